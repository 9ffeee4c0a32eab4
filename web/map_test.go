package web

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"rootline/model"
)

// lampMap is a small ecosystem: a journey of two steps and what they rest on.
func lampMap() []model.Op {
	add := func(kind model.Kind, id, name string, props model.Props) model.Op {
		return model.Add(&model.Element{ID: id, Kind: kind, Name: name, Props: props})
	}
	link := func(id string, kind model.LinkKind, from, to string, props model.Props) model.Op {
		return model.Join(&model.Link{ID: id, Kind: kind, From: from, To: to, Props: props})
	}
	return append(lampJourney("order", "bring"),
		model.Set("order", "props.stage", nil, "Buy"), model.Set("bring", "props.stage", nil, "Return"),
		add(model.Customer, "household", "Household", nil), add(model.Employee, "clerk", "Shop clerk", nil), add(model.Technology, "till", "Till", model.Props{"type": "device"}),
		add(model.Technology, "erp", "ERP", nil), add(model.Data, "orders", "Orders", nil), add(model.Problem, "p", "The store cannot take it back", model.Props{"cost_per_month": model.Number{Lo: 2900, Hi: 4100}}),
		add(model.Problem, "q", "Nobody knows the price", nil), add(model.Policy, "rule", "Each shop is a profit centre", nil),
		lives("household", "j"), link("l1", model.Performs, "clerk", "bring", model.Props{"visible": true}), link("l2", model.Uses, "clerk", "till", nil),
		link("l3", model.DependsOn, "till", "erp", nil), link("l4", model.Feeds, "erp", "till", model.Props{"mode": "batch", "interval_s": model.Num(86400)}),
		link("l5", model.Holds, "erp", "orders", nil), link("l6", model.Affects, "p", "bring", nil), link("l7", model.Affects, "q", "order", nil), link("l8", model.Governs, "rule", "clerk", nil))
}

// TestMapSumsWhatIsFeltAtAPlace: the cost at a box is that of all problems that are felt most there, as in the table; where the
// cost of one is not known it is at least so much. What a problem costs stands at one box alone.
func TestMapSumsWhatIsFeltAtAPlace(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, append(lampMap(), model.Set("q", "props.cost_per_month", nil, model.Num(100)), model.Join(&model.Link{ID: "l9", Kind: model.Affects, From: "q", To: "bring", Props: model.Props{"strength": model.Num(3)}}))...)
	b := x.browse(t, x.owner)
	for _, at := range []string{"/w/lamps/map", "/w/lamps/map?view=list", "/w/lamps/map?view=table"} {
		if page := b.get(t, at).want(t, 200).body; !strings.Contains(page, "€3,000–4,200") && !strings.Contains(page, "€3,000 to €4,200") {
			t.Errorf("%s does not say what both problems cost together", at)
		} else if !strings.HasSuffix(at, "table") && strings.Contains(page, "€100") {
			t.Errorf("%s says what a problem costs at a second box", at)
		}
	}
	x.commit(t, model.Add(&model.Element{ID: "r", Kind: model.Problem, Name: "No bags"}), model.Join(&model.Link{ID: "l10", Kind: model.Affects, From: "r", To: "bring"}))
	for _, at := range []string{"/w/lamps/map", "/w/lamps/map?view=list", "/w/lamps/map?view=table", "/w/lamps/map?on=bring"} {
		if page := b.get(t, at).want(t, 200).body; !strings.Contains(page, "at least €3,000") {
			t.Errorf("%s takes a cost that nobody knows for nothing", at)
		}
	}
}

// boxes are the names of the boxes of a drawing, as their titles say them, by id.
func (r reply) boxes(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for n := range r.nodes(t) {
		if id, ok := attr(n, "id"); ok && strings.HasPrefix(id, "b-") {
			for c := range n.ChildNodes() {
				if c.Data == "title" {
					out[id[2:]] = textOf(c)
				}
			}
		}
	}
	return out
}

func (r reply) byID(t *testing.T, id string) *html.Node {
	t.Helper()
	for n := range r.nodes(t) {
		if got, _ := attr(n, "id"); got == id {
			return n
		}
	}
	t.Fatalf("nothing has the id %q", id)
	return nil
}

