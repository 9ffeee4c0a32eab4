package api

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"slices"

	"rootline/model"
	"rootline/model/report"
	"rootline/templates"
	"rootline/templates/say"
	"rootline/web/inquiry"
	"rootline/web/paper"
)

type inReport struct {
	InProblem
	Format   string `query:"format" default:"html" enum:"html,md,pdf,json" doc:"html is one file that needs nothing from outside"`
	Audience string `query:"audience" default:"manager" doc:"executive, manager, analyst, reporter or customer"`
	Language string `query:"language" doc:"As the request asks, by default"`
	Redact   bool   `query:"redact" doc:"Without names and quotes"`
}

func (a *API) report(ctx context.Context, c *call, in *inReport) (*file, error) {
	if in.Format == "pdf" && !a.Paper.Ready() {
		return nil, paper.Missing()
	}
	if err := audience(in.Audience); err != nil {
		return nil, err
	}
	p := c.Say
	if in.Language != "" {
		if err := language(in.Language); err != nil {
			return nil, err
		}
		p = say.For(in.Language)
	}
	r, err := inquiry.Report(ctx, a.Store, c.Place.Workspace, inquiry.Wanted{Problem: in.ID, Audience: report.Audience(in.Audience), Redact: in.Redact, Say: p})
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	form := in.Format
	if form == "pdf" {
		form = "html"
	}
	if err := templates.WriteReport(ctx, &b, r, form); err != nil {
		return nil, err
	}
	if in.Format == "pdf" {
		pdf, err := a.Paper.PDF(ctx, b.Bytes())
		if err != nil {
			return nil, err
		}
		return &file{Status: http.StatusOK, ContentType: "application/pdf", Body: pdf,
			Disposition: fmt.Sprintf("attachment; filename=%q", c.Place.Slug+"-"+in.ID+".pdf")}, nil
	}
	return &file{Status: http.StatusOK, ContentType: templates.ReportFormats[in.Format], Policy: templates.ReportPolicy(), Body: b.Bytes(),
		Disposition: fmt.Sprintf("attachment; filename=%q", c.Place.Slug+"-"+in.ID+"."+in.Format)}, nil
}

// audience refuses one that no report is written for.
func audience(s string) error {
	if report.Audience(s).Known() {
		return nil
	}
	known := make([]string, len(report.Audiences))
	for i, a := range report.Audiences {
		known[i] = string(a)
	}
	return model.Fault(model.Invalid, "audience", "prop.choice", "Value", s, "Choices", known)
}

// language refuses one that nothing is said in.
func language(s string) error {
	if slices.Contains(model.Languages, s) {
		return nil
	}
	return model.Fault(model.Invalid, "language", "prop.choice", "Value", s, "Choices", model.Languages)
}
