package model_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rootline/model"
)

// The small shop of these tests: a clerk at a till, a problem with a chain of causes, a box of another tool.
func shop(t testing.TB) *model.Graph {
	t.Helper()
	return mustApply(t, model.NewGraph(nil, nil),
		add("technology", "till", "Till"), add("technology", "erp", "ERP"), add("employee", "clerk", "Clerk"), add("step", "pay", "Pays"),
		add("problem", "p", "No refund"), add("cause", "c1", "Not found"), add("cause", "c2", "Old orders"), add("cause", "c3", "Nightly file"),
		model.Add(&model.Element{ID: "box", Kind: model.Foreign, Name: "Box", Props: model.Props{"colour": "grey", "vendor": "Acme"}}),
		join("uses", "l-uses", "clerk", "till"), join("depends_on", "l-dep", "till", "erp"), join("foreign", "l-box", "box", "till"),
		join("because", "b0", "p", "c1"), join("because", "b1", "c1", "c2"), join("because", "b2", "c2", "c3"),
		join("part_of", "l-part", "till", "erp"),
		model.Add(&model.Element{ID: "bin", Kind: model.Foreign, Name: "Bin"}), join("located_in", "l-bin", "c3", "bin"))
}

func add(kind model.Kind, id, name string) model.Op {
	return model.Add(&model.Element{ID: id, Kind: kind, Name: name})
}

func join(kind model.LinkKind, id, from, to string, props ...any) model.Op {
	l := &model.Link{ID: id, Kind: kind, From: from, To: to}
	for i := 0; i < len(props); i += 2 {
		if l.Props == nil {
			l.Props = model.Props{}
		}
		l.Props[props[i].(string)] = props[i+1]
	}
	return model.Join(l)
}

func set(id, field string, old, new any) model.Op { return model.Set(id, field, old, new) }

func remove(id string) model.Op     { return model.Op{Kind: model.OpRemoveElement, ID: id} }
func removeLink(id string) model.Op { return model.Op{Kind: model.OpRemoveLink, ID: id} }

func reEnd(id, end string, old, new any) model.Op {
	return model.Op{Kind: model.OpReEnd, ID: id, End: end, Old: old, New: new}
}

func mustApply(t testing.TB, g *model.Graph, ops ...model.Op) *model.Graph {
	t.Helper()
	next, _, err := g.Apply(model.Change{Ops: ops})
	if err != nil {
		t.Fatalf("Apply: %v", err)
	}
	return next
}

