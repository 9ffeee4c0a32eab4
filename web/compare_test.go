package web

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"rootline/model"
	"rootline/store"
)

// TestCompare tells what leads from one state to another.
func TestCompare(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "CRM"}), model.Add(&model.Element{ID: "erp", Kind: model.Technology, Name: "ERP"}),
		model.Add(&model.Element{ID: "clerk", Kind: model.Employee, Name: "Clerk"}), model.Join(&model.Link{ID: "u1", Kind: model.Uses, From: "clerk", To: "crm"}),
		model.Join(&model.Link{ID: "u2", Kind: model.Uses, From: "clerk", To: "erp"}))
	x.plan(t, "one", model.Current)
	x.within(t, "one", model.Op{Kind: model.OpRemoveLink, ID: "u2"})
	x.within(t, "one", model.Set("crm", "name", "CRM", "Desk"))
	b := x.browse(t, x.owner)
	page := b.get(t, "/w/lamps/compare?to=one").want(t, http.StatusOK)
	var rows, links []string
	for n := range page.nodes(t) {
		if n.Data == "tr" {
			rows = append(rows, textOf(n))
		}
		if href, _ := attr(n, "href"); strings.Contains(href, "#c-") {
			links = append(links, href)
		}
	}
	if !slices.ContainsFunc(rows, func(s string) bool { return strings.HasPrefix(s, "Clerk21 better1: test in one") }) {
		t.Errorf("the clerk's systems are not among %q", rows)
	}
	if len(links) < 4 {
		t.Errorf("changes are linked %d times", len(links))
	}
	list := b.get(t, "/w/lamps/compare?to=one&view=list").want(t, http.StatusOK)
	for _, word := range []string{"CRM", "Desk", "Clerk works in ERP"} {
		if !strings.Contains(strings.NewReplacer("\u2068", "", "\u2069", "").Replace(list.body), word) {
			t.Errorf("the list does not show %q", word)
		}
	}
	if same := b.get(t, "/w/lamps/compare?from=one&to=one").want(t, http.StatusOK); !strings.Contains(same.body, "alike in everything") {
		t.Error("a plan beside itself differs")
	}
	b.get(t, "/w/lamps/compare").want(t, http.StatusOK)
	b.get(t, "/w/lamps/compare?from=current@1&to=current").want(t, http.StatusOK)
	b.get(t, "/w/lamps/compare?to=none").want(t, http.StatusNotFound)
}

// TestCompareMoments: what two moments of a plan have in common makes no difference, and what came to today between two moments is
// named.
func TestCompareMoments(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "CRM"}), model.Add(&model.Element{ID: "erp", Kind: model.Technology, Name: "ERP"}),
		model.Add(&model.Element{ID: "clerk", Kind: model.Employee, Name: "Clerk"}), model.Join(&model.Link{ID: "u1", Kind: model.Uses, From: "clerk", To: "crm"}))
	x.plan(t, "one", model.Current)
	first := x.within(t, "one", model.Add(&model.Element{ID: "hub", Kind: model.Technology, Name: "Hub"}), model.Join(&model.Link{ID: "u3", Kind: model.Uses, From: "clerk", To: "hub"}))
	second := x.within(t, "one", model.Join(&model.Link{ID: "u2", Kind: model.Uses, From: "clerk", To: "erp"}))
	b := x.browse(t, x.owner)
	at := func(done store.Done) string { return fmt.Sprintf("one@%d", done.Revision) }
	page := b.get(t, "/w/lamps/compare?from="+at(first)+"&to="+at(second)).want(t, http.StatusOK).body
	if strings.Contains(page, "#c-"+first.ID) || !strings.Contains(page, "#c-"+second.ID) {
		t.Error("what both have in common is said to make the difference, or what makes it is not")
	}
	_, before, err := x.store.Graph(t.Context(), x.space.ID)
	if err != nil {
		t.Fatal(err)
	}
	x.commit(t, model.Join(&model.Link{ID: "u4", Kind: model.Uses, From: "clerk", To: "erp"}))
	log, err := x.store.Log(t.Context(), x.space.ID, before, 1)
	if err != nil || len(log) != 1 {
		t.Fatalf("log: %v, %v", log, err)
	}
	list := b.get(t, fmt.Sprintf("/w/lamps/compare?from=current@%d&to=current&view=list", before)).want(t, http.StatusOK).body
	if !strings.Contains(list, "/history/"+log[0].ID) {
		t.Error("it is not said which change of today made the difference")
	}
}

