package web

import (
	"cmp"
	"math"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/analysis"
	"rootline/store"
	"rootline/templates"
	"rootline/web/inquiry"
)

const (
	partsCompared = 3   // of one metric that are shown at once
	rowsCompared  = 200 // of one class
)

// compare shows what leads from one state to another: figures, and the list by class.
func (s *Server) compare(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	states, err := s.store.States(ctx, r.Place.ID)
	if err != nil {
		return err
	}
	refs := [2]string{cmp.Or(c.QueryParam("from"), model.Current), c.QueryParam("to")}
	if refs[1] == "" && len(states) > 0 {
		refs[1] = states[0].ID
	}
	refs[1] = cmp.Or(refs[1], model.Current)
	var sides [2]*inquiry.Side
	for i, ref := range refs {
		if sides[i], err = inquiry.SideOf(ctx, s.store, r.Place.Workspace, ref); err != nil {
			return err
		}
	}
	found, err := inquiry.Compare(ctx, s.store, r.Place.Workspace, sides[0], sides[1], true)
	if err != nil {
		return err
	}
	to := *r
	to.graph, to.today = sides[1].Graph, sides[0].Graph
	to.space = r.space.In(sides[1].State.ID, sides[1].State.Name)
	cw := &comparing{Comparison: found, room: &to, t: s.teller(&to), numbers: map[string]templates.ComparedChange{}}
	v := templates.CompareView{Self: r.space.URL("compare"), FromName: r.sideName(sides[0]), ToName: r.sideName(sides[1]), Same: len(found.Delta) == 0}
	v.Title = r.Say.Upper(r.Say.T("compare.title", "From", r.quotedSide(sides[0]), "To", r.quotedSide(sides[1])))
	v.Lead = r.Say.T("compare.lead", "count", len(found.Delta))
	if v.Same {
		v.Lead = ""
	}
	v.From, v.To = r.sideOptions(states, sides[0]), r.sideOptions(states, sides[1])
	v.Numbers = cw.number(r.space)
	v.Figures, v.Better, v.Worse = cw.figures()
	v.FiguresSay = r.Say.T("compare.toward.say", "Better", v.Better, "Worse", v.Worse)
	for _, class := range model.Classes {
		if rows := cw.class(class); len(rows.Rows) > 0 {
			v.Classes = append(v.Classes, rows)
		}
	}
	p := s.roomPage(r, v.Title, "states")
	p.Styles = append(p.Styles, "states")
	p.Crumbs = []templates.Crumb{{Label: r.Say.T("frame.states"), URL: r.space.URL("states")}}
	return s.render(c, http.StatusOK, templates.Compare(p, v))
}

func (r *room) sideName(s *inquiry.Side) string {
	name := s.State.Name
	if s.Current() {
		name = r.Say.T("states.today")
	}
	if s.Past {
		name = r.Say.T("compare.at", "Name", name, "Revision", int64(s.At))
	}
	return name
}

// quotedSide is the name of a side within a sentence.
func (r *room) quotedSide(s *inquiry.Side) string {
	if s.Current() && !s.Past {
		return r.Say.T("compare.today")
	}
	return r.Say.Quote(r.sideName(s))
}

func (r *room) sideOptions(states []store.State, side *inquiry.Side) []templates.Option {
	out := []templates.Option{{Value: model.Current, Label: r.Say.T("states.today"), On: side.Ref == model.Current}}
	for _, st := range states {
		out = append(out, templates.Option{Value: st.ID, Label: st.Name, On: side.Ref == st.ID})
	}
	if side.Past {
		out = append(out, templates.Option{Value: side.Ref, Label: r.sideName(side), On: true})
	}
	return out
}

// comparing words a comparison.
type comparing struct {
	*inquiry.Comparison
	*room
	t       *teller
	numbers map[string]templates.ComparedChange
}

// number numbers the changes as their plans do.
func (cw *comparing) number(space templates.Workspace) []templates.ComparedChange {
	var out []templates.ComparedChange
	for _, side := range []*inquiry.Side{cw.To, cw.From} {
		for _, p := range side.Plans {
			for i, c := range p.Changes {
				if !slices.ContainsFunc(cw.Planned, func(o model.PlannedChange) bool { return o.ID == c.ID }) || cw.numbers[c.ID].Number != "" {
					continue
				}
				one := templates.ComparedChange{Number: cw.Say.Number(float64(i + 1)), Title: c.Title, URL: space.URL("states", p.ID) + "#c-" + c.ID, Back: side == cw.From}
				cw.numbers[c.ID] = one
				out = append(out, one)
			}
		}
	}
	return out
}

// behind are the changes with these ids, those of the log by the title that it has.
func (cw *comparing) behind(ids []string) []templates.ComparedChange {
	var out []templates.ComparedChange
	for _, id := range ids {
		if n, ok := cw.numbers[id]; ok {
			out = append(out, n)
		}
	}
	return out
}

