package templates

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rootline/model"
	"rootline/model/whys"
	"rootline/templates/say"
)

// Clause is a part of a sentence: what people wrote, or the words that join it.
type Clause struct {
	Text string
	Said bool // by people: drawn bold
}

// ClauseText is a sentence without its marks.
func ClauseText(clauses []Clause) string {
	var b strings.Builder
	for _, c := range clauses {
		b.WriteString(c.Text)
	}
	return b.String()
}

// Namer says how an element is called in a sentence; nil = by its name in the language of the page.
type Namer func(*model.Element) string

func (f Namer) of(s *say.Printer, e *model.Element) string {
	if f == nil {
		return e.NameIn(s.Lang())
	}
	return f(e)
}

// Chain says a way from the problem down: "P, because A, because B". With more, it ends in an open "because …".
func Chain(s *say.Printer, g *model.Graph, path []*whys.Node, more bool, name Namer) []Clause {
	var out []Clause
	for i, n := range path {
		if i > 0 {
			out = append(out, Clause{Text: s.T("sentence.because")})
		}
		out = append(out, Clause{clause(s, g, name.of(s, n.Element), i == 0), true})
	}
	if more {
		out = append(out, Clause{Text: s.T("sentence.because.open")})
	}
	return out
}

// ReadBack reads a way from the problem to a cause, as Analysis.EdgesTo returns it, from its end up. What acts together is
// named where it acts: "Because A and B, C; and because in addition D, E; therefore P." A way of no links has no words.
func ReadBack(s *say.Printer, g *model.Graph, way []*whys.Edge, name Namer) []Clause {
	if len(way) == 0 {
		return nil
	}
	said := func(n *whys.Node) Clause { return Clause{clause(s, g, name.of(s, n.Element), false), true} }
	deepest := way[len(way)-1]
	out := listed(s, []Clause{{Text: s.T("sentence.read.begin")}}, append([]*whys.Node{deepest.To}, besides(deepest)...), said)
	out = append(out, Clause{Text: s.T("sentence.read.first")}, said(deepest.From))
	for _, e := range slices.Backward(way[:len(way)-1]) {
		if also := besides(e); len(also) > 0 {
			out = listed(s, append(out, Clause{Text: s.T("sentence.read.also")}), also, said)
			out = append(out, Clause{Text: s.T("sentence.read.first")})
		} else {
			out = append(out, Clause{Text: s.T("sentence.read.therefore")})
		}
		out = append(out, said(e.From))
	}
	return append(out, Clause{Text: s.T("sentence.read.end")})
}

// besides are the causes that must be true together with that of a link for its effect to happen.
func besides(e *whys.Edge) []*whys.Node {
	var out []*whys.Node
	if e.From.Props.Text("gate") == "and" {
		for _, other := range e.From.Causes {
			if other != e && !other.Circle && !other.To.Disproved() {
				out = append(out, other.To)
			}
		}
	}
	return out
}

// listed adds nodes to a sentence: "A, B and C".
func listed(s *say.Printer, out []Clause, nodes []*whys.Node, said func(*whys.Node) Clause) []Clause {
	for i, n := range nodes {
		switch {
		case i > 0 && i == len(nodes)-1:
			out = append(out, Clause{Text: s.T("say.list.and")})
		case i > 0:
			out = append(out, Clause{Text: s.T("say.list.comma")})
		}
		out = append(out, said(n))
	}
	return out
}

// Outcome says a root, what it leads to and what comes of that in one sentence: "B, so A, so P." Where links before the last
// are left out: "B, so A, and in the end P."
func Outcome(s *say.Printer, g *model.Graph, names []string, shortened bool) string {
	var b strings.Builder
	for i, name := range names {
		switch {
		case i > 0 && i == len(names)-1 && shortened:
			b.WriteString(s.T("sentence.end"))
		case i > 0:
			b.WriteString(s.T("sentence.so"))
		}
		b.WriteString(clause(s, g, name, i == 0))
	}
	b.WriteString(s.T("sentence.read.end"))
	return b.String()
}

// LinkSentence says one link: "B, therefore A".
func LinkSentence(s *say.Printer, g *model.Graph, cause, effect string) string {
	return clause(s, g, cause, true) + s.T("sentence.so") + clause(s, g, effect, false)
}

// clause fits what somebody wrote into a sentence: without its full stop, and, but at the beginning, without the capital that
// only stood for the beginning.
func clause(s *say.Printer, g *model.Graph, text string, first bool) string {
	text = strings.TrimRight(strings.TrimSpace(text), ".。．")
	if !first {
		text = decapitalise(g, text)
	}
	return s.Isolate(text)
}

// decapitalise begins a text in the middle of a sentence. A word keeps its capital where it may be a name: where it begins the
// name of something in the model, is written in capitals, or never stands in small letters elsewhere, is no function word and has
// not the look of a common noun.
func decapitalise(g *model.Graph, text string) string {
	r, size := utf8.DecodeRuneInString(text)
	if !unicode.IsUpper(r) {
		return text
	}
	first := firstWord(text)
	if rest := first[size:]; rest != strings.ToLower(rest) || rest == "" && !functionWords[strings.ToLower(first)] {
		return text // ERP, X
	}
	small := strings.ToLower(first)
	if functionWords[small] || !beginsWithName(g, text) && (commonWord(smallWords(g), small) || commonWord(commonNouns, small) || looksCommon(small, text)) {
		return string(unicode.ToLower(r)) + text[size:]
	}
	return text
}

