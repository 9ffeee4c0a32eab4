package templates

import (
	"context"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/a-h/templ"

	"rootline/model"
	"rootline/model/ecosystem"
	"rootline/static"
	"rootline/templates/say"
)

// MapFigureView is a drawing with what stands out of it.
type MapFigureView struct {
	Drawing *MapDrawing
	Title   string
	Marks   MapMarks
	URL     func(id string) string      // where choosing an element or a problem leads
	AddURL  func(ecosystem.Lane) string // where one adds in a lane; "" = one may not. nil in a file
	Upto    int                         // only so many lanes are shown; 0 = all
	Same    string                      // tells the drawing from others
	File    bool                        // it stands alone, outside of a page
	Style   string                      // of a file
	Values  []int                       // by box: which of the values of a property it has, −1 = none; nil = coloured by layer
	Fates   map[string]ChangeMark       // by id of element or link: what becomes of it in another state; nil = not compared
	Calm    bool                        // what stays as it is stands back
}

// MapMarks say what of a map stands out.
type MapMarks struct {
	On       int             // the box that was chosen; −1 = none
	Boxes    []bool          // by box, those that belong to what was chosen; nil = nothing was
	Lines    []MapTone       // by line
	Problems map[string]bool // those that rest on what was chosen
}

// MapTone is how much a line stands out.
type MapTone byte

// The tones: a line to what stops, and one by which only news come late.
const (
	ToneCalm MapTone = iota
	ToneHot
	ToneLate
)

// boxList and lineList are what stands out as a script reads it.
func (m MapMarks) boxList() string {
	var out []string
	for i, on := range m.Boxes {
		if on {
			out = append(out, strconv.Itoa(i))
		}
	}
	return strings.Join(out, " ")
}

func (m MapMarks) lineList(tone MapTone) string {
	var out []string
	for i, t := range m.Lines {
		if t == tone {
			out = append(out, strconv.Itoa(i))
		}
	}
	return strings.Join(out, " ")
}

func (m MapMarks) problemList() string {
	var out []string
	for id, on := range m.Problems {
		if on {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func (m MapMarks) chosen() bool { return m.Boxes != nil }

func (m MapMarks) line(i int) string {
	switch {
	case m.Lines == nil || m.Lines[i] == ToneCalm:
		return ""
	case m.Lines[i] == ToneLate:
		return "hot late"
	}
	return "hot"
}

func (m MapMarks) box(i int) string {
	switch {
	case m.Boxes == nil:
		return ""
	case m.On == i:
		return " hot sel"
	case m.Boxes[i]:
		return " hot"
	}
	return ""
}

// manyLinks is how many lines say in words what they are when one points at them.
const manyLinks = 2000

// mapValues is how many values of a property a map tells apart by colour and hatching.
const mapValues = 7

// mapHatches are the hatchings, so that values are told apart without colour.
var mapHatches = [mapValues]string{"", "M0 8L8 0M-2 2l4-4M6 10l4-4", "M2 2h1M6 6h1", "M0 4h8", "M0 0l8 8M-2 6l4 4M6-2l4 4", "M4 0v8", "M0 4h8M4 0v8"}

func (f MapFigureView) value(at int) string {
	if f.Values == nil || f.Values[at] < 0 {
		return ""
	}
	return " v" + string(rune('0'+f.Values[at]))
}

// later says whether a lane has not come yet.
func (f MapFigureView) later(row int) bool { return f.Upto > 0 && row >= f.Upto }

// until is where the last lane that has come ends.
func (f MapFigureView) until() string { return px(f.Drawing.lanes[f.Upto-1].end) }

// laterBox says whether the lane of a box has not come yet.
func (f MapFigureView) laterBox(at int) bool { return f.Upto > 0 && f.later(f.Drawing.rowOf[at]) }

// laterLine says whether one end of a line has not come yet.
func (f MapFigureView) laterLine(at int) bool {
	line := f.Drawing.Map.Lines[at]
	return f.laterBox(line.From) || f.laterBox(line.To)
}

// class is that of a box: coloured by a property, its layer is told by its edge alone.
func (f MapFigureView) class(b mapBox) string {
	if f.Values == nil {
		return b.class
	}
	return strings.Replace(b.class, " l-", " s-", 1)
}

// fill is the pattern of a box that is coloured by a property, "" = by its layer.
func (f MapFigureView) fill(at int) string {
	if f.Values == nil {
		return ""
	}
	return valueFill(max(f.Values[at], -1))
}

// valueFill is the pattern of a value.
func valueFill(value int) string { return "url(#v" + strconv.Itoa(value) + ")" }

// symbol is a sign of the sprite within the drawing, so that a file has it too.
func symbol(name string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, `<symbol id="m-`+name+`" viewBox="0 0 16 16">`+static.Symbol(name)+`</symbol>`)
		return err
	})
}

