package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"rootline/model"
)

// listed1 are the names in a list, in its order.
func (r reply) names(t *testing.T) []string {
	t.Helper()
	var out []string
	for n := range r.nodes(t) {
		if scope, _ := attr(n, "scope"); n.Type == html.ElementNode && n.Data == "th" && scope == "row" {
			for d := range n.Descendants() {
				if d.Data == "bdi" {
					out = append(out, textOf(d))
					break
				}
			}
		}
	}
	return out
}

func TestElementList(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	tech := func(id, name string, cost any, tags ...string) model.Op {
		e := &model.Element{ID: id, Kind: model.Technology, Name: name, Tags: tags}
		if cost != nil {
			e.Props = model.Props{"run_cost_per_year": cost}
		}
		return model.Add(e)
	}
	x.commit(t, tech("a", "Élan", model.Num(300), "core"), tech("b", "erp", nil), tech("c", "Till 10", model.Number{Lo: 50, Hi: 150}, "core"),
		tech("d", "Till 9", model.Num(200)), model.Add(&model.Element{ID: "e", Kind: model.Policy, Name: "يک قاعدهٔ كهنه", Notes: "About the CAFÉ"}))
	x.commit(t, model.Set("b", "notes", nil, "changed last"))
	for _, c := range []struct {
		at   string
		want []string
	}{
		{"?kind=technology", []string{"Élan", "erp", "Till 9", "Till 10"}},
		{"?kind=technology&sort=-name", []string{"Till 10", "Till 9", "erp", "Élan"}},
		{"?kind=technology&sort=props.run_cost_per_year", []string{"Till 10", "Till 9", "Élan", "erp"}}, // not known comes last
		{"?kind=technology&sort=-props.run_cost_per_year", []string{"Élan", "Till 9", "Till 10", "erp"}},
		{"?q=elan", []string{"Élan"}},
		{"?q=%DB%8C%DA%A9+%DA%A9%D9%87%D9%86%D9%87", []string{"يک قاعدهٔ كهنه"}}, // یک کهنه, with the Persian letters
		{"?q=cafe", []string{"يک قاعدهٔ كهنه"}},
		{"?tag=core", []string{"Élan", "Till 10"}},
		{"?q=nothing", nil},
		{"?kind=nonsense&q=till", []string{"Till 9", "Till 10"}},
	} {
		if diff := cmp.Diff(c.want, b.get(t, "/w/lamps/elements"+c.at).want(t, 200).names(t)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.at, diff)
		}
	}
	if got := b.get(t, "/w/lamps/elements?sort=-changed").want(t, 200).names(t); len(got) != 5 || got[0] != "erp" {
		t.Errorf("by change = %v, want erp first", got)
	}
}

func TestElementListPages(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	var ops []model.Op
	for i := range 120 {
		ops = append(ops, model.Add(&model.Element{ID: fmt.Sprintf("s%03d", i), Kind: model.Step, Name: fmt.Sprintf("Step %03d", i)}))
	}
	x.commit(t, ops...)
	var all []string
	for at, n := "/w/lamps/elements?q=step", 0; at != "" && n < 10; n++ {
		page := b.get(t, at).want(t, 200)
		all = append(all, page.names(t)...)
		at = ""
		for node := range page.nodes(t) {
			if rel, _ := attr(node, "rel"); rel == "next" {
				at, _ = attr(node, "href")
			}
		}
	}
	if len(all) != 120 || !slices.IsSorted(all) || all[119] != "Step 119" {
		t.Errorf("%d rows over all pages, sorted %v; want 120", len(all), slices.IsSorted(all))
	}
	b.get(t, "/w/lamps/elements?page=99999").want(t, 200)
	b.get(t, "/w/lamps/elements?page=-1").want(t, 200)
}

