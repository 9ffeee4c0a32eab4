package web

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rootline/model"
)

// sample is a value for a prop, and what a person would type for it.
func sample(p *model.Prop, dataID string) (any, url.Values) {
	name := "props." + p.Name
	switch p.Type {
	case model.TypeNumber:
		if p.Max > 0 {
			return model.Number{Lo: .25, Hi: .5, Confidence: "estimate"}, url.Values{name: {"0.25"}, name + ".hi": {"50 %"}, name + ".confidence": {"estimate"}}
		}
		return model.Number{Lo: 1234.5, Hi: 2000, Confidence: "guess"}, url.Values{name: {"1,234.5"}, name + ".hi": {"2000"}, name + ".confidence": {"guess"}}
	case model.TypeWhole:
		return model.Num(p.Max), url.Values{name: {fmt.Sprint(p.Max)}}
	case model.TypeBool:
		return false, url.Values{name: {"false"}}
	case model.TypeDate:
		return "2026-11-02", url.Values{name: {"2026-11-02"}}
	case model.TypeChoice:
		last := p.Choices[len(p.Choices)-1]
		return last, url.Values{name: {last}}
	case model.TypeIDs:
		return []string{dataID}, url.Values{name: {"Customer address"}}
	case model.TypeList:
		if len(p.Choices) > 0 {
			some := []string{p.Choices[0], p.Choices[2]}
			return some, url.Values{name: some, "has": {name}}
		}
		return []string{"first", "second"}, url.Values{name: {"first\r\n\r\n second "}}
	case model.TypeLong:
		return "one\n\ntwo", url.Values{name: {"one\r\n\r\ntwo"}}
	}
	return "a text", url.Values{name: {" a text "}}
}

// Every kind, with all that the registry knows of it, can be recorded in its form and is read back as it was typed.
func TestRecordEveryKind(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, model.Add(&model.Element{ID: "d", Kind: model.Data, Name: "Customer address"}))
	for _, spec := range model.Kinds {
		t.Run(string(spec.Kind), func(t *testing.T) {
			form := b.get(t, "/w/lamps/add/"+string(spec.Kind)).want(t, 200).form(t, "/add/"+string(spec.Kind))
			want := &model.Element{Kind: spec.Kind, Name: "A " + string(spec.Kind), Names: map[string]string{"fr": "Un " + string(spec.Kind)},
				Notes: "**bold**\n\n- list", Owner: x.owner.ID, Tags: []string{"core", "south"}, Refs: []model.Ref{{Title: "A ticket", URL: "https://example.com/1"}}}
			form.Set("name", want.Name)
			form.Set("names.fr", want.Names["fr"])
			form.Set("notes", "**bold**\r\n\r\n- list")
			form.Set("owner", x.owner.Name)
			form.Set("tags", "south، core")
			form.Set("refs", "https://example.com/1 A ticket")
			for i := range spec.Props {
				v, typed := sample(&spec.Props[i], "d")
				if want.Props == nil {
					want.Props = model.Props{}
				}
				want.Props[spec.Props[i].Name] = v
				for name, values := range typed {
					if _, ok := form[name]; !ok && name != "has" && len(spec.Props[i].Choices) == 0 {
						t.Errorf("the form does not ask for %s", name)
					}
					form[name] = values
				}
			}
			made := b.post(t, "/w/lamps/add/"+string(spec.Kind), form).want(t, http.StatusSeeOther)
			got := x.graph(t).Element(path.Base(made.location))
			if got == nil {
				t.Fatalf("%s is not there", made.location)
			}
			want.ID = got.ID
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("recorded (-want +got):\n%s", diff)
			}
			page := b.get(t, made.location).want(t, 200)
			for _, said := range []string{want.Name, "<strong>bold</strong>", x.owner.Name, "https://example.com/1"} {
				if !strings.Contains(page.body, said) {
					t.Errorf("the page does not show %q", said)
				}
			}
			// What the form shows of it, sent as it is, changes nothing.
			before := x.graph(t).Element(got.ID)
			again := b.get(t, made.location+"/edit").want(t, 200).form(t, "/edit")
			b.post(t, made.location+"/edit", again).want(t, http.StatusSeeOther)
			if after := x.graph(t).Element(got.ID); after != before {
				t.Errorf("saving without a change changed it:\n%s", cmp.Diff(before, after))
			}
		})
	}
}

