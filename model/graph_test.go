package model_test

import (
	"fmt"
	"runtime"
	"sync"
	"testing"

	"rootline/model"
)

func TestGraphOfNothing(t *testing.T) {
	t.Parallel()
	g := model.NewGraph(nil, nil)
	if g.Element("x") != nil || g.Link("x") != nil || g.Has("x") || g.Handle("x") != model.None || g.At(model.None) != nil || len(g.Out("x")) != 0 {
		t.Error("an empty graph knows of x")
	}
}

func TestOfKindFollowsEveryVersion(t *testing.T) {
	t.Parallel()
	g := shop(t)
	if n := len(g.OfKind(model.Technology)); n != 2 {
		t.Fatalf("%d technologies, want 2", n)
	}
	next := mustApply(t, g, add("technology", "crm", "CRM"), set("till", "name", "Till", "POS"))
	if all := next.OfKind(model.Technology); len(all) != 3 || all[0].Name != "POS" {
		t.Errorf("technologies after = %d, the first %q; want 3 and POS", len(all), all[0].Name)
	}
	if all := g.OfKind(model.Technology); len(all) != 2 || all[0].Name != "Till" {
		t.Error("the version before has changed")
	}
}

// Two drafts of one version may both add a link to one element: neither may see the other's.
func TestSiblingVersionsShareNothingTheyWrite(t *testing.T) {
	t.Parallel()
	g := shop(t)
	for i := range 20 { // past every spare place at the end of a list
		a := mustApply(t, g, join("uses", fmt.Sprintf("x%d", i), "clerk", "till"))
		b := mustApply(t, g, join("uses", fmt.Sprintf("y%d", i), "clerk", "erp"))
		for name, c := range map[string]struct {
			g         *model.Graph
			last, end string
		}{"a": {a, fmt.Sprintf("x%d", i), "till"}, "b": {b, fmt.Sprintf("y%d", i), "erp"}} {
			out := c.g.Out("clerk")
			if l := out[len(out)-1]; len(out) != i+2 || l.ID != c.last || l.To != c.end {
				t.Fatalf("version %s has %d links, the last %v", name, len(out), l)
			}
		}
		g = a
	}
}

func TestReadersAndAWriterDoNotMeet(t *testing.T) {
	t.Parallel()
	g := shop(t)
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for range 200 {
				if len(g.OfKind(model.Cause)) != 3 || len(g.Out("clerk")) != 1 || g.Element("till").Name != "Till" {
					t.Error("a reader saw an edit of its version")
					return
				}
			}
		})
	}
	next := g
	for i := range 200 {
		next = mustApply(t, next, add("cause", fmt.Sprintf("n%d", i), "New"), join("uses", fmt.Sprintf("m%d", i), "clerk", "till"), set("till", "notes", next.Element("till").Field("notes"), fmt.Sprint(i)))
	}
	readers.Wait()
}

// large makes n elements and 2n links: applications that depend on one another, and causes that lie in them.
func large(n int) ([]*model.Element, []*model.Link) {
	elements := make([]*model.Element, n)
	links := make([]*model.Link, 0, 2*n)
	for i := range n {
		e := &model.Element{ID: fmt.Sprintf("technology-%06d", i), Kind: model.Technology, Name: fmt.Sprintf("Application %d", i),
			Props: model.Props{"lifecycle": "live", "run_cost_per_year": model.Num(float64(i))}}
		if i%2 == 1 {
			e = &model.Element{ID: fmt.Sprintf("cause-%06d", i), Kind: model.Cause, Name: fmt.Sprintf("Cause %d", i), Props: model.Props{"status": "likely"}}
		}
		elements[i] = e
	}
	for i := range n {
		from, kind := elements[i], model.DependsOn
		if from.Kind == model.Cause {
			kind = model.LocatedIn
		}
		for j := range 2 {
			to := elements[(i*7919+j*104729)%n&^1] // an even place: a technology
			links = append(links, &model.Link{ID: fmt.Sprintf("l%d-%06d", j, i), Kind: kind, From: from.ID, To: to.ID})
		}
	}
	return elements, links
}

const many = 100_000

func BenchmarkApply(b *testing.B) {
	elements, links := large(many)
	g := model.NewGraph(elements, links)
	for name, ops := range map[string][]model.Op{
		"set":    {set("technology-050000", "name", "Application 50000", "ERP")},
		"prop":   {set("technology-050000", "props.run_cost_per_year", 50000.0, 4.0)},
		"add":    {add("technology", "new", "New")},
		"link":   {join("depends_on", "new", "technology-000002", "technology-099998")},
		"re_end": {reEnd(links[0].ID, "to", links[0].To, "technology-050000")},
		"remove": {removeLink(links[4].ID)},
		"cause":  {add("cause", "c-new", "Because"), join("located_in", "l-new", "c-new", "technology-000002")},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := g.Apply(model.Change{Ops: ops}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkApplyAllAtOnce(b *testing.B) { // an import
	elements, links := large(10_000)
	ops := make([]model.Op, 0, len(elements)+len(links))
	for _, e := range elements {
		ops = append(ops, model.Add(e))
	}
	for _, l := range links {
		ops = append(ops, model.Join(l))
	}
	for b.Loop() {
		if _, _, err := model.NewGraph(nil, nil).Apply(model.Change{Ops: ops}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNewGraph(b *testing.B) {
	elements, links := large(many)
	for b.Loop() {
		model.NewGraph(elements, links)
	}
}

// BenchmarkMemory reports what a graph takes for each element with its two links, elements and links themselves included.
func BenchmarkMemory(b *testing.B) {
	for b.Loop() {
		before := heap()
		elements, links := large(many)
		g := model.NewGraph(elements, links)
		elements, links = nil, nil
		b.ReportMetric(float64(heap()-before)/many, "B/element")
		runtime.KeepAlive(g)
	}
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// BenchmarkHub joins an element to as many others as there are: no step of it may copy all that came before.
func BenchmarkHub(b *testing.B) {
	elements := []*model.Element{{ID: "hub", Kind: model.Employee}}
	var links []*model.Link
	for i := range many {
		elements = append(elements, &model.Element{ID: fmt.Sprintf("t%d", i), Kind: model.Technology})
		links = append(links, &model.Link{ID: fmt.Sprintf("l%d", i), Kind: model.Uses, From: "hub", To: fmt.Sprintf("t%d", i)})
	}
	for b.Loop() {
		model.NewGraph(elements, links)
	}
}
