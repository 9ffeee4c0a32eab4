package model

import "slices"

// Role is what a member may do in a workspace; each holds the rights of those before it.
type Role string

// The roles, least first.
const (
	NoRole      Role = ""
	Viewer      Role = "viewer"
	Contributor Role = "contributor"
	Editor      Role = "editor"
	Owner       Role = "owner"
)

// Roles are the roles that can be given, least first.
var Roles = []Role{Viewer, Contributor, Editor, Owner}

// Right is something that a person may or may not do in a workspace.
type Right string

// The rights. The first three are asked of the installation, the others of a workspace; RightChange is also asked of
// each change, see MayChange.
const (
	RightNone   Right = "public"    // nothing is asked
	RightSignIn Right = "signed-in" // any person who is signed in
	RightAdmin  Right = "admin"     // an administrator of the installation

	RightRead    Right = "read"    // read everything of the workspace
	RightComment Right = "comment" // say something of it, and edit what one said
	RightAnswer  Right = "answer"  // answer analyses, keep findings, give verdicts
	RightChange  Right = "change"  // change the current state
	RightShare   Right = "share"   // make and revoke share links
	RightOwn     Right = "own"     // members, settings, deletion
)

var leastRole = map[Right]Role{
	RightRead: Viewer, RightComment: Viewer, RightAnswer: Contributor, RightChange: Editor, RightShare: Editor, RightOwn: Owner,
}

// May says whether a member of this role has the right.
func (r Role) May(right Right) bool {
	least, ok := leastRole[right]
	return ok && r != NoRole && slices.Index(Roles, r) >= slices.Index(Roles, least)
}

// MayIn says whether a member of this role has the right on a page that is in a state: to one that is planned, contributors
// propose any change.
func (r Role) MayIn(state string, right Right) bool {
	if right == RightChange && state != "" && state != Current {
		right = RightAnswer
	}
	return r.May(right)
}

// MayEdit says whether a member of this role may change what is known of an element of g, the current state.
func (r Role) MayEdit(g *Graph, e *Element) bool {
	return r.MayChange(g, g, Change{Ops: []Op{{Kind: OpSet, ID: e.ID, Field: "name"}}})
}

var answerKinds = []Kind{Problem, Cause, Evidence, Action}

// MayChange says whether a member of this role may make the change, which leads from g to next: an editor any change; a
// contributor any change of a state that is planned, and of the current state one in which every op is on a problem, cause,
// evidence or action, or on a link from or to one, or adds an element that such a link names.
func (r Role) MayChange(g, next *Graph, c Change) bool {
	if r.MayIn(c.State, RightChange) {
		return true
	}
	if !r.May(RightAnswer) {
		return false
	}
	named := map[string]bool{}
	for _, op := range c.Ops {
		if op.Kind == OpAddLink && answers(g, next, op.Link.From, op.Link.To) {
			named[op.Link.From], named[op.Link.To] = true, true
		}
	}
	for _, op := range c.Ops {
		if !mayAnswer(g, next, op, named) {
			return false
		}
	}
	return true
}

// MayUndo says whether a member of this role may take back changes, which leads from g to next: what they might make of
// their own accord, seen from where it leads. by is who would take them back; those of others are nobody's own.
func (r Role) MayUndo(g, next *Graph, by Author, undone []Change) bool {
	return !slices.ContainsFunc(undone, func(c Change) bool {
		return c.Author.Kind != by.Kind || c.Author.ID != by.ID || !r.MayChange(next, g, c)
	})
}

func mayAnswer(g, next *Graph, op Op, named map[string]bool) bool {
	switch op.Kind {
	case OpAddElement:
		return slices.Contains(answerKinds, op.Element.Kind) || named[op.Element.ID]
	case OpAddLink:
		return answers(g, next, op.Link.From, op.Link.To)
	}
	// What an op edits must have been theirs before the change and be so after it: else two edits, each of which touches
	// an answer, would together move a link or turn an element that is not theirs.
	found := false
	for _, v := range []*Graph{g, next} {
		if l := v.Link(op.ID); l != nil {
			if !answers(g, next, l.From, l.To) {
				return false
			}
			found = true
		}
		if e := v.Element(op.ID); e != nil {
			if !slices.Contains(answerKinds, e.Kind) {
				return false
			}
			found = true
		}
	}
	return found
}

// answers says whether one of these ids is, before the change or after it, an element that answers an analysis.
func answers(g, next *Graph, ids ...string) bool {
	for _, id := range ids {
		for _, e := range []*Element{g.Element(id), next.Element(id)} {
			if e != nil && slices.Contains(answerKinds, e.Kind) {
				return true
			}
		}
	}
	return false
}
