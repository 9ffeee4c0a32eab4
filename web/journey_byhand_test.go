package web

import (
	"math"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"rootline/model"
)

// A journey that others published, entered whole through the pages as a person would, without script. Source: a public
// rendering test's journey in Mermaid (e-commerce, 2026), restated: stages, steps with a score from 1 to 5, and who acts
// there beside the customer. Three of five is a feeling of 0.
var onlineShop = []struct {
	stage, name string
	score       int
	row, actor  string
}{
	{"Discovery", "Search", 4, "tools", "Analytics"},
	{"Discovery", "Read reviews", 3, "", ""},
	{"Discovery", "Compare prices", 3, "tools", "Analytics"},
	{"Purchase", "Fill the cart", 4, "", ""},
	{"Purchase", "Use a coupon", 2, "", ""},
	{"Purchase", "Check out", 5, "", ""},
	{"Purchase", "Pay", 4, "tools", "Payment Service"},
	{"Fulfilment", "Order confirmed", 5, "tools", "System"},
	{"Fulfilment", "Parcel sent", 4, "unseen", "Warehouse"},
	{"Fulfilment", "Delivered", 5, "", ""},
	{"After", "Review", 3, "", ""},
	{"After", "Return an item", 1, "seen", "Support"},
	{"After", "Buy again", 5, "", ""},
}

func TestOnlineShopEnteredByHand(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	f := b.get(t, "/w/lamps/journeys/new").form(t, "/journeys/new")
	f.Set("name", "Shop online")
	f.Set("customer", "Online shopper")
	var names []string
	for _, s := range onlineShop {
		names = append(names, s.name)
	}
	f.Set("steps", strings.Join(names, "\r\n"))
	base := b.post(t, "/w/lamps/journeys/new", f).want(t, 303).location
	id := journeyID(base)
	steps := b.get(t, base).columns(t)
	stage := ""
	for i, s := range onlineShop {
		if s.stage != stage { // it goes on from here
			stage = s.stage
			f = b.get(t, base+"?edit="+steps[i]+".stage").form(t, "/stage")
			f.Set("stage", stage)
			b.post(t, base+"/stage", f).want(t, 303)
		}
		f = b.get(t, base+"?edit="+steps[i]+".feel").form(t, "/steps/"+steps[i])
		f.Set("props.feeling", strconv.Itoa(s.score-3))
		b.post(t, base+"/steps/"+steps[i], f).want(t, 303)
		if s.row != "" {
			f = b.linkForm(t, base+"/steps/"+steps[i], s.row)
			f.Set("other-"+s.row, s.actor)
			b.post(t, base+"/steps/"+steps[i]+"/links", f).want(t, 303)
		}
	}
	g := x.graph(t)
	stages := map[string]int{}
	sum, lowest, highest := 0., 9., -9.
	for i, l := range model.JourneySteps(g, id) {
		e := g.Element(l.To)
		if e.Name != onlineShop[i].name || e.Props.Text("stage") != onlineShop[i].stage {
			t.Errorf("step %d is %q in %q, want %q in %q", i+1, e.Name, e.Props.Text("stage"), onlineShop[i].name, onlineShop[i].stage)
		}
		stages[e.Props.Text("stage")]++
		n, _ := e.Props.Number("feeling")
		sum, lowest, highest = sum+n.Lo+3, min(lowest, n.Lo+3), max(highest, n.Lo+3)
	}
	// The source: 4 stages, 13 steps, scores from 1 to 5 with a mean of 3.69 (48 / 13).
	if mean := math.Round(100*sum/13) / 100; len(stages) != 4 || len(steps) != 13 || lowest != 1 || highest != 5 || mean != 3.69 {
		t.Errorf("%d stages, %d steps, scores from %v to %v, mean %v; want 4, 13, 1, 5, 3.69", len(stages), len(steps), lowest, highest, mean)
	}
	for _, name := range []string{"Analytics", "Payment Service", "System"} {
		if found := b.get(t, "/w/lamps/elements?kind=technology&q="+url.QueryEscape(name)); !strings.Contains(found.body, name+"</bdi>") {
			t.Errorf("%s is not among the technologies", name)
		}
	}
	if used := len(g.OfKind(model.Technology)); used != 3 || len(g.OfKind(model.Employee)) != 2 {
		t.Errorf("%d technologies and %d roles, want 3 and 2: Analytics serves two steps", used, len(g.OfKind(model.Employee)))
	}
}
