package whys

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"

	"rootline/model"
)

// ReaderFor returns the reader of a workspace: base, told of its languages (the first is that of the elements' own
// names), its members' full names, and the names of the roles and other elements that a cause may mention. It is kept
// for the graph, and from graph to graph for as long as no name changes. nil as base is [Default].
func ReaderFor(g *model.Graph, base *Reader, languages, members []string) *Reader {
	if base == nil {
		base = Default()
	}
	key := fmt.Sprintf("whys.reader:%p:%q:%q", base, languages, members)
	return model.Memo(g, key, func() *Reader {
		w := Workspace{Languages: languages, Members: members}
		for e := range g.Elements() {
			if e.Name == "" || !e.Kind.Spec().Map {
				continue
			}
			all := []string{e.Name}
			for _, lang := range languages {
				if s := e.Names[lang]; s != "" && !slices.Contains(all, s) {
					all = append(all, s)
				}
			}
			if e.Kind == model.Employee {
				w.Roles = append(w.Roles, all...)
			}
			if len(all) > 1 || strings.ContainsFunc(e.Name, parts) {
				w.Elements = append(w.Elements, all) // a single word tells a reader nothing
			}
		}
		return base.spaces.reader(base, w)
	})
}

// parts tells whether a character may make several words of a name: it is between words, or a word of its own.
func parts(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) || unicode.Is(unicode.Han, r)
}

// spaces keeps the readers of the workspaces that were asked for last, by all their names: a new graph has its old names
// nearly always, and to read all names of a large one takes a while.
type spaces struct {
	mu   sync.Mutex
	last []space // the latest last
}

type space struct {
	names  [sha256.Size]byte
	reader *Reader
}

const mostSpaces = 16

func (s *spaces) reader(base *Reader, w Workspace) *Reader {
	names := w.digest()
	if r := s.look(names); r != nil {
		return r
	}
	r := base.In(w)
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.last) == mostSpaces {
		s.last = slices.Delete(s.last, 0, 1)
	}
	s.last = append(s.last, space{names, r})
	return r
}

func (s *spaces) look(names [sha256.Size]byte) *Reader {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.last, func(x space) bool { return x.names == names })
	if i < 0 {
		return nil
	}
	x := s.last[i]
	s.last = append(slices.Delete(s.last, i, i+1), x)
	return x.reader
}

// digest is one for each content: every text stands behind its length.
func (w Workspace) digest() [sha256.Size]byte {
	var b []byte
	list := func(texts []string) {
		b = binary.AppendUvarint(b, uint64(len(texts)))
		for _, s := range texts {
			b = binary.AppendUvarint(b, uint64(len(s)))
			b = append(b, s...)
		}
	}
	list(w.Languages)
	list(w.Members)
	list(w.Roles)
	for _, all := range w.Elements {
		list(all)
	}
	return sha256.Sum256(b)
}
