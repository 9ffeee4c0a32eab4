package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/whys"
	"rootline/store"
	"rootline/templates"
	"rootline/web/inquiry"
)

// study is one analysis as a request sees it.
type study struct {
	*room
	*whys.Analysis
	page, on string // the question: its page, and the element it is about
}

// study reads the analysis of the request. Errors: NotFound.
func (s *Server) study(c echo.Context) (*study, error) {
	r, err := s.enter(c)
	if err != nil {
		return nil, err
	}
	a, err := inquiry.Analyse(c.Request().Context(), s.store, r.Place.Workspace, r.graph, c.Param("id"))
	if err != nil {
		return nil, err
	}
	return &study{room: r, Analysis: a, page: c.Param("page"), on: c.Param("on")}, nil
}

// base is the address of the analysis.
func (st *study) base() string { return st.space.URL("problems", st.Problem.ID, "analysis") }

func (st *study) url(q whys.Question) string {
	if q.Page == "report" {
		return st.space.URL("problems", st.Problem.ID, "report")
	}
	u := st.base() + "/" + q.Page
	if q.On != "" {
		u += "/" + q.On
	}
	return u
}

// node is the problem or cause that the question is about; nil where it is about an action.
func (st *study) node() *whys.Node {
	if st.on == "" {
		return st.Problem
	}
	return st.Node(st.on)
}

// outcome is what an answer comes to: one change, and where it leads.
type outcome struct {
	title    titled // of the change
	ops      []model.Op
	verdicts []store.Verdict
	wrote    []string               // ids of what was worded just now; "" = the element of the question
	refused  []templates.FieldError // why the answer cannot be taken
	to       string                 // where to go on; "" = the next open question
	told     string                 // stay on the page and say this
}

// asking is one sort of question: what it asks of, what its form holds, what an answer comes to, how it is shown.
type asking struct {
	of     string // what it is about: "" the problem, "node", "cause", "root", "action"
	fill   func(*study, templates.Answers)
	answer func(*study, templates.Answers) outcome
	show   func(*study, templates.Page, templates.Inquiry, templates.Answers) component
	found  map[string][]string // field: the checks whose findings stand beside it
	chain  bool                // the chain so far stands below the question
}

// askings are the pages of the guided analysis.
var askings = map[string]asking{
	"what": askWhat, "where": askWhere, "figures": askFigures, "effect": askEffect, "proof": askProof, "sentence": askSentence,
	"first": askFirst, "ground": askGround, "dig": askDig, "more": askMore, "person": askPerson,
	"stop": askStop, "read": askRead, "cure": askCure, "plan": askPlan, "move": askMove,
}

// asked finds the question that the path names. Errors: NotFound.
func (st *study) asked() (asking, error) {
	q, ok := askings[st.page]
	if ok {
		switch q.of {
		case "":
			ok = st.on == ""
		case "node":
			ok = st.node() != nil
		case "cause":
			ok = st.on != "" && st.node() != nil && st.node().Kind == model.Cause
		case "action":
			ok = st.Action(st.on) != nil
		}
	}
	if !ok {
		return asking{}, model.Fault(model.NotFound, "", "not-found")
	}
	return q, nil
}

// analysisResume leads to the next open question.
func (s *Server) analysisResume(c echo.Context) error {
	st, err := s.study(c)
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, st.url(st.Next()))
}

// analysisAsk shows a question.
func (s *Server) analysisAsk(c echo.Context) error {
	st, err := s.study(c)
	if err != nil {
		return err
	}
	if st.page == "report" {
		return c.Redirect(http.StatusSeeOther, st.url(whys.Question{Page: "report"}))
	}
	q, err := st.asked()
	if err != nil {
		return err
	}
	given := templates.Answers{}
	q.fill(st, given)
	return s.showQuestion(st, q, http.StatusOK, given, beside{})
}

// beside is what the page of a question says beside it.
type beside struct {
	errors []templates.FieldError
	stale  []templates.StaleAnswer
	told   string
}

func (s *Server) showQuestion(st *study, q asking, status int, given templates.Answers, also beside) error {
	in := s.inquiry(st, q, given)
	in.Errors, in.Stale, in.Told = also.errors, also.stale, also.told
	return s.render(st.c, status, q.show(st, s.questionPage(st, in.Ask), in, given))
}

// questionPage is the frame of every page of the analysis: the side bar is a rail, for the question needs the room.
func (s *Server) questionPage(st *study, title string) templates.Page {
	p := s.roomPage(st.room, title, "problems")
	p.Rail, p.Wide = true, true
	p.Styles, p.Scripts = []string{"question", "graph"}, []string{"pick", "analysis"}
	return p
}

// inquiry is what stands around a question.
func (s *Server) inquiry(st *study, q asking, given templates.Answers) templates.Inquiry {
	in := templates.Inquiry{
		PickURL: st.space.URL("pick"), Base: st.base(), Page: st.page, On: st.on, Leave: st.space.URL("elements", st.Problem.ID), Back: st.back(), Ask: st.question(),
		Client: store.NewID(), Drawn: strconv.FormatInt(int64(st.rev), 10), CanSay: st.space.CanContribute(), Analysis: st.Analysis,
		Currency: st.Place.Currency, Saved: s.saved(st), Idea: given.Text("idea"),
	}
	if st.page == "dig" {
		in.Now = given.Text("cause")
	}
	in.Stages, in.More = st.stages()
	was := templates.Answers{}
	q.fill(st, was)
	for _, name := range sortedNames(was) {
		for _, v := range was[name] {
			in.Was = append(in.Was, templates.Option{Label: name, Value: v})
		}
	}
	in.Found, in.Looked = st.found(q, given)
	in.Check = st.checkURL(given)
	if q.chain {
		in.Chain = templates.Chain(st.Say, st.graph, st.way(), slices.Contains([]string{"first", "dig", "more"}, st.page), nil)
	}
	in.Elsewhere = st.elsewhere(given)
	return in
}

