package web

import (
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rootline/model"
	"rootline/model/whys"
	"rootline/store"
	"rootline/templates/say"
	"rootline/web/inquiry"
)

// walk is a way through a guided analysis in a browser without script.
type walk struct {
	*browser
	t  testing.TB
	at string // the address of the question at hand
}

func (b *browser) walk(t testing.TB, problem string) *walk {
	t.Helper()
	w := &walk{b, t, "/w/lamps/problems/" + problem + "/analysis"}
	w.at = w.get(t, w.at).want(t, http.StatusSeeOther).location
	return w
}

// page is the page and the element of the question at hand: "dig/c1".
func (w *walk) page() string {
	_, page, _ := strings.Cut(w.at, "/analysis/")
	page, _, _ = strings.Cut(page, "#")
	return page
}

// form reads the question at hand and fills in fields; pairs alternate names and values.
func (w *walk) form(pairs ...string) url.Values {
	w.t.Helper()
	form := w.get(w.t, w.at).want(w.t, 200).form(w.t, pathOf(w.at))
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return form
}

func pathOf(at string) string { p, _, _ := strings.Cut(at, "?"); return p }

// answer answers the question at hand, whose address must begin so, and goes where that leads.
func (w *walk) answer(page string, pairs ...string) {
	w.t.Helper()
	if !strings.HasPrefix(w.page(), page) {
		w.t.Fatalf("the guide asks %s, want %s", w.page(), page)
	}
	w.at = w.post(w.t, pathOf(w.at), w.form(pairs...)).want(w.t, http.StatusSeeOther).location
}

