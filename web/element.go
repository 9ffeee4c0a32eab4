package web

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/store"
	"rootline/templates"
)

// mostSentences is how many sentences an element's first page says.
const mostSentences = 60

// lately is how much of its history an element's first page tells.
const lately = 5

// elementShow is the page of an element.
func (s *Server) elementShow(c echo.Context) error {
	r, e, err := s.elementOf(c)
	if err != nil {
		return err
	}
	return s.showElement(r, http.StatusOK, e, freshRef())
}

// showElement draws the page of an element; ref is its form for a reference.
func (s *Server) showElement(r *room, status int, e *model.Element, ref templates.RefForm) error {
	c := r.c
	v, err := s.elementView(r, e, "about")
	if err != nil {
		return err
	}
	w := r.wording()
	v.Sentences = w.Sentences(r.graph, e, r.named)
	w.CallItThis(v.Sentences, e)
	if n := len(v.Sentences); n > mostSentences {
		v.Sentences, v.Unspoken = v.Sentences[:mostSentences], n-mostSentences
	}
	s.ageEvidence(r, e, v.Sentences)
	v.Rests, v.RestsMore = r.restsOn(w, e)
	v.Stops = r.stops(e)
	entries, err := s.store.About(c.Request().Context(), r.Place.ID, r.Line, e.ID, 60)
	if err != nil {
		return err
	}
	v.Facts, v.Unsaid = s.facts(r, w, e, entries)
	t := s.teller(r)
	v.History = t.tell(entries[:min(lately, len(entries))], e.ID, 2)
	if len(entries) > lately {
		v.More = v.Base + "/history"
	}
	v.Notes, v.Refs, v.AddRef = e.Notes, refRows(e), ref
	v.Customer = e.Props.Text("customer_words")
	for _, tag := range e.Tags {
		v.Tags = append(v.Tags, templates.Tag{Name: tag, URL: listQuery{Tag: tag}.url(r.space.URL("elements"), func(*listQuery) {})})
	}
	v.Names = r.otherNames(w, e)
	if v.Series, err = s.measures(r, e); err != nil {
		return err
	}
	if v.Effect, err = s.effect(r, w, e); err != nil {
		return err
	}
	p := s.elementPage(r, e)
	p.Styles = append(p.Styles, "series")
	return s.render(c, status, templates.Element(p, v))
}

// elementOf enters the workspace and finds the element that the path names. Errors: NotFound.
func (s *Server) elementOf(c echo.Context) (*room, *model.Element, error) {
	r, err := s.enter(c)
	if err != nil {
		return nil, nil, err
	}
	e, err := r.element()
	return r, e, err
}

// elementPage is the frame of an element's pages.
func (s *Server) elementPage(r *room, e *model.Element) templates.Page {
	section := sectionOf(e.Kind)
	p := s.roomPage(r, e.NameIn(r.Say.Lang()), section)
	p.Wide = true
	p.Crumbs = r.crumbs(e.Kind)
	return p
}

// sectionOf is the page of the side bar that a kind belongs to.
func sectionOf(k model.Kind) string {
	switch k {
	case model.Problem:
		return "problems"
	case model.Journey:
		return "journeys"
	}
	return "elements"
}

// crumbs lead to the list of a kind.
func (r *room) crumbs(k model.Kind) []templates.Crumb {
	way := []templates.Crumb{{Label: r.space.Name, URL: r.space.URL()}}
	if section := sectionOf(k); section != "elements" {
		return append(way, templates.Crumb{Label: r.Say.T("frame." + section), URL: r.space.URL(section)})
	}
	return append(way, templates.Crumb{Label: r.Say.T("frame.elements"), URL: r.space.URL("elements")},
		templates.Crumb{Label: r.Say.Upper(r.Say.Kind(k, true)), URL: r.space.URL("elements") + "?kind=" + string(k)})
}

