// Package report makes a report of an analysis as data: what to decide, what goes wrong, why, what lies underneath, what is done
// about it and what nobody knows yet. Pages, Markdown and files are renderings of it.
package report

import (
	"slices"
	"time"

	"rootline/model"
	"rootline/model/whys"
)

// Audience is whom a report is written for; it decides what is in it.
type Audience string

// The audiences. A customer gets what a reporter gets.
const (
	Executive Audience = "executive" // the decision page alone
	Manager   Audience = "manager"   // with what stands behind it
	Analyst   Audience = "analyst"   // with everything there is
	Reporter  Audience = "reporter"  // who raised the problem: no money, no judgement of the work
	Customer  Audience = "customer"
)

// Audiences are those that can be chosen, in the order in which they are offered.
var Audiences = []Audience{Executive, Manager, Analyst, Reporter, Customer}

// Known says whether a is one of them.
func (a Audience) Known() bool { return slices.Contains(Audiences, a) }

// Outside says whether the audience stands outside of the team: it gets no money and no judgement of the work.
func (a Audience) Outside() bool { return a == Reporter || a == Customer }

// Options say what report is wanted.
type Options struct {
	Audience  Audience // Manager where it is none of the known ones
	Language  string   // of names that have one in it
	Redact    bool     // without names of people and words of customers
	Workspace model.Workspace
	Revision  model.Revision
	State     string // the name of the state that it is of; "" = the current one
	Today     time.Time
	Person    func(owner string) string // the name behind an owner; nil = the text itself
	People    []string                  // names of members, for Redact: those of owners, checkers and judges are known
	Role      string                    // what stands for a name that had to go: "somebody of the team"
	History   []Event                   // of the problem and its actions, the newest first
	Measures  []model.Series            // of the problem
}

// Event is something that happened to the problem or an action: it came, or its status changed.
type Event struct {
	On       string         `json:"on"` // day
	By       string         `json:"by,omitempty"`
	ID       string         `json:"id"`
	Name     string         `json:"name,omitempty"`
	From     string         `json:"from,omitempty"` // status; "" = it was new, or had none
	To       string         `json:"to"`
	Revision model.Revision `json:"revision"`
}

// Report is a report as data. Texts are in its language where there is one in it; what an audience does not get is empty. Days are
// YYYY-MM-DD, money is in Currency.
type Report struct {
	Audience  Audience `json:"audience"`
	Language  string   `json:"language"`
	Redacted  bool     `json:"redacted,omitempty"`
	Workspace string   `json:"workspace"`
	Currency  string   `json:"currency"`
	On        string   `json:"on"` // the day it was made

	Revision model.Revision `json:"revision"`
	State    string         `json:"state,omitempty"` // name of the state that it is of; "" = the current one
	Draft    bool           `json:"draft"`
	Stops    []Stop         `json:"stops,omitempty"` // why it is a draft

	Decision Decision     `json:"decision"`
	Problem  Problem      `json:"problem"`
	Roots    []Root       `json:"roots"`                // at most MostRoots, the heaviest first
	MoreRoot int          `json:"more_roots,omitempty"` // roots beyond those
	Beneath  Beneath      `json:"beneath"`
	Actions  []Action     `json:"actions"`
	Accepted []Acceptance `json:"accepted,omitempty"`
	Unknowns []Unknown    `json:"unknowns,omitempty"`
	Against  []Objection  `json:"against,omitempty"`
	Quality  *Quality     `json:"quality,omitempty"`

	Chains   []Way          `json:"chains,omitempty"`
	Evidence []Evidence     `json:"evidence,omitempty"`
	Dropped  []Dropped      `json:"dropped,omitempty"`
	Passed   []Passed       `json:"passed,omitempty"`
	Ideas    []Named        `json:"ideas,omitempty"`
	History  []Event        `json:"history,omitempty"`
	Measures []model.Series `json:"measures,omitempty"` // of the problem over time
	Judges   []string       `json:"judges,omitempty"`   // who read the chains back
	Readers  int            `json:"readers,omitempty"`  // how many they were

	analysis *whys.Analysis
	redact   *redaction
}

// MostRoots and MostProblems are how many roots, and other problems, the first page names.
const (
	MostRoots    = 5
	MostProblems = 4
	mostWays     = 3 // of one root that are read out
)

