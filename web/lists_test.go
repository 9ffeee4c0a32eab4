package web

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"rootline/model"
)

// some are a few elements to list.
func (x *site) some(t testing.TB) {
	t.Helper()
	tech := func(id, name, life string, props model.Props, tags ...string) model.Op {
		if props == nil {
			props = model.Props{}
		}
		if life != "" {
			props["lifecycle"] = life
		}
		return model.Add(&model.Element{ID: id, Kind: model.Technology, Name: name, Tags: tags, Props: props})
	}
	x.commit(t, tech("crm", "CRM", "live", model.Props{"run_cost_per_year": model.Num(-300)}, "core"), tech("erp", "=ERP", "live", model.Props{"run_cost_per_year": model.Number{Lo: 50, Hi: 150, Confidence: "guess"}}, "core", "old"),
		tech("till", "Till", "retiring", nil), tech("fax", "Fax", "", nil), model.Add(&model.Element{ID: "rule", Kind: model.Policy, Name: "A rule"}),
		model.Join(&model.Link{ID: "l1", Kind: model.DependsOn, From: "till", To: "erp"}), model.Join(&model.Link{ID: "l2", Kind: model.Governs, From: "rule", To: "till"}))
}

// cells are the texts of the body of the list, row by row.
func (r reply) cells(t *testing.T) (out [][]string) {
	t.Helper()
	for n := range r.nodes(t) {
		if _, row := attr(n, "data-row"); !row {
			continue
		}
		var line []string
		for c := range n.ChildNodes() {
			if class, _ := attr(c, "class"); c.Type == html.ElementNode && class != "tick" && class != "pen" {
				line = append(line, textOf(c))
			}
		}
		out = append(out, line)
	}
	return out
}

func TestListColumns(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.some(t)
	b := x.browse(t, x.owner)
	for at, want := range map[string][][]string{
		"?kind=technology&cols=links,props.lifecycle":                             {{"=ERPcoreold", "live", "1"}, {"CRMcore", "live", "0"}, {"Fax", "not known", "0"}, {"Till", "retiring", "2"}},
		"?kind=technology&pick=1&col=links":                                       {{"=ERPcoreold", "1"}, {"CRMcore", "0"}, {"Fax", "0"}, {"Till", "2"}},
		"?kind=technology&pick=1":                                                 {{"=ERPcoreold"}, {"CRMcore"}, {"Fax"}, {"Till"}},
		"?kind=technology&cols=props.nonsense,links":                              {{"=ERPcoreold", "1"}, {"CRMcore", "0"}, {"Fax", "0"}, {"Till", "2"}},
		"?kind=technology&cols=links&sort=-links":                                 {{"Till", "2"}, {"=ERPcoreold", "1"}, {"Fax", "0"}, {"CRMcore", "0"}},
		"?cols=kind&is=owner:":                                                    {{"=ERPcoreold", "technology"}, {"A rule", "policy"}, {"CRMcore", "technology"}, {"Fax", "technology"}, {"Till", "technology"}},
		"?kind=technology&cols=links&is=props.lifecycle:live":                     {{"=ERPcoreold", "1"}, {"CRMcore", "0"}},
		"?kind=technology&cols=links&is=props.lifecycle:":                         {{"Fax", "0"}},
		"?kind=technology&cols=links&is=props.lifecycle:never":                    nil,
		"?kind=technology&cols=links&tag=old&is=props.lifecycle:live&is=nonsense": {{"=ERPcoreold", "1"}},
	} {
		if diff := cmp.Diff(want, b.get(t, "/w/lamps/elements"+at).want(t, http.StatusOK).cells(t)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", at, diff)
		}
	}
}