func TestApplyRefuses(t *testing.T) {
	t.Parallel()
	type fault struct {
		Kind       model.ErrorKind
		Field, Msg string
	}
	one := func(field, msg string) []fault { return []fault{{model.Invalid, field, msg}} }
	for name, c := range map[string]struct {
		ops  []model.Op
		want []fault
	}{
		"an unknown op":                   {[]model.Op{{Kind: "paint", ID: "till"}}, one("ops[0].op", "op.kind")},
		"an addition of nothing":          {[]model.Op{{Kind: model.OpAddElement}, {Kind: model.OpAddLink}}, []fault{{model.Invalid, "ops[0].element", "op.element"}, {model.Invalid, "ops[1].link", "op.link"}}},
		"a set with an element":           {[]model.Op{{Kind: model.OpSet, ID: "p", Field: "name", Old: "No refund", New: "x", Element: &model.Element{ID: "q", Kind: model.Data}}}, one("ops[0].op", "op.stray")},
		"a set with a link":               {[]model.Op{{Kind: model.OpSet, ID: "p", Field: "name", Old: "No refund", New: "x", Link: &model.Link{ID: "q"}}}, one("ops[0].op", "op.stray")},
		"an unknown kind":                 {[]model.Op{add("lamp", "x", "X")}, one("ops[0].element.kind", "kind")},
		"an id with a blank":              {[]model.Op{add("data", "a b", "X")}, one("ops[0].element.id", "id")},
		"an id that is too long":          {[]model.Op{add("data", "a"+strings.Repeat("b", 64), "X")}, one("ops[0].element.id", "id")},
		"an element's id again":           {[]model.Op{add("data", "till", "X")}, one("ops[0].element.id", "id.taken")},
		"a link's id again":               {[]model.Op{add("data", "l-uses", "X")}, one("ops[0].element.id", "id.taken")},
		"an id twice in a change":         {[]model.Op{add("data", "d", "D"), join("uses", "d", "clerk", "till")}, one("ops[1].link.id", "id.taken")},
		"several faults, each":            {[]model.Op{model.Add(&model.Element{ID: "s", Kind: model.Step, Props: model.Props{"live": "yes", "feeling": 3.0, "wait_s": "long"}})}, []fault{{model.Invalid, "ops[0].element.props.feeling", "prop.whole"}, {model.Invalid, "ops[0].element.props.live", "prop.bool"}, {model.Invalid, "ops[0].element.props.wait_s", "prop.number"}}},
		"a name that is too long":         {[]model.Op{set("till", "name", "Till", strings.Repeat("x", model.MaxName+1))}, one("ops[0].new", "text.long")},
		"a NUL":                           {[]model.Op{set("till", "notes", nil, "a\x00")}, one("ops[0].new", "text.nul")},
		"text that is not UTF-8":          {[]model.Op{set("till", "owner", nil, "\xff")}, one("ops[0].new", "text.encoding")},
		"a number as name":                {[]model.Op{set("till", "name", "Till", 4.0)}, one("ops[0].new", "prop.text")},
		"a field there is not":            {[]model.Op{set("till", "colour", nil, "red")}, one("ops[0].new", "field")},
		"a prop that is no name":          {[]model.Op{set("till", "props.a b", nil, "red")}, one("ops[0].new", "field")},
		"a language there is not":         {[]model.Op{set("till", "names.French", nil, "Caisse")}, one("ops[0].new", "language")},
		"a tag with a value":              {[]model.Op{set("till", "tags.core", nil, "yes")}, one("ops[0].new", "tag")},
		"a tag of two lines":              {[]model.Op{set("till", "tags.a\nb", nil, true)}, one("ops[0].new", "tag")},
		"a tag of two paragraphs":         {[]model.Op{set("till", "tags.a\u2029b", nil, true)}, one("ops[0].new", "tag")},
		"a tag nobody can see":            {[]model.Op{set("till", "tags.\u200f", nil, true)}, one("ops[0].new", "tag")},
		"a name of blanks":                {[]model.Op{set("till", "name", "Till", " \u00a0 ")}, one("ops[0].new", "name.blank")},
		"a name of marks":                 {[]model.Op{set("till", "names.fa", nil, "\u200f\u200c")}, one("ops[0].new", "name.blank")},
		"a new element of blanks":         {[]model.Op{model.Add(&model.Element{ID: "new", Kind: model.Step, Name: "\n"})}, one("ops[0].element.name", "name.blank")},
		"a tag without a name":            {[]model.Op{set("till", "tags. ", nil, true)}, one("ops[0].new", "tag")},
		"a script as reference":           {[]model.Op{set("till", "refs", nil, []any{map[string]any{"url": "javascript:alert(1)"}})}, one("ops[0].new", "ref")},
		"a choice there is not":           {[]model.Op{set("till", "props.lifecycle", nil, "loved")}, one("ops[0].new", "prop.choice")},
		"a share above one":               {[]model.Op{set("b0", "props.share", nil, 1.5)}, one("ops[0].new", "prop.range")},
		"a set of what is not":            {[]model.Op{set("nobody", "name", nil, "X")}, []fault{{model.NotFound, "ops[0].id", "absent"}}},
		"a set of a link's name":          {[]model.Op{set("l-uses", "name", nil, "X")}, one("ops[0].new", "field")},
		"a change of kind":                {[]model.Op{set("till", "kind", "technology", "data")}, one("ops[0].field", "kind.fixed")},
		"a kind unset":                    {[]model.Op{set("box", "kind", "foreign", nil)}, one("ops[0].new", "kind")},
		"a kind that a link bars":         {[]model.Op{set("box", "kind", "foreign", "data"), join("uses", "u", "clerk", "box")}, one("u", "link.join")},
		"a kind that a link has barred":   {[]model.Op{set("bin", "kind", "foreign", "evidence")}, one("l-bin", "link.join")},
		"a kind that a prop bars":         {[]model.Op{set("box", "props.live", nil, "sometimes"), set("box", "kind", "foreign", "step")}, one("ops[1].element.props.live", "prop.bool")},
		"a link to nobody":                {[]model.Op{join("uses", "u", "clerk", "nobody")}, one("u", "link.end")},
		"a link to a link":                {[]model.Op{join("uses", "u", "clerk", "l-dep")}, one("u", "link.end")},
		"a link the wrong way":            {[]model.Op{join("uses", "u", "till", "clerk")}, one("u", "link.join")},
		"a kind of link":                  {[]model.Op{join("likes", "u", "clerk", "till")}, one("ops[0].link.kind", "link.kind")},
		"an end that is no id":            {[]model.Op{join("uses", "u", "clerk", "a b")}, one("ops[0].link.to", "id")},
		"a part of another kind":          {[]model.Op{join("part_of", "u", "clerk", "till")}, one("u", "link.join")},
		"the end of no link":              {[]model.Op{reEnd("till", "to", "x", "erp")}, []fault{{model.NotFound, "ops[0].id", "absent"}}},
		"a third end":                     {[]model.Op{reEnd("l-uses", "middle", "clerk", "erp")}, one("ops[0].end", "op.end")},
		"an end at nobody":                {[]model.Op{reEnd("l-uses", "to", "till", "nobody")}, one("l-uses", "link.end")},
		"an end of a wrong kind":          {[]model.Op{reEnd("l-uses", "to", "till", "pay")}, one("l-uses", "link.join")},
		"a removal of nobody":             {[]model.Op{remove("nobody"), removeLink("till")}, []fault{{model.NotFound, "ops[0].id", "absent"}, {model.NotFound, "ops[1].id", "absent"}}},
		"a removal with links":            {[]model.Op{remove("clerk")}, one("l-uses", "link.end")},
		"a removal that relies on a text": {[]model.Op{{Kind: model.OpRemoveLink, ID: "l-uses", Old: "till"}}, one("ops[0].old", "op.old")},
		"a circle of causes":              {[]model.Op{join("because", "b3", "c3", "c1")}, one("b3", "circle.because")},
		"a cause of itself":               {[]model.Op{join("because", "b3", "c3", "c3")}, one("b3", "circle.because")},
		"a circle by moving":              {[]model.Op{reEnd("b2", "to", "c3", "c1")}, one("b2", "circle.because")},
		"a circle of two links":           {[]model.Op{add("cause", "c4", "Four"), join("because", "b3", "c3", "c4"), join("because", "b4", "c4", "c2")}, []fault{{model.Invalid, "b3", "circle.because"}, {model.Invalid, "b4", "circle.because"}}},
		"a part of its part":              {[]model.Op{join("part_of", "l-back", "erp", "till")}, one("l-back", "circle")},
		"a part marked as circle":         {[]model.Op{join("part_of", "l-back", "erp", "till", "circle", true)}, one("l-back", "circle")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := shop(t)
			before := picture(t, g)
			_, _, err := g.Apply(model.Change{Ops: c.ops})
			e, ok := errors.AsType[*model.Error](err)
			if !ok {
				t.Fatalf("Apply = %v, want a *model.Error", err)
			}
			var got []fault
			for _, f := range e.All() {
				got = append(got, fault{f.Kind, f.Field, f.Msg})
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(before, picture(t, g)); diff != "" {
				t.Errorf("the refused change left something behind:\n%s", diff)
			}
		})
	}
}

