package analysis

import (
	"slices"

	"rootline/model"
)

// followed is what lies beneath the problems, each followed down its causes: over links that are no circles, to causes that are not
// disproved. It does not depend on what a problem costs.
type followed struct {
	problems []model.Handle
	causes   []model.Handle // that some problem reaches, in the order in which they are met
	above    lists          // problems that reach a cause
	choke    lists          // those of which every way from any root passes the cause
	touching lists          // problems of which a cause lies in an element
	roots    portions
	places   portions // elements in which roots lie
	lost     portions // causes, or problems, where the way ends without a place
	split    []bool   // by problem: somewhere the whole was split equally, for want of shares
}

// portions say which part of each problem ends where.
type portions struct {
	first []int32 // by place of the problem: where its portions begin, and the end
	list  []portion
}

type portion struct {
	at   model.Handle
	part float64 // of 1
}

// of are the portions of a problem.
func (p portions) of(problem int) []portion { return p.list[p.first[problem]:p.first[problem+1]] }

func followedOf(g *model.Graph) *followed {
	return model.Keep(g, "analysis.followed", onEnds, func() *followed {
		d := newDescent(g)
		f := &followed{problems: g.HandlesOf(model.Problem)}
		var above, choke, touching pairs
		met, at := marksOf(g), marksOf(g)
		ends := []*portions{&f.roots, &f.places, &f.lost}
		for _, p := range f.problems {
			for _, side := range ends {
				side.first = append(side.first, int32(len(side.list)))
			}
			d.from(p)
			for _, h := range d.order[1:] {
				above.add(h, p)
				if met.add(h) {
					f.causes = append(f.causes, h)
				}
			}
			for _, h := range d.chokes() {
				choke.add(h, p)
			}
			at.clear()
			for _, h := range d.order {
				for e := range d.lies.targets(h) {
					if at.add(e) {
						touching.add(e, p)
					}
				}
			}
			f.split = append(f.split, d.shareOut(f))
		}
		for _, side := range ends {
			side.first = append(side.first, int32(len(side.list)))
		}
		f.above, f.choke, f.touching = above.lists(g), choke.lists(g), touching.lists(g)
		return f
	})
}

// pairs are handles in the lists of others, while they are gathered.
type pairs struct{ of, is []model.Handle }

func (p *pairs) add(of, is model.Handle) { p.of, p.is = append(p.of, of), append(p.is, is) }

func (p *pairs) lists(g *model.Graph) lists {
	return group(g, p.of, p.is)
}

// descent goes down from one problem after another.
type descent struct {
	because, lies *relation
	live          lists     // places of the links that count, by effect
	share         []float64 // by place of a link: which part of the effect goes down it
	left          []float64 // by effect: which part goes down none
	split         []bool    // by effect: see linkShares
	root          []bool    // by cause

	order []model.Handle // of one problem: first itself, then each cause before all that it is there because of
	place []int32        // in order
	reach []float64      // by place in order: which part of the problem comes here
	leads []bool         // by place in order: down to a root
	seen  *marks
	call  []frame
	at    map[model.Handle]int // of an element in which a root lies, among the portions of this problem
}

// frame is one node on the way down, and which of its links comes next.
type frame struct {
	h    model.Handle
	next int
}

func newDescent(g *model.Graph) *descent {
	d := &descent{because: relationOf(g, model.Because), lies: relationOf(g, model.LocatedIn), left: make([]float64, g.Span()), split: make([]bool, g.Span()),
		root: make([]bool, g.Span()), place: make([]int32, g.Span()), seen: marksOf(g), at: make(map[model.Handle]int)}
	disproved := make([]bool, g.Span())
	for _, h := range g.HandlesOf(model.Cause) {
		p := g.At(h).Props
		disproved[h], d.root[h] = p.Text("status") == "disproved", p.Text("stop") == "root"
	}
	var live pairs
	for l, to := range d.because.to {
		if l := model.Handle(l); !disproved[to] && !d.because.props(l).Bool("circle") {
			live.add(d.because.from[l], l)
		}
	}
	d.live, d.share = live.lists(g), make([]float64, len(d.because.to))
	for _, k := range []model.Kind{model.Problem, model.Cause} {
		for _, h := range g.HandlesOf(k) {
			d.left[h], d.split[h] = d.linkShares(d.live.at(h))
		}
	}
	return d
}

