package layout

import (
	"math"
	"slices"
)

// Room for the ways, in px.
const (
	trackPad   = 12.  // from a box to the first track
	trackStep  = 8.   // between tracks
	trackMost  = 240. // for all tracks of a channel: beyond, they move closer
	trackApart = 10.  // between stretches of one track
	trackNear  = 5.   // ways across that are nearer look like one
)

// pitch is the distance between so many tracks.
func pitch(tracks int) float64 { return min(trackStep, trackMost/float64(max(tracks, 1))) }

// trackRoom is what so many tracks need from box to box.
func trackRoom(tracks int) float64 { return 2*trackPad + float64(max(tracks-1, 0))*pitch(tracks) }

// place gives slots and rows their places, and draws the ways.
func (r *router) place() {
	gap := r.sideways()
	r.level(gap)
	heights := r.down()
	if r.Curved {
		r.bend(gap)
		return
	}
	r.draw(gap, heights)
}

// sideways places the slots and says where the tracks of each gutter lie.
func (r *router) sideways() [][]float64 {
	n := len(r.slots)
	room := make([]float64, n+1)
	used := r.Start
	for s, tracks := range r.gutterRoom {
		room[s] = max(stagedGap, trackRoom(tracks))
		used += room[s]
	}
	for _, s := range r.slots {
		used += s.Width
	}
	more := 0.0 // for each gutter, where there is width to fill
	if r.Width > used {
		more = min((r.Width-used)/float64(n+1), stagedMost-stagedGap)
	}
	gutters := make([][]float64, n+1)
	x := r.Start
	for s := range room {
		room[s] += more
		gutters[s] = even(r.gutterTracks[s], x, x+room[s])
		x = round(x + room[s])
		if s < n {
			r.slots[s].X = x
			x += r.slots[s].Width
		}
	}
	r.drawn.Width = math.Ceil(max(x, r.Width))
	r.drawn.Boxes = make([]Rect, len(r.Boxes))
	for i, b := range r.Boxes {
		if r.loose && r.band(i) {
			r.drawn.Boxes[i] = Rect{round(r.slots[0].X + float64(r.slot[i])*(r.bandWidth+bandGap)), 0, r.bandWidth, b.Height}
			continue
		}
		s := r.slots[r.slot[i]]
		if r.band(i) {
			last := r.slots[r.slot[i]+r.span[i]-1]
			s.Width = last.X + last.Width - s.X
			b.Width = s.Width
		}
		r.drawn.Boxes[i] = Rect{round(s.X + (s.Width-b.Width)/2), 0, b.Width, b.Height}
	}
	for c := range r.Columns {
		from, to := r.slots[r.first[c]], r.slots[r.first[c+1]-1]
		r.drawn.Columns = append(r.drawn.Columns, Span{from.X, to.X + to.Width - from.X})
	}
	return gutters
}

// even are the places of so many tracks in the middle between two edges.
func even(tracks int, from, to float64) []float64 {
	if tracks == 0 {
		return nil
	}
	step := min(trackStep, max(to-from-2*trackPad, (to-from)/2)/float64(max(tracks-1, 1)))
	out := make([]float64, tracks)
	for t := range out {
		out[t] = round((from+to)/2 + (float64(t)-float64(tracks-1)/2)*step)
	}
	return out
}

// x is where a port lies.
func (r *router) x(n int32) float64 {
	p := &r.ports[n]
	return round(middle(r.drawn.Boxes[p.box]) + p.offset)
}

// track is where a stretch in a gutter lies.
func (r *router) track(gutters [][]float64, w *wire) float64 {
	return gutters[w.strip/2][r.gutters.of(w.pass).track]
}

