package exchange_test

import (
	"bytes"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"rootline/model"
	"rootline/model/exchange"
	"rootline/model/exchange/demo"
)

func hostile() *exchange.File {
	f := &exchange.File{Workspace: model.Workspace{Name: `"]; injected [label="x`}}
	for id, name := range map[string]string{
		"a": `quote " and \ backslash\`, "b": "<script>alert(1)</script>", "c": "two\nlines\ttabs\x01", "d": "صندوق؛ «فروش»", "e": "", "end": "`end`; #35; --> x|y|",
		"long": strings.Repeat("very ", 60),
	} {
		f.Elements = append(f.Elements, &model.Element{ID: id, Kind: model.Technology, Name: name})
	}
	f.Elements = append(f.Elements, &model.Element{ID: "h", Kind: model.Customer, Name: "Household", Names: map[string]string{"fr": "Ménage"}})
	f.Links = []*model.Link{{ID: "l1", Kind: model.DependsOn, From: "a", To: "b"}, {ID: "l2", Kind: model.DependsOn, From: "c", To: "c"},
		{ID: "l3", Kind: model.Feeds, From: "a", To: "nobody"}, {ID: "l4", Kind: model.DependsOn, From: "a", To: "end", Props: model.Props{"hard": false}}}
	return f
}

// dotLine is a statement of our files: quoted texts in which each quote and backslash has its backslash.
const quotedDOT = `"(?:[^"\\\n]|\\["\\])*"`

var dotLine = regexp.MustCompile(`^\s*(?:digraph ` + quotedDOT + ` \{|subgraph ` + quotedDOT + ` \{|\}|label=` + quotedDOT + `; color="#[0-9a-f]{6}";|` +
	`(?:graph|node|edge) \[[^\n]*\];|` + quotedDOT + ` \[label=` + quotedDOT + `, shape=\w+, color="#[0-9a-f]{6}", fillcolor="#[0-9a-f]{6}"\];|` +
	quotedDOT + ` -> ` + quotedDOT + ` \[label=` + quotedDOT + `(?:, style=\w+)?\];)$`)

func TestWriteDOT(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	if err := exchange.WriteDOT(&b, hostile(), "fr"); err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n") {
		if !dotLine.MatchString(line) {
			t.Errorf("not a statement: %s", line)
		}
	}
	for _, want := range []string{`"a" [label="quote \" and \\ backslash\\"`, `"c" [label="two lines tabs"`, `"c" -> "c"`, `"h" [label="Ménage"`, `"a" -> "end" [label="depends on", style=dashed]`} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %s in\n%s", want, b.String())
		}
	}
	if strings.Contains(b.String(), "nobody") {
		t.Error("a link leads to nothing")
	}
	graphviz(t, b.String())
}

// Graphviz can lay out what stands in nearly all layers, with lines that lead from one to another and back.
func TestGraphvizDrawsTheDemo(t *testing.T) {
	t.Parallel()
	f, _, err := exchange.Read(bytes.NewReader(demo.File()))
	if err != nil {
		t.Fatal(err)
	}
	var shown []string // what the map shows; with the analyses in it even an old Graphviz finds places for all
	for _, e := range f.Elements {
		if !slices.Contains([]model.Kind{model.Cause, model.Evidence, model.Action, model.Target, model.Journey}, e.Kind) {
			shown = append(shown, e.ID)
		}
	}
	for name, part := range map[string]*exchange.File{"all": f, "the map": f.Select(shown...)} {
		var b strings.Builder
		if err := exchange.WriteDOT(&b, part, "en"); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		graphviz(t, b.String())
	}
}

// graphviz fails the test where Graphviz, if this machine has it, cannot draw a graph, or complains.
func graphviz(t *testing.T, graph string) {
	t.Helper()
	dot, err := exec.LookPath("dot")
	if err != nil {
		t.Skip("without Graphviz its own reader is not asked")
	}
	cmd := exec.CommandContext(t.Context(), dot, "-Tdot")
	cmd.Stdin = strings.NewReader(graph)
	var words strings.Builder
	cmd.Stderr = &words
	if err := cmd.Run(); err != nil || words.Len() > 0 {
		t.Errorf("Graphviz refuses it: %v\n%s", err, words.String())
	}
}

var mermaidLine = regexp.MustCompile(`^(?:flowchart TB|  subgraph layer_\w+ \["\w+"\]|  end|    %% n\d+ = [\w.-]+|` +
	`    n\d+[\[({>\\/]+"[^"` + "`" + `<>;\\]*(?:#(?:\d+|quot|lt|gt|amp);[^"` + "`" + `<>;\\]*)*"[\])}/]+:::\w+|  n\d+ -(?:-|\.-)>\|"[a-z ]+"\| n\d+|  classDef \w+ fill:#\w+,stroke:#\w+,color:#\w+)$`)

func TestWriteMermaid(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	if err := exchange.WriteMermaid(&b, hostile(), "en"); err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n") {
		if !mermaidLine.MatchString(line) {
			t.Errorf("not a statement: %s", line)
		}
	}
	for _, want := range []string{"quote #quot; and #92; backslash#92;", "#lt;script#gt;", "صندوق؛ «فروش»", "Household"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %s in\n%s", want, b.String())
		}
	}
	if n := strings.Count(b.String(), ">|"); n != 3 {
		t.Errorf("%d links, want 3", n)
	}
}

func TestDrawnTextIsOneStatementALine(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := &exchange.File{Elements: []*model.Element{{ID: "x", Kind: model.Problem, Name: rapid.String().Draw(t, "name")}}}
		var dot, mermaid strings.Builder
		if err := exchange.WriteDOT(&dot, f, "en"); err != nil {
			t.Fatal(err)
		}
		if err := exchange.WriteMermaid(&mermaid, f, "en"); err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(strings.TrimSuffix(dot.String(), "\n"), "\n") {
			if !dotLine.MatchString(line) {
				t.Fatalf("not a statement of DOT: %q", line)
			}
		}
		for _, line := range strings.Split(strings.TrimSuffix(mermaid.String(), "\n"), "\n") {
			if !mermaidLine.MatchString(line) {
				t.Fatalf("not a statement of Mermaid: %q", line)
			}
		}
	})
}

func TestSelect(t *testing.T) {
	t.Parallel()
	f := hostile().Select("a", "end", "missing")
	if len(f.Elements) != 2 || len(f.Links) != 1 || f.Links[0].ID != "l4" {
		t.Errorf("Select = %d elements and %v", len(f.Elements), f.Links)
	}
}
