package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rootline/model"
)

const pasteAt = "/w/lamps/new/list"

// fates are the rows of a preview: what becomes of each, with its faults, in the order of the text.
func (r reply) fates(t *testing.T) (out []string) {
	t.Helper()
	lines := map[string]string{}
	var order []string
	for n := range r.nodes(t) {
		class, _ := attr(n, "class")
		fate, ok := strings.CutPrefix(class, "fate-")
		if n.Data != "tr" || !ok {
			continue
		}
		line := ""
		for c := range n.Descendants() {
			switch class, _ := attr(c, "class"); {
			case c.Data == "td" && class == "num dim" && line == "":
				line = fmt.Sprintf("%3s", textOf(c))
			case class == "msg":
				fate += "! " + textOf(c)
			}
		}
		lines[line] = fate
		order = append(order, line)
	}
	slices.Sort(order)
	for _, l := range order {
		out = append(out, strings.TrimSpace(l)+" "+lines[l])
	}
	return out
}

func TestPasteNames(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.some(t)
	b := x.browse(t, x.owner)
	names := "Label printer\r\n\r\n  crm \r\nÉtiquette, douchette; \"new\"\r\nlabel PRINTER\r\n<script>alert(1)</script>\r\n\u200fصندوق\u200f 💡\r\n" + strings.Repeat("x", 10_000)
	b.get(t, pasteAt+"?kind=technology").want(t, http.StatusOK)
	rev := x.revision(t)
	page := b.post(t, pasteAt, url.Values{"kind": {"technology"}, "text": {names}}).want(t, http.StatusOK)
	want := []string{"1 add", "3 skip", "4 add", "5 twice", "6 add", "7 add", "8 fault! This text is too long: at most 1,000 characters. Shorten it, or put the detail in the notes."}
	if diff := cmp.Diff(want, page.fates(t)); diff != "" {
		t.Errorf("preview (-want +got):\n%s", diff)
	}
	if x.revision(t) != rev {
		t.Fatal("the preview has changed something")
	}
	form := page.form(t, "/new/list")
	form.Set("step", "go")
	if r := b.post(t, pasteAt, form).want(t, http.StatusSeeOther); r.location != "/w/lamps/elements?kind=technology" {
		t.Errorf("led to %s", r.location)
	}
	b.post(t, pasteAt, form) // sent twice
	var got []string
	for _, e := range x.graph(t).OfKind(model.Technology)[4:] {
		got = append(got, e.Name)
	}
	if diff := cmp.Diff([]string{"Label printer", `Étiquette, douchette; "new"`, "<script>alert(1)</script>", "صندوق\u200f 💡"}, got); diff != "" {
		t.Errorf("added (-want +got):\n%s", diff)
	}
	if x.revision(t) != rev+1 {
		t.Errorf("%d changes, want one", x.revision(t)-rev)
	}
	b.post(t, b.get(t, "/w/lamps/elements").want(t, http.StatusOK).undo(t), nil).want(t, http.StatusSeeOther)
	if n, _ := x.graph(t).Len(); n != 5 {
		t.Errorf("%d elements after taking it back, want the first 5", n)
	}
}

// A table is read by its heads in any of the languages, faults are named by row and column, and names that are there can be
// given the facts of their rows.
func TestPasteTable(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.some(t)
	b := x.browse(t, x.owner)
	table := strings.Join([]string{
		"Nom\tCycle de vie\tRunning cost (€ a year)\tlevel of joy\tمسئول\tTags\t\t",
		"Scanner\ten service\t€1,200\thigh\tOlga Owner\tstores, core\t\t",
		"\"Parcel\nlocker\"\tlive\t100 – 200\t\t\t\t\t",
		"\tlive\t5\t\t\t\t\t", // merged above
		"Robot\tloved\tlots\t\t\t\t\t",
		"ERP2\tlive\t\t\t\t\t\t",
		"crm\tretiring\t450\t\t\tnew\t\t",
	}, "\n")
	page := b.post(t, pasteAt, url.Values{"kind": {"technology"}, "text": {table}}).want(t, http.StatusOK)
	const noName = "This row has no name. Cells that were merged come out empty: fill the name in."
	want := []string{"2 add", "3 add", "5 fault! " + noName,
		"6 fault! “loved” cannot be chosen here. Choose among planned, live, retiring, retired-but-needed and retired.! “lots” is not a figure. Write it in digits, such as 12.5; leave it empty where it is not known.",
		"7 add", "8 skip"}
	if diff := cmp.Diff(want, page.fates(t)); diff != "" {
		t.Errorf("preview (-want +got):\n%s", diff)
	}
	form := page.form(t, "/new/list")
	if diff := cmp.Diff([]string{"name", "props.lifecycle", "props.run_cost_per_year", "", "owner", "tags"}, form["column"]); diff != "" {
		t.Errorf("columns (-want +got):\n%s", diff)
	}
	form["column"][3] = "props.vendor"
	form.Set("same", "set")
	form.Set("step", "go")
	b.post(t, pasteAt, form).want(t, http.StatusSeeOther)
	g := x.graph(t)
	added := map[string]*model.Element{}
	for _, e := range g.OfKind(model.Technology)[4:] {
		added[e.Name] = e
	}
	scanner, locker := added["Scanner"], added["Parcel locker"]
	if len(added) != 3 || scanner == nil || locker == nil || added["ERP2"] == nil {
		t.Fatalf("added %v", added)
	}
	if diff := cmp.Diff(model.Props{"lifecycle": "live", "run_cost_per_year": model.Num(1200), "vendor": "high"}, scanner.Props); diff != "" || scanner.Owner != x.owner.ID || !slices.Equal(scanner.Tags, []string{"core", "stores"}) {
		t.Errorf("Scanner: %s %v %s", scanner.Owner, scanner.Tags, diff)
	}
	if n, _ := locker.Props.Number("run_cost_per_year"); n.Lo != 100 || n.Hi != 200 {
		t.Errorf("Parcel locker costs %v", n)
	}
	crm := g.Element("crm")
	if diff := cmp.Diff(model.Props{"lifecycle": "retiring", "run_cost_per_year": model.Num(450)}, crm.Props); diff != "" || !slices.Equal(crm.Tags, []string{"core", "new"}) || crm.Name != "CRM" {
		t.Errorf("CRM: %s %v %s", crm.Name, crm.Tags, diff)
	}
}

