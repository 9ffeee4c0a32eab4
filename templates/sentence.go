package templates

import (
	"cmp"
	"context"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/a-h/templ"

	"rootline/model"
	"rootline/templates/say"
)

// Thing is an element as pages name it: its sign, its name, the way to its page.
type Thing struct {
	ID, Name, URL string
	Icon, Layer   string
	Kind          model.Kind
}

// ThingOf is an element named in the language of s, on a layer. Its URL is the caller's business.
func ThingOf(s *say.Printer, e *model.Element, layer string) Thing {
	icon, own := Look(e)
	if layer == "" {
		layer = own
	}
	if layer == string(model.LayerUnseen) && e.Kind == model.Employee {
		icon = "k-hidden"
	}
	return Thing{ID: e.ID, Name: e.NameIn(s.Lang()), Icon: icon, Layer: layer, Kind: e.Kind}
}

// Sentence says one thing of an element by its links: "The web shop, the carrier portal and the service desk cannot work
// without it".
type Sentence struct {
	Icon, Layer        string
	Parts              []SentencePart
	Detail             string // what the links know beside their ends
	Links              []*model.Link
	EditURL, RemoveURL string // of the one link that it says; "" = not for who looks
}

// SentencePart is a text, or a thing named within the sentence.
type SentencePart struct {
	Text  string
	Thing Thing // zero for a text
	Self  bool  // the element that the page is about
}

// String is the sentence as plain text.
func (s Sentence) String() string {
	var b strings.Builder
	for _, p := range s.Parts {
		b.WriteString(p.Text)
		b.WriteString(p.Thing.Name)
	}
	return b.String()
}

// SentenceText is a sentence with its things as links. It is written by hand because a template would put spaces before
// its commas.
func SentenceText(s Sentence) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, out io.Writer) error {
		var b strings.Builder
		for _, p := range s.Parts {
			name := "<bdi>" + templ.EscapeString(p.Thing.Name) + "</bdi>"
			switch {
			case p.Thing.Name == "":
				b.WriteString(templ.EscapeString(p.Text))
			case p.Self || p.Thing.URL == "":
				b.WriteString(name)
			default:
				b.WriteString(`<a href="` + templ.EscapeString(p.Thing.URL) + `">` + name + `</a>`)
			}
		}
		if s.Detail != "" {
			b.WriteString(` <span class="dim"><bdi>` + templ.EscapeString(s.Detail) + `</bdi></span>`)
		}
		_, err := io.WriteString(out, b.String())
		return err
	})
}

// mostNamed is how many things one sentence names; the rest is counted.
const mostNamed = 8

// Sentences says what the links of e say of it: links of one kind and direction that know the same beside their ends make
// one sentence. thing tells how an element is named.
func (w Wording) Sentences(g *model.Graph, e *model.Element, thing func(*model.Element) Thing) []Sentence {
	type key struct {
		kind   model.LinkKind
		out    bool
		says   string // which words it is said in
		detail string
	}
	groups := map[key][]*model.Link{}
	var order []key
	for _, l := range append(g.Out(e.ID), g.In(e.ID)...) {
		k := key{l.Kind, l.From == e.ID, w.Say.Link(l.Kind, SayingOf(l, "says"), g.Element(l.To).Kind), w.LinkDetail(l)}
		if groups[k] == nil {
			order = append(order, k)
		}
		if !slices.Contains(groups[k], l) { // one that leads from an element to itself
			groups[k] = append(groups[k], l)
		}
	}
	slices.SortStableFunc(order, func(a, b key) int {
		if c := cmp.Compare(linkPlace(a.kind), linkPlace(b.kind)); c != 0 {
			return c
		}
		if a.out != b.out {
			if a.out {
				return -1
			}
			return 1
		}
		return 0
	})
	var out []Sentence
	for _, k := range order {
		links := groups[k]
		slices.SortStableFunc(links, model.ByOrder)
		s := w.sentence(g, links, k.out, thing)
		s.Detail = k.detail
		out = append(out, s)
	}
	return out
}

// longName is from how many letters on a page about an element says "this problem" instead of its name.
const longName = 21

// CallItThis says "this problem" wherever these sentences name the element that they are about, where its name is long.
func (w Wording) CallItThis(list []Sentence, e *model.Element) {
	if utf8.RuneCountInString(e.NameIn(w.Say.Lang())) < longName {
		return
	}
	this := w.Say.T("records.this." + string(e.Kind))
	for n, s := range list {
		if len(s.Parts) > 3 && s.Links[0].Kind == model.Because { // a cause is a clause, and "this problem, because" none
			if s.Parts[0].Self {
				list[n].Parts = append([]SentencePart{{Text: w.Say.T("records.this.because")}}, s.Parts[2:]...)
			} else if last := len(s.Parts) - 1; s.Parts[last-1].Self {
				list[n].Parts = append([]SentencePart{{Text: w.Say.T("records.this.leads")}}, append(slices.Clip(s.Parts[:last-2]), s.Parts[last])...)
			}
			continue
		}
		if at := slices.IndexFunc(s.Parts, func(p SentencePart) bool { return p.Self }); at > 1 && s.Links[0].Kind == model.HasStep { // "has the step this step" is none
			list[n].Parts = append(w.within(s.Parts[:at-1], s.Parts[at]), s.Parts[len(s.Parts)-1])
			s = list[n]
		}
		for i := range s.Parts {
			if !s.Parts[i].Self {
				continue
			}
			s.Parts[i].Thing.Name = this
			if i == 0 || i == 1 && s.Parts[0].Text == "" {
				s.Parts[i].Thing.Name = w.Say.Upper(this)
			}
		}
	}
}