func classOf(n *html.Node) []string {
	class, _ := attr(n, "class")
	return strings.Fields(class)
}

func TestMap(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, lampMap()...)
	b := x.browse(t, x.owner)
	page := b.get(t, "/w/lamps/map").want(t, 200)
	boxes := page.boxes(t)
	for id, name := range map[string]string{"order": "Step order", "clerk": "Shop clerk", "till": "Till", "erp": "ERP", "orders": "Orders", "household": "Household", "rule": "Each shop is a profit centre"} {
		if boxes[id] != name {
			t.Errorf("box %s says %q, want %q", id, boxes[id], name)
		}
	}
	for _, want := range []string{"line of interaction", "line of visibility", "line of internal interaction", "€2,900–4,100", "cost not known", "batch, up to 1 day", "9 of 9 elements", ">Buy<", ">Return<"} {
		if !strings.Contains(page.body, want) {
			t.Errorf("the map does not say %q", want)
		}
	}
	if strings.Contains(page.body, "show all") {
		t.Error("the map of everything offers more")
	}

	// What is chosen stands out together with its neighbours; the panel says what it is.
	page = b.get(t, "/w/lamps/map?on=till&show=links").want(t, 200)
	for id, want := range map[string][]string{"till": {"hot", "sel"}, "clerk": {"hot"}, "erp": {"hot"}, "orders": nil, "order": nil} {
		class := classOf(page.byID(t, "b-"+id))
		for _, name := range []string{"hot", "sel"} {
			if slices.Contains(class, name) != slices.Contains(want, name) {
				t.Errorf("with the till chosen, %s has the classes %q, want %q among them", id, class, want)
			}
		}
	}
	if got := textOf(page.byID(t, "panel-title")); got != "Till" {
		t.Errorf("the panel is about %q", got)
	}
	// It comes after all boxes: a link before them, and that box itself, lead there without script.
	if to, _ := attr(page.byID(t, "b-till"), "href"); to != "#panel-title" || !strings.Contains(page.body, `<a class="skip to-panel" href="#panel-title">`) {
		t.Errorf("the box of the till leads to %q", to)
	}

	// The same as a table and as an outline, with the same filters.
	for _, view := range []string{"table", "outline"} {
		page = b.get(t, "/w/lamps/map?hidden=1&view="+view).want(t, 200)
		if !strings.Contains(page.body, ">ERP<") || strings.Contains(page.body, ">Step order<") || strings.Contains(page.body, "data-map") {
			t.Errorf("the %s does not show what is hidden, and that alone", view)
		}
		if !strings.Contains(page.body, `href="/w/lamps/map?hidden=1"`) {
			t.Errorf("the %s does not lead back to the drawing of the same", view)
		}
	}

	// Searching flies to a box; what several things are called is listed.
	if at := b.get(t, "/w/lamps/map?q=till&hidden=1").want(t, 303).location; at != "/w/lamps/map?hidden=1&on=till#b-till" {
		t.Errorf("searching leads to %s", at)
	}
	page = b.get(t, "/w/lamps/map?q=step").want(t, 200)
	if !strings.Contains(page.body, "on=order#b-order") || !strings.Contains(page.body, "on=bring#b-bring") {
		t.Error("what was found is not listed")
	}
	b.get(t, "/w/lamps/map?q=nonsense&journey=x&focus=x&on=x&depth=x&kinds=x&tags=x&owner=x&customer=x&problem=x&view=x&show=x&paper=x&colour=x").want(t, 200)
}

func TestMapOfNothingTeaches(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	page := x.browse(t, x.owner).get(t, "/w/lamps/map").want(t, 200)
	if !strings.Contains(page.body, "/w/lamps/new/journey") || !strings.Contains(page.body, "Returning a lamp") {
		t.Error("an empty map says neither what it is for nor how to begin")
	}
	viewer := x.browse(t, x.person(t, "Vera", model.Viewer))
	if page = viewer.get(t, "/w/lamps/map").want(t, 200); strings.Contains(page.body, "/w/lamps/new/journey") {
		t.Error("a viewer is offered what is not theirs to do")
	}
}

