package analysis_test

import (
	"maps"
	"slices"
	"testing"

	"rootline/model"
	"rootline/model/analysis"
)

// rich is a world in which everything that a metric rests on makes a difference to it.
func rich() *model.Graph {
	return vector().
		add(model.Data, nil, "order", "address").
		add(model.Customer, nil, "home").add(model.Channel, nil, "shop", "call").
		add(model.Employee, nil, "clerk", "driver").add(model.Partner, nil, "post").
		add(model.Problem, model.Props{"cost_per_month": model.Num(100)}, "late").add(model.Problem, model.Props{"cost_per_month": model.Num(30)}, "lost").
		add(model.Cause, model.Props{"stop": "root"}, "batch", "none").add(model.Cause, nil, "why").
		join(model.Because, nil, "late>batch", "late>none", "lost>why", "why>none").
		join(model.LocatedIn, nil, "batch>oms", "none>post").
		join(model.Reaches, model.Props{"want": model.Num(3)}, "shop>home").join(model.Reaches, model.Props{"want": model.Num(1)}, "call>home").
		add(model.Channel, nil, "fax").add(model.Technology, model.Props{"lifecycle": "live"}, "till").add(model.Technology, model.Props{"lifecycle": "planned"}, "scan").
		join(model.Reaches, model.Props{"want": model.Num(2)}, "fax>home").join(model.Supports, nil, "till>shop", "scan>fax").
		join(model.Supports, nil, "web>shop", "pos>shop", "desk>call", "pos>call").
		join(model.Performs, nil, "clerk>return_ask", "clerk>buy", "clerk>deliver", "driver>deliver", "post>refund").
		join(model.Uses, nil, "clerk>desk", "clerk>crm", "clerk>erp", "post>crm").join(model.Serves, model.Props{"group": "other"}, "web>refund").
		join(model.Next, nil, "buy>deliver", "deliver>return_ask", "return_ask>return_store", "return_store>refund").
		join(model.Gives, nil, "buy>order", "buy>address").
		join(model.Asks, nil, "deliver>address", "return_ask>order", "refund>order").
		join(model.Holds, model.Props{"master": true}, "web>order").join(model.Holds, nil, "oms>order", "desk>order", "erp>order", "carrier>address").
		join(model.Feeds, model.Props{"mode": "batch", "transfer_s": model.Num(5), "interval_s": model.Num(60), "data": []string{"order"}}, "web>oms").
		join(model.Feeds, model.Props{"mode": "batch", "transfer_s": model.Num(5), "interval_s": model.Num(60), "data": []string{"order"}}, "oms>desk").
		join(model.Feeds, model.Props{"mode": "sync", "transfer_s": model.Num(5), "data": []string{"address", "order"}}, "web>carrier").
		join(model.Feeds, model.Props{"mode": "manual", "runs_per_month": model.Num(10), "handling_s": model.Num(60), "transfer_s": model.Num(1), "interval_s": model.Num(1)}, "oms>erp").
		graph()
}

// others are values that a prop can have.
func others(p model.Prop, g *model.Graph) []any {
	out := []any{nil}
	switch p.Type {
	case model.TypeNumber, model.TypeWhole:
		for _, v := range []float64{0, 1, 2, 3, 50, 1e6} {
			out = append(out, model.Num(v))
		}
	case model.TypeBool:
		out = append(out, true, false)
	case model.TypeChoice:
		for _, c := range p.Choices {
			out = append(out, c)
		}
	case model.TypeIDs:
		for _, e := range g.OfKind(p.Of) {
			out = append(out, []string{e.ID})
		}
		out = append(out, []string{"no such"})
	case model.TypeList:
		out = append(out, []string{"other"})
	case model.TypeDate:
		out = append(out, "2026-01-01")
	default:
		out = append(out, "other")
	}
	return out
}

// withProps yields the props of a thing with another value of one of them.
func withProps(has model.Props, of []model.Prop, g *model.Graph, yield func(model.Props)) {
	for _, p := range of {
		for _, v := range others(p, g) {
			out := maps.Clone(has)
			if out == nil {
				out = model.Props{}
			}
			if delete(out, p.Name); v != nil {
				out[p.Name] = v
			}
			yield(out)
		}
	}
}

// edits yields g after each edit of one thing: another value, a removal, another end, a new element or link.
func edits(g *model.Graph, yield func(*model.Graph)) {
	elements, links := slices.Collect(g.Elements()), slices.Collect(g.Links())
	put := func(at int, e *model.Element) []*model.Element {
		list := slices.Clone(elements)
		list[at] = e
		return list
	}
	for i, e := range elements {
		withProps(e.Props, e.Kind.Spec().Props, g, func(p model.Props) {
			c := *e
			c.Props = p
			yield(model.NewGraph(put(i, &c), links))
		})
		c := *e
		c.Name += " north"
		yield(model.NewGraph(put(i, &c), links))
		yield(model.NewGraph(slices.Delete(slices.Clone(elements), i, i+1),
			slices.DeleteFunc(slices.Clone(links), func(l *model.Link) bool { return l.From == e.ID || l.To == e.ID })))
	}
	for i, l := range links {
		with := func(c *model.Link) {
			list := slices.Clone(links)
			list[i] = c
			yield(model.NewGraph(elements, list))
		}
		withProps(l.Props, l.Kind.Spec().Props, g, func(p model.Props) {
			c := *l
			c.Props = p
			with(&c)
		})
		for _, o := range g.OfKind(g.Element(l.To).Kind) {
			if c := *l; o.ID != l.To && o.ID != l.From {
				c.To = o.ID
				with(&c)
			}
		}
		yield(model.NewGraph(elements, slices.Delete(slices.Clone(links), i, i+1)))
	}
	for _, k := range model.AllKinds() {
		yield(model.NewGraph(append(slices.Clone(elements), &model.Element{ID: "new", Kind: k, Name: "new"}), links))
	}
	for _, spec := range model.LinkKinds {
		if spec.Acyclic || spec.Kind == model.ShownBy || spec.Kind == model.Changes || spec.Kind == model.OwnedBy || spec.Kind == model.ForeignLink {
			continue // of circles other tests know; the rest may join everything, and nothing rests on them
		}
		for _, a := range elements {
			for _, b := range elements {
				if a != b && slices.Contains(spec.From, a.Kind) && slices.Contains(spec.To, b.Kind) {
					yield(model.NewGraph(elements, append(slices.Clone(links), &model.Link{ID: "new", Kind: spec.Kind, From: a.ID, To: b.ID})))
				}
			}
		}
	}
}

// TestMetricsRest holds every metric to what it is said to rest on: where nothing of that differs, no figure does.
func TestMetricsRest(t *testing.T) {
	t.Parallel()
	a := rich()
	spared := make(map[string]int)
	edits(a, func(b *model.Graph) {
		d := model.Diff(a, b)
		for _, m := range analysis.Registry {
			if m.Differs(d) {
				continue
			}
			spared[m.ID]++
			if s := m.Shifts(a, b); len(s) > 0 {
				t.Errorf("%s is said to rest on nothing of %v, but is another: %v", m.ID, d, s)
			}
		}
	})
	for _, m := range analysis.Registry {
		if spared[m.ID] == 0 {
			t.Errorf("%s is said to rest on everything", m.ID)
		}
	}
}