func (x *site) analysis(t testing.TB, problem string) *whys.Analysis {
	t.Helper()
	a, err := inquiry.Analyse(t.Context(), x.store, x.space, x.graph(t), problem)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// outlined writes an analysis down: indented by depth, with gates and where things lie.
func outlined(a *whys.Analysis) string {
	var b strings.Builder
	var write func(n *whys.Node, indent string)
	write = func(n *whys.Node, indent string) {
		b.WriteString(indent + n.Name)
		for _, s := range []string{n.Props.Text("gate"), n.Props.Text("certainty"), n.Props.Text("stop"), n.BestGrade()} {
			if s != "" {
				b.WriteString(" · " + s)
			}
		}
		for _, p := range n.Places {
			b.WriteString(" · in " + p.Name)
		}
		b.WriteString("\n")
		for _, e := range n.Causes {
			if !e.Circle {
				write(e.To, indent+"  ")
			}
		}
	}
	write(a.Problem, "")
	return b.String()
}

func (x *site) problem(t testing.TB, name string) string {
	t.Helper()
	x.commit(t, model.Add(&model.Element{ID: "p", Kind: model.Problem, Name: name}))
	return "p"
}

// The main job: from a new problem to an approved action, without script. A contributor may do all of it.
func TestAnalysisWhole(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t,
		model.Add(&model.Element{ID: "oms", Kind: model.Technology, Name: "Order management", Owner: "Lea Martin"}),
		model.Add(&model.Element{ID: "step", Kind: model.Step, Name: "Brings the lamp to the store"}))
	b := x.browse(t, x.person(t, "Carla Contributor", model.Contributor))
	form := b.get(t, "/w/lamps/add/problem").want(t, 200).form(t, "/add/problem")
	form.Set("name", "The store cannot take back a lamp bought online")
	problem := path.Base(b.post(t, "/w/lamps/add/problem", form).want(t, http.StatusSeeOther).location)

	w := b.walk(t, problem)
	w.answer("where", "step", "brings the lamp to the store", "customer", "Households")
	w.answer("figures", "since", "2025-03-01", "frequency_per_month", "410", "frequency_per_month.confidence", "fact",
		"cost_per_month", "12,900", "cost_per_month.hi", "18,400")
	w.answer("effect", "business_effect", "Customers are sent away and some never come back.")
	w.answer("proof", "evidence", "Counter tally of October", "grade", "measured", "source", "46 stores", "on", "2026-10-31")
	if said := w.get(t, w.at).body; !strings.Contains(textIn(said, "p", "read"), "The store cannot take back a lamp bought online, felt at “Brings the lamp to the store”, by Households, since 1 March 2025, about 410 a month. It costs €12,900 to €18,400 a month. Customers are sent away") {
		t.Errorf("sentence = %q", textIn(said, "p", "read"))
	}
	w.answer("sentence")
	w.answer("first", "causes", "- The till does not find the online order\r\n\r\nThe clerk may refund only what this shop sold\r\n")
	w.answer("more/"+problem, "gate", "and")
	w.answer("ground/", "place", "Till", "place.kind", "technology", "grade", "measured", "evidence", "Forty searches, three found", "certainty", "sure")
	w.answer("ground/", "place", "Returns rule", "grade", "documented", "certainty", "sure")
	till := strings.TrimPrefix(w.page(), "stop/")
	w.answer("stop/", "stop", "dig")
	w.answer("dig/"+till, "name", "The till reads the orders of the day before", "place", "order management", "grade", "one", "certainty", "likely")
	w.answer("more/"+till, "gate", "or", "causes", "The till searches by receipt number")
	w.answer("ground/", "place", "Till", "certainty", "guess")
	w.answer("stop/", "stop", "root")
	w.answer("stop/", "stop", "unknown", "task", "Try in two stores whether every till can search by name")
	w.answer("stop/", "stop", "root")

	want := `The store cannot take back a lamp bought online · and · measured · in Brings the lamp to the store · in Households
  The till does not find the online order · or · sure · dig · measured · in Till
    The till reads the orders of the day before · likely · root · one · in Order management
    The till searches by receipt number · guess · unknown · in Till
  The clerk may refund only what this shop sold · sure · root · documented · in Returns rule
`
	if diff := cmp.Diff(want, outlined(x.analysis(t, problem))); diff != "" {
		t.Errorf("graph (-want +got):\n%s", diff)
	}

	root := strings.TrimPrefix(w.page(), "read/")
	read := w.get(t, w.at).want(t, 200)
	if got, want := textIn(read.body, "p", "read"), "Because the till reads the orders of the day before, the till does not find the online order; and because in addition the clerk may refund only what this shop sold, the store cannot take back a lamp bought online."; got != want {
		t.Errorf("read back = %q, want %q", got, want)
	}
	verdicts := func() []string {
		var pairs []string
		for name := range w.get(t, w.at).want(t, 200).fields(t) {
			if strings.HasPrefix(name, "verdict.") {
				pairs = append(pairs, name, "follows")
			}
		}
		return pairs
	}
	w.answer("read/"+root, verdicts()...)
	w.answer("read/", verdicts()...)
	var stops []string
	for _, f := range x.analysis(t, problem).Open(whys.Stop) {
		stops = append(stops, f.Check)
	}
	if want := []string{"C1", "C1", "C6", "C7"}; !slices.Equal(stops, want) { // both roots, and the task without owner and date
		t.Errorf("open stops = %v, want %v", stops, want)
	}
	w.answer("cure/"+root, "name", "The till asks Order management by order number", "strength", "stronger", "intent", "prevent")
	plan := w.at
	refused := w.post(t, plan, w.form("do", "approve", "measure", "Refusals a month")).want(t, http.StatusUnprocessableEntity)
	for _, said := range []string{"name the one person whose it is", "give the day by which it is done"} {
		if !strings.Contains(textIn(refused.body, "div", "errors"), said) {
			t.Errorf("the refusal does not say %q: %q", said, textIn(refused.body, "div", "errors"))
		}
	}
	if got := refused.form(t, pathOf(plan)).Get("measure"); got != "Refusals a month" {
		t.Errorf("after the refusal measure = %q, want what was typed", got)
	}
	w.answer("plan/", "owner", "Olga Owner", "due", "2027-02-28", "measure", "Refusals a month", "target", "below 40", "check_on", "2027-05-31",
		"cost", "38000", "side_effects", "Direct requests may slow the till.", "do", "approve")
	w.answer("cure/", "accepted", "Marta Klein accepts it until the rule is read again in 2027.")
	w.answer("plan/", "owner", "Jonas Weber", "due", "2026-11-29", "do", "approve") // the check task
	if w.page() != "" && !strings.HasSuffix(w.at, "/report") {
		t.Errorf("at the end the guide leads to %s, want the report", w.at)
	}

	a := x.analysis(t, problem)
	action := a.Node(root).Actions[0]
	if got := action.Props.Text("status"); got != "approved" {
		t.Errorf("status of the action = %q, want approved", got)
	}
	if action.Owner != x.owner.ID {
		t.Errorf("owner = %q, want the member's id", action.Owner)
	}
	if got := a.Problem.Props.Text("status"); got != "acting" {
		t.Errorf("status of the problem = %q, want acting", got)
	}
	if a.Draft() {
		t.Errorf("the report is still a draft: %+v", a.Open(whys.Stop))
	}
	if cost, _ := a.Problem.Props.Number("cost_per_month"); cost != (model.Number{Lo: 12900, Hi: 18400}) {
		t.Errorf("cost = %+v", cost)
	}
}

