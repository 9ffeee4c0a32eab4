package web

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"rootline/model"
)

// lampJourney is a journey of these steps, with their orders 1, 2, 3, …
func lampJourney(steps ...string) []model.Op {
	ops := []model.Op{model.Add(&model.Element{ID: "j", Kind: model.Journey, Name: "Returning a lamp"})}
	for i, name := range steps {
		ops = append(ops, model.Add(&model.Element{ID: name, Kind: model.Step, Name: "Step " + name}),
			model.Join(&model.Link{ID: "has-" + name, Kind: model.HasStep, From: "j", To: name, Props: model.Props{"order": model.Num(float64(i + 1))}}))
	}
	return ops
}

func lives(customer, what string) model.Op {
	return model.Join(&model.Link{ID: "lives-" + customer + "-" + what, Kind: model.Lives, From: customer, To: what})
}

func next(from, to string, props model.Props) model.Op {
	return model.Join(&model.Link{ID: "next-" + from + "-" + to, Kind: model.Next, From: from, To: to, Props: props})
}

// columns are the ids of the steps that a page of a journey shows, in order.
func (r reply) columns(t *testing.T) []string {
	t.Helper()
	var ids []string
	for n := range r.nodes(t) {
		if id, ok := attr(n, "data-step"); ok {
			ids = append(ids, id)
		}
	}
	return ids
}

// cell is what a row says of a step, without the name of the row.
func (r reply) cell(t *testing.T, step, row string) string {
	t.Helper()
	for n := range r.nodes(t) {
		if id, _ := attr(n, "data-step"); id != step {
			continue
		}
		for c := range n.Descendants() {
			if class, _ := attr(c, "class"); strings.Contains(class+" ", "c-"+row+" ") {
				var said []string
				for d := range c.Descendants() {
					if hidden, _ := attr(d.Parent, "class"); d.Type == html.TextNode && hidden != "lab" && hidden != "vh" {
						said = append(said, strings.TrimSpace(d.Data))
					}
				}
				return strings.Join(strings.Fields(strings.Join(said, " ")), " ")
			}
		}
	}
	return ""
}

func journeyOrder(g *model.Graph) []string { return stepIDs(model.JourneySteps(g, "j")) }

// A stranger makes a journey of six steps, says what the customer does, thinks and feels, links two technologies and a
// policy, and finds them again.
func TestJourneyFromNothing(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	f := b.get(t, "/w/lamps/new/journey").want(t, 200).form(t, "/new/journey")
	f.Set("name", "Returning a lamp")
	f.Set("customer", "Households, Firms")
	at := b.post(t, "/w/lamps/new/journey", f).want(t, 303).location
	f = b.get(t, at).want(t, 200).form(t, "/steps")
	f.Set("names", "Chooses\r\nOrders\r\n\r\n  Waits  \r\nCalls\r\nBrings it back")
	at = b.post(t, "/w/lamps/journeys/"+journeyID(at)+"/steps", f).want(t, 303).location
	f = b.get(t, at).want(t, 200).form(t, "/steps")
	f.Set("names", "Waits for the money")
	id := journeyID(at)
	page := b.get(t, b.post(t, "/w/lamps/journeys/"+id+"/steps", f).want(t, 303).location).want(t, 200)
	g := x.graph(t)
	var names []string
	steps := stepIDs(model.JourneySteps(g, id))
	for _, s := range steps {
		names = append(names, g.Element(s).Name)
	}
	if want := []string{"Chooses", "Orders", "Waits", "Calls", "Brings it back", "Waits for the money"}; !slices.Equal(names, want) || !slices.Equal(page.columns(t), steps) {
		t.Fatalf("steps = %q, page shows %q; want %q", names, page.columns(t), want)
	}
	if n := len(g.OfKind(model.Customer)); n != 2 || len(g.In(id, model.Lives)) != 2 {
		t.Errorf("%d customers, %d live the journey; want two", n, len(g.In(id, model.Lives)))
	}
	base := "/w/lamps/journeys/" + id + "/steps/" + steps[3]
	f = b.get(t, base).want(t, 200).form(t, "/steps/"+steps[3])
	f.Set("props.does", "Gives the order number")
	f.Set("props.thinks", "Why do they not see it?")
	f.Set("props.feels", "Uneasy")
	f.Set("props.feeling", "-1")
	b.post(t, base, f).want(t, 303)
	for row, thing := range map[string]string{"tools": "CRM", "rules": "Six minutes a call"} {
		f = b.linkForm(t, base, row)
		f.Set("other-"+row, thing)
		b.post(t, base+"/links", f).want(t, 303)
	}
	f = b.linkForm(t, base, "tools")
	f.Set("other-tools", "Service desk")
	b.post(t, base+"/links", f).want(t, 303)
	page = b.get(t, "/w/lamps/journeys/"+id)
	for row, want := range map[string]string{"does": "Gives the order number", "thinks": "“Why do they not see it?”", "feel": "Uneasy −1", "tools": "CRM Service desk", "rules": "Six minutes a call"} {
		if got := page.cell(t, steps[3], row); got != want {
			t.Errorf("%s = %q, want %q", row, got, want)
		}
	}
	for _, name := range []string{"CRM", "Service desk", "Six minutes a call"} {
		if list := b.get(t, "/w/lamps/elements?q="+url.QueryEscape(name)); !strings.Contains(list.body, name+"</bdi>") {
			t.Errorf("the list of elements does not find %s", name)
		}
	}
}

