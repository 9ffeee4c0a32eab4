package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/whys"
	"rootline/store"
	"rootline/templates"
)

// analysisAnswer takes an answer: one change, then on to the next question.
func (s *Server) analysisAnswer(c echo.Context) error {
	st, err := s.study(c)
	if err != nil {
		return err
	}
	q, err := st.asked()
	if err != nil {
		return err
	}
	given, err := answersOf(c)
	if err != nil {
		return err
	}
	out := st.outcome(q, given)
	if len(out.refused) > 0 {
		return s.showQuestion(st, q, http.StatusUnprocessableEntity, given, beside{errors: out.refused})
	}
	if err := s.keepAnswer(st, given, out); err != nil {
		e, ok := mendable(err)
		if !ok {
			return err
		}
		return s.mendQuestion(c, given, out, e)
	}
	return s.goOn(c, q, given, out)
}

// outcome is what an answer comes to, whichever button sent it.
func (st *study) outcome(q asking, given templates.Answers) outcome {
	idea := given.Text("idea")
	switch {
	case given.Text("do") == "park":
		return st.park(idea, nil)
	case given.Text("do") == "park-name":
		about := st.Node(given.Text("cause"))
		if about == nil {
			about = st.node()
		}
		return st.park(given.Text("name"), about)
	case given.Text("drop") != "":
		return st.dropEvidence(given.Text("drop"))
	}
	out := q.answer(st, given)
	switch parked := st.park(idea, nil); {
	case idea == "" || len(parked.refused) > 0:
	case len(out.refused) > 0:
		return parked
	default: // an idea typed beside the answer is kept with it
		out.ops = append(out.ops, parked.ops...)
	}
	return out
}

// keepAnswer stores what an answer comes to: one change, then the verdicts.
func (s *Server) keepAnswer(st *study, given templates.Answers, out outcome) error {
	ctx := st.c.Request().Context()
	by := author(st.c)
	if len(out.ops) > 0 {
		drawn, err := strconv.ParseInt(given.Text("drawn"), 10, 64)
		if err != nil || drawn <= 0 || model.Revision(drawn) > st.rev {
			drawn = int64(st.rev)
		}
		title, titles := st.title(out.title)
		done, err := s.store.CommitChange(ctx, model.Change{
			ID: store.NewID(), Workspace: st.Place.ID, State: st.State.ID, Title: title, Titles: titles, Author: by,
			ClientID: clientID(given), DrawnAt: model.Revision(drawn), Ops: out.ops,
		})
		if err != nil {
			return err
		}
		if out.told == "" {
			s.done(st.room, title, done.ID)
		}
	}
	for _, v := range out.verdicts {
		v.By, v.ByID = by.Name, by.ID
		if err := s.store.Judge(ctx, st.Place.ID, v, by); err != nil {
			return err
		}
	}
	return nil
}

// clientID names the drawing of the form and the button that sent it, so that a retry takes effect once and another button
// still does its own.
func clientID(given templates.Answers) string {
	id := given.Text("client")
	if id == "" || len(id) > 64 {
		return ""
	}
	return "analysis." + id + "." + given.Text("do") + given.Text("drop")
}

// mendQuestion draws a question again whose answer was refused: what was typed is kept, and what somebody else changed
// stands beside it.
func (s *Server) mendQuestion(c echo.Context, given templates.Answers, out outcome, e *model.Error) error {
	st, err := s.study(c) // as it is now
	if err != nil {
		return err
	}
	q, err := st.asked()
	if err != nil {
		return err
	}
	also := beside{errors: st.faults(out.ops, e)}
	for _, v := range e.Stale {
		also.stale = append(also.stale, st.stale(v))
	}
	if len(also.stale) > 0 {
		also.errors = nil
	}
	return s.showQuestion(st, q, Status(e.Kind), given, also)
}

