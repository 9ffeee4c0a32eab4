package web

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/find"
	"rootline/store"
	"rootline/templates"
)

const (
	trashPerPage = 30   // changes
	trashThings  = 12   // things of one change that are named
	trashScanned = 2000 // changes that one page looks through, at most
	trashWhole   = 5    // changes of very many ops that one page reads whole
)

// trash lists what was taken away and is not there, the last first. Nothing is thrown out: putting back is undoing.
func (s *Server) trash(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	before, _ := strconv.ParseInt(c.QueryParam("before"), 10, 64)
	v := templates.TrashView{Q: strings.TrimSpace(c.QueryParam("q"))}
	at := func(query url.Values) string {
		if v.Q != "" {
			query.Set("q", v.Q)
		}
		if len(query) == 0 {
			return r.space.URL("trash")
		}
		return r.space.URL("trash") + "?" + query.Encode()
	}
	if before > 0 {
		v.Newest = at(url.Values{})
	}
	last, err := s.trashEntries(r, &v, model.Revision(max(before, 0)))
	if err != nil {
		return err
	}
	if last > 0 {
		v.Older = at(url.Values{"before": {revision(last)}})
	}
	p := s.roomPage(r, r.Say.T("find.trash"), "history")
	return s.render(c, http.StatusOK, templates.Trash(p, v))
}

// trashEntries fills in a page, and returns the revision before which there may be more; 0 = nothing.
func (s *Server) trashEntries(r *room, v *templates.TrashView, before model.Revision) (model.Revision, error) {
	const step = 100
	t := s.teller(r)
	q := find.Ask(v.Q)
	whole := 0
	names := known(nil) // a link that went is told with the names of ends that went later
	for scanned := 0; scanned < trashScanned; scanned += step {
		list, err := s.store.Removals(r.c.Request().Context(), r.Place.ID, r.Line, before, step)
		if err != nil {
			return 0, err
		}
		for _, e := range list {
			if len(v.Entries) == trashPerPage {
				return before, nil
			}
			before = e.Revision
			if e.Long && whole < trashWhole {
				whole++
				if e, err = s.store.Entry(r.c.Request().Context(), r.Place.ID, e.ID); err != nil {
					return 0, err
				}
			}
			later := known([]store.Entry{e})
			maps.Copy(names.elements, later.elements)
			maps.Copy(names.links, later.links)
			if one, ok := t.trashed(e, q, names); ok {
				v.Entries = append(v.Entries, one)
			}
		}
		if len(list) < step {
			return 0, nil
		}
	}
	return before, nil
}

// trashed tells what a change took away that is not there; false where that is nothing, or nothing that is looked for.
func (t *teller) trashed(e store.Entry, q find.Query, names shown) (templates.TrashEntry, bool) {
	judge := q.Judge()
	finds := q.Empty() || judge.Finds(find.OfText(e.TitleIn(t.Say.Lang())))
	var things, links []templates.TrashThing
	for _, op := range e.Ops {
		var thing templates.TrashThing
		id := op.Target()
		switch el, l := names.elements[id], names.links[id]; {
		case op.Kind == model.OpRemoveElement && el != nil && !t.graph.Has(id):
			look := templates.ThingOf(t.Say, el, string(model.LayerOf(t.graph, el)))
			thing = templates.TrashThing{Icon: look.Icon, Layer: look.Layer, Name: q.Mark(look.Name), Note: t.Say.Kind(el.Kind, false)}
			finds = finds || judge.Finds(find.Of(el))
			things = append(things, thing)
		case op.Kind == model.OpRemoveLink && l != nil && !t.graph.Has(id):
			words := t.linkWords(l, names)
			thing = templates.TrashThing{Name: q.Mark(words)}
			finds = finds || judge.Finds(find.OfText(words))
			links = append(links, thing)
		}
	}
	gone := len(things) + len(links)
	if !finds || gone == 0 && !e.Long {
		return templates.TrashEntry{}, false
	}
	if len(things) > 0 && len(links) > 0 { // elements take their links with them: those go without saying
		links = links[:0]
	}
	things = append(things, links...)
	one := templates.TrashEntry{Happened: t.tell([]store.Entry{e}, "", 0)[0], Name: q.Mark(e.TitleIn(t.Say.Lang()))}
	one.Others = len(slices.DeleteFunc(slices.Clone(e.Ops), func(op model.Op) bool {
		return op.Kind == model.OpRemoveElement || op.Kind == model.OpRemoveLink
	}))
	one.More = max(0, len(things)-trashThings)
	one.Things = things[:len(things)-one.More]
	return one, true
}
