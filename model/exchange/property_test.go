package exchange

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"rootline/model"
)

var (
	anyText = rapid.StringOf(rapid.RuneFrom([]rune{'a', 'B', ' ', '"', '\\', '\n', '\t', '\x01', '\x7f', '<', '&', 'é', '\u2028', '\u200f', '店', 'ص', '\U0001f4a1', '\ufeff'})).
		Filter(func(s string) bool { return s != "" })
	anyName   = rapid.Map(anyText, func(s string) string { return s + "店" }) // a name can be seen
	anyNumber = rapid.OneOf(rapid.Float64Range(-1e6, 1e6), rapid.SampledFrom([]float64{0, 1e21, 1e-7, 0.1, 1e30, 1 << 53}),
		rapid.Map(rapid.IntRange(-9, 9), func(i int) float64 { return float64(i) }))
	anyID = rapid.StringMatching(`[A-Za-z][A-Za-z0-9_.-]{0,8}`)
)

func figure(t *rapid.T) model.Number {
	n := model.Num(anyNumber.Draw(t, "lo"))
	n.Hi = max(n.Lo, rapid.SampledFrom([]float64{n.Lo, anyNumber.Draw(t, "hi")}).Draw(t, "which"))
	n.Confidence = rapid.SampledFrom([]string{"", "fact", "guess"}).Draw(t, "confidence")
	return n
}

// props draws values for what the registry knows, and one that it does not.
func props(t *rapid.T, known []model.Prop) model.Props {
	p := model.Props{}
	for _, k := range known {
		if rapid.Bool().Draw(t, "unknown") {
			continue
		}
		switch k.Type {
		case model.TypeNumber:
			n := figure(t)
			if k.Max > k.Min {
				n = model.Number{Lo: 0.25, Hi: 0.5, Confidence: n.Confidence}
			}
			p[k.Name] = n
		case model.TypeWhole:
			p[k.Name] = model.Num(k.Min)
		case model.TypeBool:
			p[k.Name] = rapid.Bool().Draw(t, "bool")
		case model.TypeDate:
			p[k.Name] = "2026-11-14"
		case model.TypeChoice:
			p[k.Name] = rapid.SampledFrom(k.Choices).Draw(t, "choice")
		case model.TypeList, model.TypeIDs:
			p[k.Name] = []string{"a", anyText.Draw(t, "item")}
			if len(k.Choices) > 0 {
				p[k.Name] = k.Choices[:1]
			}
		default:
			p[k.Name] = anyText.Draw(t, "text")
		}
	}
	if rapid.Bool().Draw(t, "free") {
		p["x.own"] = rapid.SampledFrom([]any{"x", true, []string{"a"}, figure(t), []any{1.5, nil, map[string]any{"k": "v"}}, map[string]any{"a": []any{}}}).Draw(t, "value")
	}
	if len(p) == 0 {
		return nil
	}
	return p
}

func mark(t *rapid.T) *model.ForeignMark {
	if rapid.Bool().Draw(t, "ours") {
		return nil
	}
	return &model.ForeignMark{Format: "archimate", Type: anyText.Draw(t, "type"), ID: anyText.Draw(t, "theirs"),
		Properties: map[string]any{anyText.Draw(t, "key"): anyNumber.Draw(t, "n"), "l": []any{true, nil, "x"}}}
}

func anElement(t *rapid.T, id string) *model.Element {
	spec := rapid.SampledFrom(model.Kinds).Draw(t, "kind")
	e := &model.Element{ID: id, Kind: spec.Kind, Name: anyName.Draw(t, "name"), Props: props(t, spec.Props), Foreign: mark(t)}
	if rapid.Bool().Draw(t, "more") {
		e.Names = map[string]string{"fr": anyName.Draw(t, "fr"), "zh-Hans": "灯"}
		e.Notes, e.Owner = anyText.Draw(t, "notes"), anyText.Draw(t, "owner")
		e.Tags = []string{"a", "b c"}
		e.Refs = []model.Ref{{URL: "https://a.example/?q=1&r=<2>"}, {Title: anyText.Draw(t, "title"), URL: "mailto:a@b.example"}}
	}
	return e
}

func aLink(t *rapid.T, id string) *model.Link {
	spec := rapid.SampledFrom(model.LinkKinds).Draw(t, "kind")
	return &model.Link{ID: id, Kind: spec.Kind, From: anyID.Draw(t, "from"), To: anyID.Draw(t, "to"), Props: props(t, spec.Props), Foreign: mark(t)}
}

