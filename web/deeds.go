package web

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"rootline/model"
	"rootline/model/analysis"
	"rootline/store"
	"rootline/templates"
	"rootline/web/inquiry"
)

// someDeeds are at least a page of the deeds that the query lets through, as far as it looks: on what there is in this state.
func (s *Server) someDeeds(ctx context.Context, r *room, q activityQuery) (out stretch, err error) {
	if q.what == "comments" {
		return out, nil
	}
	before, end := q.deeds, time.Time{}
	for looked := 0; looked < mostLooked && len(out.found) <= entriesPerPage; looked += entriesAtOnce {
		list, err := s.store.Deeds(ctx, r.Place.ID, before, entriesAtOnce)
		if err != nil {
			return out, err
		}
		for i := range list {
			if q.letsDeed(r, list[i]) {
				out.found = append(out.found, happening{at: list[i].At, deed: &list[i]})
			}
		}
		if len(list) < entriesAtOnce {
			return out, nil
		}
		before = list[len(list)-1].Seq
		end = list[len(list)-1].At
	}
	out.end, out.more = end, func(q *activityQuery) { q.deeds = before }
	return out, nil
}

// letsDeed says whether a deed is what the query asks for.
func (q activityQuery) letsDeed(r *room, a store.Deed) bool {
	byPerson := a.Actor.Kind == model.ByUser
	if q.who == byNobody && byPerson || q.who != "" && q.who != byNobody && a.Actor.ID != q.who {
		return false
	}
	e := r.graph.Element(a.Measured.Element)
	return !withValues(a) && (e != nil || a.Measured.ID == "") && (q.kind() == "" || e != nil && e.Kind == q.kind())
}

// deed words what is told beside the changes: values that were measured, promises about figures.
func (t *teller) deed(a store.Deed) templates.Happened {
	h := templates.Happened{By: a.Actor.Name, When: t.when(t.Say, a.At), You: a.Actor.ID == t.User.ID && a.Actor.Kind == model.ByUser}
	if h.By == "" {
		h.By = t.Say.Upper(t.Say.T("records.by." + string(a.Actor.Kind)))
	}
	if h.You {
		h.By = t.Say.Upper(t.Say.T("records.by.you"))
	}
	if a.Measured.ID == "" {
		t.promising(a, &h)
		return h
	}
	h.URL, h.Title = t.space.URL("series", a.Measured.ID), t.measuring(a)
	if a.Gone {
		h.URL = t.space.URL("elements", a.Measured.Element)
	}
	if e := t.graph.Element(a.Measured.Element); e != nil {
		h.Words = []string{e.NameIn(t.Say.Lang())}
	}
	return h
}

// withValues says whether a deed made a series together with values, which are told by themselves.
func withValues(a store.Deed) bool {
	var d struct{ Values int }
	return a.Act == "series.add" && json.Unmarshal(a.Detail, &d) == nil && d.Values > 0
}

// measuring is the title of a deed about a series.
func (t *teller) measuring(a store.Deed) string {
	name := t.Say.Quote(a.Measured.Name)
	if a.Act != "series.points" {
		return t.Say.T("series.told."+a.Act[len("series."):], "Series", name)
	}
	var d struct {
		Count  int
		Points []struct {
			On       string
			From, To *float64
		}
	}
	err := json.Unmarshal(a.Detail, &d)
	given, had := 0, 0
	for _, p := range d.Points {
		if p.To != nil {
			given++
		}
		if p.From != nil {
			had++
		}
	}
	switch {
	case err == nil && d.Count == 1 && len(d.Points) == 1:
	case len(d.Points) > 0 && given == 0 && len(d.Points) == d.Count:
		return t.Say.T("series.told.emptied", "Series", name, "count", d.Count)
	case had > 0:
		return t.Say.T("series.told.changed", "Series", name, "count", d.Count)
	default:
		return t.Say.T("series.told.many", "Series", name, "count", d.Count)
	}
	p := d.Points[0]
	say := func(form string, args ...any) string {
		return t.Say.T("series.told."+form, append([]any{"Series", name, "Day", t.Say.Day(p.On)}, args...)...)
	}
	switch {
	case p.To == nil && p.From == nil:
		return say("gone", "Was", t.Say.T("say.unknown"))
	case p.To == nil:
		return say("gone", "Was", t.Say.Number(*p.From))
	case p.From == nil:
		return say("value", "Value", t.Say.Number(*p.To))
	}
	return say("now", "Was", t.Say.Number(*p.From), "Value", t.Say.Number(*p.To))
}

