package web

import (
	"slices"
	"strconv"

	"rootline/model"
	"rootline/model/ecosystem"
	"rootline/templates"
)

// both is one map of two graphs of a state: what comes, goes and changes from the one to the other.
type both struct {
	*room    // of the later one
	from, to *model.Graph
	fates    map[string]templates.ChangeMark
	url      func(id string) string
	title    string
	only     bool // only what changes, and what it touches
}

// fatesOf says what becomes of elements and links from one graph to another.
func fatesOf(d model.Delta) map[string]templates.ChangeMark {
	out := make(map[string]templates.ChangeMark)
	for _, one := range d {
		if m := out[one.ID]; m.As == "" && one.Class() != model.Layout {
			m.As = map[model.DiffOp]templates.Fate{model.Added: templates.Added, model.Removed: templates.Removed, model.Changed: templates.Changed}[one.Op]
			out[one.ID] = m
		}
	}
	return out
}

// bothDrawn is the drawing of two graphs. It does not know from where it is looked at.
type bothDrawn struct {
	m *ecosystem.Map
	d *templates.MapDrawing // nil where there is nothing to draw
}

// figure draws both. orders names the drawing, so that what is in several of one name keeps its place. Nil where there is nothing
// to draw.
func (b *both) figure(s *Server, orders string) (*templates.MapFigureView, *ecosystem.Map) {
	kept := model.Memo(b.to, "web.both:"+b.Say.Lang()+":"+strconv.FormatBool(b.only), func() *model.Beside[bothDrawn] { return new(model.Beside[bothDrawn]) })
	drawn, ok := kept.Get(b.from)
	if !ok {
		drawn = b.draw(s, orders)
		kept.Put(b.from, drawn)
	}
	if drawn.d == nil {
		return nil, drawn.m
	}
	return &templates.MapFigureView{Drawing: drawn.d, Title: b.title, Marks: templates.MapMarks{On: -1}, Fates: b.fates, Calm: true, URL: b.url}, drawn.m
}

func (b *both) draw(s *Server, orders string) bothDrawn {
	union := model.Overlay(b.from, b.to)
	var changed, ends []string
	for id, f := range b.fates {
		if l := union.Link(id); f.As != "" && l != nil {
			ends = append(ends, l.From, l.To)
		} else if f.As != "" {
			changed = append(changed, id)
		}
	}
	slices.Sort(changed)
	slices.Sort(ends)
	q := ecosystem.Query{Whole: true, First: slices.Concat(changed, ends)}
	if b.only {
		q.Among = q.First
	}
	m := ecosystem.Of(union, q)
	if len(m.Boxes) == 0 {
		return bothDrawn{m: m}
	}
	w := b.wording()
	w.Name = func(id string) string { return nameIn(b.Say, union, id) }
	key := orders + "?lang=" + b.Say.Lang()
	d := templates.DrawMap(w, union, m, s.orders.of(key), mapWidth)
	s.orders.keep(key, d.Order)
	return bothDrawn{m, d}
}
