package web

import (
	"bytes"
	"cmp"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/report"
	"rootline/model/whys"
	"rootline/templates"
	"rootline/templates/say"
	"rootline/web/inquiry"
	"rootline/web/paper"
)

// reportShow shows the report on a problem, or hands it out as a file.
func (s *Server) reportShow(c echo.Context) error {
	v := visitOf(c)
	r, err := s.reportOf(c, v.Place.Workspace, inquiry.Wanted{Problem: c.Param("id"), Line: v.Line}, "")
	if err != nil {
		return err
	}
	if format := c.QueryParam("format"); format != "" {
		return s.sendReport(c, r, format)
	}
	space := v.space()
	view := templates.ReportView{PDF: s.paper.Ready(), Report: r, Self: c.Request().URL.Path, Back: space.URL("problems", r.Problem.ID), Languages: reportLanguages(r.Language, ""), Audiences: audienceOptions(v.Say, string(r.Audience))}
	if v.Place.Role.May(model.RightShare) && v.State.ID == "" {
		view.Share = space.URL("problems", r.Problem.ID, "share") + "?audience=" + string(r.Audience) + "&language=" + r.Language
	}
	in, err := s.enter(c)
	if err != nil {
		return err
	}
	talk, err := s.talk(in, model.ReportTopic(r.Problem.ID))
	if err != nil {
		return err
	}
	view.Talk = &talk
	return s.render(c, http.StatusOK, templates.Report(talking(s.reportPage(c, r)), view))
}

// reportOf makes the report that the query asks for; the audience that is wanted already, and a language, stand. The language is
// that of the page by default.
func (s *Server) reportOf(c echo.Context, w model.Workspace, wanted inquiry.Wanted, language string) (*report.Report, error) {
	if wanted.Audience == "" {
		wanted.Audience = report.Audience(c.QueryParam("audience"))
	}
	wanted.Say = visitOf(c).Say
	if asked := cmp.Or(language, c.QueryParam("language")); slices.Contains(say.Languages(), asked) {
		wanted.Say = say.For(asked)
	}
	return inquiry.Report(c.Request().Context(), s.store, w, wanted)
}

func (s *Server) reportPage(c echo.Context, r *report.Report) templates.Page {
	p := s.page(c, templates.ReportTitle(r), "reports")
	p.Styles = []string{"graph", "report", "series"}
	p.Scripts = []string{"report"}
	return p
}

// sendReport hands a report out as a file that the browser saves.
func (s *Server) sendReport(c echo.Context, r *report.Report, format string) error {
	form := format
	if format == "pdf" {
		form = "html" // which is what is printed
	}
	var b bytes.Buffer
	if err := templates.WriteReport(c.Request().Context(), &b, r, form); err != nil {
		return err
	}
	h := c.Response().Header()
	if format == "pdf" {
		if !s.paper.Ready() {
			return paper.Missing()
		}
		pdf, err := s.paper.PDF(c.Request().Context(), b.Bytes())
		if err != nil {
			return err
		}
		h.Set("Content-Disposition", `attachment; filename="`+r.Problem.ID+`.pdf"`)
		return c.Blob(http.StatusOK, "application/pdf", pdf)
	}
	h.Set("Content-Disposition", `attachment; filename="`+r.Problem.ID+"."+format+`"`)
	if format == "html" {
		h.Set("Content-Security-Policy", templates.ReportPolicy())
	}
	return c.Blob(http.StatusOK, templates.ReportFormats[format], b.Bytes())
}

func reportLanguages(chosen, none string) []templates.Option {
	var out []templates.Option
	if none != "" {
		out = append(out, templates.Option{Label: none, On: chosen == ""})
	}
	for _, l := range say.Languages() {
		out = append(out, templates.Option{Value: l, Label: templates.OwnName(l), On: l == chosen})
	}
	return out
}

func audienceOptions(p *say.Printer, chosen string) []templates.Option {
	var out []templates.Option
	for _, a := range report.Audiences {
		out = append(out, templates.Option{Value: string(a), Label: p.Upper(p.T("report.audience." + string(a))), On: string(a) == chosen})
	}
	return out
}

// reportsOnPage is how many reports the list shows at once.
const reportsOnPage = 50

// reportList lists the problems with how far their reports are.
func (s *Server) reportList(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	problems := dearest(r.graph.OfKind(model.Problem))
	from, err := strconv.Atoi(c.QueryParam("from"))
	if err != nil || from < 0 || from >= len(problems) {
		from = 0
	}
	links := map[string]int{}
	if r.Place.Role.May(model.RightShare) {
		shares, err := s.store.Shares(ctx, r.Place.ID)
		if err != nil {
			return err
		}
		for _, sh := range shares {
			links[sh.Target]++
		}
	}
	view := templates.ReportsView{Problems: r.space.URL("problems"), Pages: templates.Pages{Total: len(problems)}}
	to := min(from+reportsOnPage, len(problems))
	for _, p := range problems[from:to] {
		a, err := inquiry.Analyse(ctx, s.store, r.Place.Workspace, r.graph, p.ID)
		if err != nil {
			return err
		}
		row := templates.ReportRow{Name: p.NameIn(r.Say.Lang()), URL: r.space.URL("problems", p.ID, "report"), Begun: len(a.Causes()) > 0,
			Roots: len(a.LiveRoots()), Score: -1, Links: links[problemTarget(p.ID)], Cost: cost(r.wording(), p)}
		for _, x := range a.Actions {
			if x.Counts() && !x.FindsOut() {
				row.Actions++
			}
		}
		for _, q := range a.Questions() {
			if !q.Done && q.Stage != whys.StageReport {
				row.Open++
			}
		}
		row.Analysis = r.space.URL("problems", p.ID, "analysis")
		row.Draft = a.Draft() || row.Roots == 0
		if a.Score.Known && row.Begun {
			row.Score = a.Score.Value
		}
		view.Rows = append(view.Rows, row)
	}
	view.Pages.Shown = len(view.Rows)
	if from > 0 {
		view.Pages.Before = "?from=" + strconv.Itoa(max(0, from-reportsOnPage))
	}
	if to < len(problems) {
		view.Pages.Next = "?from=" + strconv.Itoa(to)
	}
	return s.render(c, http.StatusOK, templates.Reports(s.roomPage(r, r.Say.T("report.list.title"), "reports"), view))
}
