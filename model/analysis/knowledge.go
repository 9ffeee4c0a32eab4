package analysis

import (
	"rootline/model"
)

// knowing counts what is known of what is asked for first.
type knowing struct {
	asked, known int
	numbers      int // known ones that are numbers
	sure         map[string]int
}

func (k *knowing) add(e *model.Element) {
	spec := e.Kind.Spec()
	if spec == nil {
		return
	}
	for i := range spec.Props {
		p := &spec.Props[i]
		if !p.Asked {
			continue
		}
		k.asked++
		v := e.Props[p.Name]
		if v == nil {
			continue
		}
		k.known++
		if n, ok := v.(model.Number); ok {
			k.numbers++
			k.sure[n.Confidence]++
		}
	}
}

func (k *knowing) beside() []Named {
	var out []Named
	for _, c := range model.Confidences {
		out = append(out, Named{c, quotient(k.sure[c], k.numbers)})
	}
	return out
}

// knowledge is M18: of what is asked for first, the share that is known, and beside it which share of the known numbers is a
// fact, an estimate, a guess.
func knowledge(g *model.Graph) *Result {
	all := &knowing{sure: make(map[string]int)}
	r := &Result{}
	for i := range model.Kinds {
		kind := model.Kinds[i].Kind
		k := model.Keep(g, "analysis.knowing:"+string(kind), []model.Aspect{model.Content(kind)}, func() *knowing {
			k := &knowing{sure: make(map[string]int)}
			for _, e := range g.OfKind(kind) {
				k.add(e)
			}
			return k
		})
		all.asked, all.known, all.numbers = all.asked+k.asked, all.known+k.known, all.numbers+k.numbers
		for c, n := range k.sure {
			all.sure[c] += n
		}
		if k.asked > 0 {
			r.Parts = append(r.Parts, Part{ID: string(model.Kinds[i].Kind), Value: quotient(k.known, k.asked), Beside: k.beside()})
		}
	}
	r.Value, r.Beside = quotient(all.known, all.asked), all.beside()
	return r
}

// behindKnowledge names the elements of a kind of which something is not known.
func behindKnowledge(g *model.Graph, p *Part) []Trace {
	var missing []string
	for _, e := range g.OfKind(model.Kind(p.ID)) {
		k := &knowing{sure: make(map[string]int)}
		if k.add(e); k.known < k.asked {
			missing = append(missing, e.ID)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return []Trace{{What: "missing", IDs: missing, Figure: Figure{Sort: Undefined}}}
}
