// Package whys guides a root-cause analysis: five whys as a branching graph, and the checks that read along.
//
// This half reads wording. A [Reader] holds word lists, one editable text file per language (words/en.txt …), and
// says which checks a sentence trips: "A5" for a vague adjective, "P4" for a solution in place of a problem. It
// understands nothing: it finds patterns of words, so the same text always gets the same answer, and a finding is a
// question to the author, never a verdict. What each check means to the reader is said by the catalogue, check.A5.
//
// Sources of the rules: VA/NCPS five rules of causation; Goldratt's categories of legitimate reservation; Card,
// "The problem with '5 whys'", BMJ Quality & Safety 26 (2017), for blame and for answers that repeat the question.
package whys

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
)

//go:embed words/*.txt
var embedded embed.FS

// Reader checks the wording of problems, causes and actions. It never changes once made and is safe for concurrent
// use. Get one from [Default] or [Load], and let [Reader.In] tell it about a workspace.
type Reader struct {
	languages map[string]*language // by code: "en"
	workspace                      // zero: nothing known of one
	texts     *texts               // what was read before
	spaces    spaces               // the readers of workspaces made from it
}

// Workspace is what a reader may know about the workspace whose texts it checks.
type Workspace struct {
	Languages []string   // codes, first one first; empty = every language there are lists for
	Members   []string   // full names; one in a cause is a person named (A1)
	Roles     []string   // names of roles: people to the checks of blame, yet welcome in a text
	Elements  [][]string // each element's names in all languages: equal in Similarity, and no check reads into a name
}

// Default returns the reader of the embedded word lists. It is made once, at the first call.
var Default = sync.OnceValue(func() *Reader {
	words, err := fs.Sub(embedded, "words")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	r, err := (&Reader{}).load(words)
	if err != nil {
		panic(err) // a test reads them all
	}
	return r
})

// Load returns the default reader, changed by the word files (*.txt, named by language code) in the top of fsys: a folder,
// as os.DirFS gives it. A section there adds to the embedded one, or takes its place where it says so; a code without
// embedded lists is a new language. The error names file and line; a folder that is not there is one too.
func Load(fsys fs.FS) (*Reader, error) {
	if _, err := fs.Stat(fsys, "."); err != nil {
		return nil, fmt.Errorf("word lists: %w", err)
	}
	return Default().load(fsys)
}

// Extend returns a reader with words of a workspace's own: text is a word file for language lang, and name is what
// an error calls it.
func (r *Reader) Extend(lang, name, text string) (*Reader, error) {
	sections, err := parseWords(name, text)
	if err != nil {
		return nil, err
	}
	return r.with(map[string][]section{lang: sections})
}

func (r *Reader) load(fsys fs.FS) (*Reader, error) {
	files, err := fs.Glob(fsys, "*.txt")
	if err != nil {
		return nil, fmt.Errorf("word lists: %w", err)
	}
	more := map[string][]section{}
	for _, file := range files {
		text, err := fs.ReadFile(fsys, file)
		if err != nil {
			return nil, fmt.Errorf("word lists: %w", err)
		}
		if more[strings.TrimSuffix(path.Base(file), ".txt")], err = parseWords(file, string(text)); err != nil {
			return nil, err
		}
	}
	return r.with(more)
}

// with compiles the languages that more touches and shares the others.
func (r *Reader) with(more map[string][]section) (*Reader, error) {
	next := &Reader{languages: map[string]*language{}, workspace: r.workspace, texts: &texts{}}
	for code, l := range r.languages {
		next.languages[code] = l
	}
	for code, sections := range more {
		if l := r.languages[code]; l != nil {
			sections = append(slices.Clone(l.source), sections...)
		}
		l, err := compile(code, sections)
		if err != nil {
			return nil, err
		}
		next.languages[code] = l
	}
	return next, nil
}

// workspace is a [Workspace] made ready for matching.
type workspace struct {
	codes    []string
	members  *names
	roles    *names
	people   *names // members and roles
	elements *names // of several words, or in place of which another name stands
}

// In returns the reader for one workspace. Its cost grows with the names handed in: see [ReaderFor], which keeps it.
func (r *Reader) In(w Workspace) *Reader {
	next := &Reader{languages: r.languages, texts: &texts{}}
	next.codes = slices.Clone(w.Languages)
	next.members, next.roles, next.people, next.elements = &names{}, &names{}, &names{}, &names{}
	for _, member := range w.Members {
		words := literal(member)
		if len(words) > 1 { // a first name alone is too often a word
			next.members.add(words, "")
			next.people.add(words, "")
		}
	}
	for _, role := range w.Roles {
		next.roles.add(literal(role), "")
		next.people.add(literal(role), "")
	}
	for _, all := range w.Elements {
		for i, name := range all {
			switch words := literal(name); {
			case i > 0:
				next.elements.add(words, all[0])
			case len(words) > 1:
				next.elements.add(words, "")
			}
		}
	}
	return next
}