// svgTitles reads a drawing as XML: its root, and the titles in it.
func svgTitles(t *testing.T, body string) (first string, titles []string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(body))
	depth, inTitle := 0, false
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return first, titles
		}
		if err != nil {
			t.Fatalf("the drawing is no XML: %v", err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			depth++
			if depth == 1 && (tok.Name.Local != "svg" || tok.Name.Space != "http://www.w3.org/2000/svg") {
				t.Fatalf("the drawing is a %v", tok.Name)
			}
			if depth == 2 && first == "" {
				first = tok.Name.Local
			}
			inTitle = tok.Name.Local == "title"
			for _, a := range tok.Attr {
				if a.Name.Local == "style" || a.Name.Local == "href" && !strings.HasPrefix(a.Value, "#") {
					t.Errorf("the drawing has %s=%q", a.Name.Local, a.Value)
				}
			}
		case xml.EndElement:
			depth--
			inTitle = false
		case xml.CharData:
			if inTitle {
				titles = append(titles, string(tok))
			}
		}
	}
}

func TestMapFile(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	long := strings.Repeat("A very long name of a technology that nobody can remember ", 5) + "<&>"
	x.commit(t, append(lampMap(), model.Add(&model.Element{ID: "long", Kind: model.Technology, Name: long}), model.Set("till", "names.fr", nil, "Caisse"),
		model.Join(&model.Link{ID: "self", Kind: model.DependsOn, From: "erp", To: "erp"}))...)
	b := x.browse(t, x.owner)
	page := b.get(t, "/w/lamps/map.svg").want(t, 200)
	if got := page.header.Get("Content-Type"); got != "image/svg+xml" {
		t.Errorf("the drawing is served as %q", got)
	}
	first, titles := svgTitles(t, page.body)
	if first != "title" || titles[0] != "Ecosystem of Team lamps" {
		t.Errorf("the drawing begins with <%s> and is called %q", first, titles[0])
	}
	for _, words := range []string{"Ecosystem of Team lamps</text>", "is linked with it</text>"} { // headline, legend
		if !strings.Contains(page.body, words) {
			t.Errorf("the drawing does not say %q", words)
		}
	}
	for e := range x.graph(t).Elements() {
		if e.Kind.Spec().Map && e.Kind != model.Journey && !slices.Contains(titles, e.Name) {
			t.Errorf("%s has no title", e.Name)
		}
	}
	if !slices.Contains(titles, "Returning a lamp") {
		t.Error("the journey is left out of the whole")
	}
	if strings.Contains(page.body, "var(") {
		t.Error("its colours are not written out")
	}
}

// What the map shows can be had as files, with its filters, and as a sheet to print.
func TestMapAsFiles(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, lampMap()...)
	b := x.browse(t, x.owner)
	whole, part := b.get(t, "/w/lamps/map?format=svg").want(t, 200), b.get(t, "/w/lamps/map?format=svg&kinds=technology&on=till").want(t, 200)
	_, all := svgTitles(t, whole.body)
	_, some := svgTitles(t, part.body)
	if !slices.Contains(all, "Shop clerk") || slices.Contains(some, "Shop clerk") || !slices.Contains(some, "Till") {
		t.Errorf("the files name %q and %q", all, some)
	}
	if strings.Contains(part.body, "class=\"map chosen") {
		t.Error("what is chosen on the page is chosen in the file")
	}
	for format, has := range map[string]string{"dot": "digraph", "mermaid": "flowchart"} {
		if r := b.get(t, "/w/lamps/map?kinds=technology&format="+format).want(t, 200); !strings.Contains(r.body, has) || !strings.Contains(r.body, "Till") || strings.Contains(r.body, "Shop clerk") {
			t.Errorf("%s: %s", format, r.body)
		}
	}
	b.get(t, "/w/lamps/map?format=exe").want(t, http.StatusUnprocessableEntity)
	if r := b.get(t, "/w/lamps/map?paper=a0").want(t, 200); !strings.Contains(r.body, "paper paper-a0") || !strings.Contains(r.body, "is linked with it</text>") {
		t.Error("no sheet of A0 with its legend")
	}
}