// A page begins behind the row where the one before ended, whatever was added or has gone meanwhile.
func TestListPagesByKey(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	var ops []model.Op
	for i := range 120 {
		ops = append(ops, model.Add(&model.Element{ID: fmt.Sprintf("s%03d", i), Kind: model.Step, Name: fmt.Sprintf("Step %03d", i)}))
	}
	x.commit(t, ops...)
	way := func(page reply, rel string) string {
		for n := range page.nodes(t) {
			if r, _ := attr(n, "rel"); r == rel {
				at, _ := attr(n, "href")
				return at
			}
		}
		return ""
	}
	first := b.get(t, "/w/lamps/elements").want(t, http.StatusOK)
	next := way(first, "next")
	x.commit(t, model.Add(&model.Element{ID: "early", Kind: model.Step, Name: "A step before all"}))
	second := b.get(t, next).want(t, http.StatusOK)
	if names := second.names(t); names[0] != "Step 050" || len(names) != 50 {
		t.Errorf("after an addition the second page begins with %q and has %d rows", names[0], len(names))
	}
	x.commit(t, model.Remove(x.graph(t), "s049")...)
	if names := b.get(t, next).want(t, http.StatusOK).names(t); names[0] != "Step 050" {
		t.Errorf("where the last row of the first page has gone, the second begins with %q", names[0])
	}
	back := way(second, "prev")
	if names := b.get(t, back).want(t, http.StatusOK).names(t); names[len(names)-1] != "Step 048" || len(names) != 50 {
		t.Errorf("back: %d rows up to %q", len(names), names[len(names)-1])
	}
	last := b.get(t, way(second, "next")).want(t, http.StatusOK)
	if names := last.names(t); names[len(names)-1] != "Step 119" || way(last, "next") != "" {
		t.Errorf("the last page ends with %q", names[len(names)-1])
	}
	for _, odd := range []string{"?after=nobody&at=9999", "?before=nobody&at=-5", "?after=s119&at=3", "?after=nobody", "?at=x&before=s000"} {
		if names := b.get(t, "/w/lamps/elements"+odd).want(t, http.StatusOK).names(t); len(names) == 0 {
			t.Errorf("%s shows nothing", odd)
		}
	}
}

func TestListCSV(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.some(t)
	x.commit(t, model.Set("till", "owner", nil, "@home"), model.Set("fax", "name", "Fax", "+49 \"fax\",\nold"), model.Set("fax", "props.response_s", nil, model.Num(0.5)))
	b := x.browse(t, x.owner)
	r := b.get(t, "/w/lamps/elements?kind=technology&cols=props.lifecycle,props.run_cost_per_year,props.response_s,owner&sort=name&format=csv").want(t, http.StatusOK)
	if kind := r.header.Get("Content-Type"); kind != "text/csv; charset=utf-8" || !strings.Contains(r.header.Get("Content-Disposition"), "lamps-technology.csv") {
		t.Errorf("headers: %s, %s", kind, r.header.Get("Content-Disposition"))
	}
	text, marked := strings.CutPrefix(r.body, "\ufeff")
	if !marked {
		t.Error("spreadsheets need a mark at the front to read UTF-8")
	}
	got, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"Name", "Tags", "Lifecycle", "Running cost (€ a year)", "Running cost (€ a year), at most", "Response time (seconds)", "Owner"},
		{"'+49 \"fax\",\nold", "", "", "", "", "0.5", ""},
		{"'=ERP", "core, old", "live", "50", "150", "", ""},
		{"CRM", "core", "live", "-300", "", "", ""},
		{"Till", "", "retiring", "", "", "", "'@home"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("table (-want +got):\n%s", diff)
	}
}

