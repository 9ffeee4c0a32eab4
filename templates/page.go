// Package templates draws every page: the frame around it, the parts that pages share, and one file
// for each page. Components take values of the model or a small struct, and only show them.
package templates

import (
	"net/url"
	"slices"

	"rootline/templates/say"
)

// Page is what the frame of a page shows around it. Only Say and Title are needed.
type Page struct {
	Say         *say.Printer
	Title       string      // of the document, without the program's name
	Workspace   Workspace   // zero outside of any
	Spaces      []Workspace // those to switch to
	Person      Person      // zero where nobody has signed in
	Section     string      // the page of the side bar that this belongs to: "home", "problems", …
	Crumbs      []Crumb     // the way here, without the page itself
	Flash       *Flash      // what the last act did; nil = nothing to say
	Path        string      // of this page, to return to after a change of language or theme
	Theme       string      // "light", "dark"; "" = as the system
	Counts      map[string]int
	Rail        bool        // the side bar is a rail of signs: the page needs the room
	Wide        bool        // the page brings its own margins
	Styles      []string    // style sheets beside the common one: "question" for css/question.css
	Scripts     []string    // modules: "pick" for js/pick.js
	Keys        bool        // single keys do something; what has data-key="c" is done by c
	NoIndex     bool        // search engines leave it out
	OneLanguage bool        // whoever shared the page has chosen its language: there is none to choose
	Session     *SessionBar // the mapping session under way in which the reader takes part; nil = none
	Live        *Live       // how the page stays fresh while it is open; nil = it does not
	Today       string      // the same page in the present, of a page in another state
	Differs     string      // how what the page is about differs from the present: DiffersNew, DiffersChanged; "" = not
}

// How an element of a state differs from the present.
const (
	DiffersNew     = "new"
	DiffersChanged = "changed"
)

// Live is how an open page hears of what others do.
type Live struct {
	Events   string // where it listens; "" = it does not, for there is nothing to draw afresh
	Here     string // where it says which field is written in; "" = it does not
	Revision int64  // of the workspace, as the page shows it
	Whose    string // where it asks whom the server takes its reader for now
	Shelf    string // what that answers while it is who opened the page; what waits in the browser waits under this name
}

// Workspace is what the frame says of one.
type Workspace struct {
	Slug, Name string
	Role       string // the person's: "viewer", "contributor", "editor", "owner"
	State      string // id of the state that the page is in; "" = the present
	StateName  string
}

// Person is who looks at the page.
type Person struct {
	ID, Name string
	Admin    bool // administers the installation
}

// Crumb is one step of the way to a page.
type Crumb struct{ Label, URL string }

// Flash says once, on the next page, what an act did, and how to take it back.
type Flash struct {
	Text string
	Undo string // where a POST takes it back; "" = it cannot be
	Redo bool   // it took something back itself
}

// URL is the address of a page of the workspace, in the same state; each part is one segment of its path.
func (w Workspace) URL(parts ...string) string {
	u := "/w/" + url.PathEscape(w.Slug)
	if w.State != "" {
		u += StateMark + url.PathEscape(w.State)
	}
	for _, p := range parts {
		u += "/" + url.PathEscape(p)
	}
	return u
}

// StateMark stands in an address between the slug of a workspace, which never has it, and the id of a state.
const StateMark = "~"

// Today is the workspace in its present, whatever state the page is in.
func (w Workspace) Today() Workspace {
	w.State, w.StateName = "", ""
	return w
}

// In is the workspace in another state.
func (w Workspace) In(id, name string) Workspace {
	w.State, w.StateName = id, name
	return w
}

// CanContribute says whether the person may answer analyses here.
func (w Workspace) CanContribute() bool { return w.Role == "contributor" || w.CanEdit() }

// CanEdit says whether the person may change all of the model in this state: to one that is planned, contributors propose
// changes too.
func (w Workspace) CanEdit() bool {
	return w.Role == "editor" || w.Owns() || w.State != "" && w.Role == "contributor"
}

// Owns says whether the person decides over members and settings.
func (w Workspace) Owns() bool { return w.Role == "owner" }

// entry is one page in the side bar.
type entry struct{ section, icon string }

// entries are the pages of a workspace, in the order of the side bar; "home" is the workspace itself.
var (
	entries = []entry{{"home", "home"}, {"problems", "problem-o"}, {"journeys", "journey"}, {"map", "map"}, {"metrics", "figures"}, {"elements", "list"}, {"states", "compare"}, {"reports", "report"}, {"sessions", "vote"}}
	further = []entry{{"inbox", "inbox"}, {"history", "history"}, {"people", "people"}, {"settings", "gear"}}
	onPhone = []entry{{"home", "home"}, {"map", "map"}, {"problems", "problem-o"}} // and the search
)

// offPhone are the pages of the side bar that a phone has in a menu.
func offPhone() []entry {
	return slices.DeleteFunc(slices.Clone(entries), func(e entry) bool { return slices.Contains(onPhone, e) })
}

// timeless are the pages that are not of a state: the states themselves, what waits for one, who works here, and the settings.
var timeless = []string{"states", "inbox", "people", "settings"}

func (p Page) entryURL(e entry) string {
	if slices.Contains(timeless, e.section) {
		return p.Workspace.Today().URL(e.section)
	}
	if e.section == "home" {
		return p.Workspace.URL()
	}
	return p.Workspace.URL(e.section)
}

// current is the value of aria-current for a section's link, "" where it is another's.
func (p Page) current(e entry) string {
	if e.section == p.Section {
		return "page"
	}
	return ""
}

func (p Page) documentTitle() string {
	switch {
	case p.Title == "":
		return "Rootline"
	case p.Workspace.Name != "" && p.Workspace.Name != p.Title:
		return p.Title + " · " + p.Workspace.Name + " · Rootline"
	}
	return p.Title + " · Rootline"
}

func (p Page) appClass() string {
	class := "app"
	if p.Rail {
		class += " rail"
	}
	if p.Wide {
		class += " wide"
	}
	return class
}