func TestMapInPersianRunsFromRightToLeft(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, lampMap()...)
	b := x.browse(t, x.owner)
	xOf := func(page reply, id string) float64 {
		left, _ := page.corner(t, id)
		return left
	}
	page := b.get(t, "/w/lamps/map")
	if xOf(page, "order") >= xOf(page, "bring") {
		t.Error("time does not run from left to right")
	}
	b.post(t, "/preferences", url.Values{"lang": {"fa"}, "back": {"/"}})
	page = b.get(t, "/w/lamps/map").want(t, 200)
	if xOf(page, "order") <= xOf(page, "bring") {
		t.Error("time does not run from right to left")
	}
	if want := ">\u2066Shop clerk\u2069</text>"; !strings.Contains(page.body, want) {
		t.Errorf("a name in Latin letters does not run its own way: the map has no %q", want)
	}
	if !strings.Contains(page.body, "خط دید") {
		t.Error("the line of visibility has no Persian name")
	}
}

// TestMapNamesTheRowsOfJourneys: where several journeys are on the map, the name of each stands over its first step, in both
// directions of writing.
func TestMapNamesTheRowsOfJourneys(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, lampMap()...)
	x.commit(t, model.Add(&model.Element{ID: "k", Kind: model.Journey, Name: "Report a fault"}), model.Add(&model.Element{ID: "call", Kind: model.Step, Name: "Calls"}),
		model.Join(&model.Link{ID: "kc", Kind: model.HasStep, From: "k", To: "call"}))
	b := x.browse(t, x.owner)
	rows := func(page reply) map[string]*html.Node {
		out := map[string]*html.Node{}
		for n := range page.nodes(t) {
			if n.Data == "text" && slices.Contains(classOf(n), "row") {
				out[strings.Trim(textOf(n), "\u2066\u2069")] = n
			}
		}
		return out
	}
	page := b.get(t, "/w/lamps/map")
	if got := rows(page); len(got) != 2 || got["Report a fault"] == nil || got["Returning a lamp"] == nil {
		t.Fatalf("rows are named %q", slices.Collect(maps.Keys(got)))
	}
	left, top := page.corner(t, "call")
	if name := rows(page)["Report a fault"]; number(t, name, "x") != left || number(t, name, "y") >= top || number(t, name, "y") < top-30 {
		t.Errorf("the name of the journey stands at %v,%v, its first step at %v,%v", number(t, name, "x"), number(t, name, "y"), left, top)
	}
	b.post(t, "/preferences", url.Values{"lang": {"fa"}, "back": {"/"}})
	page = b.get(t, "/w/lamps/map").want(t, 200)
	left, _ = page.corner(t, "call")
	if name := rows(page)["Report a fault"]; number(t, name, "x") <= left {
		t.Errorf("from right to left, the name of the journey stands at %v, left of its first step at %v", number(t, name, "x"), left)
	}
	if len(rows(b.get(t, "/w/lamps/map?journey=j"))) != 0 {
		t.Error("with one journey chosen, its only row is named")
	}
}

// TestMapExplainsOnlyTheSignsThatItHas: what is linked with nothing has no lines, and nobody stands in the column of a step.
func TestMapExplainsOnlyTheSignsThatItHas(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, model.Add(&model.Element{ID: "t", Kind: model.Technology, Name: "ERP"}), model.Add(&model.Element{ID: "e", Kind: model.Employee, Name: "Clerk"}))
	b := x.browse(t, x.owner)
	signs := []string{"is linked with it", "A person stands in the column of the step they act in."}
	for _, sign := range signs {
		if strings.Contains(b.get(t, "/w/lamps/map").body, sign) || strings.Contains(b.get(t, "/w/lamps/map.svg").body, sign) {
			t.Errorf("a map without links or steps explains %q", sign)
		}
	}
	x.commit(t, lampMap()...)
	for _, sign := range signs {
		if !strings.Contains(b.get(t, "/w/lamps/map").body, sign) || !strings.Contains(b.get(t, "/w/lamps/map.svg").body, sign) {
			t.Errorf("a map of links and steps does not explain %q", sign)
		}
	}
}

// corner is where a box of the map begins.
func (r reply) corner(t *testing.T, id string) (left, top float64) {
	t.Helper()
	at, _ := attr(r.byID(t, "b-"+id), "transform")
	if _, err := fmt.Sscanf(at, "translate(%g %g)", &left, &top); err != nil {
		t.Fatalf("%s stands at %q", id, at)
	}
	return left, top
}

