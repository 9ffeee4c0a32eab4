package layout

import (
	"math"
	"strconv"
)

const corner = 7.0 // radius of round ones

// draw makes the path data of a way whose points are known: level and upright with round corners, or bent.
func (p *Path) draw(curved bool) {
	p.Points = straightened(p.Points)
	p.label()
	if curved {
		p.D = p.bent()
		return
	}
	p.D = cornered(p.Points, corner)
}

// straightened leaves out the points where nothing turns, in place.
func straightened(points []Point) []Point {
	kept := points[:0]
	for _, q := range points {
		n := len(kept)
		if n > 0 && kept[n-1] == q {
			continue
		}
		if n > 1 && (kept[n-2].X == kept[n-1].X && kept[n-1].X == q.X || kept[n-2].Y == kept[n-1].Y && kept[n-1].Y == q.Y) {
			kept[n-1] = q
			continue
		}
		kept = append(kept, q)
	}
	return kept
}

// label finds the place for words.
func (p *Path) label() {
	longest := -1.0
	for i := 1; i < len(p.Points); i++ {
		a, b := p.Points[i-1], p.Points[i]
		level := a.Y == b.Y
		if long := math.Abs(a.X-b.X) + math.Abs(a.Y-b.Y); level && !p.Level || level == p.Level && long > longest {
			longest = long
			p.Level, p.Label = level, Point{(a.X + b.X) / 2, (a.Y + b.Y) / 2}
		}
	}
}

// cornered is the path data of a line with round corners.
func cornered(points []Point, radius float64) string {
	if len(points) == 0 {
		return ""
	}
	var room [256]byte
	d := room[:0]
	d = coordinates(append(d, 'M'), points[0])
	at := points[0]
	line := func(to Point) {
		switch {
		case to.X == at.X && to.Y == at.Y:
		case to.X == at.X:
			d = number(append(d, 'V'), to.Y)
		case to.Y == at.Y:
			d = number(append(d, 'H'), to.X)
		default:
			d = coordinates(append(d, 'L'), to)
		}
		at = to
	}
	for i := 1; i < len(points); i++ {
		q := points[i]
		if i+1 == len(points) {
			line(q)
			break
		}
		r := min(radius, half(points[i-1], q), half(q, points[i+1]))
		out := toward(q, points[i+1], r)
		line(toward(q, points[i-1], r))
		d = coordinates(append(d, 'Q'), q)
		d = coordinates(append(d, ' '), out)
		at = out
	}
	return string(d)
}

// bent is the path data of a way that runs upright where it keeps its place, and bends where it moves aside.
func (p *Path) bent() string {
	if len(p.Points) == 0 {
		return ""
	}
	d := coordinates([]byte{'M'}, p.Points[0])
	curve := func(a, b, to Point) {
		d = coordinates(append(d, 'C'), a)
		d = coordinates(append(d, ' '), b)
		d = coordinates(append(d, ' '), to)
	}
	for i, q := range p.Points[1:] {
		switch from := p.Points[i]; {
		case p.bulge != 0 && p.across:
			curve(Point{from.X + p.bulge, from.Y}, Point{q.X + p.bulge, q.Y}, q)
		case p.bulge != 0:
			curve(Point{from.X, from.Y + p.bulge}, Point{q.X, q.Y + p.bulge}, q)
		case from.X == q.X:
			d = number(append(d, 'V'), q.Y)
		case from.Y == q.Y:
			d = number(append(d, 'H'), q.X)
		case p.across:
			curve(Point{from.X*.4 + q.X*.6, from.Y}, Point{from.X*.6 + q.X*.4, q.Y}, q)
		default:
			curve(Point{from.X, from.Y*.4 + q.Y*.6}, Point{q.X, from.Y*.6 + q.Y*.4}, q)
		}
	}
	return string(d)
}

func coordinates(d []byte, p Point) []byte { return number(append(number(d, p.X), ' '), p.Y) }

// number writes a coordinate, to a quarter: most are whole, and all of a drawing are many.
func number(d []byte, v float64) []byte {
	q := int64(math.Round(v * 4))
	if q < 0 {
		d, q = append(d, '-'), -q
	}
	d = strconv.AppendInt(d, q/4, 10)
	return append(d, [4]string{"", ".25", ".5", ".75"}[q%4]...)
}