// Analysis is what the report was made from, for a drawing of it; its own texts are not redacted, see Name.
func (r *Report) Analysis() *whys.Analysis { return r.analysis }

// Name is what the report calls an element.
func (r *Report) Name(e *model.Element) string { return r.redact.text(e.NameIn(r.Language)) }

// Named is an element by id and name.
type Named struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Stop is a finding that keeps the report a draft.
type Stop struct {
	Check string `json:"check"`
	On    Named  `json:"on"`
}

// Sort is what the first sentence says.
type Sort string

// The sorts of first sentence.
const (
	Asked    Sort = "asked"    // a decision is asked
	Underway Sort = "underway" // nothing to decide: actions are approved or in hand
	Judged   Sort = "judged"   // every action was judged
	Nothing  Sort = "nothing"  // there is no action

	LeftAlone Sort = "left" // there is no action, and the team says of every root why it lets it be
)

// Decision is what the report asks for, or why it asks nothing.
type Decision struct {
	Sort     Sort     `json:"sort"`
	Actions  []Named  `json:"actions,omitempty"` // that are to be decided, or in hand
	From     []string `json:"from,omitempty"`    // who decides
	By       string   `json:"by,omitempty"`      // the first day by which what is decided is to be in place
	Cost     *Amount  `json:"cost,omitempty"`    // once, of those whose cost is known
	Uncosted int      `json:"uncosted,omitempty"`
	Next     string   `json:"next,omitempty"` // the next day on which an effect is checked
}

// Amount is a number that may be an interval; as JSON it looks as in rootline/1.
type Amount struct{ model.Number }

// Problem is what goes wrong.
type Problem struct {
	Named
	Sort        string   `json:"sort,omitempty"`
	Said        string   `json:"said,omitempty"` // by a customer
	Effect      string   `json:"effect,omitempty"`
	Status      string   `json:"status,omitempty"`
	Since       string   `json:"since,omitempty"`
	Owner       string   `json:"owner,omitempty"`
	IsNot       string   `json:"is_not,omitempty"`
	Customers   []string `json:"customers,omitempty"`
	Places      []string `json:"places,omitempty"` // steps and touchpoints where it is felt
	Cost        *Amount  `json:"cost_per_month,omitempty"`
	Opportunity *Amount  `json:"opportunity_per_month,omitempty"`
	Frequency   *Amount  `json:"frequency_per_month,omitempty"`
	Severity    *Amount  `json:"severity,omitempty"`
}

// Root is a root cause with what it leads to.
type Root struct {
	Named
	Number    int      `json:"number"`
	Sentence  []string `json:"sentence"`            // the root, what it leads to, what comes of that
	Shortened bool     `json:"shortened,omitempty"` // links before the last of the sentence are left out
	Status    string   `json:"status"`
	Certainty string   `json:"certainty,omitempty"` // how sure the team is, where nobody has judged the cause; "" = Status is what was said
	Grade     string   `json:"grade,omitempty"`
	Evidence  []string `json:"evidence,omitempty"`
	Places    []Named  `json:"places,omitempty"`
	Share     float64  `json:"share"` // of the problem, 0–1
	Accepted  string   `json:"accepted,omitempty"`
	Predicts  string   `json:"predicts,omitempty"`
	Needed    *bool    `json:"needed,omitempty"` // whether the problem would go without it; nil = nobody has said
	Check     *Task    `json:"check,omitempty"`  // that will tell whether it is so
}

// Task is an action that finds something out.
type Task struct {
	Named
	Owner   string `json:"owner,omitempty"`
	Due     string `json:"due,omitempty"`
	Overdue bool   `json:"overdue,omitempty"`
}

// Beneath is what the problem rests on.
type Beneath struct {
	Shares     []Share  `json:"shares,omitempty"` // the largest first; with Unassigned they make 1
	Unassigned []Share  `json:"unassigned,omitempty"`
	Split      bool     `json:"split,omitempty"` // somewhere in equal parts, for want of shares
	Also       []Shared `json:"also,omitempty"`  // other problems that rest on the same
}

// Share is the part of the problem that ends at an element, or at a cause without a place.
type Share struct {
	Named
	Kind  model.Kind `json:"kind"`
	Share float64    `json:"share"` // 0–1
	Cost  *Amount    `json:"cost_per_month,omitempty"`

	element *model.Element
}

