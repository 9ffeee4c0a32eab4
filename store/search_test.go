package store_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"rootline/model"
	"rootline/model/find"
	"rootline/store"
)

// search returns the ids that a query finds, page by page of so many.
func (w shop) search(t testing.TB, state, q string, kind model.Kind, page int) []string {
	t.Helper()
	ids := []string{}
	after, err := find.PlaceOf("")
	for err == nil {
		var hits []find.Hit
		if hits, err = w.Search(t.Context(), w.id, state, find.Ask(q), kind, after, page); err != nil || len(hits) == 0 {
			break
		}
		for _, h := range hits {
			ids = append(ids, h.ID)
		}
		after, err = find.PlaceOf(hits[len(hits)-1].String())
	}
	if err != nil {
		t.Fatalf("search %q: %v", q, err)
	}
	return ids
}

func (w shop) finds(t testing.TB, q string, want ...string) {
	t.Helper()
	if got := w.search(t, model.Current, q, "", 50); !slices.Equal(got, want) {
		t.Errorf("search %q = %v, want %v", q, got, want)
	}
}

// People type words in many ways; both engines answer alike.
func TestSearchHoweverWordsAreTyped(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		w.must(t,
			model.Add(&model.Element{ID: "till", Kind: model.Technology, Name: "Caisse enregistrée", Names: map[string]string{"fa": "صندوق کالای ۱۲", "zh": "新收银机系统"}}),
			model.Add(&model.Element{ID: "desk", Kind: model.Touchpoint, Name: "Return desk", Notes: "Beside the **caisse**, l'eau 收据", Tags: []string{"Straße"},
				Refs: []model.Ref{{Title: "Ticket", URL: "https://desk.example.org/T-815"}}}),
			model.Add(&model.Element{ID: "wish", Kind: model.Problem, Name: "مشتری می‌خواهد", Props: model.Props{"customer_words": "Where is my money?"}}),
			model.Add(&model.Element{ID: "step", Kind: model.Step, Name: "It's 100% \"odd\" & | ! ( :* ) '", Props: model.Props{"does": "Waits", "thinks": "Again?", "feels": "کتاب"}}),
			model.Add(&model.Element{ID: "No_name-2", Kind: model.Step}),
		)
		for q, want := range map[string]string{
			"caisse":            "till desk",
			"ENREGISTREE":       "till",
			"enregistre\u0301e": "till",
			"收银":                "till",
			"银机":                "till",
			"收":                 "till desk",
			"统":                 "till",
			"收机":                "",
			"صندوق كالاي 12":    "till",
			"می‌خواهد":          "wish",
			"ميخواهد":           "wish",
			"مي خواهد":          "wish",
			"كتاب":              "step",
			"money where":       "wish",
			"again wai":         "step",
			"wai again":         "",
			"eau":               "desk",
			"strasse":           "desk",
			"815":               "desk",
			"TILL":              "till",
			"no_name-2":         "No_name-2",
			"nam":               "No_name-2",
			"aisse":             "",
			"?":                 "",
			"100% odd & | !":    "step",
			"'":                 "",
			"\"odd\" (":         "step",
			"NOT odd":           "",
			"":                  "",
		} {
			w.finds(t, q, strings.Fields(want)...)
		}
		if got := w.search(t, model.Current, "caisse", model.Touchpoint, 9); !slices.Equal(got, []string{"desk"}) {
			t.Errorf("touchpoints alone = %v", got)
		}
	})
}

// Names come before notes, whole words before beginnings, and in each the older before the newer.
func TestSearchRanks(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		w.must(t, tech("a", "Orders archive"), tech("b", "Big order desk"), tech("c", "Order"),
			model.Add(&model.Element{ID: "d", Kind: model.Policy, Name: "Rule", Notes: "in any order"}),
			model.Add(&model.Element{ID: "e", Kind: model.Policy, Name: "Habit", Notes: "to take orders"}),
			tech("f", "Late order"), tech("order", "Something else"))
		want := []string{"c", "order", "b", "f", "a", "d", "e"}
		w.finds(t, "order", want...)
		for page := 1; page < 5; page++ {
			if got := w.search(t, model.Current, "order", "", page); !slices.Equal(got, want) {
				t.Errorf("in pages of %d = %v, want %v", page, got, want)
			}
		}
	})
}