// TestCompareWhy finds the changes behind figures when it is asked to, where that takes a while, and tells them from then on.
func TestCompareWhy(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	ops := []model.Op{model.Add(&model.Element{ID: "clerk", Kind: model.Employee, Name: "Clerk"}), model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "CRM"}),
		model.Join(&model.Link{ID: "u", Kind: model.Uses, From: "clerk", To: "crm"})}
	for i := range 4100 {
		ops = append(ops, model.Add(&model.Element{ID: fmt.Sprint("policy", i), Kind: model.Policy, Name: fmt.Sprint("Policy ", i)}))
	}
	x.commit(t, ops...)
	x.plan(t, "one", model.Current)
	x.within(t, "one", model.Op{Kind: model.OpRemoveLink, ID: "u"})
	for i := range 49 {
		x.within(t, "one", model.Set(fmt.Sprint("policy", i), "name", fmt.Sprint("Policy ", i), "Rule"))
	}
	b := x.browse(t, x.owner)
	// because is what stands beside the clerk's systems, and where the page says that the changes behind figures are found.
	because := func(path string) (said []string, find string) {
		t.Helper()
		for n := range b.get(t, path).want(t, http.StatusOK).nodes(t) {
			if href, _ := attr(n, "href"); n.Data == "a" && strings.Contains(href, "why=1") {
				find = href
			}
			if row := textOf(n); n.Data == "tr" && strings.HasPrefix(row, "Clerk") {
				for c := range n.Descendants() {
					if href, _ := attr(c, "href"); strings.Contains(href, "#c-") {
						said = append(said, href)
					}
				}
			}
		}
		return said, find
	}
	said, find := because("/w/lamps/compare?to=one")
	if len(said) > 0 || find == "" {
		t.Fatalf("before it was asked for, %v stand there, and %q finds them", said, find)
	}
	for _, path := range []string{find, "/w/lamps/compare?to=one"} {
		if said, find := because(path); len(said) != 1 || find != "" {
			t.Errorf("%s: %v stand there, and %q finds them", path, said, find)
		}
	}
}

// TestCompareMuch lists so many figures of a metric, and leads to the rest.
func TestCompareMuch(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	var ops []model.Op
	for i := range 60 {
		id := fmt.Sprint("clerk", i)
		ops = append(ops, model.Add(&model.Element{ID: id, Kind: model.Employee, Name: id}), model.Join(&model.Link{ID: "u" + id, Kind: model.Uses, From: id, To: "crm"}))
	}
	x.commit(t, append([]model.Op{model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "CRM"})}, ops...)...)
	x.plan(t, "one", model.Current)
	var gone []model.Op
	for i := range 60 {
		gone = append(gone, model.Op{Kind: model.OpRemoveLink, ID: fmt.Sprint("uclerk", i)})
	}
	x.within(t, "one", gone...)
	b := x.browse(t, x.owner)
	// clerks counts the clerks among the figures, and says where there are more.
	clerks := func(path string) (n int, more string) {
		t.Helper()
		for node := range b.get(t, path).want(t, http.StatusOK).nodes(t) {
			if scope, _ := attr(node, "scope"); node.Data == "th" && scope == "row" && strings.HasPrefix(textOf(node), "clerk") {
				n++
			}
			if href, _ := attr(node, "href"); node.Data == "a" && strings.Contains(href, "of=M3") {
				more = href
			}
		}
		return n, more
	}
	n, more := clerks("/w/lamps/compare?to=one")
	if n != partsCompared+moreCompared || more == "" {
		t.Fatalf("%d clerks are listed, and more at %q", n, more)
	}
	if n, _ := clerks(more); n != 60 {
		t.Errorf("%s lists %d clerks", more, n)
	}
}