// level gives the stretches in channels their tracks.
func (r *router) level(gutters [][]float64) {
	if r.Curved {
		r.channelTracks = make([]int, len(r.laneOf)+1)
		r.channelRoom = r.channelTracks
		return
	}
	r.channels.pieces = make([]piece, 0, 2*len(r.wires))
	for i := range r.wires {
		w := &r.wires[i]
		if w.kind == selfWire || w.kind == besideWire || w.twin >= 0 {
			continue
		}
		out, in := r.x(w.out), r.x(w.in)
		switch w.kind {
		case nextWire, downWire, straightWire:
			w.last = r.channels.add(w.bottom, w.net, out, true, in, false)
		case upWire:
			w.first = r.channels.add(w.top, w.net, out, true, in, false)
		case underWire:
			w.first = r.channels.add(w.top, w.net, out, true, in, true)
		case overWire:
			w.last = r.channels.add(w.bottom, w.net, out, false, in, false)
		case gutterWire:
			x := r.track(gutters, w)
			w.first = r.channels.add(w.top, w.net, out, true, x, false)
			w.last = r.channels.add(w.bottom, w.net, x, true, in, false)
		}
	}
	r.channels.join()
	r.channelTracks = r.channels.assign(len(r.laneOf)+1, trackApart, trackNear)
	r.channelRoom = rooms(r.channelTracks, r.channelRoom)
}

// down places lanes and rows and says where the tracks of each channel lie.
func (r *router) down() [][]float64 {
	rows := len(r.laneOf)
	r.rows = make([]Span, rows)
	above := make([]float64, rows)
	for i, b := range r.Boxes {
		h, over := &r.rows[r.row[i]].Width, &above[r.row[i]]
		*h, *over = max(*h, b.Height), max(*over, b.Above)
	}
	tracks := make([][]float64, rows+1)
	between := stagedRow
	if r.Curved {
		between = stagedBend
	}
	y, row := r.Head, 0
	for i, lane := range r.Lanes {
		begin := y
		band := Band{Y: y}
		for first := row; row < rows && r.laneOf[row] == i; row++ {
			from, own, room := y, r.channelTracks[row], r.channelRoom[row]
			if row > first {
				y += max(between, trackRoom(room))
				tracks[row] = even(own, from, y)
			} else {
				y += max(stagedLane, trackRoom(r.below(row, room)))
				tracks[row] = append(tracks[row], even(r.below(row, own), from, y)...)
				y += lane.Above
			}
			y = round(y + above[row])
			r.rows[row].X = y
			band.Rows = append(band.Rows, y)
			y += r.rows[row].Width
		}
		if len(band.Rows) == 0 {
			y += stagedEmpty
		} else {
			from, own, room := y, r.channelTracks[row], r.channelRoom[row]
			y += max(stagedLane, trackRoom(room-r.below(row, room)))
			tracks[row] = even(own-r.below(row, own), from, y)
			y += lane.Below
		}
		y = round(max(y, begin+lane.Least))
		band.Height = y - begin
		r.drawn.Lanes = append(r.drawn.Lanes, band)
	}
	r.drawn.Height = math.Ceil(y)
	for i, b := range r.Boxes {
		s := r.rows[r.row[i]]
		r.drawn.Boxes[i].Y = round(s.X + (s.Width-b.Height)/2)
	}
	return tracks
}

// below is how many of so many tracks above a row belong to the lane of that row, where a lane begins there.
func (r *router) below(row, tracks int) int {
	switch row {
	case 0:
		return tracks
	case len(r.laneOf):
		return 0
	}
	return ceil(tracks, 2)
}

// draw makes the points of all ways.
func (r *router) draw(gutters, tracks [][]float64) {
	r.drawn.Links = make([]Path, len(r.wires))
	at := func(w int32) (float64, bool) { // the height of a piece in a channel
		if w < 0 {
			return 0, false
		}
		s := r.channels.of(w)
		if s.track < 0 {
			return 0, false
		}
		return tracks[s.channel][s.track], true
	}
	beside := r.beside()
	slab := make([]Point, 0, 6*len(r.wires))
	for i := range r.wires {
		w := &r.wires[i]
		if w.twin >= 0 {
			slab = r.follow(w, slab)
			continue
		}
		a, b := r.drawn.Boxes[w.upper], r.drawn.Boxes[w.lower]
		n := len(slab)
		p := slab[n : n : n+6]
		slab = slab[:n+6]
		switch w.kind {
		case selfWire:
			p = append(p, loop(a)...)
		case besideWire:
			y := a.Y + a.H/2 + beside[i]
			p = append(p, Point{a.X + a.W, y}, Point{b.X, y})
		case overWire:
			y, _ := at(w.last)
			p = append(p, Point{r.x(w.out), a.Y}, Point{r.x(w.out), y}, Point{r.x(w.in), y}, Point{r.x(w.in), b.Y})
		case underWire:
			y, _ := at(w.first)
			p = append(p, Point{r.x(w.out), a.Y + a.H}, Point{r.x(w.out), y}, Point{r.x(w.in), y}, Point{r.x(w.in), b.Y + b.H})
		default:
			out, in := r.x(w.out), r.x(w.in)
			p = append(p, Point{out, a.Y + a.H})
			x := out
			if w.kind == gutterWire {
				x = r.track(gutters, w)
			}
			if w.kind == upWire {
				x = in
			}
			if y, ok := at(w.first); ok {
				p = append(p, Point{out, y}, Point{x, y})
			}
			if y, ok := at(w.last); ok {
				p = append(p, Point{x, y}, Point{in, y})
			}
			p = append(p, Point{in, b.Y})
		}
		if w.upper != r.Links[w.link].From {
			slices.Reverse(p)
		}
		r.drawn.Links[w.link].Points = p
	}
}

