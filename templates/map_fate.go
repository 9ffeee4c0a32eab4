package templates

import (
	"rootline/model/layout"
	"rootline/templates/say"
)

// What becomes of the things on a map in another state.

// fate is the class of a box for what becomes of its element.
func (f MapFigureView) fate(at int) string {
	if m := f.Fates[f.Drawing.Map.Boxes[at].ID]; m.As != "" {
		return " " + string(m.As)
	}
	return ""
}

func (f MapFigureView) isChanged(at int) bool {
	return f.Fates[f.Drawing.Map.Boxes[at].ID].As == Changed
}

// inner is the second outline of what is changed.
func (f MapFigureView) inner(b mapBox) string {
	return Shape(b.mark, inner(layout.Rect{W: b.W, H: b.H}), f.Drawing.rtl())
}

// lineFate is the class of a line: added or removed where all its links are, changed where only some of them are.
func (f MapFigureView) lineFate(at int) string {
	if f.Fates == nil {
		return ""
	}
	links := f.Drawing.Map.Lines[at].Links
	as := f.Fates[links[0].ID].As
	for _, l := range links[1:] {
		if other := f.Fates[l.ID].As; other != as {
			return string(Changed)
		}
	}
	return string(as)
}

// mostNumbers is how many numbers of changes have room on a box.
const mostNumbers = 4

func (f MapFigureView) numbers(at int) []string {
	var out []string
	for _, n := range f.Fates[f.Drawing.Map.Boxes[at].ID].Numbers {
		if len(out) == mostNumbers {
			break
		}
		out = append(out, say.For(f.Drawing.lang).Number(float64(n)))
	}
	return out
}

// inwards is so far from an upper corner, into the box that reading ends with.
func (d *MapDrawing) inwards(x, by float64) float64 {
	if d.rtl() {
		return x + by
	}
	return x - by
}
