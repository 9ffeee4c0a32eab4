package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"rootline/model"
)

func TestStepIsEditedInPlace(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, lampJourney("a", "b")...)
	page := b.get(t, "/w/lamps/journeys/j?edit=a.does&fold=thinks").want(t, 200)
	f := page.form(t, "/steps/a")
	f.Set("props.does", "Tries another bulb")
	at := b.post(t, "/w/lamps/journeys/j/steps/a?fold=thinks", f).want(t, 303).location
	if want := "/w/lamps/journeys/j?fold=thinks&saved=a.does#s-a.does"; at != want {
		t.Errorf("saving leads to %s, want %s", at, want)
	}
	page = b.get(t, at)
	if got, want := page.cell(t, "a", "does"), "Tries another bulb Saved"; got != want {
		t.Errorf("cell = %q, want %q", got, want)
	}
	if !strings.Contains(page.body, `action="/w/lamps/history/`) {
		t.Error("no way to take it back")
	}
	history, err := x.store.History(t.Context(), x.space.ID, "a", 9)
	if err != nil || len(history) != 2 {
		t.Fatalf("%d changes of the step, %v; want its making and one more", len(history), err)
	}
	if op := history[0].Ops; len(op) != 1 || op[0].Field != "props.does" || op[0].Old != nil || op[0].New != "Tries another bulb" {
		t.Errorf("ops = %v, want that one field with what it was", op)
	}
	// Nothing changed: no change.
	f = b.get(t, "/w/lamps/journeys/j?edit=a.does").form(t, "/steps/a")
	b.post(t, "/w/lamps/journeys/j/steps/a", f).want(t, 303)
	if history, err := x.store.History(t.Context(), x.space.ID, "a", 9); err != nil || len(history) != 2 {
		t.Errorf("%d changes after saving what was there, %v; want two", len(history), err)
	}
}

func TestStepEditedByTwo(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, lampJourney("a")...)
	f := b.get(t, "/w/lamps/journeys/j?edit=a.does").form(t, "/steps/a")
	x.commit(t, model.Set("a", "props.does", nil, "Looks for the invoice"), model.Set("a", "props.thinks", nil, "Hm"))
	f.Set("props.does", "Tries another bulb")
	page := b.post(t, "/w/lamps/journeys/j/steps/a", f).want(t, http.StatusConflict)
	for _, words := range []string{"Looks for the invoice", "Tries another bulb"} {
		if !strings.Contains(page.body, words) {
			t.Errorf("the page does not show %q", words)
		}
	}
	if x.graph(t).Element("a").Props.Text("does") != "Looks for the invoice" {
		t.Error("it was overwritten")
	}
	f = page.form(t, "/steps/a")
	b.post(t, "/w/lamps/journeys/j/steps/a", f).want(t, http.StatusUnprocessableEntity) // not decided
	f.Set("take.props.does", "mine")
	b.post(t, "/w/lamps/journeys/j/steps/a", f).want(t, 303)
	if e := x.graph(t).Element("a"); e.Props.Text("does") != "Tries another bulb" || e.Props.Text("thinks") != "Hm" {
		t.Errorf("the step is %v", e.Props)
	}
	// Two fields of one step do not collide.
	f = b.get(t, "/w/lamps/journeys/j?edit=a.does").form(t, "/steps/a")
	x.commit(t, model.Set("a", "props.thinks", "Hm", "Oh"))
	f.Set("props.does", "Calls")
	b.post(t, "/w/lamps/journeys/j/steps/a", f).want(t, 303)
}