// follow draws a wire as its twin.
func (r *router) follow(w *wire, slab []Point) []Point {
	n := len(slab)
	slab = append(slab, r.drawn.Links[w.twin].Points...)
	p := slab[n:len(slab):len(slab)]
	if r.Links[w.link].From != r.Links[w.twin].From {
		slices.Reverse(p)
	}
	r.drawn.Links[w.link].Points = p
	return slab
}

// bend makes the points of all ways in a curved drawing: upright beside the rows that they pass, and one bend in each channel where
// they move aside. A way within a row is one bend beside it.
func (r *router) bend(gutters [][]float64) {
	r.drawn.Links = make([]Path, len(r.wires))
	beside := r.beside()
	for i := range r.wires {
		w := &r.wires[i]
		a, b := r.drawn.Boxes[w.upper], r.drawn.Boxes[w.lower]
		p := &r.drawn.Links[w.link]
		switch w.kind {
		case selfWire:
			p.Points = loop(a)
		case besideWire:
			y := a.Y + a.H/2 + beside[i]
			p.Points = []Point{{a.X + a.W, y}, {b.X, y}}
		case overWire:
			p.Points = []Point{{r.x(w.out), a.Y}, {r.x(w.in), b.Y}}
			p.bulge = -stagedBend / 2
		case underWire:
			p.Points = []Point{{r.x(w.out), a.Y + a.H}, {r.x(w.in), b.Y + b.H}}
			p.bulge = stagedBend / 2
		default:
			out, in := r.x(w.out), r.x(w.in)
			first, last := r.rows[r.row[w.upper]], r.rows[r.row[w.lower]]
			p.Points = []Point{{out, a.Y + a.H}, {out, first.X + first.Width}}
			x := out
			switch w.kind {
			case gutterWire:
				x = r.track(gutters, w)
			case upWire:
				x = in
			}
			if w.bottom > w.top {
				before := r.rows[w.bottom-1]
				p.Points = append(p.Points, Point{x, r.rows[w.top].X}, Point{x, before.X + before.Width})
			}
			p.Points = append(p.Points, Point{in, last.X}, Point{in, b.Y})
		}
		if w.upper != r.Links[w.link].From {
			slices.Reverse(p.Points)
		}
	}
}

// beside says how far from the middle each way between neighbours in a row runs: several lie side by side.
func (r *router) beside() map[int]float64 {
	type pair struct{ a, b int }
	same := map[pair][]int{}
	for i := range r.wires {
		if w := &r.wires[i]; w.kind == besideWire && w.twin < 0 {
			same[pair{w.upper, w.lower}] = append(same[pair{w.upper, w.lower}], i)
		}
	}
	out := map[int]float64{}
	for p, list := range same {
		high := min(r.Boxes[p.a].Height, r.Boxes[p.b].Height)
		step := min(trackStep+2, high*.6/float64(max(len(list)-1, 1)))
		for k, i := range list {
			out[i] = round((float64(k) - float64(len(list)-1)/2) * step)
		}
	}
	return out
}

// loop leads from the side of a box round a corner to its bottom.
func loop(b Rect) []Point {
	const out = 9.
	x, y := b.X+b.W, b.Y+b.H
	in := min(out+9, b.W/2)
	up := min(out+4, b.H/2)
	return []Point{{x, y - up}, {x + out, y - up}, {x + out, y + out}, {x - in, y + out}, {x - in, y}}
}
