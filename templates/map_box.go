package templates

import (
	"math"
	"slices"
	"strings"

	"rootline/model"
	"rootline/model/analysis"
	"rootline/model/ecosystem"
	"rootline/model/layout"
)

// newBox is a box with its size and words, before it has a place.
func (d *MapDrawing) newBox(w Wording, at int, b *ecosystem.Box) mapBox {
	box := mapBox{at: at}
	box.W = boxWidth
	room := boxWidth - 31 - 7
	switch b.Lane {
	case ecosystem.Steps, ecosystem.Journeys:
		box.W, room = stepWidth, stepWidth-38-10
	case ecosystem.Policies, ecosystem.Capabilities:
		box.W, room = bandWidth, bandWidth-48
	}
	lines := layout.Wrap(w.Say.Isolate(b.NameIn(d.lang)), room, boxText, true, boxLines)
	box.H = math.Max(boxHeight, 6+boxLeading*float64(len(lines)))
	for _, l := range lines {
		box.text = append(box.text, layout.Line{Text: l})
	}
	thing := ThingOf(w.Say, b.Element, string(b.Lane.Layer()))
	box.mark, box.class = thing.Icon, "bx l-"+thing.Layer
	if !slices.Contains(d.symbols, box.mark) {
		d.symbols = append(d.symbols, box.mark)
	}
	if b.Lane == ecosystem.Unseen || b.Kind == model.Foreign {
		box.class += " dash"
	}
	if b.Kind == model.Technology {
		switch life := b.Props.Text("lifecycle"); life {
		case "planned", "retiring", "retired", "retired-but-needed":
			box.class += " lc-" + life
		}
	}
	if priced := d.Map.Priced(at); len(priced) > 0 {
		box.cost = PinsCost(w, priced)
	}
	return box
}

// PinsCost words what problems whose cost stands at one place cost a month together, short.
func PinsCost(w Wording, pins []*model.Element) string {
	if cost, known := w.CostTogether(pins); known {
		return cost
	}
	return w.Say.T("map.pin.unknown")
}

// CostTogether words what problems cost a month together, short: "at least" so much where the cost of some is not known; false
// where none of it is.
func (w Wording) CostTogether(problems []*model.Element) (words string, known bool) {
	n, of := analysis.CostTogether(problems)
	n.Lo, n.Hi = math.Round(n.Lo), math.Round(n.Hi)
	switch {
	case of == 0:
		return "", false
	case of < len(problems):
		return w.Say.T("map.pin.least", "Cost", w.Say.Money(n.Lo, w.Currency)), true
	case n.IsInterval():
		return w.Say.T("map.pin.range", "Lo", w.Say.Money(n.Lo, w.Currency), "Hi", w.Say.Number(n.Hi)), true
	}
	return w.Say.Money(n.Lo, w.Currency), true
}

// finish lays out what is within a box.
func (d *MapDrawing) finish(w Wording, b *mapBox) {
	box := &d.Map.Boxes[b.at]
	b.shape, b.half = mapShape(box, b.mark, b.W, b.H, d.rtl())
	sign := 10.0
	if box.Lane == ecosystem.Steps || box.Lane == ecosystem.Journeys {
		sign = 17
	}
	text := sign + 21
	if box.Lane == ecosystem.Policies {
		b.number = w.Say.Number(float64(d.numbers[box.Number]))
		text = 16 + 8*float64(len([]rune(b.number)))
	}
	b.markX = sign
	if d.rtl() {
		text, b.markX = b.W-text, b.W-sign-boxSign
	}
	if box.Lane.IsBand() { // as wide as the columns beneath it
		lines := layout.Wrap(w.Say.Isolate(box.NameIn(d.lang)), b.W-48, boxText, true, boxLines)
		b.text = make([]layout.Line, len(lines))
		for i, l := range lines {
			b.text[i].Text = l
		}
	}
	top := b.H/2 + 4.3 - boxLeading/2*float64(len(b.text)-1)
	for i := range b.text {
		b.text[i].X, b.text[i].Y = text, top+boxLeading*float64(i)
	}
	d.flags(w, b, box)
	d.pins(b, box)
	if len(box.Also) > 0 {
		d.shared(w, b, box)
	}
}

