package web

import (
	"fmt"
	"net/http"
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

// linkForm is the form of the panel of a step that adds to a row.
func (b *browser) linkForm(t *testing.T, step, row string) url.Values {
	t.Helper()
	for n := range b.get(t, step).want(t, 200).nodes(t) {
		if class, _ := attr(n, "class"); class == "link-form" {
			if v := formValues(n); v.Get("row") == row {
				return v
			}
		}
	}
	t.Fatalf("no form adds to %s", row)
	return nil
}

func TestStepIsEditedInPlace(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, lampJourney("a", "b")...)
	page := b.get(t, "/w/lamps/journeys/j?edit=a.does&fold=thinks").want(t, 200)
	f := page.form(t, "/steps/a")
	f.Set("props.does", "Tries another bulb")
	at := b.post(t, "/w/lamps/journeys/j/steps/a?fold=thinks", f).want(t, 303).location
	if want := "/w/lamps/journeys/j?fold=thinks&saved=a.does#s-a.does"; at != want {
		t.Errorf("saving leads to %s, want %s", at, want)
	}
	page = b.get(t, at)
	if got, want := page.cell(t, "a", "does"), "Tries another bulb Saved"; got != want {
		t.Errorf("cell = %q, want %q", got, want)
	}
	if !strings.Contains(page.body, `action="/w/lamps/history/`) {
		t.Error("no way to take it back")
	}
	history, err := x.store.History(t.Context(), x.space.ID, "a", 9)
	if err != nil || len(history) != 2 {
		t.Fatalf("%d changes of the step, %v; want its making and one more", len(history), err)
	}
	if op := history[0].Ops; len(op) != 1 || op[0].Field != "props.does" || op[0].Old != nil || op[0].New != "Tries another bulb" {
		t.Errorf("ops = %v, want that one field with what it was", op)
	}
	// Nothing changed: no change.
	f = b.get(t, "/w/lamps/journeys/j?edit=a.does").form(t, "/steps/a")
	b.post(t, "/w/lamps/journeys/j/steps/a", f).want(t, 303)
	if history, err := x.store.History(t.Context(), x.space.ID, "a", 9); err != nil || len(history) != 2 {
		t.Errorf("%d changes after saving what was there, %v; want two", len(history), err)
	}
}

func TestStepEditedByTwo(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, lampJourney("a")...)
	f := b.get(t, "/w/lamps/journeys/j?edit=a.does").form(t, "/steps/a")
	x.commit(t, model.Set("a", "props.does", nil, "Looks for the invoice"), model.Set("a", "props.thinks", nil, "Hm"))
	f.Set("props.does", "Tries another bulb")
	page := b.post(t, "/w/lamps/journeys/j/steps/a", f).want(t, http.StatusConflict)
	for _, words := range []string{"Looks for the invoice", "Tries another bulb"} {
		if !strings.Contains(page.body, words) {
			t.Errorf("the page does not show %q", words)
		}
	}
	if x.graph(t).Element("a").Props.Text("does") != "Looks for the invoice" {
		t.Error("it was overwritten")
	}
	f = page.form(t, "/steps/a")
	b.post(t, "/w/lamps/journeys/j/steps/a", f).want(t, http.StatusUnprocessableEntity) // not decided
	f.Set("take.props.does", "mine")
	b.post(t, "/w/lamps/journeys/j/steps/a", f).want(t, 303)
	if e := x.graph(t).Element("a"); e.Props.Text("does") != "Tries another bulb" || e.Props.Text("thinks") != "Hm" {
		t.Errorf("the step is %v", e.Props)
	}
	// Two fields of one step do not collide.
	f = b.get(t, "/w/lamps/journeys/j?edit=a.does").form(t, "/steps/a")
	x.commit(t, model.Set("a", "props.thinks", "Hm", "Oh"))
	f.Set("props.does", "Calls")
	b.post(t, "/w/lamps/journeys/j/steps/a", f).want(t, 303)
}