// Every kind of link can be said from both of its ends, with all that it knows, and edited.
func TestSayEveryLink(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	var ops []model.Op
	for _, k := range model.AllKinds() {
		ops = append(ops, model.Add(&model.Element{ID: "a-" + string(k), Kind: k, Name: "First " + string(k)}), model.Add(&model.Element{ID: "b-" + string(k), Kind: k, Name: "Second " + string(k)}))
	}
	ops = append(ops, model.Add(&model.Element{ID: "d", Kind: model.Data, Name: "Customer address"}))
	x.commit(t, ops...)
	for _, spec := range model.LinkKinds {
		for _, end := range []string{"from", "to"} {
			t.Run(string(spec.Kind)+" "+end, func(t *testing.T) {
				near, far := spec.From[0], spec.To[0]
				if end == "to" {
					near, far = spec.To[0], spec.From[0]
				}
				if spec.SameKind {
					far = near
				}
				at := "/w/lamps/elements/a-" + string(near) + "/say?link=" + string(spec.Kind) + "&end=" + end
				form := b.get(t, at).want(t, 200).form(t, "/say")
				form.Set("other", "second "+strings.ToUpper(string(far)))
				want := model.Props{}
				for i := range spec.Props {
					v, typed := sample(&spec.Props[i], "d")
					if p := spec.Props[i].Name; p == "order" { // a plain figure
						v, typed = model.Num(3), url.Values{"props.order": {"3"}}
					}
					want[spec.Props[i].Name] = v
					maps.Copy(form, typed)
				}
				before := linksOf(x.graph(t))
				b.post(t, at, form).want(t, http.StatusSeeOther)
				added := slices.DeleteFunc(linksOf(x.graph(t)), func(l *model.Link) bool { return slices.Contains(before, l) })
				if len(added) != 1 {
					t.Fatalf("%d links added, want 1", len(added))
				}
				l := &model.Link{ID: added[0].ID, Kind: spec.Kind, From: "a-" + string(near), To: "b-" + string(far), Props: want}
				if end == "to" {
					l.From, l.To = l.To, l.From
				}
				if len(want) == 0 {
					l.Props = nil
				}
				if diff := cmp.Diff(l, added[0]); diff != "" {
					t.Errorf("link (-want +got):\n%s", diff)
				}
				if page := b.get(t, "/w/lamps/elements/a-"+string(near)).want(t, 200); !strings.Contains(page.body, "Second "+string(far)) {
					t.Errorf("the page of %s does not say it", near)
				}
				b.post(t, "/w/lamps/links/"+l.ID+"/remove", nil).want(t, http.StatusSeeOther)
				if x.graph(t).Link(l.ID) != nil {
					t.Error("the link is still there")
				}
			})
		}
	}
}

func linksOf(g *model.Graph) []*model.Link { return slices.Collect(g.Links()) }

// What is not there yet is made in place, in one change with the link.
func TestSayMakesInPlace(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, model.Add(&model.Element{ID: "till", Kind: model.Technology, Name: "Till"}))
	at := "/w/lamps/elements/till/say?link=feeds&end=from"
	form := b.get(t, at).want(t, 200).form(t, "/say")
	form.Set("other", "Order management")
	b.post(t, at, form).want(t, http.StatusSeeOther)
	b.post(t, at, form).want(t, http.StatusSeeOther) // sent twice
	g := x.graph(t)
	made := g.Targets("till", model.Feeds)
	if len(made) != 1 || made[0].Name != "Order management" || made[0].Kind != model.Technology {
		t.Fatalf("till feeds %v, want one technology called Order management", made)
	}
	entries, err := x.store.Recent(t.Context(), x.space.ID, 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 2 || len(entries[0].Ops) != 2 {
		t.Errorf("%d changes, the last of %d ops; want 2 and 2", len(entries), len(entries[0].Ops))
	}
}

