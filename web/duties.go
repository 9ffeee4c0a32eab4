package web

import (
	"slices"
	"time"

	"rootline/model"
)

// duty is something that was to be done by a day that has passed.
type duty struct {
	sort    string // check: see whether an action worked; due: have it in place; review: look at it again
	element *model.Element
	day     string // YYYY-MM-DD
	who     string // an owner, or the name of who was to check; "" = nobody
}

// key names a duty in an inbox: another day makes another one.
func (d duty) key() string { return "due:" + d.sort + ":" + d.element.ID + ":" + d.day }

// duties are those of a graph at a moment, actions first.
func duties(g *model.Graph, now time.Time) []duty {
	today := now.Format(time.DateOnly)
	return model.Memo(g, "web.duties:"+today, func() []duty {
		var out []duty
		past := func(e *model.Element, prop string) string {
			if d := e.Props.Text(prop); d != "" && d < today {
				return d
			}
			return ""
		}
		for _, e := range g.OfKind(model.Action) {
			status := e.Props.Text("status")
			check, due := past(e, "check_on"), past(e, "due")
			switch {
			case check != "" && slices.Contains([]string{"done", "doing", "approved"}, status):
				who := e.Props.Text("checker")
				if who == "" {
					who = e.Owner
				}
				out = append(out, duty{"check", e, check, who})
			case due != "" && slices.Contains([]string{"proposed", "approved", "doing"}, status):
				out = append(out, duty{"due", e, due, e.Owner})
			}
		}
		for _, kind := range []model.Kind{model.Evidence, model.Policy} {
			for _, e := range g.OfKind(kind) {
				if d := past(e, "review_on"); d != "" {
					out = append(out, duty{"review", e, d, e.Owner})
				}
			}
		}
		return out
	})
}

// dutiesOf are the duties of one person, who is named by id or, where people wrote a name, by that.
func dutiesOf(g *model.Graph, now time.Time, id, name string) []duty {
	var out []duty
	for _, d := range duties(g, now) {
		if d.who != "" && (d.who == id || d.who == name) {
			out = append(out, d)
		}
	}
	return out
}
