package whys

import (
	"cmp"
	"slices"

	"rootline/model"
)

// CauseText is a cause as the checks of wording read it.
type CauseText struct {
	Text      string
	Ancestors []string // the texts above it, the problem first and the parent last
	Explained bool     // it has causes of its own, which lifts A13
}

// Figures of the checks. A text is short where a verb is looked for, and long where A12 asks to shorten it.
const (
	repeated    = 0.60 // similarity from which a cause repeats another (A7)
	shortWords  = 5
	fewestWords = 3
	mostWords   = 30
)

// Problem returns the checks that the wording of a problem trips, of P3 to P6 and in that order; nil = none.
func (r *Reader) Problem(text string) []string {
	p := r.read(text)
	return p.tripped("P3", "P4", "P5", "P6")
}

// Cause returns the checks that the wording of a cause trips, of A1 to A14 and A20 and in that order; nil = none.
// An A6 also makes the cause a guess.
func (r *Reader) Cause(c CauseText) []string {
	own := r.said(c.Text)
	above := make([][]uint64, len(c.Ancestors))
	for i, text := range c.Ancestors {
		above[i] = r.said(text).stems
	}
	var parents [][]uint64
	if n := len(above); n > 0 {
		parents = above[n-1:]
	}
	return own.trips(r, repeats(own.stems, above, parents), c.Explained)
}

// causeChecks are the checks of a cause's wording, in their order.
var causeChecks = [...]string{"A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A10", "A11", "A12", "A13", "A14", "A20"}

// causeWording are those of them that the text trips by itself, and whether somebody acts in it.
func (r *Reader) causeWording(text string) (checks []string, actor bool) {
	p := r.read(text)
	if len(p.ts) == 0 {
		return nil, false
	}
	p.drop["A5"] = p.number()
	p.also["A1"] = p.member()
	p.also["A11"] = p.fragment()
	p.also["A12"] = wordCount(p.ts) > mostWords
	p.drop["A20"] = !p.only("A20")
	return p.tripped(causeChecks[:]...), r.roleActs(p.ts) || p.has(sectionActor)
}

// HasActor tells whether somebody acts in the text: one of its sentences begins with a role of the workspace, or nearly so,
// or has a person do something. It is no fault; it opens the person question.
func (r *Reader) HasActor(text string) bool { return r.said(text).acts(r) }

func (r *Reader) roleActs(ts []token) bool {
	if r.roles == nil {
		return false
	}
	const before = 2 // words that may stand in front: "often the"
	begin := 0
	for i, t := range ts {
		if t.sentence != ts[begin].sentence {
			begin = i
		}
		if i-begin > before {
			continue
		}
		if end := r.roles.longest(ts, i, len(ts)); end > 0 && r.elements.longest(ts, i, len(ts)) <= end {
			return true
		}
	}
	return false
}

// Action returns the checks that the wording of an action trips, of C4 and C5 and in that order; nil = none.
func (r *Reader) Action(text string) []string {
	p := r.read(text)
	return p.tripped("C4", "C5")
}

// Words returns where the words stand in a text that trip a check of wording, each as the bytes from and up to, in order
// and apart: what a page marks. nil where it is no words that do: the length of the text, say, or what stands above it.
func (r *Reader) Words(check, text string) [][2]int {
	p := r.read(text)
	var spans []span
	if check == "A1" {
		spans = apart(p.named(p.members), p.spared())
	}
	for _, found := range p.found {
		spans = append(spans, found[check]...)
	}
	slices.SortFunc(spans, func(x, y span) int { return cmp.Or(x.from-y.from, x.to-y.to) })
	var out [][2]int
	for _, s := range spans {
		from, to := p.ts[s.from].from, p.ts[s.to-1].to
		if n := len(out); n > 0 && from <= out[n-1][1] {
			out[n-1][1] = max(to, out[n-1][1])
			continue
		}
		out = append(out, [2]int{from, to})
	}
	return out
}

// Kind guesses what something is by its name, in a language: the word that tells stands at the end of an English or a Chinese
// name, at the beginning of a French or a Persian one. Where none tells it is technology.
func (r *Reader) Kind(name, lang string) model.Kind {
	kind, best := model.Technology, -1
	for _, k := range []model.Kind{model.Policy, model.Data, model.Partner, model.Employee} {
		for _, at := range r.Words(string(k), name) {
			place := at[1]
			if lang == "fr" || lang == "fa" {
				place = len(name) - at[0]
			}
			if place > best {
				kind, best = k, place
			}
		}
	}
	return kind
}