// A name that something else bears, which cannot stand in the sentence, is not given to a second thing behind one's back: that is
// said, and who sends the same again means it. What can stand there is taken, of whatever kind it is.
func TestSaySaysWhatElseHasTheName(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, model.Add(&model.Element{ID: "till", Kind: model.Technology, Name: "Till"}), model.Add(&model.Element{ID: "returns", Kind: model.Journey, Name: "Returns"}),
		model.Add(&model.Element{ID: "clerk", Kind: model.Employee, Name: "Clerk"}))
	count := func() int { return len(slices.Collect(x.graph(t).Elements())) }
	page := func(r reply) (string, url.Values) {
		return "/w/lamps/elements/till/say?link=feeds&end=from", r.form(t, "/say")
	}
	panel := func(r reply) (string, url.Values) { return r.mapForm(t, "link") }
	for _, c := range []struct {
		page, name, kind string
		form             func(reply) (string, url.Values)
	}{{"/w/lamps/elements/till/say?link=feeds&end=from", "returns", "journey", page}, {"/w/lamps/map?on=till", "clerk", "role", panel}} {
		before := count()
		action, form := c.form(b.get(t, c.page).want(t, 200))
		form.Set("other", c.name)
		form.Set("say", "feeds:out")
		asked := b.post(t, action, form).want(t, http.StatusUnprocessableEntity)
		if !strings.Contains(asked.body, "is here already ("+c.kind+")") || count() != before {
			t.Errorf("%s does not say that %s is here, or adds something all the same", c.page, c.name)
		}
		action, form = c.form(asked)
		form.Set("say", "feeds:out")
		b.post(t, action, form).want(t, http.StatusSeeOther)
		if made := x.graph(t).Targets("till", model.Feeds); count() != before+1 || made[len(made)-1].Kind != model.Technology || made[len(made)-1].Name != c.name {
			t.Errorf("%s, sent again, adds %d things; the till feeds %v", c.page, count()-before, made)
		}
	}
	action, itself := panel(b.get(t, "/w/lamps/map?on=till"))
	itself.Set("other", "till")
	itself.Set("say", "depends_on:out")
	if r := b.post(t, action, itself).want(t, http.StatusUnprocessableEntity); !strings.Contains(r.body, "cannot be said of itself") {
		t.Error("the map does not say that nothing is linked with itself")
	}
	action, itself = page(b.get(t, "/w/lamps/elements/till/say?link=feeds&end=from"))
	itself["other.id"] = []string{"till"}
	if r := b.post(t, action, itself).want(t, http.StatusUnprocessableEntity); !strings.Contains(r.body, "cannot be said of itself") {
		t.Error("the form does not say that nothing is linked with itself")
	}
	form := b.get(t, "/w/lamps/elements/clerk/say?link=governs&end=to").want(t, 200).form(t, "/say") // by a policy alone
	form.Set("other", "Till")
	if r := b.post(t, "/w/lamps/elements/clerk/say?link=governs&end=to", form).want(t, http.StatusUnprocessableEntity); !strings.Contains(r.body, "(technology)") {
		t.Error("a till that is no policy becomes one")
	}
}

