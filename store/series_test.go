package store_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rootline/model"
	"rootline/store"
)

func points(pairs ...any) (out []model.Point) {
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, model.Point{On: pairs[i].(string), Value: pairs[i+1].(float64)})
	}
	return out
}

func (w shop) wantPoints(t testing.TB, id string, want []model.Point) {
	t.Helper()
	m, err := w.Series(t.Context(), w.id, id)
	if err != nil {
		t.Fatal(err)
	}
	if want == nil {
		want = []model.Point{}
	}
	if diff := cmp.Diff(want, m.Points); diff != "" {
		t.Errorf("points (-want +got):\n%s", diff)
	}
}

func TestSeries(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		ana := w.member(t, "ana", model.Editor)
		w.must(t, tech("crm", "CRM"))
		made, err := w.AddSeries(t.Context(), w.id, model.Series{Element: "crm", Name: " Out of order ", Unit: "hours"}, ana.Author())
		if err != nil {
			t.Fatal(err)
		}
		add := func(pairs ...any) string {
			act, err := w.AddPoints(t.Context(), w.id, made.ID, points(pairs...), ana.Author())
			if err != nil {
				t.Fatal(err)
			}
			return act
		}
		add("2026-03-01", 4.5, "2026-01-01", 0.0)
		w.wantPoints(t, made.ID, points("2026-01-01", 0.0, "2026-03-01", 4.5)) // in order; 0 is known
		corrected := add("2026-03-01", 3.25, "2026-02-01", -1.0)
		w.wantPoints(t, made.ID, points("2026-01-01", 0.0, "2026-02-01", -1.0, "2026-03-01", 3.25))
		if act := add("2026-03-01", 3.25); act != "" {
			t.Errorf("the same value again was an act: %s", act)
		}
		rows, err := w.Audit(t.Context(), w.id, 1)
		if err != nil || rows[0].Act != "series.points" || !strings.Contains(string(rows[0].Detail), `"from":4.5`) || !strings.Contains(string(rows[0].Detail), `"to":3.25`) {
			t.Errorf("audit = %s, %v; want the value before and after", rows[0].Detail, err)
		}
		undo, err := w.UndoPoints(t.Context(), w.id, made.ID, corrected, ana.Author())
		if err != nil {
			t.Fatal(err)
		}
		w.wantPoints(t, made.ID, points("2026-01-01", 0.0, "2026-03-01", 4.5))
		_, err = w.UndoPoints(t.Context(), w.id, made.ID, corrected, ana.Author())
		wantKind(t, err, model.NotFound, "not-found")
		if _, err := w.UndoPoints(t.Context(), w.id, made.ID, undo, ana.Author()); err != nil {
			t.Fatal(err)
		}
		w.wantPoints(t, made.ID, points("2026-01-01", 0.0, "2026-02-01", -1.0, "2026-03-01", 3.25))
		gone, err := w.RemovePoint(t.Context(), w.id, made.ID, "2026-01-01", ana.Author())
		if err != nil {
			t.Fatal(err)
		}
		w.wantPoints(t, made.ID, points("2026-02-01", -1.0, "2026-03-01", 3.25))
		_, err = w.RemovePoint(t.Context(), w.id, made.ID, "2026-01-01", ana.Author())
		wantKind(t, err, model.NotFound, "not-found")
		if _, err := w.UndoPoints(t.Context(), w.id, made.ID, gone, ana.Author()); err != nil {
			t.Fatal(err)
		}
		w.wantPoints(t, made.ID, points("2026-01-01", 0.0, "2026-02-01", -1.0, "2026-03-01", 3.25))
		said, err := w.WhoSaid(t.Context(), w.id, made.ID)
		if err != nil || len(said) != 3 || said["2026-03-01"].By != "ana" {
			t.Errorf("who said = %v, %v", said, err)
		}
	})
}

// What somebody else corrected meanwhile stays when an earlier act is taken back.
func TestUndoPointsKeepsLater(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		ana := w.member(t, "ana", model.Editor)
		w.must(t, tech("crm", "CRM"))
		made, err := w.AddSeries(t.Context(), w.id, model.Series{Element: "crm", Name: "n"}, ana.Author())
		if err != nil {
			t.Fatal(err)
		}
		act, err := w.AddPoints(t.Context(), w.id, made.ID, points("2026-01-01", 1.0, "2026-01-02", 2.0), ana.Author())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.AddPoints(t.Context(), w.id, made.ID, points("2026-01-02", 20.0), ana.Author()); err != nil {
			t.Fatal(err)
		}
		if _, err := w.UndoPoints(t.Context(), w.id, made.ID, act, ana.Author()); err != nil {
			t.Fatal(err)
		}
		w.wantPoints(t, made.ID, points("2026-01-02", 20.0))
	})
}

