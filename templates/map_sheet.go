package templates

import (
	"slices"
	"strings"

	"rootline/model"
	"rootline/model/ecosystem"
	"rootline/model/layout"
	"rootline/templates/say"
)

// MapSheetView is a map to hang up or hand on: its drawing between a headline and a legend, as one picture.
type MapSheetView struct {
	Figure MapFigureView
	Sub    string // beside the headline: of when it is
	Legend MapLegend
}

// Sizes of a sheet, in px.
const (
	sheetHead    = 64.0
	sheetMargin  = 16.0
	sheetLine    = 24.0
	legendText   = 11.5
	legendSample = 34.0 // of a line or a box
	legendSign   = 20.0
	legendGap    = 24.0
)

// legendItem is one sign with its words, in place.
type legendItem struct {
	x, y float64 // where the sign begins, and the middle of its line
	sort string  // "line", "late", "half", "life", "apart", "pin", "value", "words"; "" = an icon
	icon string
	at   int // of a value
	text string
}

func (i legendItem) wide() float64 {
	switch i.sort {
	case "words":
		return 0
	case "", "apart", "pin":
		return legendSign
	}
	return legendSample
}

// sheet is a MapSheetView in place.
type mapSheet struct {
	MapSheetView
	width, height float64
	items         []legendItem
	symbols       []string // of the legend, that the drawing does not bring
}

func (v MapSheetView) place(s *say.Printer) mapSheet {
	d := v.Figure.Drawing
	out := mapSheet{MapSheetView: v, width: d.Width}
	x, y := sheetMargin, 0.0
	for _, item := range v.Legend.items(s) {
		wide := item.wide() + layout.TextWidth(item.text, legendText, false)
		if x > sheetMargin && x+wide > d.Width-sheetMargin {
			x, y = sheetMargin, y+sheetLine
		}
		item.x, item.y = x, y
		if d.rtl() { // words begin where the sign ends, with the gap between them
			item.x = d.Width - x - item.wide()
		}
		x += wide + legendGap
		out.items = append(out.items, item)
		if item.icon != "" && !slices.Contains(d.symbols, item.icon) && !slices.Contains(out.symbols, item.icon) {
			out.symbols = append(out.symbols, item.icon)
		}
	}
	out.height = sheetHead + d.Height + y + 2*sheetLine
	return out
}

// inner is the drawing within the sheet, which brings the styles of both.
func (v MapSheetView) inner() MapFigureView {
	f := v.Figure
	f.File, f.Style = true, ""
	return f
}

// startSign and startText are where the sign of a legend's item and its words begin.
func (m mapSheet) startSign(i legendItem) float64 {
	if m.Figure.Drawing.rtl() {
		return i.x + 6
	}
	return i.x
}

func (m mapSheet) startText(i legendItem) float64 {
	if m.Figure.Drawing.rtl() {
		return i.x
	}
	return i.x + i.wide()
}

// startX is where a line of words begins.
func (m mapSheet) startX(from float64) float64 {
	if m.Figure.Drawing.rtl() {
		return m.width - from
	}
	return from
}

// items are the signs of a legend with their words, in order.
func (l MapLegend) items(s *say.Printer) []legendItem {
	var out []legendItem
	add := func(is bool, sort, icon, words string) {
		if is {
			out = append(out, legendItem{sort: sort, icon: icon, text: words})
		}
	}
	add(l.By != "", "words", "", l.By)
	for _, v := range l.Values {
		out = append(out, legendItem{sort: "value", at: v.Index, text: v.Label})
	}
	add(l.Links, "line", "", s.T("map.legend.link"))
	add(l.Feeds, "late", "", s.T("map.legend.late"))
	add(l.Pins, "pin", "", s.T("map.legend.pin"))
	for _, t := range l.Things {
		add(true, "", t.Icon, t.Name)
	}
	add(l.Half, "half", "", s.T("map.legend.half"))
	add(l.Life, "life", "", s.T("map.legend.life"))
	add(l.Apart, "apart", "", s.T("map.legend.apart"))
	add(l.Rules, "words", "", s.T("map.legend.rule"))
	add(l.Place, "words", "", s.T("map.legend.place"))
	return out
}

// Legend explains the signs that the drawing has.
func (d *MapDrawing) Legend(s *say.Printer) MapLegend {
	l := MapLegend{Apart: d.Apart, Links: len(d.Map.Lines) > 0}
	seen := map[string]bool{}
	for _, b := range d.Map.Boxes {
		t := ThingOf(s, b.Element, string(b.Lane.Layer()))
		sort := t.Icon
		if b.Kind == model.Partner {
			sort = "k-partner"
		}
		if !seen[sort] {
			seen[sort] = true
			t.Name = s.T("map.sort." + strings.TrimPrefix(sort, "k-"))
			l.Things = append(l.Things, t)
		}
		l.Half = l.Half || b.Half
		l.Place = l.Place || (b.Lane == ecosystem.Seen || b.Lane == ecosystem.Unseen) && !d.Map.Columns[b.Column].Rest
		l.Rules = l.Rules || len(b.Rules) > 0
		l.Pins = l.Pins || len(b.Pins) > 0
		switch b.Props.Text("lifecycle") {
		case "retiring", "retired", "retired-but-needed":
			l.Life = true
		}
	}
	l.Feeds = slices.ContainsFunc(d.Map.Lines, func(line ecosystem.Line) bool {
		return line.Links[0].Kind == model.Feeds && line.Links[0].Props.Text("mode") != "sync"
	})
	return l
}

// Upright says whether the sheet is drawn larger on upright paper than on paper laid across.
func (v MapSheetView) Upright(s *say.Printer) bool {
	const long, short = 1.414, 1.0
	m := v.place(s)
	return min(short/m.width, long/m.height) > min(long/m.width, short/m.height)
}
