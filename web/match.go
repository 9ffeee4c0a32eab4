package web

import (
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/exchange"
	"rootline/model/match"
	"rootline/store"
	"rootline/templates"
)

// targetPage asks for the file of a target model made elsewhere.
func (s *Server) targetPage(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	return s.showTarget(r, http.StatusOK, "", nil)
}

func (s *Server) showTarget(r *room, status int, text string, faults []templates.FieldError) error {
	f := templates.TargetForm{Action: r.space.URL("states", "import"), Cancel: r.space.URL("states"), Errors: faults, Text: templates.Field{Value: text}, FileError: messageFor(faults, "file"),
		Name: templates.Field{Name: "name", Label: r.Say.T("states.name"), Hint: r.Say.T("states.name.says"), Value: field(r.c, "name"), Error: messageFor(faults, "name")}}
	return s.render(r.c, status, templates.Target(s.targetFrame(r, r.Say.T("match.title")), f))
}

func (s *Server) targetFrame(r *room, title string) templates.Page {
	p := s.roomPage(r, title, "states")
	p.Styles = append(p.Styles, "states", "views")
	p.Crumbs = []templates.Crumb{{Label: r.Say.T("frame.states"), URL: r.space.Today().URL("states")}}
	return p
}

// target is a target model while somebody pairs it with ours.
type target struct {
	*room
	text, name string
	file       *exchange.File
	proposals  []match.Proposal
	choice     match.Choice
	spelling   bool
	faults     []templates.FieldError
}

// targetPair reads the file and asks what is what; with all decided it makes a plan of it.
func (s *Server) targetPair(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	t := &target{room: r, name: field(c, "name"), spelling: c.FormValue("spelling") != ""}
	if t.text, err = sentFile(c); err != nil {
		return err
	}
	if e := model.CheckPlanName(t.name); e != nil {
		return s.showTarget(r, http.StatusUnprocessableEntity, t.text, fieldErrors(r.Say, e))
	}
	if t.text == "" {
		return s.showTarget(r, http.StatusUnprocessableEntity, "", []templates.FieldError{{Field: "file", Message: r.Say.T("match.file.none")}})
	}
	t.file, _, err = exchange.Read(strings.NewReader(t.text))
	if e, ok := mendable(err); ok {
		faults := []templates.FieldError{{Field: "file", Message: r.Say.T("match.file.bad")}}
		for i, f := range fieldErrors(r.Say, e) {
			if i < 8 {
				faults = append(faults, templates.FieldError{Message: f.Field + ": " + f.Message})
			}
		}
		return s.showTarget(r, http.StatusUnprocessableEntity, t.text, faults)
	} else if err != nil {
		return err
	}
	if n := len(t.file.Elements) + len(t.file.Links); n > store.MaxStateOps {
		return s.showTarget(r, http.StatusUnprocessableEntity, "", []templates.FieldError{{Field: "file", Message: r.tooLarge(n)}})
	}
	t.proposals = match.Propose(r.graph, t.file.Elements, t.file.Links)
	t.decide()
	if c.FormValue("step") != "make" {
		t.faults = nil
		return s.showMatch(t, http.StatusOK)
	}
	if len(t.faults) > 0 {
		return s.showMatch(t, http.StatusUnprocessableEntity)
	}
	return s.targetMake(t)
}

// tooLarge says that a model of so many elements and links does not go into one plan.
func (r *room) tooLarge(n int) string {
	return r.Say.T("match.file.large", "count", n, "Most", store.MaxStateOps)
}

// sentFile is the file of a form, or the text that was pasted or kept of it.
func sentFile(c echo.Context) (string, error) {
	h, err := c.FormFile("file")
	if err != nil || h.Size == 0 { // none was chosen
		return strings.TrimSpace(c.FormValue("text")), nil
	}
	f, err := h.Open()
	if err != nil {
		return "", err
	}
	b, err := io.ReadAll(f)
	if closed := f.Close(); err == nil {
		err = closed
	}
	return string(b), err
}

// fresh is the choice that an element is none of ours.
const freshChoice = "-"

func matchKey(e *model.Element) string { return "is." + e.ID }

// decide reads what somebody decided; what is open becomes a fault.
func (t *target) decide() {
	t.choice = match.Choice{Ours: map[string]string{}, Remove: t.c.FormValue("lack") == "remove"}
	used := map[string]string{}
	ask := func(e *model.Element) {
		t.faults = append(t.faults, templates.FieldError{Field: matchKey(e), Message: t.Say.T("match.open", "Name", t.Say.Quote(e.NameIn(t.Say.Lang())))})
	}
	for _, p := range t.proposals {
		switch is := t.c.FormValue(matchKey(p.Theirs)); {
		case p.Taken != nil:
			t.choice.Ours[p.Theirs.ID] = p.Taken.ID
		case len(p.Candidates) == 0 && is == "", is == freshChoice:
			t.choice.Ours[p.Theirs.ID] = ""
		case is == "":
			ask(p.Theirs)
		default:
			if !slices.ContainsFunc(p.Candidates, func(c match.Candidate) bool { return c.Ours.ID == is }) { // ours have changed meanwhile
				ask(p.Theirs)
				break
			}
			t.choice.Ours[p.Theirs.ID] = is
		}
		if ours := t.choice.Ours[p.Theirs.ID]; ours != "" {
			if other := used[ours]; other != "" {
				t.faults = append(t.faults, templates.FieldError{Field: matchKey(p.Theirs), Message: t.Say.T("match.twice", "Name", t.Say.Quote(nameIn(t.Say, t.graph, ours)))})
			}
			used[ours] = p.Theirs.ID
		}
	}
}

// mostMatched is how many of each sort that needs no decision are listed.
const mostMatched = 200

