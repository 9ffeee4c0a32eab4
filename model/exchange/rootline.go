// Package exchange reads and writes workspaces as files. The format rootline/1 is for people and for Git: one element or
// link to a line, in an order and a spelling that never depend on how the file came to be, so that two exports differ
// exactly where two workspaces do.
//
// Start with File; reading is in read.go, writing in write.go, what an import would do in against.go.
package exchange

import (
	"slices"
	"strings"
	"time"

	"rootline/model"
)

// Format is the name and version of the file format, the value of its key "format".
const Format = "rootline/1"

// File is a workspace as a file holds it.
type File struct {
	Workspace model.Workspace // its zero value where the file has none
	Elements  []*model.Element
	Links     []*model.Link
	States    []State
	Kept      []Kept
	Verdicts  []Verdict
	Revision  model.Revision // 0 = not said; for programs that follow a workspace, of no effect on an import
}

// State is a future, a transition or one person's view: changes over a base.
type State struct {
	ID, Name string
	Kind     string         // one of StateKinds
	Base     string         // model.Current, or the id of another state
	Changes  []model.Change // in order; only what a file holds of a change is filled in, and as its Act what gave it its status
}

// StateKinds are the kinds of state.
var StateKinds = []string{"future", "transition", "view"}

// Kept is a finding that the team keeps, with its reason.
type Kept struct {
	Problem string // id of the problem, or "" where the finding is of no one problem
	Key     string // of the finding: check and element, "A5-c2"
	Reason  string
	By      string // name of who kept it
	At      time.Time
}

// Verdict is what one person said of one link when the chain was read back.
type Verdict struct {
	Link    string // id of a `because` link
	By      string // name of the person
	Verdict string // "follows", "sometimes", "not"
}

// Warning is something about a file that people should know and that does not keep it from being read.
type Warning struct {
	Path string         // "elements[3].props.colour"
	Msg  string         // message id, said as "error.<Msg>"
	Args map[string]any // what that sentence names
}

// FromGraph returns the file of one state of a workspace.
func FromGraph(w model.Workspace, g *model.Graph) *File {
	return &File{
		Workspace: w,
		Elements:  sorted(slices.Collect(g.Elements()), func(e *model.Element) string { return e.ID }),
		Links:     sorted(slices.Collect(g.Links()), func(l *model.Link) string { return l.ID }),
	}
}

// sorted returns a copy of items in the order of their ids.
func sorted[T any](items []T, id func(T) string) []T {
	items = slices.Clone(items)
	slices.SortFunc(items, func(a, b T) int { return strings.Compare(id(a), id(b)) })
	return items
}

// Ops returns the ops that build the file's elements and links in an empty workspace.
func Ops(f *File) []model.Op {
	ops := make([]model.Op, 0, len(f.Elements)+len(f.Links))
	for _, e := range f.Elements {
		ops = append(ops, model.Add(e))
	}
	for _, l := range f.Links {
		ops = append(ops, model.Join(l))
	}
	return ops
}

// Fits says what keeps the file out of an existing workspace: amounts in another currency. nil where nothing does.
func (f *File) Fits(w model.Workspace) error {
	if theirs := f.Workspace.Currency; theirs != "" && w.Currency != "" && theirs != w.Currency {
		return model.Fault(model.Invalid, "workspace.currency", "file.currency", "Theirs", theirs, "Ours", w.Currency)
	}
	return nil
}