func TestStepTimes(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, lampJourney("a")...)
	send := func(value, hi, unit string) reply {
		f := b.get(t, "/w/lamps/journeys/j?edit=a.time").form(t, "/steps/a")
		f.Set("props.wait_s", value)
		f.Set("props.wait_s.hi", hi)
		f.Set("props.wait_s.unit", unit)
		return b.post(t, "/w/lamps/journeys/j/steps/a", f)
	}
	for _, c := range []struct {
		value, hi, unit string
		want            model.Number
		words, again    string
	}{
		{"9", "", "d", model.Num(777600), "9 days of waiting", "9 d"},
		{"1.5", "", "h", model.Num(5400), "1 hour 30 minutes of waiting", "1.5 h"},
		{"2", "4", "min", model.Number{Lo: 120, Hi: 240}, "2 minutes to 4 minutes of waiting", "2 min"},
		{"45", "", "s", model.Num(45), "45 seconds of waiting", "45 s"},
		{"0", "", "min", model.Num(0), "0 seconds of waiting", "0 d"},
	} {
		send(c.value, c.hi, c.unit).want(t, 303)
		if got, _ := x.graph(t).Element("a").Props.Number("wait_s"); got != c.want {
			t.Errorf("%s %s %s = %v, want %v", c.value, c.hi, c.unit, got, c.want)
		}
		if got := b.get(t, "/w/lamps/journeys/j").cell(t, "a", "time"); got != c.words {
			t.Errorf("the figure says %q, want %q", got, c.words)
		}
		f := b.get(t, "/w/lamps/journeys/j?edit=a.time").form(t, "/steps/a")
		if got := f.Get("props.wait_s") + " " + f.Get("props.wait_s.unit"); got != c.again {
			t.Errorf("the form asks again with %q, want %q", got, c.again)
		}
	}
	page := send("a while", "", "d").want(t, http.StatusUnprocessableEntity)
	if got := page.form(t, "/steps/a").Get("props.wait_s"); got != "a while" {
		t.Errorf("what was typed stands as %q", got)
	}
	send("", "", "d").want(t, 303)
	if x.graph(t).Element("a").Props.Known("wait_s") {
		t.Error("an empty time is still known")
	}
}

func TestStepsMove(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, step, to, before string
		want                   string
	}{
		{"earlier", "c", "earlier", "", "acbd"},
		{"later", "b", "later", "", "acbd"},
		{"the last earlier", "d", "earlier", "", "abdc"},
		{"later to the end", "c", "later", "", "abdc"},
		{"the first earlier stays", "a", "earlier", "", "abcd"},
		{"the last later stays", "d", "later", "", "abcd"},
		{"dragged before the first", "d", "before", "a", "dabc"},
		{"dragged to the end", "a", "before", "", "bcda"},
		{"dragged to where it is", "b", "before", "c", "abcd"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			x := newSite(t)
			b := x.browse(t, x.owner)
			began := x.commit(t, append(lampJourney("a", "b", "c", "d"), next("a", "b", nil), next("b", "c", nil), next("c", "d", nil))...)
			f := b.get(t, "/w/lamps/journeys/j").form(t, "/steps/"+c.step+"/move")
			f.Set("to", c.to)
			f.Set("before", c.before)
			b.post(t, "/w/lamps/journeys/j/steps/"+c.step+"/move", f).want(t, 303)
			page := b.get(t, "/w/lamps/journeys/j")
			if got := strings.Join(page.columns(t), ""); got != c.want {
				t.Errorf("steps = %s, want %s", got, c.want)
			}
			if strings.Contains(page.body, `class="way"`) {
				t.Error("plain ways are drawn after the move")
			}
			_, rev, err := x.store.Graph(t.Context(), x.space.ID)
			if err != nil {
				t.Fatal(err)
			}
			if want := began.Revision + model.Revision(min(strings.Compare(c.want, "abcd")*strings.Compare(c.want, "abcd"), 1)); rev != want {
				t.Errorf("revision = %d, want %d: one change, or none", rev, want)
			}
		})
	}
}