// A row is written in on the page of the list; what is sent is one change, and the list comes back.
func TestRowEdit(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.some(t)
	b := x.browse(t, x.owner)
	at := "/w/lamps/elements?kind=technology&cols=props.lifecycle%2Cprops.run_cost_per_year%2Clinks"
	page := b.get(t, at+"&edit=erp").want(t, http.StatusOK)
	form := page.fieldsOf(t, "row")
	want := url.Values{"name": {"=ERP"}, "tags": {"core, old"}, "props.lifecycle": {"live"}, "props.run_cost_per_year": {"50"}, "props.run_cost_per_year.hi": {"150"}, "props.run_cost_per_year.confidence": {"guess"}}
	client, drawn := form.Get("client"), form.Get("drawn_at")
	form.Del("client")
	form.Del("drawn_at")
	if diff := cmp.Diff(want, form); diff != "" || client == "" || drawn == "" {
		t.Fatalf("the row's form (-want +got):\n%s", diff)
	}
	action := ""
	for n := range page.nodes(t) {
		if id, _ := attr(n, "id"); n.Data == "form" && id == "row" {
			action, _ = attr(n, "action")
		}
	}
	form.Set("client", client)
	form.Set("drawn_at", drawn)
	form.Set("props.lifecycle", "retiring")
	form.Set("tags", "core")
	rev := x.revision(t)
	if r := b.post(t, action, form).want(t, http.StatusSeeOther); r.location != at[:strings.Index(at, "?")]+"?cols=props.lifecycle%2Cprops.run_cost_per_year%2Clinks&kind=technology#r-erp" {
		t.Errorf("back to %s", r.location)
	}
	e := x.graph(t).Element("erp")
	if e.Props.Text("lifecycle") != "retiring" || !slices.Equal(e.Tags, []string{"core"}) || e.Props["run_cost_per_year"] != (model.Number{Lo: 50, Hi: 150, Confidence: "guess"}) || x.revision(t) != rev+1 {
		t.Errorf("after the edit: %+v, %d changes", e, x.revision(t)-rev)
	}
	// One field alone, as the script sends it, against what somebody else has set meanwhile.
	x.commit(t, model.Set("erp", "props.lifecycle", "retiring", "retired"))
	stale := url.Values{"client": {client + "b"}, "drawn_at": {fmt.Sprint(rev + 1)}, "props.lifecycle": {"planned"}}
	if r := b.post(t, action, stale).want(t, http.StatusConflict); !strings.Contains(r.body, "retired") || !strings.Contains(r.body, "planned") {
		t.Error("the stale edit does not show both values")
	}
	viewer := x.browse(t, x.person(t, "Vera Viewer", model.Viewer))
	for n := range viewer.get(t, at+"&edit=erp").want(t, http.StatusOK).nodes(t) {
		if id, _ := attr(n, "id"); id == "row" || id == "bulk" {
			t.Errorf("a viewer gets the form %s", id)
		}
	}
}

// fieldsOf reads what the form with this id would send, fields elsewhere on the page included.
func (r reply) fieldsOf(t *testing.T, id string) url.Values {
	t.Helper()
	v := url.Values{}
	for _, n := range slices.Collect(r.nodes(t)) {
		if own, _ := attr(n, "id"); n.Data == "form" && own == id {
			for k, vs := range formValues(n) {
				v[k] = append(v[k], vs...)
			}
		}
		if form, _ := attr(n, "form"); form == id && n.Data != "button" {
			wrap := &html.Node{Type: html.ElementNode, Data: "form"}
			n.Parent.InsertBefore(wrap, n)
			n.Parent.RemoveChild(n)
			wrap.AppendChild(n)
			for k, vs := range formValues(wrap) {
				v[k] = append(v[k], vs...)
			}
		}
	}
	return v
}

func (x *site) revision(t testing.TB) model.Revision {
	t.Helper()
	_, rev, err := x.store.Graph(t.Context(), x.space.ID)
	if err != nil {
		t.Fatal(err)
	}
	return rev
}