func journeyID(at string) string {
	id, _, _ := strings.Cut(strings.TrimPrefix(at, "/w/lamps/journeys/"), "?")
	return id
}

// action is the address of the first form whose action ends so.
func (r reply) action(t *testing.T, end string) string {
	t.Helper()
	for n := range r.nodes(t) {
		if a, _ := attr(n, "action"); n.Data == "form" && strings.HasSuffix(a, end) {
			return a
		}
	}
	t.Fatalf("no form posts to …%s", end)
	return ""
}

func TestJourneyByCustomer(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	customer := func(id, name string) model.Op {
		return model.Add(&model.Element{ID: id, Kind: model.Customer, Name: name})
	}
	x.commit(t, append(lampJourney("order", "tax", "counter"), customer("household", "Household"), customer("firm", "Firm"), customer("given", "Gift recipient"),
		lives("household", "j"), lives("firm", "j"), lives("firm", "tax"), lives("given", "counter"))...)
	for query, want := range map[string]string{"": "order tax counter", "?customer=household": "order counter", "?customer=firm": "order tax counter",
		"?customer=given": "counter", "?customer=nobody": "order tax counter"} {
		page := b.get(t, "/w/lamps/journeys/j"+query).want(t, 200)
		if got := strings.Join(page.columns(t), " "); got != want {
			t.Errorf("%s shows %q, want %q", query, got, want)
		}
	}
	// What is looked at stays while one edits.
	page := b.get(t, "/w/lamps/journeys/j?customer=household&fold=at")
	if !strings.Contains(page.body, "/journeys/j/steps/order?customer=household&amp;fold=at") {
		t.Error("the way to a step forgets how the journey is looked at")
	}
}

// TestEmptyCellsAreCalledAsTheySay: who speaks to the page says the word that stands in an empty cell.
func TestEmptyCellsAreCalledAsTheySay(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, lampJourney("a")...)
	empty := 0
	for n := range b.get(t, "/w/lamps/journeys/j").want(t, 200).nodes(t) {
		if n.Data != "a" || !slices.Contains(classOf(n), "blank") {
			continue
		}
		empty++
		var word, name string
		for part := range n.ChildNodes() {
			if slices.Contains(classOf(part), "phone-word") {
				word = textOf(part)
			} else if slices.Contains(classOf(part), "vh") {
				name = textOf(part)
			}
		}
		if !strings.HasPrefix(name, word) {
			t.Errorf("what says %q is called %q", word, name)
		}
	}
	if empty < 5 {
		t.Errorf("%d cells are empty", empty)
	}
}

func TestJourneyRowsFold(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, lampJourney("a")...)
	row := func(query, key string) bool {
		return strings.Contains(b.get(t, "/w/lamps/journeys/j"+query).want(t, 200).body, "rh r-"+key+`"`)
	}
	for _, c := range []struct {
		query, key string
		want       bool
	}{{"", "does", true}, {"?fold=does", "does", false}, {"?fold=does,thinks", "thinks", false}, {"?fold=nonsense", "does", true},
		{"", "needs", false}, {"?show=needs", "needs", true}, {"?fold=feel", "feel", false}} {
		if got := row(c.query, c.key); got != c.want {
			t.Errorf("%q shows the row %s: %v, want %v", c.query, c.key, got, c.want)
		}
	}
}