// Several things are named at once, picked and typed: each is linked, what is not there is made, and it is one change. Of
// namesakes one is picked, and the others that were typed are not lost.
func TestSaySeveral(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	var ops []model.Op
	for id, name := range map[string]string{"till": "Till", "crm": "CRM", "both": "Orders, old and new", "one": "Stock", "other": "stock"} {
		ops = append(ops, model.Add(&model.Element{ID: id, Kind: model.Technology, Name: name}))
	}
	x.commit(t, ops...)
	fed := func() (names []string) {
		for _, e := range x.graph(t).Targets("till", model.Feeds) {
			names = append(names, e.Name)
		}
		slices.Sort(names)
		return names
	}
	at := "/w/lamps/elements/till/say?link=feeds&end=from"
	send := func(v url.Values) reply {
		form := b.get(t, at).want(t, 200).form(t, "/say")
		for name, list := range v {
			form[name] = list
		}
		return b.post(t, at, form)
	}
	before, err := x.store.Recent(t.Context(), x.space.ID, 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	again := send(url.Values{"other": {"Label printer, stock, Mailbox, label PRINTER"}, "other.id": {"crm"}}).want(t, http.StatusUnprocessableEntity).form(t, "/say")
	again.Add("other.id", "other")
	b.post(t, at, again).want(t, http.StatusSeeOther)
	if got, want := fed(), []string{"CRM", "Label printer", "Mailbox", "stock"}; !slices.Equal(got, want) {
		t.Errorf("Till feeds %q, want %q", got, want)
	}
	after, err := x.store.Recent(t.Context(), x.space.ID, 0, 10)
	if err != nil || len(after) != len(before)+1 || after[0].Title != "Till hands data to …: “CRM”, “stock”, “Label printer” and “Mailbox”" {
		t.Errorf("%v, %d changes, the last is %q", err, len(after)-len(before), after[0].Title)
	}
	send(url.Values{"other": {"Orders, old and new"}}).want(t, http.StatusSeeOther)
	send(url.Values{"other": {"Scanner, by hand"}, "other.one": {"1"}}).want(t, http.StatusSeeOther)
	lost := send(url.Values{"other.id": {"crm", "gone", "one"}}).want(t, http.StatusUnprocessableEntity).form(t, "/say")
	if got := lost["other.id"]; !slices.Equal(got, []string{"crm", "one"}) {
		t.Errorf("beside one that is gone, %q stay picked", got)
	}
	if got := fed(); !slices.Contains(got, "Orders, old and new") || !slices.Contains(got, "Scanner, by hand") || len(got) != 6 {
		t.Errorf("names with a comma: %q", got)
	}
	send(url.Values{"other": {"Kiosk; Scale؛ Safe；Drawer"}}).want(t, http.StatusSeeOther)
	if got := fed(); len(got) != 10 || !slices.Contains(got, "Safe") {
		t.Errorf("names with semicolons between them: %q", got)
	}
}

// TestWhatIsNotNeededHardIsToldSo: the title of the change, the toast and the history claim no more than the link.
func TestWhatIsNotNeededHardIsToldSo(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	for id, name := range map[string]string{"till": "Till", "crm": "CRM", "stock": "Stock"} {
		x.commit(t, model.Add(&model.Element{ID: id, Kind: model.Technology, Name: name}))
	}
	at := "/w/lamps/elements/till/say?link=depends_on&end=from"
	for _, others := range [][]string{{"crm"}, {"stock", "crm"}} {
		form := b.get(t, at).want(t, 200).form(t, "/say")
		form["other.id"] = others
		form.Set("props.hard", "no")
		to := b.post(t, at, form).want(t, http.StatusSeeOther).location
		for _, page := range []string{to, "/w/lamps/history"} {
			if body := b.get(t, page).want(t, 200).body; strings.Contains(body, "cannot work without") || !strings.Contains(body, "can do without") {
				t.Errorf("%s, of %q, says that the till cannot work without", page, others)
			}
		}
	}
}

// Two people edit one fact: the second sees what it was, what it is and what they wrote, and decides. Another fact that the
// second edited beside it is not lost.
func TestEditStale(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "CRM", Props: model.Props{"vendor": "Blue", "response_s": model.Num(1)}}))
	form := b.get(t, "/w/lamps/elements/crm/edit").want(t, 200).form(t, "/edit")
	x.commit(t, model.Set("crm", "props.vendor", "Blue", "Green"), model.Set("crm", "props.response_s", model.Num(1), model.Num(2)))
	form.Set("props.vendor", "Red")
	form.Set("name", "CRM North")
	page := b.post(t, "/w/lamps/elements/crm/edit", form).want(t, http.StatusConflict)
	for _, value := range []string{"Blue", "Green", "Red", "CRM North"} {
		if !strings.Contains(page.body, value) {
			t.Errorf("the page does not show %q", value)
		}
	}
	again := page.form(t, "/edit")
	if got := again.Get("props.response_s"); got != "2" {
		t.Errorf("a field left alone shows %q, want the present 2", got)
	}
	b.post(t, "/w/lamps/elements/crm/edit", again).want(t, http.StatusUnprocessableEntity) // not decided
	if got := x.graph(t).Element("crm").Props.Text("vendor"); got != "Green" {
		t.Fatalf("vendor = %q before anybody decided, want Green", got)
	}
	t.Run("mine", func(t *testing.T) {
		mine := maps.Clone(again)
		mine.Set("take.props.vendor", "mine")
		b.post(t, "/w/lamps/elements/crm/edit", mine).want(t, http.StatusSeeOther)
		e := x.graph(t).Element("crm")
		if e.Name != "CRM North" || e.Props.Text("vendor") != "Red" {
			t.Errorf("name %q, vendor %q; want CRM North, Red", e.Name, e.Props.Text("vendor"))
		}
		if n, _ := e.Props.Number("response_s"); n != model.Num(2) {
			t.Errorf("response_s = %v, want the other's 2", n)
		}
	})
}

