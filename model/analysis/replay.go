package analysis

import (
	"cmp"
	"slices"

	"rootline/model"
)

// Replay plays the recorded causes again in another state: which of them are there no longer, which meet something else, and
// what the problems cost whose causes nobody touches.
type Replay struct {
	Problems  []ReplayedProblem // the dearest first
	Causes    []ReplayedCause   // roots first, in their order
	Untouched model.Number      // cost a month of the problems that the state leaves as they are
	Unpriced  int               // how many of those have no cost
	Saves     model.Number      // a month, of all problems together: never one number where it is not known as one
	Unsaved   int               // problems that it does something about and whose cost nobody knows: Saves is without them
	Saving    int               // those whose cost is known
}

// CauseFate is what becomes of a cause in another state.
type CauseFate string

// The fates of a cause.
const (
	CauseGone      CauseFate = "gone"      // it, or all that it lies in, is there no longer
	CauseChanged   CauseFate = "changed"   // what it lies in is another thing, or joined to others
	CauseUntouched CauseFate = "untouched" // nothing about it is different
	CauseNowhere   CauseFate = "nowhere"   // nobody said where it lies, so it cannot be told
)

// ReplayedCause is one cause and what becomes of it.
type ReplayedCause struct {
	Cause   *model.Element
	Root    bool
	Fate    CauseFate
	Places  []*model.Element // where it lies, as it is today
	Touched []string         // ids of what differs about it: itself, places, links of theirs
}

// ReplayedProblem is one problem, and what is left of its reasons.
type ReplayedProblem struct {
	Problem   *model.Element
	Fate      CauseFate // gone where all its roots are, or it is; untouched where none is gone or changed; nowhere where it has no root
	Roots     []int     // of Replay.Causes
	Cost      model.Number
	Costed    bool
	Then      model.Number // what the other state says that it costs
	Said      bool         // it says another cost than today
	Saves     model.Number // a month
	Remaining float64      // the part of its cost that comes to rest at roots nobody touches, or that nobody followed
}

// ReplayOf compares two states by the causes that are recorded in the first.
func ReplayOf(from, to *model.Graph) *Replay {
	r := &Replay{}
	different := differing(from, to)
	at := map[string]int{}
	for _, root := range []bool{true, false} {
		for _, c := range from.OfKind(model.Cause) {
			if is := c.Props.Text("stop") == "root"; is == root && c.Props.Text("status") != "disproved" {
				at[c.ID] = len(r.Causes)
				r.Causes = append(r.Causes, replayed(from, to, c, root, different))
			}
		}
	}
	for _, p := range from.OfKind(model.Problem) {
		if p.Props.Text("status") == "closed" {
			continue
		}
		r.problem(from, to, p, at)
	}
	slices.SortStableFunc(r.Problems, func(a, b ReplayedProblem) int {
		if a.Costed != b.Costed {
			return map[bool]int{true: -1, false: 1}[a.Costed]
		}
		return cmp.Compare(b.Cost.Hi, a.Cost.Hi)
	})
	for _, p := range r.Problems {
		r.Saves.Lo, r.Saves.Hi = r.Saves.Lo+p.Saves.Lo, r.Saves.Hi+p.Saves.Hi
		switch {
		case p.Fate == CauseUntouched:
		case p.Fate == CauseNowhere:
			continue
		case p.Costed:
			r.Saving++
			continue
		default:
			r.Unsaved++
			continue
		}
		if r.Untouched.Lo, r.Untouched.Hi = r.Untouched.Lo+p.Cost.Lo, r.Untouched.Hi+p.Cost.Hi; !p.Costed {
			r.Unpriced++
		}
	}
	return r
}

// difference is what differs about the elements of two states: themselves, and the links at them.
type difference struct {
	itself map[string]bool
	links  map[string][]string // by element
}

// aside are links that say something about an element without making it another.
var aside = []model.LinkKind{model.Because, model.LocatedIn, model.ShownBy, model.Addresses, model.Changes, model.Affects, model.OwnedBy}

