package web

import (
	"slices"

	"rootline/model"
	"rootline/model/analysis"
	"rootline/templates"
)

// causes plays the causes that are recorded on the one side again on the other.
func (cw *comparing) causes() *templates.ComparedCauses {
	replay := analysis.ReplayOf(cw.From.Graph, cw.To.Graph)
	money := func(n model.Number) string { return cw.Say.Quantity(n, model.MoneyPerMonth, cw.Place.Currency) }
	v := &templates.ComparedCauses{Untouched: money(replay.Untouched), Saves: money(replay.Saves)}
	if replay.Saving == 0 && replay.Unsaved > 0 {
		v.Saves = cw.Say.T("say.unknown")
	}
	if replay.Unsaved > 0 {
		v.Says = append(v.Says, cw.Say.T("replay.unsaved", "count", replay.Unsaved))
	}
	if replay.Unpriced > 0 {
		v.Says = append(v.Says, cw.Say.T("replay.unpriced", "count", replay.Unpriced))
	}
	cures := make(map[int][]templates.ComparedChange)
	for _, p := range cw.Planned {
		hit := replay.Cures(p.Change)
		root := slices.ContainsFunc(hit, func(i int) bool { return replay.Causes[i].Root })
		change := cw.behind([]string{p.ID})
		switch {
		case len(hit) == 0:
			v.Idle = append(v.Idle, change...)
		case !root:
			v.Loose = append(v.Loose, change...)
		}
		for _, i := range hit {
			cures[i] = append(cures[i], change...)
		}
	}
	for _, p := range replay.Problems {
		row := templates.ReplayedProblem{Thing: cw.before.named(p.Problem), Fate: string(p.Fate), FateWords: cw.Say.T("replay.problem." + string(p.Fate)), Cost: cw.Say.T("say.unknown")}
		row.Thing.URL = cw.before.space.URL("problems", p.Problem.ID)
		if p.Costed {
			row.Cost = money(p.Cost)
			if p.Saves != (model.Number{}) {
				row.Saves = money(p.Saves)
			}
		}
		if p.Said {
			row.Then = money(p.Then)
		}
		for _, i := range p.Roots {
			c := replay.Causes[i]
			root := templates.ReplayedCause{Thing: cw.before.named(c.Cause), Fate: string(c.Fate), FateWords: cw.Say.T("replay.cause." + string(c.Fate)), Because: cures[i]}
			for _, at := range c.Places {
				root.Places = append(root.Places, cw.before.named(at))
			}
			row.Roots = append(row.Roots, root)
		}
		v.Problems = append(v.Problems, row)
	}
	return v
}
