package web

import (
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"testing"

	"rootline/model"
	"rootline/store"
)

// begun is a session under way at a stage, its address, and its host.
func (x *site) begun(t *testing.T, stage string, form url.Values) (*browser, string, store.Meeting) {
	t.Helper()
	host := x.browse(t, x.owner)
	if form == nil {
		form = url.Values{}
	}
	form.Set("title", "Lamp return")
	form.Set("agenda", "full")
	at := host.post(t, "/w/lamps/sessions", form).want(t, http.StatusSeeOther).location
	m, err := x.store.Meeting(t.Context(), x.space.ID, path.Base(at))
	if err != nil {
		t.Fatal(err)
	}
	for i, st := range m.Agenda {
		if st.Kind == stage {
			m, err = x.store.SetMeeting(t.Context(), x.space.ID, m.ID, byCommand, func(m *store.Meeting) error { m.Enter(i, x.store.Now()); return nil })
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	return host, at, m
}

// comeIn is the browser of a guest who has come in.
func (x *site) comeIn(t *testing.T, m store.Meeting, name, role string) *browser {
	t.Helper()
	b := x.browse(t, store.User{})
	b.post(t, "/join/"+m.Code, url.Values{"name": {name}, "role": {role}}).want(t, http.StatusSeeOther)
	return b
}

// What a participant says of a step is put where they said: into its text, or as something that the step has to do with.
func TestCardsOfAJourney(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, append(lampJourney("order", "wait"),
		model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "CRM"}), model.Set("order", "props.thinks", nil, "Is it in stock?"))...)
	for _, one := range []struct {
		stage, row, text string
		want             func(g *model.Graph) bool
	}{
		{"tell", "thinks", "Will it come today?", func(g *model.Graph) bool {
			return g.Element("order").Props.Text("thinks") == "Is it in stock?\nWill it come today?"
		}},
		{"shape", "tools", "crm", func(g *model.Graph) bool {
			links := g.In("order", model.Serves)
			return len(links) == 1 && links[0].From == "crm"
		}},
		{"shape", "unseen", "The packer", func(g *model.Graph) bool {
			links := g.In("order", model.Performs)
			return len(links) == 1 && g.Element(links[0].From).Name == "The packer" && !links[0].Props.Bool("visible")
		}},
	} {
		host, at, m := x.begun(t, one.stage, nil)
		guest := x.comeIn(t, m, "Amara", "")
		if body := guest.get(t, "/join/"+m.Code).want(t, 200).body; !strings.Contains(body, "At which step?") {
			t.Errorf("%s: a participant cannot say at which step", one.stage)
		}
		to := guest.post(t, "/join/"+m.Code+"/cards", url.Values{"text": {one.text}, "about": {"order"}, "row": {one.row}}).want(t, http.StatusSeeOther).location
		if !strings.Contains(to, "about=order") {
			t.Errorf("%s: the next card begins at %q", one.stage, to)
		}
		host.post(t, at+"/do", url.Values{"do": {"show"}}).want(t, http.StatusSeeOther)
		cards, err := x.store.Cards(t.Context(), m)
		if err != nil || len(cards) != 1 || cards[0].Row != one.row {
			t.Fatalf("cards = %v, %v", cards, err)
		}
		host.post(t, at+"/cards/"+cards[0].ID, url.Values{"do": {"promote"}, "as": {"row"}}).want(t, http.StatusSeeOther)
		if !one.want(x.graph(t)) {
			t.Errorf("%s, %s: the card is not where it was put", one.stage, one.row)
		}
		host.post(t, at+"/undo", nil).want(t, http.StatusSeeOther)
		if one.want(x.graph(t)) {
			t.Errorf("%s, %s: undoing the session leaves it", one.stage, one.row)
		}
		host.post(t, at+"/do", url.Values{"do": {"end"}}).want(t, http.StatusSeeOther)
	}
}