// Element is what the share ends at.
func (s Share) Element() *model.Element { return s.element }

// Shared is another problem that shares a cause, or has one in the same place.
type Shared struct {
	Named
	Cost   *Amount `json:"cost_per_month,omitempty"`
	Causes []Named `json:"causes,omitempty"` // the causes they share
	Places []Named `json:"places,omitempty"` // else the places
}

// Action is a countermeasure.
type Action struct {
	Named
	Status   string  `json:"status"`
	Strength string  `json:"strength,omitempty"`
	Intent   string  `json:"intent,omitempty"`
	Roots    []int   `json:"roots,omitempty"` // numbers of the roots it addresses
	Owner    string  `json:"owner,omitempty"`
	Due      string  `json:"due,omitempty"`
	Overdue  bool    `json:"overdue,omitempty"`
	Cost     *Amount `json:"cost,omitempty"`
	Measure  string  `json:"measure,omitempty"`
	Baseline string  `json:"baseline,omitempty"`
	Target   string  `json:"target,omitempty"`
	CheckOn  string  `json:"check_on,omitempty"`
	Checker  string  `json:"checker,omitempty"`
	Decides  string  `json:"decides,omitempty"`
	Worse    string  `json:"side_effects,omitempty"`
	Trial    string  `json:"trial,omitempty"`
}

// Acceptance is a cause that the team lets be, with the reason.
type Acceptance struct {
	Named
	Reason string `json:"reason"`
}

// Unknown is something that nobody knows yet.
type Unknown struct {
	Sort string `json:"sort"` // why, cause, open, task, cost, frequency
	On   Named  `json:"on"`
	Task *Task  `json:"task,omitempty"`
}

// Objection is what speaks against the report: a disputed link, a root the problem could do without, or a side effect.
type Objection struct {
	Sort      string `json:"sort"` // link, contributes, worse
	Cause     Named  `json:"cause,omitzero"`
	Effect    Named  `json:"effect,omitzero"`
	Action    Named  `json:"action,omitzero"`
	Text      string `json:"text,omitempty"`
	Not       int    `json:"not,omitempty"`       // who say that it does not follow
	Sometimes int    `json:"sometimes,omitempty"` // who say only sometimes
	Of        int    `json:"of,omitempty"`
}

// Quality is how much of the analysis is in order, and what is not.
type Quality struct {
	Value   int      `json:"value"` // 0–100
	Reasons []Reason `json:"reasons,omitempty"`
	Kept    []Kept   `json:"kept,omitempty"`
}

// Reason is what keeps the quality down, and how many times: one of those of whys.Reason.
type Reason struct {
	ID    string `json:"id"`
	Count int    `json:"count"`
}

// Kept is a finding that the team keeps.
type Kept struct {
	Check  string `json:"check"`
	On     Named  `json:"on"`
	By     string `json:"by,omitempty"`
	At     string `json:"at,omitempty"` // day
	Reason string `json:"reason"`
}

// Way is one way from the problem to a root.
type Way struct {
	Root  int      `json:"root"` // its number
	Names []string `json:"names"`
	Read  bool     `json:"read"` // somebody has read every link of it back

	links []*whys.Edge
}

// Links are the links of the way, the problem's own first.
func (w Way) Links() []*whys.Edge { return w.links }

// Evidence is how something is known.
type Evidence struct {
	Named
	Of       Named  `json:"of"`
	Grade    string `json:"grade,omitempty"`
	Source   string `json:"source,omitempty"`
	On       string `json:"on,omitempty"`
	Days     int    `json:"days,omitempty"` // its age; 0 = of today, or the day is not known
	ReviewOn string `json:"review_on,omitempty"`
	Stale    bool   `json:"stale,omitempty"` // its review was due
	Starred  bool   `json:"starred,omitempty"`
}

// Dropped is a cause that turned out not to be one.
type Dropped struct {
	Named
	Why      string   `json:"why,omitempty"`
	Evidence []string `json:"evidence,omitempty"`
}

// Passed is a place where the team could act and does not: a cause in the middle of a way, or an end that is left as it is.
type Passed struct {
	Named
	Stop   string `json:"stop,omitempty"`  // outside, not-worth, as-designed; "" = in the middle
	Roots  []int  `json:"roots,omitempty"` // numbers of the roots beneath
	Reason string `json:"reason,omitempty"`
}
