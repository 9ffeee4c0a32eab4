package exchange

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rootline/model"
)

// example is the example of the format's description, to the letter.
const example = `{
  "format": "rootline/1",
  "workspace": {"slug": "lamp-shop", "name": "Lamp shop", "currency": "EUR", "languages": ["en", "fr"], "fields": [{"kind": "technology", "name": "cost_centre", "label": "Cost centre", "type": "text"}], "thresholds": [{"metric": "M3", "max": 10}]},
  "elements": [
    {"id": "crm", "kind": "technology", "name": "CRM", "props": {"lifecycle": "live", "run_cost_per_year": {"value": 120000, "confidence": "estimate"}}}
  ],
  "links": [
    {"id": "l1", "kind": "uses", "from": "agent", "to": "crm", "props": {"required": true}}
  ],
  "states": [
    {"id": "one-desk", "name": "One desk", "kind": "future", "base": "current", "changes": [{"id": "c1", "title": "Retire the second CRM", "ops": [{"op": "remove_link", "id": "l1", "old": {}}]}]}
  ],
  "kept": [{"problem": "p1", "key": "A5-c2", "reason": "their own word", "by": "Ana", "at": "2026-11-02T09:30:00Z"}],
  "verdicts": [{"link": "b1", "by": "Ana", "verdict": "follows"}]
}
`

func mustRead(t *testing.T, text string) (*File, []Warning) {
	t.Helper()
	f, warnings, err := Read(strings.NewReader(text))
	if err != nil {
		t.Fatalf("Read: %v", err)
	}
	return f, warnings
}

func written(t *testing.T, f *File) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, f); err != nil {
		t.Fatalf("Write: %v", err)
	}
	return b.String()
}

func TestTheExampleIsCanonical(t *testing.T) {
	t.Parallel()
	f, warnings := mustRead(t, example)
	if len(warnings) > 0 {
		t.Errorf("warnings = %v, want none", warnings)
	}
	if diff := cmp.Diff(example, written(t, f)); diff != "" {
		t.Errorf("written again (-want +got):\n%s", diff)
	}
}

// within puts elements and links into an otherwise whole file.
func within(elements, links string) string {
	return `{"format": "rootline/1", "elements": [` + elements + `], "links": [` + links + `]}`
}

func TestOtherSpellingsAreBroughtIntoOne(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ in, want string }{
		"an empty file": {`{"format":"rootline/1"}`, "{\n  \"format\": \"rootline/1\"\n}\n"},
		"a byte order mark and a revision": {
			"\ufeff{\"revision\": 212, \"elements\": [], \"format\": \"rootline/1\"}", "{\n  \"format\": \"rootline/1\",\n  \"revision\": 212\n}\n"},
		"order, escapes, empty keys, numbers": {
			within(`{"name":"Tills \u0026 \"co\"\u000b","kind":"step","id":"b","tags":[],"notes":"","props":{"wait_s":{"value":6.0e2},"does":null,"duration_s":{"lo":-0,"hi":1e3}}}, {"kind":"data","id":"a","name":"A <b>","tags":["z","a","z"]}`, ``),
			`{
  "format": "rootline/1",
  "elements": [
    {"id": "a", "kind": "data", "name": "A <b>", "tags": ["a", "z"]},
    {"id": "b", "kind": "step", "name": "Tills & \"co\"\u000b", "props": {"duration_s": {"lo": 0, "hi": 1000}, "wait_s": 600}}
  ]
}
`},
		"what another tool brought": {
			within(`{"id":"f","kind":"foreign","name":"Bit","foreign":{"properties":{"z":[1,{"b":null,"a":1e-9}],"n":12},"id":"_x 1","type":"Node","format":"archimate"}}`, ``),
			`{
  "format": "rootline/1",
  "elements": [
    {"id": "f", "kind": "foreign", "name": "Bit", "foreign": {"format": "archimate", "type": "Node", "id": "_x 1", "properties": {"n": 12, "z": [1, {"a": 1e-9, "b": null}]}}}
  ]
}
`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, _ := mustRead(t, c.in)
			if diff := cmp.Diff(c.want, written(t, f)); diff != "" {
				t.Errorf("written (-want +got):\n%s", diff)
			}
		})
	}
}