// within says that self is part of what the others name.
func (w Wording) within(others []SentencePart, self SentencePart) (parts []SentencePart) {
	for _, piece := range w.Say.Pieces("records.this.within") {
		switch piece.Name {
		case "":
			parts = append(parts, SentencePart{Text: piece.Text})
		case "To":
			parts = append(parts, self)
		default:
			parts = append(parts, others...)
		}
	}
	return parts
}

func linkPlace(k model.LinkKind) int {
	return slices.IndexFunc(model.LinkKinds, func(s model.LinkSpec) bool { return s.Kind == k })
}

// subjectIsTo are the kinds of link whose sentence has the far end as its subject.
var subjectIsTo = map[model.LinkKind]bool{model.OwnedBy: true, model.Next: true}

// SayingOf is the form in which a link is said: one whose sentence claims what its props deny has a loose form.
func SayingOf(l *model.Link, form string) string {
	if l.Kind == model.DependsOn && l.Props.Known("hard") && !l.Props.Bool("hard") {
		return form + ".loose"
	}
	return form
}

// sentence says links of one kind that share the element e as From (out) or as To.
func (w Wording) sentence(g *model.Graph, links []*model.Link, out bool, thing func(*model.Element) Thing) Sentence {
	kind, to := links[0].Kind, g.Element(links[0].To).Kind
	id := w.Say.Link(kind, SayingOf(links[0], "says"), to)
	manySubjects := len(links) > 1 && out == subjectIsTo[kind]
	if manySubjects {
		id = w.Say.Link(kind, SayingOf(links[0], "many"), to)
	}
	if all := w.Say.Link(kind, "all", to); len(links) > 1 && out && w.Say.Has(all) {
		id = all
	}
	s := Sentence{Links: links}
	far := func(l *model.Link) *model.Element {
		if out {
			return g.Element(l.To)
		}
		return g.Element(l.From)
	}
	near := g.Element(links[0].To)
	if out {
		near = g.Element(links[0].From)
	}
	first := thing(far(links[0]))
	s.Icon, s.Layer = first.Icon, first.Layer
	for _, piece := range w.Say.Pieces(id) {
		switch {
		case piece.Name == "":
			s.Parts = append(s.Parts, SentencePart{Text: piece.Text})
		case (piece.Name == "From") == out:
			s.Parts = append(s.Parts, SentencePart{Thing: thing(near), Self: true})
		default:
			s.Parts = append(s.Parts, w.listed(links, far, thing)...)
		}
	}
	s.Parts = append(s.Parts, SentencePart{Text: w.Say.T("records.stop")})
	return s
}

func (w Wording) listed(links []*model.Link, far func(*model.Link) *model.Element, thing func(*model.Element) Thing) []SentencePart {
	var parts []SentencePart
	shown := links
	if len(links) > mostNamed+1 {
		shown = links[:mostNamed]
	}
	for i, l := range shown {
		if i > 0 {
			join := w.Say.T("say.list.comma")
			if i == len(links)-1 {
				join = w.Say.T("say.list.and")
			}
			parts = append(parts, SentencePart{Text: join})
		}
		parts = append(parts, SentencePart{Thing: thing(far(l))})
	}
	if rest := len(links) - len(shown); rest > 0 {
		parts = append(parts, SentencePart{Text: w.Say.T("say.list.and") + w.Say.T("records.others", "count", rest)})
	}
	return parts
}

// LinkSentence says one link; self is the id of the element that the page is about, "" = none.
func (w Wording) LinkSentence(g *model.Graph, l *model.Link, self string, thing func(*model.Element) Thing) Sentence {
	s := w.sentence(g, []*model.Link{l}, self == "" || l.From == self, thing)
	if self == "" {
		for i := range s.Parts {
			s.Parts[i].Self = false
		}
	}
	s.Detail = w.LinkDetail(l)
	return s
}

// pair is a label and a value; the answer to a question follows its mark.
func (w Wording) pair(label, value string) string {
	switch {
	case strings.HasSuffix(label, "？"):
		return label + value
	case strings.HasSuffix(label, "?"), strings.HasSuffix(label, "؟"):
		return label + " " + value
	}
	return w.Say.T("records.pair", "Label", label, "Value", value)
}

// LinkDetail words what a link knows beside its ends and beside what its sentence says, "" where that is nothing. Its place in
// an order is told by where the link stands.
func (w Wording) LinkDetail(l *model.Link) string {
	var words []string
	add := func(p *model.Prop, name string) {
		v := l.Props[name]
		if v == nil || name == "order" || l.Kind == model.DependsOn && name == "hard" { // the sentence says whether it is hard
			return
		}
		label, value := w.Label(string(l.Kind), name), w.PropValue(p, name, v)
		switch {
		case v == true:
			words = append(words, label)
		case p != nil && p.Type == model.TypeChoice && name == "mode":
			words = append(words, value)
		default:
			if sure := w.Sure(v); sure != "" {
				value = w.Say.T("records.value.sure", "Value", value, "Sure", sure)
			}
			words = append(words, w.pair(label, value))
		}
	}
	spec := l.Kind.Spec()
	for i := range spec.Props {
		add(&spec.Props[i], spec.Props[i].Name)
	}
	for _, name := range l.Props.Outside(spec.Props) {
		add(nil, name)
	}
	return strings.Join(words, w.Say.T("records.semicolon"))
}
