package model

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// OpKind says what an op does.
type OpKind string

// The kinds of op.
const (
	OpAddElement    OpKind = "add_element"
	OpAddLink       OpKind = "add_link"
	OpSet           OpKind = "set"
	OpReEnd         OpKind = "re_end"
	OpRemoveElement OpKind = "remove_element"
	OpRemoveLink    OpKind = "remove_link"
)

// Op is one edit of one element or link. Kind decides which fields count.
type Op struct {
	Kind    OpKind
	Element *Element // of add_element
	Link    *Link    // of add_link
	ID      string   // of the element or link; empty on an add
	Field   string   // of set: "name", "props.wait_s"; the unit is part of the name
	End     string   // of re_end: "from" or "to"
	Old     any      // what the author saw; nil = unset. Of a removal: map[string]any, the fields it relies on; nil = none
	New     any      // nil = unset it. Unset is unknown, which is not zero
}

// Target returns the id that the op is about, whatever its kind.
func (o Op) Target() string {
	switch {
	case o.Kind == OpAddElement && o.Element != nil:
		return o.Element.ID
	case o.Kind == OpAddLink && o.Link != nil:
		return o.Link.ID
	}
	return o.ID
}

// Current is the id of the state that is: the present.
const Current = "current"

// Revision numbers a workspace's changes, whatever their state, from 1.
type Revision int64

// AuthorKind says what sort of author made a change.
type AuthorKind string

// The sorts of author.
const (
	ByUser    AuthorKind = "user"
	ByGuest   AuthorKind = "guest"
	ByService AuthorKind = "service"
	ByCommand AuthorKind = "command"
)

// Author is who made a change.
type Author struct {
	Kind AuthorKind `json:"kind"`
	ID   string     `json:"id,omitempty"` // of a user; "" otherwise
	Name string     `json:"name,omitempty"`

	Address string `json:"-"` // network address, for the audit
	Request string `json:"-"` // id of the request, for the audit
}

// Change is a titled group of ops, applied whole or not at all.
type Change struct {
	ID        string
	Workspace string
	State     string // Current, or the id of another state; "" = Current
	Title     string
	Titles    map[string]string // the same by language, where the program worded it; nil = somebody's own words
	Author    Author
	At        time.Time // UTC
	ClientID  string    // the same on a retry, which then takes effect once; "" = none
	DrawnAt   Revision  // the revision the author looked at; 0 = each op brings its Old
	Undoes    []string  // ids of the changes that this one takes back; nil = none
	Template  string    // the template that made it; "" = none
	Answers   map[string]any
	Needs     []string // ids of the changes it rests on, in a state
	Act       *Act     // what it does to the list of a state; nil = it is a change of the list itself, or of current
	Ops       []Op     // in order
}

// TitleIn is the title in a language, as its author has it where nothing else is known.
func (c Change) TitleIn(lang string) string { return cmp.Or(c.Titles[lang], c.Title) }

type opJSON struct {
	Op      OpKind          `json:"op"`
	ID      string          `json:"id,omitempty"`
	Field   string          `json:"field,omitempty"`
	End     string          `json:"end,omitempty"`
	Old     json.RawMessage `json:"old,omitempty"`
	New     json.RawMessage `json:"new,omitempty"`
	Element *Element        `json:"element,omitempty"`
	Link    *Link           `json:"link,omitempty"`
}

// MarshalJSON writes the op with its keys in the order of the file format.
func (o Op) MarshalJSON() ([]byte, error) {
	j := opJSON{Op: o.Kind, ID: o.ID, Field: o.Field, End: o.End, Element: o.Element, Link: o.Link}
	var err error
	switch o.Kind {
	case OpRemoveElement, OpRemoveLink:
		j.Old = json.RawMessage(`{}`)
		if o.Old != nil {
			j.Old, err = json.Marshal(o.Old)
		}
	case OpSet, OpReEnd:
		if o.Old != nil {
			j.Old, err = json.Marshal(o.Old)
		}
		if err == nil {
			j.New, err = json.Marshal(o.New)
		}
	}
	if err != nil {
		return nil, err
	}
	return json.Marshal(j)
}

// UnmarshalJSON reads an op. Values are brought into their one form when the op is applied.
func (o *Op) UnmarshalJSON(b []byte) error {
	var j opJSON
	if err := json.Unmarshal(b, &j); err != nil {
		return err
	}
	*o = Op{Kind: j.Op, ID: j.ID, Field: j.Field, End: j.End, Element: j.Element, Link: j.Link}
	return errors.Join(value(j.Old, &o.Old), value(j.New, &o.New))
}

func value(raw json.RawMessage, into *any) error {
	if len(raw) == 0 {
		return nil
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return fmt.Errorf("value of an op: %w", err)
	}
	return nil
}

// UnmarshalJSON reads props; numbers and lists are brought into their one form as loose values, and into the registry's
// when the element or link is applied.
func (p *Props) UnmarshalJSON(b []byte) error {
	var m map[string]any
	if err := json.Unmarshal(b, &m); err != nil {
		return err
	}
	*p = m
	for name, v := range m {
		if v, err := Loose("props."+name, v); err == nil {
			m[name] = v
		}
	}
	return nil
}

// Add returns the op that adds an element.
func Add(e *Element) Op { return Op{Kind: OpAddElement, Element: e} }

// Join returns the op that adds a link.
func Join(l *Link) Op { return Op{Kind: OpAddLink, Link: l} }

// Set returns the op that sets a field; old is what its author saw.
func Set(id, field string, old, new any) Op {
	return Op{Kind: OpSet, ID: id, Field: field, Old: old, New: new}
}

// Remove returns the ops that take an element out of g together with every link it has; they rely on nothing else.
func Remove(g *Graph, id string) []Op {
	var ops []Op
	seen := map[string]bool{}
	for _, l := range append(g.Out(id), g.In(id)...) {
		if !seen[l.ID] {
			seen[l.ID] = true
			ops = append(ops, Op{Kind: OpRemoveLink, ID: l.ID})
		}
	}
	return append(ops, Op{Kind: OpRemoveElement, ID: id})
}
