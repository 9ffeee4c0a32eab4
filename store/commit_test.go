package store_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rootline/model"
	"rootline/store"
)

func TestCommit(t *testing.T) {
	eachBase(t, func(t *testing.T, b base) {
		s := b.open(t)
		w := newShop(t, s)
		if rev := w.must(t, tech("crm", "CRM"), tech("erp", "ERP"), link(model.DependsOn, "l1", "crm", "erp")); rev != 1 {
			t.Errorf("first revision = %d, want 1", rev)
		}
		done := w.mustDone(t, w.change(
			model.Set("crm", "props.run_cost_per_year", nil, map[string]any{"value": 120000.0, "confidence": "estimate"}),
			model.Set("crm", "tags.old", nil, true),
			model.Set("crm", "refs", nil, []any{map[string]any{"title": "Ticket", "url": "https://example.org/1"}}),
			rename("erp", "ERP", "Books"),
		))
		if done.Revision != 2 {
			t.Errorf("second revision = %d, want 2", done.Revision)
		}
		g, rev, err := s.Graph(t.Context(), w.id)
		if err != nil || rev != 2 {
			t.Fatalf("Graph = revision %d, %v, want 2", rev, err)
		}
		want := []string{
			`{"id":"crm","kind":"technology","name":"CRM","tags":["old"],"refs":[{"title":"Ticket","url":"https://example.org/1"}],"props":{"run_cost_per_year":{"value":120000,"confidence":"estimate"}}}`,
			`{"id":"erp","kind":"technology","name":"Books"}`,
			`{"id":"l1","kind":"depends_on","from":"crm","to":"erp"}`,
		}
		if diff := cmp.Diff(want, in(t, g)); diff != "" {
			t.Errorf("graph (-want +got):\n%s", diff)
		}
		cold := shop{b.open(t), w.id}
		if diff := cmp.Diff(want, in(t, cold.graph(t))); diff != "" {
			t.Errorf("graph as another process reads it from the rows (-want +got):\n%s", diff)
		}
		e, err := s.Entry(t.Context(), w.id, done.ID)
		if err != nil {
			t.Fatal(err)
		}
		if e.Revision != 2 || e.Title != "a change" || e.Author != command || !e.At.Equal(b.Now()) || e.State != model.Current {
			t.Errorf("entry = %+v", e)
		}
		inverse := []model.Op{
			model.Set("erp", "name", "Books", "ERP"),
			model.Set("crm", "refs", []any{map[string]any{"title": "Ticket", "url": "https://example.org/1"}}, nil),
			model.Set("crm", "tags.old", true, nil),
			model.Set("crm", "props.run_cost_per_year", map[string]any{"value": 120000.0, "confidence": "estimate"}, nil),
		}
		if diff := cmp.Diff(inverse, e.Inverse); diff != "" {
			t.Errorf("inverse (-want +got):\n%s", diff)
		}
	})
}

