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
	"rootline/model/analysis"
	"rootline/templates"
)

// networkOnPage is how many boxes a network has, as long as nobody wants them all; networkAtMost how many then.
const (
	networkOnPage = 150
	networkAtMost = 600
	networkRank   = 18  // in one rank, as long as nobody wants them all
	networkNamed  = 100 // in a ring of the list
)

// networkQuery is what the address of a network asks for.
type networkQuery struct {
	Depth int
	Kinds []model.LinkKind // nil = all
	All   bool
	Form  string // "table", "outline"; "" = the drawing
}

func readNetworkQuery(c echo.Context) networkQuery {
	q := networkQuery{All: c.QueryParam("all") != "", Form: formOf(c.QueryParam("view"))}
	q.Depth, _ = strconv.Atoi(c.QueryParam("depth"))
	q.Depth = min(max(q.Depth, 1), 3)
	if c.QueryParams().Has("links") {
		q.Kinds = []model.LinkKind{}
		for _, s := range strings.Split(c.QueryParam("links"), ",") {
			if k := model.LinkKind(s); k.Spec() != nil && !slices.Contains(q.Kinds, k) {
				q.Kinds = append(q.Kinds, k)
			}
		}
	}
	return q
}

func (q networkQuery) url(path string) string {
	v := url.Values{}
	if q.Depth > 1 {
		v.Set("depth", strconv.Itoa(q.Depth))
	}
	if q.Kinds != nil {
		var names []string
		for _, k := range q.Kinds {
			names = append(names, string(k))
		}
		v.Set("links", strings.Join(names, ","))
	}
	if q.All {
		v.Set("all", "1")
	}
	if q.Form != "" {
		v.Set("view", q.Form)
	}
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

// as is the same in another form.
func (q networkQuery) as(form string) networkQuery {
	q.Form = form
	return q
}

func (q networkQuery) shows(k model.LinkKind) bool {
	return q.Kinds == nil || slices.Contains(q.Kinds, k)
}

// networkAny leads to the network of the element that is joined to most others.
func (s *Server) networkAny(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	if hub := analysis.Hub(r.graph); hub != "" {
		return c.Redirect(http.StatusSeeOther, r.space.URL("elements", hub, "network"))
	}
	return c.Redirect(http.StatusSeeOther, r.space.URL("elements"))
}

// networkShow shows what lies around an element.
func (s *Server) networkShow(c echo.Context) error {
	r, e, err := s.elementOf(c)
	if err != nil {
		return err
	}
	q := readNetworkQuery(c)
	most, wide := networkOnPage, networkRank
	if q.All || q.Form != "" {
		most, wide = networkAtMost, 0
	}
	n := analysis.NetworkOf(r.graph, e.ID, q.Depth, q.Kinds, most, wide)
	all := q
	all.All = true
	drawing := r.drawnNetwork(e, n, all.url(r.space.URL("elements", e.ID, "network")))
	if format := c.QueryParam("format"); format != "" {
		drawing.File = true
		for i := range drawing.Nodes {
			drawing.Nodes[i].Thing.URL = ""
		}
		return s.sendDrawing(c, format, e.ID, templates.NetworkDrawing(drawing))
	}
	base := r.space.URL("elements", e.ID, "network")
	v := templates.NetworkView{Views: templates.Views{Space: r.space, Now: templates.ViewNetwork, Element: e.ID}, Thing: r.named(e), Drawing: drawing, Left: n.Left,
		ElementURL: r.space.URL("elements", e.ID), Exports: r.exportDoors(s.drawingFormats(), q.as("").url(base))}
	for d := 1; d <= 3; d++ {
		with := q
		with.Depth = d
		v.Depths = append(v.Depths, templates.Tab{Label: r.Say.T("views.network.links", "count", d), URL: with.url(base), Current: d == q.Depth})
	}
	if n.Left > 0 && !q.All {
		v.AllURL = all.url(base)
	}
	r.networkFilters(&v, q, n, base)
	v.Lead = r.Say.T("views.network.lead", "Elements", r.Say.T("views.network.elements", "count", len(n.Nodes)-1), "Links", r.Say.T("views.network.linked", "count", len(n.Links)))
	for _, sentence := range r.wording().Sentences(r.graph, e, r.named) {
		if len(sentence.Links) > 0 && q.shows(sentence.Links[0].Kind) {
			sentence.Detail = "" // the page of the element tells it
			v.Near = append(v.Near, sentence)
		}
	}
	v.Farther = r.rings(n)
	if v.Forms, err = s.viewForms(r, viewed{page: "network", path: "elements/" + e.ID + "/network", now: q.Form, at: func(form string) string { return q.as(form).url(base) },
		part: r.Say.T("viewforms.away")}, &v.Views, drawing.Title, func() []viewPart { return r.networkParts(n) }); err != nil {
		return err
	}
	p := s.roomPage(r, r.Say.T("views.network.title", "Name", e.NameIn(r.Say.Lang())), "map")
	p.Wide, p.Rail = true, true
	p.Crumbs = r.crumbs(e.Kind)
	p.Styles = append([]string{"canvas", "element", "views", "list"}, p.Styles...)
	return s.render(c, http.StatusOK, templates.NetworkPage(p, v))
}

// networkParts are the rings around the element, itself first.
func (r *room) networkParts(n analysis.Network) []viewPart {
	var out []viewPart
	for _, node := range n.Nodes {
		for len(out) <= node.Distance {
			name := r.Say.T("viewforms.itself")
			if d := len(out); d > 0 {
				name = r.Say.T("views.network.links", "count", d)
			}
			out = append(out, viewPart{name: name})
		}
		out[node.Distance].add(r, node.Element, "")
	}
	return out
}

// drawnNetwork is a network as it is drawn. What has no room in a rank is one box there, which leads to all.
func (r *room) drawnNetwork(e *model.Element, n analysis.Network, all string) templates.Network {
	d := templates.Network{Canvas: templates.Canvas{Say: r.Say, Title: r.Say.T("views.network.title", "Name", e.NameIn(r.Say.Lang()))}}
	at := map[string]int{}
	for i, node := range n.Nodes {
		at[node.Element.ID] = i
		t := r.named(node.Element)
		t.URL = r.space.URL("elements", node.Element.ID, "network")
		if i == 0 {
			t.URL = r.space.URL("elements", node.Element.ID)
		}
		d.Nodes = append(d.Nodes, templates.NetworkNode{Thing: t, Rank: node.Rank, Main: i == 0})
	}
	for _, l := range n.Links {
		link := templates.NetworkLink{From: at[l.From], To: at[l.To], Kind: l.Kind,
			Words: r.Say.T("views.network.says", "From", nameIn(r.Say, r.graph, l.From), "Does", r.Say.T("views.link."+string(l.Kind)), "To", nameIn(r.Say, r.graph, l.To))}
		link.Loose = l.Kind == model.DependsOn && l.Props.Known("hard") && !l.Props.Bool("hard")
		d.Links = append(d.Links, link)
	}
	for _, rank := range slices.Sorted(maps.Keys(n.More)) {
		d.Nodes = append(d.Nodes, templates.NetworkNode{Thing: templates.Thing{ID: "more:" + strconv.Itoa(rank), Icon: "more", Layer: string(model.LayerForeign), URL: all, Name: r.Say.T("views.network.more", "count", n.More[rank])}, Rank: rank, More: true})
	}
	return d
}

// networkFilters are the kinds of link that there are around, each a switch.
func (r *room) networkFilters(v *templates.NetworkView, q networkQuery, n analysis.Network, base string) {
	for _, k := range n.Kinds {
		with := q
		if q.shows(k.Kind) {
			with.Kinds = []model.LinkKind{}
			for _, other := range n.Kinds {
				if other.Kind != k.Kind && q.shows(other.Kind) {
					with.Kinds = append(with.Kinds, other.Kind)
				}
			}
		} else {
			with.Kinds = append(slices.Clone(q.Kinds), k.Kind)
		}
		v.Kinds = append(v.Kinds, templates.LinkFilter{Kind: k.Kind, Label: r.Say.T("views.link." + string(k.Kind)), Count: r.Say.Number(float64(k.Count)),
			On: q.shows(k.Kind), URL: with.url(base)})
	}
	if q.Kinds != nil {
		with := q
		with.Kinds = nil
		v.KindsURL = with.url(base)
	}
}

// rings are the elements two links away, and three.
func (r *room) rings(n analysis.Network) []templates.NetworkRing {
	var out []templates.NetworkRing
	for d := 2; d <= 3; d++ {
		var ring templates.NetworkRing
		count := 0
		for _, node := range n.Nodes {
			if node.Distance != d {
				continue
			}
			if count++; count <= networkNamed {
				t := r.named(node.Element)
				t.URL = r.space.URL("elements", node.Element.ID, "network")
				ring.Things = append(ring.Things, t)
			}
		}
		if count > 0 {
			ring.Title = r.Say.T("views.network.ring", "Links", r.Say.T("views.network.links", "count", d), "N", count)
			out = append(out, ring)
		}
	}
	return out
}
