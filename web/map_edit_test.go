package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"rootline/model"
	"rootline/model/ecosystem"
)

// mapForm reads the form beside the map that does one thing.
func (r reply) mapForm(t *testing.T, do string) (action string, f url.Values) {
	t.Helper()
	for n := range r.nodes(t) {
		if a, _ := attr(n, "action"); n.Data == "form" && strings.Contains(a, "/map/edit") {
			if v := formValues(n); v.Get("do") == do {
				return a, v
			}
		}
	}
	t.Fatalf("no form on the map does %q\n%s", do, firstWords(r.body))
	return "", nil
}

func TestMapEdits(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, lampMap()...)
	b := x.browse(t, x.owner)
	do := func(page, form string, set url.Values) reply {
		t.Helper()
		action, f := b.get(t, page).want(t, 200).mapForm(t, form)
		for name, values := range set {
			f[name] = values
		}
		_, before, err := x.store.Graph(t.Context(), x.space.ID)
		if err != nil {
			t.Fatal(err)
		}
		at := b.post(t, action, f).want(t, 303).location
		if _, after, err := x.store.Graph(t.Context(), x.space.ID); err != nil || after != before+1 {
			t.Errorf("%s made %d changes, %v; want one", form, after-before, err)
		}
		r := b.get(t, at).want(t, 200)
		if !strings.Contains(r.body, "/undo") {
			t.Errorf("after %s nothing offers to take it back", form)
		}
		return r
	}

	do("/w/lamps/map?do=add&lane=unseen", "add", url.Values{"name": {"Returns desk"}, "at": {"bring"}})
	desk := ""
	for _, l := range x.graph(t).In("bring", model.Performs) {
		if x.graph(t).Element(l.From).Name == "Returns desk" && !l.Props.Bool("visible") && l.Props.Known("visible") {
			desk = l.From
		}
	}
	if desk == "" {
		t.Fatal("what was added out of view does not perform the step unseen")
	}
	do("/w/lamps/map?on="+desk, "link", url.Values{"say": {"uses:out"}, "other": {"till"}})
	if got := x.graph(t).Targets(desk, model.Uses); len(got) != 1 || got[0].ID != "till" {
		t.Errorf("linked with %v, want the till", got)
	}
	do("/w/lamps/map?on=erp", "link", url.Values{"say": {"depends_on:in"}, "other": {"Label printer"}})
	if got := x.graph(t).Sources("erp", model.DependsOn); len(got) != 2 || got[1].Name != "Label printer" {
		t.Errorf("what needs the ERP: %v, want a new label printer too", got)
	}
	do("/w/lamps/map?on=till&journey=-", "rename", url.Values{"name": {"Till 9"}})
	if got := x.graph(t).Element("till").Name; got != "Till 9" {
		t.Errorf("renamed to %q", got)
	}
	do("/w/lamps/map?on=bring", "move", url.Values{"stage": {"Refund"}})
	if got := x.graph(t).Element("bring").Props.Text("stage"); got != "Refund" {
		t.Errorf("moved to %q", got)
	}
	do("/w/lamps/map?on=bring", "move", url.Values{"into": {"Buy"}}) // the button of a stage, beside the field of another
	if got := x.graph(t).Element("bring").Props.Text("stage"); got != "Buy" {
		t.Errorf("moved to %q", got)
	}
	do("/w/lamps/map?on=clerk", "sight", url.Values{"visible": {"false"}})
	if x.graph(t).Link("l1").Props.Bool("visible") {
		t.Error("the clerk is still seen")
	}
	do("/w/lamps/map?on=till", "pin", url.Values{"other": {"It is slow"}})
	if got := x.graph(t).Sources("till", model.Affects); len(got) != 1 || got[0].Name != "It is slow" {
		t.Errorf("pinned: %v", got)
	}

	// What somebody changed meanwhile is not overwritten; what cannot be is said beside the form.
	action, f := b.get(t, "/w/lamps/map?on=erp").mapForm(t, "rename")
	x.commit(t, model.Set("erp", "name", "ERP", "Books"))
	f.Set("name", "Ledger")
	if r := b.post(t, action, f).want(t, 409); !strings.Contains(r.body, "Somebody changed this meanwhile") || !strings.Contains(r.body, `value="Ledger"`) {
		t.Error("a stale name is not told, or what was typed is lost")
	}
	action, f = b.get(t, "/w/lamps/map?on=clerk").mapForm(t, "link")
	f.Set("say", "uses:out")
	f.Set("other", "")
	b.post(t, action, f).want(t, 422)
	f.Set("say", "holds:out")
	f.Set("other", "Orders")
	b.post(t, action, f).want(t, 422)
	f.Set("other", "")
	f.Set("say", "uses:out")
	f.Set("other.id", "order")
	if text := textOfPage(t, b.post(t, action, f).want(t, 422)); !strings.Contains(text, "does not fit this sentence") || strings.Contains(text, "Fill this in") {
		t.Error("what does not fit the sentence is not said to be that")
	}
	f.Set("do", "nonsense")
	b.post(t, action, f).want(t, 404)
}