// fields are the names of the fields of the question's form.
func (r reply) fields(t testing.TB) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	for n := range r.nodes(t) {
		if name, ok := attr(n, "name"); ok {
			names[name] = true
		}
	}
	return names
}

// textIn is the text of the first element of this tag and class.
func textIn(body, tag, class string) string { // class "" = any
	for n := range (reply{body: body}).nodes(&testing.T{}) {
		if c, _ := attr(n, "class"); n.Data == tag && (class == "" || slices.Contains(strings.Fields(c), class)) {
			return strings.NewReplacer("\u2066", "", "\u2067", "", "\u2069", "").Replace(textOf(n))
		}
	}
	return ""
}

// chain commits a problem with causes, each the cause of the one before, and returns their ids: p, c1, c2, ….
func (x *site) chain(t testing.TB, texts ...string) {
	t.Helper()
	ops := []model.Op{model.Add(&model.Element{ID: "p", Kind: model.Problem, Name: texts[0]})}
	for i, text := range texts[1:] {
		id, above := "c"+string(rune('1'+i)), "p"
		if i > 0 {
			above = "c" + string(rune('0'+i))
		}
		ops = append(ops, model.Add(&model.Element{ID: id, Kind: model.Cause, Name: text}), model.Join(&model.Link{ID: "l" + id, Kind: model.Because, From: above, To: id}))
	}
	x.commit(t, ops...)
}

// A wording that asks something brings the question back once, with what was written; then it goes on. The idea that it
// names can be parked, and the finding kept with a reason.
func TestAnalysisWordingAsksOnce(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.chain(t, "The store cannot take back a lamp bought online", "The till does not find the online order")
	w := x.browse(t, x.owner).walk(t, "p")
	w.at = "/w/lamps/problems/p/analysis/dig/c1"
	w.answer("dig/c1", "name", "There is no interface between the till and order management")
	if !strings.HasPrefix(w.page(), "dig/c1?cause=") {
		t.Fatalf("after a cure in place of a cause the guide goes to %s, want the question again", w.page())
	}
	page := w.get(t, w.at).want(t, 200)
	if !strings.Contains(page.body, "This names a cure.") {
		t.Error("the page does not say what it found")
	}
	id := page.form(t, "/dig/c1").Get("cause")

	parked := w.post(t, pathOf(w.at), w.form("do", "park-name")).want(t, 200)
	if got := parked.form(t, "/dig/c1").Get("name"); got != "There is no interface between the till and order management" {
		t.Errorf("after parking the field holds %q", got)
	}
	ideas := x.analysis(t, "p").Actions
	if len(ideas) != 1 || !ideas[0].Idea() || ideas[0].Addresses[0].ID != id {
		t.Errorf("actions = %+v, want one idea about the cause", ideas)
	}

	w.answer("dig/c1?cause=")
	if strings.HasPrefix(w.page(), "dig/c1") {
		t.Error("the same finding stops a second time")
	}

	w.at = "/w/lamps/problems/p/analysis/ground/" + id
	keep := w.get(t, w.at).want(t, 200).form(t, "/findings/A9-"+id+"/keep")
	at := "/w/lamps/problems/p/analysis/findings/A9-" + id + "/keep"
	w.post(t, at, keep).want(t, http.StatusSeeOther) // without a reason nothing is kept
	if open := keptOf(x.analysis(t, "p"), "A9-"+id); open != nil {
		t.Error("kept without a reason")
	}
	keep.Set("reason", "It is what people call the missing order")
	w.post(t, at, keep).want(t, http.StatusSeeOther)
	if k := keptOf(x.analysis(t, "p"), "A9-"+id); k == nil || k.Reason != "It is what people call the missing order" || k.By != x.owner.Name {
		t.Errorf("kept = %+v", k)
	}
	if !strings.Contains(w.get(t, w.at).body, "Kept by Olga Owner") {
		t.Error("the page does not show that it was kept")
	}
	w.post(t, strings.Replace(at, "/keep", "/speak", 1), nil).want(t, http.StatusSeeOther)
	if keptOf(x.analysis(t, "p"), "A9-"+id) != nil {
		t.Error("it does not speak again")
	}
}

