package model_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"rootline/model"
	"rootline/model/exchange"
)

// drawn is all that a person, or a drawing, can see of a graph.
type drawn struct {
	Elements, Links []string            // in order of arrival
	Out, In         map[string][]string // links of each element, in order
	File            string
	Len             [2]int
}

func picture(t require, g *model.Graph) drawn {
	t.Helper()
	d := drawn{Out: map[string][]string{}, In: map[string][]string{}}
	for e := range g.Elements() {
		d.Elements = append(d.Elements, e.ID)
		for _, l := range g.Out(e.ID) {
			d.Out[e.ID] = append(d.Out[e.ID], l.ID)
		}
		for _, l := range g.In(e.ID) {
			d.In[e.ID] = append(d.In[e.ID], l.ID)
		}
	}
	for l := range g.Links() {
		d.Links = append(d.Links, l.ID)
	}
	var b bytes.Buffer
	if err := exchange.Write(&b, exchange.FromGraph(model.Workspace{}, g)); err != nil {
		t.Fatalf("Write: %v", err)
	}
	d.File = b.String()
	d.Len[0], d.Len[1] = g.Len()
	return d
}

type require interface {
	Helper()
	Fatalf(format string, args ...any)
}

var (
	someKinds = []model.Kind{model.Technology, model.Employee, model.Cause, model.Cause, model.Problem, model.Foreign}
	someLinks = []model.LinkKind{model.Uses, model.DependsOn, model.Because, model.Because, model.PartOf, model.ForeignLink, model.LocatedIn}
)

// element draws one of a few ids, so that changes meet.
func element(t *rapid.T) *model.Element {
	e := &model.Element{ID: anID(t), Kind: rapid.SampledFrom(someKinds).Draw(t, "kind"), Name: rapid.SampledFrom([]string{"", "Till", "店", "صندوق"}).Draw(t, "name")}
	if rapid.Bool().Draw(t, "more") {
		e.Tags = rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b"}), 0, 3).Draw(t, "tags")
		e.Names = map[string]string{"fr": "Caisse"}
		e.Props = model.Props{"free": rapid.SampledFrom([]any{"x", 4.5, true, []any{"p", "q"}, map[string]any{"lo": 1.0, "hi": 2.0}}).Draw(t, "free")}
	}
	return e
}

func anID(t *rapid.T) string { return fmt.Sprintf("e%d", rapid.IntRange(0, 9).Draw(t, "id")) }

func link(t *rapid.T) *model.Link {
	l := &model.Link{ID: fmt.Sprintf("l%d", rapid.IntRange(0, 14).Draw(t, "link")), Kind: rapid.SampledFrom(someLinks).Draw(t, "kind"), From: anID(t), To: anID(t)}
	if l.Kind == model.Because && rapid.Bool().Draw(t, "circle") {
		l.Props = model.Props{"circle": true}
	}
	return l
}

// op draws an op that g would often take: its Old is what g says.
func op(t *rapid.T, g *model.Graph) model.Op {
	e, l := element(t), link(t)
	now, nowLink := g.Element(e.ID), g.Link(l.ID)
	switch rapid.IntRange(0, 9).Draw(t, "op") {
	case 0, 1, 2:
		if now == nil {
			return model.Add(e)
		}
	case 3, 4, 5:
		if nowLink == nil {
			return model.Join(l)
		}
		return reEnd(l.ID, "to", nowLink.To, l.To)
	case 6:
		if nowLink != nil {
			o := removeLink(l.ID)
			if rapid.Bool().Draw(t, "relies") {
				o.Old = map[string]any{"from": nowLink.From, "to": nowLink.To}
			}
			return o
		}
	case 7:
		if now != nil && len(g.Out(e.ID))+len(g.In(e.ID)) == 0 {
			o := remove(e.ID)
			if rapid.Bool().Draw(t, "relies") {
				o.Old = map[string]any{"name": now.Name}
			}
			return o
		}
	case 8:
		if now != nil && now.Kind == model.Foreign {
			return set(e.ID, "kind", string(now.Kind), string(e.Kind))
		}
	}
	if now == nil {
		return model.Add(e)
	}
	field := rapid.SampledFrom([]string{"name", "notes", "names.fr", "tags.a", "tags.c", "props.free", "props.vendor"}).Draw(t, "field")
	var v any = rapid.SampledFrom([]string{"", "Till", "POS"}).Draw(t, "value")
	if field[:2] == "ta" {
		v = rapid.SampledFrom([]any{nil, true}).Draw(t, "tag")
	}
	return set(e.ID, field, now.Field(field), v)
}

