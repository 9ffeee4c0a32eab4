package web

import (
	"time"

	"rootline/model"
	"rootline/templates"
)

// daysSince is how many days have passed since a day, and whether it is one that has come.
func daysSince(day string, now time.Time) (int, bool) {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return 0, false
	}
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	return int(today.Sub(t).Hours() / 24), !t.After(today)
}

// ageOf adds to the fact of a day how long ago that was, and whether what was to be looked at again has not been.
func (s *Server) ageOf(r *room, f *templates.Fact, prop, day string) {
	switch prop {
	case "on", "since":
		if n, past := daysSince(day, s.store.Now().Local()); past {
			f.Age = r.Say.Ago(n)
		}
	case "review_on":
		if n, past := daysSince(day, s.store.Now().Local()); past && n > 0 {
			f.Age, f.Stale = r.Say.Ago(n), true
		}
	}
}

// staleSince says of an element whose review was due since when, "" where it was not.
func (s *Server) staleSince(r *room, e *model.Element) string {
	day := e.Props.Text("review_on")
	if n, past := daysSince(day, s.store.Now().Local()); past && n > 0 {
		return r.Say.T("age.stale.since", "Day", r.Say.Day(day))
	}
	return ""
}

// ageEvidence adds the age of an evidence to the sentence that names it.
func (s *Server) ageEvidence(r *room, e *model.Element, sentences []templates.Sentence) {
	for i := range sentences {
		links := sentences[i].Links
		if len(links) != 1 || links[0].Kind != model.ShownBy || links[0].From != e.ID {
			continue
		}
		evidence := r.graph.Element(links[0].To)
		if evidence == nil {
			continue
		}
		var words []string
		if n, past := daysSince(evidence.Props.Text("on"), s.store.Now().Local()); past {
			words = append(words, r.Say.Ago(n))
		}
		if s.staleSince(r, evidence) != "" {
			words = append(words, r.Say.T("age.stale"))
		}
		for _, w := range words {
			if sentences[i].Detail != "" {
				sentences[i].Detail += r.Say.T("records.semicolon")
			}
			sentences[i].Detail += w
		}
	}
}