// commonWord says whether a word, or another form of it, is among the small ones: "returned" where "returns" is.
func commonWord(small map[string]bool, w string) bool {
	if small[w] {
		return true
	}
	for _, ending := range []string{"s", "es", "ed", "d", "ing"} {
		stem, ok := strings.CutSuffix(w, ending)
		if ok && len(stem) > 2 && (small[stem] || small[stem+"e"] || small[stem+"s"]) {
			return true
		}
	}
	return false
}

// looksCommon says whether the first word of an English text, in small letters, looks like a common noun: in the plural, as its
// verb tells, or with an ending that names hardly have.
func looksCommon(first, text string) bool {
	if words := strings.Fields(text); len(words) > 1 && strings.HasSuffix(first, "s") && pluralVerbs[words[1]] {
		return true
	}
	first = strings.TrimSuffix(first, "s")
	return len(first) > 7 && (strings.HasSuffix(first, "tion") || strings.HasSuffix(first, "sion") || strings.HasSuffix(first, "ment"))
}

var pluralVerbs = map[string]bool{"are": true, "aren’t": true, "aren't": true, "were": true, "weren’t": true, "weren't": true,
	"have": true, "haven’t": true, "haven't": true, "do": true, "don’t": true, "don't": true}

// firstWord is the first word of a text; in French up to an apostrophe.
func firstWord(text string) string {
	end := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
	if end < 0 {
		return text
	}
	return text[:end]
}

// functionWords begin sentences in English and French and are no names.
var functionWords = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`
		the a an this that these those each every no any some many most all both few our we us it its they their there he she his her
		you your my one two three four five six nobody everybody somebody nothing who what when where which how if as in on at by for
		from to of with without after before since until only not neither either and but or because so while during later often sometimes
		usually always never also then nearly almost several other another such same too very much more less least
		le la les l un une des du de d ce cet cette ces chaque aucun aucune tout toute tous toutes plusieurs quelques notre nos votre vos leur
		leurs son sa ses mon ma mes nous vous il elle ils elles on personne rien qui que quand où comment si en dans sur sous par pour
		avec sans après avant depuis à au aux et ou mais car deux trois quatre cinq y`) {
		m[w] = true
	}
	return m
}()

// commonNouns begin what people write of their work, and are hardly ever names.
var commonNouns = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`
		access account address agent alarm answer app application appointment bag bed book borrower branch bus barcode batch bill box bug building button buyer call caller
		campaign card carrier cart case caller cash catalogue change channel chat check checklist claim clerk client code colleague command
		complaint computer configuration connection contact contract control cost counter courier customer data database day deadline delivery
		department desk device discount document driver drug effort email employee engineer equipment error evidence failure feature fee field
		figure file form goods help hotline hour incident information instruction insurance interface internet inventory invoice item job key
		knowledge label leader letter library line link list loan log machine mail maintenance management manager manual manufacturing material medication
		meeting member memory message metal migration minute mistake model money month name network noise note notice nurse offer office
		operator order package page paper parcel part partner passenger password patient payment people person phone plan playback planning
		policy portal power price printer problem procedure process product production program project purchase quality question queue range
		rate reader receipt record refund release reminder rent repair report request response responsibility result return review road role
		room routine rule safety sale salary sales scanner schedule screen season seller sensor server service session shelf shift ship shipment
		shop shopper shortage side signal site size software spare speed staff standard status step stock stop storage store supplier supply
		support surface system table target task tax team technician telemetry telephone terminal test text ticket till time tool traffic training
		train trolley truck update user value van vehicle version visitor volume wage warehouse warranty waste water web website week work worker workshop year
		new old wrong missing late early slow fast long short high low big small large little few different separate single double manual
		automatic electronic digital paper-based many own local central national`) {
		m[w] = true
	}
	return m
}()

// beginsWithName says whether a text begins with the name of something on the map.
func beginsWithName(g *model.Graph, text string) bool {
	names := model.Memo(g, "sentences.names", func() map[string][]string {
		m := map[string][]string{}
		for e := range g.Elements() {
			if !e.Kind.Spec().Map {
				continue
			}
			for _, name := range append([]string{e.Name}, values(e.Names)...) {
				if w := firstWord(name); w != "" {
					m[w] = append(m[w], name)
				}
			}
		}
		return m
	})
	for _, name := range names[firstWord(text)] {
		if strings.HasPrefix(text, name) {
			return true
		}
	}
	return false
}

func values(m map[string]string) []string {
	var out []string
	for _, v := range m {
		out = append(out, v)
	}
	return out
}

// smallWords are the words that stand in small letters somewhere in what people wrote of their problems.
func smallWords(g *model.Graph) map[string]bool {
	return model.Memo(g, "sentences.small", func() map[string]bool {
		m := map[string]bool{}
		read := func(text string) {
			for _, w := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
				if w == strings.ToLower(w) {
					m[w] = true
				}
			}
		}
		for e := range g.Elements() {
			if e.Kind.Spec().Map {
				continue
			}
			read(e.Notes)
			for _, name := range append([]string{e.Name}, values(e.Names)...) {
				read(name)
			}
			for _, v := range e.Props {
				if text, ok := v.(string); ok {
					read(text)
				}
			}
		}
		return m
	})
}