// Several rows at once: asked first, then one change, which one click takes back.
func TestBulk(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.some(t)
	b := x.browse(t, x.owner)
	before := x.graph(t)
	same := func() {
		t.Helper()
		now := x.graph(t)
		for e := range before.Elements() {
			if diff := cmp.Diff(e, now.Element(e.ID)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", e.ID, diff)
			}
		}
		if n, m := before.Len(); n != 5 || m != 2 {
			t.Fatalf("%d elements, %d links", n, m)
		}
		if n, m := now.Len(); n != 5 || m != 2 {
			t.Errorf("%d elements and %d links, want all back", n, m)
		}
	}
	chosen := func(do string, ids ...string) url.Values {
		return url.Values{"do": {do}, "id": ids, "back": {"/w/lamps/elements?kind=technology"}, "list": {"elements"}}
	}
	const bulk = "/w/lamps/elements/bulk"
	for name, c := range map[string]struct {
		ask   url.Values
		value string
		check func(g *model.Graph) bool
	}{
		"tag": {chosen("tag", "crm", "till"), "new, core", func(g *model.Graph) bool {
			return slices.Equal(g.Element("crm").Tags, []string{"core", "new"}) && slices.Equal(g.Element("till").Tags, []string{"core", "new"})
		}},
		"untag": {chosen("untag", "crm", "erp", "till"), "core", func(g *model.Graph) bool {
			return g.Element("crm").Tags == nil && slices.Equal(g.Element("erp").Tags, []string{"old"})
		}},
		"owner": {chosen("owner", "crm", "rule"), "Olga Owner", func(g *model.Graph) bool {
			return g.Element("crm").Owner == x.owner.ID && g.Element("rule").Owner == x.owner.ID
		}},
		"a choice": {chosen("set", "crm", "fax"), "props.lifecycle:retired", func(g *model.Graph) bool {
			return g.Element("crm").Props.Text("lifecycle") == "retired" && g.Element("fax").Props.Text("lifecycle") == "retired" && g.Element("erp").Props.Text("lifecycle") == "live"
		}},
		"not known": {chosen("set", "crm", "erp"), "props.lifecycle:", func(g *model.Graph) bool {
			return !g.Element("crm").Props.Known("lifecycle") && !g.Element("erp").Props.Known("lifecycle")
		}},
		"removal": {chosen("remove", "till", "erp"), "", func(g *model.Graph) bool { n, m := g.Len(); return n == 3 && m == 0 }},
		"all of query": {url.Values{"do": {"tag"}, "all": {"1"}, "query": {"kind=technology&is=props.lifecycle:live"}, "list": {"elements"}, "back": {"/w/lamps/elements"}}, "seen", func(g *model.Graph) bool {
			return slices.Contains(g.Element("crm").Tags, "seen") && slices.Contains(g.Element("erp").Tags, "seen") && !slices.Contains(g.Element("till").Tags, "seen")
		}},
	} {
		rev := x.revision(t)
		form := b.post(t, bulk, c.ask).want(t, http.StatusOK).form(t, "/bulk")
		if x.revision(t) != rev {
			t.Fatalf("%s: asking has changed something", name)
		}
		form.Set("value", c.value)
		b.post(t, bulk, form).want(t, http.StatusSeeOther)
		if !c.check(x.graph(t)) || x.revision(t) != rev+1 {
			t.Errorf("%s: not done, or not as one change", name)
		}
		b.post(t, bulk, form).want(t, http.StatusSeeOther) // sent twice
		if x.revision(t) != rev+1 {
			t.Errorf("%s: done twice", name)
		}
		undo := b.get(t, "/w/lamps/elements").want(t, http.StatusOK)
		b.post(t, undo.undo(t), nil).want(t, http.StatusSeeOther)
		same()
	}
	for name, form := range map[string]url.Values{
		"a tag too long":    {"do": {"tag"}, "id": {"crm"}, "sure": {"1"}, "value": {strings.Repeat("x", 101)}},
		"no tag":            {"do": {"tag"}, "id": {"crm"}, "sure": {"1"}},
		"a choice of none":  {"do": {"set"}, "id": {"crm"}, "sure": {"1"}, "value": {"props.lifecycle:loved"}},
		"a prop of another": {"do": {"set"}, "id": {"crm", "rule"}, "sure": {"1"}, "value": {"props.lifecycle:live"}},
	} {
		b.post(t, bulk, form).want(t, http.StatusUnprocessableEntity)
		if t.Failed() {
			t.Fatal(name)
		}
	}
	if r := b.post(t, bulk, chosen("remove", "till", "erp", "nobody")).want(t, http.StatusOK); !strings.Contains(r.body, "2 links are removed with them") || !strings.Contains(r.body, "Remove these 2?") {
		t.Error("the question does not say what goes")
	}
	if r := b.post(t, bulk, chosen("tag")).want(t, http.StatusSeeOther); r.location != "/w/lamps/elements?kind=technology" {
		t.Errorf("with nothing chosen it leads to %s", r.location)
	}
	// What the query finds has changed since it was asked: asked again.
	all := url.Values{"do": {"remove"}, "all": {"1"}, "query": {"kind=technology"}, "list": {"elements"}, "sure": {"1"}, "count": {"3"}}
	b.post(t, bulk, all).want(t, http.StatusConflict)
	if r := b.post(t, bulk, url.Values{"do": {"tag"}, "id": {"crm"}, "back": {"https://evil.example/"}}).want(t, http.StatusOK); strings.Contains(r.body, "evil.example") {
		t.Error("the form leads elsewhere")
	}
	contributor := x.browse(t, x.person(t, "Carl Contributor", model.Contributor))
	contributor.post(t, bulk, url.Values{"do": {"tag"}, "id": {"crm"}, "sure": {"1"}, "value": {"mine"}}).want(t, http.StatusForbidden)
}