func TestSeriesOf(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w, beside := newShop(t, s), newShopAt(t, s, "beside")
		ana := w.member(t, "ana", model.Editor)
		w.must(t, tech("crm", "CRM"), tech("erp", "ERP"))
		beside.must(t, tech("crm", "Theirs"))
		add := func(w shop, id, element, name string) {
			t.Helper()
			if _, err := w.AddSeries(t.Context(), w.id, model.Series{ID: id, Element: element, Name: name, Points: points("2026-01-01", 1.0)}, ana.Author()); err != nil {
				t.Fatal(err)
			}
		}
		add(w, "s1", "crm", "Late")
		add(w, "s1", "erp", "the same id again is left alone")
		add(w, "s2", "crm", "Early")
		add(w, "s3", "erp", "Other")
		add(beside, "s1", "crm", "Theirs")
		names := func(list []model.Series, err error) (out []string) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range list {
				out = append(out, fmt.Sprint(m.Name, " ", len(m.Points)))
			}
			return out
		}
		if diff := cmp.Diff([]string{"Early 1", "Late 1"}, names(w.SeriesOf(t.Context(), w.id, "crm"))); diff != "" {
			t.Errorf("of crm (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{"Early 0", "Late 0", "Other 0"}, names(w.AllSeries(t.Context(), w.id))); diff != "" {
			t.Errorf("all (-want +got):\n%s", diff)
		}
		if err := w.RemoveSeries(t.Context(), w.id, "s1", ana.Author()); err != nil {
			t.Fatal(err)
		}
		_, err := w.Series(t.Context(), w.id, "s1")
		wantKind(t, err, model.NotFound, "not-found")
		_, err = w.AddPoints(t.Context(), w.id, "s1", points("2026-01-02", 1.0), ana.Author())
		wantKind(t, err, model.NotFound, "not-found")
		if got := names(beside.SeriesOf(t.Context(), beside.id, "crm")); len(got) != 1 {
			t.Errorf("the neighbour lost %q", got)
		}
		wantKind(t, w.RestoreSeries(t.Context(), w.id, "erp", "s1", ana.Author()), model.NotFound, "not-found") // not of this element
		if err := w.RestoreSeries(t.Context(), w.id, "crm", "s1", ana.Author()); err != nil {
			t.Fatal(err)
		}
		w.wantPoints(t, "s1", points("2026-01-01", 1.0))
		if err := w.SetSeries(t.Context(), w.id, "s1", "Later", "days", ana.Author()); err != nil {
			t.Fatal(err)
		}
		m, err := w.Series(t.Context(), w.id, "s1")
		if err != nil || m.Name != "Later" || m.Unit != "days" {
			t.Errorf("series = %+v, %v", m, err)
		}
	})
}

func TestSeriesRefused(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		w.must(t, tech("crm", "CRM"))
		for name, c := range map[string]struct {
			model.Series
			kind       model.ErrorKind
			msg, field string
		}{
			"no name":      {model.Series{Element: "crm", Name: " "}, model.Invalid, "required", "name"},
			"long unit":    {model.Series{Element: "crm", Name: "n", Unit: strings.Repeat("u", 61)}, model.Invalid, "text.long", "unit"},
			"no element":   {model.Series{Element: "none", Name: "n"}, model.NotFound, "absent", "element"},
			"no day":       {model.Series{Element: "crm", Name: "n", Points: points("2026-01-01", 1.0, "2026-02-30", 1.0)}, model.Invalid, "prop.date", "points[1].on"},
			"a day twice":  {model.Series{Element: "crm", Name: "n", Points: points("2026-01-01", 1.0, "2026-01-01", 2.0)}, model.Invalid, "series.twice", "points[1].on"},
			"too large":    {model.Series{Element: "crm", Name: "n", Points: points("2026-01-01", 1e31)}, model.Invalid, "prop.number", "points[0].value"},
			"nul in name":  {model.Series{Element: "crm", Name: "a\x00"}, model.Invalid, "text.nul", "name"},
			"not a number": {model.Series{Element: "crm", Name: "n", Points: []model.Point{{On: "2026-01-01", Value: nan()}}}, model.Invalid, "prop.number", "points[0].value"},
		} {
			t.Run(name, func(t *testing.T) {
				_, err := w.AddSeries(t.Context(), w.id, c.Series, command)
				if e := wantKind(t, err, c.kind, c.msg); e.Field != c.field {
					t.Errorf("at %q, want %q", e.Field, c.field)
				}
			})
		}
		if list, err := w.AllSeries(t.Context(), w.id); len(list) > 0 || err != nil {
			t.Errorf("what was refused stands: %v, %v", list, err)
		}
	})
}

func nan() float64 {
	var zero float64
	return zero / zero
}
