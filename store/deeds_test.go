package store_test

import (
	"strings"
	"testing"

	"rootline/model"
	"rootline/store"
)

// What was measured and promised is listed from any deed on back, and of one element alone.
func TestDeeds(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		w.must(t, tech("crm", "CRM"), tech("erp", "ERP"))
		for _, on := range []string{"crm", "erp", "crm"} {
			m, err := w.AddSeries(t.Context(), w.id, model.Series{Element: on, Name: "Downtime"}, command)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := w.AddPoints(t.Context(), w.id, m.ID, points("2026-01-01", 1.), command); err != nil {
				t.Fatal(err)
			}
			if on == "erp" {
				if err := w.RemoveSeries(t.Context(), w.id, m.ID, command); err != nil {
					t.Fatal(err)
				}
			}
		}
		told := func(list []store.Deed, err error) (out []string) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range list {
				word := d.Measured.Element + " " + strings.TrimPrefix(d.Act, "series.")
				if d.Gone {
					word += " gone"
				}
				out = append(out, word)
			}
			return out
		}
		want := func(got []string, want string) {
			t.Helper()
			if strings.Join(got, ", ") != want {
				t.Errorf("told: %s\nwant: %s", strings.Join(got, ", "), want)
			}
		}
		const all = "crm points, crm add, erp remove gone, erp points gone, erp add gone, crm points, crm add"
		list, err := w.Deeds(t.Context(), w.id, 0, 10)
		want(told(list, err), all)
		want(told(w.Deeds(t.Context(), w.id, 1<<40, 10)), all)
		want(told(w.Deeds(t.Context(), w.id, list[3].Seq, 2)), "erp add gone, crm points")
		want(told(w.DeedsOn(t.Context(), w.id, "crm", 3)), "crm points, crm add, crm points")
		want(told(w.DeedsOn(t.Context(), w.id, "erp", 10)), "erp remove gone, erp points gone, erp add gone")
	})
}

// The same promises again, in whatever order, are no act; the bounds before and after are told of each other.
func TestPromisesOnlyAuditWhatChanged(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		four, five, alike := 4., 5., 4.
		a, b := model.Threshold{Metric: "M3", Max: &four}, model.Threshold{Metric: "M3", Part: "crm", Min: &four}
		for _, step := range []struct {
			list []model.Threshold
			acts int
		}{{nil, 0}, {[]model.Threshold{a, b}, 1}, {[]model.Threshold{b, {Metric: "M3", Max: &alike}}, 1}, {[]model.Threshold{{Metric: "M3", Max: &five}, b}, 2},
			{[]model.Threshold{{Metric: "M3", Min: &five}, b}, 3}, {[]model.Threshold{b}, 4}, {[]model.Threshold{b}, 4}, {nil, 5}} {
			if err := w.SetThresholds(t.Context(), w.id, step.list, command); err != nil {
				t.Fatal(err)
			}
			list, err := w.Deeds(t.Context(), w.id, 0, 10)
			if err != nil {
				t.Fatal(err)
			}
			if len(list) != step.acts {
				t.Fatalf("after %+v %d acts are told, want %d", step.list, len(list), step.acts)
			}
			if len(list) > 0 && (!strings.Contains(string(list[0].Detail), `"before":`) || !strings.Contains(string(list[0].Detail), `"after":`)) {
				t.Errorf("the audit says %s", list[0].Detail)
			}
		}
	})
}
