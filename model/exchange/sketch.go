package exchange

import (
	"slices"
	"strings"
	"unicode"

	"rootline/model"
)

// sketch is what drawings of other programs are written from: elements by layer, from the customer down, and the links between
// them.
type sketch struct {
	layers []model.Layer
	of     map[model.Layer][]*model.Element
	links  []*model.Link
}

var layerOrder = []model.Layer{model.LayerProblem, model.LayerCustomer, model.LayerContact, model.LayerSeen, model.LayerUnseen, model.LayerTool, model.LayerDeep, model.LayerPolicy,
	model.LayerCause, model.LayerEvidence, model.LayerAction, model.LayerForeign}

// The colours of the layers, as the program draws them on light paper.
var (
	layerInk = map[model.Layer]string{model.LayerCustomer: "#8f5200", model.LayerContact: "#0a6761", model.LayerSeen: "#1a5a9e", model.LayerUnseen: "#4649a6",
		model.LayerTool: "#3d5063", model.LayerDeep: "#2c333b", model.LayerPolicy: "#6a3c9e", model.LayerProblem: "#bf2c18", model.LayerCause: "#85401f",
		model.LayerEvidence: "#755a08", model.LayerAction: "#1e6b3b", model.LayerForeign: "#6b675f"}
	layerFill = map[model.Layer]string{model.LayerCustomer: "#fdf0d8", model.LayerContact: "#dcf1ee", model.LayerSeen: "#e1edf9", model.LayerUnseen: "#e6e7f8",
		model.LayerTool: "#ffffff", model.LayerDeep: "#f6f8fa", model.LayerPolicy: "#efe7f8", model.LayerProblem: "#fde8e3", model.LayerCause: "#f6e8df",
		model.LayerEvidence: "#f7efd5", model.LayerAction: "#e0f1e5", model.LayerForeign: "#efede8"}
)

func newSketch(f *File) sketch {
	held := make(map[string]bool, len(f.Elements))
	for _, e := range f.Elements {
		held[e.ID] = true
	}
	g := model.NewGraph(f.Elements, slices.DeleteFunc(slices.Clone(f.Links), func(l *model.Link) bool { return !held[l.From] || !held[l.To] }))
	s := sketch{of: map[model.Layer][]*model.Element{}}
	for _, e := range sorted(f.Elements, func(e *model.Element) string { return e.ID }) {
		layer := model.LayerOf(g, e)
		s.of[layer] = append(s.of[layer], e)
	}
	for _, layer := range layerOrder {
		if len(s.of[layer]) > 0 {
			s.layers = append(s.layers, layer)
		}
	}
	s.links = sorted(slices.Collect(g.Links()), func(l *model.Link) string { return l.ID })
	return s
}

// Select returns the file of some of f's elements, and of the links among them.
func (f *File) Select(ids ...string) *File {
	wanted := make(map[string]bool, len(ids))
	for _, id := range ids {
		wanted[id] = true
	}
	out := &File{Workspace: f.Workspace}
	for _, e := range f.Elements {
		if wanted[e.ID] {
			out.Elements = append(out.Elements, e)
		}
	}
	for _, l := range f.Links {
		if wanted[l.From] && wanted[l.To] {
			out.Links = append(out.Links, l)
		}
	}
	return out
}

// linkWord says a link in the words of the format: the catalogue's sentences are for people of one language.
func linkWord(l *model.Link) string { return strings.ReplaceAll(string(l.Kind), "_", " ") }

// oneLine leaves out what does not belong in a line of text.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\u2028' || r == '\u2029':
			return ' '
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, s)
}