// Whatever changes do, the graph in memory, the rows, and the log replayed by another process say the same.
func TestRowsFollowTheGraph(t *testing.T) {
	eachBase(t, func(t *testing.T, b base) {
		s, other := b.open(t), b.open(t)
		w := newShop(t, s)
		w.must(t, tech("base", "Base"))
		replayed := shop{other, w.id}
		replayed.graph(t) // from here on it follows the log
		steps := []struct {
			name string
			ops  []model.Op
		}{
			{"a link ahead of its ends", []model.Op{link(model.DependsOn, "l1", "b", "a"), tech("a", "A"), tech("b", "B")}},
			{"set and remove in one change", []model.Op{
				tech("c", "C"), link(model.DependsOn, "l2", "a", "c"), model.Set("l2", "props.hard", nil, true), {Kind: model.OpRemoveLink, ID: "l2"},
			}},
			{"added and removed in one change", []model.Op{tech("d", "D"), {Kind: model.OpRemoveElement, ID: "d"}}},
			{"an end moves, the old one goes", []model.Op{
				{Kind: model.OpReEnd, ID: "l1", End: "to", Old: "a", New: "c"}, {Kind: model.OpRemoveElement, ID: "a"},
			}},
			{"an unknown one becomes known", []model.Op{
				model.Add(&model.Element{ID: "x", Kind: model.Foreign, Name: "X", Foreign: &model.ForeignMark{Format: "archimate", Type: "Node"}}),
				model.Set("x", "kind", "foreign", "technology"),
			}},
			{"props of every type", []model.Op{
				model.Set("b", "props.type", nil, "database"), model.Set("b", "props.response_s", nil, map[string]any{"lo": 1.0, "hi": 3.5}),
				model.Set("b", "props.own", nil, []any{"one", "two"}), model.Set("b", "props.deep", nil, map[string]any{"k": []any{1.0, "x", nil}}),
				model.Set("b", "names.fr", nil, "Bé"), model.Set("b", "notes", nil, "a\nb \u2028 <b>"), model.Set("b", "owner", nil, "Ana"),
			}},
			{"unset again", []model.Op{model.Set("b", "props.own", []any{"one", "two"}, nil), model.Set("b", "owner", "Ana", "")}},
			{"a value that was so already", []model.Op{model.Set("b", "name", "something else", "B")}},
		}
		for _, step := range steps {
			w.must(t, step.ops...)
			warm := in(t, w.graph(t))
			if diff := cmp.Diff(warm, in(t, shop{b.open(t), w.id}.graph(t))); diff != "" {
				t.Errorf("%s: rows (-graph +rows):\n%s", step.name, diff)
			}
			if diff := cmp.Diff(warm, in(t, replayed.graph(t))); diff != "" {
				t.Errorf("%s: log (-graph +log):\n%s", step.name, diff)
			}
		}
	})
}

// What a refused change names leaves no trace in the order of what comes after it.
func TestRefusedLeavesNoPlace(t *testing.T) {
	eachBase(t, func(t *testing.T, b base) {
		s := b.open(t)
		w := newShop(t, s)
		w.must(t, tech("a", "A"))
		_, err := w.Commit(t.Context(), w.change(tech("late", "Late"), link(model.DependsOn, "l1", "late", "nowhere")))
		wantKind(t, err, model.Invalid, "link.end")
		w.must(t, tech("b", "B"))
		w.must(t, tech("late", "Late"))
		warm := in(t, w.graph(t))
		if diff := cmp.Diff(warm, in(t, shop{b.open(t), w.id}.graph(t))); diff != "" {
			t.Errorf("order of arrival (-graph +rows):\n%s", diff)
		}
	})
}

func TestCommitStale(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		drawn := w.must(t, tech("crm", "CRM"))
		to := func(name string) model.Change {
			c := w.change(model.Set("crm", "name", nil, name))
			c.DrawnAt = drawn
			return c
		}
		w.mustDone(t, to("CRM North"))
		_, err := s.Commit(t.Context(), to("Sales CRM"))
		e, ok := errors.AsType[*model.Error](err)
		if !ok || e.Kind != model.Conflict {
			t.Fatalf("second rename = %v, want a Conflict", err)
		}
		want := []model.Stale{{Op: model.OpSet, ID: "crm", Field: "name", Original: "CRM", Present: "CRM North", Proposed: "Sales CRM"}}
		if diff := cmp.Diff(want, e.Stale); diff != "" {
			t.Errorf("stale ops (-want +got):\n%s", diff)
		}
		g, rev, err := s.Graph(t.Context(), w.id)
		if err != nil || rev != 2 || g.Element("crm").Name != "CRM North" {
			t.Errorf("after a refusal: revision %d, %q, %v; want 2, CRM North", rev, g.Element("crm").Name, err)
		}
	})
}