func keptOf(a *whys.Analysis, key string) *whys.Kept {
	for _, f := range a.Findings {
		if f.Key == key {
			return f.Kept
		}
	}
	return nil
}

// A human error as a root stops the analysis until the person question is answered; each confirmed condition becomes a
// deeper cause.
func TestAnalysisPerson(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.chain(t, "The order goes to the wrong address", "The agent forgot to confirm the address")
	x.commit(t, model.Set("c1", "props.stop", nil, "root"))
	stops := func() (checks []string) {
		for _, f := range x.analysis(t, "p").Open(whys.Stop) {
			checks = append(checks, f.Check)
		}
		return checks
	}
	if !slices.Contains(stops(), "R1") {
		t.Fatalf("stops = %v, want R1 among them", stops())
	}
	w := x.browse(t, x.owner).walk(t, "p")
	w.at = "/w/lamps/problems/p/analysis/person/c1"
	if page := w.get(t, w.at).want(t, 200); !strings.Contains(page.body, "A person is never the root") {
		t.Error("the page does not show R1")
	}
	form := w.form("person", "yes")
	form["conditions"] = []string{"tool", "time-or-load"}
	w.at = w.post(t, w.at, form).want(t, http.StatusSeeOther).location
	if slices.Contains(stops(), "R1") {
		t.Error("R1 still stops after the answer")
	}
	deeper := w.form("text.tool", "The form accepts an order without a confirmed address")
	deeper["add"] = []string{"tool"} // the other is unticked
	w.post(t, pathOf(w.at), deeper).want(t, http.StatusSeeOther)
	a := x.analysis(t, "p")
	if got := a.Node("c1"); !got.Props.Bool("human") || !got.Props.Bool("same_for_others") || len(got.Causes) != 1 || got.Causes[0].To.Name != "The form accepts an order without a confirmed address" {
		t.Errorf("cause = %+v with %d causes", got.Props, len(got.Causes))
	}
}

// Reading back: a missing condition joins the cause, a missing cause comes between, and others' verdicts are shown.
func TestAnalysisReadBack(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.chain(t, "The refund arrives late", "Nobody starts it", "The ERP learns of a return a day late")
	x.commit(t, model.Set("c2", "props.stop", nil, "root"))
	other := x.person(t, "Jonas Weber", model.Viewer)
	g := x.graph(t)
	if err := x.store.Judge(t.Context(), x.space.ID, store.Verdict{Link: "lc2", Digest: whys.Digest(g, "lc2"), Verdict: "not", By: other.Name, ByID: other.ID}, other.Author()); err != nil {
		t.Fatal(err)
	}
	w := x.browse(t, x.owner).walk(t, "p")
	w.at = "/w/lamps/problems/p/analysis/read/c2"
	page := w.get(t, w.at).want(t, 200)
	for _, said := range []string{"one other says it does not follow", "Not everybody believes"} {
		if !strings.Contains(page.body, said) {
			t.Errorf("the page does not say %q", said)
		}
	}
	w.answer("read/c2", "verdict.lc1", "sometimes", "and.lc1", "The clerk is not told of it", "verdict.lc2", "not", "between.lc2", "The return is not booked before noon")
	want := `The refund arrives late · and
  Nobody starts it
    The return is not booked before noon
      The ERP learns of a return a day late · root
  The clerk is not told of it
`
	a := x.analysis(t, "p")
	if diff := cmp.Diff(want, outlined(a)); diff != "" {
		t.Errorf("graph (-want +got):\n%s", diff)
	}
	if w.page() != "read/c2" {
		t.Errorf("then %s, want to read it again", w.page())
	}
	if a.Edge("lc2").Disputed() {
		t.Error("the verdict on what the link was still counts for what it is now")
	}
	if alone := a.Node("c1").Props["alone"]; alone != false {
		t.Errorf("alone = %v, want false", alone)
	}
}