// What is not somebody's to do is neither offered nor done.
func TestMapEditsAreForThoseWhoMay(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, lampMap()...)
	action, f := x.browse(t, x.owner).get(t, "/w/lamps/map?on=till").mapForm(t, "rename")
	f.Set("name", "Mine")
	viewer := x.browse(t, x.person(t, "Vera", model.Viewer))
	if page := viewer.get(t, "/w/lamps/map?on=till").want(t, 200); strings.Contains(page.body, "/map/edit") || strings.Contains(page.body, "do=add") {
		t.Error("a viewer is offered to change the model")
	}
	viewer.post(t, action, f).want(t, 403)
	helper := x.browse(t, x.person(t, "Carl", model.Contributor))
	page := helper.get(t, "/w/lamps/map?on=till").want(t, 200)
	_, pin := page.mapForm(t, "pin")
	pin.Set("other", "It is slow")
	helper.post(t, action, pin).want(t, 303)
	if strings.Contains(page.body, `value="rename"`) {
		t.Error("a contributor is offered to rename a technology")
	}
	helper.post(t, action, f).want(t, 403)
}

// A script asks for what changes with what is chosen, and is told where the drawing is another.
func TestMapPart(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, lampMap()...)
	b := x.browse(t, x.owner)
	same := func(r reply) string {
		for n := range r.nodes(t) {
			if v, ok := attr(n, "data-same"); ok {
				return v
			}
		}
		return ""
	}
	whole := b.get(t, "/w/lamps/map").want(t, 200)
	part := b.get(t, "/w/lamps/map?on=till&part=1").want(t, 200)
	if same(whole) == "" || same(part) != same(whole) {
		t.Errorf("the part is of the drawing %q, the page has %q", same(part), same(whole))
	}
	if strings.Contains(part.body, "<html") || strings.Contains(part.body, "<svg class=\"map\"") || !strings.Contains(part.body, "panel-title") {
		t.Error("the part is more, or less, than what changes")
	}
	if strings.Contains(part.body, "part=1") {
		t.Error("its links lead to parts")
	}
	x.commit(t, model.Set("till", "name", "Till", "Tills"))
	if same(b.get(t, "/w/lamps/map?on=till&part=1")) == same(whole) {
		t.Error("the drawing of another revision passes for the same")
	}
}

// The signs in the drawing lead to a form that adds in their lane; what a browser sends of it, with the name alone or with a step
// too, adds one thing, which then stands on the map and is chosen. What was typed stays where something is missing.
func TestMapAddsInEveryLane(t *testing.T) {
	t.Parallel()
	size := func(x *site) int {
		n, _ := x.graph(t).Len()
		return n
	}
	x := newSite(t)
	x.commit(t, lampMap()...)
	b := x.browse(t, x.owner)
	var signs []string // of the rows, and of the lanes that share one
	for n := range b.get(t, "/w/lamps/map").want(t, 200).nodes(t) {
		if href, _ := attr(n, "href"); n.Data == "a" && slices.Contains(classOf(n), "more") {
			signs = append(signs, href)
		}
	}
	for _, sign := range slices.Clone(signs) {
		for n := range b.get(t, sign).want(t, 200).nodes(t) {
			if href, _ := attr(n, "href"); n.Data == "a" && strings.Contains(href, "do=add") && slices.Contains(classOf(n.Parent), "seg") && !slices.Contains(signs, href) {
				signs = append(signs, href)
			}
		}
	}
	for _, lane := range ecosystem.Lanes {
		if sign := "/w/lamps/map?do=add&lane=" + string(lane); len(lane.Adds()) > 0 && !slices.Contains(signs, sign) {
			if lane != ecosystem.Customers && lane != ecosystem.Journeys && lane != ecosystem.Capabilities && lane != ecosystem.Policies { // rows of their own, there once something is in them
				t.Errorf("no sign leads to adding to the %s", lane)
			}
			signs = append(signs, sign)
		}
	}
	for i, sign := range signs {
		page := b.get(t, sign).want(t, 200)
		action, form := page.mapForm(t, "add")
		if refused := b.post(t, action, form).want(t, http.StatusUnprocessableEntity); !strings.Contains(refused.body, `role="alert"`) {
			t.Errorf("%s does not say that a name is missing", sign)
		}
		for _, at := range []string{"", "bring"} {
			name := fmt.Sprintf("Fresh %d %s", i, at)
			form.Set("name", name)
			form.Set("client", name)
			if at != "" && !strings.Contains(page.body, `<option value="`+at+`"`) {
				continue
			}
			form.Set("at", at)
			before := size(x)
			to := b.post(t, action, form).want(t, http.StatusSeeOther).location
			made := b.get(t, to).want(t, 200)
			if n := size(x); n != before+1 {
				t.Errorf("%s adds %d things", sign, n-before)
			}
			id := to[strings.LastIndex(to, "#b-")+3:]
			if textOf(made.byID(t, "panel-title")) != strings.TrimSpace(name) || !slices.Contains(classOf(made.byID(t, "b-"+id)), "sel") {
				t.Errorf("what %s adds is not what is chosen then", sign)
			}
			linked := len(x.graph(t).In(id)) + len(x.graph(t).Out(id))
			if at != "" && linked != 1 {
				t.Errorf("what %s adds at a step has %d links", sign, linked)
			}
		}
	}
	for lane, want := range map[string]bool{"customers": true, "channels": true, "foundations": true, "journeys": false} {
		if got := strings.Contains(b.get(t, "/w/lamps/map?do=add&lane="+lane).want(t, 200).body, `<option value="bring"`); got != want {
			t.Errorf("whether what is added to the %s can stand at a step: %v", lane, got)
		}
	}
	if strings.Contains(b.get(t, "/w/lamps/map?do=add&lane=channels").want(t, 200).body, `<option value="order"`) {
		t.Error("a channel is asked for at a step that has no touchpoint")
	}
}

