package web

import (
	"strings"
	"time"

	"rootline/model"
	"rootline/store"
)

// run is how many of the changes at the beginning of a list belong together, and how they are worded.
type run struct {
	count int // 0 = the first stands alone
	words string
}

// What makes changes belong together.
const (
	fewestTogether = 3
	longestPause   = 30 * time.Minute
)

// together finds the changes at the beginning of a list that one person made of one kind of element in the same way, without a
// long pause.
func together(r *room, found []happening) run {
	first := found[0].entry
	act, kind, _ := actOf(r.graph, *first)
	if act == "" {
		return run{}
	}
	seen := map[string]bool{}
	count := 0
	for i, h := range found {
		if h.entry == nil || h.entry.Author.ID != first.Author.ID || h.entry.Author.Kind != first.Author.Kind ||
			h.at.Local().YearDay() != first.At.Local().YearDay() || i > 0 && found[i-1].at.Sub(h.at) > longestPause {
			break
		}
		a, k, ids := actOf(r.graph, *h.entry)
		if a != act || k != kind {
			break
		}
		for _, id := range ids {
			seen[id] = true
		}
		count++
	}
	if count < fewestTogether {
		return run{}
	}
	return run{count, r.Say.T("activity."+act, "count", len(seen), "Things", r.Say.Counted(kind, len(seen)))}
}

// actOf says in a word what a change did to elements of one kind, and to which; "" where it did several things, or was
// taken back, or takes something back.
func actOf(g *model.Graph, e store.Entry) (act string, kind model.Kind, ids []string) {
	if e.UndoneBy != 0 || len(e.Undoes) > 0 || e.Long {
		return "", "", nil
	}
	names := known([]store.Entry{e})
	for _, op := range e.Ops {
		a := acts[op.Kind]
		if a == "" && (act == "added" || e.Ops[len(e.Ops)-1].Kind == model.OpRemoveElement) && (op.Kind == model.OpAddLink || op.Kind == model.OpRemoveLink) {
			continue // a link that came or went with its element
		}
		x := g.Element(op.Target())
		if x == nil {
			x = names.elements[op.Target()]
		}
		if a == "" || x == nil || act != "" && (a != act || x.Kind != kind) {
			return "", "", nil
		}
		act, kind = a, x.Kind
		ids = append(ids, x.ID)
	}
	return act, kind, ids
}

// acts are what an op does to an element, as the catalogue calls it.
var acts = map[model.OpKind]string{model.OpAddElement: "added", model.OpSet: "changed", model.OpRemoveElement: "removed"}

// gist words a change of many things by how many of each kind it added, changed and removed, in the order in which it begins
// to; where it did none of that it stays with the words.
func (r *room) gist(e store.Entry, words []string) []string {
	if len(e.Undoes) > 0 {
		return words
	}
	type done struct {
		act  string
		kind model.Kind
	}
	names := known([]store.Entry{e})
	seen, count := map[string]bool{}, map[done]int{}
	var order []done
	for _, op := range e.Ops {
		x := r.graph.Element(op.Target())
		if x == nil {
			x = names.elements[op.Target()]
		}
		if acts[op.Kind] == "" || x == nil || seen[x.ID] {
			continue // of what was added, what is set besides is no change
		}
		seen[x.ID] = true
		d := done{acts[op.Kind], x.Kind}
		if count[d]++; count[d] == 1 {
			order = append(order, d)
		}
	}
	var out []string
	rest := 0
	for i, d := range order {
		if i < mostGist {
			out = append(out, r.Say.T("activity."+d.act, "count", count[d], "Things", r.Say.Counted(d.kind, count[d])))
		} else {
			rest += count[d]
		}
	}
	if out == nil {
		return words
	}
	if out = []string{strings.Join(out, " · ")}; rest > 0 {
		out = append(out, r.Say.T("records.ops.more", "count", rest))
	}
	return out
}

// mostGist is how many sorts of edit a gist names.
const mostGist = 3