// elementView is what all pages of an element show.
func (s *Server) elementView(r *room, e *model.Element, tab string) (templates.ElementView, error) {
	thing := r.named(e)
	v := templates.ElementView{Thing: thing, Layer: model.LayerOf(r.graph, e), Base: thing.URL, MayEdit: r.mayEdit(e)}
	v.Kind = r.Say.Upper(r.Say.Kind(e.Kind, false))
	if e.Kind == model.Technology || e.Kind == model.Employee || e.Kind == model.Partner {
		v.Kind = r.Say.T("records.kind.layer", "Kind", v.Kind, "Layer", r.Say.T("records.layer."+string(v.Layer)))
	}
	v.Kept = r.Say.T("records.kept.nobody")
	if e.Owner != "" {
		v.Kept = r.Say.T("records.kept", "Who", r.person(e.Owner))
	}
	v.Stale = s.staleSince(r, e)
	links := len(r.links(e))
	comments, err := s.store.CountComments(r.c.Request().Context(), r.Place.ID, model.ElementTopic(e.ID))
	if err != nil {
		return v, err
	}
	for _, t := range []struct {
		name, url string
		count     int
	}{{"about", v.Base, 0}, {"links", v.Base + "/links", links}, {"ripple", v.Base + "/ripple", 0}, {"history", v.Base + "/history", 0}, {"comments", v.Base + "/comments", comments}} {
		if t.name == "ripple" && !ripples(e.Kind) && e.Kind != model.Customer {
			continue
		}
		v.Tabs = append(v.Tabs, templates.Tab{Label: r.Say.T("records.tab." + t.name), URL: t.url, Count: t.count, Current: t.name == tab})
	}
	switch e.Kind {
	case model.Problem:
		v.Doors = r.problemDoors(e)
	case model.Journey:
		v.Doors = []templates.Door{{Label: r.Say.T("records.journey.read"), URL: r.space.URL("journeys", e.ID), Icon: "journey"}}
	}
	if v.MayEdit {
		v.Doors = append(v.Doors, templates.Door{Label: r.Say.T("records.remove"), URL: v.Base + "/remove", Icon: "trash"})
	}
	return v, nil
}

// problemDoors lead to the analysis of a problem and to its report.
func (r *room) problemDoors(e *model.Element) []templates.Door {
	var doors []templates.Door
	if r.space.CanContribute() {
		words := "records.analyse.begin"
		if len(r.graph.Out(e.ID, model.Because)) > 0 {
			words = "records.analyse.go"
		}
		doors = append(doors, templates.Door{Label: r.Say.T(words), URL: r.space.URL("problems", e.ID, "analysis"), Main: true})
	}
	return append(doors, templates.Door{Label: r.Say.T("records.report"), URL: r.space.URL("problems", e.ID, "report"), Icon: "report"})
}

// links are all links of an element, each once, in reading order.
func (r *room) links(e *model.Element) []*model.Link {
	out := r.graph.Out(e.ID)
	for _, l := range r.graph.In(e.ID) {
		if l.From != e.ID {
			out = append(out, l)
		}
	}
	return out
}

// facts are what is known of an element, and the words of what nobody has said.
func (s *Server) facts(r *room, w templates.Wording, e *model.Element, history []store.Entry) (facts []templates.Fact, unsaid []string) {
	props := w.Props(e.Kind)
	spec := e.Kind.Spec()
	for i := range props {
		p := &props[i]
		if p.Name == "customer_words" {
			continue // said above the table
		}
		v := e.Props[p.Name]
		label := w.Label(string(e.Kind), p.Name)
		if v == nil && !p.Asked {
			unsaid = append(unsaid, label)
			continue
		}
		f := s.fact(r, w, e, model.PropField(p.Name), label, history)
		f.Own = spec.Prop(p.Name) == nil
		f.Long = p.Type == model.TypeLong
		if day, ok := v.(string); ok && p.Type == model.TypeDate {
			s.ageOf(r, &f, p.Name, day)
		}
		if p.Type == model.TypeNumber {
			f.Mark = mark(r.graph, e, p.Name)
		}
		facts = append(facts, f)
	}
	for _, name := range e.Props.Outside(props) {
		f := s.fact(r, w, e, model.PropField(name), name, history)
		f.Own = true
		facts = append(facts, f)
	}
	return facts, unsaid
}

