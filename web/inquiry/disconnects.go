package inquiry

import (
	"strings"

	"rootline/model"
	"rootline/model/analysis"
	"rootline/templates/say"
)

// DisconnectWords says a disconnect in a sentence.
func DisconnectWords(p *say.Printer, d *analysis.Disconnect) string {
	var b strings.Builder
	for _, piece := range DisconnectPieces(p, d) {
		switch {
		case len(piece.Elements) > 0:
			names := make([]string, len(piece.Elements))
			for i, e := range piece.Elements {
				names[i] = p.Isolate(e.NameIn(p.Lang()))
			}
			b.WriteString(p.List(names))
		default:
			b.WriteString(piece.Text)
		}
	}
	return b.String()
}

// Piece is a part of a sentence: a text, or elements that it names.
type Piece struct {
	Text     string
	Elements []*model.Element
}

// DisconnectPieces takes the sentence of a disconnect apart, so that a page can put links where elements are named.
func DisconnectPieces(p *say.Printer, d *analysis.Disconnect) []Piece {
	id := "disconnects." + string(d.Sort) + ".one"
	if d.Sort == analysis.Orphans && len(d.Left) == 0 {
		id = "disconnects.masterless"
	}
	return disconnectPieces(p, d, id)
}

func disconnectPieces(p *say.Printer, d *analysis.Disconnect, id string) []Piece {
	var out []Piece
	for _, piece := range p.Pieces(id) {
		switch piece.Name {
		case "":
			out = append(out, Piece{Text: piece.Text})
		case "A":
			out = append(out, Piece{Elements: d.On[:1]})
		case "B":
			out = append(out, Piece{Elements: d.On[1:2]})
		case "Left":
			out = append(out, orElse(d.Left, p.T("disconnects.nobody")))
		case "Right":
			out = append(out, orElse(d.Right, p.T("disconnects.nobody")))
		case "All":
			out = append(out, Piece{Elements: append(append([]*model.Element{}, d.Left...), d.Right...)})
		case "For":
			out = append(out, orElse(d.For, p.T("disconnects.data.unsaid")))
		case "Words":
			out = append(out, Piece{Text: p.Upper(p.List(d.Words))})
		case "Time":
			out = append(out, Piece{Text: FigureWords(p, d.Latency, analysis.Seconds, "")})
		}
	}
	return out
}

func orElse(list []*model.Element, words string) Piece {
	if len(list) == 0 {
		return Piece{Text: words}
	}
	return Piece{Elements: list}
}

// DisconnectAside says what the sentence leaves out: how the two sides look and work, or that nobody decided.
func DisconnectAside(p *say.Printer, d *analysis.Disconnect) [][]Piece {
	var out [][]Piece
	if d.Sort == analysis.ApartFunction {
		if d.Style[0] != "" {
			out = append(out, []Piece{{Text: p.T("disconnects.style", "A", d.Style[0], "B", d.Style[1])}})
		}
		if len(d.Left) > 0 {
			out = append(out, disconnectPieces(p, d, "disconnects.works"))
		}
	}
	if d.Sort == analysis.Unanswered {
		for _, policy := range d.Words {
			out = append(out, []Piece{{Text: p.T("disconnects.policy." + policy)}})
		}
	}
	return out
}