func anOp(t *rapid.T) model.Op {
	id := anyID.Draw(t, "id")
	values := []any{nil, "x", true, figure(t), []string{"a"}, []any{map[string]any{"title": "T", "url": "https://a.example"}}}
	v := func() any { return rapid.SampledFrom(values).Draw(t, "value") }
	switch rapid.IntRange(0, 5).Draw(t, "op") {
	case 0:
		return model.Add(anElement(t, id))
	case 1:
		return model.Join(aLink(t, id))
	case 2:
		return model.Op{Kind: model.OpReEnd, ID: id, End: "to", Old: "a", New: "b"}
	case 3:
		return model.Op{Kind: model.OpRemoveLink, ID: id}
	case 4:
		return model.Op{Kind: model.OpRemoveElement, ID: id, Old: map[string]any{"name": "x", "props.wait_s": figure(t)}}
	}
	return model.Set(id, "props.x", v(), v())
}

func aFile(t *rapid.T) *File {
	f := &File{Revision: model.Revision(rapid.IntRange(0, 9).Draw(t, "revision"))}
	if rapid.Bool().Draw(t, "workspace") {
		most := anyNumber.Draw(t, "max")
		f.Workspace = model.Workspace{Slug: "lamp-shop", Name: anyText.Draw(t, "name"), Currency: "EUR", Languages: []string{"fa", "en"},
			Fields:     []model.OwnField{{Kind: model.Data, Name: "x.own", Type: model.TypeChoice, Unit: "d", Choices: []string{"b", "a"}}},
			Thresholds: []model.Threshold{{Metric: "M3", Part: "clerk", Max: &most}, {Metric: "M1", Min: &most}}}
	}
	for i, id := range rapid.SliceOfNDistinct(anyID, 0, 6, rapid.ID).Draw(t, "ids") {
		if i%2 == 0 {
			f.Elements = append(f.Elements, anElement(t, id))
		} else {
			f.Links = append(f.Links, aLink(t, id))
		}
	}
	f.Elements = sorted(f.Elements, func(e *model.Element) string { return e.ID })
	f.Links = sorted(f.Links, func(l *model.Link) string { return l.ID })
	at := time.Date(2026, 11, 2, 9, 30, 0, rapid.SampledFrom([]int{0, 5e8, 1}).Draw(t, "ns"), time.UTC)
	if rapid.Bool().Draw(t, "states") {
		c := model.Change{ID: "c1", Title: anyText.Draw(t, "title"), Ops: []model.Op{anOp(t), anOp(t), anOp(t)}, At: at, Template: "retire",
			Author: model.Author{Kind: model.ByUser, Name: "Ana"}, Answers: map[string]any{"what": []any{"l1", 4.5}}, Needs: []string{"c0"}}
		f.States = []State{{ID: "z", Name: "Z", Kind: "future", Base: "current", Changes: []model.Change{c, {ID: "c2", Ops: []model.Op{anOp(t)}}}}, {ID: "a", Kind: "view", Base: "z"}}
		f.Kept = []Kept{{Problem: "p", Key: "A5-c2", Reason: anyText.Draw(t, "reason"), By: "Ana", At: at}}
		f.Verdicts = []Verdict{{Link: "b1", By: "Ana", Verdict: "sometimes"}, {Link: "b1", Verdict: "not"}}
	}
	return f
}

func TestWrittenThenReadIsTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := aFile(t)
		var b bytes.Buffer
		if err := Write(&b, f); err != nil {
			t.Fatal(err)
		}
		got, _, err := Read(bytes.NewReader(b.Bytes()))
		if err != nil {
			t.Fatalf("Read: %v\n%s", err, b.String())
		}
		if diff := cmp.Diff(f, got); diff != "" {
			t.Fatalf("read back (-want +got):\n%s", diff)
		}
		var again bytes.Buffer
		if err := Write(&again, got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(b.String(), again.String()); diff != "" {
			t.Fatalf("written again (-want +got):\n%s", diff)
		}
	})
}