// Owner returns C6 where the owner of an action is empty, a team or several; else nil.
func (r *Reader) Owner(text string) []string {
	p := r.read(text)
	p.also["C6"] = len(p.ts) == 0
	return p.tripped("C6")
}

// Due returns C7 where a date as typed is empty or says "ongoing" and the like; else nil.
func (r *Reader) Due(text string) []string {
	p := r.read(text)
	p.also["C7"] = len(p.ts) == 0
	p.drop["C7"] = p.digits()
	return p.tripped("C7")
}

// passage is a text with what the lists found in it.
type passage struct {
	*Reader
	ts         []token
	languages  []*language
	found      []finds         // per language
	drop, also map[string]bool // checks that other rules lift, or raise
}

func (r *Reader) read(text string) *passage {
	p := &passage{Reader: r, ts: tokens(text), drop: map[string]bool{}, also: map[string]bool{}}
	p.languages = r.languagesOf(p.ts)
	names := p.spared()
	for _, l := range p.languages {
		found := l.search(p.ts, r.people)
		for _, check := range [...]string{"P4", "P6", "A3", "A5", "A9", "A10", "C4", "C5"} {
			if spans := found[check]; len(names) > 0 && len(spans) > 0 {
				found[check] = apart(spans, names)
			}
		}
		p.found = append(p.found, found)
	}
	if p.sentences() > 1 {
		p.also["P6"], p.also["A10"] = true, true
	}
	return p
}

func (p *passage) tripped(checks ...string) []string {
	var out []string
	for _, check := range checks {
		if p.also[check] || p.has(check) && !p.drop[check] {
			out = append(out, check)
		}
	}
	return out
}

func (p *passage) has(section string) bool {
	for _, found := range p.found {
		if len(found[section]) > 0 {
			return true
		}
	}
	return false
}

// named returns where names stand.
func (p *passage) named(in *names) []span {
	if in == nil {
		return nil
	}
	var out []span
	for i := range p.ts {
		if end := in.longest(p.ts, i, len(p.ts)); end > 0 {
			out = append(out, span{i, end})
		}
	}
	return out
}

// spared returns where names of elements of several words stand: no check reads into one.
func (p *passage) spared() []span {
	return slices.DeleteFunc(p.named(p.elements), func(s span) bool { return s.to == s.from+1 })
}

// member tells whether a member's full name stands in the text, and not as part of an element's.
func (p *passage) member() bool { return len(apart(p.named(p.members), p.spared())) > 0 }

func (p *passage) digits() bool {
	for _, t := range p.ts {
		if t.digit {
			return true
		}
	}
	return false
}

func (p *passage) number() bool { return p.digits() || p.has(sectionNumber) }

// sentences counts those of at least three words.
func (p *passage) sentences() int {
	n := 0
	for i := 0; i < len(p.ts); {
		end := i
		for end < len(p.ts) && p.ts[end].sentence == p.ts[i].sentence {
			end++
		}
		if wordCount(p.ts[i:end]) >= fewestWords {
			n++
		}
		i = end
	}
	return n
}

// fragment tells whether the text is too short, or short and without a verb that the lists know.
func (p *passage) fragment() bool {
	n := wordCount(p.ts)
	return n < fewestWords || n <= shortWords && len(p.languages) > 0 && !p.has(sectionSentence)
}

// only tells whether the finds of a section are all that the text says, but for two words.
func (p *passage) only(section string) bool {
	for i, found := range p.found {
		rest := 0
		for at, t := range p.ts {
			if inside(at, found[section]) || p.languages[i].stop[t.norm] {
				continue
			}
			rest++
		}
		if len(found[section]) > 0 && wordsLeft(rest, p.languages[i]) <= 2 {
			return true
		}
	}
	return false
}

func wordsLeft(n int, l *language) int {
	if l.code == "zh" {
		return n / 2
	}
	return n
}

func inside(i int, spans []span) bool {
	for _, s := range spans {
		if s.from <= i && i < s.to {
			return true
		}
	}
	return false
}

// repeats tells whether a text says what one above it says, or nothing that one right above it does not.
func repeats(own []uint64, above, parents [][]uint64) bool {
	if len(own) == 0 {
		return false
	}
	for _, a := range above {
		if jaccard(own, a) >= repeated {
			return true
		}
	}
	for _, p := range parents {
		if shared(own, p) == len(own) {
			return true
		}
	}
	return false
}
