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
		p.D = bent(p.Points)
		return
	}
	p.D = cornered(p.Points, corner)
}

// straightened leaves out the points where nothing turns.
func straightened(points []Point) []Point {
	kept := points[:0:0]
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
	d := make([]byte, 0, 24*len(points))
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

// bent is the path data of the same way where every level stretch, with the upright ones beside it, becomes one bend.
func bent(points []Point) string {
	if len(points) == 0 {
		return ""
	}
	d := coordinates([]byte{'M'}, points[0])
	for i := 1; i < len(points); i++ {
		q := points[i]
		if i+2 < len(points) && points[i-1].X == q.X && q.Y == points[i+1].Y && points[i+1].X == points[i+2].X {
			to := points[i+2]
			d = append(d, 'C')
			for _, c := range []Point{{q.X, points[i-1].Y*.35 + to.Y*.65}, {to.X, points[i-1].Y*.65 + to.Y*.35}} {
				d = append(coordinates(d, c), ' ')
			}
			d = coordinates(d, to)
			i += 2
			continue
		}
		d = coordinates(append(d, 'L'), q)
	}
	return string(d)
}

func coordinates(d []byte, p Point) []byte { return number(append(number(d, p.X), ' '), p.Y) }

func number(d []byte, v float64) []byte {
	return strconv.AppendFloat(d, math.Round(v*4)/4, 'f', -1, 64)
}
