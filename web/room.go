package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/templates"
	"rootline/templates/say"
)

// room is a workspace as one request sees it: who looks, and the model of one state at one revision.
type room struct {
	*visit
	c       echo.Context
	space   templates.Workspace
	graph   *model.Graph
	today   *model.Graph // of the present; the same where the page is in it
	rev     model.Revision
	members []templates.Person  // those who can own an element, by name
	people  []model.Mentionable // the same, as comments name them
}

// enter reads the workspace of the request.
func (s *Server) enter(c echo.Context) (*room, error) {
	v := visitOf(c)
	g, rev, err := s.store.StateGraph(c.Request().Context(), v.Place.ID, v.State.ID)
	if err != nil {
		return nil, err
	}
	today := g
	if v.State.ID != "" {
		if today, _, err = s.store.Graph(c.Request().Context(), v.Place.ID); err != nil {
			return nil, err
		}
	}
	members, err := s.store.Members(c.Request().Context(), v.Place.ID)
	if err != nil {
		return nil, err
	}
	r := &room{visit: v, c: c, space: v.space(), graph: g, today: today, rev: rev}
	for _, m := range members {
		r.members = append(r.members, templates.Person{ID: m.ID, Name: m.Name})
		if !m.Disabled {
			r.people = append(r.people, model.Mentionable{ID: m.ID, Name: m.Name, Email: m.Email})
		}
	}
	return r, nil
}

// page is the frame of a page of the workspace.
func (s *Server) roomPage(r *room, title, section string) templates.Page {
	p := s.page(r.c, title, section)
	p.Styles = []string{"element", "records"}
	p.Session = s.sessionBar(r)
	if r.c.Request().Method == http.MethodGet { // what answers a form is not there to be asked for again
		p.Live = &templates.Live{Events: sessionStream(r.space.URL("events"), p.Session), Here: r.space.URL("here"), Revision: int64(r.rev),
			Whose: r.space.URL("here"), Shelf: shelf(r.Place.ID, r.User.ID)}
	}
	if r.State.ID != "" {
		p.Differs = r.difference(r.c.Param("id"))
		if p.Differs == templates.DiffersNew {
			p.Today = r.space.Today().URL()
		}
	}
	return p
}

// difference says how what the page is about differs from the present, "" where it does not.
func (r *room) difference(id string) string {
	here, there := r.graph.Element(id), r.today.Element(id)
	switch {
	case here == nil:
		return ""
	case there == nil:
		return templates.DiffersNew
	case here != there:
		return templates.DiffersChanged
	}
	return ""
}

// mark is how an element differs from the present, "" in the present.
func (r *room) mark(id string) string {
	if r.State.ID == "" {
		return ""
	}
	return r.difference(id)
}

// element returns the element that the path names. Errors: NotFound.
func (r *room) element() (*model.Element, error) {
	e := r.graph.Element(r.c.Param("id"))
	if e == nil {
		return nil, model.Fault(model.NotFound, "", "not-found")
	}
	return e, nil
}

// wording words what the workspace holds for who looks.
func (r *room) wording() templates.Wording {
	return templates.Wording{Say: r.Say, Currency: r.Place.Currency, Own: r.Place.Fields, Person: r.person, Name: func(id string) string {
		if e := r.graph.Element(id); e != nil {
			return e.NameIn(r.Say.Lang())
		}
		return id
	}}
}

// person names an owner: a member by the id, anybody else as written.
func (r *room) person(owner string) string {
	for _, m := range r.members {
		if m.ID == owner {
			return m.Name
		}
	}
	return owner
}

// may says whether who looks may make a change of these ops in this state.
func (r *room) may(ops ...model.Op) bool {
	return r.Place.Role.MayChange(r.graph, r.graph, model.Change{State: r.State.ID, Ops: ops})
}

// mayEdit says whether who looks may change this element: contributors may where it belongs to an analysis.
func (r *room) mayEdit(e *model.Element) bool {
	return r.may(model.Op{Kind: model.OpSet, ID: e.ID, Field: "name"})
}

// mayAdd says whether who looks may add an element of this kind by itself.
func (r *room) mayAdd(k model.Kind) bool {
	return r.may(model.Add(&model.Element{Kind: k}))
}

// named is the sign and name of an element with the way to its page.
func (r *room) named(e *model.Element) templates.Thing {
	t := templates.ThingOf(r.Say, e, string(model.LayerOf(r.graph, e)))
	t.URL = r.space.URL("elements", e.ID)
	return t
}

// nameOr is the name in the reader's language of the element with this id, the id where it is not there.
func nameIn(p *say.Printer, g *model.Graph, id string) string {
	if e := g.Element(id); e != nil {
		return e.NameIn(p.Lang())
	}
	return id
}