// TestCompareDrawn draws what two states have, and what becomes of it, in shapes.
func TestCompareDrawn(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, model.Add(&model.Element{ID: "home", Kind: model.Customer, Name: "Home"}), model.Add(&model.Element{ID: "web", Kind: model.Channel, Name: "Web"}),
		model.Add(&model.Element{ID: "shop", Kind: model.Technology, Name: "Old shop"}), model.Join(&model.Link{ID: "r1", Kind: model.Reaches, From: "web", To: "home"}),
		model.Join(&model.Link{ID: "s1", Kind: model.Supports, From: "shop", To: "web"}))
	x.plan(t, "one", model.Current)
	x.within(t, "one", model.Op{Kind: model.OpRemoveLink, ID: "s1"}, model.Op{Kind: model.OpRemoveElement, ID: "shop"},
		model.Add(&model.Element{ID: "new", Kind: model.Technology, Name: "New shop"}), model.Join(&model.Link{ID: "s2", Kind: model.Supports, From: "new", To: "web"}))
	x.within(t, "one", model.Set("web", "name", "Web", "Web and app"))
	b := x.browse(t, x.owner)
	for _, view := range []string{"", "&view=map"} {
		fates := map[string]string{}
		for n := range b.get(t, "/w/lamps/compare?to=one"+view).want(t, http.StatusOK).nodes(t) {
			class, _ := attr(n, "class")
			for _, f := range strings.Fields(class) {
				if f == "add" || f == "rem" || f == "chg" {
					if name := firstTitle(n); name != "" && strings.Contains(class, "bx") {
						fates[name] = f
					}
				}
			}
		}
		if want := map[string]string{"Old shop": "rem", "New shop": "add", "Web and app": "chg"}; !maps.Equal(fates, want) {
			t.Errorf("view %q shows %v, want %v", view, fates, want)
		}
	}
}

// Where two drawings side by side are alike, the page leads to the one that shows what changes.
func TestCompareLeadsToWhatChanges(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, model.Add(&model.Element{ID: "home", Kind: model.Customer, Name: "Home"}), model.Add(&model.Element{ID: "shop", Kind: model.Technology, Name: "Old shop"}))
	x.plan(t, "one", model.Current)
	x.within(t, "one", model.Set("shop", "name", "Old shop", "New shop"))
	b := x.browse(t, x.owner)
	if body := b.get(t, "/w/lamps/compare?to=one").want(t, http.StatusOK).body; !strings.Contains(body, "See what changes on one map") {
		t.Error("two drawings that are alike lead nowhere")
	}
	x.within(t, "one", model.Set("home", "name", "Home", "Households"))
	if body := b.get(t, "/w/lamps/compare?to=one").want(t, http.StatusOK).body; strings.Contains(body, "See what changes on one map") {
		t.Error("a drawing that shows a change leads away from it")
	}
}

// firstTitle is the title of a part of a drawing.
func firstTitle(n *html.Node) string {
	for c := range n.ChildNodes() {
		if c.Data == "title" {
			return strings.TrimSpace(textOf(c))
		}
	}
	return ""
}

