package templates

import (
	"math"
	"slices"
	"strings"

	"rootline/model"
	"rootline/model/ecosystem"
	"rootline/model/layout"
)

// routes gives the lines their ways and words.
func (d *MapDrawing) routes(w Wording, out layout.StagedDrawing) {
	kept := d.links[:0]
	routed := 0
	var taken []layout.Rect
	for _, b := range d.boxes {
		taken = append(taken, b.Rect)
	}
	for i := range d.links {
		link := d.links[i]
		if link.at < 0 {
			continue
		}
		line := d.Map.Lines[i]
		link.at, link.path = i, out.Links[routed]
		routed++
		var label string
		link.class, label = d.linkLook(w, line)
		link.title = d.linkTitle(w, line)
		link.tips = d.linkTips(line, link.path)
		if label != "" && line.Links[0].Props.Text("mode") != "sync" {
			words := d.wordsOn(link.path, label)
			if !slices.ContainsFunc(taken, func(t layout.Rect) bool { return overlap(words.Rect, t) }) {
				words.on = d.groundAt(words.Y + words.H/2)
				link.words = words
				taken = append(taken, words.Rect)
			}
		}
		kept = append(kept, link)
	}
	d.links = kept
}

// wordsOn puts words on a line, not above it, where they would be read on the next one: in the middle of its longest level stretch,
// beside an upright one where that is too short for them.
func (d *MapDrawing) wordsOn(p layout.Path, text string) *lineWords {
	w := &lineWords{text: text}
	w.W, w.H = layout.TextWidth(text, 11, true), 13
	level, upright := -1.0, -1.0
	var along, beside layout.Point
	for i := 1; i < len(p.Points); i++ {
		a, b := p.Points[i-1], p.Points[i]
		middle := layout.Point{X: (a.X + b.X) / 2, Y: (a.Y + b.Y) / 2}
		if long := math.Abs(a.X - b.X); a.Y == b.Y && long > level {
			level, along = long, middle
		}
		if long := math.Abs(a.Y - b.Y); a.X == b.X && long > upright {
			upright, beside = long, middle
		}
	}
	if level >= w.W+2*wordsLeft || upright < w.H {
		w.x, w.Rect.X, w.Rect.Y = along.X, along.X-w.W/2, along.Y-w.H/2
		w.anchor = "middle"
		return w
	}
	w.x, w.Rect.X, w.Rect.Y = beside.X+4, beside.X+4, beside.Y-w.H/2
	if d.rtl() {
		w.x, w.Rect.X = beside.X-4, beside.X-4-w.W
	}
	return w
}

// wordsLeft is how much of a line is seen on each side of the words on it, at least.
const wordsLeft = 10.0

func overlap(a, b layout.Rect) bool {
	return a.X < b.X+b.W && b.X < a.X+a.W && a.Y < b.Y+b.H && b.Y < a.Y+a.H
}

// linkLook is the class of a line, and the words on a feed: its mode, and how long news take at worst.
func (d *MapDrawing) linkLook(w Wording, line ecosystem.Line) (class, label string) {
	l := line.Links[0]
	class = "lk k-" + string(l.Kind)
	if l.Kind != model.Feeds {
		return class, ""
	}
	if mode := l.Props.Text("mode"); mode != "" {
		class += " m-" + mode
	}
	return class, w.FeedWords(l)
}

// FeedWords says of a feed how it works and how long it takes at worst: transfer and a whole interval.
func (w Wording) FeedWords(l *model.Link) string {
	words := ""
	mode := l.Props.Text("mode")
	if mode != "" {
		words = w.Say.T("map.mode." + mode)
	}
	late, known := Latest(l)
	if !known || late.Hi <= 0 || mode == "sync" {
		return words
	}
	time := w.About(late)
	if words == "" {
		return w.Say.T("map.feed.late", "Time", time)
	}
	return w.Say.T("map.feed", "Mode", words, "Time", time)
}

// About words a time in seconds without what is small beside it.
func (w Wording) About(n model.Number) string {
	return w.Say.Quantity(model.Number{Lo: aboutSeconds(n.Lo), Hi: aboutSeconds(n.Hi)}, model.Seconds, "")
}

// aboutSeconds leaves out what is small beside a time: the seconds of hours, the minutes of days.
func aboutSeconds(s float64) float64 {
	for _, unit := range []float64{86400, 3600, 60} {
		if s >= 2*unit || s >= unit && math.Mod(s, unit) < unit/20 {
			return math.Round(s/unit) * unit
		}
	}
	return s
}

// Latest is how long a feed takes at worst: transfer and a whole interval. It is not known where the interval is not.
func Latest(l *model.Link) (model.Number, bool) {
	every, ok := l.Props.Number("interval_s")
	if !ok {
		return model.Number{}, false
	}
	transfer, _ := l.Props.Number("transfer_s")
	return model.Number{Lo: every.Lo + transfer.Lo, Hi: every.Hi + transfer.Hi}, true
}

// linkTitle says the links of a line in sentences.
func (d *MapDrawing) linkTitle(w Wording, line ecosystem.Line) string {
	var words []string
	for _, l := range line.Links {
		says := w.Say.T("link."+string(l.Kind)+"."+SayingOf(l, "says"), "From", d.Map.Boxes[d.Map.Box(l.From)].NameIn(d.lang), "To", d.Map.Boxes[d.Map.Box(l.To)].NameIn(d.lang))
		if detail := w.LinkDetail(l); detail != "" {
			says = w.Say.T("records.pair", "Label", says, "Value", detail)
		}
		words = append(words, says)
	}
	return strings.Join(words, "\n")
}

// linkTips are the heads of the arrows of a line that hands something over.
func (d *MapDrawing) linkTips(line ecosystem.Line, p layout.Path) []string {
	var tips []string
	there, back := false, false
	for _, l := range line.Links {
		if l.Kind != model.Feeds {
			continue
		}
		if d.Map.Box(l.To) == line.To {
			there = true
		} else {
			back = true
		}
	}
	if n := len(p.Points); n > 1 {
		if there {
			tips = append(tips, arrow(p.Points[n-2], p.Points[n-1]))
		}
		if back {
			tips = append(tips, arrow(p.Points[1], p.Points[0]))
		}
	}
	return tips
}

// arrow is the head of an arrow that arrives at b from a.
func arrow(a, b layout.Point) string {
	long := math.Hypot(b.X-a.X, b.Y-a.Y)
	if long == 0 {
		return ""
	}
	ux, uy := (b.X-a.X)/long, (b.Y-a.Y)/long
	at := func(along, aside float64) string {
		return px(tenth(b.X-along*ux-aside*uy)) + " " + px(tenth(b.Y-along*uy+aside*ux))
	}
	return "M" + px(tenth(b.X)) + " " + px(tenth(b.Y)) + "L" + at(7, 3.5) + "L" + at(7, -3.5) + "z"
}