func TestJourneyFromStarter(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, model.Add(&model.Element{ID: "our-till", Kind: model.Technology, Name: "Till"}))
	f := b.get(t, "/w/lamps/new/journey").form(t, "/new/journey")
	f.Set("starter", "return")
	at := b.post(t, "/w/lamps/new/journey", f).want(t, 303).location
	page := b.get(t, at).want(t, 200)
	if got := len(page.columns(t)); got != 6 {
		t.Errorf("%d steps, want six", got)
	}
	g := x.graph(t)
	tills := slices.DeleteFunc(slices.Clone(g.OfKind(model.Technology)), func(e *model.Element) bool { return e.Name != "Till" })
	if len(tills) != 1 || len(g.Out("our-till", model.Serves)) != 1 {
		t.Errorf("%d tills, of which ours serves %d steps; want one that serves one", len(tills), len(g.Out("our-till", model.Serves)))
	}
	if first := g.Element(page.columns(t)[0]); first.Names["fr"] != "Choisit" {
		t.Errorf("names of the first step = %v", first.Names)
	}
	b.post(t, page.action(t, "/undo"), nil).want(t, 303)
	if n, _ := x.graph(t).Len(); n != 1 {
		t.Errorf("after the undo there are %d elements, want the till alone", n)
	}
}

func TestJourneyKeepsBadInput(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, lampJourney("a")...)
	long := strings.Repeat("ü", 10_000)
	f := b.get(t, "/w/lamps/journeys/j?add=end").form(t, "/steps")
	f.Set("names", long)
	if page := b.post(t, "/w/lamps/journeys/j/steps", f).want(t, 422); page.form(t, "/steps").Get("names") != long {
		t.Error("the name that is too long is not kept")
	}
	f.Set("names", " \n ")
	b.post(t, "/w/lamps/journeys/j/steps", f).want(t, 422)
	f = b.get(t, "/w/lamps/new/journey").form(t, "/new/journey")
	f.Set("steps", "One")
	if page := b.post(t, "/w/lamps/new/journey", f).want(t, 422); page.form(t, "/new/journey").Get("steps") != "One" {
		t.Error("the steps are not kept where the name is missing")
	}
	f.Set("name", "\u202e<script>alert(1)</script> 🪔")
	page := b.get(t, b.post(t, "/w/lamps/new/journey", f).want(t, 303).location).want(t, 200)
	if strings.Contains(page.body, "<script>alert") {
		t.Error("a name is markup")
	}
	b.get(t, "/w/lamps/journeys/a").want(t, 404) // a step is no journey
	if at := b.get(t, "/w/lamps/journeys/j/steps/gone").want(t, 303).location; at != "/w/lamps/journeys/j" {
		t.Errorf("a step that has gone leads to %s", at)
	}
	// Sent twice, it takes effect once.
	f = b.get(t, "/w/lamps/journeys/j?add=end").form(t, "/steps")
	f.Set("names", "Calls")
	b.post(t, "/w/lamps/journeys/j/steps", f).want(t, 303)
	b.post(t, "/w/lamps/journeys/j/steps", f).want(t, 303)
	if got := len(journeyOrder(x.graph(t))); got != 2 {
		t.Errorf("%d steps after sending one twice, want two", got)
	}
}