// The value that an author saw is found behind any number of later edits, of this field and of others.
func TestDrawnAt(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		drawn := w.must(t, tech("crm", "one"), tech("erp", "ERP"), tech("oms", "OMS"), link(model.DependsOn, "l1", "crm", "erp"))
		w.must(t, rename("crm", "one", "two"))
		w.must(t, rename("crm", "two", "three"), model.Set("crm", "notes", nil, "first"), model.Set("crm", "notes", "first", "second"))
		w.must(t, rename("erp", "ERP", "Books"))
		last := w.must(t, model.Op{Kind: model.OpReEnd, ID: "l1", End: "to", Old: "erp", New: "oms"})
		stale := func(at model.Revision, ops ...model.Op) []model.Stale {
			c := w.change(ops...)
			c.DrawnAt = at
			_, err := s.Commit(t.Context(), c)
			return wantKind(t, err, model.Conflict, "stale").Stale
		}
		got := stale(drawn, model.Set("crm", "name", nil, "mine"), model.Set("crm", "notes", nil, "mine"),
			model.Op{Kind: model.OpReEnd, ID: "l1", End: "to", New: "crm"})
		want := []model.Stale{
			{Op: model.OpSet, ID: "crm", Field: "name", Original: "one", Present: "three", Proposed: "mine"},
			{Op: model.OpSet, ID: "crm", Field: "notes", Original: nil, Present: "second", Proposed: "mine"},
			{Op: model.OpReEnd, ID: "l1", Field: "to", Original: "erp", Present: "oms", Proposed: "crm"},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("drawn before all of it (-want +got):\n%s", diff)
		}
		got = stale(drawn+1, model.Set("crm", "name", nil, "mine"))
		if diff := cmp.Diff("two", got[0].Original); diff != "" {
			t.Errorf("drawn between two edits, original (-want +got):\n%s", diff)
		}
		c := w.change(model.Set("crm", "props.vendor", nil, "ACME"), model.Set("crm", "props.vendor", nil, "Acme"), rename("crm", "three", "four"))
		c.DrawnAt = drawn // another field, twice, and one whose old value the author brings
		w.mustDone(t, c)
		if e := w.graph(t).Element("crm"); e.Props.Text("vendor") != "Acme" || e.Name != "four" {
			t.Errorf("crm = %+v", e)
		}
		c = w.change(rename("crm", "four", "five"))
		c.DrawnAt = last + 2
		_, err := s.Commit(t.Context(), c)
		wantKind(t, err, model.Invalid, "revision.ahead")
	})
}

func TestDrawnAtAgreed(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		drawn := w.must(t, tech("crm", "CRM"))
		w.must(t, rename("crm", "CRM", "Sales"))
		c := w.change(model.Set("crm", "name", nil, "Sales"))
		c.DrawnAt = drawn
		w.mustDone(t, c) // both wanted the same
		if got := w.name(t, "crm"); got != "Sales" {
			t.Errorf("name = %q", got)
		}
	})
}

func TestClientID(t *testing.T) {
	eachBase(t, func(t *testing.T, b base) {
		s := b.open(t)
		w := newShop(t, s)
		w.must(t, tech("crm", "CRM"))
		c := w.change(tech("erp", "ERP"))
		c.ClientID = "form-1"
		first := w.mustDone(t, c)
		again := w.mustDone(t, c)
		if first != again || first.Revision != 2 {
			t.Errorf("answers = %v and %v, want the same, revision 2", first, again)
		}
		if rev := w.must(t, rename("crm", "CRM", "Sales")); rev != 3 {
			t.Errorf("revision after a retry = %d, want 3: the retry takes none", rev)
		}
		if again = w.mustDone(t, c); again != first {
			t.Errorf("a later retry = %v, want %v", again, first)
		}
		ana := w.member(t, "ana", model.Editor)
		stolen := w.as(ana, rename("crm", "Sales", "x"))
		stolen.ClientID = "form-1"
		_, err := s.Commit(t.Context(), stolen)
		wantKind(t, err, model.Conflict, "id.taken")
		if got := w.name(t, "crm"); got != "Sales" {
			t.Errorf("name = %q", got)
		}
		cold := shop{b.open(t), w.id}
		if diff := cmp.Diff(in(t, w.graph(t)), in(t, cold.graph(t))); diff != "" {
			t.Errorf("rows (-graph +rows):\n%s", diff)
		}
	})
}

