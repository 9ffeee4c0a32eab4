package web

import (
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/templates"
	"rootline/templates/say"
)

// field returns one value of the form, with line ends as \n and without space around it.
func field(c echo.Context, name string) string {
	return strings.TrimSpace(strings.ReplaceAll(c.FormValue(name), "\r\n", "\n"))
}

// fields returns all values of the form under a name, without empty ones.
func fields(c echo.Context, name string) []string {
	form, err := c.FormParams()
	if err != nil {
		return nil
	}
	var out []string
	for _, v := range form[name] {
		if v = strings.TrimSpace(v); v != "" {
			out = append(out, v)
		}
	}
	return out
}

// fieldErrors says each fault of e beside its field.
func fieldErrors(p *say.Printer, e *model.Error) []templates.FieldError {
	var out []templates.FieldError
	for _, f := range e.All() {
		out = append(out, templates.FieldError{Field: f.Field, Message: p.Error(f)})
	}
	return out
}

// messageFor is the message of a field among errors, "" where it has none.
func messageFor(errors []templates.FieldError, field string) string {
	for _, e := range errors {
		if e.Field == field {
			return e.Message
		}
	}
	return ""
}

// localPath returns a path of this site that a form asks to go back to, "/" for anything else.
func localPath(s string) string {
	if !strings.HasPrefix(s, "/") || strings.HasPrefix(s, "//") || strings.ContainsAny(s, "\\\n\r\t") {
		return "/"
	}
	return s
}