func TestLongJourneyPrintsInBands(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	var names []string
	for i := range 23 {
		names = append(names, fmt.Sprintf("s%d", i))
	}
	x.commit(t, append(lampJourney(names...), model.Set("s0", "props.feeling", nil, model.Num(1)))...)
	bands := func(query string) int {
		page := b.get(t, "/w/lamps/journeys/j"+query).want(t, 200)
		if !slices.Equal(page.columns(t), names) {
			t.Errorf("%q shows %q", query, page.columns(t))
		}
		return strings.Count(page.body, "data-figure")
	}
	for query, want := range map[string]int{"": 1, "?view=print": 5, "?paper=a3&view=print": 3, "?view=print&paper=../..": 5} {
		if got := bands(query); got != want {
			t.Errorf("%q has %d bands of 23 steps, want %d", query, got, want)
		}
	}
	page := b.get(t, "/w/lamps/journeys/j?view=print").want(t, 200)
	for _, want := range []string{"sheets on-a4", `href="/w/lamps/journeys/j?paper=a3&amp;view=print"`} {
		if !strings.Contains(page.body, want) {
			t.Errorf("what is printed lacks %q", want)
		}
	}
	if strings.Contains(page.body, `class="rh r-does"`) {
		t.Error("a row in which nothing stands is printed")
	}
	// What lies behind the steps is as wide as a full band, also behind the last three.
	whole, last := 5, 3
	var widths []string
	for _, svg := range strings.Split(page.body, `<svg class="curve" viewBox="0 0 `)[1:] {
		widths = append(widths, strings.Fields(svg)[0])
	}
	if len(widths) != whole || widths[0] != widths[whole-1] {
		t.Errorf("the curves are %q wide behind bands of five and, last, of %d", widths, last)
	}
}

func TestJourneyList(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	if page := b.get(t, "/w/lamps/journeys").want(t, 200); !strings.Contains(page.body, "/w/lamps/new/journey") {
		t.Error("the empty list offers no way to begin")
	}
	x.commit(t, append(lampJourney("a", "b"), model.Set("a", "props.feeling", nil, 1.), model.Set("b", "props.feeling", nil, -2.))...)
	page := b.get(t, "/w/lamps/journeys").want(t, 200)
	for _, part := range []string{"Returning a lamp", "/w/lamps/journeys/j/steps/b", "small-curve"} {
		if !strings.Contains(page.body, part) {
			t.Errorf("the list lacks %q", part)
		}
	}
}

// Who is sent to a form about a link or the journey comes back to where they were; nobody is sent elsewhere.
func TestFormsLeadBackToTheJourney(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, append(lampJourney("a", "b"), next("a", "b", model.Props{"share": model.Num(.4)}))...)
	for _, c := range []struct{ page, action, field, value, want string }{
		{"/w/lamps/links/next-a-b?of=a&back=/w/lamps/journeys/j/steps/a?fold=at", "/links/next-a-b", "props.share", "0.5", "/w/lamps/journeys/j/steps/a?fold=at"},
		{"/w/lamps/elements/j/edit?back=/w/lamps/journeys/j", "/edit", "name", "Bringing a lamp back", "/w/lamps/journeys/j"},
		{"/w/lamps/elements/j/edit?back=//evil.example/w/lamps", "/edit", "name", "Returning", "/w/lamps/elements/j"},
		{"/w/lamps/elements/j/edit?back=/w/other/journeys", "/edit", "name", "Returning it", "/w/lamps/elements/j"},
	} {
		page := b.get(t, c.page).want(t, 200)
		f := page.form(t, c.action)
		f.Set(c.field, c.value)
		address := ""
		for n := range page.nodes(t) {
			a, _ := attr(n, "action")
			if path, _, _ := strings.Cut(a, "?"); strings.HasSuffix(path, c.action) {
				address = a
				break
			}
		}
		if got := b.post(t, address, f).want(t, 303).location; got != c.want {
			t.Errorf("%s leads to %s, want %s", c.page, got, c.want)
		}
	}
}

// No address of the program is in the way of an element, whatever its id.
func TestElementsCalledLikePages(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	ops := []model.Op{model.Add(&model.Element{ID: "new", Kind: model.Journey, Name: "Ask for something new"})}
	for _, id := range []string{"paste", "bulk", "list", "journey"} {
		ops = append(ops, model.Add(&model.Element{ID: id, Kind: model.Technology, Name: "Known as " + id}))
	}
	x.commit(t, ops...)
	if r := b.get(t, "/w/lamps/journeys/new").want(t, 200); !strings.Contains(r.body, "Ask for something new") {
		t.Error("the journey does not open")
	}
	for _, id := range []string{"paste", "bulk", "list", "journey"} {
		if r := b.get(t, "/w/lamps/elements/"+id).want(t, 200); !strings.Contains(r.body, "Known as "+id) {
			t.Errorf("%s does not open", id)
		}
	}
}