// A cause that leads back to itself is refused until it is said to be a vicious circle.
func TestAnalysisCircle(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.chain(t, "Parcels wait", "The desk is full", "Parcels are not booked")
	w := x.browse(t, x.owner).walk(t, "p")
	w.at = "/w/lamps/problems/p/analysis/dig/c2"
	form := w.form("reuse", "the desk is full")
	asked := w.post(t, w.at, form).want(t, http.StatusUnprocessableEntity)
	if !strings.Contains(asked.body, "A vicious circle: mark it") {
		t.Fatal("the page does not ask whether the circle is meant")
	}
	again := asked.form(t, "/dig/c2")
	if got := again.Get("reuse"); got != "the desk is full" {
		t.Errorf("the field holds %q, want what was typed", got)
	}
	again.Set("circle", "true")
	w.post(t, w.at, again).want(t, http.StatusSeeOther)
	back := x.graph(t).Out("c2", model.Because)
	if len(back) != 1 || back[0].To != "c1" || !back[0].Props.Bool("circle") {
		t.Errorf("because = %+v, want one marked circle to c1", back)
	}
	if page := w.get(t, "/w/lamps/problems/p/analysis/outline").want(t, 200); !strings.Contains(page.body, "a vicious circle") {
		t.Error("the outline does not say that it is a circle")
	}
}

// Two people change one wording: the second sees both and loses neither. Another field changed beside it is kept.
func TestAnalysisStale(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.chain(t, "The store cannot take back a lamp bought online", "The till does not find the order")
	w := x.browse(t, x.owner).walk(t, "p")
	w.at = "/w/lamps/problems/p/analysis/ground/c1"
	form := w.form("name", "The till finds no order from the web", "certainty", "sure")
	x.commit(t, model.Set("c1", "name", "The till does not find the order", "The till does not know online orders"))
	stale := w.post(t, w.at, form).want(t, http.StatusConflict)
	said := textIn(stale.body, "div", "errors")
	for _, value := range []string{"The till finds no order from the web", "The till does not know online orders", "The till does not find the order"} {
		if !strings.Contains(said, value) {
			t.Errorf("the page does not show %q: %q", value, said)
		}
	}
	if c := x.graph(t).Element("c1"); c.Name != "The till does not know online orders" || c.Props.Known("certainty") {
		t.Errorf("something was stored: %+v", c)
	}
	again := stale.form(t, "/ground/c1")
	if again.Get("name") != "The till finds no order from the web" || again.Get("certainty") != "sure" {
		t.Errorf("the form holds %q and %q, want what was typed", again.Get("name"), again.Get("certainty"))
	}
	w.post(t, w.at, again).want(t, http.StatusSeeOther)
	if c := x.graph(t).Element("c1"); c.Name != "The till finds no order from the web" || c.Props.Text("certainty") != "sure" {
		t.Errorf("after deciding: %+v", c)
	}
}

// What somebody else changed elsewhere on the same element does not disturb.
func TestAnalysisOtherField(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.chain(t, "The store cannot take back a lamp bought online", "The till does not find the order")
	w := x.browse(t, x.owner).walk(t, "p")
	w.at = "/w/lamps/problems/p/analysis/ground/c1"
	form := w.form("certainty", "sure")
	x.commit(t, model.Set("c1", "name", "The till does not find the order", "The till does not know online orders"))
	w.post(t, w.at, form).want(t, http.StatusSeeOther)
	if c := x.graph(t).Element("c1"); c.Name != "The till does not know online orders" || c.Props.Text("certainty") != "sure" {
		t.Errorf("cause = %+v", c)
	}
}

