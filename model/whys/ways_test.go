package whys_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
	"rootline/model"
	"rootline/model/whys"
)

// TestDepth: the longest way counts for depth, the shortest for nearness; what is disproved makes no way for what stands,
// and what leads back makes none at all.
func TestDepth(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ sketch, want string }{
		{"c1 < p", "c1 1 1"},
		{"c1 < p; c2 < c1; c3 < c2", "c1 1 1, c2 2 2, c3 3 3"},
		{"c1 < p; c2 < c1; c3 < c2, p", "c1 1 1, c2 2 2, c3 3 1"},
		{"c1 < p; c2 < p; c3 < c2; c4 < c1, c3; c5 < c4", "c1 1 1, c4 3 2, c5 4 3, c2 1 1, c3 2 2"},
		{"c1 < p, p", "c1 1 1"},
		{"c1 < p; c2 < c1; c3 < c2; c1 < c3*; c4 < c3", "c1 1 1, c2 2 2, c3 3 3, c4 4 4"},
		{"c1 < p; c1 < c1*; c2 < c1", "c1 1 1, c2 2 2"},
		{"c1 < p; c2 < c1*; c3 < c2, c1", "c1 1 1, c2 2 2, c3 3 2"},              // marked, yet no circle
		{"c2 < q; c1 < c2; c1 < p; c2 < c1*; c3 < c2", "c1 1 1, c2 2 2, c3 3 3"}, // entered from the other side
		{"c1 < p; c2 < c1; c1 < c2*; c3 < c2; c2 < c3*", "c1 1 1, c2 2 2, c3 3 3"},
		{"c1 < p: disproved; c2 < c1; c3 < c2, p", "c1 1 1 dead, c2 2 2 dead, c3 1 1"},
		{"c1 < p; c2 < c1: disproved; c1 < c2*; c3 < c2", "c1 1 1, c2 2 2 dead, c3 3 3 dead"},
		{"c1 < p: disproved; c2 < c1; c3 < c2; c1 < c3*; c3 < p", "c1 1 1 dead, c2 2 2 dead, c3 1 1"},
	} {
		a := analyse(t, c.sketch)
		var got []string
		for _, n := range a.Causes() {
			s := fmt.Sprint(n.ID, " ", n.Depth, " ", n.Near)
			if !n.Live {
				s += " dead"
			}
			got = append(got, s)
		}
		if g := strings.Join(got, ", "); g != c.want {
			t.Errorf("%s: (id, depth, near) = %s, want %s", c.sketch, g, c.want)
		}
	}
}

// TestCircle: which link leads back depends on where the analysis comes from.
func TestCircle(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ sketch, problem, want string }{
		{"c1 < p; c2 < c1; c1 < c2*", "p", "c2.c1"},
		{"c2 < q; c1 < c2; c1 < p; c2 < c1*", "q", "c1.c2"},
		{"c2 < q; c1 < c2; c1 < p; c2 < c1*", "p", "c2.c1"}, // although c1.c2 is the marked one
		{"c1 < p; c2 < p; c2 < c1*; c1 < c2", "p", "c1.c2"},
		{"c1 < p; c2 < c1*", "p", ""},
		{"c1 < p; c2 < c1; c1 < c2*; c3 < c2; c2 < c3*; c1 < c3*", "p", "c2.c1, c3.c2, c3.c1"},
	} {
		s := draw(t, c.sketch)
		a := whys.Analyse(s.graph(), c.problem, s.material)
		var got []string
		for _, e := range a.Links {
			if e.Circle {
				got = append(got, e.ID)
			}
		}
		if g := strings.Join(got, ", "); g != c.want {
			t.Errorf("%s: from %s the links %q lead back, want %q", c.sketch, c.problem, g, c.want)
		}
	}
}

