package templates

import (
	"rootline/model"
	"rootline/model/ecosystem"
	"rootline/model/layout"
)

// mapShape is the outline of a box from its own upper left corner; half is the part that customers do not see of an actor
// whom they see elsewhere.
func mapShape(b *ecosystem.Box, sign string, w, h float64, rtl bool) (shape, half string) {
	switch {
	case b.Half && b.Kind == model.Employee:
		return halves("a12 12 0 0 0-12 12V"+px(h), "a12 12 0 0 1 12 12V"+px(h), 12, w, rtl)
	case b.Half && b.Kind == model.Partner:
		return halves("l-7 7V"+px(h-7)+"l7 7", "l7 7V"+px(h-7)+"l-7 7", 7, w, rtl)
	}
	return Shape(sign, layout.Rect{W: w, H: h}, rtl), ""
}

// halves draws the two halves of an actor's box: left and right are the ways from the corner at the top, so far from the side,
// to the foot.
func halves(left, right string, corner, w float64, rtl bool) (seen, unseen string) {
	one := "M" + px(w/2) + " 0H" + px(corner) + left + "H" + px(w/2)
	two := "M" + px(w/2) + " 0H" + px(w-corner) + right + "H" + px(w/2)
	if rtl {
		return two, one
	}
	return one, two
}