// faults reads text and returns each fault as "path: message".
func faults(t *testing.T, text string) []string {
	t.Helper()
	f, _, err := Read(strings.NewReader(text))
	e, ok := errors.AsType[*model.Error](err)
	if !ok {
		t.Fatalf("Read = %v, %v, want a *model.Error", f, err)
	}
	var out []string
	for _, one := range e.All() {
		if one.Kind != model.Invalid {
			t.Errorf("fault %v is of kind %v, want Invalid", one, one.Kind)
		}
		out = append(out, one.Field+": "+one.Msg)
	}
	return out
}

func TestRefusalsNameTheirPlace(t *testing.T) {
	t.Parallel()
	const ok = `{"id": "a", "kind": "data", "name": "A"}`
	for name, c := range map[string]struct {
		in   string
		want []string
	}{
		"an empty file":       {" \n", []string{": file.empty"}},
		"a list":              {`[]`, []string{": file.object"}},
		"no format":           {`{"elements": []}`, []string{"format: file.format.missing"}},
		"a newer format":      {`{"format": "rootline/2", "whatever": 1}`, []string{"format: file.format.newer"}},
		"another's format":    {`{"format": "archi"}`, []string{"format: file.format.other"}},
		"a key at the top":    {`{"format": "rootline/1", "element": []}`, []string{"element: file.key"}},
		"a list as object":    {`{"format": "rootline/1", "elements": {}}`, []string{"elements: file.list"}},
		"a key of an element": {within(ok+`,`+`{"id": "b", "kind": "data", "nmae": "B"}`, ``), []string{"elements[1].nmae: file.key"}},
		"a key twice":         {within(`{"id": "a", "id": "b", "kind": "data"}`, ``), []string{"elements[0].id: file.twice"}},
		"a prop twice":        {within(`{"id": "a", "kind": "step", "props": {"live": true, "live": false}}`, ``), []string{"elements[0].props.live: file.twice"}},
		"no id and no kind":   {within(`{"name": "A"}`, ``), []string{"elements[0].id: file.required", "elements[0].kind: file.required"}},
		"a number as name":    {within(`{"id": "a", "kind": "data", "name": 4}`, ``), []string{"elements[0].name: file.text"}},
		"an unknown kind":     {within(`{"id": "a", "kind": "lamp"}`, ``), []string{"elements[0].kind: kind"}},
		"an id with a blank":  {within(`{"id": "a b", "kind": "data"}`, ``), []string{"elements[0].id: id"}},
		"one id for two":      {within(ok, `{"id": "a", "kind": "uses", "from": "a", "to": "a"}`), []string{"links[0].id: file.id.twice"}},
		"text for a number":   {within(`{"id": "a", "kind": "step", "props": {"wait_s": "long"}}`, ``), []string{"elements[0].props.wait_s: prop.number"}},
		"a number too great":  {within(`{"id": "a", "kind": "step", "props": {"wait_s": 1e999}}`, ``), []string{"elements[0].props.wait_s: file.number"}},
		"no such day":         {within(`{"id": "a", "kind": "problem", "props": {"since": "2026-02-30"}}`, ``), []string{"elements[0].props.since: prop.date"}},
		"a script as ref":     {within(`{"id": "a", "kind": "data", "refs": [{"url": "javascript:alert(1)"}]}`, ``), []string{"elements[0].refs[0].url: ref"}},
		"NUL":                 {within(`{"id": "a", "kind": "foreign", "foreign": {"properties": {"x": ["\u0000"]}}}`, ``), []string{"elements[0].foreign.properties.x[0]: text.nul"}},
		"a link without end":  {within(ok, `{"id": "l", "kind": "uses", "from": "a"}`), []string{"links[0].to: file.required"}},
		"a link's kind":       {within(ok, `{"id": "l", "kind": "likes", "from": "a", "to": "a"}`), []string{"links[0].kind: link.kind"}},
		"a link's end":        {within(ok, `{"id": "l", "kind": "uses", "from": "a b", "to": "a"}`), []string{"links[0].from: id"}},
		"an empty end":        {within(ok, `{"id": "l", "kind": "uses", "from": "", "to": "a"}`), []string{"links[0].from: file.required"}},
		"settings": {`{"format": "rootline/1", "workspace": {"slug": "Lamp Shop", "currency": "euro", "languages": ["en", "en"], "fields": [{"kind": "data", "name": "personal", "type": "bool"}]}}`,
			[]string{"workspace.slug: slug", "workspace.currency: currency", "workspace.languages[1]: language", "workspace.fields[0].name: field.taken"}},
		"a state": {`{"format": "rootline/1", "states": [{"id": "s", "kind": "dream", "base": "current", "changes": [{"id": "c", "ops": [{"op": "set", "id": "a", "feild": "name", "new": "B"}, {"op": "paint"}]}]}]}`,
			[]string{"states[0].kind: prop.choice", "states[0].changes[0].ops[0].feild: file.key", "states[0].changes[0].ops[0].field: file.required",
				"states[0].changes[0].ops[1].op: op.kind"}},
		"a verdict": {`{"format": "rootline/1", "verdicts": [{"link": "b", "verdict": "yes"}], "kept": [{"key": "A5-c", "reason": "so", "at": "yesterday"}]}`,
			[]string{"verdicts[0].verdict: prop.choice", "kept[0].at: file.time"}},
		"several at once": {within(`{"id": "a", "kind": "step", "props": {"live": 1, "feeling": 9}}, {"id": "b", "kind": "data", "names": {"fr": 1, "français": "x"}}`, ``),
			[]string{"elements[0].props.feeling: prop.whole", "elements[0].props.live: prop.bool", "elements[1].names.fr: file.text"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, faults(t, c.in)); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMalformedNamesLineAndColumn(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		in           string
		msg          string
		line, column int
	}{
		"a comma too many": {"{\n  \"format\": \"rootline/1\",\n}", "file.syntax", 3, 1},
		"no quotes":        {"{\"é\": x}", "file.syntax", 1, 7},
		"cut off":          {"{\n  \"format\": \"root", "file.cut", 2, 18},
		"two files in one": {"{}\n{}", "file.syntax", 2, 1},
		"not UTF-8":        {"{\n\"a\": \"\xff\"}", "file.encoding", 2, 7},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, _, err := Read(strings.NewReader(c.in))
			e, ok := errors.AsType[*model.Error](err)
			if !ok {
				t.Fatalf("Read = %v, want a *model.Error", err)
			}
			want := map[string]any{"Line": c.line, "Column": c.column}
			if e.Msg != c.msg || !cmp.Equal(e.Args, want) {
				t.Errorf("Read = %s %v, want %s %v", e.Msg, e.Args, c.msg, want)
			}
		})
	}
}