func number(t *testing.T, n *html.Node, name string) float64 {
	t.Helper()
	text, _ := attr(n, name)
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestMapOfThousands(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	var ops []model.Op
	for i := range 3000 {
		ops = append(ops, model.Add(&model.Element{ID: fmt.Sprintf("t%d", i), Kind: model.Technology, Name: fmt.Sprintf("Technology %d", i)}))
	}
	x.commit(t, ops...)
	b := x.browse(t, x.owner)
	page := b.get(t, "/w/lamps/map").want(t, 200)
	if n := len(page.boxes(t)); n != 150 {
		t.Errorf("%d boxes, want 150", n)
	}
	if !strings.Contains(page.body, "150 of 3,000 elements") || !strings.Contains(page.body, `href="/w/lamps/map?all=1"`) {
		t.Error("the page does not say how much it leaves out, or how to see it")
	}
	if n := len(b.get(t, "/w/lamps/map?all=1").want(t, 200).boxes(t)); n != 3000 {
		t.Errorf("%d boxes of all, want 3,000", n)
	}
	if boxes := b.get(t, "/w/lamps/map?on=t2999").want(t, 200).boxes(t); len(boxes) != 150 || boxes["t2999"] == "" {
		t.Errorf("%d boxes, want 150 with the one that was chosen among them", len(boxes))
	}
}

// Presented, the map shows one lane more with each step, and nothing of those that have not come.
func TestMapPresented(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, lampMap()...)
	b := x.browse(t, x.owner)
	page := b.get(t, "/w/lamps/map?present=1").want(t, 200)
	if strings.Contains(page.body, "js/live.js") {
		t.Error("what is shown on a wall is drawn afresh, and has nothing of what that needs")
	}
	if boxes := page.boxes(t); boxes["bring"] == "" || boxes["household"] == "" || boxes["clerk"] != "" || boxes["erp"] != "" {
		t.Errorf("the first lane shows %v", boxes)
	}
	if strings.Contains(page.body, "line of visibility") {
		t.Error("the line of visibility comes before what lies beneath it")
	}
	seen := 0
	for n := 0; n < 20; n++ {
		at := ""
		for node := range page.nodes(t) {
			if _, next := attr(node, "data-next"); next {
				at, _ = attr(node, "href")
			}
		}
		if n := len(page.boxes(t)); n < seen {
			t.Errorf("%d boxes after %d", n, seen)
		} else {
			seen = n
		}
		if at == "" {
			break
		}
		page = b.get(t, at).want(t, 200)
	}
	if boxes := page.boxes(t); boxes["erp"] == "" || boxes["rule"] == "" {
		t.Errorf("in the end there are %v", boxes)
	}
	b.get(t, "/w/lamps/map?present=99").want(t, 200)
}

// A step that two journeys share stands in the row of the first; the row of the second leads to it. Policies have their numbers as
// they are read.
func TestMapNamesSharedSteps(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, slices.Concat(ofKind(model.Journey, "buy", "return"), ofKind(model.Step, "look", "pack"), ofKind(model.Policy, "p1", "p2", "p3"), ofKind(model.Employee, "clerk"),
		joined(model.HasStep, nil, "buy>look", "return>look", "return>pack"), joined(model.Governs, nil, "p3>look", "p2>look", "p1>pack"))...)
	b := x.browse(t, x.owner)
	page := b.get(t, "/w/lamps/map").want(t, 200)
	var rows []string
	for n := range page.nodes(t) {
		if n.Data == "text" && slices.Contains(classOf(n), "row") {
			rows = append(rows, strings.Join(strings.Fields(textOf(n)), " "))
		}
	}
	if len(rows) != 2 || !strings.HasSuffix(rows[1], "also look") || strings.Contains(rows[0], "also") {
		t.Errorf("the rows are called %q", rows)
	}
	if !strings.Contains(page.body, `<a class="also" href="/w/lamps/map?on=look#b-look">`) {
		t.Error("the row of the second journey does not lead to the step that it shares")
	}
	if file := b.get(t, "/w/lamps/map?format=svg").want(t, 200).body; strings.Contains(file, "<a ") || !strings.Contains(file, "also<") {
		t.Error("the file does not name what is shared, or has links")
	}
}
