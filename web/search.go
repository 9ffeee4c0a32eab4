package web

import (
	"cmp"
	"maps"
	"math"
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
	mostHits    = 50 // elements on one page of a search
	mostLately  = 8  // elements that changed lately
	mostOfASort = 5  // of pages, people, tags and so on
	longestWhy  = 120
)

// searchShow finds anything by the words that people type. With in=palette it answers only what the palette shows.
func (s *Server) searchShow(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	p := s.roomPage(r, r.Say.T("frame.search"), "search")
	brief := c.QueryParam("in") == "palette"
	v, err := s.search(r, p, brief)
	if err != nil {
		return err
	}
	if brief {
		return s.render(c, http.StatusOK, templates.PaletteList(r.Say, v))
	}
	if v.Q != "" {
		p.Title = r.Say.T("find.title", "Q", r.Say.Quote(shortened(v.Q, 60)))
	}
	return s.render(c, http.StatusOK, templates.Search(p, v))
}

// search gathers what is found; brief is for the palette.
func (s *Server) search(r *room, p templates.Page, brief bool) (templates.SearchView, error) {
	text := strings.TrimSpace(r.c.QueryParam("q"))
	if letters := []rune(text); len(letters) > 1000 {
		text = string(letters[:1000])
	}
	q := find.Ask(text)
	kind := model.Kind(r.c.QueryParam("kind"))
	if kind.Spec() == nil || brief {
		kind = ""
	}
	v := templates.SearchView{Q: text, Kind: string(kind), Lately: q.Empty()}
	at := func(k model.Kind, after string) string {
		query := url.Values{"q": {text}}
		if k != "" {
			query.Set("kind", string(k))
		}
		if after != "" {
			query.Set("after", after)
		}
		return r.space.URL("search") + "?" + query.Encode()
	}
	if v.URL = at(kind, ""); q.Empty() {
		v.URL = r.space.URL("search")
		return v, s.lately(r, p, &v)
	}
	if kind != "" {
		v.All, v.Only = at("", ""), r.Say.Upper(r.Say.Kind(kind, true))
	}
	after, err := find.PlaceOf(r.c.QueryParam("after"))
	if err != nil {
		after = find.Place{At: -1} // an address that somebody changed
	}
	beginning := after == find.Place{At: -1}
	if !beginning {
		v.Newest = v.URL
	}
	hits, err := s.store.Search(r.c.Request().Context(), r.Place.ID, r.State.ID, q, kind, after, mostHits+1)
	if err != nil {
		return v, err
	}
	if len(hits) > mostHits {
		hits = hits[:mostHits]
		v.More = at(kind, hits[mostHits-1].String())
	}
	groups := r.foundElements(q, text, hits, brief)
	if !brief {
		for i := range groups {
			groups[i].Only = at(groups[i].kind, "")
		}
		v.Narrow = r.space.URL("elements") + "?" + url.Values{"q": {text}}.Encode()
	}
	if kind == "" && beginning {
		groups = append(groups, s.foundBeside(r, p, q)...)
	}
	slices.SortStableFunc(groups, func(a, b searched) int { return cmp.Compare(a.rank, b.rank) })
	for _, g := range groups {
		v.Groups = append(v.Groups, g.SearchGroup)
	}
	return v, nil
}

// searched is a group of what was found, with the best rank in it.
type searched struct {
	templates.SearchGroup
	kind model.Kind
	rank int
}

// foundElements are the elements of hits by kind; for the palette the best few, in one group.
func (r *room) foundElements(q find.Query, text string, hits []find.Hit, brief bool) []searched {
	var groups []searched
	begins := find.Fold(text)
	slices.SortStableFunc(hits, func(a, b find.Hit) int {
		return cmp.Or(cmp.Compare(a.Rank, b.Rank), cmp.Compare(r.beyond(a.ID, begins), r.beyond(b.ID, begins)))
	})
	for _, h := range hits {
		e := r.graph.Element(h.ID)
		if e == nil { // it went meanwhile
			continue
		}
		key, title := e.Kind, r.Say.Upper(r.Say.Kind(e.Kind, true))
		if brief {
			key, title = "", r.Say.T("frame.elements")
		}
		i := slices.IndexFunc(groups, func(g searched) bool { return g.kind == key })
		if i < 0 {
			i = len(groups)
			groups = append(groups, searched{kind: key, rank: h.Rank, SearchGroup: templates.SearchGroup{Title: title}})
		}
		if brief && len(groups[i].Found) == mostLately {
			break
		}
		found := r.found(e, q)
		if brief {
			found.Note = r.Say.Kind(e.Kind, false)
		}
		groups[i].Found = append(groups[i].Found, found)
	}
	return groups
}

