package analysis

import (
	"slices"

	"rootline/model"
)

// Metrics M13 and M14: whether customers are reached where they want to be, and by one organisation or by several.

// promise is one channel as one customer wants it.
type promise struct {
	link    model.Handle
	channel model.Handle
	want    span
	is      maybe // real
}

func promisesTo(g *model.Graph, customer model.Handle) []promise {
	reaches := relationOf(g, model.Reaches)
	var out []promise
	for _, l := range reaches.in.at(customer) {
		want := spanOf(reaches.props(l), "want")
		want.hi = min(want.hi, mostWanted)
		out = append(out, promise{reaches.links[l], reaches.from[l], want, realOf(g, reaches.from[l])})
	}
	return out
}

// mostWanted is the most a channel can be wanted.
const mostWanted = 3

// coverage is M13.
func coverage(g *model.Graph) *Result {
	r := &Result{}
	for h, e := range ofKinds(g, model.Customer) {
		r.Parts = append(r.Parts, partOf(e, covered(promisesTo(g, h))))
	}
	return r
}

// covered bounds Σ want·real / Σ want: it is least where what is real is wanted least and all else most, and where nothing is
// real that need not be.
func covered(all []promise) Figure {
	var lo, hi [2]float64 // Σ want·real, Σ want
	most := 0.
	for _, p := range all {
		most += p.want.hi
		if p.is.must {
			lo[0], lo[1] = lo[0]+p.want.lo, lo[1]+p.want.lo
		} else {
			lo[1] += p.want.hi
		}
		if p.is.may {
			hi[0], hi[1] = hi[0]+p.want.hi, hi[1]+p.want.hi
		} else {
			hi[1] += p.want.lo
		}
	}
	if most == 0 {
		return Figure{Sort: Undefined} // wanted nowhere
	}
	return Between(share(lo[0], lo[1], 1), share(hi[0], hi[1], 0))
}

// share is part of whole. Where both are nothing, all that could count is on the other side.
func share(part, whole, otherwise float64) float64 {
	if whole == 0 {
		return otherwise
	}
	return part / whole
}

func behindCoverage(g *model.Graph, p *Part) []Trace {
	var out []Trace
	for _, x := range promisesTo(g, g.Handle(p.ID)) {
		props := g.LinkAt(x.link).Props
		what := "real"
		switch {
		case !x.is.may && props.Text("policy") == "serve":
			what = "promised"
		case !x.is.may:
			what = "unreal"
		case !x.is.must:
			what = "real.maybe"
		case x.want.lo > 0 && props.Text("policy") == "undecided":
			what = "undecided"
		case x.want.hi == 0:
			what = "unwanted"
		}
		t := trace(g, what, x.channel)
		if x.want.lo == x.want.hi {
			t.Figure = Exactly(x.want.lo)
		} else {
			t.Figure = Figure{}
		}
		out = append(out, t)
	}
	return out
}

// overlap is the mean Jaccard overlap of what is under each pair of channels, over the pairs under which there is something;
// undefined where there is no such pair.
func overlap(under [][]model.Handle) Figure {
	sum, pairs := 0., 0
	for i, a := range under {
		for _, b := range under[i+1:] {
			both := shared(a, b)
			if either := len(a) + len(b) - both; either > 0 {
				sum += float64(both) / float64(either)
				pairs++
			}
		}
	}
	if pairs == 0 {
		return Figure{Sort: Undefined}
	}
	return Exactly(sum / float64(pairs))
}

// unity is M14.
func unity(g *model.Graph) *Result {
	r := &Result{}
	reaches := relationOf(g, model.Reaches)
	under := func(channels []model.Handle, of *relation) [][]model.Handle {
		var out [][]model.Handle
		for _, c := range channels {
			out = append(out, once(of.sources(c)))
		}
		return out
	}
	for h, e := range ofKinds(g, model.Customer) {
		channels := once(reaches.sources(h))
		r.Parts = append(r.Parts, partOf(e, overlap(under(channels, relationOf(g, model.Supports))),
			Named{"runs", overlap(under(channels, relationOf(g, model.Runs)))}))
	}
	return r
}

func behindUnity(g *model.Graph, p *Part) []Trace {
	var out []Trace
	for _, c := range once(relationOf(g, model.Reaches).sources(g.Handle(p.ID))) {
		out = append(out, trace(g, "channel", slices.Concat([]model.Handle{c}, once(relationOf(g, model.Supports).sources(c)), once(relationOf(g, model.Runs).sources(c)))...))
	}
	return out
}