// An answer that is sent twice takes effect once.
func TestAnalysisTwice(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.problem(t, "The store cannot take back a lamp bought online")
	w := x.browse(t, x.owner).walk(t, "p")
	w.at = "/w/lamps/problems/p/analysis/first"
	form := w.form("causes", "The till does not find the online order")
	w.post(t, w.at, form).want(t, http.StatusSeeOther)
	w.post(t, w.at, form).want(t, http.StatusSeeOther)
	if n := len(x.graph(t).OfKind(model.Cause)); n != 1 {
		t.Errorf("%d causes, want 1", n)
	}
}

// A viewer reads everything and answers nothing; a stranger sees nothing.
func TestAnalysisRights(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.chain(t, "The store cannot take back a lamp bought online", "The till does not find the online order")
	x.commit(t, model.Set("c1", "props.stop", nil, "root"),
		model.Add(&model.Element{ID: "x", Kind: model.Action, Name: "Ask order management", Props: model.Props{"status": "proposed"}}),
		model.Join(&model.Link{ID: "lx", Kind: model.Addresses, From: "x", To: "c1"}))
	base := "/w/lamps/problems/p/analysis"
	viewer := x.browse(t, x.person(t, "Vera Viewer", model.Viewer))
	stranger := x.browse(t, x.person(t, "Stan Stranger", ""))
	for _, page := range []string{"what", "where", "figures", "effect", "proof", "sentence", "first", "ground/c1", "dig/p", "dig/c1", "more/p", "person/c1",
		"stop/c1", "read/c1", "cure/c1", "plan/x", "move/c1", "outline", "graph"} {
		t.Run(page, func(t *testing.T) {
			got := viewer.get(t, base+"/"+page).want(t, 200)
			if strings.Contains(got.body, "Save and go on") && !strings.Contains(got.body, "<fieldset disabled") {
				t.Error("a viewer is offered to answer")
			}
			stranger.get(t, base+"/"+page).want(t, http.StatusNotFound)
			if page != "outline" && page != "graph" {
				viewer.post(t, base+"/"+page, url.Values{"name": {"No"}}).want(t, http.StatusForbidden)
			}
		})
	}
	for _, page := range []string{"ground/p", "ground/none", "what/c1", "plan/c1", "cure", "nothing", "stop/p"} {
		viewer.get(t, base+"/"+page).want(t, http.StatusNotFound)
	}
}

// Acts of the outline: order, another place, a second effect, away from one of two, deleted with what only it leads to.
func TestAnalysisOutlineActs(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.chain(t, "P", "A", "B", "C")
	x.commit(t, model.Add(&model.Element{ID: "d", Kind: model.Cause, Name: "D"}), model.Join(&model.Link{ID: "ld", Kind: model.Because, From: "p", To: "d"}))
	b := x.browse(t, x.owner)
	base := "/w/lamps/problems/p/analysis/"
	tree := func(want string) {
		t.Helper()
		if diff := cmp.Diff(want, outlined(x.analysis(t, "p"))); diff != "" {
			t.Errorf("outline (-want +got):\n%s", diff)
		}
	}
	b.post(t, base+"links/ld/up", nil).want(t, http.StatusSeeOther)
	tree("P\n  D\n  A\n    B\n      C\n")
	b.post(t, base+"links/ld/down", nil).want(t, http.StatusSeeOther)
	tree("P\n  A\n    B\n      C\n  D\n")

	move := b.get(t, base+"move/c3?link=lc3").want(t, 200).form(t, "/move/c3")
	move.Set("to", "d")
	b.post(t, base+"move/c3", move).want(t, http.StatusSeeOther)
	tree("P\n  A\n    B\n  D\n    C\n")

	also := b.get(t, base+"move/d?also=1").want(t, 200).form(t, "/move/d")
	also.Set("to", "c2")
	b.post(t, base+"move/d", also).want(t, http.StatusSeeOther)
	tree("P\n  A\n    B\n      D\n        C\n  D\n    C\n")

	b.post(t, base+"links/ld/detach", nil).want(t, http.StatusSeeOther)
	tree("P\n  A\n    B\n      D\n        C\n")
	b.post(t, base+"links/lc2/detach", nil).want(t, http.StatusConflict) // its only place

	if page := b.get(t, base+"remove/c2").want(t, 200); !strings.Contains(page.body, "“D”") || !strings.Contains(page.body, "“C”") {
		t.Error("the page does not say what goes with it")
	}
	b.post(t, base+"remove/c2", nil).want(t, http.StatusSeeOther)
	tree("P\n  A\n")
	if n := len(x.graph(t).OfKind(model.Cause)); n != 1 {
		t.Errorf("%d causes are left, want 1", n)
	}
}