// TestG6: the model refuses an unmarked circle, and says which two are concerned.
func TestG6(t *testing.T) {
	t.Parallel()
	for _, line := range []string{
		"c1 < p; c2 < c1; c1 < c2",
		"c1 < p; c1 < c1",
		"c1 < p; c2 < c1; c3 < c2; c1 < c3",
		"c1 < p; c2 < c1; c3 < c2; c4 < c3; c2 < c4",
		"c1 < p; c2 < c1; c1 < c2*; c1 < c2",
	} {
		_, err := draw(t, line).apply()
		e, ok := errors.AsType[*model.Error](err)
		if !ok || e.Msg != "circle.because" || e.Args["FromName"] == nil || e.Args["ToName"] == nil {
			t.Errorf("%s: applied with %v, want circle.because", line, err)
		}
	}
	for _, line := range []string{
		"c1 < p; c2 < c1; c1 < c2*",
		"c1 < p; c1 < c1*",
		"c1 < p; c2 < c1, p; c3 < c2, c1, p",
		"c1 < p, q; c2 < c1",
		"c1 < p; c2 < c1; c3 < c2; c1 < c3*; c2 < c3*",
	} {
		if _, err := draw(t, line).apply(); err != nil {
			t.Errorf("%s: refused: %v", line, err)
		}
	}
}

// TestEdgesTo: the way to read is the shortest that was not read, and in the end the shortest.
func TestEdgesTo(t *testing.T) {
	t.Parallel()
	const two = "c1 < p; c2 < c1: root; c3 < p; c4 < c3; c2 < c4; "
	for _, c := range []struct{ sketch, want string }{
		{two, "p.c1 c1.c2"},
		{two + "read c1<p follows", "p.c1 c1.c2"},
		{two + "read c1<p follows; read c2<c1 not", "p.c3 c3.c4 c4.c2"},
		{two + "read c1<p follows; read c2<c1 not; read c3<p follows; read c4<c3 follows", "p.c3 c3.c4 c4.c2"},
		{two + "read *", "p.c1 c1.c2"},
		{"c1 < p: disproved; c2 < c1; c2 < c3; c3 < p", "p.c3 c3.c2"},
	} {
		a := analyse(t, c.sketch)
		var got []string
		for _, e := range a.EdgesTo(a.Node("c2")) {
			got = append(got, e.ID)
		}
		if g := strings.Join(got, " "); g != c.want {
			t.Errorf("%s: to read %q, want %q", c.sketch, g, c.want)
		}
	}
}

// TestVerdicts: of one person the last counts, and of other texts none.
func TestVerdicts(t *testing.T) {
	t.Parallel()
	s := draw(t, "c1 < p")
	g := s.graph()
	for _, c := range []struct {
		name     string
		verdicts []whys.Verdict
		read     bool
		disputed bool
	}{
		{"none", nil, false, false},
		{"one", []whys.Verdict{{Link: "p.c1", By: "Ana", Verdict: "not"}}, true, true},
		{"another mind", []whys.Verdict{{Link: "p.c1", By: "Ana", Verdict: "not"}, {Link: "p.c1", By: "Ana", Verdict: "follows"}}, true, false},
		{"of these texts", []whys.Verdict{{Link: "p.c1", By: "Ana", Verdict: "not", Digest: whys.Digest(g, "p.c1")}}, true, true},
		{"of other texts", []whys.Verdict{{Link: "p.c1", By: "Ana", Verdict: "not", Digest: "0"}}, false, false},
		{"of another link", []whys.Verdict{{Link: "p.c2", By: "Ana", Verdict: "not"}}, false, false},
		{"without names", []whys.Verdict{{Link: "p.c1", Verdict: "sometimes"}, {Link: "p.c1", Verdict: "follows"}, {Link: "p.c1", Verdict: "follows"}, {Link: "p.c1", Verdict: "follows"}}, true, false},
	} {
		e := whys.Analyse(g, "p", whys.Material{Judgement: whys.Judgement{Verdicts: c.verdicts}}).Edge("p.c1")
		if e.Read() != c.read || e.Disputed() != c.disputed {
			t.Errorf("%s: read %v, disputed %v, want %v and %v", c.name, e.Read(), e.Disputed(), c.read, c.disputed)
		}
	}
}