func TestManyFaultsAreCounted(t *testing.T) {
	t.Parallel()
	got := faults(t, within(strings.Repeat(`1,`, 80)+`1`, ``)) // 81 faults: 50 told, 31 counted
	if len(got) != 51 || got[50] != ": file.more" {
		t.Errorf("faults = %d, last %q; want 50 and a count of the rest", len(got), got[len(got)-1])
	}
}

func TestWhatIsKeptIsWarnedOf(t *testing.T) {
	t.Parallel()
	_, warnings := mustRead(t, `{"format": "rootline/1", "workspace": {"fields": [{"kind": "data", "name": "steward", "type": "text"}]},
		"elements": [{"id": "a", "kind": "data", "props": {"steward": "Ana", "colour": "red"}}],
		"links": [{"id": "l", "kind": "part_of", "from": "a", "to": "a", "props": {"why": "so"}}]}`)
	want := []Warning{
		{Path: "elements[0].props.colour", Msg: "file.prop", Args: map[string]any{"Name": "colour"}},
		{Path: "elements[0].name", Msg: "file.nameless", Args: map[string]any{"ID": "a"}},
		{Path: "links[0].props.why", Msg: "file.prop", Args: map[string]any{"Name": "why"}},
	}
	if diff := cmp.Diff(want, warnings); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
}

func TestAnotherCurrencyDoesNotFit(t *testing.T) {
	t.Parallel()
	f, _ := mustRead(t, example)
	if err := f.Fits(model.Workspace{Currency: "EUR"}); err != nil {
		t.Errorf("Fits in euros = %v, want nil", err)
	}
	if err := f.Fits(model.Workspace{Currency: "GBP"}); err == nil {
		t.Error("Fits in pounds = nil, want a fault")
	}
}