// TestMapStepsTakeTheirPlace: a step that is added after another stands there, one without a place at the end, and one that is
// moved to a stage stands beside the steps of that stage.
func TestMapStepsTakeTheirPlace(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	ops := []model.Op{model.Add(&model.Element{ID: "trip", Kind: model.Journey, Name: "Trip"})}
	for i, step := range []string{"look:Buy", "pay:Buy", "wait:Receive", "ask:Return", "send:Return"} {
		id, stage, _ := strings.Cut(step, ":")
		ops = append(ops, model.Add(&model.Element{ID: id, Kind: model.Step, Name: id, Props: model.Props{"stage": stage}}),
			model.Join(&model.Link{ID: "s" + id, Kind: model.HasStep, From: "trip", To: id, Props: model.Props{"order": model.Num(float64(i + 1))}}))
	}
	x.commit(t, ops...)
	steps := func() string {
		var out []string
		for _, l := range model.JourneySteps(x.graph(t), "trip") {
			e := x.graph(t).Element(l.To)
			out = append(out, e.Name+":"+e.Props.Text("stage"))
		}
		return strings.Join(out, " ")
	}
	add := func(name, at string) {
		t.Helper()
		form := b.get(t, "/w/lamps/map?do=add&lane=steps").want(t, http.StatusOK).form(t, "/map/edit")
		form.Set("name", name)
		form.Set("at", at)
		b.post(t, "/w/lamps/map/edit?lane=steps&do=add", form).want(t, http.StatusSeeOther)
	}
	move := func(step, stage string) {
		t.Helper()
		was := x.graph(t).Element(step).Props.Text("stage")
		b.post(t, "/w/lamps/map/edit?on="+step, url.Values{"do": {"move"}, "was": {was}, "stage": {stage}}).want(t, http.StatusSeeOther)
	}
	for _, c := range []struct {
		do   func()
		want string
	}{
		{func() { add("phone", "look") }, "look:Buy phone:Buy pay:Buy wait:Receive ask:Return send:Return"},
		{func() { add("thank", "") }, "look:Buy phone:Buy pay:Buy wait:Receive ask:Return send:Return thank:Return"},
		{func() { move("send", "Buy") }, "look:Buy phone:Buy pay:Buy send:Buy wait:Receive ask:Return thank:Return"},
		{func() { move("look", "Return") }, "phone:Buy pay:Buy send:Buy wait:Receive look:Return ask:Return thank:Return"},
		{func() { move("wait", "Buy") }, "phone:Buy pay:Buy send:Buy wait:Buy look:Return ask:Return thank:Return"},
		{func() { move("pay", "Elsewhere") }, "phone:Buy pay:Elsewhere send:Buy wait:Buy look:Return ask:Return thank:Return"},
	} {
		if c.do(); steps() != c.want {
			t.Errorf("%s\nwant %s", steps(), c.want)
		}
	}
}
