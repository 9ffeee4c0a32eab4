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
		return base.spaces.reader(digestOf(g, languages, members), func() *Reader {
			w := Workspace{Languages: languages, Members: members}
			mentioned(g, languages, func(k model.Kind, all []string) {
				all = slices.Clone(all)
				if k == model.Employee {
					w.Roles = append(w.Roles, all...)
				}
				if len(all) > 1 || strings.ContainsFunc(all[0], parts) { // a single word tells a reader nothing
					w.Elements = append(w.Elements, all)
				}
			})
			return base.In(w)
		})
	})
}

// mentioned yields the names of what a cause may mention, of each element those in the workspace's languages. The slice
// holds until the next.
func mentioned(g *model.Graph, languages []string, yield func(k model.Kind, all []string)) {
	var all []string
	for e := range g.Elements() {
		if e.Name == "" || !e.Kind.Spec().Map {
			continue
		}
		all = append(all[:0], e.Name)
		if len(e.Names) > 0 {
			for _, lang := range languages {
				if s := e.Names[lang]; s != "" && !slices.Contains(all, s) {
					all = append(all, s)
				}
			}
		}
		yield(e.Kind, all)
	}
}

// digestOf is one for each content of what a reader would know: every text stands behind its length.
func digestOf(g *model.Graph, languages, members []string) [sha256.Size]byte {
	var b []byte
	list := func(texts []string) {
		b = binary.AppendUvarint(b, uint64(len(texts)))
		for _, s := range texts {
			b = binary.AppendUvarint(b, uint64(len(s)))
			b = append(b, s...)
		}
	}
	list(languages)
	list(members)
	mentioned(g, languages, func(k model.Kind, all []string) {
		role := byte(0)
		if k == model.Employee {
			role = 1
		}
		b = append(b, role)
		list(all)
	})
	return sha256.Sum256(b)
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

// mostNames bounds the names of all readers that are kept, some 250 bytes a name; the last one is kept whatever it has.
const mostNames = 30_000

func (w *workspace) size() int { return len(w.elements.own) + len(w.people.own) }

func (s *spaces) reader(names [sha256.Size]byte, read func() *Reader) *Reader {
	if r := s.look(names); r != nil {
		return r
	}
	r := read()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = append(s.last, space{names, r})
	size := 0
	for i, x := range slices.Backward(s.last) {
		if size += x.reader.size(); size > mostNames {
			s.last = slices.Delete(s.last, 0, min(i+1, len(s.last)-1))
			break
		}
	}
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
