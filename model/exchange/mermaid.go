package exchange

import (
	"io"
	"strconv"
	"strings"

	"rootline/model"
)

// WriteMermaid writes the elements and links of f as a Mermaid flowchart: a subgraph for each layer, a shape for each kind.
// Names are in lang where they have one. Mermaid keeps words such as "end" for itself, so that nodes are numbered; a comment
// says which id each stands for. A link with an end that f does not hold is left out. Format: https://mermaid.js.org/syntax/flowchart.html.
// Errors: whatever w returns.
func WriteMermaid(w io.Writer, f *File, lang string) error {
	var b strings.Builder
	b.WriteString("flowchart TB\n")
	s := newSketch(f)
	node := map[string]string{}
	for _, layer := range s.layers {
		b.WriteString("  subgraph layer_" + string(layer) + " [" + mermaidText(string(layer)) + "]\n")
		for _, e := range s.of[layer] {
			node[e.ID] = "n" + strconv.Itoa(len(node)+1)
			before, after := mermaidShape(e)
			b.WriteString("    %% " + node[e.ID] + " = " + e.ID + "\n")
			b.WriteString("    " + node[e.ID] + before + mermaidText(e.NameIn(lang)) + after + ":::" + string(layer) + "\n")
		}
		b.WriteString("  end\n")
	}
	for _, l := range s.links {
		arrow := "-->"
		if dotStyle(l) != "" {
			arrow = "-.->"
		}
		b.WriteString("  " + node[l.From] + " " + arrow + "|" + mermaidText(linkWord(l)) + "| " + node[l.To] + "\n")
	}
	for _, layer := range s.layers {
		b.WriteString("  classDef " + string(layer) + " fill:" + layerFill[layer] + ",stroke:" + layerInk[layer] + ",color:#1b1f24\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// mermaidMarks are what has a meaning within a text, written as Mermaid writes characters by their numbers. A text that begins
// and ends with a backtick would be read as Markdown.
var mermaidMarks = strings.NewReplacer("#", "#35;", `"`, "#quot;", "<", "#lt;", ">", "#gt;", "&", "#amp;", "`", "#96;", `\`, "#92;", ";", "#59;")

func mermaidText(s string) string { return `"` + mermaidMarks.Replace(oneLine(s)) + `"` }

func mermaidShape(e *model.Element) (before, after string) {
	switch e.Kind {
	case model.Customer, model.Channel:
		return "([", "])"
	case model.Touchpoint, model.Employee, model.Capability:
		return "(", ")"
	case model.Step, model.Journey, model.Policy:
		return ">", "]"
	case model.Partner, model.Problem:
		return "{{", "}}"
	case model.Data:
		return "[/", "/]"
	case model.Cause:
		return `[\`, "/]"
	case model.Technology:
		switch e.Props.Text("type") {
		case "database":
			return "[(", ")]"
		case "integration":
			return "[/", "/]"
		}
	}
	return "[", "]"
}
