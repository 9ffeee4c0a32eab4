package web

import (
	"slices"
	"strings"

	"rootline/model"
	"rootline/store"
	"rootline/templates"
)

// teller tells changes in words, in the language of who reads them.
type teller struct {
	*Server
	*room
	words templates.Wording
	was   *model.Graph // knows what is gone today; nil = nobody does
}

func (s *Server) teller(r *room) *teller { return &teller{s, r, r.wording(), nil} }

// graphs are those that may know a thing, that of the page first.
func (t *teller) graphs() []*model.Graph {
	list := []*model.Graph{t.graph, t.today}
	if t.was != nil {
		list = append(list, t.was)
	}
	return list
}

// tell words changes of the log; about is the id of the element that the page is about, "" = none.
func (t *teller) tell(entries []store.Entry, about string, most int) []templates.Happened {
	out := make([]templates.Happened, 0, len(entries))
	names := known(entries)
	for _, e := range entries {
		h := templates.Happened{ID: e.ID, Title: e.TitleIn(t.Say.Lang()), Typed: e.Titles == nil, By: e.Author.Name, When: t.when(t.Say, e.At), Undone: e.UndoneBy != 0, Undoing: len(e.Undoes) > 0}
		h.You = e.Author.ID == t.User.ID && e.Author.Kind == model.ByUser
		if h.By == "" {
			h.By = t.Say.Upper(t.Say.T("records.by." + string(e.Author.Kind)))
		}
		if h.You {
			h.By = t.Say.Upper(t.Say.T("records.by.you"))
		}
		h.Words = t.opWords(e, names, about, most)
		h.URL = t.space.URL("history", e.ID)
		if !h.Undone && t.mayUndo(e) {
			h.UndoURL = t.space.URL("history", e.ID, "undo")
		}
		out = append(out, h)
	}
	return out
}

// mayUndo says whether who looks could take the change back, by what it edits; the store decides.
func (t *teller) mayUndo(e store.Entry) bool {
	if t.Place.Role.MayIn(e.State, model.RightChange) {
		return true
	}
	return !e.Long && t.Place.Role.MayChange(t.graph, t.graph, model.Change{State: e.State, Ops: e.Inverse})
}

func (t *teller) opWords(e store.Entry, names shown, about string, most int) []string {
	if len(e.Undoes) > 0 {
		return []string{e.TitleIn(t.Say.Lang())}
	}
	var words []string
	rest := 0
	ops := slices.Clone(e.Ops)
	slices.SortStableFunc(ops, func(a, b model.Op) int { return statusFirst(a) - statusFirst(b) })
	for _, op := range ops {
		if about != "" && !slices.Contains(op.Touches(), about) && !concerns(names.links[op.Target()], t.graph.Link(op.Target()), about) {
			continue
		}
		w := t.op(op, names, about)
		switch {
		case w == "":
		case len(words) < most:
			words = append(words, w)
		default:
			rest++
		}
	}
	if rest > 0 {
		words = append(words, t.Say.T("records.ops.more", "count", rest))
	}
	return words
}

// statusFirst puts a new status before all else that a change does: it was approved, it is done.
func statusFirst(op model.Op) int {
	if op.Kind == model.OpSet && op.Field == model.PropField("status") && op.New != nil {
		return 0
	}
	return 1
}

// concerns says whether one of these links, nil where there is none, has the element as an end.
func concerns(removed, present *model.Link, id string) bool {
	for _, l := range []*model.Link{removed, present} {
		if l != nil && (l.From == id || l.To == id) {
			return true
		}
	}
	return false
}

// shown are the elements and links that changes themselves have whole: those they added or removed.
type shown struct {
	elements map[string]*model.Element
	links    map[string]*model.Link
}

func known(entries []store.Entry) shown {
	k := shown{map[string]*model.Element{}, map[string]*model.Link{}}
	for _, e := range entries {
		for _, ops := range [][]model.Op{e.Inverse, e.Ops} {
			for _, op := range ops {
				if op.Element != nil {
					k.elements[op.Element.ID] = op.Element
				}
				if op.Link != nil {
					k.links[op.Link.ID] = op.Link
				}
			}
		}
	}
	return k
}

