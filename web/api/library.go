package api

import (
	"errors"
	"net/http"
	"regexp"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"rootline/model"
	"rootline/templates/say"
)

// complaints are the library's sentences about input, each with the id of ours and, where it names one, what our sentence
// calls it. Its texts are constants of huma's package validation, or stand in its huma.go.
var complaints = []struct {
	theirs *regexp.Regexp
	ours   string
}{
	{regexp.MustCompile(`^unexpected property$`), "input.unexpected"},
	{regexp.MustCompile(`^expected required property (?P<Value>\S+) to be present$`), "input.missing"},
	{regexp.MustCompile(`^required \w+ parameter is missing$`), "input.missing"},
	{regexp.MustCompile(`^unknown query parameter$`), "input.unexpected"},
	{regexp.MustCompile(`^expected at most one value`), "input.once"},
	{regexp.MustCompile(`^(?:expected|invalid) boolean$`), "input.boolean"},
	{regexp.MustCompile(`^(?:expected integer|invalid integer)$`), "input.whole"},
	{regexp.MustCompile(`^(?:expected number|invalid float|invalid floating value)$`), "input.number"},
	{regexp.MustCompile(`^expected string$`), "input.text"},
	{regexp.MustCompile(`^expected array$`), "input.list"},
	{regexp.MustCompile(`^expected object$`), "input.object"},
	{regexp.MustCompile(`^expected value to be one of "(?P<Value>.*)"$`), "input.one"},
	{regexp.MustCompile(`^expected number >= (?P<Value>\S+)$`), "input.least"},
	{regexp.MustCompile(`^expected number <= (?P<Value>\S+)$`), "input.most"},
	{regexp.MustCompile(`^expected array length >= (?P<Value>\d+)$`), "input.items.least"},
	{regexp.MustCompile(`^expected array length <= (?P<Value>\d+)$`), "input.items.most"},
	{regexp.MustCompile(`^expected length >= (?P<Value>\d+)$`), "input.length.least"},
	{regexp.MustCompile(`^expected length <= (?P<Value>\d+)$`), "input.length.most"},
	{regexp.MustCompile(`^expected string to match pattern (?P<Value>.*)$`), "input.form"},
	{regexp.MustCompile(`^expected string to be RFC 3339 date-time$`), "input.moment"},
	{regexp.MustCompile(`^expected string to be RFC 3339 date$`), "input.date"},
	{regexp.MustCompile(`^unknown content type`), "input.type"},
	{regexp.MustCompile(`^request body is required$`), "input.body"},
	{regexp.MustCompile(`^request body is too large limit=(?P<Value>\d+) bytes$`), "input.large"},
	{regexp.MustCompile(`^request body read timeout$`), "input.slow"},
}

// ownSentence says what the library found wrong in words of ours.
func ownSentence(theirs string) *model.Error {
	for _, c := range complaints {
		if m := c.theirs.FindStringSubmatch(theirs); m != nil {
			value := ""
			if len(m) > 1 {
				value = m[1]
			}
			return model.Fault(model.Invalid, "", c.ours, "Value", value)
		}
	}
	return model.Fault(model.Invalid, "", "input.other")
}

// libraryProblem is what the library found wrong with a request. Paths begin in the body, as those of the model do; what is
// wrong with the body as a whole stands at "body".
func libraryProblem(p *say.Printer, status int, msg string, errs []error) *Problem {
	out := &Problem{Status: status}
	add := func(path, theirs string) {
		if own, ok := faultOf(theirs); ok {
			out.Errors = append(out.Errors, Fault{orBody(own.path), p.Error(own.fault())})
			if own.msg != "json.syntax" {
				out.Status = http.StatusUnprocessableEntity // it can be read, but is not what it should be
			}
			return
		}
		fault := ownSentence(theirs)
		if missing, _ := fault.Args["Value"].(string); fault.Msg == "input.missing" && missing != "" {
			path = strings.TrimPrefix(path+"."+missing, ".") // it is the field that is at fault, not what lacks it
		}
		out.Errors = append(out.Errors, Fault{orBody(path), p.Error(fault)})
	}
	for _, err := range errs {
		if err == nil {
			continue
		}
		if d, ok := errors.AsType[*huma.ErrorDetail](err); ok {
			add(strings.TrimPrefix(strings.TrimPrefix(d.Location, "body"), "."), d.Message)
		} else {
			add("", err.Error())
		}
	}
	if len(out.Errors) == 0 && status < 500 {
		add("", msg)
	}
	out.Title = http.StatusText(out.Status)
	if len(out.Errors) > 0 {
		out.Detail = p.T("error.input", "count", len(out.Errors))
	} else {
		out.Detail = p.T("error.internal")
	}
	return out
}

func orBody(path string) string {
	if path == "" {
		return "body"
	}
	return path
}
