package templates

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"rootline/model"
	"rootline/model/analysis"
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
	boxes     []mapBox // those of the map, but for customers that are lines
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
	cost   string // at the pins: what the dearest costs a month
	costX  float64
	apart  []string // in one piece: in which ways the ecosystem falls apart here
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
	tips  []string // heads of arrows
	label string   // of a feed; "" = none
	on    string   // class of the ground that the label is on
	shown bool     // the label has room even where nothing is chosen
	title string
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
	pinHeight   = 18.0
	emptyHeight = 26.0 // what an empty lane has for its name
	startLeast  = 108.0
	startMost   = 176.0
)

// mapLanes are the rows in which boxes are laid out: lanes of one ground that stand together share one.
var mapLanes = [][]ecosystem.Lane{
	{ecosystem.Customers}, {ecosystem.Journeys}, {ecosystem.Steps}, {ecosystem.Touchpoints, ecosystem.Channels}, {ecosystem.Seen}, {ecosystem.Unseen},
	{ecosystem.Tools}, {ecosystem.Foundations, ecosystem.Records, ecosystem.Others}, {ecosystem.Capabilities}, {ecosystem.Policies},
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
		count, pins := 0, false
		for _, lane := range row {
			boxes := d.Map.In(lane)
			if lane == ecosystem.Customers && !d.Map.InRows() {
				continue
			}
			count += len(boxes)
			pins = pins || slices.ContainsFunc(boxes, func(b ecosystem.Box) bool { return len(b.Pins) > 0 })
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
		if pins {
			lane.Above = pinHeight
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
	for i, row := range rows {
		for tier, lane := range row {
			first := d.Map.Span[slices.Index(ecosystem.Lanes, lane)]
			for n, b := range d.Map.In(lane) {
				box := d.newBox(w, first+n, &b)
				place[first+n], d.rowOf[first+n] = len(s.Boxes), i
				s.Boxes = append(s.Boxes, layout.StagedBox{Width: box.W, Height: box.H, Lane: i, Column: max(b.Column, 0), Tier: tier + b.Row, Key: b.ID}) // only steps have rows, and they no other tier
				d.boxes = append(d.boxes, box)
			}
		}
	}
	return place
}

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
	lines := layout.Wrap(b.NameIn(d.lang), room, boxText, true, boxLines)
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
	for _, p := range b.Pins {
		if d.Map.Home(p.ID) == at {
			box.cost = pinCost(w, p)
			break
		}
	}
	return box
}

// pinCost words what a problem costs a month, short.
func pinCost(w Wording, p *model.Element) string {
	n, ok := p.Props.Number("cost_per_month")
	switch {
	case !ok:
		return w.Say.T("map.pin.unknown")
	case n.IsInterval():
		return w.Say.T("map.pin.range", "Lo", w.Say.Money(n.Lo, w.Currency), "Hi", w.Say.Number(math.Round(n.Hi)))
	}
	return w.Say.Quantity(n, model.Money, w.Currency)
}

// fill gives everything its place.
func (d *MapDrawing) fill(w Wording, rows [][]ecosystem.Lane, out layout.StagedDrawing) {
	d.textX = 16
	if d.rtl() {
		d.textX = d.Width - 16
	}
	for i := range d.boxes {
		b := &d.boxes[i]
		b.Rect = out.Boxes[i]
		d.finish(w, b)
	}
	d.ground(w, rows, out)
	d.heads(w, out)
	d.routes(w, out)
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
		b.number = w.Say.Number(float64(box.Number))
		text = 16 + 8*float64(len([]rune(b.number)))
	}
	b.markX = sign
	if d.rtl() {
		text, b.markX = b.W-text, b.W-sign-boxSign
	}
	if box.Lane.IsBand() { // as wide as the columns beneath it
		lines := layout.Wrap(box.NameIn(d.lang), b.W-48, boxText, true, boxLines)
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
}

// mostFlags is how many numbers of policies one box bears.
const mostFlags = 4

func (d *MapDrawing) flags(w Wording, b *mapBox, box *ecosystem.Box) {
	x := b.W - 18
	for i, n := range box.Rules {
		if i == mostFlags {
			break
		}
		text := w.Say.Number(float64(n))
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

// unmarked are the sorts of disconnect that no box is marked for: lines say those of feeds, and nearly all data has copies.
var unmarked = []analysis.DisconnectSort{analysis.Copies, analysis.ByHand, analysis.Slow}

// markApart marks the boxes at which the ecosystem falls apart.
func (d *MapDrawing) markApart(w Wording, g *model.Graph) {
	words := map[string][]string{}
	for _, x := range analysis.Disconnects(g) {
		if slices.Contains(unmarked, x.Sort) {
			continue
		}
		for _, e := range x.On {
			if says := w.Say.T("disconnects." + string(x.Sort) + ".title"); !slices.Contains(words[e.ID], says) {
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

// ground lays the layers, the three lines, and the names of the lanes.
func (d *MapDrawing) ground(w Wording, rows [][]ecosystem.Lane, out layout.StagedDrawing) {
	classes := map[ecosystem.Lane]string{ecosystem.Customers: "g0", ecosystem.Journeys: "g0", ecosystem.Steps: "g0", ecosystem.Touchpoints: "g1", ecosystem.Seen: "g1",
		ecosystem.Unseen: "g2", ecosystem.Tools: "g3", ecosystem.Foundations: "g4", ecosystem.Capabilities: "gp", ecosystem.Policies: "gp"}
	from := 0.0
	for i, row := range rows {
		band := out.Lanes[i]
		end := band.Y + band.Height
		if i == len(rows)-1 {
			end = d.Height
		}
		class := classes[row[0]]
		if n := len(d.grounds); n > 0 && d.grounds[n-1].class == class {
			d.grounds[n-1].height = end - d.grounds[n-1].y
		} else {
			d.grounds = append(d.grounds, mapGround{class, from, end - from})
		}
		from = end
		switch row[0] {
		case ecosystem.Touchpoints:
			d.rules = append(d.rules, mapRule{"int", w.Say.T("part.line.interaction"), band.Y, i})
		case ecosystem.Unseen:
			d.rules = append(d.rules, mapRule{"vis", w.Say.T("part.line.visibility"), band.Y, i})
		case ecosystem.Tools:
			d.rules = append(d.rules, mapRule{"int", w.Say.T("part.line.internal"), band.Y, i})
		}
		lane := d.laneName(w, row, band)
		lane.end = end
		d.lanes = append(d.lanes, lane)
	}
}

func (d *MapDrawing) laneName(w Wording, row []ecosystem.Lane, band layout.Band) mapLane {
	name := rowName(row)
	l := mapLane{lane: row[0], name: w.Say.T("map.lane." + string(name)), says: w.Say.T("map.lane." + string(name) + ".says")}
	l.width = layout.TextWidth(l.name, 13, true)
	l.y = band.Y + 33
	if len(band.Rows) > 0 {
		l.y = band.Rows[0] + 14
	}
	if len(band.Rows) > 0 {
		l.lines = layout.Wrap(l.says, startLeast-16, 11.5, false, 2)
	}
	return l
}

// heads names the columns and draws the customers as lines over the steps that they live.
func (d *MapDrawing) heads(w Wording, out layout.StagedDrawing) {
	for from := 0; from < len(d.Map.Columns); {
		to := from + 1
		for to < len(d.Map.Columns) && d.Map.Columns[to].Belongs(d.Map.Columns[from]) {
			to++
		}
		a, b := out.Columns[from], out.Columns[to-1]
		col := mapColumn{x: a.X, width: b.X + b.Width - a.X, first: from == 0, rule: a.X - 12}
		if d.rtl() {
			col.x, col.width = a.X+a.Width, a.X+a.Width-b.X
			col.rule = col.x + 12
		}
		col.name = layout.Wrap(d.columnName(w, d.Map.Columns[from]), math.Max(col.width, 60), 13, true, 2)
		d.columns = append(d.columns, col)
		from = to
	}
	if d.Map.InRows() || len(d.Map.In(ecosystem.Customers)) == 0 {
		return
	}
	d.symbols = append(d.symbols, "k-customer")
	middle := map[int]float64{}
	for _, b := range d.boxes {
		middle[b.at] = b.X + b.W/2
	}
	first := d.Map.Span[slices.Index(ecosystem.Lanes, ecosystem.Customers)]
	for i, c := range d.Map.In(ecosystem.Customers) {
		line := mapCustomer{at: first + i, y: headHeight + lineHeight*float64(i) + 10, pins: len(c.Pins) > 0}
		line.name = layout.Wrap(c.NameIn(d.lang), startMost-44, boxText, true, 1)[0]
		for _, s := range c.Stations {
			line.stations = append(line.stations, middle[s])
		}
		if len(line.stations) > 0 {
			line.from, line.to = slices.Min(line.stations), slices.Max(line.stations)
		}
		d.customers = append(d.customers, line)
	}
}

func (d *MapDrawing) columnName(w Wording, c ecosystem.Column) string {
	switch {
	case c.Rest && len(d.Map.Columns) == 1:
		return ""
	case c.Rest:
		return w.Say.T("map.column.rest")
	case c.Phase != "":
		return w.Say.T("map.phase." + c.Phase)
	}
	return c.Stage
}

// ColumnName names a column of the map.
func (w Wording) ColumnName(m *ecosystem.Map, column int) string {
	if column < 0 || column >= len(m.Columns) {
		return ""
	}
	return (&MapDrawing{Map: m}).columnName(w, m.Columns[column])
}

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
		link.class, link.label = d.linkLook(w, line)
		link.title = d.linkTitle(w, line)
		link.tips = d.linkTips(line, link.path)
		if link.label != "" {
			r := d.labelRect(link)
			link.on = d.groundAt(r.Y + r.H/2)
			link.shown = line.Links[0].Props.Text("mode") != "sync" && !slices.ContainsFunc(taken, func(t layout.Rect) bool { return overlap(r, t) })
			if link.shown {
				taken = append(taken, r)
			}
		}
		kept = append(kept, link)
	}
	// Those with words come last, so that no other line runs through the words.
	slices.SortStableFunc(kept, func(a, b mapLink) int { return cmp.Compare(len(a.shownLabel()), len(b.shownLabel())) })
	d.links = kept
}

func (l mapLink) shownLabel() string {
	if l.shown {
		return l.label
	}
	return ""
}

func (d *MapDrawing) labelRect(l mapLink) layout.Rect {
	width := layout.TextWidth(l.label, 11, true)
	if l.path.Level {
		return layout.Rect{X: l.path.Label.X - width/2, Y: l.path.Label.Y - 15, W: width, H: 13}
	}
	x := l.path.Label.X + 4
	if d.rtl() {
		x = l.path.Label.X - 4 - width
	}
	return layout.Rect{X: x, Y: l.path.Label.Y - 6, W: width, H: 13}
}

// groundAt is the class of words that are cut out of the ground at a height.
func (d *MapDrawing) groundAt(y float64) string {
	for _, g := range d.grounds {
		if y < g.y+g.height {
			return "o" + g.class[1:]
		}
	}
	return ""
}

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
		says := w.Say.T("link."+string(l.Kind)+".says", "From", d.Map.Boxes[d.Map.Box(l.From)].NameIn(d.lang), "To", d.Map.Boxes[d.Map.Box(l.To)].NameIn(d.lang))
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
