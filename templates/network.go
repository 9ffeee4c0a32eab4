package templates

import (
	"math"
	"strconv"

	"rootline/model"
	"rootline/model/layout"
)

// Network is what lies around one element, as it is drawn.
type Network struct {
	Canvas
	Nodes []NetworkNode
	Links []NetworkLink
}

// NetworkNode is one element.
type NetworkNode struct {
	Thing Thing
	Rank  int
	Main  bool // the one in the middle
	More  bool // stands for all that have no room in its rank
}

// NetworkLink leads from one node to another, by their indexes.
type NetworkLink struct {
	From, To int
	Kind     model.LinkKind
	Words    string // what it says
	Loose    bool   // it is not sure, or not hard
}

// linkLooks are the layers whose colour the lines of a kind of link have, and how they are dashed among those of one colour.
var linkLooks = map[model.LinkKind]struct {
	layer model.Layer
	dash  int
}{
	model.Reaches: {model.LayerContact, 0}, model.Offers: {model.LayerContact, 1}, model.Supports: {model.LayerContact, 2}, model.At: {model.LayerContact, 3},
	model.Lives: {model.LayerCustomer, 1}, model.HasStep: {model.LayerCustomer, 2}, model.Next: {model.LayerCustomer, 0},
	model.Runs: {model.LayerSeen, 1}, model.Performs: {model.LayerSeen, 2}, model.Uses: {model.LayerSeen, 0}, model.OwnedBy: {model.LayerSeen, 3},
	model.DependsOn: {model.LayerDeep, 0}, model.Feeds: {model.LayerDeep, 1}, model.Serves: {model.LayerDeep, 2}, model.Holds: {model.LayerDeep, 3},
	model.Asks: {model.LayerUnseen, 1}, model.Gives: {model.LayerUnseen, 2},
	model.Governs: {model.LayerPolicy, 0}, model.Requires: {model.LayerPolicy, 1}, model.Enables: {model.LayerPolicy, 2},
	model.Affects: {model.LayerProblem, 0}, model.Because: {model.LayerCause, 0}, model.LocatedIn: {model.LayerCause, 1},
	model.ShownBy: {model.LayerEvidence, 1}, model.Addresses: {model.LayerAction, 0}, model.Changes: {model.LayerAction, 1},
	model.PartOf: {model.LayerForeign, 0}, model.ForeignLink: {model.LayerForeign, 3},
}

// linkClass is how the line of a kind of link looks.
func linkClass(k model.LinkKind) string {
	look := linkLooks[k]
	if look.layer == "" {
		look.layer = model.LayerForeign
	}
	return "ln l-" + string(look.layer) + " d" + strconv.Itoa(look.dash)
}

// drawnNetwork is a Network with its places.
type drawnNetwork struct {
	Network
	layout.LayeredDrawing
	texts [][]string
	rtl   bool
}

// Sizes of a network, in px.
const (
	networkWidth = 148.0
	networkLine  = 15.0
	networkRoom  = networkWidth - 16 - 18 // for the words
)

func (v Network) draw() drawnNetwork {
	d := drawnNetwork{Network: v, rtl: v.Say.Dir() == "rtl"}
	l := layout.Layered{Ranked: true, Across: true, RightToLeft: d.rtl}
	for _, n := range v.Nodes {
		text := layout.Wrap(v.Say.Isolate(n.Thing.Name), networkRoom, 12.5, n.Main, 3)
		d.texts = append(d.texts, text)
		height := math.Max(36, 12+networkLine*float64(len(text)))
		l.Boxes = append(l.Boxes, layout.LayeredBox{Width: networkWidth, Height: height, Rank: n.Rank, Key: n.Thing.ID})
		d.Icons = append(d.Icons, n.Thing.Icon)
	}
	for _, k := range v.Links {
		l.Links = append(l.Links, layout.LayeredLink{From: k.From, To: k.To})
	}
	d.LayeredDrawing = layout.DrawLayered(l)
	d.Canvas.Width, d.Canvas.Height = d.LayeredDrawing.Width, d.LayeredDrawing.Height
	d.Class += " network"
	return d
}

// words are the lines of a box with their places.
func (d drawnNetwork) words(i int) []layout.Line {
	r := d.Boxes[i]
	first := r.Y + r.H/2 - networkLine*float64(len(d.texts[i])-1)/2 + 4.5
	out := make([]layout.Line, len(d.texts[i]))
	for k, s := range d.texts[i] {
		x := r.X + 8 + 18
		if d.rtl {
			x = r.X + r.W - 8 - 18
		}
		out[k] = layout.Line{Text: s, X: tenth(x), Y: tenth(first + networkLine*float64(k))}
	}
	return out
}

func (d drawnNetwork) signAt(i int) (x, y float64) {
	r := d.Boxes[i]
	if d.rtl {
		return tenth(r.X + r.W - 8 - 12), tenth(r.Y + r.H/2 - 6)
	}
	return tenth(r.X + 8), tenth(r.Y + r.H/2 - 6)
}

// arrowHead is the head at the end of a line.
func arrowHead(p layout.Path) string {
	n := len(p.Points)
	if n < 2 {
		return ""
	}
	return arrow(p.Points[n-2], p.Points[n-1])
}

// NetworkView is the page of a network.
type NetworkView struct {
	Forms      ViewForms
	Views      Views
	Thing      Thing
	Lead       string
	Drawing    Network
	Depths     []Tab
	Kinds      []LinkFilter
	KindsURL   string // with all kinds; "" = they are all shown
	Near       []Sentence
	Farther    []NetworkRing
	Left       int
	AllURL     string // "" = all are shown, or as many as can be
	Exports    []Door
	ElementURL string
}

// LinkFilter is a kind of link that can be shown or left out.
type LinkFilter struct {
	Kind  model.LinkKind
	Label string
	Count string
	URL   string
	On    bool
}

// NetworkRing are the elements so many links away.
type NetworkRing struct {
	Title  string
	Things []Thing
}