// Whatever Read takes, it takes whole: written and read again it says the same, in the same bytes.
func FuzzRead(f *testing.F) {
	f.Add([]byte(example))
	f.Add([]byte(within(`{"id":"b","kind":"step","tags":["z","a"],"props":{"wait_s":{"lo":1,"hi":2},"x":[1,{"y":null}]}}`, `{"id":"l","kind":"because","from":"a","to":"b","props":{"circle":true}}`)))
	f.Add([]byte(`{"format": "rootline/1", "states": [{"id": "s", "kind": "view", "base": "current", "changes": [{"id": "c", "ops": [{"op": "set", "id": "a", "field": "refs", "old": [{"url": "u"}], "new": null}]}]}]}`))
	files, err := filepath.Glob("testdata/cases/*.json")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, _, err := Read(bytes.NewReader(data))
		if err != nil {
			return
		}
		first := written(t, file)
		again, _, err := Read(strings.NewReader(first))
		if err != nil {
			t.Fatalf("what was written is not read: %v\n%s", err, first)
		}
		if second := written(t, again); second != first {
			t.Fatalf("written again (-first +second):\n%s", cmp.Diff(first, second))
		}
		_, _, _ = model.NewGraph(nil, nil).Apply(model.Change{Ops: Ops(file)}) // must not panic
	})
}

func TestAgainst(t *testing.T) {
	t.Parallel()
	base, _ := mustRead(t, within(`{"id": "till", "kind": "technology", "name": "Till", "notes": "old", "tags": ["core"], "props": {"lifecycle": "live", "vendor": "Acme"}},
		{"id": "erp", "kind": "technology", "name": "ERP"}, {"id": "crm", "kind": "technology", "name": "CRM"}, {"id": "clerk", "kind": "employee", "name": "Clerk"},
		{"id": "box", "kind": "foreign", "name": "Box", "props": {"type": "device"}}`,
		`{"id": "l1", "kind": "uses", "from": "clerk", "to": "till"}, {"id": "l2", "kind": "uses", "from": "clerk", "to": "crm"}, {"id": "l3", "kind": "depends_on", "from": "till", "to": "erp"}`))
	g, _, err := model.NewGraph(nil, nil).Apply(model.Change{Ops: Ops(base)})
	if err != nil {
		t.Fatal(err)
	}
	file, _ := mustRead(t, within(`{"id": "box", "kind": "technology", "name": "Box", "props": {"type": "device"}}, {"id": "clerk", "kind": "employee", "name": "Clerk"},
		{"id": "new", "kind": "data", "name": "New"}, {"id": "till", "kind": "technology", "name": "POS", "props": {"lifecycle": "live", "response_s": 2}}, {"id": "l3", "kind": "data", "name": "Taken"},
		{"id": "erp", "kind": "data", "name": "ERP"}`,
		`{"id": "l1", "kind": "uses", "from": "clerk", "to": "box", "props": {"required": true}}, {"id": "crm", "kind": "uses", "from": "clerk", "to": "till"}, {"id": "l2", "kind": "performs", "from": "clerk", "to": "till"}`))
	outcome := func(rows []Row) (out []string) {
		for _, r := range rows {
			s := strings.TrimSpace(r.Path + " " + r.ID + " " + string(r.Outcome))
			if r.Reason != nil {
				s += " " + r.Reason.Msg
			}
			out = append(out, s)
		}
		return out
	}
	told := []string{"elements[0] box changed", "elements[1] clerk same", "elements[2] new added", "elements[3] till changed", "elements[4] l3 refused id.taken",
		"elements[5] erp refused kind.fixed", "links[0] l1 changed", "links[1] crm refused id.taken", "links[2] l2 refused link.kind.fixed"}

	ops, rows := Against(g, file, false)
	if diff := cmp.Diff(told, outcome(rows)); diff != "" {
		t.Errorf("add: rows (-want +got):\n%s", diff)
	}
	want := []model.Op{
		model.Set("box", "kind", "foreign", "technology"),
		model.Add(file.Elements[2]),
		model.Set("till", "name", "Till", "POS"), model.Set("till", "props.response_s", nil, model.Num(2)),
		{Kind: model.OpReEnd, ID: "l1", End: "to", Old: "till", New: "box"}, model.Set("l1", "props.required", nil, true),
	}
	if diff := cmp.Diff(want, ops); diff != "" {
		t.Errorf("add: ops (-want +got):\n%s", diff)
	}

	// replace: what the till has and the file lacks is unset
	ops, _ = Against(g, file, true)
	var unset []string
	for _, o := range ops {
		if o.Kind == model.OpSet && o.New == nil {
			unset = append(unset, o.ID+" "+o.Field)
		}
	}
	if diff := cmp.Diff([]string{"till notes", "till props.vendor", "till tags.core"}, unset); diff != "" {
		t.Errorf("replace: unset (-want +got):\n%s", diff)
	}
}

