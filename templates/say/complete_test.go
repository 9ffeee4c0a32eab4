package say

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// These find the ids that the program's text asks for: p.T("id"…), say(c, "id"…); First("a", "b"); a fault's message.
var (
	calls  = regexp.MustCompile(`(?:\.T|\b[Ss]ay)\((?:\w+, )?"([a-z][\w.-]*\.[\w.-]+)"`)
	firsts = regexp.MustCompile(`\.First\(([^)]*)\)`)
	faults = regexp.MustCompile(`(?:[fF]ault\((?:(?:model\.)?[A-Z]\w+, )?[^,\n"]*(?:"[^"\n]*")?, |Msg:\s+|wrong\()"([a-z][a-z.-]*)"`)
	quoted = regexp.MustCompile(`"([a-z][\w.-]*\.[\w-]+)"`)
)

func TestEveryIDIsSaidInEveryLanguage(t *testing.T) {
	t.Parallel()
	used := map[string]string{}
	err := filepath.WalkDir("../..", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && strings.HasPrefix(d.Name(), ".") && d.Name() != ".." {
			return fs.SkipDir
		}
		if !strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, ".templ") ||
			strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, "_templ.go") {
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		for _, m := range calls.FindAllSubmatch(text, -1) {
			used[string(m[1])] = name
		}
		for _, m := range faults.FindAllSubmatch(text, -1) {
			used["error."+string(m[1])] = name
		}
		for _, m := range firsts.FindAllSubmatch(text, -1) {
			for _, q := range quoted.FindAllSubmatch(m[1], -1) {
				used[string(q[1])] = name
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for id, file := range used {
		for _, lang := range languages {
			if strings.HasSuffix(id, ".") {
				continue // the rest of the id is put together at run time
			}
			if !For(lang).Has(id) {
				t.Errorf("%s: %s asks for %s", lang, file, id)
			}
		}
	}
}

func TestCataloguesAgree(t *testing.T) {
	t.Parallel()
	english := For("en")
	for _, lang := range languages[1:] {
		p := For(lang)
		for id, want := range english.messages {
			got := p.messages[id]
			if got == nil {
				t.Errorf("%s lacks %s", lang, id)
				continue
			}
			if w, g := want.names(), got.names(); !slices.Equal(w, g) {
				t.Errorf("%s: %s has the placeholders %q, in English %q", lang, id, g, w)
			}
		}
		for id := range p.messages {
			if english.messages[id] == nil {
				t.Errorf("%s has %s, English lacks it", lang, id)
			}
		}
	}
}

// names lists the placeholders of a message, each once; count may be left out of a form that
// words it ("one thing").
func (t *text) names() []string {
	var names []string
	for _, f := range t.forms {
		if f == nil {
			continue
		}
		for _, p := range f.parts {
			if p.name != "count" && !slices.Contains(names, p.name) {
				names = append(names, p.name)
			}
		}
	}
	slices.Sort(names)
	return names
}

func TestEveryIDStandsOnce(t *testing.T) {
	t.Parallel()
	for _, lang := range languages {
		_, twice, err := load(lang)
		if err != nil {
			t.Error(err)
		}
		for _, id := range twice {
			t.Errorf("%s: %s stands in two areas", lang, id)
		}
	}
}

func TestNoTextIsLeftInEnglish(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"zh", "fa"} {
		for id, text := range For(lang).messages {
			for _, f := range text.forms {
				if f != nil && len(f.literal) > 24 && strings.IndexFunc(f.literal, func(r rune) bool { return r > 0x5ff }) < 0 {
					t.Errorf("%s: %s reads %q", lang, id, f.literal)
				}
			}
		}
	}
}