func TestStepPutBetweenAndTakenOut(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, append(lampJourney("a", "b"), next("a", "b", nil), model.Set("a", "props.stage", nil, "Buy"),
		model.Add(&model.Element{ID: "till", Kind: model.Technology, Name: "Till"}),
		model.Join(&model.Link{ID: "serves", Kind: model.Serves, From: "till", To: "b"}))...)
	f := b.get(t, "/w/lamps/journeys/j?add=b").want(t, 200).form(t, "/steps")
	if f.Get("before") != "b" {
		t.Fatalf("the form puts it before %q", f.Get("before"))
	}
	f.Set("names", "One\nTwo")
	page := b.get(t, b.post(t, "/w/lamps/journeys/j/steps", f).want(t, 303).location)
	ids := page.columns(t)
	g := x.graph(t)
	if len(ids) != 4 || ids[0] != "a" || ids[3] != "b" || g.Element(ids[1]).Name != "One" || g.Element(ids[2]).Name != "Two" {
		t.Fatalf("steps = %q", ids)
	}
	if g.Element(ids[1]).Props.Text("stage") != "Buy" {
		t.Error("the new step does not join the stage of the one before it")
	}
	if strings.Contains(page.body, `class="way"`) {
		t.Error("the plain way from a to b now leads past the new steps")
	}
	f = page.form(t, "/steps/b/remove")
	page = b.get(t, b.post(t, "/w/lamps/journeys/j/steps/b/remove", f).want(t, 303).location)
	if g := x.graph(t); g.Element("b") != nil || g.Link("serves") != nil || g.Element("till") == nil {
		t.Error("the step, its links, or the till is not as it should be")
	}
	b.post(t, page.action(t, "/undo"), nil).want(t, 303)
	if g := x.graph(t); g.Element("b") == nil || g.Link("serves") == nil || !slices.Equal(journeyOrder(g), ids) {
		t.Errorf("after the undo the steps are %q, want %q", journeyOrder(g), ids)
	}
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

// A step that another journey has too stays in the model when one takes it out.
func TestSharedStepStays(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, append(lampJourney("a", "b"), model.Add(&model.Element{ID: "k", Kind: model.Journey, Name: "Other"}),
		model.Join(&model.Link{ID: "k-a", Kind: model.HasStep, From: "k", To: "a"}))...)
	b.post(t, "/w/lamps/journeys/j/steps/a/remove", nil).want(t, 303)
	if g := x.graph(t); g.Element("a") == nil || !slices.Equal(journeyOrder(g), []string{"b"}) {
		t.Errorf("steps = %q, a is there: %v", journeyOrder(g), g.Element("a") != nil)
	}
	b.post(t, "/w/lamps/journeys/j/steps/a/remove", nil).want(t, 303) // sent again: it is as they want it
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

