package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/whys"
	"rootline/store"
	"rootline/templates"
)

// asksAnyway are the checks that only say what the question itself asks; they speak once it has an answer and they still
// hold.
var asksAnyway = []string{"P1", "P2", "P8", "P9", "P10", "A15", "A17", "G4", "G11", "G13", "C1", "C6", "C7", "C8", "C10", "C11", "R3"}

// found are the findings that stand on the page of a question, by the field they speak of, and the keys of those that ask.
func (st *study) found(q asking, given templates.Answers) (map[string][]templates.Finding, []string) {
	out := map[string][]templates.Finding{}
	var looked []string
	answered := st.page == "sentence" || slices.ContainsFunc(st.Questions(), func(one whys.Question) bool {
		return one.Page == st.page && one.On == st.on && one.Done
	})
	for field, checks := range q.found {
		for _, f := range st.Findings {
			if !slices.Contains(checks, f.Check) || !st.concerns(f, given) {
				continue
			}
			if slices.Contains(asksAnyway, f.Check) && f.Kept == nil && !answered {
				continue
			}
			out[field] = append(out[field], st.finding(f))
			if f.Level == whys.Ask {
				looked = append(looked, f.Key)
			}
		}
	}
	if st.page == "first" { // each cause has its remarks below it
		for _, e := range st.Problem.Causes {
			for _, f := range st.FindingsOn(e.To.ID) {
				if f.Level == whys.Ask && slices.Contains(wording, f.Check) {
					out[e.To.ID] = append(out[e.To.ID], st.finding(f))
					looked = append(looked, f.Key)
				}
			}
		}
	}
	if st.page == "read" {
		for _, e := range st.EdgesTo(st.node()) {
			for _, f := range st.FindingsOn(e.ID) {
				out[e.ID] = append(out[e.ID], st.finding(f))
			}
		}
	}
	slices.Sort(looked)
	return out, looked
}

// concerns says whether a finding is about what the question is about.
func (st *study) concerns(f whys.Finding, given templates.Answers) bool {
	switch st.page {
	case "dig":
		return given.Text("cause") != "" && f.On == given.Text("cause")
	case "first":
		return f.On == st.Problem.ID
	case "more":
		return f.On == st.node().ID || f.Check == "G3"
	}
	if st.on == "" {
		return f.On == st.Problem.ID
	}
	return f.On == st.on || f.Check == "C3" && f.On == st.Problem.ID
}

// finding draws a finding within the form of a question.
func (st *study) finding(f whys.Finding) templates.Finding {
	lead, text := templates.FindingWords(f.Say(st.Say))
	out := templates.Finding{Key: f.Key, Level: string(f.Level), Lead: lead, Text: text, InForm: true}
	if f.Kept != nil {
		out.Kept = &templates.Kept{By: f.Kept.By, On: st.day(f.Kept.At), Reason: f.Kept.Reason}
	} else {
		if slices.Contains(wording, f.Check) && st.page != "sentence" && st.space.CanContribute() {
			out.MendURL, out.MendLabel = "#"+templates.FieldID("name"), st.Say.T("analysis.mend")
			if st.page == "first" && f.On != st.Problem.ID {
				out.MendURL = st.base() + "/ground/" + f.On
			}
		}
		if f.Level != whys.Stop && st.space.CanContribute() {
			out.KeepURL = st.base() + "/findings/" + f.Key + "/keep?back=" + url.QueryEscape(st.c.Request().URL.RequestURI())
		}
	}
	return out
}

func (st *study) day(at string) string {
	t, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return at
	}
	return st.Say.Date(t)
}

// analysisKeep keeps a finding with a reason.
func (s *Server) analysisKeep(c echo.Context) error {
	st, f, err := s.findingOf(c)
	if err != nil {
		return err
	}
	if f.Level == whys.Stop {
		return model.Fault(model.Conflict, "", "finding.stop")
	}
	by := author(c)
	err = s.store.Keep(c.Request().Context(), st.Place.ID, store.Kept{Problem: st.Problem.ID, Key: f.Key, Digest: whys.Digest(st.graph, f.On),
		Reason: field(c, "reason"), By: by.Name, ByID: by.ID}, by)
	if e, ok := mendable(err); ok {
		s.flash(c, st.Say.Error(e), "")
		return c.Redirect(http.StatusSeeOther, st.backTo(c, f))
	}
	if err != nil {
		return err
	}
	s.flash(c, st.Say.T("analysis.kept"), "")
	return c.Redirect(http.StatusSeeOther, st.backTo(c, f))
}

// analysisSpeak lets a kept finding speak again.
func (s *Server) analysisSpeak(c echo.Context) error {
	st, f, err := s.findingOf(c)
	if err != nil {
		return err
	}
	if err := s.store.Unkeep(c.Request().Context(), st.Place.ID, st.Problem.ID, f.Key, author(c)); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, st.backTo(c, f))
}

// findingOf finds the finding that the path names. Errors: NotFound.
func (s *Server) findingOf(c echo.Context) (*study, whys.Finding, error) {
	st, err := s.study(c)
	if err != nil {
		return nil, whys.Finding{}, err
	}
	i := slices.IndexFunc(st.Findings, func(f whys.Finding) bool { return f.Key == c.Param("key") })
	if i < 0 {
		return nil, whys.Finding{}, model.Fault(model.NotFound, "", "not-found")
	}
	return st, st.Findings[i], nil
}

// backTo is the page on which a finding was kept.
func (st *study) backTo(c echo.Context, f whys.Finding) string {
	back := localPath(c.QueryParam("back"))
	if !strings.HasPrefix(back, st.base()) {
		back = st.base()
	}
	return back + "#finding-" + f.Key
}

// checkURL is where the wording of what is being written is read; "" where the question asks for none.
func (st *study) checkURL(given templates.Answers) string {
	of, kind := st.on, ""
	switch st.page {
	case "what":
		kind = "problem"
	case "dig":
		kind = "cause"
		if id := given.Text("cause"); id != "" {
			of, kind = id, "written"
		} else if of == "" {
			of = st.Problem.ID
		}
	case "ground":
		kind = "written"
	case "cure", "plan":
		kind = "action"
	default:
		return ""
	}
	return st.base() + "/check?kind=" + kind + "&of=" + url.QueryEscape(of)
}

// analysisCheck reads the wording of what is being written: kind says whether it is a problem, a cause below an effect, a
// cause that is there, or an action. It stores nothing.
func (s *Server) analysisCheck(c echo.Context) error {
	st, err := s.study(c)
	if err != nil {
		return err
	}
	text, n := c.QueryParam("text"), st.Node(c.QueryParam("of"))
	var checks []string
	switch kind := c.QueryParam("kind"); {
	case len(text) > 4*model.MaxName:
	case kind == "problem":
		checks = st.Reader().Problem(text)
	case kind == "action":
		checks = st.Reader().Action(text)
	case kind == "written" && n != nil && n != st.Problem:
		checks = st.Reader().Cause(whys.CauseText{Text: text, Ancestors: st.Ancestors(n), Explained: len(n.Causes) > 0})
	case kind == "cause" && n != nil:
		checks = st.Reader().Cause(whys.CauseText{Text: text, Ancestors: append(st.Ancestors(n), n.Name)})
	}
	var found []templates.Finding
	for _, check := range checks {
		level := "ask"
		if !slices.Contains(wording, check) {
			level = "hint"
		}
		lead, words := templates.FindingWords(st.Say.T("check." + check))
		found = append(found, templates.Finding{Key: check, Level: level, Lead: lead, Text: words})
	}
	return s.render(c, http.StatusOK, templates.Wordings(st.Say, found))
}
