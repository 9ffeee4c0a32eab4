package analysis

import (
	"slices"
	"testing"

	"rootline/model"
)

// The order goes to the till by a nightly file and the ERP; another way is slower still. The clerk needs it within a minute.
func TestLateNews(t *testing.T) {
	t.Parallel()
	tech := func(ids ...string) (ops []model.Op) {
		for _, id := range ids {
			ops = append(ops, model.Add(&model.Element{ID: id, Kind: model.Technology, Name: id}))
		}
		return ops
	}
	feed := func(from, to string, transfer, interval float64) model.Op {
		return model.Join(&model.Link{ID: from + "-" + to, Kind: model.Feeds, From: from, To: to,
			Props: model.Props{"data": []string{"order"}, "transfer_s": model.Num(transfer), "interval_s": model.Num(interval)}})
	}
	ops := append(tech("orders", "file", "erp", "till", "slow", "other"),
		model.Add(&model.Element{ID: "order", Kind: model.Data, Name: "Order"}), model.Add(&model.Element{ID: "bring", Kind: model.Step, Name: "Bring", Props: model.Props{"freshness_s": model.Num(60)}}),
		model.Add(&model.Element{ID: "call", Kind: model.Step, Name: "Call"}), feed("orders", "file", 60, 86400), feed("file", "erp", 300, 0), feed("erp", "till", 10, 900),
		feed("orders", "slow", 0, 200000), feed("slow", "till", 0, 0), feed("orders", "other", 1, 0),
		model.Join(&model.Link{ID: "s1", Kind: model.Serves, From: "till", To: "bring"}), model.Join(&model.Link{ID: "a1", Kind: model.Asks, From: "bring", To: "order"}),
		model.Join(&model.Link{ID: "s2", Kind: model.Serves, From: "other", To: "call"}), model.Join(&model.Link{ID: "a2", Kind: model.Asks, From: "call", To: "order"}))
	g, _, err := model.NewGraph(nil, nil).Apply(model.Change{Ops: ops})
	if err != nil {
		t.Fatal(err)
	}
	news := LateNewsOf(g, "orders")
	if len(news) != 1 { // what comes to the call within a second is not late
		t.Fatalf("late news = %+v, want that of the order alone", news)
	}
	n := news[0]
	if n.Data.ID != "order" || n.Step.ID != "bring" || !slices.Equal(n.Links, []string{"orders-file", "file-erp", "erp-till"}) {
		t.Errorf("late: %s at %s by %v", n.Data.ID, n.Step.ID, n.Links)
	}
	// 60 + 86400 + 300 + 10 + 900 at worst; half of the intervals as a rule.
	if n.Worst != Exactly(87670) || n.Expected != Exactly(60+43200+300+10+450) {
		t.Errorf("expected %v, worst %v", n.Expected, n.Worst)
	}
	if got := LateNewsOf(g, "till"); got != nil {
		t.Errorf("the till hands nothing on, and yet %v", got)
	}
}
