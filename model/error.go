package model

import "strings"

// ErrorKind says what a person can do about an error.
type ErrorKind int

// The kinds of error; web gives each its status.
const (
	Internal        ErrorKind = iota // ours to repair; its text is never shown
	Invalid                          // the input can be corrected
	NotFound                         // absent, or hidden from this person
	Conflict                         // changed by someone else, or already there
	Forbidden                        // visible, but not theirs to do
	Unauthenticated                  // sign in first
	TooMany                          // tried too often; wait
	Full                             // no room left to store it
	Unavailable                      // the database cannot be reached now
	Lacking                          // this machine has not what it takes; say what to install
	TooLarge                         // more than is taken, or can be made, at once; say how much is
)

// Error is an error that can be said to a person: what they can do about it, and a sentence named by a message id.
type Error struct {
	Kind  ErrorKind
	Field string         // form field or path at fault; "" = none
	Msg   string         // message id, said as "error.<Msg>" in the person's language
	Args  map[string]any // what that sentence names
	Also  []*Error       // further faults of the same input, each with its own sentence
	Stale []Stale        // of a Conflict: each op whose Old no longer holds
	Rests []string       // of a Conflict on undo: ids of the later changes that rest on it
	Err   error          // for the log

	Clashes []Clash // of a Conflict on merging: what nobody decided yet
}

// Stale is an op that met another value than its author saw: the person gets all three values and decides.
type Stale struct {
	Op       OpKind `json:"op"`
	ID       string `json:"id"`
	Field    string `json:"field"`
	Original any    `json:"original"` // nil = unset
	Present  any    `json:"present"`
	Proposed any    `json:"proposed"`
	Gone     bool   `json:"gone,omitempty"` // what the op needs is not there any more: of a state's change, it can only be left out

	Joined []*Link  `json:"joined,omitempty"` // to the element that is to go, since; Present is the first of them
	With   []string `json:"-"`                // links that the same change takes away with the element that is to go
}

// Fault returns an Error of the given kind; args alternate name and value.
func Fault(kind ErrorKind, field, msg string, args ...any) *Error {
	e := &Error{Kind: kind, Field: field, Msg: msg}
	for i := 0; i+1 < len(args); i += 2 {
		if e.Args == nil {
			e.Args = make(map[string]any, len(args)/2)
		}
		e.Args[args[i].(string)] = args[i+1]
	}
	return e
}

// Error is for logs; people read the catalogue's sentence.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Msg)
	if e.Field != "" {
		b.WriteString(" at " + e.Field)
	}
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	for _, a := range e.Also {
		b.WriteString("; " + a.Error())
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// All returns e and the faults beside it.
func (e *Error) All() []*Error { return append([]*Error{e}, e.Also...) }