// change draws ops one after another, each against what the ones before it left, and returns those that apply together.
func change(t *rapid.T, g *model.Graph, longest int) (model.Change, *model.Graph) {
	c, next := model.Change{ID: "c"}, g
	for range rapid.IntRange(0, longest).Draw(t, "ops") {
		o := op(t, next)
		if after, _, err := next.Apply(model.Change{Ops: []model.Op{o}}); err == nil {
			c.Ops, next = append(c.Ops, o), after
		}
	}
	return c, next
}

func TestApplyThenInverseIsIdentity(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		_, g := change(t, model.NewGraph(nil, nil), 40)
		before := picture(t, g)
		c, step := change(t, g, 8)
		next, inverse, err := g.Apply(c)
		if err != nil {
			t.Fatalf("ops that apply one by one do not apply together: %v", err)
		}
		if diff := cmp.Diff(picture(t, step), picture(t, next)); diff != "" {
			t.Fatalf("one by one and together differ:\n%s", diff)
		}
		back, again, err := next.Apply(inverse)
		if err != nil {
			t.Fatalf("inverse: %v", err)
		}
		if diff := cmp.Diff(before, picture(t, back)); diff != "" {
			t.Fatalf("apply, then the inverse (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(before, picture(t, g)); diff != "" {
			t.Fatalf("the graph that was applied to has changed:\n%s", diff)
		}
		redone, _, err := back.Apply(again)
		if err != nil {
			t.Fatalf("inverse of the inverse: %v", err)
		}
		if diff := cmp.Diff(picture(t, next), picture(t, redone)); diff != "" {
			t.Fatalf("undone, then redone (-want +got):\n%s", diff)
		}
	})
}

// Two changes are independent where no op of one writes a field, an element or a link end that the other's touches. Their
// order does not show in the file.
func TestIndependentChangesCommute(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		_, g := change(t, model.NewGraph(nil, nil), 30)
		a, afterA := change(t, g, 3)
		b, afterB := change(t, g, 3)
		if touch(a, b) {
			t.Skip("they touch")
		}
		ab, _, errAB := afterA.Apply(b)
		ba, _, errBA := afterB.Apply(a)
		if (errAB == nil) != (errBA == nil) {
			t.Fatalf("a then b: %v; b then a: %v", errAB, errBA)
		}
		if errAB != nil {
			return // a circle that only the two together close is refused either way
		}
		if x, y := picture(t, ab).File, picture(t, ba).File; x != y {
			t.Fatalf("a then b, and b then a, differ:\n%s", cmp.Diff(x, y))
		}
	})
}

// touch says whether two changes concern the same thing: for sets a field, for all else an element or link as such.
func touch(a, b model.Change) bool {
	keys := func(c model.Change) (all []string) {
		for _, o := range c.Ops {
			t := o.Touches()
			if o.Kind == model.OpSet && o.Field != "kind" {
				t = t[:1]
			}
			all = append(all, t...)
		}
		return all
	}
	meets := func(x, y string) bool {
		return x == y || len(x) > len(y) && x[:len(y)] == y && x[len(y)] == ' ' || len(y) > len(x) && y[:len(x)] == x && y[len(x)] == ' '
	}
	for _, x := range keys(a) {
		if slices.ContainsFunc(keys(b), func(y string) bool { return meets(x, y) }) {
			return true
		}
	}
	return false
}

func TestAGraphMadeByChangesEqualsOneMadeAtOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		_, g := change(t, model.NewGraph(nil, nil), 60)
		made := model.NewGraph(slices.Collect(g.Elements()), slices.Collect(g.Links()))
		if diff := cmp.Diff(picture(t, made), picture(t, g)); diff != "" {
			t.Fatalf("made at once (-) and by changes (+):\n%s", diff)
		}
	})
}