// shared names behind the name of a journey the steps that stand in the rows of others, as many as there is room for.
func (d *MapDrawing) shared(w Wording, b *mapBox, box *ecosystem.Box) {
	room := d.Width - b.X
	if d.rtl() {
		room = b.X + b.W
	}
	room -= layout.TextWidth(b.row+"  "+w.Say.T("map.row.also"), boxText, true) + 24
	for i, e := range box.Also {
		name := layout.Wrap(w.Say.Isolate(e.NameIn(d.lang)), stepWidth+20, boxText, false, 1)[0]
		if i < len(box.Also)-1 {
			name += w.Say.T("map.row.comma")
		}
		if room -= layout.TextWidth(name, boxText, false); room < 0 {
			if len(b.also) > 0 {
				b.also[len(b.also)-1].name += "…"
			}
			return
		}
		b.also = append(b.also, mapAlso{e.ID, name})
	}
}

// mostFlags is how many numbers of policies one box bears.
const mostFlags = 4

func (d *MapDrawing) flags(w Wording, b *mapBox, box *ecosystem.Box) {
	x := b.W - 18
	rules := make([]int, len(box.Rules))
	for i, n := range box.Rules {
		rules[i] = d.numbers[n]
	}
	slices.Sort(rules)
	for i := min(len(rules), mostFlags) - 1; i >= 0; i-- { // the last stands at the edge
		text := w.Say.Number(float64(rules[i]))
		if i == mostFlags-1 && len(box.Rules) > mostFlags {
			text = "+"
		}
		at := x
		if d.rtl() {
			at = b.W - x - 18
		}
		b.rules = append(b.rules, mapFlag{at, text})
		x -= 21
	}
}

// mostPins is how many diamonds one box bears.
const mostPins = 3

func (d *MapDrawing) pins(b *mapBox, box *ecosystem.Box) {
	n := min(len(box.Pins), mostPins)
	at := func(x float64) float64 {
		if d.rtl() {
			return b.W - x
		}
		return x
	}
	x := 8.0
	if b.cost != "" { // in the middle, as wide as it is
		wide := float64(n)*13 + layout.TextWidth(b.cost, 12, true)
		room := b.W - 21*float64(len(b.rules)) // the numbers of policies stand at the end
		x = math.Max(0, math.Min((b.W-wide)/2, room-wide-4)) + 6
	}
	for range n {
		b.pins = append(b.pins, at(x))
		x += 13
	}
	b.costX = at(x - 3)
}

// markedSorts are the sorts of disconnect that boxes are marked for: lines say those of feeds, and nearly all data has copies.
var markedSorts = slices.DeleteFunc(slices.Clone(analysis.DisconnectSorts), func(s analysis.DisconnectSort) bool {
	return s == analysis.Copies || s == analysis.ByHand || s == analysis.Slow
})

// markApart marks the boxes at which the ecosystem falls apart.
func (d *MapDrawing) markApart(w Wording, g *model.Graph) {
	words, titles := map[string][]string{}, map[analysis.DisconnectSort]string{}
	for _, sort := range markedSorts {
		titles[sort] = w.Say.T("disconnects." + string(sort) + ".title")
	}
	for _, x := range analysis.DisconnectsOf(g, markedSorts...) {
		for _, e := range x.On {
			if says := titles[x.Sort]; !slices.Contains(words[e.ID], says) {
				words[e.ID] = append(words[e.ID], says)
			}
		}
	}
	for i := range d.boxes {
		if all := words[d.Map.Boxes[d.boxes[i].at].ID]; len(all) > 0 {
			d.boxes[i].apart = []string{strings.Join(all, "\n")}
			d.Apart = true
		}
	}
}