// Two people rewrite one text at different places: the second is offered both together.
func TestEditStaleBoth(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "CRM", Notes: "Keeps customers.\nBought long ago."}))
	form := b.get(t, "/w/lamps/elements/crm/edit").want(t, 200).form(t, "/edit")
	x.commit(t, model.Set("crm", "notes", "Keeps customers.\nBought long ago.", "Keeps all customers.\nBought long ago."))
	form.Set("notes", "Keeps customers.\r\nBought in 2009.")
	page := b.post(t, "/w/lamps/elements/crm/edit", form).want(t, http.StatusConflict)
	if !strings.Contains(page.body, "Keeps all customers.\nBought in 2009.") {
		t.Error("both together are not proposed")
	}
	again := page.form(t, "/edit")
	again.Set("take.notes", "both")
	b.post(t, "/w/lamps/elements/crm/edit", again).want(t, http.StatusSeeOther)
	if got := x.graph(t).Element("crm").Notes; got != "Keeps all customers.\nBought in 2009." {
		t.Errorf("notes = %q", got)
	}
}

func TestEditStaleTheirs(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "CRM", Props: model.Props{"vendor": "Blue"}}))
	form := b.get(t, "/w/lamps/elements/crm/edit").want(t, 200).form(t, "/edit")
	x.commit(t, model.Set("crm", "props.vendor", "Blue", "Green"))
	form.Set("props.vendor", "Red")
	form.Set("notes", "mine")
	again := b.post(t, "/w/lamps/elements/crm/edit", form).want(t, http.StatusConflict).form(t, "/edit")
	again.Set("take.props.vendor", "theirs")
	b.post(t, "/w/lamps/elements/crm/edit", again).want(t, http.StatusSeeOther)
	if e := x.graph(t).Element("crm"); e.Props.Text("vendor") != "Green" || e.Notes != "mine" {
		t.Errorf("vendor %q, notes %q; want Green, mine", e.Props.Text("vendor"), e.Notes)
	}
}

// Before something goes one reads what goes with it; where that is nothing, no number is said.
func TestRemovalSaysWhatGoes(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "CRM"}), model.Add(&model.Element{ID: "erp", Kind: model.Technology, Name: "ERP"}),
		model.Add(&model.Element{ID: "till", Kind: model.Technology, Name: "Till"}), model.Join(&model.Link{ID: "l", Kind: model.DependsOn, From: "crm", To: "erp"}))
	for id, want := range map[string]string{"crm": "One link is removed with it. You can undo", "till": "Nothing is linked to it. You can undo"} {
		if page := b.get(t, "/w/lamps/elements/"+id+"/remove").want(t, 200); !strings.Contains(page.body, want) || strings.Contains(page.body, "0 links") {
			t.Errorf("before %s goes the page does not say %q", id, want)
		}
	}
}