func TestStepLinks(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, append(lampJourney("a", "b"), model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "CRM"}),
		model.Add(&model.Element{ID: "till1", Kind: model.Technology, Name: "Till"}), model.Add(&model.Element{ID: "till2", Kind: model.Technology, Name: "Till"}))...)
	send := func(row string, set url.Values) reply {
		f := b.linkForm(t, "/w/lamps/journeys/j/steps/a", row)
		for k, v := range set {
			f[k] = v
		}
		return b.post(t, "/w/lamps/journeys/j/steps/a/links", f)
	}
	send("tools", url.Values{"other-tools": {"crm"}}).want(t, 303) // by name, whatever its letters
	send("tools", url.Values{"other-tools.id": {"till1", "crm"}}).want(t, 303)
	if got := len(x.graph(t).In("a", model.Serves)); got != 2 {
		t.Errorf("%d technologies serve it, want two: none twice", got)
	}
	page := send("tools", url.Values{"other-tools": {"Till"}}).want(t, 422)
	if !strings.Contains(page.body, `value="Till"`) {
		t.Error("what was typed is lost")
	}
	send("tools", url.Values{}).want(t, 422)
	send("seen", url.Values{"other-seen": {"Parcel carrier"}, "as": {"partner"}}).want(t, 303)
	send("unseen", url.Values{"other-unseen": {"Warehouse team"}}).want(t, 303)
	send("goes", url.Values{"other-goes": {"b"}, "share": {"40 %"}}).want(t, 303)
	send("goes", url.Values{"other-goes": {"a"}, "share": {"a few"}}).want(t, 422)
	g := x.graph(t)
	for _, l := range g.In("a", model.Performs) {
		want := map[model.Kind]bool{model.Partner: true, model.Employee: false}
		if e := g.Element(l.From); l.Props["visible"] != want[e.Kind] {
			t.Errorf("%s is visible: %v", e.Name, l.Props["visible"])
		}
	}
	if way := g.Out("a", model.Next); len(way) != 1 || way[0].Props["share"] != model.Num(.4) {
		t.Errorf("ways = %v", way)
	}
	figure := b.get(t, "/w/lamps/journeys/j")
	if got, want := figure.cell(t, "a", "goes"), "40% to 2 Step b"; got != want {
		t.Errorf("leads %q, want %q", got, want)
	}
	if !strings.Contains(figure.body, `class="way"`) {
		t.Error("the branch is not drawn")
	}
	l := g.In("a", model.Serves)[0]
	b.post(t, "/w/lamps/journeys/j/steps/a/unlink", url.Values{"link": {l.ID}}).want(t, 303)
	b.post(t, "/w/lamps/journeys/j/steps/a/unlink", url.Values{"link": {"has-b"}}).want(t, 303)
	if g := x.graph(t); g.Link(l.ID) != nil || g.Link("has-b") == nil {
		t.Error("the link, or one that is not of the step, is not as it should be")
	}
}

// A contributor names problems, and nothing else.
func TestContributorNamesProblems(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, lampJourney("a")...)
	b := x.browse(t, x.person(t, "Carla", model.Contributor))
	f := b.linkForm(t, "/w/lamps/journeys/j/steps/a", "prob")
	f.Set("other-prob", "The till does not know the order")
	b.post(t, "/w/lamps/journeys/j/steps/a/links", f).want(t, 303)
	if got := b.get(t, "/w/lamps/journeys/j").cell(t, "a", "prob"); got != "The till does not know the order" {
		t.Errorf("problems = %q", got)
	}
	b.post(t, "/w/lamps/journeys/j/steps/a/links", url.Values{"row": {"tools"}, "other-tools": {"CRM"}}).want(t, 403)
	if page := b.get(t, "/w/lamps/journeys/j"); strings.Contains(page.body, "edit=a.does") || strings.Contains(page.body, "/move") {
		t.Error("the page offers what is not theirs")
	}
	viewer := x.browse(t, x.person(t, "Vera", model.Viewer))
	if page := viewer.get(t, "/w/lamps/journeys/j/steps/a").want(t, 200); strings.Contains(page.body, `action="/w/lamps/journeys`) {
		t.Error("a viewer is offered a form")
	}
}

func TestStageGoesOnFromAStep(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, lampJourney("a", "b", "c", "d")...)
	name := func(step, stage string) url.Values {
		t.Helper()
		f := b.get(t, "/w/lamps/journeys/j?edit="+step+".stage").want(t, 200).form(t, "/stage")
		f.Set("stage", stage)
		b.post(t, "/w/lamps/journeys/j/stage", f).want(t, 303)
		return f
	}
	stages := func() string {
		var out []string
		g := x.graph(t)
		for _, step := range journeyOrder(g) {
			out = append(out, g.Element(step).Props.Text("stage"))
		}
		return strings.Join(out, "|")
	}
	for _, c := range []struct{ step, stage, want string }{
		{"b", "Return", "|Return|Return|Return"}, {"d", "Refund", "|Return|Return|Refund"}, {"b", "Bring back", "|Bring back|Bring back|Refund"}, {"a", "Use", "Use|Bring back|Bring back|Refund"},
	} {
		name(c.step, c.stage)
		if got := stages(); got != c.want {
			t.Errorf("after %s from %s on: %s, want %s", c.stage, c.step, got, c.want)
		}
	}
	f := b.get(t, "/w/lamps/journeys/j?edit=b.stage").form(t, "/stage")
	name("b", "Hand in")
	f.Set("stage", "Again") // drawn when it was called otherwise
	b.post(t, "/w/lamps/journeys/j/stage", f).want(t, 409)
}