// TestCompareCauses tells which recorded causes a plan meets, what it leaves untouched, and which changes cure nothing.
func TestCompareCauses(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	cost := func(v float64) model.Props { return model.Props{"cost_per_month": model.Num(v)} }
	root := model.Props{"stop": "root"}
	x.commit(t, model.Add(&model.Element{ID: "p1", Kind: model.Problem, Name: "Late refunds", Props: cost(100)}), model.Add(&model.Element{ID: "p2", Kind: model.Problem, Name: "Lost parcels", Props: cost(70)}),
		model.Add(&model.Element{ID: "c1", Kind: model.Cause, Name: "Batch at night", Props: root}), model.Add(&model.Element{ID: "c2", Kind: model.Cause, Name: "No tracking", Props: root}),
		model.Add(&model.Element{ID: "erp", Kind: model.Technology, Name: "ERP"}), model.Add(&model.Element{ID: "van", Kind: model.Partner, Name: "Van"}),
		model.Add(&model.Element{ID: "fax", Kind: model.Technology, Name: "Fax"}),
		model.Join(&model.Link{ID: "b1", Kind: model.Because, From: "p1", To: "c1"}), model.Join(&model.Link{ID: "b2", Kind: model.Because, From: "p2", To: "c2"}),
		model.Join(&model.Link{ID: "l1", Kind: model.LocatedIn, From: "c1", To: "erp"}), model.Join(&model.Link{ID: "l2", Kind: model.LocatedIn, From: "c2", To: "van"}))
	x.plan(t, "one", model.Current)
	x.within(t, "one", model.Set("erp", "props.vendor", nil, "Acme"))
	x.within(t, "one", model.Op{Kind: model.OpRemoveElement, ID: "fax"})
	b := x.browse(t, x.owner)
	page := b.get(t, "/w/lamps/compare?to=one&view=causes").want(t, http.StatusOK)
	text := strings.NewReplacer("\u2068", "", "\u2069", "").Replace(textOfPage(t, page))
	rows := map[string]string{}
	for n := range page.nodes(t) {
		if n.Data == "tr" {
			row := strings.Join(strings.Fields(textOf(n)), " ")
			for _, name := range []string{"Late refunds", "Lost parcels", "Batch at night", "No tracking"} {
				if strings.HasPrefix(row, name) {
					rows[name] = row
				}
			}
		}
	}
	for name, says := range map[string]string{"Late refunds": "€0 to €100", "Lost parcels": "untouched", "Batch at night": "changed", "No tracking": "untouched"} {
		if !strings.Contains(rows[name], says) {
			t.Errorf("%s: %q does not say %q", name, rows[name], says)
		}
	}
	for _, says := range []string{"leaves untouched€70", "cure nothing recorded"} {
		if !strings.Contains(text, says) {
			t.Errorf("the page does not say %q: %s", says, text)
		}
	}
}

// TestCompareJourneys draws a journey twice, with what comes and goes at each step, and shares out a figure.
func TestCompareJourneys(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, model.Add(&model.Element{ID: "j", Kind: model.Journey, Name: "Return"}), model.Add(&model.Element{ID: "s", Kind: model.Step, Name: "Calls", Props: model.Props{"feeling": model.Num(-1)}}),
		model.Add(&model.Element{ID: "old", Kind: model.Technology, Name: "Old desk"}), model.Add(&model.Element{ID: "new", Kind: model.Technology, Name: "New desk"}),
		model.Join(&model.Link{ID: "h", Kind: model.HasStep, From: "j", To: "s"}), model.Join(&model.Link{ID: "v", Kind: model.Serves, From: "old", To: "s"}))
	x.plan(t, "one", model.Current)
	x.within(t, "one", model.Op{Kind: model.OpRemoveLink, ID: "v"}, model.Join(&model.Link{ID: "w", Kind: model.Serves, From: "new", To: "s"}))
	b := x.browse(t, x.owner)
	fates := map[string]string{}
	for n := range b.get(t, "/w/lamps/compare?to=one&view=journeys").want(t, http.StatusOK).nodes(t) {
		if class, _ := attr(n, "class"); strings.HasPrefix(class, "bx") && firstTitle(n) != "" {
			fates[firstTitle(n)] += strings.TrimPrefix(strings.TrimPrefix(class, "bx l-"), "deep")
		}
	}
	if !strings.HasSuffix(fates["Old desk"], "rem") || !strings.HasSuffix(fates["New desk"], "add") {
		t.Errorf("the drawings show %v", fates)
	}
}