// What somebody wrote of an element that another removed meanwhile is still in the form.
func TestEditGone(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "CRM"}))
	form := b.get(t, "/w/lamps/elements/crm/edit").want(t, 200).form(t, "/edit")
	removal := x.commit(t, model.Op{Kind: model.OpRemoveElement, ID: "crm"})
	form.Set("name", "CRM of the north")
	page := b.post(t, "/w/lamps/elements/crm/edit", form).want(t, http.StatusConflict)
	kept := page.form(t, "/edit")
	if kept.Get("name") != "CRM of the north" {
		t.Fatalf("the form shows %q", kept.Get("name"))
	}
	b.post(t, "/w/lamps/history/"+removal.ID+"/undo", nil).want(t, http.StatusSeeOther)
	b.post(t, "/w/lamps/elements/crm/edit", kept).want(t, http.StatusSeeOther)
	if got := x.graph(t).Element("crm").Name; got != "CRM of the north" {
		t.Errorf("name = %q", got)
	}
}

// A form that is sent twice takes effect once; sent again with something else in it, it makes something else.
func TestAddTwice(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	form := b.get(t, "/w/lamps/add/problem").want(t, 200).form(t, "/add/problem")
	form.Set("name", "The store refuses the lamp")
	first := b.post(t, "/w/lamps/add/problem", form).want(t, http.StatusSeeOther)
	second := b.post(t, "/w/lamps/add/problem", form).want(t, http.StatusSeeOther)
	if first.location != second.location {
		t.Errorf("sent twice leads to %s and %s", first.location, second.location)
	}
	form.Set("name", "The refund is late")
	third := b.post(t, "/w/lamps/add/problem", form).want(t, http.StatusSeeOther)
	if n := len(x.graph(t).OfKind(model.Problem)); n != 2 || third.location == first.location {
		t.Errorf("%d problems, want 2", n)
	}
}

// What is wrong is said above the form and beside the field, and the input is kept.
func TestAddRefused(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	for name, c := range map[string]struct{ field, value, says string }{
		"no name":      {"name", "", "Fill this in"},
		"long name":    {"name", strings.Repeat("x", 10_000), "at most 1,000 characters"},
		"no figure":    {"props.cost_per_month", "lots", "“lots” is not a figure"},
		"upper alone":  {"props.cost_per_month.hi", "5", "lower end"},
		"infinity":     {"props.cost_per_month", "Infinity", "is not a figure"},
		"no date":      {"props.since", "2026-02-30", "not a day"},
		"no such step": {"props.severity", "9", "1 to 5"},
		"no address":   {"refs", "javascript:alert(1) x", "https://"},
		"no choice":    {"props.status", "gone", "cannot be chosen"},
	} {
		t.Run(name, func(t *testing.T) {
			form := b.get(t, "/w/lamps/add/problem").want(t, 200).form(t, "/add/problem")
			form.Set("name", "A problem")
			form.Set("notes", "keep me")
			form.Set(c.field, c.value)
			page := b.post(t, "/w/lamps/add/problem", form).want(t, http.StatusUnprocessableEntity)
			if n := strings.Count(page.body, c.says); n < 2 {
				t.Errorf("%q is said %d times, want above the form and beside the field\n%s", c.says, n, firstWords(page.body))
			}
			if kept := page.form(t, "/add/problem"); kept.Get("notes") != "keep me" || kept.Get(c.field) != c.value && c.field != "props.severity" {
				t.Errorf("%s = %.40q, notes %q; want what was typed", c.field, kept.Get(c.field), kept.Get("notes"))
			}
		})
	}
	if n := len(x.graph(t).OfKind(model.Problem)); n != 0 {
		t.Errorf("%d problems stored", n)
	}
}

