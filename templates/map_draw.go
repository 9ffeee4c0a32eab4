package templates

import (
	"cmp"
	"math"
	"slices"

	"rootline/model"
	"rootline/model/ecosystem"
	"rootline/model/layout"
)

// MapDrawing is the map of an ecosystem in place: the page and a file show the same. It hangs on the language and not on who
// looks, so it can be kept for as long as the model is. Safe for concurrent use; nobody changes it.
type MapDrawing struct {
	Map           *ecosystem.Map
	Width, Height float64
	Order         []string // to hand back as Before
	Apart         bool     // somewhere it falls apart

	lang, dir string
	grounds   []mapGround
	rules     []mapRule
	lanes     []mapLane
	columns   []mapColumn
	customers []mapCustomer
	numbers   map[int]int // of policies, as they are read, by those that the map gave them
	boxes     []mapBox    // those of the map, but for customers that are lines
	links     []mapLink
	symbols   []string // signs that are used
	textX     float64  // where the names of lanes begin
	rowOf     []int    // by box of the map, the row of lanes that it is in
}

type mapGround struct {
	class     string
	y, height float64
}

// mapRule is one of the three lines.
type mapRule struct {
	class, name string
	y           float64
	row         int // of lanes, beneath it
}

type mapLane struct {
	lane       ecosystem.Lane
	name, says string
	y, width   float64 // baseline of the name, and how wide it is
	end        float64 // lower edge
	lines      []string
}

type mapColumn struct {
	name  []string
	x     float64 // where the name begins
	rule  float64 // of the hairline before it
	width float64
	first bool
}

// mapCustomer is a line with stations.
type mapCustomer struct {
	at       int // box
	name     string
	y        float64
	from, to float64
	stations []float64
	pins     bool
}

// mapAlso is the name of a step that stands elsewhere.
type mapAlso struct {
	id, name string
}

type mapBox struct {
	at    int // box
	class string
	layout.Rect
	shape  string // path data within the box
	half   string // the part that customers do not see
	mark   string // sign
	markX  float64
	text   []layout.Line
	rules  []mapFlag
	number string // of a policy
	pins   []float64
	cost   string // at the pins: what those cost a month that are told here
	costX  float64
	apart  []string  // in one piece: in which ways the ecosystem falls apart here
	row    string    // of a step: the journey whose row begins with it
	rowY   float64   // so far over it
	also   []mapAlso // steps that this journey shares with others, and that stand in their rows
}

// mapFlag carries the number of a policy.
type mapFlag struct {
	x    float64
	text string
}

type mapLink struct {
	at    int // line
	class string
	path  layout.Path
	tips  []string   // heads of arrows
	words *lineWords // of a feed; nil = none, or there is no room for them
	title string
}

// lineWords stand on a line.
type lineWords struct {
	layout.Rect
	text   string
	x      float64
	anchor string // "" = they begin at x
	on     string // class of the ground that they are cut out of
}

// Sizes of the map, in px.
const (
	boxWidth    = 124.0
	stepWidth   = 132.0
	mapAspect   = .8 // columns are rather long than wide
	bandWidth   = 214.0
	boxHeight   = 36.0
	boxText     = 12.5
	boxLeading  = 15.0
	boxSign     = 14.0
	boxLines    = 3 // at most
	headHeight  = 40.0
	lineHeight  = 20.0 // of a customer
	pinHeight   = 20.0
	flagHeight  = 13.0
	rowWidth    = 2*stepWidth + 20 // of the name of a journey over its row
	rowHeight   = 13.0
	rowGap      = 6.0
	emptyHeight = 26.0 // what an empty lane has for its name
	startLeast  = 108.0
	startMost   = 176.0
)

// mapLanes are the rows in which boxes are laid out: lanes of one ground that stand together share one.
var mapLanes = [][]ecosystem.Lane{
	{ecosystem.Customers}, {ecosystem.Journeys}, {ecosystem.Steps}, {ecosystem.Touchpoints, ecosystem.Channels}, {ecosystem.Seen}, {ecosystem.Unseen},
	{ecosystem.Tools}, {ecosystem.Foundations, ecosystem.Records, ecosystem.Others}, {ecosystem.Capabilities}, {ecosystem.Policies},
}

// LanesBeside are the lanes that share a row with this one, itself among them.
func LanesBeside(lane ecosystem.Lane) []ecosystem.Lane {
	for _, row := range mapLanes {
		if slices.Contains(row, lane) {
			return row
		}
	}
	return nil
}

// DrawMap puts a map in place. before is the Order of the drawing that people saw last, nil where there is none; width is how
// wide the drawing should be at least, in px.
func DrawMap(w Wording, g *model.Graph, m *ecosystem.Map, before []string, width float64) *MapDrawing {
	d := &MapDrawing{Map: m, lang: w.Say.Lang(), dir: w.Say.Dir()}
	s := layout.Staged{Columns: len(m.Columns), Before: before, RightToLeft: d.rtl(), Width: width, Aspect: mapAspect}
	rows := d.laneRows(&s)
	s.Start = d.startWidth(w, rows)
	s.Head = headHeight
	if !m.InRows() {
		if n := len(m.In(ecosystem.Customers)); n > 0 {
			s.Head += float64(n)*lineHeight + 8
		}
	}
	place := d.wants(w, rows, &s)
	for _, l := range m.Lines {
		from, okFrom := place[l.From]
		to, okTo := place[l.To]
		if okFrom && okTo {
			s.Links = append(s.Links, layout.StagedLink{From: from, To: to})
			d.links = append(d.links, mapLink{at: len(d.links)})
		} else {
			d.links = append(d.links, mapLink{at: -1})
		}
	}
	out := layout.DrawStaged(s)
	d.Width, d.Height, d.Order = out.Width, out.Height, out.Order
	d.fill(w, rows, out)
	d.markApart(w, g)
	return d
}