// promising words a deed about promises: each that was made, became another or was taken back.
func (t *teller) promising(a store.Deed, h *templates.Happened) {
	h.Title, h.URL = t.Say.T("metrics.told.title"), t.space.URL("metrics", "thresholds")
	var d store.Promising
	if json.Unmarshal(a.Detail, &d) != nil {
		return
	}
	same := func(x model.Threshold) func(model.Threshold) bool {
		return func(y model.Threshold) bool { return x.Metric == y.Metric && x.Part == y.Part }
	}
	say := func(form string, x model.Threshold, args ...any) {
		name := inquiry.MetricName(t.Say, x.Metric)
		if x.Part != "" {
			name = t.Say.T("metrics.told.part", "Figure", name, "Part", t.part(x))
		}
		h.Words = append(h.Words, t.Say.T("metrics.told."+form, append([]any{"Figure", name, "Bound", inquiry.BoundWords(t.Say, x, t.Place.Currency)}, args...)...))
	}
	for _, x := range d.After {
		if i := slices.IndexFunc(d.Before, same(x)); i < 0 {
			say("made", x)
		} else if boundsText(d.Before[i]) != boundsText(x) {
			say("now", x, "Was", inquiry.BoundWords(t.Say, d.Before[i], t.Place.Currency))
		}
	}
	for _, x := range d.Before {
		if !slices.ContainsFunc(d.After, same(x)) {
			say("gone", x)
		}
	}
	if len(h.Words) == 1 {
		h.Title, h.Words = h.Words[0], nil
	}
}

// part names what a promise is of where it is of one part of a figure, as far as anybody knows it.
func (t *teller) part(x model.Threshold) string {
	if m := analysis.MetricOf(x.Metric); m != nil && t.graph.Element(x.Part) == nil {
		if p := m.Of(t.graph).Part(x.Part); p != nil {
			return inquiry.PartName(t.Say, t.graph, p)
		}
	}
	return t.name(x.Part, shown{})
}

// toOneEnd cuts what changed an element and what was measured of it, each the newest first and one more than wanted where there
// is more, at the same point of time: of neither is anything told that is older than what is missing of the other.
func toOneEnd(entries []store.Entry, deeds []store.Deed, most int) ([]store.Entry, []store.Deed, bool) {
	var end time.Time
	if len(entries) > most {
		entries = entries[:most]
		end = entries[most-1].At
	}
	if len(deeds) > most {
		deeds = deeds[:most]
		if at := deeds[most-1].At; at.After(end) {
			end = at
		}
	}
	older := func(at time.Time) bool { return at.Before(end) }
	return slices.DeleteFunc(entries, func(e store.Entry) bool { return older(e.At) }), slices.DeleteFunc(deeds, func(a store.Deed) bool { return older(a.At) }), !end.IsZero()
}

// withDeeds tells changes of an element and what was measured of it together, the newest first.
func (t *teller) withDeeds(entries []store.Entry, deeds []store.Deed, about string) []templates.Happened {
	told := t.tell(entries, about, 8)
	deeds = slices.DeleteFunc(deeds, withValues)
	var out []templates.Happened
	for i := range entries {
		for len(deeds) > 0 && deeds[0].At.After(entries[i].At) {
			out, deeds = append(out, t.deedOn(deeds[0])), deeds[1:]
		}
		out = append(out, told[i])
	}
	for _, a := range deeds {
		out = append(out, t.deedOn(a))
	}
	return out
}

// deedOn words a deed where its element need not be named.
func (t *teller) deedOn(a store.Deed) templates.Happened {
	h := t.deed(a)
	h.Words = nil
	return h
}