func (s *Server) fact(r *room, w templates.Wording, e *model.Element, field, label string, history []store.Entry) templates.Fact {
	v := e.Field(field)
	f := templates.Fact{Label: label, Value: w.Value(string(e.Kind), field, v), Unknown: v == nil, Sure: w.Sure(v)}
	for _, h := range history {
		if v != nil && (h.Long || slices.ContainsFunc(h.Ops, func(op model.Op) bool { return says(op, e.ID, field) })) {
			f.By, f.When = h.Author.Name, s.when(r.Say, h.At)
			if f.By == "" {
				f.By = r.Say.Upper(r.Say.T("records.by." + string(h.Author.Kind)))
			}
			break
		}
	}
	return f
}

// says tells whether an op gave the field its value.
func says(op model.Op, id, field string) bool {
	if op.Kind == model.OpAddElement {
		return op.Element.ID == id && op.Element.Field(field) != nil
	}
	return op.Kind == model.OpSet && op.ID == id && op.Field == field
}

// mark places a figure among those of its kind, nil where there are fewer than three to compare.
func mark(g *model.Graph, e *model.Element, prop string) *templates.Mark {
	n, ok := e.Props.Number(prop)
	if !ok {
		return nil
	}
	type span struct {
		lo, hi float64
		count  int
	}
	all := model.Memo(g, "web.span:"+string(e.Kind)+"."+prop, func() span {
		var s span
		for _, other := range g.OfKind(e.Kind) {
			if o, ok := other.Props.Number(prop); ok {
				if s.count == 0 {
					s.lo, s.hi = o.Lo, o.Hi
				}
				s.lo, s.hi, s.count = min(s.lo, o.Lo), max(s.hi, o.Hi), s.count+1
			}
		}
		s.lo = min(s.lo, 0) // from nothing, so that twice as far is twice as much
		return s
	})
	if all.count < 3 || all.hi <= all.lo {
		return nil
	}
	at := func(v float64) string { return strconv.FormatFloat(6+132*(v-all.lo)/(all.hi-all.lo), 'f', 1, 64) }
	return &templates.Mark{X: at(n.Lo), To: at(n.Hi), Interval: n.IsInterval(), Guess: n.Confidence != "fact"}
}

// mostRests is how many problems the page of an element names.
const mostRests = 6

// restsOn lists the problems that an element has to do with: they are felt there, or one of their causes lies in it.
func (r *room) restsOn(w templates.Wording, e *model.Element) ([]templates.Rest, int) {
	found := r.problemsOf(e)
	more := max(0, len(found)-mostRests)
	var out []templates.Rest
	for _, p := range found[:len(found)-more] {
		out = append(out, templates.Rest{Thing: r.named(p), Cost: cost(w, p)})
	}
	return out, more
}

// problemsOf are the problems that are felt at an element, or of which a cause lies in it, the dearest first.
func (r *room) problemsOf(e *model.Element) []*model.Element {
	if e.Kind == model.Problem || e.Kind == model.Cause || e.Kind == model.Evidence {
		return nil
	}
	found := r.graph.Sources(e.ID, model.Affects)
	seen := map[string]bool{}
	for todo := r.graph.Sources(e.ID, model.LocatedIn); len(todo) > 0; {
		cause := todo[0]
		todo = todo[1:]
		if seen[cause.ID] || cause.Props.Text("status") == "disproved" {
			continue
		}
		seen[cause.ID] = true
		for _, up := range r.graph.Sources(cause.ID, model.Because) {
			if up.Kind == model.Problem {
				found = append(found, up)
			} else {
				todo = append(todo, up)
			}
		}
	}
	found = dearest(found)
	return slices.CompactFunc(found, func(a, b *model.Element) bool { return a.ID == b.ID })
}

