package say

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/feature/plural"
)

//go:embed catalogue/*.json
var catalogues embed.FS

const other = plural.Other

// text is a message made ready: go-i18n parses the catalogues, but its Localize runs a template
// for each call, which is some twenty times slower than joining strings.
type text struct {
	plain bool // one form without placeholders
	forms [plural.Many + 1]*form
}

// form is a literal, then pairs of a placeholder and the literal after it.
type form struct {
	literal string
	parts   []part
}

type part struct{ name, after string }

// load reads every area of one language. An unknown syntax and a message without its "other" form
// are errors; twice lists the ids that stand in two areas.
func load(lang string) (all map[string]*text, twice []string, err error) {
	files, err := fs.Glob(catalogues, "catalogue/*."+lang+".json")
	if err != nil {
		return nil, nil, err
	}
	all = map[string]*text{}
	for _, name := range files {
		raw, err := catalogues.ReadFile(name)
		if err != nil {
			return nil, nil, err
		}
		file, err := i18n.ParseMessageFileBytes(raw, path.Base(name), nil)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", name, err)
		}
		for _, m := range file.Messages {
			if lang == "fr" {
				spaced(m)
			}
			if all[m.ID] != nil {
				twice = append(twice, m.ID)
			}
			if all[m.ID], err = prepare(m); err != nil {
				return nil, nil, fmt.Errorf("%s: %s: %w", name, m.ID, err)
			}
		}
	}
	return all, twice, nil
}

// french puts the spaces that must not break before high punctuation and inside quotation marks.
var french = strings.NewReplacer(" ?", "\u202f?", " !", "\u202f!", " ;", "\u202f;", " :", "\u00a0:", "« ", "«\u00a0", " »", "\u00a0»",
	" €", "\u00a0€", " %", "\u202f%")

func spaced(m *i18n.Message) {
	for _, s := range []*string{&m.Zero, &m.One, &m.Two, &m.Few, &m.Many, &m.Other} {
		*s = french.Replace(*s)
	}
}

func prepare(m *i18n.Message) (*text, error) {
	if m.Other == "" {
		return nil, fmt.Errorf(`no "other" form`)
	}
	t := &text{}
	for f, s := range map[plural.Form]string{
		plural.Other: m.Other, plural.Zero: m.Zero, plural.One: m.One,
		plural.Two: m.Two, plural.Few: m.Few, plural.Many: m.Many,
	} {
		if s == "" {
			continue
		}
		made, err := split(s)
		if err != nil {
			return nil, err
		}
		t.forms[f] = made
	}
	t.plain = len(t.forms[other].parts) == 0 && m.One == "" && m.Zero == "" && m.Two == "" && m.Few == "" && m.Many == ""
	return t, nil
}

// split takes "a {{.B}} c" apart.
func split(s string) (*form, error) {
	f := &form{}
	lit, rest, found := strings.Cut(s, "{{")
	f.literal = lit
	for found {
		var name, after string
		if name, rest, found = strings.Cut(rest, "}}"); !found {
			return nil, fmt.Errorf("{{ without }} in %q", s)
		}
		name = strings.TrimSpace(name)
		if len(name) < 2 || name[0] != '.' || strings.ContainsAny(name[1:], " .|$()") {
			return nil, fmt.Errorf("only {{.Name}} is understood, in %q", s)
		}
		after, rest, found = strings.Cut(rest, "{{")
		f.parts = append(f.parts, part{name[1:], after})
	}
	return f, nil
}