func differing(from, to *model.Graph) difference {
	out := difference{map[string]bool{}, map[string][]string{}}
	for _, d := range model.Diff(from, to) {
		if class := d.Class(); class != model.Structural && class != model.Factual {
			continue
		}
		if !d.Link {
			out.itself[d.ID] = true
			continue
		}
		for _, g := range []*model.Graph{from, to} {
			l := g.Link(d.ID)
			if l == nil || slices.Contains(aside, l.Kind) {
				continue
			}
			for _, end := range []string{l.From, l.To} {
				if !slices.Contains(out.links[end], l.ID) {
					out.links[end] = append(out.links[end], l.ID)
				}
			}
		}
	}
	return out
}

func replayed(from, to *model.Graph, c *model.Element, root bool, d difference) ReplayedCause {
	out := ReplayedCause{Cause: c, Root: root, Fate: CauseUntouched}
	for _, p := range from.Targets(c.ID, model.LocatedIn) {
		if !slices.Contains(out.Places, p) {
			out.Places = append(out.Places, p)
		}
	}
	left := 0
	for _, p := range out.Places {
		if to.Element(p.ID) != nil {
			left++
		}
		if d.itself[p.ID] {
			out.Touched = append(out.Touched, p.ID)
		}
		out.Touched = append(out.Touched, d.links[p.ID]...)
	}
	if d.itself[c.ID] {
		out.Touched = append(out.Touched, c.ID)
	}
	now := to.Element(c.ID)
	switch {
	case now == nil || now.Props.Text("status") == "disproved" || len(out.Places) > 0 && left == 0:
		out.Fate = CauseGone
	case len(out.Touched) > 0:
		out.Fate = CauseChanged
	case len(out.Places) == 0:
		out.Fate = CauseNowhere
	}
	return out
}

func (r *Replay) problem(from, to *model.Graph, p *model.Element, at map[string]int) {
	out := ReplayedProblem{Problem: p, Fate: CauseNowhere}
	out.Cost, out.Costed = p.Props.Number("cost_per_month")
	now := to.Element(p.ID)
	if now != nil {
		var known bool
		if out.Then, known = now.Props.Number("cost_per_month"); known {
			out.Said = !out.Costed || out.Then.Lo != out.Cost.Lo || out.Then.Hi != out.Cost.Hi
		}
	}
	ends := CostEnds(from, p.ID)
	gone, changed := 0.0, 0.0
	fates := map[CauseFate]int{}
	for id, part := range ends.Roots {
		i := at[id]
		out.Roots = append(out.Roots, i)
		fates[r.Causes[i].Fate]++
		switch r.Causes[i].Fate {
		case CauseGone:
			gone += part
		case CauseChanged:
			changed += part
		}
	}
	slices.Sort(out.Roots)
	out.Remaining = max(0, 1-gone-changed)
	switch {
	case now == nil || len(out.Roots) > 0 && fates[CauseGone] == len(out.Roots):
		out.Fate = CauseGone
	case fates[CauseGone]+fates[CauseChanged] > 0 || out.Said:
		out.Fate = CauseChanged
	case fates[CauseUntouched] > 0:
		out.Fate = CauseUntouched
	}
	switch {
	case !out.Costed:
	case now == nil:
		out.Saves = model.Number{Lo: 0, Hi: out.Cost.Hi}
	case out.Said:
		out.Saves = model.Number{Lo: out.Cost.Lo - out.Then.Hi, Hi: out.Cost.Hi - out.Then.Lo}
	default: // a cause that is gone takes its share with it; one that meets something else may, or may not
		out.Saves = model.Number{Lo: gone * out.Cost.Lo, Hi: min(1, gone+changed) * out.Cost.Hi}
	}
	r.Problems = append(r.Problems, out)
}

// Cures says which recorded causes a change touches, as indexes of Causes: it makes them, a place of theirs, or a link of such a
// place, other than they were. Another name is no cure.
func (r *Replay) Cures(c model.Change) []int {
	var out []int
	for i, cause := range r.Causes {
		if slices.ContainsFunc(c.Ops, func(op model.Op) bool {
			class := model.ClassOf(op.Field + op.End)
			return class != model.Wording && class != model.Layout && slices.Contains(cause.Touched, op.Target())
		}) {
			out = append(out, i)
		}
	}
	return out
}