// TestWays draws woven analyses, with circles and disproved causes, and compares with what the words say, worked out the
// slow way.
func TestWays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 9).Draw(t, "causes")
		elements := []*model.Element{{ID: "p", Kind: model.Problem, Name: "p"}}
		for i := range n {
			e := &model.Element{ID: fmt.Sprint("c", i), Kind: model.Cause, Name: fmt.Sprint("c", i), Props: model.Props{}}
			if rapid.IntRange(0, 5).Draw(t, "disproved") == 0 {
				e.Props["status"] = "disproved"
			}
			elements = append(elements, e)
		}
		g, _, err := model.NewGraph(elements, nil).Apply(model.Change{})
		if err != nil {
			t.Fatal(err)
		}
		for i := range rapid.IntRange(1, 18).Draw(t, "links") {
			from, to := rapid.IntRange(0, n).Draw(t, "from"), rapid.IntRange(1, n).Draw(t, "to")
			l := &model.Link{ID: fmt.Sprint("l", i), Kind: model.Because, From: elements[from].ID, To: elements[to].ID}
			next, _, err := g.Apply(model.Change{Ops: []model.Op{{Kind: model.OpAddLink, Link: l}}})
			if err != nil || rapid.IntRange(0, 8).Draw(t, "marked") == 0 {
				l.Props = model.Props{"circle": true}
				if next, _, err = g.Apply(model.Change{Ops: []model.Op{{Kind: model.OpAddLink, Link: l}}}); err != nil {
					t.Fatal(err)
				}
			}
			g = next
		}
		a := whys.Analyse(g, "p", whys.Material{})
		for _, n := range a.Nodes {
			checkWays(t, a, n)
		}
	})
}

func checkWays(t *rapid.T, a *whys.Analysis, n *whys.Node) {
	live := slices.ContainsFunc(n.Effects, func(e *whys.Edge) bool { return e.From.Live })
	if n != a.Problem && n.Live != (live && !n.Disproved()) {
		t.Fatalf("%s is live: %v", n.ID, n.Live)
	}
	deepest, nearest := 0, 0
	for _, way := range waysTo(t, a, n, nil) {
		if n.Live && slices.ContainsFunc(way, func(e *whys.Edge) bool { return !e.Live() }) {
			continue
		}
		deepest = max(deepest, len(way))
		if nearest == 0 || len(way) < nearest {
			nearest = len(way)
		}
	}
	if n.Live && n != a.Problem && (deepest == 0 || n.Depth != deepest || n.Near != nearest) {
		t.Fatalf("%s has depth %d and is %d near, want %d and %d", n.ID, n.Depth, n.Near, deepest, nearest)
	}
	path := a.Path(n)
	if len(path) != n.Near+1 || path[0] != a.Problem || path[n.Near] != n {
		t.Fatalf("%s has a path of %d, and is %d near", n.ID, len(path), n.Near)
	}
	if way := a.EdgesTo(n); n != a.Problem && (len(way) == 0 || way[0].From != a.Problem || way[len(way)-1].To != n) {
		t.Fatalf("the way to read to %s is %v", n.ID, way)
	}
}

// waysTo are all ways from the problem to a node that do not lead back.
func waysTo(t *rapid.T, a *whys.Analysis, n *whys.Node, below []*whys.Edge) [][]*whys.Edge {
	if len(below) > len(a.Nodes) {
		t.Fatalf("the links that do not lead back make a circle through %s", n.ID)
	}
	if n == a.Problem {
		return [][]*whys.Edge{below}
	}
	var out [][]*whys.Edge
	for _, e := range n.Effects {
		if !e.Circle {
			out = append(out, waysTo(t, a, e.From, append([]*whys.Edge{e}, below...))...)
		}
	}
	return out
}