// A cause of another problem in the same place is offered, and used again both problems count it.
func TestAnalysisElsewhere(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.chain(t, "The store cannot take back a lamp", "The till does not find the order")
	x.commit(t, model.Add(&model.Element{ID: "erp", Kind: model.Technology, Name: "ERP"}),
		model.Add(&model.Element{ID: "q", Kind: model.Problem, Name: "The refund is late"}),
		model.Add(&model.Element{ID: "night", Kind: model.Cause, Name: "Orders reach the ERP once a night"}),
		model.Join(&model.Link{ID: "l1", Kind: model.Because, From: "q", To: "night"}),
		model.Join(&model.Link{ID: "l2", Kind: model.LocatedIn, From: "night", To: "erp"}),
		model.Join(&model.Link{ID: "l3", Kind: model.LocatedIn, From: "c1", To: "erp"}))
	w := x.browse(t, x.owner).walk(t, "p")
	page := w.get(t, "/w/lamps/problems/p/analysis/ground/c1").want(t, 200)
	at := "/w/lamps/problems/p/analysis/dig/c1?reuse=night"
	if !strings.Contains(page.body, at) || !strings.Contains(page.body, "The refund is late") {
		t.Fatal("the page does not offer the cause of the other problem")
	}
	w.at = at
	w.answer("dig/c1")
	if got := problemsOf(x, t, "night"); !slices.Equal(got, []string{"p", "q"}) {
		t.Errorf("problems of the cause = %v, want p and q", got)
	}
}

func problemsOf(x *site, t *testing.T, cause string) []string {
	var out []string
	for _, p := range x.graph(t).OfKind(model.Problem) {
		if x.analysis(t, p.ID).Node(cause) != nil {
			out = append(out, p.ID)
		}
	}
	slices.Sort(out)
	return out
}

// A decision to stop leads on as it says: outside asks what let it through, unknown makes one task, rejecting takes a reason.
func TestAnalysisStops(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.chain(t, "The order does not leave", "The power of the quarter fails")
	w := x.browse(t, x.owner).walk(t, "p")
	w.at = "/w/lamps/problems/p/analysis/stop/c1"
	w.answer("stop/c1", "stop", "outside", "inside", "The depot has one line and no second source")
	if diff := cmp.Diff("The order does not leave · and\n  The power of the quarter fails · outside\n  The depot has one line and no second source\n", outlined(x.analysis(t, "p"))); diff != "" {
		t.Errorf("graph (-want +got):\n%s", diff)
	}
	w.at = "/w/lamps/problems/p/analysis/stop/c1"
	w.answer("stop/c1", "stop", "unknown")
	w.at = "/w/lamps/problems/p/analysis/stop/c1"
	w.answer("stop/c1", "stop", "unknown")
	tasks := x.analysis(t, "p").Node("c1").Actions
	if len(tasks) != 1 || tasks[0].Props.Text("intent") != "find-out" {
		t.Fatalf("tasks = %d, want one to find out", len(tasks))
	}
	w.at = "/w/lamps/problems/p/analysis/plan/" + tasks[0].ID
	w.post(t, w.at, w.form("do", "reject")).want(t, http.StatusUnprocessableEntity)
	w.answer("plan/", "do", "reject", "reason", "The grid says so itself.")
	if e := x.graph(t).Element(tasks[0].ID); e.Props.Text("status") != "rejected" || !strings.Contains(e.Notes, "The grid says so itself.") {
		t.Errorf("action = %+v", e)
	}
}