// Names that would do harm are shown as text, on every page.
func TestHostileNames(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	for i, name := range []string{`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, "\u202egnp.exe", "a\u2066b\u200f", "'; DROP TABLE elements; --", strings.Repeat("ﷺ", 900), "{{.Name}}", "%s%n", "\u0000"} {
		form := b.get(t, "/w/lamps/add/technology").want(t, 200).form(t, "/add/technology")
		form.Set("name", name)
		form.Set("notes", name+"\n\n<script>alert(2)</script> [x](javascript:alert(3))")
		form.Set("tags", "<b>tag")
		form.Set("owner", name)
		made := b.post(t, "/w/lamps/add/technology", form)
		if strings.ContainsRune(name, 0) {
			made.want(t, http.StatusUnprocessableEntity)
			continue
		}
		made.want(t, http.StatusSeeOther)
		if e := x.graph(t).Element(path.Base(made.location)); e.Name != name {
			t.Errorf("%d: name = %q, want %q", i, e.Name, name)
		}
		for _, at := range []string{made.location, made.location + "/links", made.location + "/history", made.location + "/edit", made.location + "/remove",
			made.location + "/say", "/w/lamps", "/w/lamps/elements", "/w/lamps/history", "/w/lamps/pick?q=" + url.QueryEscape(name) + "&add=1", "/w/lamps/elements?q=" + url.QueryEscape(name)} {
			page := b.get(t, at).want(t, 200)
			for n := range page.nodes(t) {
				if n.Data == "script" {
					if src, ok := attr(n, "src"); !ok || !strings.HasPrefix(src, "/static/") {
						t.Errorf("%s: a script of theirs", at)
					}
				}
				for _, a := range n.Attr {
					if strings.HasPrefix(a.Key, "on") || strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:") && a.Key == "href" {
						t.Errorf("%s: <%s %s=%q>", at, n.Data, a.Key, a.Val)
					}
				}
				if n.Data == "img" {
					t.Errorf("%s: a picture of theirs", at)
				}
			}
		}
	}
}

// What an import brought and no kind was known for can be given one; a link that does not fit it then is said.
func TestForeignBecomesAKind(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, model.Add(&model.Element{ID: "n", Kind: model.Foreign, Name: "A node"}), model.Add(&model.Element{ID: "d", Kind: model.Data, Name: "Order"}),
		model.Join(&model.Link{ID: "l", Kind: model.ForeignLink, From: "n", To: "d"}))
	form := b.get(t, "/w/lamps/elements/n/edit").want(t, 200).form(t, "/edit")
	form.Set("kind", "technology")
	b.post(t, "/w/lamps/elements/n/edit", form).want(t, http.StatusSeeOther)
	if k := x.graph(t).Element("n").Kind; k != model.Technology {
		t.Errorf("kind = %s", k)
	}
	form = b.get(t, "/w/lamps/elements/n/edit").want(t, 200).form(t, "/edit")
	form.Set("kind", "policy") // no form asks for it: a kind stays
	b.post(t, "/w/lamps/elements/n/edit", form).want(t, http.StatusSeeOther)
	if k := x.graph(t).Element("n").Kind; k != model.Technology {
		t.Errorf("kind = %s, want it as it was", k)
	}
}

// TestALinkSaysThatItMadeItsEnd: who typed a name that is not there yet learns that it is there now.
func TestALinkSaysThatItMadeItsEnd(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "CRM"}), model.Add(&model.Element{ID: "d", Kind: model.Data, Name: "Address"}))
	b := x.browse(t, x.owner)
	for name, want := range map[string]bool{"Address": false, "Addresses": true} {
		form := url.Values{"other": {name}, "as": {"data"}, "client": {name}}
		at := b.post(t, "/w/lamps/elements/crm/say?link=holds", form).want(t, http.StatusSeeOther).location
		if got := strings.Contains(b.get(t, at).body, "was not there yet and is added"); got != want {
			t.Errorf("%s: said to be new = %v", name, got)
		}
	}
}