// undo is where the toast of a page takes back what it tells.
func (r reply) undo(t *testing.T) string {
	t.Helper()
	for n := range r.nodes(t) {
		if _, ok := attr(n, "data-undo"); ok {
			at, _ := attr(n, "action")
			return at
		}
	}
	t.Fatal("no toast offers to take it back")
	return ""
}

func TestSavedViews(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.some(t)
	b := x.browse(t, x.owner)
	at := "/w/lamps/elements?is=props.lifecycle%3Alive&kind=technology"
	tabs := func(b *browser, at string) (out []string) {
		t.Helper()
		for n := range b.get(t, at).want(t, http.StatusOK).nodes(t) {
			if class, _ := attr(n, "class"); class != "saved-views" {
				continue
			}
			for a := range n.Descendants() {
				if href, ok := attr(a, "href"); ok && a.Data == "a" && !strings.HasSuffix(href, "/views") {
					_, now := attr(a, "aria-current")
					out = append(out, fmt.Sprint(textOf(a), " ", href, " ", now))
				}
			}
		}
		return out
	}
	alone := []string{"All /w/lamps/elements true"}
	if diff := cmp.Diff(alone, tabs(b, "/w/lamps/elements")); diff != "" {
		t.Errorf("tabs of a list as it is (-want +got):\n%s", diff)
	}
	form := b.get(t, at).want(t, http.StatusOK).form(t, "/views")
	form.Set("name", " Live  systems ")
	if r := b.post(t, "/w/lamps/views", form).want(t, http.StatusSeeOther); r.location != at {
		t.Errorf("saved, and led to %s", r.location)
	}
	mine := []string{"All /w/lamps/elements false", "Live systems only yours " + at + " true"}
	if diff := cmp.Diff(mine, tabs(b, "/w/lamps/elements?kind=technology&is=props.lifecycle:live&edit=crm")); diff != "" {
		t.Errorf("tabs (-want +got):\n%s", diff)
	}
	vera := x.browse(t, x.person(t, "Vera Viewer", model.Viewer))
	if got := tabs(vera, "/w/lamps/elements"); !slices.Equal(got, alone) {
		t.Errorf("somebody else sees %v", got)
	}
	// The same name again is asked about, and can take its place.
	form.Set("query", "kind=policy")
	again := b.post(t, "/w/lamps/views", form).want(t, http.StatusConflict).form(t, "/views")
	again.Set("replace", "true")
	b.post(t, "/w/lamps/views", again).want(t, http.StatusSeeOther)
	if got := tabs(b, "/w/lamps/elements?kind=policy"); len(got) != 2 || !strings.HasSuffix(got[1], "kind=policy true") {
		t.Errorf("replaced: %v", got)
	}
	form.Set("for", "team")
	vera.post(t, "/w/lamps/views", form).want(t, http.StatusForbidden)
	b.post(t, "/w/lamps/views", form).want(t, http.StatusSeeOther)
	if got := tabs(vera, "/w/lamps/elements"); len(got) != 2 || !strings.HasPrefix(got[1], "Live systems /w/lamps/elements?kind=policy") {
		t.Errorf("the team's views: %v", got)
	}
	all, err := x.store.AllViews(t.Context(), x.space.ID, x.owner.ID)
	if err != nil || len(all) != 2 {
		t.Fatalf("%d views, %v", len(all), err)
	}
	team, own := all[0], all[1]
	vera.post(t, "/w/lamps/views/"+team.ID, url.Values{"name": {"Hers"}}).want(t, http.StatusForbidden)
	vera.post(t, "/w/lamps/views/"+own.ID+"/remove", nil).want(t, http.StatusNotFound)
	b.post(t, "/w/lamps/views/"+team.ID, url.Values{"name": {" "}}).want(t, http.StatusUnprocessableEntity)
	b.post(t, "/w/lamps/views/"+team.ID, url.Values{"name": {"Rules"}}).want(t, http.StatusSeeOther)
	if r := b.get(t, "/w/lamps/views").want(t, http.StatusOK); !strings.Contains(r.body, "Rules") || !strings.Contains(r.body, "Elements · Policies") {
		t.Error("the list of views lacks the view or its page")
	}
	b.post(t, "/w/lamps/views/"+team.ID+"/remove", nil).want(t, http.StatusSeeOther)
	if got := tabs(vera, "/w/lamps/elements"); !slices.Equal(got, alone) {
		t.Errorf("removed, and still there: %v", got)
	}
	b.post(t, b.get(t, "/w/lamps/views").want(t, http.StatusOK).undo(t), nil).want(t, http.StatusSeeOther)
	if got := tabs(vera, "/w/lamps/elements"); len(got) != 2 || !strings.HasPrefix(got[1], "Rules") {
		t.Errorf("brought back: %v", got)
	}
	for _, path := range []string{"../../admin", "elements/../../x", "//evil.example", "", "a/ /b"} {
		form.Set("path", path)
		b.post(t, "/w/lamps/views", form).want(t, http.StatusUnprocessableEntity)
	}
}