func TestStepTimes(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, lampJourney("a")...)
	send := func(value, hi, unit string) reply {
		f := b.get(t, "/w/lamps/journeys/j?edit=a.time").form(t, "/steps/a")
		f.Set("props.wait_s", value)
		f.Set("props.wait_s.hi", hi)
		f.Set("props.wait_s.unit", unit)
		return b.post(t, "/w/lamps/journeys/j/steps/a", f)
	}
	for _, c := range []struct {
		value, hi, unit string
		want            model.Number
		words, again    string
	}{
		{"9", "", "d", model.Num(777600), "9 days of waiting", "9 d"},
		{"1.5", "", "h", model.Num(5400), "1 hour 30 minutes of waiting", "1.5 h"},
		{"2", "4", "min", model.Number{Lo: 120, Hi: 240}, "2 minutes to 4 minutes of waiting", "2 min"},
		{"45", "", "s", model.Num(45), "45 seconds of waiting", "45 s"},
		{"0", "", "min", model.Num(0), "0 seconds of waiting", "0 d"},
	} {
		send(c.value, c.hi, c.unit).want(t, 303)
		if got, _ := x.graph(t).Element("a").Props.Number("wait_s"); got != c.want {
			t.Errorf("%s %s %s = %v, want %v", c.value, c.hi, c.unit, got, c.want)
		}
		if got := b.get(t, "/w/lamps/journeys/j").cell(t, "a", "time"); got != c.words {
			t.Errorf("the figure says %q, want %q", got, c.words)
		}
		f := b.get(t, "/w/lamps/journeys/j?edit=a.time").form(t, "/steps/a")
		if got := f.Get("props.wait_s") + " " + f.Get("props.wait_s.unit"); got != c.again {
			t.Errorf("the form asks again with %q, want %q", got, c.again)
		}
	}
	page := send("a while", "", "d").want(t, http.StatusUnprocessableEntity)
	if got := page.form(t, "/steps/a").Get("props.wait_s"); got != "a while" {
		t.Errorf("what was typed stands as %q", got)
	}
	send("", "", "d").want(t, 303)
	if x.graph(t).Element("a").Props.Known("wait_s") {
		t.Error("an empty time is still known")
	}
}

func TestStepsMove(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, step, to, before string
		want                   string
	}{
		{"earlier", "c", "earlier", "", "acbd"},
		{"later", "b", "later", "", "acbd"},
		{"the last earlier", "d", "earlier", "", "abdc"},
		{"later to the end", "c", "later", "", "abdc"},
		{"the first earlier stays", "a", "earlier", "", "abcd"},
		{"the last later stays", "d", "later", "", "abcd"},
		{"dragged before the first", "d", "before", "a", "dabc"},
		{"dragged to the end", "a", "before", "", "bcda"},
		{"dragged to where it is", "b", "before", "c", "abcd"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			x := newSite(t)
			b := x.browse(t, x.owner)
			began := x.commit(t, append(lampJourney("a", "b", "c", "d"), next("a", "b", nil), next("b", "c", nil), next("c", "d", nil))...)
			f := b.get(t, "/w/lamps/journeys/j").form(t, "/steps/"+c.step+"/move")
			f.Set("to", c.to)
			f.Set("before", c.before)
			b.post(t, "/w/lamps/journeys/j/steps/"+c.step+"/move", f).want(t, 303)
			page := b.get(t, "/w/lamps/journeys/j")
			if got := strings.Join(page.columns(t), ""); got != c.want {
				t.Errorf("steps = %s, want %s", got, c.want)
			}
			if strings.Contains(page.body, `class="way"`) {
				t.Error("plain ways are drawn after the move")
			}
			_, rev, err := x.store.Graph(t.Context(), x.space.ID)
			if err != nil {
				t.Fatal(err)
			}
			if want := began.Revision + model.Revision(min(strings.Compare(c.want, "abcd")*strings.Compare(c.want, "abcd"), 1)); rev != want {
				t.Errorf("revision = %d, want %d: one change, or none", rev, want)
			}
		})
	}
}

func TestStepPutBetweenAndTakenOut(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, append(lampJourney("a", "b"), next("a", "b", nil), model.Set("a", "props.stage", nil, "Buy"),
		model.Add(&model.Element{ID: "till", Kind: model.Technology, Name: "Till"}),
		model.Join(&model.Link{ID: "serves", Kind: model.Serves, From: "till", To: "b"}))...)
	f := b.get(t, "/w/lamps/journeys/j?add=b").want(t, 200).form(t, "/steps")
	if f.Get("before") != "b" {
		t.Fatalf("the form puts it before %q", f.Get("before"))
	}
	f.Set("names", "One\nTwo")
	page := b.get(t, b.post(t, "/w/lamps/journeys/j/steps", f).want(t, 303).location)
	ids := page.columns(t)
	g := x.graph(t)
	if len(ids) != 4 || ids[0] != "a" || ids[3] != "b" || g.Element(ids[1]).Name != "One" || g.Element(ids[2]).Name != "Two" {
		t.Fatalf("steps = %q", ids)
	}
	if g.Element(ids[1]).Props.Text("stage") != "Buy" {
		t.Error("the new step does not join the stage of the one before it")
	}
	if strings.Contains(page.body, `class="way"`) {
		t.Error("the plain way from a to b now leads past the new steps")
	}
	f = page.form(t, "/steps/b/remove")
	page = b.get(t, b.post(t, "/w/lamps/journeys/j/steps/b/remove", f).want(t, 303).location)
	if g := x.graph(t); g.Element("b") != nil || g.Link("serves") != nil || g.Element("till") == nil {
		t.Error("the step, its links, or the till is not as it should be")
	}
	b.post(t, page.action(t, "/undo"), nil).want(t, 303)
	if g := x.graph(t); g.Element("b") == nil || g.Link("serves") == nil || !slices.Equal(journeyOrder(g), ids) {
		t.Errorf("after the undo the steps are %q, want %q", journeyOrder(g), ids)
	}
}

