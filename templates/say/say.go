// Package say turns message ids into sentences, and numbers, dates and money into words, in the
// languages of the program: English, French, Chinese and Persian.
//
// The words stand in catalogue/AREA.LANG.json, one area for each feature, flat "id": "text" or
// go-i18n plural objects. Texts name their placeholders as {{.Name}} and know no other syntax.
package say

import (
	"strings"
	"sync"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// languages in the order in which people choose among them; the first is the fall-back.
var languages = []string{"en", "fr", "zh", "fa"}

var matcher = language.NewMatcher([]language.Tag{language.English, language.French, language.Chinese, language.Persian})

// Languages lists the codes of the languages that the program speaks; the caller owns the slice.
func Languages() []string { return append([]string(nil), languages...) }

// Match picks a language: chosen where it is one of ours, else the best for an Accept-Language
// header, else English.
func Match(header, chosen string) string {
	for _, l := range languages {
		if l == chosen {
			return l
		}
	}
	tags, _, err := language.ParseAcceptLanguage(header)
	if err != nil || len(tags) == 0 {
		return languages[0]
	}
	_, i, confidence := matcher.Match(tags...)
	if confidence == language.No {
		return languages[0]
	}
	return languages[i]
}

// Printer speaks one language, and says times as a zone's clocks show them. It is safe for concurrent use.
type Printer struct {
	*voice
	zone *time.Location // nil = each time in its own
}

// voice is a language, which printers share.
type voice struct {
	lang     string
	tag      language.Tag
	numbers  *message.Printer
	messages map[string]*text
	missed   sync.Map // ids asked for in vain
}

var printers = func() map[string]func() *Printer {
	m := map[string]func() *Printer{}
	for _, l := range languages {
		m[l] = sync.OnceValue(func() *Printer { return newPrinter(l) })
	}
	return m
}()

func newPrinter(lang string) *Printer {
	messages, _, err := load(lang)
	if err != nil {
		panic(err) // the catalogues are part of the program: a broken one is found by its tests
	}
	tag := language.Make(lang)
	return &Printer{voice: &voice{lang: lang, tag: tag, numbers: message.NewPrinter(tag), messages: messages}}
}

// In returns a printer of the same language that says times as the clocks of a zone show them.
func (p *Printer) In(zone *time.Location) *Printer { return &Printer{p.voice, zone} }

// Zone is the zone in which times are said, that of the server's clocks where none was chosen.
func (p *Printer) Zone() *time.Location {
	if p.zone == nil {
		return time.Local
	}
	return p.zone
}

// For returns the printer of a language, or that of English where lang is not one of ours.
func For(lang string) *Printer {
	if p, ok := printers[lang]; ok {
		return p()
	}
	return printers[languages[0]]()
}

// InAll is what a text comes to in each language.
func InAll(text func(*Printer) string) map[string]string {
	out := make(map[string]string, len(languages))
	for _, lang := range languages {
		out[lang] = text(For(lang))
	}
	return out
}

// Lang is the language's code, for the lang attribute.
func (p *Printer) Lang() string { return p.lang }

// Dir is the direction of the language's script, "ltr" or "rtl".
func (p *Printer) Dir() string {
	if p.lang == "fa" {
		return "rtl"
	}
	return "ltr"
}

// Has tells whether this language has a text for id.
func (p *Printer) Has(id string) bool { return p.messages[id] != nil }

// T says the message id. Args alternate names and values of its placeholders: numbers are written
// in the language's digits, times as dates, lists with "and". The value of "count" also picks the
// plural form. A missing message is said in English, a message that no language has as its id;
// both are remembered (Missed).
func (p *Printer) T(id string, args ...any) string {
	t := p.messages[id]
	if t == nil {
		return p.missing(id, args)
	}
	if t.plain {
		return t.forms[other].literal
	}
	return p.fill(t, args)
}

// First says the first of ids that exists; if none does, it behaves as T of the last.
func (p *Printer) First(ids ...string) string {
	for _, id := range ids {
		if p.Has(id) {
			return p.T(id)
		}
	}
	if len(ids) == 0 {
		return ""
	}
	return p.T(ids[len(ids)-1])
}

// Missed lists the ids that were asked for in vain since the program started, in no order.
func (p *Printer) Missed() []string {
	var ids []string
	p.missed.Range(func(k, _ any) bool {
		ids = append(ids, k.(string))
		return true
	})
	return ids
}

func (p *Printer) missing(id string, args []any) string {
	p.missed.Store(id, true)
	if p.lang == languages[0] {
		return id
	}
	return For(languages[0]).T(id, args...)
}

// fill writes the form of t that count asks for, with args in its places.
func (p *Printer) fill(t *text, args []any) string {
	f := t.forms[other]
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == "count" {
			if g := t.forms[p.plural(args[i+1])]; g != nil {
				f = g
			}
		}
	}
	var b strings.Builder
	b.Grow(len(f.literal) + 48)
	b.WriteString(f.literal)
	for _, part := range f.parts {
		b.WriteString(p.value(part.name, args))
		b.WriteString(part.after)
	}
	return b.String()
}

// value words the argument called name; an argument that was not given stays visible as {name}.
func (p *Printer) value(name string, args []any) string {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == name {
			return p.word(args[i+1])
		}
	}
	p.missed.Store("{"+name+"}", true)
	return "{" + name + "}"
}

func (p *Printer) word(v any) string {
	switch v := v.(type) {
	case string:
		return p.Isolate(v)
	case int:
		return p.Number(float64(v))
	case int64:
		return p.Number(float64(v))
	case float64:
		return p.Number(v)
	case time.Time:
		return p.Date(v)
	case []string:
		words := make([]string, len(v))
		for i, s := range v {
			words[i] = p.Isolate(s)
		}
		return p.List(words)
	case nil:
		return ""
	default:
		return p.Isolate(p.numbers.Sprint(v))
	}
}