// MapLane is a lane as a drawing names it.
type MapLane struct{ Name, Says string }

// Lanes are the lanes of the drawing, top to bottom.
func (d *MapDrawing) Lanes() []MapLane {
	var out []MapLane
	for _, l := range d.lanes {
		out = append(out, MapLane{l.name, l.says})
	}
	return out
}

func (d *MapDrawing) rtl() bool { return d.dir == "rtl" }

// laneRows are the rows of mapLanes that are drawn, and prepares the lanes of the layout. Those that the three lines divide
// are there even where they are empty.
func (d *MapDrawing) laneRows(s *layout.Staged) [][]ecosystem.Lane {
	var rows [][]ecosystem.Lane
	for _, row := range mapLanes {
		count := 0
		for _, lane := range row {
			if lane == ecosystem.Customers && !d.Map.InRows() {
				continue
			}
			count += len(d.Map.In(lane))
		}
		if count == 0 {
			switch row[0] {
			case ecosystem.Customers, ecosystem.Journeys, ecosystem.Capabilities, ecosystem.Policies:
				continue
			}
		}
		lane := layout.StagedLane{Band: row[0].IsBand()}
		if count == 0 {
			lane.Above = emptyHeight
		}
		switch row[0] {
		case ecosystem.Touchpoints, ecosystem.Unseen, ecosystem.Tools:
			lane.Above += 6 // under the name of the line
		}
		rows = append(rows, row)
		s.Lanes = append(s.Lanes, lane)
	}
	return rows
}

func (d *MapDrawing) startWidth(w Wording, rows [][]ecosystem.Lane) float64 {
	widest := startLeast
	measure := func(text string, size float64, strong bool) {
		widest = math.Max(widest, layout.TextWidth(text, size, strong)+26)
	}
	for _, row := range rows {
		measure(w.Say.T("map.lane."+string(rowName(row))), 13, true)
	}
	if !d.Map.InRows() {
		for _, c := range d.Map.In(ecosystem.Customers) {
			measure(c.NameIn(d.lang), boxText, true)
			if widest > startMost-22 {
				break
			}
		}
		widest += 14
	}
	return math.Min(widest, startMost)
}

// rowName is the lane by whose name a row of lanes goes.
func rowName(row []ecosystem.Lane) ecosystem.Lane {
	if row[0] == ecosystem.Touchpoints {
		return "contact"
	}
	return row[0]
}

// wants lists the boxes for the layout and says which of them is which box of the map.
func (d *MapDrawing) wants(w Wording, rows [][]ecosystem.Lane, s *layout.Staged) map[int]int {
	place := make(map[int]int, len(d.Map.Boxes))
	d.rowOf = make([]int, len(d.Map.Boxes))
	crowns := d.crowns()
	for i, row := range rows {
		for tier, lane := range row {
			first := d.Map.Span[slices.Index(ecosystem.Lanes, lane)]
			for n, b := range d.Map.In(lane) {
				box := d.newBox(w, first+n, &b)
				above := 0.0
				if len(b.Pins) > 0 {
					above = pinHeight
				}
				if b.Begins != nil {
					box.row, box.rowY = layout.Wrap(w.Say.Isolate(b.Begins.NameIn(d.lang)), rowWidth, boxText, true, 1)[0], crowns[b.Row]
					above = box.rowY + rowHeight
				}
				place[first+n], d.rowOf[first+n] = len(s.Boxes), i
				s.Boxes = append(s.Boxes, layout.StagedBox{Width: box.W, Height: box.H, Above: above, Lane: i, Column: max(b.Column, 0), Tier: tier + b.Row, Key: b.ID}) // only steps have rows, and they no other tier
				d.boxes = append(d.boxes, box)
			}
		}
	}
	return place
}

// crowns says for each row of steps how high pins and flags stand over its boxes: the name of a journey stands above them.
func (d *MapDrawing) crowns() map[int]float64 {
	high := map[int]float64{}
	for _, b := range d.Map.In(ecosystem.Steps) {
		over := rowGap
		switch {
		case len(b.Pins) > 0:
			over = pinHeight + rowGap
		case len(b.Rules) > 0:
			over = flagHeight + rowGap
		}
		high[b.Row] = max(high[b.Row], over)
	}
	return high
}

// ruleNumbers gives the policies their numbers as they are read.
func (d *MapDrawing) ruleNumbers() {
	var policies []*mapBox
	for i := range d.boxes {
		if d.Map.Boxes[d.boxes[i].at].Lane == ecosystem.Policies {
			policies = append(policies, &d.boxes[i])
		}
	}
	slices.SortFunc(policies, func(a, b *mapBox) int {
		along := cmp.Compare(a.X, b.X)
		if d.rtl() {
			along = -along
		}
		return cmp.Or(cmp.Compare(a.Y, b.Y), along)
	})
	d.numbers = map[int]int{}
	for i, b := range policies {
		d.numbers[d.Map.Boxes[b.at].Number] = i + 1
	}
}

// fill gives everything its place.
func (d *MapDrawing) fill(w Wording, rows [][]ecosystem.Lane, out layout.StagedDrawing) {
	d.textX = 16
	if d.rtl() {
		d.textX = d.Width - 16
	}
	for i := range d.boxes {
		d.boxes[i].Rect = out.Boxes[i]
	}
	d.ruleNumbers()
	for i := range d.boxes {
		d.finish(w, &d.boxes[i])
	}
	d.ground(w, rows, out)
	d.heads(w, out)
	d.routes(w, out)
}
