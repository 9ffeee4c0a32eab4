package web

import (
	"cmp"
	"math"
	"slices"

	"rootline/model/analysis"
	"rootline/templates"
	"rootline/web/inquiry"
)

// How many parts of one metric are shown at once, how many more unfold, and how many there are where only that metric is listed.
const (
	partsCompared = 3
	moreCompared  = 40
	mostCompared  = 500
)

// figures are the figures that differ, by metric in the order in which metrics are read.
func (cw *comparing) figures() (out []templates.ComparedMetric, better, worse int) {
	by := make(map[string][]analysis.Shift)
	for _, s := range cw.Shifts {
		by[s.Metric.ID] = append(by[s.Metric.ID], s)
		switch s.Toward() {
		case 1:
			better++
		case -1:
			worse++
		}
	}
	for _, group := range analysis.Groups {
		for _, m := range analysis.Registry {
			list := by[m.ID]
			if m.Group != group || len(list) == 0 || cw.q.Of != "" && cw.q.Of != m.ID {
				continue
			}
			slices.SortStableFunc(list, func(a, b analysis.Shift) int { return cmp.Compare(weight(b), weight(a)) })
			one := templates.ComparedMetric{Name: inquiry.MetricName(cw.Say, m.ID)}
			most := moreCompared
			if cw.q.Of == m.ID {
				most = mostCompared
			}
			for i, s := range list {
				if len(one.More) == most && cw.q.Metric != m.ID {
					one.Left = cw.Say.T("compare.figures.left", "count", len(list)-i)
					if most == moreCompared {
						one.LeftURL = cw.q.url(cw.base, func(q *compareQuery) { q.Of = m.ID }) + "#compare-figures"
					}
					break
				}
				if f := cw.figure(s); i == 0 || i < partsCompared && s.From.Sort != analysis.Undefined && s.To.Sort != analysis.Undefined {
					one.First = append(one.First, f)
				} else {
					one.More = append(one.More, f)
				}
			}
			out = append(out, one)
		}
	}
	return out, better, worse
}

// weight says how much a shift is worth looking at: the whole first, then what has reasons, then by how far it went.
func weight(s analysis.Shift) float64 {
	w := 0.0
	if s.ID == "" {
		w += 1000
	}
	if len(s.Because) > 0 {
		w += 100
	}
	if s.From.Sort == analysis.Known && s.To.Sort == analysis.Known {
		far := math.Abs(s.To.Lo - s.From.Lo)
		most := math.Max(math.Abs(s.From.Lo), math.Abs(s.To.Lo))
		if most > 0 && !math.IsInf(most, 0) {
			w += 10 * far / most
		}
	}
	if s.From.Sort == analysis.Undefined || s.To.Sort == analysis.Undefined { // what it is of comes, or goes
		w -= 200
	}
	return w
}

func (cw *comparing) figure(s analysis.Shift) templates.ComparedFigure {
	f := templates.ComparedFigure{Part: cw.Say.T("compare.whole"), From: inquiry.FigureWords(cw.Say, s.From, s.Metric.Unit, cw.Place.Currency),
		To: inquiry.FigureWords(cw.Say, s.To, s.Metric.Unit, cw.Place.Currency), Toward: s.Toward(), Because: cw.behind(s.Because), At: -1, Was: -1}
	if s.Part != nil {
		g := cw.To.Graph
		if s.To.Sort == analysis.Undefined {
			g = cw.From.Graph
		}
		f.Part = inquiry.PartName(cw.Say, g, s.Part)
	}
	cw.share(&f, s)
	from, okFrom := s.From.Number()
	to, okTo := s.To.Number()
	if most := math.Max(from.Hi, to.Hi); okFrom && okTo && most > 0 && from.Lo >= 0 && to.Lo >= 0 {
		at := func(v float64) int { return int(math.Round(100 * v / most)) }
		f.Was, f.WasTo, f.At, f.AtTo = at(from.Lo), at(from.Hi), at(to.Lo), at(to.Hi)
	}
	return f
}

// share offers to share out a figure among the changes behind it, or does so where that was asked for.
func (cw *comparing) share(f *templates.ComparedFigure, s analysis.Shift) {
	if len(s.Because) < 2 || !cw.Shares() {
		return
	}
	here := func(q *compareQuery) { q.Metric, q.Part = s.Metric.ID, s.ID }
	if cw.q.Metric != s.Metric.ID || cw.q.Part != s.ID {
		if len(s.Because) <= analysis.MostShared {
			f.ShareURL = cw.q.url(cw.base, here) + "#shared"
		}
		return
	}
	players, says := s.Because, "compare.share.rest"
	if len(cw.Planned) <= analysis.MostShared {
		players, says = nil, "compare.share.says"
		for _, p := range cw.Planned {
			players = append(players, p.ID)
		}
	}
	shares, ok := cw.Share(s, players)
	if !ok {
		f.SharedSay = cw.Say.T("compare.share.not")
		return
	}
	f.SharedSay = cw.Say.T(says)
	for i, id := range players {
		if shares[i] == analysis.Exactly(0) || len(cw.behind([]string{id})) == 0 {
			continue
		}
		words := inquiry.FigureWords(cw.Say, shares[i], s.Metric.Unit, cw.Place.Currency)
		f.Shared = append(f.Shared, templates.SharedFigure{Change: cw.behind([]string{id})[0], Words: words})
	}
}