// figures are the figures that differ, by metric in the order in which metrics are read.
func (cw *comparing) figures() (out []templates.ComparedMetric, better, worse int) {
	by := make(map[string][]analysis.Shift)
	for _, s := range cw.Shifts {
		by[s.Metric.ID] = append(by[s.Metric.ID], s)
		switch s.Toward() {
		case 1:
			better++
		case -1:
			worse++
		}
	}
	for _, group := range analysis.Groups {
		for _, m := range analysis.Registry {
			list := by[m.ID]
			if m.Group != group || len(list) == 0 {
				continue
			}
			slices.SortStableFunc(list, func(a, b analysis.Shift) int { return cmp.Compare(weight(b), weight(a)) })
			one := templates.ComparedMetric{Name: inquiry.MetricName(cw.Say, m.ID)}
			for i, s := range list {
				if f := cw.figure(s); i == 0 || i < partsCompared && s.From.Sort != analysis.Undefined && s.To.Sort != analysis.Undefined {
					one.First = append(one.First, f)
				} else {
					one.More = append(one.More, f)
				}
			}
			out = append(out, one)
		}
	}
	return out, better, worse
}

// weight says how much a shift is worth looking at: the whole first, then what has reasons, then by how far it went.
func weight(s analysis.Shift) float64 {
	w := 0.0
	if s.ID == "" {
		w += 1000
	}
	if len(s.Because) > 0 {
		w += 100
	}
	if s.From.Sort == analysis.Known && s.To.Sort == analysis.Known {
		far := math.Abs(s.To.Lo - s.From.Lo)
		most := math.Max(math.Abs(s.From.Lo), math.Abs(s.To.Lo))
		if most > 0 && !math.IsInf(most, 0) {
			w += 10 * far / most
		}
	}
	if s.From.Sort == analysis.Undefined || s.To.Sort == analysis.Undefined { // what it is of comes, or goes
		w -= 200
	}
	return w
}

func (cw *comparing) figure(s analysis.Shift) templates.ComparedFigure {
	f := templates.ComparedFigure{Part: cw.Say.T("compare.whole"), From: inquiry.FigureWords(cw.Say, s.From, s.Metric.Unit, cw.Place.Currency),
		To: inquiry.FigureWords(cw.Say, s.To, s.Metric.Unit, cw.Place.Currency), Toward: s.Toward(), Because: cw.behind(s.Because), At: -1, Was: -1}
	if s.Part != nil {
		g := cw.To.Graph
		if s.To.Sort == analysis.Undefined {
			g = cw.From.Graph
		}
		f.Part = inquiry.PartName(cw.Say, g, s.Part)
	}
	from, okFrom := s.From.Number()
	to, okTo := s.To.Number()
	if most := math.Max(from.Hi, to.Hi); okFrom && okTo && most > 0 && from.Lo >= 0 && to.Lo >= 0 {
		at := func(v float64) int { return int(math.Round(100 * v / most)) }
		f.Was, f.WasTo, f.At, f.AtTo = at(from.Lo), at(from.Hi), at(to.Lo), at(to.Hi)
	}
	return f
}

// class words the differences of a class.
func (cw *comparing) class(class model.Class) templates.ComparedClass {
	delta := cw.ByClass(class)
	out := templates.ComparedClass{ID: string(class), Title: cw.Say.T("compare.class." + string(class))}
	for i, d := range delta {
		if i == rowsCompared {
			out.Left = len(delta) - i
			break
		}
		row := templates.ComparedRow{Op: string(d.Op), About: cw.t.about(d.ID, d.Field), Because: cw.behind(cw.Because(d))}
		switch d.Op {
		case model.Added:
			row.About = cw.whole(d.To)
		case model.Removed:
			row.About = cw.whole(d.From)
		default:
			row.From, row.To = cw.t.worded(d.ID, d.Field, d.From), cw.t.worded(d.ID, d.Field, d.To)
			if strings.HasPrefix(d.Field, "tags.") {
				row.From, row.To = cw.Say.T("states.absent"), cw.Say.T("compare.tagged")
				if d.To == nil {
					row.From, row.To = row.To, row.From
				}
			}
		}
		if !d.Link && cw.To.Graph.Element(d.ID) != nil {
			row.URL = cw.space.URL("elements", d.ID)
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// whole words an element or link that is there on one side alone.
func (cw *comparing) whole(v any) string {
	switch x := v.(type) {
	case *model.Element:
		return cw.Say.T("compare.thing", "Name", x.NameIn(cw.Say.Lang()), "Kind", cw.Say.Kind(x.Kind, false))
	case *model.Link:
		return cw.t.linkWords(x, shown{})
	}
	return ""
}