// beyond is by how much the name of an element is longer than folded text that it begins with, very much where it does not:
// within a rank, what is nearest to what was typed comes first.
func (r *room) beyond(id, text string) int {
	if e := r.graph.Element(id); e != nil {
		if name := find.Fold(e.NameIn(r.Say.Lang())); strings.HasPrefix(name, text) {
			return len(name) - len(text)
		}
	}
	return math.MaxInt
}

// found is an element as a search shows it: its name, and the words in their place where the name does not have them.
func (r *room) found(e *model.Element, q find.Query) templates.Found {
	t := r.named(e)
	f := templates.Found{URL: t.URL, Icon: t.Icon, Layer: t.Layer, Name: q.Mark(t.Name)}
	if !slices.ContainsFunc(f.Name, func(p find.Part) bool { return p.On }) {
		for _, text := range textsOf(e) {
			if f.Why = q.Excerpt(text, longestWhy); f.Why != nil {
				break
			}
		}
	}
	return f
}

// textsOf are the texts of an element that a search looks at, those first that people know it by.
func textsOf(e *model.Element) []string {
	texts := []string{e.Name}
	for _, lang := range slices.Sorted(maps.Keys(e.Names)) {
		texts = append(texts, e.Names[lang])
	}
	texts = append(texts, e.Notes)
	for _, name := range slices.Sorted(maps.Keys(e.Props)) {
		switch v := e.Props[name].(type) {
		case string:
			texts = append(texts, v)
		case []string:
			texts = append(texts, strings.Join(v, ", "))
		}
	}
	texts = append(texts, strings.Join(e.Tags, ", "), e.Owner)
	for _, ref := range e.Refs {
		texts = append(texts, ref.Title, ref.URL)
	}
	return append(texts, e.ID)
}

// foundBeside are the pages, acts, tags and people that a search finds.
func (s *Server) foundBeside(r *room, p templates.Page, q find.Query) []searched {
	judge := q.Judge()
	var groups []searched
	group := func(title string, ways []templates.Way, words func(i int) string) {
		type ranked struct {
			templates.Found
			rank int
		}
		var all []ranked
		for i, w := range ways {
			if rank := judge.Rank(find.OfText(w.Label, words(i))); rank >= 0 {
				all = append(all, ranked{templates.Found{URL: w.URL, Icon: w.Icon, Name: q.Mark(w.Label)}, rank})
			}
		}
		if len(all) == 0 {
			return
		}
		slices.SortStableFunc(all, func(a, b ranked) int { return cmp.Compare(a.rank, b.rank) })
		g := searched{rank: all[0].rank, SearchGroup: templates.SearchGroup{Title: title}}
		for _, f := range all[:min(len(all), mostOfASort)] {
			g.Found = append(g.Found, f.Found)
		}
		groups = append(groups, g)
	}
	none := func(int) string { return "" }
	pages := s.waysTo(r, p)
	group(r.Say.T("find.pages"), pages, func(i int) string { return r.Say.First("find.words."+pages[i].Section, "find.words") })
	acts := r.acts()
	group(r.Say.T("find.acts"), acts, func(i int) string { return r.Say.First("find.words."+acts[i].Section, "find.words") })
	views := s.viewWays(r)
	group(r.Say.T("lists.views"), views, func(i int) string { return r.Say.T(viewPages[views[i].Section]) })
	group(r.Say.T("find.tags"), r.tagWays(), none)
	group(r.Say.T("frame.people"), r.peopleWays(), none)
	return groups
}

