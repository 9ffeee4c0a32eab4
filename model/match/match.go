// Package match finds what of a model made by another hand is what of ours. The two share no ids, spell names otherwise, and
// lack parts of each other. Propose pairs what is alike; people decide about all that is not exactly so; Plan makes titled changes
// of it.
package match

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"rootline/model"
	"rootline/model/find"
)

// How says why two elements may be one.
type How string

// Why they may be, the surest first. Only the first two are taken without asking.
const (
	SameID     How = "id"         // id and kind
	SameName   How = "name"       // name, in some language, and kind; no other of either model has it
	Spelling   How = "spelling"   // the same name but for case, accents, spaces and signs
	Similar    How = "similar"    // much of the name
	Neighbours How = "neighbours" // what it is linked with
)

// Candidate is an element of ours that one of theirs may be.
type Candidate struct {
	Ours  *model.Element
	How   How
	Score float64 // 0–1, to put them in order
}

// Proposal is one element of theirs, and what it may be.
type Proposal struct {
	Theirs     *model.Element
	Taken      *model.Element // that it is without doubt; nil = somebody has to decide, or it is new
	How        How
	Candidates []Candidate // the likeliest first, none where it is taken; none at all: it is new
}

// Bounds of what is proposed.
const (
	mostCandidates = 3
	leastSimilar   = .5
	mostCompared   = 4_000_000 // pairs of names of one kind; beyond, only equal names are found
)

// Propose looks for each of their elements among ours.
func Propose(ours *model.Graph, elements []*model.Element, links []*model.Link) []Proposal {
	p := &proposer{ours: ours, at: map[string]int{}, used: map[string]bool{}}
	for i, e := range elements {
		p.out = append(p.out, Proposal{Theirs: e})
		p.at[e.ID] = i
	}
	p.ids()
	p.names()
	p.alike()
	p.linked(links)
	for i := range p.out {
		list := p.out[i].Candidates
		slices.SortStableFunc(list, func(a, b Candidate) int { return cmp.Compare(b.Score, a.Score) })
		p.out[i].Candidates = list[:min(len(list), mostCandidates)]
	}
	return p.out
}

type proposer struct {
	ours *model.Graph
	out  []Proposal
	at   map[string]int  // by id of theirs
	used map[string]bool // ids of ours that are taken
}

func (p *proposer) take(i int, ours *model.Element, how How) {
	p.out[i].Taken, p.out[i].How = ours, how
	p.used[ours.ID] = true
}

func (p *proposer) ids() {
	for i, x := range p.out {
		if e := p.ours.Element(x.Theirs.ID); e != nil && e.Kind == x.Theirs.Kind {
			p.take(i, e, SameID)
		}
	}
}

// namesOf are an element's names in all languages.
func namesOf(e *model.Element) []string {
	out := []string{e.Name}
	for _, n := range e.Names {
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// names takes those that alone bear a name, on both sides.
func (p *proposer) names() {
	type key struct {
		kind model.Kind
		name string
	}
	ours, theirs := map[key][]*model.Element{}, map[key]int{}
	for e := range p.ours.Elements() {
		if !p.used[e.ID] {
			for _, n := range namesOf(e) {
				if n == "" {
					continue
				}
				ours[key{e.Kind, n}] = append(ours[key{e.Kind, n}], e)
			}
		}
	}
	for _, x := range p.out {
		if x.Taken == nil {
			theirs[key{x.Theirs.Kind, x.Theirs.Name}]++
		}
	}
	for i, x := range p.out {
		k := key{x.Theirs.Kind, x.Theirs.Name}
		if list := ours[k]; x.Taken == nil && len(list) == 1 && theirs[k] == 1 && !p.used[list[0].ID] {
			p.take(i, list[0], SameName)
		}
	}
}

// plain is a name without case, accents, spaces and signs.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, find.Fold(s))
}

// alike finds names that are spelled otherwise.
func (p *proposer) alike() {
	type named struct {
		e     *model.Element
		plain []string
		pairs []map[string]int
	}
	by := map[model.Kind][]named{}
	for e := range p.ours.Elements() {
		if p.used[e.ID] {
			continue
		}
		n := named{e: e}
		for _, name := range namesOf(e) {
			n.plain = append(n.plain, plain(name))
			n.pairs = append(n.pairs, letters(plain(name)))
		}
		by[e.Kind] = append(by[e.Kind], n)
	}
	for i, x := range p.out {
		if x.Taken != nil {
			continue
		}
		name := plain(x.Theirs.Name)
		pairs := letters(name)
		close := len(by[x.Theirs.Kind])*len(p.out) <= mostCompared
		for _, o := range by[x.Theirs.Kind] {
			best := Candidate{Ours: o.e}
			for k, other := range o.plain {
				if other == name && name != "" {
					best.How, best.Score = Spelling, 1
				} else if s := dice(pairs, o.pairs[k]); close && s >= leastSimilar && s > best.Score {
					best.How, best.Score = Similar, s
				}
			}
			if best.How != "" {
				p.out[i].Candidates = append(p.out[i].Candidates, best)
			}
		}
	}
}

// letters counts the pairs of neighbouring letters of a name.
func letters(s string) map[string]int {
	out := map[string]int{}
	r := []rune(s)
	for i := 1; i < len(r); i++ {
		out[string(r[i-1:i+1])]++
	}
	return out
}

// dice is how much two names share (Dice 1945, over pairs of letters).
func dice(a, b map[string]int) float64 {
	both, all := 0, 0
	for k, n := range a {
		both += min(n, b[k])
		all += n
	}
	for _, n := range b {
		all += n
	}
	if all == 0 {
		return 0
	}
	return 2 * float64(both) / float64(all)
}

// linked proposes what is joined in the same way to the same things, and moves such candidates up.
func (p *proposer) linked(links []*model.Link) {
	around := map[string]map[[2]string]bool{} // by id of theirs: kinds of link with their way, and id of ours at the other end
	note := func(id, way, other string) {
		i, ok := p.at[other]
		if !ok || p.out[i].Taken == nil {
			return
		}
		if around[id] == nil {
			around[id] = map[[2]string]bool{}
		}
		around[id][[2]string{way, p.out[i].Taken.ID}] = true
	}
	for _, l := range links {
		note(l.From, string(l.Kind)+">", l.To)
		note(l.To, string(l.Kind)+"<", l.From)
	}
	for i := range p.out {
		x := &p.out[i]
		near := around[x.Theirs.ID]
		if x.Taken != nil || len(near) == 0 {
			continue
		}
		shared := map[string]int{} // by id of ours
		for way := range near {
			kind := model.LinkKind(way[0][:len(way[0])-1])
			if strings.HasSuffix(way[0], ">") {
				for _, l := range p.ours.In(way[1], kind) {
					shared[l.From]++
				}
			} else {
				for _, l := range p.ours.Out(way[1], kind) {
					shared[l.To]++
				}
			}
		}
		for k := range x.Candidates {
			c := &x.Candidates[k]
			c.Score += .3 * float64(shared[c.Ours.ID]) / float64(len(near))
			delete(shared, c.Ours.ID)
		}
		for id, n := range shared {
			e := p.ours.Element(id)
			if part := float64(n) / float64(len(near)); e.Kind == x.Theirs.Kind && !p.used[id] && n >= 2 && part >= .5 {
				x.Candidates = append(x.Candidates, Candidate{Ours: e, How: Neighbours, Score: .4 * part})
			}
		}
		slices.SortStableFunc(x.Candidates, func(a, b Candidate) int { return cmp.Compare(a.Ours.ID, b.Ours.ID) })
	}
}
