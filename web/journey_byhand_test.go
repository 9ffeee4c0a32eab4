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
	f := b.get(t, "/w/lamps/new/journey").form(t, "/new/journey")
	f.Set("name", "Shop online")
	f.Set("customer", "Online shopper")
	var names []string
	for _, s := range onlineShop {
		names = append(names, s.name)
	}
	f.Set("steps", strings.Join(names, "\r\n"))
	base := b.post(t, "/w/lamps/new/journey", f).want(t, 303).location
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

// Two more journeys that others published, restated: the service blueprint of a restaurant (18F Methods, a work of the US
// Government), and the experience of a patient in an emergency department (a research centre's mapping sheet). Each cell is
// entered through the form that stands in it; every name is found again where it was put.
var published = []struct {
	name, customer string
	steps          []publishedStep
	things         map[model.Kind]int // distinct
}{
	{"Eat a burger", "Restaurant guest", []publishedStep{
		{name: "Decide and find the way", at: "Website, Newspaper, Radio advertisement, Address search", needs: "Website upkeep, Customer service staffing, Branding and advertising",
			partners: "Advertising partnerships", tools: "Web server support"},
		{name: "Arrive and order", at: "Parking lot, Building, Lobby, Signs, Electronic menu, Paper menu", needs: "Staff scheduling, Menu upkeep", tools: "Payment system",
			partners: "Food supply, Gas electricity and water, Union partnership", rules: "Building licence, Food safety rules, Employee policies"},
		{name: "Find a table and eat", at: "Counter, Cash register, Card reader, Electronic menu, Paper menu", needs: "Staff scheduling, Dining area upkeep",
			partners: "Food supply, Gas electricity and water, Union partnership", rules: "Building licence, Food safety rules, Employee policies"},
		{name: "Clean up and leave", at: "Paper goods, Condiment counter, Condiment containers, Napkins, Cutlery", needs: "Staff scheduling, Waste collection, Customer service staffing", rules: "Waste contracts"},
	}, map[model.Kind]int{model.Touchpoint: 18, model.Partner: 4, model.Policy: 4, model.Technology: 2, model.Capability: 7}},
	{"Be treated in an emergency", "Emergency patient", []publishedStep{
		{name: "Get there", at: "Home, Work, Inpatient unit, Garage, Drop-off point, Bus stop", partners: "Ambulance, Public transport, Hospital transport", thinks: "I am in pain and afraid to die", feels: "Anxiety", feeling: "-2"},
		{name: "Register and wait", at: "Registration desk, Waiting area, Triage area, Triage room", staff: "Triage nurse", thinks: "Help is here. Why does nobody help?", feels: "Anxiety", feeling: "-1",
			problems: "Long wait without word, Not knowing what comes next"},
		{name: "Get a bed", at: "Hallway, ED room, Flex hallway, Flex ED room", staff: "Nurse", thinks: "They all walk past me", feels: "Impatience, then relief", feeling: "0", problems: "Lying in the corridor"},
		{name: "Get assessed", at: "ED room", staff: "Nurse, Resident, Medical student, Doctor", thinks: "I tell it to each new face", feels: "Frustration", feeling: "-1", problems: "Repeated questions"},
		{name: "Get diagnosed and treated", at: "Imaging, ED room", staff: "Doctor, Lab technician", thinks: "What will they find?", feels: "Fear, then relief", feeling: "0"},
		{name: "Leave", at: "Garage, Pick-up point, Bus stop", thinks: "I can go home", feels: "Relief", feeling: "1"},
	}, map[model.Kind]int{model.Touchpoint: 16, model.Employee: 6, model.Problem: 4, model.Partner: 3}},
}

type publishedStep struct {
	name, at, needs, partners, tools, rules, staff, problems, thinks, feels, feeling string
}

func TestPublishedJourneysAreHeldWhole(t *testing.T) {
	t.Parallel()
	for _, j := range published {
		t.Run(j.name, func(t *testing.T) {
			t.Parallel()
			x := newSite(t)
			b := x.browse(t, x.owner)
			f := b.get(t, "/w/lamps/new/journey").form(t, "/new/journey")
			f.Set("name", j.name)
			f.Set("customer", j.customer)
			var names []string
			for _, s := range j.steps {
				names = append(names, s.name)
			}
			f.Set("steps", strings.Join(names, "\r\n"))
			base := b.post(t, "/w/lamps/new/journey", f).want(t, 303).location
			steps := b.get(t, base).columns(t)
			for i, s := range j.steps {
				b.fillStep(t, base+"/steps/"+steps[i], s)
			}
			page := b.get(t, base).want(t, 200)
			for i, s := range j.steps {
				for row, want := range map[string]string{"at": s.at, "needs": s.needs, "unseen": s.partners, "tools": s.tools, "rules": s.rules, "seen": s.staff, "prob": s.problems, "thinks": s.thinks, "feel": s.feels} {
					said := page.cell(t, steps[i], row)
					for _, name := range strings.Split(want, ", ") {
						if !strings.Contains(said, name) {
							t.Errorf("%s: %s says %q, want %q in it", s.name, row, said, name)
						}
					}
				}
			}
			g := x.graph(t)
			for kind, want := range j.things {
				if got := len(g.OfKind(kind)); got != want {
					t.Errorf("%d of kind %s, want %d: what serves two steps is one thing", got, kind, want)
				}
			}
		})
	}
}

// fillStep enters what is published of a step, cell by cell.
func (b *browser) fillStep(t *testing.T, step string, s publishedStep) {
	t.Helper()
	f := b.get(t, step).form(t, step[strings.LastIndex(step, "/"):])
	f.Set("props.thinks", s.thinks)
	f.Set("props.feels", s.feels)
	f.Set("props.feeling", s.feeling)
	b.post(t, step, f).want(t, 303)
	for _, cell := range []struct{ row, names, as string }{
		{"at", s.at, ""}, {"needs", s.needs, ""}, {"unseen", s.partners, "partner"}, {"tools", s.tools, ""}, {"rules", s.rules, ""}, {"seen", s.staff, "employee"}, {"prob", s.problems, ""},
	} {
		for _, name := range strings.Split(cell.names, ", ") {
			if name == "" {
				continue
			}
			f := b.linkForm(t, step, cell.row)
			f.Set("other-"+cell.row, name)
			if cell.as != "" {
				f.Set("as", cell.as)
			}
			b.post(t, step+"/links", f).want(t, 303)
		}
	}
}