func TestPasteReading(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.some(t)
	b := x.browse(t, x.owner)
	for name, c := range map[string]struct {
		form url.Values
		want []string
	}{
		"a file with commas":       {url.Values{"kind": {"technology"}, "text": {"name,vendor\n\"Till, new\",Acme\n"}}, []string{"2 add"}},
		"our own table file":       {url.Values{"kind": {"technology"}, "text": {"\ufeffName;Running cost (€ a year);Running cost (€ a year), at most\nX;5;7\n"}}, []string{"2 add"}},
		"each row says its kind":   {url.Values{"text": {"Name\tKind\nA\tpolicy\nB\t技术\nC\t\nD\tship"}}, []string{"2 add", "3 add", "4 fault! Nothing says what this is. Choose it for all rows, or add a column that says it.", "5 fault! “ship” is not a kind of element. Choose one of the list."}},
		"a prop of another kind":   {url.Values{"text": {"Name\tKind\tHeadcount\nA\trole\t5\nB\tpolicy\t6"}}, []string{"2 add", "3 fault! A policy has no place for “Headcount”. Leave the cell empty, or leave the column out."}},
		"no kind at all":           {url.Values{"text": {"A\nB"}}, []string{"1 fault! Nothing says what this is. Choose it for all rows, or add a column that says it.", "2 fault! Nothing says what this is. Choose it for all rows, or add a column that says it."}},
		"lines, though with tabs":  {url.Values{"kind": {"policy"}, "text": {"A\tB\nC"}, "sep": {"lines"}}, []string{"1 add", "2 add"}},
		"the head is a row":        {url.Values{"kind": {"policy"}, "text": {"Name\tOwner\nA\tB"}, "sep": {"tab"}, "head": {"no"}}, []string{"1 add", "2 add"}},
		"a date with slashes":      {url.Values{"kind": {"evidence"}, "text": {"Name\ton\tDepth\nA\t2026/3/4\t\nB\t4.3.26\t"}}, []string{"2 add", "3 fault! “4.3.26” is not a day of the calendar. Write it as year, month and day, such as 2026-03-14."}},
		"already there, add again": {url.Values{"kind": {"technology"}, "text": {"CRM\nTill\nTill"}, "same": {"add"}}, []string{"1 add", "2 add", "3 add"}},
	} {
		got := b.post(t, pasteAt, c.form).want(t, http.StatusOK).fates(t)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	for name, text := range map[string]string{"nothing": " \n\t\n", "a head alone": "Name\tOwner\n"} {
		b.post(t, pasteAt, url.Values{"kind": {"policy"}, "text": {text}}).want(t, http.StatusUnprocessableEntity)
		if t.Failed() {
			t.Fatal(name)
		}
	}
	many := strings.Repeat("Another name that is long enough to make it heavy\n", 50_000)
	if r := b.post(t, pasteAt, url.Values{"kind": {"policy"}, "text": {many}}).want(t, http.StatusUnprocessableEntity); !strings.Contains(r.body, "These are 50,000 rows; at most 5,000 are taken at once.") {
		t.Error("50,000 rows are not refused with a sentence")
	}
	viewer := x.browse(t, x.person(t, "Vera Viewer", model.Viewer))
	viewer.post(t, pasteAt, url.Values{"kind": {"policy"}, "text": {"A"}}).want(t, http.StatusForbidden)
	contributor := x.browse(t, x.person(t, "Carl Contributor", model.Contributor))
	contributor.post(t, pasteAt, url.Values{"kind": {"policy"}, "text": {"A"}}).want(t, http.StatusForbidden)
	form := contributor.post(t, pasteAt, url.Values{"text": {"Name\tKind\nA\tpolicy"}}).want(t, http.StatusOK).form(t, "/new/list")
	form.Set("step", "go")
	contributor.post(t, pasteAt, form).want(t, http.StatusForbidden)
}