// causesLie are the elements in which causes of a problem lie.
func (r *room) causesLie(problem *model.Element) []*model.Element {
	var found []*model.Element
	seen := map[string]bool{}
	for todo := r.graph.Targets(problem.ID, model.Because); len(todo) > 0; {
		cause := todo[0]
		todo = todo[1:]
		if seen[cause.ID] || cause.Props.Text("status") == "disproved" {
			continue
		}
		seen[cause.ID] = true
		found = append(found, r.graph.Targets(cause.ID, model.LocatedIn)...)
		todo = append(todo, r.graph.Targets(cause.ID, model.Because)...)
	}
	return found
}

// otherNames are the names of an element in other languages, by language.
func (r *room) otherNames(w templates.Wording, e *model.Element) []templates.OtherName {
	var out []templates.OtherName
	for lang, name := range e.Names {
		out = append(out, templates.OtherName{Lang: lang, Language: r.Say.Upper(w.Language(lang)), Name: name})
	}
	if first := r.Place.Languages; len(out) > 0 && len(first) > 0 && e.Name != "" {
		out = append(out, templates.OtherName{Lang: first[0], Language: r.Say.Upper(w.Language(first[0])), Name: e.Name})
	}
	out = slices.DeleteFunc(out, func(n templates.OtherName) bool { return n.Name == e.NameIn(r.Say.Lang()) })
	slices.SortFunc(out, func(a, b templates.OtherName) int { return slices.Compare([]string{a.Lang}, []string{b.Lang}) })
	return out
}

// linksPerPage is how many links one page of an element lists.
const linksPerPage = 100

// elementLinks lists the links of an element, each with its edit.
func (s *Server) elementLinks(c echo.Context) error {
	r, e, err := s.elementOf(c)
	if err != nil {
		return err
	}
	v, err := s.elementView(r, e, "links")
	if err != nil {
		return err
	}
	w := r.wording()
	all := r.links(e)
	page, _ := strconv.Atoi(c.QueryParam("page"))
	page = max(1, min(page, (len(all)+linksPerPage-1)/linksPerPage))
	from := min((page-1)*linksPerPage, len(all))
	some := all[from:min(from+linksPerPage, len(all))]
	for _, l := range some {
		sentence := w.LinkSentence(r.graph, l, e.ID, r.named)
		if r.mayEditLink(l) {
			sentence.EditURL = r.space.URL("links", l.ID) + "?of=" + e.ID
			sentence.RemoveURL = r.space.URL("links", l.ID, "remove") + "?of=" + e.ID
		}
		v.Sentences = append(v.Sentences, sentence)
	}
	if len(all) > linksPerPage {
		v.Pages = templates.Pages{Shown: len(some), Total: len(all)}
		if page > 1 {
			v.Pages.Before = v.Base + "/links?page=" + strconv.Itoa(page-1)
		}
		if from+len(some) < len(all) {
			v.Pages.Next = v.Base + "/links?page=" + strconv.Itoa(page+1)
		}
	}
	return s.render(c, http.StatusOK, templates.ElementLinks(s.elementPage(r, e), v))
}

// mayEditLink says whether who looks may change this link.
func (r *room) mayEditLink(l *model.Link) bool {
	return r.may(model.Op{Kind: model.OpRemoveLink, ID: l.ID})
}

// elementHistory tells what changed an element.
func (s *Server) elementHistory(c echo.Context) error {
	r, e, err := s.elementOf(c)
	if err != nil {
		return err
	}
	v, err := s.elementView(r, e, "history")
	if err != nil {
		return err
	}
	most, _ := strconv.Atoi(c.QueryParam("most"))
	most = min(max(most, 50), 1000)
	entries, err := s.store.About(c.Request().Context(), r.Place.ID, r.Line, e.ID, most+1)
	if err != nil {
		return err
	}
	deeds, err := s.store.DeedsOn(c.Request().Context(), r.Place.ID, e.ID, most+1)
	if err != nil {
		return err
	}
	entries, deeds, cut := toOneEnd(entries, deeds, most)
	if cut {
		v.More = v.Base + "/history?most=" + strconv.Itoa(most*4)
	}
	v.History = s.teller(r).withDeeds(entries, deeds, e.ID)
	return s.render(c, http.StatusOK, templates.ElementHistory(s.elementPage(r, e), v))
}
