package templates

import (
	"math"
	"slices"

	"rootline/model/ecosystem"
	"rootline/model/layout"
)

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
		col.name = layout.Wrap(w.Say.Isolate(d.columnName(w, d.Map.Columns[from])), math.Max(col.width, 60), 13, true, 2)
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
		for _, s := range c.Stations {
			line.stations = append(line.stations, middle[s])
		}
		if len(line.stations) > 0 {
			line.from, line.to = slices.Min(line.stations), slices.Max(line.stations)
		}
		line.name = layout.Wrap(w.Say.Isolate(c.NameIn(d.lang)), d.customerRoom(line), boxText, true, 1)[0]
		d.customers = append(d.customers, line)
	}
}

// customerRoom is how wide the name of a customer may be: as far as to the first step that they live.
func (d *MapDrawing) customerRoom(line mapCustomer) float64 {
	switch {
	case len(line.stations) == 0:
		return d.Width - 60
	case d.rtl():
		return d.Width - line.to - 60
	}
	return line.from - 60
}

func (d *MapDrawing) columnName(w Wording, c ecosystem.Column) string {
	switch {
	case c.Rest && len(d.Map.Columns) == 1:
		return ""
	case c.Rest:
		return w.Say.T("map.column.rest")
	case c.Phase != "":
		return w.Say.T("map.phase." + c.Phase)
	case c.Unknown && slices.ContainsFunc(d.Map.Columns, func(c ecosystem.Column) bool { return c.Phase != "" }):
		return w.Say.T("map.phase.unknown")
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

// groundAt is the class of words that are cut out of the ground at a height.
func (d *MapDrawing) groundAt(y float64) string {
	for _, g := range d.grounds {
		if y < g.y+g.height {
			return "o" + g.class[1:]
		}
	}
	return ""
}