func (t *teller) name(id string, k shown) string {
	if e := t.graph.Element(id); e != nil {
		return e.NameIn(t.Say.Lang())
	}
	if e := k.elements[id]; e != nil {
		return e.NameIn(t.Say.Lang())
	}
	for _, g := range t.graphs()[1:] { // a plan has taken it away, or somebody has since
		if e := g.Element(id); e != nil {
			return e.NameIn(t.Say.Lang())
		}
	}
	return id
}

// gone is a link that a change took away, nil where nobody knows it any more.
func (t *teller) gone(id string, k shown) *model.Link {
	if l := k.links[id]; l != nil {
		return l
	}
	for _, g := range t.graphs()[1:] {
		if l := g.Link(id); l != nil {
			return l
		}
	}
	return nil
}

// op words one op; "" where it goes without saying.
func (t *teller) op(op model.Op, k shown, about string) string {
	switch op.Kind {
	case model.OpAddElement:
		return t.Say.T("records.op.add", "Name", op.Element.NameIn(t.Say.Lang()), "ThingKind", t.Say.Kind(op.Element.Kind, false))
	case model.OpRemoveElement:
		return t.Say.T("records.op.remove", "Name", t.name(op.ID, k))
	case model.OpAddLink:
		return t.Say.T("records.op.link", "Sentence", t.linkWords(op.Link, k))
	case model.OpRemoveLink:
		if l := t.gone(op.ID, k); l != nil {
			return t.Say.T("records.op.unlink", "Sentence", t.linkWords(l, k))
		}
		return t.Say.T("records.op.unlink", "Sentence", op.ID)
	case model.OpReEnd:
		from, _ := op.Old.(string)
		to, _ := op.New.(string)
		return t.Say.T("records.op.end", "From", t.name(from, k), "To", t.name(to, k))
	}
	return t.set(op, k, about)
}

func (t *teller) linkWords(l *model.Link, k shown) string {
	return t.Say.T("link."+string(l.Kind)+"."+templates.SayingOf(l, "says"), "From", t.name(l.From, k), "To", t.name(l.To, k))
}

// set words the setting of a field: "Running cost: €184,000 a year, was not known".
func (t *teller) set(op model.Op, k shown, about string) string {
	kind, of := "", ""
	if e := t.graph.Element(op.ID); e != nil {
		kind, of = string(e.Kind), e.NameIn(t.Say.Lang())
	} else if e := k.elements[op.ID]; e != nil {
		kind, of = string(e.Kind), e.NameIn(t.Say.Lang())
	} else if l := t.graph.Link(op.ID); l != nil {
		kind, of = string(l.Kind), t.linkWords(l, k)
	} else if l := k.links[op.ID]; l != nil {
		kind, of = string(l.Kind), t.linkWords(l, k)
	}
	field := t.words.Field(kind, op.Field)
	var what string
	switch {
	case strings.HasPrefix(op.Field, "tags."):
		what = field
		if op.New == nil {
			what = t.Say.T("records.op.untag", "Field", field)
		}
	case op.Field == "notes":
		what = t.Say.T("records.op.notes")
	case op.Old == nil:
		what = t.Say.T("records.op.set", "Field", field, "New", t.value(kind, op.Field, op.New))
	default:
		what = t.Say.T("records.op.reset", "Field", field, "Old", t.value(kind, op.Field, op.Old), "New", t.value(kind, op.Field, op.New))
	}
	if op.ID == about || of == "" {
		return what
	}
	return t.Say.T("records.pair", "Label", t.Say.Quote(of), "Value", what)
}

// longestValue is how many characters of a value the history repeats.
const longestValue = 120

func (t *teller) value(kind, field string, v any) string {
	return shortened(t.words.Value(kind, field, v), longestValue)
}

// shortened is s, cut after about so many characters.
func shortened(s string, most int) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
