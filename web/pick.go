package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/find"
	"rootline/templates"
)

const (
	mostOptions     = 12  // found while one types
	mostSuggestions = 200 // named for browsers without script
)

// pick is a field in which one names elements of these kinds; chosen are the ids that stand in it already.
func (r *room) pick(f templates.Field, kinds []model.Kind, chosen []string) templates.PickField {
	var names []string
	for _, k := range kinds {
		names = append(names, string(k))
	}
	p := templates.PickField{Field: f, Source: r.space.URL("pick") + "?kinds=" + url.QueryEscape(strings.Join(names, ","))}
	if p.Hint == "" {
		p.Hint = r.Say.T("part.pick.hint")
	}
	for _, id := range chosen {
		if e := r.graph.Element(id); e != nil {
			p.Chosen = append(p.Chosen, r.option(e))
		}
	}
	for _, k := range kinds {
		for _, e := range r.graph.OfKind(k) {
			if len(p.Names) < mostSuggestions {
				p.Names = append(p.Names, e.NameIn(r.Say.Lang()))
			}
		}
	}
	return p
}

func (r *room) option(e *model.Element) templates.PickOption {
	t := r.named(e)
	return templates.PickOption{ID: e.ID, Name: t.Name, Icon: t.Icon, Layer: t.Layer, Note: r.Say.Kind(e.Kind, false)}
}

// pickOptions answers what is typed into a field that names elements: those whose names begin with it, then those that hold
// it, and last the way to add it.
func (s *Server) pickOptions(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	var kinds []model.Kind
	for _, k := range strings.Split(c.QueryParam("kinds"), ",") {
		if model.Kind(k).Spec() != nil {
			kinds = append(kinds, model.Kind(k))
		}
	}
	q := strings.TrimSpace(c.QueryParam("q"))
	found := s.typed(r, kinds, q, c.QueryParam("not"))
	options := make([]templates.PickOption, 0, len(found)+1)
	exact := false
	for _, e := range found {
		options = append(options, r.option(e))
		exact = exact || find.Fold(e.NameIn(r.Say.Lang())) == find.Fold(q)
	}
	if add := c.QueryParam("add"); add != "" && q != "" && !exact {
		if add != "each" || len(kinds) < 2 {
			kinds = []model.Kind{""}
		}
		for _, k := range kinds {
			o := templates.PickOption{Name: q, Kind: k}
			if k != "" {
				o.Note = r.Say.T("journey.link.new", "ThingKind", r.Say.Kind(k, false))
			}
			options = append(options, o)
		}
	}
	return s.render(c, http.StatusOK, templates.PickOptions(r.Say, options))
}

// typed returns the elements of these kinds that match what is typed, best first.
func (s *Server) typed(r *room, kinds []model.Kind, q, not string) []*model.Element {
	asked := find.Ask(q)
	if asked.Wordless() {
		return nil
	}
	judge := asked.Judge()
	begins := find.Fold(q)
	var begin, hold []*model.Element
	for _, row := range s.listings.of(r.where(), r.graph).named(r.Say.Lang()) {
		e := row.element
		if e.ID == not || len(kinds) > 0 && !slices.Contains(kinds, e.Kind) || !judge.Named(row.doc) {
			continue
		}
		if strings.HasPrefix(find.Fold(e.NameIn(r.Say.Lang())), begins) {
			begin = append(begin, e)
		} else {
			hold = append(hold, e)
		}
		if len(begin) >= mostOptions {
			break
		}
	}
	found := append(begin, hold...)
	return found[:min(len(found), mostOptions)]
}
