package whys

import (
	"fmt"
	"strings"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/french"
)

// language is the word lists of one language, ready for use.
type language struct {
	code   string
	source []section
	*index
	stop map[string]bool
}

func compile(code string, sections []section) (*language, error) {
	l := &language{code: code, source: sections, stop: map[string]bool{}}
	held, order := merged(sections)
	lists := map[string]*phrases{}
	for _, name := range order {
		list, ok := strings.CutPrefix(name, "list ")
		if !ok {
			continue
		}
		lists[list] = &phrases{}
		for _, line := range held[name] {
			for alternative := range strings.SplitSeq(line.text, "|") {
				row, err := parseRow(alternative)
				if err != nil {
					return nil, fmt.Errorf("%s: %w", line.at, err)
				}
				lists[list].add(row)
			}
		}
	}
	var patterns []pattern
	for _, name := range order {
		if strings.HasPrefix(name, "list ") {
			continue
		}
		for _, line := range held[name] {
			if name == sectionStop {
				for _, t := range tokens(line.text) {
					l.stop[t.norm] = true
				}
				continue
			}
			items, err := parsePattern(line.text, lists)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", line.at, err)
			}
			patterns = append(patterns, pattern{name, line.exception, items})
		}
	}
	l.index = newIndex(patterns)
	return l, nil
}

// languagesOf returns the languages whose lists a text is read with: Han and Arabic script always with Chinese and
// Persian, the rest with the workspace's languages. Where several of those are written with Latin letters, the words
// without content tell which the text is in; where they do not tell, each counts.
func (r *Reader) languagesOf(ts []token) []*language {
	var chars, persian, words int
	for _, t := range ts {
		switch t.script {
		case han:
			chars++
		case arabic:
			persian++
		default:
			words++
		}
	}
	var out []*language
	add := func(code string) {
		if l := r.languages[code]; l != nil {
			out = append(out, l)
		}
	}
	if chars > 0 {
		add("zh")
	}
	if persian > 0 {
		add("fa")
	}
	if len(out) > 0 && words < 3+(chars/2+persian)/2 { // a few foreign names
		return out
	}
	return append(out, r.spaced(ts)...)
}

// spaced picks among the workspace's languages of Latin script.
func (r *Reader) spaced(ts []token) []*language {
	codes := r.codes
	if len(codes) == 0 {
		codes = []string{"en", "fr"}
	}
	var all []*language
	var score []int
	best := 0
	for _, code := range codes {
		l := r.languages[code]
		if l == nil || code == "zh" || code == "fa" {
			continue
		}
		n := 0
		for _, t := range ts {
			if l.stop[t.norm] {
				n++
			}
		}
		all, score = append(all, l), append(score, n)
		best = max(best, n)
	}
	var out []*language
	for i, l := range all {
		if 2*score[i] > best || best == 0 {
			out = append(out, l)
		}
	}
	return out
}

// stem cuts a word to what its forms share.
func (l *language) stem(t token) string {
	switch l.code {
	case "en":
		env := snowballstem.NewEnv(t.norm)
		english.Stem(env)
		return env.Current()
	case "fr": // the stemmer reads accents
		env := snowballstem.NewEnv(frenchSingular(t.raw))
		french.Stem(env)
		return plain(env.Current())
	case "fa":
		return persianStem(t.norm)
	}
	return t.norm
}

// frenchSingular turns a verb of the third person plural, which the stemmer leaves, to its singular: "arrivent".
func frenchSingular(s string) string {
	verb, ok := strings.CutSuffix(s, "ent")
	if !ok || len(verb) < 3 || strings.HasSuffix(verb, "m") || strings.HasSuffix(verb, "é") || frenchNouns[s] {
		return s
	}
	return verb + "e"
}

var frenchNouns = map[string]bool{"client": true, "patient": true, "agent": true, "argent": true, "urgent": true, "incident": true, "accident": true,
	"parent": true, "content": true, "récent": true, "différent": true, "fréquent": true, "équivalent": true, "précédent": true, "excellent": true,
	"talent": true, "torrent": true, "souvent": true, "cent": true, "lent": true, "vent": true, "dent": true, "évident": true, "permanent": true,
	"absent": true, "présent": true, "prudent": true, "ingrédient": true, "inconvénient": true, "expédient": true,
	"adhérent": true, "concurrent": true, "transparent": true, "cohérent": true, "compétent": true, "pertinent": true, "négligent": true, "intelligent": true}

// persianStem takes off what marks number, comparison and verbs, while three letters remain.
func persianStem(s string) string {
	for _, p := range []string{"نمی", "می"} {
		rest, ok := strings.CutPrefix(s, p)
		if !ok || len([]rune(rest)) < 3 {
			continue
		}
		if verb, many := strings.CutSuffix(rest, "ند"); many && len([]rune(verb)) >= 2 && !strings.HasSuffix(verb, "ا") {
			return verb + "د" // "می‌رسند" to "می‌رسد", yet not "می‌ماند"
		}
		return rest
	}
	for _, e := range []string{"هایشان", "هایمان", "هایش", "هایی", "های", "ها", "ترین", "تر", "شان", "اند", "ند", "ان", "ات", "ی", "ش"} {
		if rest, ok := strings.CutSuffix(s, e); ok && len([]rune(rest)) >= 3 {
			return rest
		}
	}
	return s
}