func TestApplyAccepts(t *testing.T) {
	t.Parallel()
	for name, ops := range map[string][]model.Op{
		"an end that the same change adds later": {join("uses", "u", "clerk", "crm"), add("technology", "crm", "CRM")},
		"a vicious circle that is meant":         {join("because", "b3", "c3", "c1", "circle", true)},
		"a cause beside a circle that is meant":  {join("because", "b3", "c3", "c1", "circle", true), join("because", "b4", "c1", "c3")},
		"a circle that the same change opens":    {join("because", "b3", "c3", "c1"), removeLink("b2")},
		"an element that comes and goes":         {add("data", "d", "D"), remove("d")},
		"one id after another":                   {removeLink("l-uses"), add("data", "l-uses", "D")},
		"a removal with its links":               {removeLink("l-uses"), remove("clerk")},
		"a kind for what was foreign":            {set("box", "kind", "foreign", "technology"), join("uses", "u", "clerk", "box")},
		"nothing":                                nil,
		"two links of one kind between a pair":   {join("uses", "u", "clerk", "till")},
		"an own field":                           {set("till", "props.cost_centre", nil, "4711")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mustApply(t, shop(t), ops...)
		})
	}
}

func TestACircleIsJudgedAgainWhenItsMarkGoes(t *testing.T) {
	t.Parallel()
	g := mustApply(t, shop(t), join("because", "b3", "c3", "c1", "circle", true))
	_, _, err := g.Apply(model.Change{Ops: []model.Op{set("b3", "props.circle", true, nil)}})
	if e, ok := errors.AsType[*model.Error](err); !ok || e.Msg != "circle.because" {
		t.Errorf("unmarking = %v, want circle.because", err)
	}
}

