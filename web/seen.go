package web

import (
	"maps"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/templates"
)

// seen is what a form outside of the graph showed, held against what stands there when it is sent: a field that it left alone
// keeps what somebody else gave it meanwhile; of one that both changed the person gets all three values and decides. A form
// that does not say what it showed is taken at its word.
type seen struct {
	c        echo.Context
	was, now url.Values // by field; "saw.NAME" is what was shown of a field that both had changed
	stale    []templates.StaleField
	asked    bool // what is stale was asked before
}

// wasField is the input in which a form carries what it showed.
const wasField = "was"

// sawPrefix comes before the name of a field that was stale when the form was last shown.
const sawPrefix = "saw."

// carries is what a form carries of the fields that it shows: names and values in turn.
func carries(pairs ...string) templates.Seen {
	was := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		was.Set(pairs[i], pairs[i+1])
	}
	return templates.Seen{Was: was.Encode()}
}

// look reads what the form showed.
func look(c echo.Context) *seen {
	was, err := url.ParseQuery(c.FormValue(wasField))
	if err != nil {
		was = url.Values{} // not of ours
	}
	return &seen{c: c, was: was, now: url.Values{}}
}

// text is the text to store of a field: mine as the form has it, now as it stands.
func (s *seen) text(name, label, mine, now string) string {
	words := func(text string) string {
		if text = strings.TrimSpace(text); text == "" {
			return visitOf(s.c).Say.T("say.unknown")
		}
		return text
	}
	return s.merged(name, label, mine, now, bothOf(s.was.Get(name), now, mine), words)
}

// field is text for a value that is none; words says it to the person.
func (s *seen) field(name, label, mine, now string, words func(string) string) string {
	return s.merged(name, label, mine, now, "", words)
}

func (s *seen) merged(name, label, mine, now, both string, words func(string) string) string {
	if !s.was.Has(name) {
		return mine
	}
	was, saw, take := s.was.Get(name), s.was.Get(sawPrefix+name), s.c.FormValue("take."+name)
	again := s.was.Has(sawPrefix+name) && saw == now
	s.now.Set(name, now)
	switch {
	case mine == now, was == now:
		return mine
	case again && take == "mine":
		return mine
	case again && take == "theirs", mine == was && !again:
		return now
	case again && take == "both" && both != "":
		return both
	}
	s.now.Set(name, was)
	s.now.Set(sawPrefix+name, now)
	st := templates.StaleField{Name: name, Label: label, Original: words(was), Present: words(now), Mine: words(mine), Both: both}
	if again {
		s.asked = true
		st.Error = visitOf(s.c).Say.Error(model.Fault(model.Invalid, "", "form.decide", "Field", label))
	}
	s.stale = append(s.stale, st)
	return mine
}

// fault is what keeps the form from being taken: something that is still to be decided. nil where nothing is.
func (s *seen) fault() error {
	switch {
	case s.asked:
		return model.Fault(model.Invalid, "", "form.decide", "Field", s.stale[0].Label)
	case len(s.stale) > 0:
		return model.Fault(model.Conflict, "", "stale")
	}
	return nil
}

// form is what the form carries when it is shown again.
func (s *seen) form() templates.Seen {
	was := maps.Clone(s.was)
	for name := range s.now {
		delete(was, sawPrefix+name)
	}
	maps.Copy(was, s.now)
	return templates.Seen{Was: was.Encode(), Stale: s.stale}
}
