package templates

import (
	"github.com/a-h/templ"

	"rootline/model"
	"rootline/templates/say"
)

// ElementView is what the page of an element shows.
type ElementView struct {
	Thing    Thing
	Layer    model.Layer
	Kind     string // in words
	Says     string // what it is, in a sentence
	Kept     string // who keeps it
	Tabs     []Tab
	MayEdit  bool
	Base     string // address of the page
	Problem  bool
	Doors    []Door // further buttons of the head: the analysis, the report, the journey
	Tags     []Tag
	Refs     []RefRow
	AddRef   RefForm
	Stale    string // since when it was to be looked at again; "" = it is not late
	Names    []OtherName
	Notes    string
	Customer string // what customers said, of a problem

	Sentences []Sentence
	Unspoken  int // sentences that stand with the links alone
	Facts     []Fact
	Unsaid    []string // facts that nobody has given, in words
	Series    []MeasureRow
	Effect    *Effect // of an action; nil = none
	Rests     []Rest  // problems that rest on it
	Stops     *StopsView
	RestsMore int
	History   []Happened
	More      string // address of what is further back; "" = nothing
	Pages     Pages
}

// Door is a way from an element to a page about it.
type Door struct {
	Label, URL, Icon string
	Main             bool
}

// Tag is a tag and the list of what has it.
type Tag struct{ Name, URL string }

// OtherName is a name in another language.
type OtherName struct{ Lang, Language, Name string }

// RefRow is a reference and the host that it leads to.
type RefRow struct {
	model.Ref
	Host string // "" = none, as of an address of mail
}

// RefForm is the form for a reference.
type RefForm struct{ URL, Name, Error, Client string }

// Fact is one thing known, or not known, of an element.
type Fact struct {
	Label   string
	Value   string
	Long    bool // several lines
	Unknown bool
	Sure    string // "" = not said
	Age     string // how long ago a day was; "" = not said
	Stale   bool   // a day has passed by which it was to be looked at again
	Own     bool   // a field that the workspace added
	Mark    *Mark  // among others of its kind; nil = nothing to compare
	By      string // who said it last
	When    When
}

// plain says that a fact is no figure: nothing is said of how sure it is, and it is compared with nothing.
func (f Fact) plain() bool { return f.Sure == "" && f.Mark == nil }

// factSpan gives the value of a plain fact the width of the columns that it leaves empty.
func factSpan(f Fact, marked bool) templ.Attributes {
	switch {
	case !f.plain():
		return nil
	case marked:
		return templ.Attributes{"colspan": "3"}
	}
	return templ.Attributes{"colspan": "2"}
}

// Effect is whether an action worked: what it was to change, and how that stands.
type Effect struct {
	Facts   []Fact // before, promised, now, the day of the check, who checks
	Late    string // how long the check is overdue; "" = it is not
	Judged  string // what was found; "" = nobody has said
	Measure *MeasureRow
	Start   string // opens the form for its measure; "" = it has one
	Acts    []Option
	Action  string
	Back    string
	ID      string
}

// Mark is where a figure lies among those of its kind: X and To on a line of 136 units from 4.
type Mark struct {
	X, To    string // To "" = one figure
	Guess    bool
	Interval bool
}

// Rest is a problem that rests on an element.
type Rest struct {
	Thing Thing
	Cost  string
}

// Happened is one change as the history tells it.
type Happened struct {
	ID       string // of the change
	Title    string
	Typed    bool // the title is somebody's own words; else it is in the reader's language, as the words are
	Words    []string
	By       string
	You      bool
	Initials string // of its author; filled in where a page shows them
	When     When
	UndoURL  string // "" = it cannot be taken back from here
	URL      string // the change in full
	Undone   bool
	Undoing  bool // it took another one back
}

// below is how many grounds lie between the line of visibility and a layer: 0 for those above the line and those beside
// the map.
func below(l model.Layer) int {
	switch l {
	case model.LayerUnseen:
		return 1
	case model.LayerTool:
		return 2
	case model.LayerDeep:
		return 3
	}
	return 0
}

// onMap says whether a layer is one of the map's, above the line of visibility.
func onMap(l model.Layer) bool {
	return l == model.LayerCustomer || l == model.LayerContact || l == model.LayerSeen
}

// dir is the direction of the title: whatever name a sentence of the page's language begins with, it runs as the page does.
func (h Happened) dir(s *say.Printer) string {
	if h.Typed {
		return "auto"
	}
	return s.Dir()
}

// wordsDir is the direction of its words.
func (h Happened) wordsDir(s *say.Printer) string {
	if len(h.Words) == 0 {
		return h.dir(s)
	}
	return s.Dir()
}

// happenedWords are the words of a change: what it did, or its title where that says more.
func happenedWords(h Happened) []string {
	if len(h.Words) == 0 {
		return []string{h.Title}
	}
	return h.Words
}