// What is remembered of when elements changed, followed from change to change, is what the database says.
func TestTouchesAreFollowed(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.some(t)
	place := where{workspace: x.space.ID}
	ids := []string{"crm", "erp", "till", "fax", "rule"}
	check := func(after string) {
		t.Helper()
		last, err := x.server.listings.touched(t.Context(), x.store, place, x.graph(t), x.revision(t))
		if err != nil {
			t.Fatal(err)
		}
		want, err := x.store.ChangedAt(t.Context(), x.space.ID, place.line, ids...)
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range ids {
			if got := last.of(id).At; !got.Equal(want[id]) {
				t.Errorf("after %s: %s at %v, want %v", after, id, got, want[id])
			}
		}
	}
	check("the start")
	x.commit(t, model.Set("crm", "notes", nil, "x"))
	check("an edit")
	x.commit(t, model.Join(&model.Link{ID: "l9", Kind: model.DependsOn, From: "fax", To: "crm"}))
	check("a link")
	x.commit(t, model.Op{Kind: model.OpReEnd, ID: "l9", End: "to", Old: "crm", New: "erp"})
	check("a link led elsewhere")
	x.commit(t, model.Op{Kind: model.OpRemoveLink, ID: "l9"})
	check("a link gone")
}

// A list that was drawn is drawn anew after an edit, for another language, role or owner's name, and with other settings.
func TestDrawnListsAreNotOutOfDate(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.some(t)
	x.commit(t, model.Set("crm", "owner", nil, x.owner.ID))
	b := x.browse(t, x.owner)
	const at = "/w/lamps/elements?kind=technology&cols=owner,props.run_cost_per_year"
	has := func(b *browser, what string, want bool) {
		t.Helper()
		if got := strings.Contains(b.get(t, at).want(t, http.StatusOK).body, what); got != want {
			t.Errorf("the list has %q: %v, want %v", what, got, want)
		}
	}
	has(b, "CRM", true)
	has(b, "CRM", true) // as it was drawn
	x.commit(t, model.Set("crm", "name", "CRM", "Customers"))
	has(b, "Customers", true)
	viewer := x.browse(t, x.person(t, "Vera Viewer", model.Viewer))
	has(b, `id="bulk"`, true)
	has(viewer, `id="bulk"`, false)
	u := x.owner
	u.Name = "Olga Renamed"
	if err := x.store.SetProfile(t.Context(), u, byCommand); err != nil {
		t.Fatal(err)
	}
	has(b, "<bdi>Olga Renamed</bdi></td>", true)
	w := x.space
	w.Currency = "CHF"
	if err := x.store.SetWorkspace(t.Context(), w, byCommand); err != nil {
		t.Fatal(err)
	}
	has(b, "CHF", true)
	b.post(t, "/preferences", url.Values{"lang": {"fr"}, "back": {"/"}}).want(t, http.StatusSeeOther)
	has(b, "Coût", true)
}
