package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/templates"
)

// mostPicked is how many options typing shows at once.
const mostPicked = 8

// analysisPick answers what is typed into a field that names elements: what matches, best first, and at the end to add it.
func (s *Server) analysisPick(c echo.Context) error {
	v := visitOf(c)
	g, _, err := s.store.Graph(c.Request().Context(), v.Place.ID)
	if err != nil {
		return err
	}
	typed := strings.TrimSpace(c.QueryParam("q"))
	kinds := pickedKinds(c.QueryParams()["kind"])
	type match struct {
		e    *model.Element
		rank int
	}
	var found []match
	exact := false
	for _, k := range kinds {
		for _, e := range g.OfKind(k) {
			if rank := fitsTyped(e, typed); rank >= 0 {
				found = append(found, match{e, rank})
				exact = exact || rank == 0
			}
		}
	}
	slices.SortStableFunc(found, func(a, b match) int { return a.rank - b.rank })
	var options []templates.PickOption
	for i, m := range found {
		if i == mostPicked {
			break
		}
		icon, layer := templates.Look(m.e)
		note := v.Say.Kind(m.e.Kind, false)
		if m.e.Kind == model.Cause {
			note = ""
			if p := problemOf(g, m.e.ID); p != nil {
				note = p.NameIn(v.Say.Lang())
			}
		}
		options = append(options, templates.PickOption{ID: m.e.ID, Name: m.e.NameIn(v.Say.Lang()), Icon: icon, Layer: layer, Note: note})
	}
	if !exact && typed != "" && !slices.Contains(kinds, model.Cause) {
		options = append(options, templates.PickOption{Name: typed})
	}
	return s.render(c, http.StatusOK, templates.PickOptions(v.Say, options))
}

// pickedKinds are the kinds of these names; "map" stands for all that a cause can lie in.
func pickedKinds(names []string) []model.Kind {
	var kinds []model.Kind
	for _, n := range names {
		if n == "map" {
			return model.MapKinds()
		}
		if k := model.Kind(n); k.Spec() != nil {
			kinds = append(kinds, k)
		}
	}
	return kinds
}

// fitsTyped ranks how well an element's names fit what is typed, 0 best; -1 where they do not.
func fitsTyped(e *model.Element, typed string) int {
	typed = folded(typed)
	best := -1
	for _, name := range namesOf(e) {
		name = folded(name)
		rank := -1
		switch i := strings.Index(name, typed); {
		case name == typed:
			rank = 0
		case i == 0:
			rank = 1
		case i > 0 && strings.ContainsRune(" -'’(/", rune(name[i-1])):
			rank = 2
		case i > 0:
			rank = 3
		}
		if rank >= 0 && (best < 0 || rank < best) {
			best = rank
		}
	}
	return best
}

// namesOf are the names of an element, the first one first.
func namesOf(e *model.Element) []string {
	names := []string{e.Name}
	for _, lang := range model.Languages {
		if n := e.Names[lang]; n != "" && !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	return names
}