// A step that another journey has too stays in the model when one takes it out.
func TestSharedStepStays(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, append(lampJourney("a", "b"), model.Add(&model.Element{ID: "k", Kind: model.Journey, Name: "Other"}),
		model.Join(&model.Link{ID: "k-a", Kind: model.HasStep, From: "k", To: "a"}))...)
	b.post(t, "/w/lamps/journeys/j/steps/a/remove", nil).want(t, 303)
	if g := x.graph(t); g.Element("a") == nil || !slices.Equal(journeyOrder(g), []string{"b"}) {
		t.Errorf("steps = %q, a is there: %v", journeyOrder(g), g.Element("a") != nil)
	}
	b.post(t, "/w/lamps/journeys/j/steps/a/remove", nil).want(t, 303) // sent again: it is as they want it
}

func TestStageGoesOnFromAStep(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, lampJourney("a", "b", "c", "d")...)
	name := func(step, stage string) url.Values {
		t.Helper()
		f := b.get(t, "/w/lamps/journeys/j?edit="+step+".stage").want(t, 200).form(t, "/stage")
		f.Set("stage", stage)
		b.post(t, "/w/lamps/journeys/j/stage", f).want(t, 303)
		return f
	}
	stages := func() string {
		var out []string
		g := x.graph(t)
		for _, step := range journeyOrder(g) {
			out = append(out, g.Element(step).Props.Text("stage"))
		}
		return strings.Join(out, "|")
	}
	for _, c := range []struct{ step, stage, want string }{
		{"b", "Return", "|Return|Return|Return"}, {"d", "Refund", "|Return|Return|Refund"}, {"b", "Bring back", "|Bring back|Bring back|Refund"}, {"a", "Use", "Use|Bring back|Bring back|Refund"},
	} {
		name(c.step, c.stage)
		if got := stages(); got != c.want {
			t.Errorf("after %s from %s on: %s, want %s", c.stage, c.step, got, c.want)
		}
	}
	f := b.get(t, "/w/lamps/journeys/j?edit=b.stage").form(t, "/stage")
	name("b", "Hand in")
	f.Set("stage", "Again") // drawn when it was called otherwise
	b.post(t, "/w/lamps/journeys/j/stage", f).want(t, 409)
}

func TestStepOpensUp(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, lampJourney("a", "b")...)
	b.post(t, "/w/lamps/journeys/j/steps/a/open", url.Values{"opened": {" "}}).want(t, 422)
	f := b.get(t, "/w/lamps/journeys/j/steps/a").form(t, "/open")
	f.Set("opened", "Finds the page\nReads it")
	at := b.post(t, "/w/lamps/journeys/j/steps/a/open", f).want(t, 303).location
	f = b.get(t, at+"?add=end").want(t, 200).form(t, "/steps")
	f.Set("names", "Decides")
	b.post(t, at+"/steps", f).want(t, 303)
	g := x.graph(t)
	id := journeyID(at)
	if up := g.Targets(id, model.PartOf); len(up) != 1 || up[0].ID != "j" {
		t.Errorf("it is part of %v", up)
	}
	steps := model.JourneySteps(g, id)
	if len(steps) != 3 {
		t.Fatalf("%d steps, want three", len(steps))
	}
	for _, l := range steps {
		if up := g.Targets(l.To, model.PartOf); len(up) != 1 || up[0].ID != "a" {
			t.Errorf("%s is part of %v, want of the step that was opened", l.To, up)
		}
	}
	if page := b.get(t, "/w/lamps/journeys/j"); !strings.Contains(page.body, `href="`+at+`"`) {
		t.Error("the step does not lead to its journey")
	}
}