// styles is the style sheet of a file.
func styles(css string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, "<style>"+css+"</style>")
		return err
	})
}

// aside is a place in the column of names, so far from where reading starts.
func (d *MapDrawing) aside(from, width float64) float64 {
	if d.rtl() {
		return d.textX - from - width
	}
	return d.textX + from
}

// within is a place in a box, so far from where reading starts.
func (d *MapDrawing) within(b mapBox, from float64) float64 {
	if d.rtl() {
		return b.W - from
	}
	return from
}

func (d *MapDrawing) flagShape(x float64) string {
	if d.rtl() {
		return "M" + px(x+18) + "-13h-18l3.5 7-3.5 7h18z"
	}
	return "M" + px(x) + "-13h18l-3.5 7 3.5 7h-18z"
}

var (
	token    = regexp.MustCompile(`(--[a-z0-9-]+):\s*light-dark\(([^,]+),`)
	useToken = regexp.MustCompile(`var\((--[a-z0-9-]+)\)`)
	comment  = regexp.MustCompile(`(?s)/\*.*?\*/`)
)

// mapStyle is the style sheet of drawings with its colours written out, as programs that know no custom properties need it:
// those for paper.
var mapStyle = sync.OnceValue(func() string {
	colours := map[string]string{"--sans": `"Noto Sans", "Segoe UI", Roboto, "Helvetica Neue", Arial, "Noto Sans Arabic", "Noto Sans CJK SC", sans-serif`, "--serif": `"Noto Serif", Georgia, "Noto Naskh Arabic", "Noto Serif CJK SC", serif`}
	for _, m := range token.FindAllStringSubmatch(static.Text("css/tokens.css"), -1) {
		colours[m[1]] = m[2]
	}
	css := comment.ReplaceAllString(static.Text("css/drawing.css"), "")
	css, _, _ = strings.Cut(css, "@media") // what follows is for screens
	css = useToken.ReplaceAllStringFunc(css, func(use string) string { return colours[use[4:len(use)-1]] })
	return strings.ReplaceAll(css, "\n", "")
})

// MapSVG is the whole map as a file of its own: all elements of the map's kinds, in the language of s.
func MapSVG(s *say.Printer, g *model.Graph, name, currency string) templ.Component {
	w := Wording{Say: s, Currency: currency, Person: func(owner string) string { return owner }, Name: func(id string) string {
		if e := g.Element(id); e != nil {
			return e.NameIn(s.Lang())
		}
		return id
	}}
	d := DrawMap(w, g, ecosystem.Of(g, ecosystem.Query{All: true, Whole: true}), nil, 0)
	return MapFile(s, MapSheetView{Figure: MapFigureView{Drawing: d, Title: s.T("map.title", "Name", name), Marks: MapMarks{On: -1}}, Legend: d.Legend(s)})
}

// MapFile is a sheet as a file of its own.
func MapFile(s *say.Printer, v MapSheetView) templ.Component {
	v.Figure.Style = mapStyle()
	return MapSheet(s, v)
}

// shownName is the name in the form that renames: what was typed, where it was refused.
func (f *MapForms) shownName() string {
	if f.NewName != "" {
		return f.NewName
	}
	return f.Name
}
