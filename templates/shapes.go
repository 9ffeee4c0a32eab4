package templates

import (
	"math"
	"strings"

	"rootline/model/layout"
)

// Shape is the outline of a box, as path data: colour says where a thing lies, its shape what it is. icon is the sign of the
// thing as Look tells it; rtl turns the shapes that point.
func Shape(icon string, r layout.Rect, rtl bool) string {
	switch icon {
	case "k-customer", "k-channel":
		return soft(r, r.H/2)
	case "k-touchpoint":
		return soft(r, 9)
	case "k-employee", "k-hidden":
		return shouldered(r)
	case "k-partner":
		return chamfered(r, 7)
	case "k-database":
		return drum(r)
	case "k-device":
		return soft(r, 0) + "M" + px(r.X+r.W*.3) + " " + px(r.Y+r.H+3) + "h" + px(r.W*.4)
	case "k-integration":
		return polygon(r, rtl, 8, 0, r.W, 0, r.W-8, r.H, 0, r.H)
	case "k-data":
		return polygon(r, rtl, 0, 0, r.W-10, 0, r.W, 10, r.W, r.H, 0, r.H) + polygonOpen(r, rtl, r.W-10, 0, r.W-10, 10, r.W, 10)
	case "k-step", "journey", "k-journey":
		return polygon(r, rtl, 0, 0, r.W-10, 0, r.W, r.H/2, r.W-10, r.H, 0, r.H, 10, r.H/2)
	case "k-policy":
		return polygon(r, rtl, 0, 0, r.W, 0, r.W-9, r.H/2, r.W, r.H, 0, r.H)
	case "k-action":
		return polygon(r, rtl, 0, 0, r.W-10, 0, r.W, r.H/2, r.W-10, r.H, 0, r.H)
	case "k-cause":
		return polygon(r, rtl, 0, 0, r.W, 0, r.W-9, r.H, 9, r.H)
	case "k-problem", "problem-o":
		return polygon(r, rtl, 9, 0, r.W-9, 0, r.W, r.H/2, r.W-9, r.H, 9, r.H, 0, r.H/2)
	case "k-capability", "k-target":
		return soft(r, 5)
	}
	return soft(r, 0)
}

// soft is a box with corners of this radius.
func soft(r layout.Rect, radius float64) string {
	radius = math.Min(radius, math.Min(r.H, r.W)/2)
	if radius == 0 {
		return "M" + px(r.X) + " " + px(r.Y) + "h" + px(r.W) + "v" + px(r.H) + "h" + px(-r.W) + "z"
	}
	arc := func(dx, dy float64) string {
		return "a" + px(radius) + " " + px(radius) + " 0 0 1 " + px(dx) + " " + px(dy)
	}
	w, h := tenth(r.W-2*radius), tenth(r.H-2*radius)
	return "M" + px(tenth(r.X+radius)) + " " + px(r.Y) + "h" + px(w) + arc(radius, radius) + "v" + px(h) + arc(-radius, radius) +
		"h" + px(-w) + arc(-radius, -radius) + "v" + px(-h) + arc(radius, -radius) + "z"
}

// shouldered is round on top and square at the foot: a person.
func shouldered(r layout.Rect) string {
	const round = 12.
	return "M" + px(r.X) + " " + px(tenth(r.Y+r.H)) + "v" + px(tenth(round-r.H)) + "a12 12 0 0 1 12 -12h" + px(tenth(r.W-2*round)) +
		"a12 12 0 0 1 12 12v" + px(tenth(r.H-round)) + "z"
}

func chamfered(r layout.Rect, cut float64) string {
	return polygon(r, false, cut, 0, r.W-cut, 0, r.W, cut, r.W, r.H-cut, r.W-cut, r.H, cut, r.H, 0, r.H-cut, 0, cut)
}

func drum(r layout.Rect) string {
	const lid = 5.
	x, y, right, foot := px(r.X), px(tenth(r.Y+lid)), px(tenth(r.X+r.W)), px(tenth(r.Y+r.H-lid))
	top, under := px(tenth(r.Y-lid/3)), px(tenth(r.Y+r.H+lid/3))
	return "M" + x + " " + y + "C" + x + " " + top + " " + right + " " + top + " " + right + " " + y + "V" + foot +
		"C" + right + " " + under + " " + x + " " + under + " " + x + " " + foot + "z"
}

// polygon closes these corners, measured from the start of the box; mirrored where reading goes from right to left.
func polygon(r layout.Rect, rtl bool, corners ...float64) string {
	return polygonOpen(r, rtl, corners...) + "z"
}

func polygonOpen(r layout.Rect, rtl bool, corners ...float64) string {
	var b strings.Builder
	for i := 0; i+1 < len(corners); i += 2 {
		x := corners[i]
		if rtl {
			x = r.W - x
		}
		if i == 0 {
			b.WriteByte('M')
		} else {
			b.WriteByte('L')
		}
		b.WriteString(px(tenth(r.X+x)) + " " + px(tenth(r.Y+corners[i+1])))
	}
	return b.String()
}

// tenth rounds a coordinate, so that sums stay short.
func tenth(v float64) float64 { return math.Round(v*10) / 10 }