// Every page of the analysis speaks every language: no sentence is missing, and none is left half filled.
func TestAnalysisSpeaksEveryLanguage(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.chain(t, "The order goes to the wrong address", "The agent forgot to confirm the address", "There is no field for a second address")
	x.commit(t, model.Set("c2", "props.stop", nil, "root"), model.Set("c1", "props.conditions", nil, model.Conditions),
		model.Set("p", "props.since", nil, "2026-01-05"), model.Set("p", "props.cost_per_month", nil, model.Num(1200)), model.Set("p", "props.business_effect", nil, "Calls."),
		model.Add(&model.Element{ID: "x", Kind: model.Action, Name: "Improve the form", Props: model.Props{"status": "proposed"}}),
		model.Join(&model.Link{ID: "lx", Kind: model.Addresses, From: "x", To: "c2"}))
	b := x.browse(t, x.owner)
	for _, lang := range model.Languages {
		b.post(t, "/preferences", url.Values{"lang": {lang}}).want(t, http.StatusSeeOther)
		for _, page := range []string{"what", "where", "figures", "effect", "proof", "sentence", "first", "ground/c1", "ground/c2", "dig/p", "dig/c2?cause=c2", "more/p",
			"person/c1", "person/c1?deeper=1", "stop/c2", "read/c2", "cure/c2", "plan/x", "move/c2", "move/c2?also=1", "remove/c1", "outline", "graph"} {
			body := b.get(t, "/w/lamps/problems/p/analysis/"+page).want(t, 200).body
			if !strings.Contains(body, `lang="`+lang+`"`) {
				t.Fatalf("%s is not in %s", page, lang)
			}
			for text := range strings.SplitSeq(textIn(body, "main", ""), " ") {
				if i := strings.IndexByte(text, '{'); i >= 0 || strings.HasPrefix(text, "analysis.") {
					t.Errorf("%s in %s says %q", page, lang, text)
				}
			}
		}
		for _, id := range say.For(lang).Missed() {
			if strings.HasPrefix(id, "analysis.") {
				t.Errorf("%s lacks %s", lang, id)
			}
		}
	}
}

// The outline takes other words, further lines, other depths and another order in one change, and takes nothing away.
func TestAnalysisLines(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.chain(t, "P", "A", "B", "C")
	b := x.browse(t, x.owner)
	at := "/w/lamps/problems/p/analysis/outline/edit"
	form := b.get(t, at).want(t, 200).form(t, "/outline/edit")
	if diff := cmp.Diff([]string{"A", "B", "C", "", "", ""}, form["text"]); diff != "" {
		t.Fatalf("lines (-want +got):\n%s", diff)
	}
	form["text"] = []string{"C", "A again", "B", "D", "E", ""}
	form["cause"] = []string{"c3", "c1", "c2", "", "", ""}
	form["link"] = []string{"lc3", "lc1", "lc2", "", "", ""}
	form["parent"] = []string{"c2", "p", "c1", "", "", ""}
	form["was"] = []string{"C", "A", "B", "", "", ""}
	form["depth"] = []string{"1", "1", "2", "3", "2", "1"}
	b.post(t, at, form).want(t, http.StatusSeeOther)
	if diff := cmp.Diff("P\n  C\n  A again\n    B\n      D\n    E\n", outlined(x.analysis(t, "p"))); diff != "" {
		t.Errorf("outline (-want +got):\n%s", diff)
	}
	recent, err := x.store.Recent(t.Context(), x.space.ID, 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	if len(recent) != 2 {
		t.Errorf("%d changes, want the first and one for all lines", len(recent))
	}

	same := b.get(t, at).want(t, 200).form(t, "/outline/edit")
	b.post(t, at, same).want(t, http.StatusSeeOther)
	if again, _ := x.store.Recent(t.Context(), x.space.ID, 0, 10); len(again) != len(recent) {
		t.Error("an outline that nobody touched makes a change")
	}

	stale := b.get(t, at).want(t, 200).form(t, "/outline/edit")
	x.commit(t, model.Set("c1", "name", "A again", "A as somebody else has it"))
	stale["text"][1] = "A as I have it"
	page := b.post(t, at, stale).want(t, http.StatusConflict)
	for _, said := range []string{"A as I have it", "A as somebody else has it"} {
		if !strings.Contains(textIn(page.body, "div", "errors"), said) {
			t.Errorf("the page does not show %q", said)
		}
	}
	if got := page.form(t, "/outline/edit")["text"][1]; got != "A as I have it" {
		t.Errorf("the line holds %q, want what was typed", got)
	}
}