// waysTo are all pages that one can go to by name.
func (s *Server) waysTo(r *room, p templates.Page) []templates.Way {
	ways := append(p.Ways(),
		templates.Way{Section: "trash", Label: r.Say.T("find.trash"), URL: r.space.URL("trash"), Icon: "trash"},
		templates.Way{Section: "spaces", Label: r.Say.T("frame.spaces"), URL: "/", Icon: "home"},
		templates.Way{Section: "account", Label: r.Say.T("frame.account"), URL: "/account", Icon: "key"})
	if r.User.Admin {
		ways = append(ways, templates.Way{Section: "admin", Label: r.Say.T("frame.admin"), URL: "/admin", Icon: "gear"})
	}
	return ways
}

// acts are what who looks can do from anywhere.
func (r *room) acts() []templates.Way {
	var ways []templates.Way
	for _, k := range model.AllKinds() {
		if k != model.Foreign && r.mayAdd(k) {
			icon, _ := templates.Look(&model.Element{Kind: k})
			ways = append(ways, templates.Way{Section: string(k), Label: r.Say.T("kind." + string(k) + ".add"), URL: r.space.URL("add", string(k)), Icon: icon})
		}
	}
	add := func(may bool, section, label, address, icon string) {
		if may {
			ways = append(ways, templates.Way{Section: section, Label: r.Say.T(label), URL: address, Icon: icon})
		}
	}
	today := r.space.Today()
	add(r.Place.Role.May(model.RightChange), "journey-new", "find.do.journey", r.space.URL("new", "journey"), "journey")
	add(r.Place.Role.May(model.RightOwn), "invite", "find.do.invite", today.URL("people"), "people")
	add(true, "space-new", "find.do.space", "/workspaces/new", "plus")
	add(true, "password", "find.do.password", "/account", "key")
	return ways
}

// viewWays lead to the saved views that who looks may see. Where they cannot be read, the search goes without them.
func (s *Server) viewWays(r *room) []templates.Way {
	list, err := s.store.AllViews(r.c.Request().Context(), r.Place.ID, r.User.ID)
	if err != nil {
		s.log.Warn("views are not searched", "error", err)
	}
	var ways []templates.Way
	for _, v := range list {
		if viewPages[v.Page] != "" {
			ways = append(ways, templates.Way{Section: v.Page, Label: v.Name, URL: r.pageURL(v.Path, v.Query), Icon: "filter"})
		}
	}
	return ways
}

func (r *room) tagWays() []templates.Way {
	var ways []templates.Way
	for _, tag := range slices.Sorted(maps.Keys(r.tagCounts(""))) {
		ways = append(ways, templates.Way{Label: tag, URL: r.space.URL("elements") + "?" + url.Values{"tag": {tag}}.Encode(), Icon: "filter"})
	}
	return ways
}

func (r *room) peopleWays() []templates.Way {
	var ways []templates.Way
	for _, m := range r.members {
		ways = append(ways, templates.Way{Label: m.Name, URL: r.space.Today().URL("people"), Icon: "person"})
	}
	return ways
}

// lately fills in what one may want before anything is typed: what changed last, one's own changes first, and where one
// can go.
func (s *Server) lately(r *room, p templates.Page, v *templates.SearchView) error {
	const far = 60 // changes
	entries, err := s.store.Lately(r.c.Request().Context(), r.Place.ID, r.Line, 0, far)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	g := templates.SearchGroup{Title: r.Say.T("find.lately")}
	for _, own := range []bool{true, false} {
		for _, e := range entries {
			if (e.Author.Kind == model.ByUser && e.Author.ID == r.User.ID) != own {
				continue
			}
			for _, op := range e.Ops {
				el := r.graph.Element(op.Target())
				if el == nil || seen[el.ID] || len(g.Found) == mostLately {
					continue
				}
				seen[el.ID] = true
				f := r.found(el, find.Query{})
				f.Why, f.Note = nil, r.Say.Kind(el.Kind, false)
				g.Found = append(g.Found, f)
			}
		}
	}
	if len(g.Found) > 0 {
		v.Groups = append(v.Groups, g)
	}
	ways := templates.SearchGroup{Title: r.Say.T("find.pages")}
	for _, w := range p.Ways() {
		ways.Found = append(ways.Found, templates.Found{URL: w.URL, Icon: w.Icon, Name: []find.Part{{Text: w.Label}}})
	}
	v.Groups = append(v.Groups, ways)
	return nil
}