func TestApplyStale(t *testing.T) {
	t.Parallel()
	number := model.Number{Lo: 3, Hi: 3, Confidence: "fact"}
	g := mustApply(t, shop(t), set("till", "props.response_s", nil, number), set("till", "tags.core", nil, true))
	for name, c := range map[string]struct {
		op   model.Op
		want []model.Stale
	}{
		"another name":          {set("till", "name", "Cash desk", "POS"), []model.Stale{{Op: model.OpSet, ID: "till", Field: "name", Original: "Cash desk", Present: "Till", Proposed: "POS"}}},
		"set in the meantime":   {set("till", "props.response_s", nil, 4.0), []model.Stale{{Op: model.OpSet, ID: "till", Field: "props.response_s", Present: number, Proposed: model.Num(4)}}},
		"unset in the meantime": {set("erp", "props.response_s", 2.0, 4.0), []model.Stale{{Op: model.OpSet, ID: "erp", Field: "props.response_s", Original: model.Num(2), Proposed: model.Num(4)}}},
		"less sure than seen":   {set("till", "props.response_s", 3.0, 4.0), []model.Stale{{Op: model.OpSet, ID: "till", Field: "props.response_s", Original: model.Num(3), Present: number, Proposed: model.Num(4)}}},
		"another end":           {reEnd("l-uses", "to", "pay", "erp"), []model.Stale{{Op: model.OpReEnd, ID: "l-uses", Field: "to", Original: "pay", Present: "till", Proposed: "erp"}}},
		"a removal that relied on more": {model.Op{Kind: model.OpRemoveElement, ID: "pay", Old: map[string]any{"name": "Pays", "props.does": "waits", "tags.core": nil}},
			[]model.Stale{{Op: model.OpRemoveElement, ID: "pay", Field: "props.does", Original: "waits"}}},
		"a link that was moved": {model.Op{Kind: model.OpRemoveLink, ID: "l-uses", Old: map[string]any{"to": "erp"}},
			[]model.Stale{{Op: model.OpRemoveLink, ID: "l-uses", Field: "to", Original: "erp", Present: "till"}}},
		"what both want":                   {set("till", "name", "Cash desk", "Till"), nil},
		"the end that both want":           {reEnd("l-uses", "to", "pay", "till"), nil},
		"the same, spelt else":             {set("till", "props.response_s", map[string]any{"value": 3, "confidence": "fact"}, 4.0), nil},
		"a removal that relies on nothing": {model.Op{Kind: model.OpRemoveLink, ID: "l-uses", Old: map[string]any{}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, _, err := g.Apply(model.Change{Ops: []model.Op{c.op}})
			var got []model.Stale
			if err != nil {
				e, ok := errors.AsType[*model.Error](err)
				if !ok || e.Kind != model.Conflict {
					t.Fatalf("Apply = %v, want a Conflict", err)
				}
				got = e.Stale
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("stale (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTwoFieldsOfOneElementDoNotCollide(t *testing.T) {
	t.Parallel()
	g := mustApply(t, shop(t), set("till", "name", "Till", "POS")) // Ana; Ben drew his form before that:
	g = mustApply(t, g, set("till", "owner", nil, "Ben"))
	if e := g.Element("till"); e.Name != "POS" || e.Owner != "Ben" {
		t.Errorf("till = %q of %q, want POS of Ben", e.Name, e.Owner)
	}
}

func TestAnInverseIsStaleAfterALaterEdit(t *testing.T) {
	t.Parallel()
	g, inverse, err := shop(t).Apply(model.Change{ID: "ch1", Ops: []model.Op{set("till", "name", "Till", "POS")}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"ch1"}, inverse.Undoes); diff != "" {
		t.Errorf("inverse undoes (-want +got):\n%s", diff)
	}
	g = mustApply(t, g, set("till", "name", "POS", "Cash desk"))
	_, _, err = g.Apply(inverse)
	e, ok := errors.AsType[*model.Error](err)
	want := []model.Stale{{Op: model.OpSet, ID: "till", Field: "name", Original: "POS", Present: "Cash desk", Proposed: "Till"}}
	if !ok || !cmp.Equal(e.Stale, want) {
		t.Errorf("undo = %v, want it stale", err)
	}
}

// A link may name an element that its change adds only later: the order of arrival is that of the ops all the same.
func TestElementsStandInTheOrderOfTheirOps(t *testing.T) {
	t.Parallel()
	g := mustApply(t, model.NewGraph(nil, nil), join("uses", "u", "a", "c"), add("employee", "a", ""), add("data", "b", ""), add("technology", "c", ""))
	var got []string
	for e := range g.Elements() {
		got = append(got, e.ID)
	}
	if diff := cmp.Diff([]string{"a", "b", "c"}, got); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
}

func TestRemoveTakesEveryLinkOnce(t *testing.T) {
	t.Parallel()
	g := mustApply(t, shop(t), join("because", "b3", "c3", "c3", "circle", true))
	next := mustApply(t, g, model.Remove(g, "c3")...)
	if next.Has("c3") || next.Has("b2") || next.Has("b3") || !next.Has("b1") {
		t.Error("removing c3 left it or a link of it, or took another's")
	}
	if n := len(next.Out("c2")); n != 0 {
		t.Errorf("c2 has %d links out, want 0", n)
	}
}

func TestTouches(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		op   model.Op
		want []string
	}{
		"set":    {set("till", "props.vendor", nil, "Acme"), []string{"till props.vendor", "till"}},
		"re_end": {reEnd("l", "to", "a", "b"), []string{"l to", "l", "a", "b"}},
		"link":   {join("uses", "l", "a", "b"), []string{"l", "a", "b"}},
		"add":    {add("data", "d", "D"), []string{"d"}},
		"remove": {remove("d"), []string{"d"}},
	} {
		if diff := cmp.Diff(c.want, c.op.Touches()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