// faults says each fault of a refused change beside the field that made it.
func (st *study) faults(ops []model.Op, e *model.Error) []templates.FieldError {
	var out []templates.FieldError
	for _, f := range e.All() {
		field := ""
		if f.Msg == "circle.because" {
			field = "circle"
		} else if rest, ok := strings.CutPrefix(f.Field, "ops["); ok {
			number, path, _ := strings.Cut(rest, "]")
			if i, err := strconv.Atoi(number); err == nil && i < len(ops) {
				field, _, _ = strings.Cut(ops[i].Field, "names.")
				if field != ops[i].Field {
					field = "name"
				}
				if ops[i].Kind == model.OpAddElement {
					field = strings.TrimPrefix(path, ".element.")
				}
			}
		}
		out = append(out, templates.FieldError{Field: strings.TrimPrefix(field, "props."), Message: st.Say.Error(&model.Error{Kind: f.Kind, Msg: f.Msg, Args: f.Args})})
	}
	return out
}

// stale words a value that somebody else changed.
func (st *study) stale(v model.Stale) templates.StaleAnswer {
	kind := ""
	if e := st.graph.Element(v.ID); e != nil {
		kind = string(e.Kind)
	} else if l := st.graph.Link(v.ID); l != nil {
		kind = string(l.Kind)
	}
	w := st.wording()
	return templates.StaleAnswer{Label: w.Field(kind, v.Field), Seen: w.Value(kind, v.Field, v.Original),
		Present: w.Value(kind, v.Field, v.Present), Yours: w.Value(kind, v.Field, v.Proposed)}
}

// goOn leads on after an answer was stored: back to the same question once where its wording asks something, else to the
// next open one.
func (s *Server) goOn(c echo.Context, q asking, given templates.Answers, out outcome) error {
	st, err := s.study(c)
	if err != nil {
		return err
	}
	if out.told != "" {
		again := templates.Answers{}
		q.fill(st, again)
		for name, v := range given {
			if !strings.HasPrefix(name, "was.") && name != "idea" && name != "client" && name != "drawn" && name != "looked" {
				again[name] = v
			}
		}
		return s.showQuestion(st, q, http.StatusOK, again, beside{told: out.told})
	}
	if out.to != "" {
		return c.Redirect(http.StatusSeeOther, out.to)
	}
	for _, id := range out.wrote {
		if st.asksAgain(id, given.List("looked")) {
			return c.Redirect(http.StatusSeeOther, st.again(id))
		}
	}
	return c.Redirect(http.StatusSeeOther, st.url(st.After(st.page, st.on)))
}

// again is the address of this question about what was just written.
func (st *study) again(id string) string {
	u := st.url(whys.Question{Page: st.page, On: st.on})
	switch st.page {
	case "dig":
		u += "?cause=" + id
	case "cure":
		u = st.url(whys.Question{Page: "plan", On: id})
	}
	return u
}

// asksAgain says whether the wording of an element asks something that its author has not seen yet.
func (st *study) asksAgain(id string, looked []string) bool {
	return slices.ContainsFunc(st.FindingsOn(id), func(f whys.Finding) bool { // looked: keys, or checks of what had no id yet
		return f.Kept == nil && f.Level == whys.Ask && slices.Contains(wording, f.Check) && !slices.Contains(looked, f.Key) && !slices.Contains(looked, f.Check)
	})
}

// wording are the checks that read a text by itself.
var wording = []string{"P3", "P4", "P5", "A1", "A2", "A3", "A4", "A5", "A7", "A9", "A13", "A14", "C5"}

// answersOf reads the form.
func answersOf(c echo.Context) (templates.Answers, error) {
	form, err := c.FormParams()
	if err != nil {
		return nil, echo.ErrBadRequest
	}
	given := templates.Answers{}
	for name, values := range form {
		for _, v := range values {
			given[name] = append(given[name], strings.TrimSpace(strings.ReplaceAll(v, "\r\n", "\n")))
		}
	}
	for _, name := range []string{"drop", "do"} { // of buttons: the one that was pressed
		if v := given[name]; len(v) > 1 {
			given[name] = v[:1]
		}
	}
	return given, nil
}