// counts says whether a link leads to a cause: it is no circle, and the cause is not disproved.
func counts(g *model.Graph, because *relation, l model.Handle) bool {
	return !because.props(l).Bool("circle") && g.At(because.to[l]).Props.Text("status") != "disproved"
}

// linkShares notes how much goes down each of these links of an effect, and says what is left over, and whether anything was split for
// want of shares.
func (d *descent) linkShares(links []model.Handle) (rest float64, split bool) {
	if len(links) == 0 {
		return 1, false
	}
	given, without := 0.0, 0
	for _, l := range links {
		n, ok := d.because.props(l).Number("share")
		if !ok {
			d.share[l] = -1
			without++
			continue
		}
		d.share[l] = n.Mid()
		given += d.share[l]
	}
	all := max(given, 1)
	given /= all
	for _, l := range links {
		if d.share[l] < 0 {
			d.share[l] = (1 - given) / float64(without)
		} else {
			d.share[l] /= all
		}
	}
	if without > 0 || 1-given < 1e-9 { // 0.7 + 0.2 + 0.1 is not quite 1
		return 0, without > 1
	}
	return 1 - given, false
}

// from puts a problem and what lies beneath it in order.
func (d *descent) from(problem model.Handle) {
	d.order = d.order[:0]
	d.seen.clear()
	d.seen.add(problem)
	for d.call = append(d.call[:0], frame{problem, 0}); len(d.call) > 0; {
		f := &d.call[len(d.call)-1]
		links := d.live.at(f.h)
		if f.next == len(links) {
			d.order = append(d.order, f.h)
			d.call = d.call[:len(d.call)-1]
			continue
		}
		c := d.because.to[links[f.next]]
		f.next++
		if d.seen.add(c) {
			d.call = append(d.call, frame{c, 0})
		}
	}
	slices.Reverse(d.order)
	d.reach, d.leads = d.reach[:0], d.leads[:0]
	for i, h := range d.order {
		d.place[h] = int32(i)
		d.reach, d.leads = append(d.reach, 0), append(d.leads, false)
	}
}

// shareOut pushes the problem down its causes: at each effect by the shares given on its links, the rest in equal parts to the links
// without one, to the first root on each way, and from there in equal parts to the root's places. It says whether anything was
// split for want of shares.
func (d *descent) shareOut(f *followed) (split bool) {
	clear(d.at)
	d.reach[0] = 1
	for i, h := range d.order {
		part := d.reach[i]
		if d.root[h] {
			f.roots.list = append(f.roots.list, portion{h, part})
			d.settle(f, h, part)
			continue
		}
		split = split || d.split[h]
		for _, l := range d.live.at(h) {
			d.reach[d.place[d.because.to[l]]] += part * d.share[l]
		}
		if rest := d.left[h]; rest > 0 {
			f.lost.list = append(f.lost.list, portion{h, part * rest})
		}
	}
	return split
}

// settle shares what comes to a root among its places.
func (d *descent) settle(f *followed, root model.Handle, part float64) {
	places := once(d.lies.targets(root))
	for _, e := range places {
		i, ok := d.at[e]
		if !ok {
			i = len(f.places.list)
			d.at[e] = i
			f.places.list = append(f.places.list, portion{at: e})
		}
		f.places.list[i].part += part / float64(len(places))
	}
	if len(places) == 0 {
		f.lost.list = append(f.lost.list, portion{root, part})
	}
}

// chokes are the causes that every way from any root to the problem passes. Among what lies on such ways, in an order in which each
// stands before what is beneath it, those are the places over which no link jumps.
func (d *descent) chokes() []model.Handle {
	n := len(d.order)
	for i := n - 1; i >= 0; i-- {
		d.leads[i] = d.root[d.order[i]] || slices.ContainsFunc(d.live.at(d.order[i]), func(l model.Handle) bool { return d.leads[d.place[d.because.to[l]]] })
	}
	var out []model.Handle
	reach := 0 // the lowest place that a link from above leads to
	for i, h := range d.order {
		if !d.leads[i] {
			continue
		}
		if i > 0 && reach <= i {
			out = append(out, h)
		}
		for _, l := range d.live.at(h) {
			if c := int(d.place[d.because.to[l]]); d.leads[c] {
				reach = max(reach, c)
			}
		}
		if d.root[h] {
			reach = n // its way begins here: what is further down is not on it
		}
	}
	return out
}