// A cause can be put under another cause than the problem itself.
func TestCardUnderACause(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.problem(t, "No store takes back a lamp bought online")
	x.commit(t, model.Add(&model.Element{ID: "c", Kind: model.Cause, Name: "The till wants a number"}), model.Join(&model.Link{ID: "b", Kind: model.Because, From: "p", To: "c"}))
	host, at, m := x.begun(t, "dig", url.Values{"problem": {"p"}})
	guest := x.comeIn(t, m, "Amara", "")
	guest.post(t, "/join/"+m.Code+"/cards", url.Values{"text": {"It was built for shops"}, "about": {"c"}}).want(t, http.StatusSeeOther)
	guest.post(t, "/join/"+m.Code+"/cards", url.Values{"text": {"Elsewhere"}, "about": {"no-such"}}).want(t, http.StatusSeeOther)
	host.post(t, at+"/do", url.Values{"do": {"show"}}).want(t, http.StatusSeeOther)
	cards, err := x.store.Cards(t.Context(), m)
	if err != nil || len(cards) != 2 || cards[1].About != "" {
		t.Fatalf("cards = %v, %v", cards, err)
	}
	host.post(t, at+"/cards/"+cards[0].ID, url.Values{"do": {"promote"}, "as": {"cause"}}).want(t, http.StatusSeeOther)
	if under := x.graph(t).Targets("c", model.Because); len(under) != 1 || under[0].Name != "It was built for shops" {
		t.Errorf("under the cause: %v", under)
	}
}

// Whatever its people change while a session lasts belongs to it; what others change does not.
func TestChangesBelongToTheSession(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "CRM"}))
	ana, ben := x.person(t, "Ana", model.Editor), x.person(t, "Ben", model.Editor)
	host, at, m := x.begun(t, "tell", nil)
	x.browse(t, ana).post(t, "/join/"+m.Code, url.Values{"name": {"Ana at the desk"}}).want(t, http.StatusSeeOther)
	x.by(t, ana, "In it", model.Set("crm", "name", "CRM", "CRM North"))
	x.by(t, ben, "Beside it", model.Set("crm", "notes", "", "Old"))
	changes, err := x.store.MeetingChanges(t.Context(), x.space.ID, m.ID)
	if err != nil || len(changes) != 1 || changes[0].Title != "In it" {
		t.Errorf("made in it = %v, %v", changes, err)
	}
	if body := host.get(t, at+"/record").want(t, 200).body; !strings.Contains(body, "/w/lamps/film?at=1\"") {
		t.Error("the record does not lead to the film of its time")
	}
	host.post(t, at+"/do", url.Values{"do": {"end"}}).want(t, http.StatusSeeOther)
	x.by(t, ana, "After it", model.Set("crm", "name", "CRM North", "CRM South"))
	if changes, err = x.store.MeetingChanges(t.Context(), x.space.ID, m.ID); err != nil || len(changes) != 1 {
		t.Errorf("after its end, made in it = %v, %v", changes, err)
	}
}

// What a session changed in several states is taken back in each of them.
func TestSessionIsUndoneInEveryState(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "CRM"}))
	x.plan(t, "a", model.Current)
	host, at, m := x.begun(t, "tell", nil)
	for _, space := range []string{"/w/lamps", "/w/lamps~a"} {
		host.post(t, space+"/add/technology", url.Values{"name": {"Till of " + space}}).want(t, http.StatusSeeOther)
	}
	if changes, err := x.store.MeetingChanges(t.Context(), x.space.ID, m.ID); err != nil || len(changes) != 2 {
		t.Fatalf("made in it = %v, %v", changes, err)
	}
	host.post(t, at+"/undo", url.Values{"client": {"once"}}).want(t, http.StatusSeeOther)
	for _, state := range []string{model.Current, "a"} {
		g, _, err := x.store.StateGraph(t.Context(), x.space.ID, state)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(g.OfKind(model.Technology)); n != 1 {
			t.Errorf("in %s there are %d technologies, want 1", state, n)
		}
	}
}