// The index answers as a scan of the graph does, after any edits: other workspaces, other states and rows of before too.
func TestSearchAnswersAsTheGraph(t *testing.T) {
	eachBase(t, func(t *testing.T, b base) {
		s := b.open(t)
		w, beside := newShop(t, s), newShopAt(t, s, "beside")
		random := rand.New(rand.NewPCG(7, 8))
		pick := func(list []string) string { return list[random.IntN(len(list))] }
		parts := []string{"order", "orders", "Ordre", "été", "ete", "desk", "收银机", "收据", "کالا", "كالا", "می‌خواهد", "2026", "a", "zz"}
		text := func() string { return strings.TrimSpace(pick(parts) + " " + pick(parts)) }
		var ids []string
		check := func(step string) {
			t.Helper()
			for range 25 {
				q, kind := pick(parts), pick([]string{"", "technology"})
				if random.IntN(2) == 0 {
					q = text()
				}
				if letters := []rune(q); random.IntN(2) == 0 {
					q = string(letters[:1+random.IntN(len(letters))])
				}
				var want []string
				for _, h := range find.In(w.graph(t), find.Ask(q), model.Kind(kind), find.Place{At: -1}, 1000) {
					want = append(want, h.ID)
				}
				if got := w.search(t, model.Current, q, model.Kind(kind), 1+random.IntN(9)); !slices.Equal(got, want) {
					t.Fatalf("%s: search %q of kind %q = %v, the graph says %v", step, q, kind, got, want)
				}
			}
		}
		for i := range 60 {
			id := fmt.Sprintf("x%d", i)
			e := &model.Element{ID: id, Kind: model.Kind(pick([]string{"technology", "problem"})), Name: text(), Notes: text()}
			w.must(t, model.Add(e))
			beside.must(t, model.Add(e))
			ids = append(ids, id)
		}
		check("added")
		var last store.Done
		for range 40 {
			id := pick(ids)
			if w.graph(t).Element(id) == nil {
				continue
			}
			op := model.Set(id, pick([]string{"name", "notes", "names.fr"}), nil, text())
			op.Old = w.graph(t).Element(id).Field(op.Field)
			if random.IntN(3) == 0 {
				op = model.Op{Kind: model.OpRemoveElement, ID: id}
			}
			last = w.mustDone(t, w.change(op))
			if random.IntN(3) == 0 {
				if _, err := w.Undo(t.Context(), model.Change{Workspace: w.id, Undoes: []string{last.ID}, Author: command, Title: "back"}); err != nil {
					t.Fatal(err)
				}
			}
		}
		check("edited")

		if err := s.AddState(t.Context(), w.id, store.State{ID: "next", Name: "Next", Kind: "future", Base: model.Current}, command); err != nil {
			t.Fatal(err)
		}
		future := w.change(tech("new", "A zeppelin"))
		future.State = "next"
		w.mustDone(t, future)
		if got := w.search(t, "next", "zepp", "", 5); !slices.Equal(got, []string{"new"}) {
			t.Errorf("in the state = %v", got)
		}
		w.finds(t, "zepp")

		db := b.raw(t)
		for _, q := range []string{`DELETE FROM found WHERE workspace_id = $1`, `UPDATE workspaces SET folding = 0 WHERE id = $1`} {
			if _, err := db.Exec(q, w.id); err != nil {
				t.Fatal(err)
			}
		}
		check("before the index was made")
		w.must(t, tech("one-more", "One more"))
		var rows int
		if err := db.QueryRow(`SELECT COUNT(*) FROM found WHERE workspace_id = $1`, w.id).Scan(&rows); err != nil {
			t.Fatal(err)
		}
		if n, _ := w.graph(t).Len(); rows != n {
			t.Errorf("%d rows after the next change, want %d", rows, n)
		}
		check("made anew")
		if got := beside.search(t, model.Current, "zz", "", 100); len(got) == 0 {
			t.Error("the other workspace lost its rows")
		}
		if _, err := s.Search(t.Context(), "nowhere", "", find.Ask("x"), "", find.Place{At: -1}, 5); kindOf(err) != model.NotFound {
			t.Errorf("search in no workspace = %v", err)
		}
	})
}

// Notes of the greatest length, of words that are all different, are kept and found on both engines.
func TestSearchLongNotes(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		notes := func(from int) string {
			var b strings.Builder
			for i := from; b.Len() < model.MaxText-20; i++ {
				fmt.Fprintf(&b, "%dw ", i)
			}
			return b.String()
		}
		e := &model.Element{ID: "long", Kind: model.Technology, Name: strings.Repeat("é", 200), Notes: notes(0), Props: model.Props{}}
		for i, p := range e.Kind.Spec().Props {
			if p.Type == model.TypeText {
				e.Props[p.Name] = notes(100_000 * (i + 1))
			}
		}
		w.must(t, model.Add(e))
		w.finds(t, strings.Repeat("e", 200), "long")
		w.finds(t, "77w", "long")
	})
}
