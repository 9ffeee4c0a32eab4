package templates

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"strings"
	"sync"

	"rootline/model"
	"rootline/model/report"
	"rootline/static"
)

// ReportFormats are the formats that WriteReport writes, with their media types.
var ReportFormats = map[string]string{"html": "text/html; charset=utf-8", "md": "text/markdown; charset=utf-8", "json": "application/json"}

// WriteReport writes a report as a file: html, one that needs nothing from outside, md or json. Errors: Invalid for another format.
func WriteReport(ctx context.Context, w io.Writer, r *report.Report, format string) error {
	switch format {
	case "html":
		css, policy := reportStyles()
		return ReportFile(r, policy, css).Render(ctx, w)
	case "md":
		_, err := io.WriteString(w, ReportMarkdown(r))
		return err
	case "json":
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(r)
	}
	return model.Fault(model.Invalid, "format", "prop.choice", "Value", format, "Choices", []string{"html", "md", "json"})
}

// ReportPolicy is the content security policy of a report as one file: its own styles, and nothing else.
func ReportPolicy() string {
	_, policy := reportStyles()
	return policy
}

// reportStyles are the styles of the file, and the policy that allows just them.
var reportStyles = sync.OnceValues(func() (css, policy string) {
	var b strings.Builder
	for _, name := range []string{"tokens", "base", "parts", "graph", "report", "series", "print"} {
		b.WriteString(strings.TrimSpace(static.Text("css/" + name + ".css")))
		b.WriteByte('\n')
	}
	css = b.String()
	sum := sha256.Sum256([]byte(css))
	return css, "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'"
})