func TestStepOpensUp(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, lampJourney("a", "b")...)
	b.post(t, "/w/lamps/journeys/j/steps/a/open", url.Values{"opened": {" "}}).want(t, 422)
	f := b.get(t, "/w/lamps/journeys/j/steps/a").form(t, "/open")
	f.Set("opened", "Finds the page\nReads it")
	at := b.post(t, "/w/lamps/journeys/j/steps/a/open", f).want(t, 303).location
	f = b.get(t, at+"?add=end").want(t, 200).form(t, "/steps")
	f.Set("names", "Decides")
	b.post(t, at+"/steps", f).want(t, 303)
	g := x.graph(t)
	id := journeyID(at)
	if up := g.Targets(id, model.PartOf); len(up) != 1 || up[0].ID != "j" {
		t.Errorf("it is part of %v", up)
	}
	steps := model.JourneySteps(g, id)
	if len(steps) != 3 {
		t.Fatalf("%d steps, want three", len(steps))
	}
	for _, l := range steps {
		if up := g.Targets(l.To, model.PartOf); len(up) != 1 || up[0].ID != "a" {
			t.Errorf("%s is part of %v, want of the step that was opened", l.To, up)
		}
	}
	if page := b.get(t, "/w/lamps/journeys/j"); !strings.Contains(page.body, `href="`+at+`"`) {
		t.Error("the step does not lead to its journey")
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
	for i := range 20 {
		names = append(names, fmt.Sprintf("s%d", i))
	}
	x.commit(t, lampJourney(names...)...)
	bands := func(query string) int {
		page := b.get(t, "/w/lamps/journeys/j"+query).want(t, 200)
		if !slices.Equal(page.columns(t), names) {
			t.Errorf("%q shows %q", query, page.columns(t))
		}
		return strings.Count(page.body, "data-figure")
	}
	if one, many := bands(""), bands("?view=print"); one != 1 || many != 2 {
		t.Errorf("%d figure on the screen and %d on paper, want 1 and 2 (twelve steps to a sheet)", one, many)
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

// A branch leads to a step that is not there yet: it stands behind the one that is left, and the journey goes on by both ways.
func TestBranchToANewStep(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, lampJourney("a", "b")...)
	page := b.get(t, "/w/lamps/journeys/j/steps/a?add=way").want(t, 200)
	if !strings.Contains(page.body, `<details open><summary>Also leads to`) {
		t.Error("the form for a way is folded away")
	}
	b.post(t, "/w/lamps/journeys/j/steps/a/links", url.Values{"client": {"branch"}, "row": {"goes"}, "new": {"Asks a friend"}, "share": {"40"}}).want(t, 303)
	g, _, err := x.store.Graph(t.Context(), x.space.ID)
	if err != nil {
		t.Fatal(err)
	}
	var ways []string
	steps := model.JourneySteps(g, "j")
	for _, l := range steps {
		for _, way := range g.Out(l.To, model.Next) {
			share, _ := way.Props.Number("share")
			ways = append(ways, fmt.Sprint(g.Element(way.From).Name, " → ", g.Element(way.To).Name, " ", share.Lo))
		}
	}
	slices.Sort(ways)
	a, after := g.Element("a").Name, g.Element("b").Name
	want := []string{a + " → Asks a friend 0.4", a + " → " + after + " 0", "Asks a friend → " + after + " 0"}
	slices.Sort(want)
	if !slices.Equal(ways, want) {
		t.Errorf("ways %q, want %q", ways, want)
	}
	if len(steps) != 3 || g.Element(steps[1].To).Name != "Asks a friend" {
		t.Errorf("the new step stands elsewhere among the %d", len(steps))
	}
}