// Replacing any graph by any other leads exactly there; a second time, there is nothing left to do.
func TestReplaceLeadsToTheFile(t *testing.T) {
	t.Parallel()
	sound := func(t *rapid.T, label string) *File {
		f := &File{}
		for i := range rapid.IntRange(1, 6).Draw(t, label) {
			f.Elements = append(f.Elements, &model.Element{ID: fmt.Sprintf("t%d", i), Kind: model.Technology, Name: anyName.Draw(t, "name"), Props: props(t, model.Technology.Spec().Props)})
		}
		for i := range rapid.IntRange(0, 6).Draw(t, "links") {
			end := func() string { return rapid.SampledFrom(f.Elements).Draw(t, "end").ID }
			f.Links = append(f.Links, &model.Link{ID: fmt.Sprintf("l%d", i), Kind: model.DependsOn, From: end(), To: end(), Props: props(t, model.DependsOn.Spec().Props)})
		}
		return f
	}
	rapid.Check(t, func(t *rapid.T) {
		from, to := sound(t, "from"), sound(t, "to")
		g := model.NewGraph(from.Elements, from.Links)
		ops, rows := Against(g, to, true)
		next, _, err := g.Apply(model.Change{Ops: ops})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(to, FromGraph(model.Workspace{}, next), cmp.Comparer(func(a, b []State) bool { return len(a) == len(b) })); diff != "" {
			t.Fatalf("replaced (-want +got):\n%s", diff)
		}
		if i := slices.IndexFunc(rows, func(r Row) bool { return r.Outcome == Refused }); i >= 0 {
			t.Fatalf("refused: %v", rows[i])
		}
		if ops, _ := Against(next, to, true); len(ops) > 0 {
			t.Fatalf("a second time: %v", ops)
		}
	})
}

// BenchmarkReadWide reads one element with as many props, names and tags as a hostile file may give it.
func BenchmarkReadWide(b *testing.B) {
	var props, tags strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&props, `, "p%d": %d`, i, i)
		fmt.Fprintf(&tags, `, "t%d"`, i)
	}
	text := within(`{"id": "a", "kind": "data", "tags": ["t"`+tags.String()+`], "props": {"p": 1`+props.String()+`}}`, ``)
	for b.Loop() {
		if _, _, err := Read(strings.NewReader(text)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRead(b *testing.B) { // 10,000 elements, 20,000 links
	f := &File{Workspace: model.Workspace{Slug: "big", Name: "Big", Currency: "EUR", Languages: []string{"en"}}}
	for i := range 10_000 {
		f.Elements = append(f.Elements, &model.Element{ID: fmt.Sprintf("technology-%05d", i), Kind: model.Technology, Name: fmt.Sprintf("Application %d", i),
			Names: map[string]string{"fr": "Une application"}, Notes: "What it does, in a sentence of some length.",
			Props: model.Props{"lifecycle": "live", "type": "application", "run_cost_per_year": model.Number{Lo: 1000, Hi: 1000, Confidence: "estimate"}}})
		for j := range 2 {
			f.Links = append(f.Links, &model.Link{ID: fmt.Sprintf("l%d-%05d", j, i), Kind: model.DependsOn, From: fmt.Sprintf("technology-%05d", i),
				To: fmt.Sprintf("technology-%05d", (i*7919+j)%10_000), Props: model.Props{"hard": true}})
		}
	}
	var text bytes.Buffer
	if err := Write(&text, f); err != nil {
		b.Fatal(err)
	}
	b.Run("read", func(b *testing.B) {
		b.SetBytes(int64(text.Len()))
		for b.Loop() {
			if _, _, err := Read(bytes.NewReader(text.Bytes())); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("write", func(b *testing.B) {
		for b.Loop() {
			if err := Write(&bytes.Buffer{}, f); err != nil {
				b.Fatal(err)
			}
		}
	})
	g := model.NewGraph(f.Elements, f.Links)
	b.Run("against", func(b *testing.B) {
		for b.Loop() {
			if ops, _ := Against(g, f, true); len(ops) > 0 {
				b.Fatal("a graph differs from itself")
			}
		}
	})
}
