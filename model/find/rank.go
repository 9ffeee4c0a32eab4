package find

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"rootline/model"
)

// Expr is a condition on the terms of a doc: a Term, All, Any or But.
type Expr interface{ holds(d Doc) bool }

// Term asks for a term, or for one that begins so.
type Term struct {
	Text   string
	Begins bool
}

// All asks for each of several conditions.
type All []Expr

// Any asks for one of several conditions.
type Any []Expr

// But asks for a condition and refuses another.
type But struct{ Is, Not Expr }

func (t Term) holds(d Doc) bool {
	if t.Begins {
		return strings.Contains(string(d), " "+t.Text)
	}
	return strings.Contains(string(d), " "+t.Text+" ")
}

func (a All) holds(d Doc) bool {
	return !slices.ContainsFunc(a, func(e Expr) bool { return !e.holds(d) })
}

func (a Any) holds(d Doc) bool {
	return slices.ContainsFunc(a, func(e Expr) bool { return e.holds(d) })
}

func (b But) holds(d Doc) bool { return b.Is.holds(d) && !b.Not.holds(d) }

// Ranks is how many ranks there are: what is named so, or has this id; what has the words in a name; what has them in a name,
// the last one begun; what has them somewhere; what has them somewhere, the last one begun.
const Ranks = 5

// expr asks for all words of the query at one place; begins says that the last one may be the beginning of a word.
func (q Query) expr(mark byte, begins bool) Expr {
	if q.asked && len(q.words) == 0 {
		return Any{} // signs alone are nowhere
	}
	all := make(All, len(q.words))
	for i, w := range q.words {
		ways := make(Any, len(w))
		for j, terms := range w {
			way := make(All, len(terms))
			for k, t := range terms {
				way[k] = Term{string(mark) + t, begins && i == len(q.words)-1 && k == len(terms)-1}
			}
			ways[j] = way
		}
		all[i] = ways
	}
	return all
}

// within are the conditions of each rank; those of a later one hold for most of an earlier one, too.
func (q Query) within() [Ranks]Expr {
	named := Any{Term{Text: string(inWhole) + q.whole}}
	if q.id != "" {
		named = append(named, Term{Text: string(inID) + q.id})
	}
	return [Ranks]Expr{named, q.expr(inName, false), q.expr(inName, true), q.expr(inAny, false), q.expr(inAny, true)}
}

// Rank asks for the docs that the query finds at one rank and at none before it, of one kind where one is given.
func (q Query) Rank(rank int, kind model.Kind) Expr {
	w := q.within()
	var before Any
	switch rank {
	case 1:
		before = Any{w[0]}
	case 2:
		before = Any{w[0], w[1]}
	case 3:
		before = Any{w[0], w[2]}
	case 4:
		before = Any{w[0], w[2], w[3]}
	}
	is := w[rank]
	if kind != "" {
		is = All{Term{Text: string(inKind) + squeezed(string(kind))}, is}
	}
	if before == nil {
		return is
	}
	return But{is, before}
}

// Judge judges many docs by one query.
type Judge [Ranks]Expr

// Judge returns the judge of this query.
func (q Query) Judge() Judge { return q.within() }

// Rank returns the rank at which a doc is found, -1 where it is not.
func (j Judge) Rank(d Doc) int {
	if !j[4].holds(d) && !j[0].holds(d) {
		return -1
	}
	for i, e := range j {
		if e.holds(d) {
			return i
		}
	}
	return -1
}

// Finds says whether a doc is found at all.
func (j Judge) Finds(d Doc) bool { return j[4].holds(d) || j[0].holds(d) }

// Named says whether a doc is found by its names or id.
func (j Judge) Named(d Doc) bool { return j[2].holds(d) || j[0].holds(d) }

// Place is where an answer goes on: behind the element at this place of this rank.
type Place struct {
	Rank int
	At   int64
}

// String writes a place as it stands in addresses.
func (p Place) String() string {
	return strconv.Itoa(p.Rank) + "-" + strconv.FormatInt(p.At, 10)
}

// PlaceOf reads a place; "" is the beginning. Errors: Invalid.
func PlaceOf(s string) (Place, error) {
	if s == "" {
		return Place{At: -1}, nil
	}
	rank, at, ok := strings.Cut(s, "-")
	r, err := strconv.Atoi(rank)
	n, err2 := strconv.ParseInt(at, 10, 64)
	if !ok || cmp.Or(err, err2) != nil || r < 0 || r >= Ranks {
		return Place{}, model.Fault(model.Invalid, "after", "page.after")
	}
	return Place{r, n}, nil
}

// Hit is an element that a query finds.
type Hit struct {
	ID string
	Place
}

// In answers a query from a graph: the elements of a kind, or of all, behind a place, at most so many; the best first, those
// of one rank in order of arrival.
func In(g *model.Graph, q Query, kind model.Kind, after Place, most int) []Hit {
	if q.Wordless() {
		return nil
	}
	judge := q.Judge()
	docs := Docs(g)
	var ranked [Ranks][]Hit
	for h, d := range docs {
		if d == "" {
			continue
		}
		rank := judge.Rank(d)
		at := Place{rank, int64(h)}
		if rank < after.Rank || at.Rank == after.Rank && at.At <= after.At || len(ranked[rank]) == most {
			continue
		}
		if e := g.At(model.Handle(h)); kind == "" || e.Kind == kind {
			ranked[rank] = append(ranked[rank], Hit{e.ID, at})
		}
	}
	hits := slices.Concat(ranked[:]...)
	return hits[:min(len(hits), most)]
}

// Docs returns the docs of a graph's elements by handle, "" where there is none. The slice is shared: do not change it.
func Docs(g *model.Graph) []Doc {
	return model.Memo(g, "find.docs", func() []Doc {
		docs := make([]Doc, g.Span())
		for h := range docs {
			if e := g.At(model.Handle(h)); e != nil {
				docs[h] = Of(e)
			}
		}
		return docs
	})
}