func sortedNames(a templates.Answers) []string {
	names := make([]string, 0, len(a))
	for n := range a {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// way leads from the problem down to what the question is about.
func (st *study) way() []*whys.Node {
	if n := st.node(); n != nil {
		return st.Path(n)
	}
	return nil
}

// question is the heading of the page: what is asked.
func (st *study) question() string {
	about := ""
	if e := st.graph.Element(st.on); e != nil {
		about = e.NameIn(st.Say.Lang())
	} else {
		about = st.Problem.NameIn(st.Say.Lang())
	}
	return st.Say.T("analysis.ask."+st.page, "About", st.Say.Quote(unstopped(about)))
}

// unstopped is a text without the full stop that would stand within the sentence around it.
func unstopped(text string) string { return strings.TrimRight(strings.TrimSpace(text), ".。．") }

// back is the address of the question before this one.
func (st *study) back() string {
	qs := st.Questions()
	at := func(page string) int {
		return slices.IndexFunc(qs, func(q whys.Question) bool { return q.Page == page && q.On == st.on })
	}
	i := at(st.page)
	if i < 0 {
		if i = at("ground"); i >= 0 { // asked again of a cause that has its answer
			return st.url(qs[i])
		}
	}
	if i <= 0 {
		return ""
	}
	return st.url(qs[i-1])
}

// stages are the marks of the progress line, and how many questions of this stage beside the one at hand have no answer yet. The
// stages stay as many as they are, while an answer can bring further questions.
func (st *study) stages() (marks []templates.StageMark, more int) {
	qs := st.Questions()
	now := stageOf(st.page)
	for _, q := range qs {
		if q.Stage == now && !q.Done && (q.Page != st.page || q.On != st.on) {
			more++
		}
	}
	before := true // all stages so far are done
	for _, stage := range whys.Stages {
		m := templates.StageMark{Stage: stage}
		done := true
		for _, q := range qs {
			if q.Stage != stage {
				continue
			}
			if m.URL == "" || done && !q.Done {
				m.URL = st.url(q)
			}
			done = done && q.Done
		}
		switch {
		case stage == now:
			m.State = "now"
		case m.URL == "" && before:
			m.State = "none"
		case m.URL != "" && done:
			m.State = "done"
		}
		before = before && m.State != ""
		marks = append(marks, m)
	}
	return marks, more
}

func stageOf(page string) whys.Stage {
	switch page {
	case "first":
		return whys.StageFirst
	case "ground", "dig", "more", "move", "outline", "lines", "graph":
		return whys.StageDig
	case "person":
		return whys.StagePeople
	case "stop":
		return whys.StageStop
	case "read":
		return whys.StageRead
	case "cure":
		return whys.StageCures
	case "plan":
		return whys.StagePlan
	}
	return whys.StageProblem
}

// saved is when the person last changed something here, within a day.
func (s *Server) saved(st *study) templates.Clock {
	e, err := s.store.LastOwn(st.c.Request().Context(), st.Place.ID, st.State.ID, st.User.ID)
	if err != nil || time.Since(e.At) > 24*time.Hour {
		return templates.Clock{}
	}
	return templates.Clock{ISO: e.At.Format(time.RFC3339), Words: st.Say.Clock(e.At)}
}

// elsewhere are causes of other problems that lie where this one does.
func (st *study) elsewhere(given templates.Answers) []templates.Elsewhere {
	n := st.node()
	if n == nil {
		return nil
	}
	seen := map[string]bool{}
	var out []templates.Elsewhere
	for _, place := range n.Places {
		for _, cause := range st.graph.Sources(place.ID, model.LocatedIn) {
			if seen[cause.ID] || st.Node(cause.ID) != nil || len(out) == 3 {
				continue
			}
			seen[cause.ID] = true
			if p := problemOf(st.graph, cause.ID); p != nil {
				e := templates.Elsewhere{Cause: cause.NameIn(st.Say.Lang()), Problem: p.NameIn(st.Say.Lang())}
				if st.space.CanContribute() {
					e.URL = st.base() + "/dig/" + n.ID + "?reuse=" + cause.ID
				}
				out = append(out, e)
			}
		}
	}
	return out
}

// problemOf is a problem that a cause leads to, nil where there is none.
func problemOf(g *model.Graph, cause string) *model.Element {
	seen := map[string]bool{cause: true}
	for todo := []string{cause}; len(todo) > 0; todo = todo[1:] {
		for _, e := range g.Sources(todo[0], model.Because) {
			if e.Kind == model.Problem {
				return e
			}
			if !seen[e.ID] {
				seen[e.ID] = true
				todo = append(todo, e.ID)
			}
		}
	}
	return nil
}
