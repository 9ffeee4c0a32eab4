package exchange

import (
	"io"
	"strings"

	"rootline/model"
)

// WriteDOT writes the elements and links of f as a graph for Graphviz: a cluster for each layer, a shape for each kind. Names
// are in lang where they have one. Ids are as in the file, so that what is drawn can be found again. A link with an end that f
// does not hold is left out. Format: https://graphviz.org/doc/info/lang.html. Errors: whatever w returns.
func WriteDOT(w io.Writer, f *File, lang string) error {
	var b strings.Builder
	// Without newrank Graphviz 2.43 cannot place two clusters whose lines lead both ways.
	b.WriteString("digraph " + dotText(f.Workspace.Name) + " {\n" +
		"  graph [rankdir=TB, newrank=true, fontname=\"Noto Sans\", label=" + dotText(f.Workspace.Name) + ", labelloc=t];\n" +
		"  node [fontname=\"Noto Sans\", fontsize=11, style=filled, fillcolor=white];\n" +
		"  edge [fontname=\"Noto Sans\", fontsize=9, color=\"#5f6771\"];\n")
	s := newSketch(f)
	for _, layer := range s.layers {
		b.WriteString("  subgraph " + dotText("cluster_"+string(layer)) + " {\n    label=" + dotText(string(layer)) + "; color=\"#c6c0b3\";\n")
		for _, e := range s.of[layer] {
			b.WriteString("    " + dotText(e.ID) + " [label=" + dotText(e.NameIn(lang)) + ", shape=" + dotShape(e) +
				", color=\"" + layerInk[layer] + "\", fillcolor=\"" + layerFill[layer] + "\"];\n")
		}
		b.WriteString("  }\n")
	}
	for _, l := range s.links {
		b.WriteString("  " + dotText(l.From) + " -> " + dotText(l.To) + " [label=" + dotText(linkWord(l)))
		if style := dotStyle(l); style != "" {
			b.WriteString(", style=" + style)
		}
		b.WriteString("];\n")
	}
	b.WriteString("}\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// dotText quotes a text. Within quotes a backslash begins what Graphviz puts in by itself, so it is doubled; what no line can
// hold is left out.
func dotText(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(oneLine(s)) + `"`
}

func dotShape(e *model.Element) string {
	switch e.Kind {
	case model.Customer, model.Channel:
		return "oval"
	case model.Step, model.Journey:
		return "cds"
	case model.Employee:
		return "house"
	case model.Partner:
		return "octagon"
	case model.Data:
		return "note"
	case model.Policy:
		return "tab"
	case model.Problem:
		return "diamond"
	case model.Cause:
		return "invtriangle"
	case model.Action:
		return "rarrow"
	case model.Target:
		return "doublecircle"
	case model.Technology:
		switch e.Props.Text("type") {
		case "database":
			return "cylinder"
		case "device":
			return "box3d"
		case "integration":
			return "parallelogram"
		}
	}
	return "box"
}

func dotStyle(l *model.Link) string {
	switch {
	case l.Kind == model.DependsOn && l.Props.Known("hard") && !l.Props.Bool("hard"), l.Props.Text("policy") == "undecided":
		return "dashed"
	case l.Props.Text("policy") == "not", l.Kind == model.ForeignLink:
		return "dotted"
	}
	return ""
}