// Sentences of several links bend their verb, and each names what it leads to.
func TestElementSentences(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, model.Add(&model.Element{ID: "oms", Kind: model.Technology, Name: "Order management"}), model.Add(&model.Element{ID: "web", Kind: model.Technology, Name: "Web shop"}),
		model.Add(&model.Element{ID: "desk", Kind: model.Technology, Name: "Service desk"}), model.Add(&model.Element{ID: "d", Kind: model.Data, Name: "Order"}),
		model.Join(&model.Link{ID: "l1", Kind: model.DependsOn, From: "web", To: "oms"}), model.Join(&model.Link{ID: "l2", Kind: model.Supports, From: "oms", To: "till"}),
		model.Add(&model.Element{ID: "till", Kind: model.Channel, Name: "Store"}), model.Join(&model.Link{ID: "l3", Kind: model.Holds, From: "oms", To: "d", Props: model.Props{"master": true}}),
		model.Join(&model.Link{ID: "l4", Kind: model.Holds, From: "web", To: "d"}), model.Join(&model.Link{ID: "l5", Kind: model.Holds, From: "desk", To: "d"}))
	x.commit(t, model.Add(&model.Element{ID: "j", Kind: model.Journey, Name: "Buy a lamp"}), model.Add(&model.Element{ID: "s", Kind: model.Step, Name: "Brings it back to the store"}),
		model.Join(&model.Link{ID: "l6", Kind: model.HasStep, From: "j", To: "s"}))
	for at, want := range map[string]string{
		"oms": "Web shop cannot work without Order management.", "d": "Service desk and Web shop hold Order.", "desk": "Service desk holds Order.",
		"s": "This step is part of Buy a lamp.",
	} {
		page := b.get(t, "/w/lamps/elements/"+at).want(t, 200)
		said := ""
		for n := range page.nodes(t) {
			if class, _ := attr(n, "class"); n.Data == "ul" && class == "say" {
				said = textOf(n)
			}
		}
		other := strings.Replace(want, "Service desk and Web shop", "Web shop and Service desk", 1)
		if !strings.Contains(said, want) && !strings.Contains(said, other) {
			t.Errorf("%s says %q, want %q in it", at, said, want)
		}
	}
}

func TestPick(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, model.Add(&model.Element{ID: "a", Kind: model.Technology, Name: "Order management"}), model.Add(&model.Element{ID: "b", Kind: model.Technology, Name: "Nightly order file"}),
		model.Add(&model.Element{ID: "c", Kind: model.Data, Name: "Order"}))
	options := func(at string) (out []string) {
		page := b.get(t, "/w/lamps/pick?"+at).want(t, http.StatusOK)
		for n := range page.nodes(t) {
			if role, _ := attr(n, "role"); role == "option" {
				id, _ := attr(n, "data-id")
				out = append(out, id)
			}
		}
		return out
	}
	for at, want := range map[string][]string{
		"q=ord&kinds=technology":            {"a", "b"}, // what begins so comes first
		"q=ord&kinds=technology,data":       {"c", "a", "b"},
		"q=ord&kinds=technology&not=a":      {"b"},
		"q=order&kinds=data&add=1":          {"c"}, // it is there: nothing to add
		"q=orders&kinds=data&add=1":         {""},
		"q=&kinds=data":                     nil,
		"q=file+night&kinds=technology":     {"b"},
		"q=ORDER+management&kinds=nonsense": {"a"},
	} {
		if diff := cmp.Diff(want, options(at)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", at, diff)
		}
	}
}

// Lists stay whole and in order while others edit.
func TestElementListWhileEdited(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	var ops []model.Op
	for i := range 200 {
		ops = append(ops, model.Add(&model.Element{ID: fmt.Sprintf("s%03d", i), Kind: model.Step, Name: fmt.Sprintf("Step %03d", i)}))
	}
	x.commit(t, ops...)
	stop := make(chan struct{})
	var readers sync.WaitGroup
	for i, at := range []string{"?sort=-name", "?sort=changed", "?q=step", "?kind=step"} {
		b := x.browse(t, x.owner)
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				names := b.get(t, "/w/lamps/elements"+at).names(t)
				if len(names) != rowsPerPage {
					t.Errorf("reader %d sees %d rows", i, len(names))
					return
				}
				if at != "?sort=changed" {
					if at == "?sort=-name" {
						slices.Reverse(names)
					}
					if !slices.IsSorted(names) {
						t.Errorf("%s: not in order: %q", at, names)
						return
					}
				}
			}
		})
	}
	for i := range 40 {
		id := fmt.Sprintf("s%03d", i)
		x.commit(t, model.Set(id, "name", fmt.Sprintf("Step %03d", i), fmt.Sprintf("Step %03d", 500+i)))
	}
	close(stop)
	readers.Wait()
	if last := x.browse(t, x.owner).get(t, "/w/lamps/elements?sort=-name").names(t); last[0] != "Step 539" || last[40] != "Step 199" {
		t.Errorf("the list ends with %s, %s", last[0], last[40])
	}
}