// Two facilitators who press the same button at once go on once.
func TestTwoFacilitators(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	host, at, m := x.begun(t, "choose", nil)
	other := x.browse(t, x.person(t, "Edda Editor", model.Editor))
	now := func() store.Meeting {
		t.Helper()
		m, err := x.store.Meeting(t.Context(), x.space.ID, m.ID)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	before := now().Stage
	form := url.Values{"do": {"next"}, "seen": {strconv.Itoa(before)}}
	if body := host.get(t, at).want(t, 200).body; !strings.Contains(body, `name="seen" value="`+form.Get("seen")+`"`) {
		t.Fatal("the buttons do not say in which stage they were seen")
	}
	for _, b := range []*browser{host, other} {
		b.post(t, at+"/do", form).want(t, http.StatusSeeOther)
	}
	if after := now().Stage; after != before+1 {
		t.Errorf("both went on from %d to %d", before, after)
	}
	form.Set("seen", strconv.Itoa(now().Stage))
	for _, do := range []string{"pause", "pause", "resume", "resume"} {
		form.Set("do", do)
		host.post(t, at+"/do", form).want(t, http.StatusSeeOther)
		if stands := now().Since.IsZero(); stands != (do == "pause") {
			t.Errorf("after %s the clock stands: %t", do, stands)
		}
	}
}

// The facilitator brings everybody to a page; who takes part finds the way there on every page of the workspace.
func TestFollow(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	ana := x.browse(t, x.person(t, "Ana", model.Viewer))
	host, at, m := x.begun(t, "tell", nil)
	if strings.Contains(ana.get(t, "/w/lamps").want(t, 200).body, "session-bar") {
		t.Error("who takes no part sees the bar of the session")
	}
	ana.post(t, "/join/"+m.Code, url.Values{"name": {"Ana"}}).want(t, http.StatusSeeOther)
	form := host.get(t, "/w/lamps/map?depth=1").want(t, 200).form(t, at+"/do")
	if form.Get("follow") != "/w/lamps/map?depth=1" {
		t.Fatalf("the bar brings to %q", form.Get("follow"))
	}
	form.Set("do", "follow")
	if to := host.post(t, at+"/do", form).want(t, http.StatusSeeOther).location; to != "/w/lamps/map?depth=1" {
		t.Errorf("after bringing everybody, the facilitator is on %q", to)
	}
	if body := ana.get(t, "/w/lamps").want(t, 200).body; !strings.Contains(body, `href="/w/lamps/map?depth=1"`) || !strings.Contains(body, "come along") {
		t.Error("a participant is not told where the facilitator is")
	}
	form.Set("follow", "https://elsewhere.example/")
	host.post(t, at+"/do", form).want(t, http.StatusSeeOther)
	if now, err := x.store.Meeting(t.Context(), x.space.ID, m.ID); err != nil || now.Follow != "/" {
		t.Errorf("everybody was brought to %q, %v", now.Follow, err)
	}
}

// Stages are moved, added and taken out; what was written goes with its stage, and a later session can begin from the agenda.
func TestAgendaIsChanged(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	host, at, m := x.begun(t, "write", nil)
	guest := x.comeIn(t, m, "Amara", "")
	guest.post(t, "/join/"+m.Code+"/cards", url.Values{"text": {"A thought"}}).want(t, http.StatusSeeOther)
	act := func(do string, change func(url.Values)) reply {
		t.Helper()
		form := host.get(t, at+"/agenda").want(t, 200).form(t, at+"/agenda")
		form.Set("do", do)
		if change != nil {
			change(form)
		}
		return host.post(t, at+"/agenda", form)
	}
	act("up:3", nil).want(t, http.StatusSeeOther) // what is written is the fourth
	act("add", nil).want(t, http.StatusSeeOther)
	act("remove:0", nil).want(t, http.StatusSeeOther)
	act("save", func(f url.Values) { f["title"][1], f["minutes"][1] = "Think alone", "۷" }).want(t, http.StatusSeeOther)
	now, err := x.store.Meeting(t.Context(), x.space.ID, m.ID)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, st := range now.Agenda {
		kinds = append(kinds, st.Kind)
	}
	if got := strings.Join(kinds, " "); got != "tell write shape merge dig read act cure decide free" || now.Now().Title != "Think alone" || now.Now().Minutes != 7 {
		t.Errorf("agenda = %s, at %+v", got, now.Now())
	}
	cards, err := x.store.Cards(t.Context(), now)
	if err != nil || len(cards) != 1 || now.Agenda[cards[0].Stage].Kind != "write" {
		t.Errorf("cards = %+v, %v", cards, err)
	}
	act("remove:1", nil).want(t, http.StatusConflict)
	if body := act("save", func(f url.Values) { f["minutes"][0], f["title"][0] = "many", "Kept" }).want(t, http.StatusUnprocessableEntity).body; !strings.Contains(body, `value="many"`) || !strings.Contains(body, `value="Kept"`) {
		t.Error("what was typed is lost where the minutes are none")
	}
	stale := host.get(t, at+"/agenda").want(t, 200).form(t, at+"/agenda")
	act("add", nil).want(t, http.StatusSeeOther)
	stale.Set("do", "save")
	host.post(t, at+"/agenda", stale).want(t, http.StatusConflict)
	stale = host.get(t, at+"/agenda").want(t, 200).form(t, at+"/agenda")
	act("up:1", nil).want(t, http.StatusSeeOther)
	act("down:0", func(f url.Values) { f.Set("do", "down:0") }).want(t, http.StatusSeeOther)
	act("up:2", nil).want(t, http.StatusSeeOther) // as long as before, in another order
	stale.Set("do", "save")
	stale["prompt"][0] = "What do you see?"
	if body := host.post(t, at+"/agenda", stale).want(t, http.StatusConflict).body; !strings.Contains(body, "What do you see?") {
		t.Error("what was typed into an agenda that others changed is lost")
	}
	act("down:1", nil).want(t, http.StatusSeeOther)

	again := host.post(t, "/w/lamps/sessions", url.Values{"title": {"Once more"}, "agenda": {m.ID}}).want(t, http.StatusSeeOther).location
	later, err := x.store.Meeting(t.Context(), x.space.ID, path.Base(again))
	if err != nil || len(later.Agenda) != 11 || later.Agenda[1].Title != "Think alone" {
		t.Errorf("begun from it: %+v, %v", later.Agenda, err)
	}
}

// An agenda that waited for the network may arrive twice.
func TestAgendaArrivesTwice(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	host, at, _ := x.begun(t, "write", nil)
	form := host.get(t, at+"/agenda").want(t, 200).form(t, "/agenda")
	if form.Get("client") == "" {
		t.Error("the form of an agenda does not wait where there is no network")
	}
	form["prompt"][0] = "What do we look at today?"
	for range 2 {
		host.post(t, at+"/agenda", form).want(t, http.StatusSeeOther)
	}
	form["prompt"][0] = "And tomorrow?"
	host.post(t, at+"/agenda", form).want(t, http.StatusConflict)
}

// Slips are typed in by their numbers, each once.
func TestSlips(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	host, at, m := x.begun(t, "write", nil)
	if body := host.get(t, at+"/slips?from=9&count=3").want(t, 200).body; strings.Count(body, `class="number"`) != 3 || !strings.Contains(body, ">11<") || !strings.Contains(body, "data:image/png") {
		t.Error("the slips 9 to 11 are not drawn")
	}
	host.post(t, at+"/cards", url.Values{"cards": {"12: The till asks\n۱۳： For a number\nWithout any: thought"}}).want(t, http.StatusSeeOther)
	host.post(t, at+"/cards", url.Values{"cards": {"12: The till asks\n14: Once more"}}).want(t, http.StatusSeeOther)
	cards, err := x.store.Cards(t.Context(), m)
	var texts []string
	for _, card := range cards {
		texts = append(texts, card.Text)
	}
	if got := strings.Join(texts, "|"); err != nil || got != "The till asks|For a number|Without any: thought|Once more" {
		t.Errorf("cards = %s, %v", got, err)
	}
}

// A code is typed as it is read off the wall; a wrong one is told in words.
func TestCodePage(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	_, _, m := x.begun(t, "write", nil)
	b := x.browse(t, store.User{})
	if to := b.get(t, "/join?code="+url.QueryEscape(" "+strings.ToLower(spaced(m.Code)))).want(t, http.StatusSeeOther).location; to != "/join/"+m.Code {
		t.Errorf("the code leads to %q", to)
	}
	if body := b.get(t, "/join?code=hello").want(t, http.StatusUnprocessableEntity).body; !strings.Contains(body, "No open session has this code") {
		t.Error("a wrong code is not told in words")
	}
}

// Results are told by role where that tells of nobody alone.
func TestVotesByRole(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	host, at, m := x.begun(t, "act", nil)
	host.post(t, at+"/polls", url.Values{"kind": {"consent"}, "choices": {"New rule"}}).want(t, http.StatusSeeOther)
	polls, err := x.store.Polls(t.Context(), m)
	if err != nil || len(polls) != 1 {
		t.Fatalf("polls = %v, %v", polls, err)
	}
	for name, vote := range map[string][2]string{"Amara": {"Clerk", "2"}, "Bert": {"clerk", "2"}, "Cleo": {"Driver", "0"}, "Dana": {"Driver", "1"}, "Emil": {"Manager", "0"}} {
		x.comeIn(t, m, name, vote[0]).post(t, "/join/"+m.Code+"/votes/"+polls[0].ID, url.Values{"vote.line-1": {vote[1]}}).want(t, http.StatusSeeOther)
	}
	host.post(t, at+"/polls/"+polls[0].ID+"/close", nil).want(t, http.StatusSeeOther)
	text := strings.Join(strings.Fields(textOfPage(t, host.get(t, at))), " ")
	if !strings.Contains(text, "Driver: objects 1 · can live with it 1") || strings.Contains(text, "Manager:") {
		t.Errorf("the page says: %s", text)
	}
}

// What a participant shows the others is seen on the wall, and passes.
func TestMood(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	host, at, m := x.begun(t, "act", nil)
	guest := x.comeIn(t, m, "Amara", "")
	guest.post(t, "/join/"+m.Code+"/mood", url.Values{"mood": {"slower"}}).want(t, http.StatusSeeOther)
	if !strings.Contains(host.get(t, at).want(t, 200).body, "Slower, please") {
		t.Error("the wall does not show what a participant feels")
	}
	guest.post(t, "/join/"+m.Code+"/mood", url.Values{"mood": {"angry"}}).want(t, http.StatusUnprocessableEntity)
	guest.post(t, "/join/"+m.Code+"/mood", url.Values{"mood": {""}}).want(t, http.StatusSeeOther)
	if strings.Contains(host.get(t, at).want(t, 200).body, "Slower, please") {
		t.Error("it is still shown after it was taken back")
	}
}

// A guest sees nothing but the session, even where their secret is sent along to other pages.
func TestGuestSeesOnlyTheSession(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.problem(t, "No store takes back a lamp bought online")
	_, _, m := x.begun(t, "write", url.Values{"problem": {"p"}})
	guest, secret, err := x.store.Join(t.Context(), m, store.Guest{Name: "Amara"})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range x.server.pages() {
		if !strings.HasPrefix(r.Path, "/w/") {
			continue
		}
		path := strings.NewReplacer(":ws", "lamps", ":id", "p", ":guest", guest.ID).Replace(r.Path)
		q, err := http.NewRequestWithContext(t.Context(), r.Method, x.URL+path+"?since=soon", nil)
		if err != nil {
			t.Fatal(err)
		}
		q.Header.Set("Sec-Fetch-Site", "same-origin")
		q.AddCookie(&http.Cookie{Name: "guest", Value: secret})
		answer, err := (&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}).Do(q)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != http.StatusUnauthorized && (answer.StatusCode != http.StatusSeeOther || !strings.HasPrefix(answer.Header.Get("Location"), "/login")) {
			t.Errorf("%s %s answers a guest %d to %s", r.Method, path, answer.StatusCode, answer.Header.Get("Location"))
		}
	}
}