func (s *Server) showMatch(t *target, status int) error {
	v := templates.MatchView{Title: t.Say.T("match.pair", "Name", t.Say.Quote(t.name)), Lead: t.Say.T("match.pair.says"), Action: t.space.URL("states", "import"), Cancel: t.space.URL("states"),
		Client: store.NewID(), Name: t.name, File: t.text, Spelling: t.spelling, Errors: t.faults}
	known := match.Choice{Ours: map[string]string{}}
	taken, fresh, missing := 0, 0, 0
	for _, p := range t.proposals {
		switch {
		case p.Taken != nil:
			known.Ours[p.Theirs.ID] = p.Taken.ID
			if taken++; taken <= mostMatched {
				v.Taken = append(v.Taken, templates.MatchPair{Thing: t.named(p.Taken), How: t.Say.T("match.how." + string(p.How))})
			}
		case len(p.Candidates) == 0:
			if fresh++; fresh <= mostMatched {
				v.Fresh = append(v.Fresh, templates.ThingOf(t.Say, p.Theirs, string(model.LayerOf(t.graph, p.Theirs))))
			}
		default:
			v.Asked = append(v.Asked, t.ask(p))
			for _, c := range p.Candidates {
				known.Ours[p.Theirs.ID+"\x00"+c.Ours.ID] = c.Ours.ID
			}
		}
	}
	paired := map[string]bool{}
	for _, id := range known.Ours {
		paired[id] = true
	}
	for _, e := range match.Missing(t.graph, t.file.Elements, known) {
		if paired[e.ID] {
			continue
		}
		if missing++; missing <= mostMatched {
			v.Missing = append(v.Missing, t.named(e))
		}
	}
	v.TakenCount, v.FreshCount, v.MissingCount = taken, fresh, missing
	v.Sums = []string{t.Say.T("match.sum.taken", "count", taken), t.Say.T("match.sum.asked", "count", len(v.Asked)), t.Say.T("match.sum.fresh", "count", fresh), t.Say.T("match.sum.missing", "count", missing)}
	v.Lack = []templates.Option{{Value: "keep", Label: t.Say.T("match.lack.keep"), Hint: t.Say.T("match.lack.keep.says"), On: !t.choice.Remove}, {Value: "remove", Label: t.Say.T("match.lack.remove"), Hint: t.Say.T("match.lack.remove.says"), On: t.choice.Remove}}
	return s.render(t.c, status, templates.Match(s.targetFrame(t.room, v.Title), v))
}

// ask is one of theirs with what it may be; nothing is chosen.
func (t *target) ask(p match.Proposal) templates.MatchAsk {
	a := templates.MatchAsk{Key: matchKey(p.Theirs), Name: p.Theirs.NameIn(t.Say.Lang()), Kind: t.Say.Kind(p.Theirs.Kind, false), Error: messageFor(t.faults, matchKey(p.Theirs))}
	chosen := t.c.FormValue(a.Key)
	for _, c := range p.Candidates {
		a.Choices = append(a.Choices, templates.Option{Value: c.Ours.ID, Label: c.Ours.NameIn(t.Say.Lang()), Hint: t.Say.T("match.how." + string(c.How)), On: chosen == c.Ours.ID})
	}
	a.Choices = append(a.Choices, templates.Option{Value: freshChoice, Label: t.Say.T("match.new"), On: chosen == freshChoice})
	return a
}

// targetMake checks the whole, and makes a plan of titled changes of it.
func (s *Server) targetMake(t *target) error {
	ctx := t.c.Request().Context()
	st := store.State{ID: freshID(t.c, "state", 0), Name: t.name, Kind: exchange.StateKinds[0], Base: model.Current}
	if t.State.ID != "" {
		st.Base = t.State.ID
	}
	ops := match.Plan(t.graph, t.file.Elements, t.file.Links, t.choice, func(kind string) string { return store.NewElementID(kind) })
	if !t.spelling {
		delete(ops, match.Words)
	}
	n := 0
	for _, part := range ops {
		n += len(part)
	}
	if n > store.MaxStateOps {
		return s.showTarget(t.room, http.StatusUnprocessableEntity, "", []templates.FieldError{{Field: "file", Message: t.tooLarge(len(t.file.Elements) + len(t.file.Links))}})
	}
	g := t.graph
	for _, part := range match.Parts {
		next, _, err := g.Apply(model.Change{Ops: ops[part]})
		if e, ok := mendable(err); ok {
			return s.refuseMatch(t, e)
		} else if err != nil {
			return err
		}
		g = next
	}
	plan := store.StateDelivery{State: st}
	for _, part := range match.Parts {
		if len(ops[part]) > 0 {
			title, titles := t.title(telling("match.part." + string(part)))
			plan.Changes = append(plan.Changes, model.Change{ID: store.NewID(), Title: title, Titles: titles, Ops: ops[part]})
		}
	}
	err := s.store.AddPlan(ctx, t.Place.ID, plan, author(t.c))
	switch e, ok := mendable(err); {
	case ok && e.Field == "id": // the form was sent twice: it is there already
	case ok: // today has moved on meanwhile
		return s.refuseMatch(t, e)
	case err != nil:
		return err
	}
	return t.c.Redirect(http.StatusSeeOther, t.space.Today().URL("states", st.ID))
}

// refuseMatch shows the pairs again, and what cannot be.
func (s *Server) refuseMatch(t *target, e *model.Error) error {
	t.faults = nil
	for _, f := range e.All() {
		one := *f
		one.Also = nil
		t.faults = append(t.faults, templates.FieldError{Message: t.Say.Error(&one)})
	}
	return s.showMatch(t, http.StatusUnprocessableEntity)
}