func TestCommitRefuses(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		w.must(t, tech("crm", "CRM"), tech("erp", "ERP"), link(model.DependsOn, "l1", "crm", "erp"))
		w.must(t, tech("gone", "Gone"))
		w.must(t, model.Op{Kind: model.OpRemoveElement, ID: "gone"})
		named := w.change(tech("x", "X"))
		named.ID = "change-1"
		w.mustDone(t, named)
		named.Ops = []model.Op{tech("y", "Y")}
		ghost := w.change(tech("z", "Z"))
		ghost.Workspace = "no-such"
		nul := w.change(tech("z", "Z"))
		nul.Title = "a\x00b"
		broken := w.change(tech("z", "Z"))
		broken.Title = "a\xffb"
		nowhere := w.change(tech("z", "Z"))
		nowhere.State = "no-such-state"
		tests := []struct {
			name string
			c    model.Change
			kind model.ErrorKind
			msg  string
		}{
			{"id taken by an element", w.change(tech("crm", "CRM 2")), model.Invalid, "id.taken"},
			{"id taken by a link", w.change(tech("l1", "L")), model.Invalid, "id.taken"},
			{"id of one that went", w.change(tech("gone", "Again")), model.Invalid, "id.removed"},
			{"removed and added anew", w.change(model.Op{Kind: model.OpRemoveLink, ID: "l1"}, link(model.DependsOn, "l1", "erp", "crm")), model.Invalid, "id.removed"},
			{"end missing", w.change(model.Op{Kind: model.OpRemoveElement, ID: "erp"}), model.Invalid, "link.end"},
			{"absent", w.change(rename("nobody", "", "x")), model.NotFound, "absent"},
			{"change id taken", named, model.Conflict, "id.taken"},
			{"no such workspace", ghost, model.NotFound, "not-found"},
			{"no such state", nowhere, model.NotFound, "not-found"},
			{"NUL in the title", nul, model.Invalid, "text.nul"},
			{"title is no text", broken, model.Invalid, "text.encoding"},
		}
		before := in(t, w.graph(t))
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				_, err := s.Commit(t.Context(), tt.c)
				wantKind(t, err, tt.kind, tt.msg)
			})
		}
		_, rev, err := s.Graph(t.Context(), w.id)
		if err != nil || rev != 4 {
			t.Errorf("revision = %d, %v, want 4", rev, err)
		}
		if diff := cmp.Diff(before, in(t, w.graph(t))); diff != "" {
			t.Errorf("graph after refusals (-before +after):\n%s", diff)
		}
	})
}

// A refused change leaves nothing: no log entry, no history, no audit row.
func TestCommitWhole(t *testing.T) {
	eachBase(t, func(t *testing.T, b base) {
		s := b.open(t)
		w := newShop(t, s)
		w.must(t, tech("crm", "CRM"))
		db := b.raw(t)
		count := func() (n [5]int) {
			for i, table := range []string{"changes", "audit", "touched", "elements", "links"} {
				if err := db.QueryRow(`SELECT COUNT(*) FROM ` + table).Scan(&n[i]); err != nil {
					t.Fatal(err)
				}
			}
			return n
		}
		before := count()
		if _, err := s.Commit(t.Context(), w.change(tech("erp", "ERP"), rename("crm", "another", "x"))); err == nil {
			t.Fatal("a stale change was taken")
		}
		if after := count(); after != before {
			t.Errorf("rows = %v, want %v", after, before)
		}
		w.must(t, tech("erp", "ERP"))
		acts, err := s.Audit(t.Context(), w.id, 10)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, a := range acts {
			got = append(got, a.Act)
		}
		if diff := cmp.Diff([]string{"change", "change", "workspace.add"}, got); diff != "" {
			t.Errorf("audit, newest first (-want +got):\n%s", diff)
		}
	})
}
