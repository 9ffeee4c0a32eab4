package templates

import (
	"strings"

	"rootline/templates/say"
)

// MapView is the page of the ecosystem map.
type MapView struct {
	Title, When string
	Views       Views
	AddURL      string // "" where one may not add
	Filter      MapFilter
	Chips       []Door // what is filtered by; each leads to the same without it
	Count       string
	AllURL      string // the same with everything; "" = it is all there
	LessURL     string // the same with the usual; "" = it is not everything
	PaperURLs   []Door
	Exports     []Door        // files of what is shown
	Sheet       *MapSheetView // to print; nil = a screen
	Upright     bool          // on upright paper
	OutlineURL  string
	MapURL      string
	DrawingURL  string // on a phone: the drawing itself
	Drawn       bool   // on a phone too
	Paper       string // "a4" to "a0"; "" = a screen
	Figure      *MapFigureView
	Wide        bool // wider than a screen: it is not shrunk to fit
	List        []MapList
	Forms       ViewForms // the table or the outline, where one of them is asked for
	Saved       SavedViews
	Legend      MapLegend
	Panel       *MapPanel
	PresentURL  string
	Present     *MapPresent // nil = it is not presented
	Adding      *MapAdd     // the form that adds in a lane; nil = none
	Empty       bool        // nothing has been recorded
	None        bool        // nothing matches
	ClearURL    string
	Found       []Thing // what a search found, where it is more than one thing
	FoundFor    string  // what was searched for
}

// MapFilter is the form of what to show.
type MapFilter struct {
	Action                                                    string
	Q                                                         string
	Journeys, Customers, Problems, Owners, Kinds, Tags, Depth []Option
	Colours                                                   []Option
	Hidden, Hurt                                              bool
	Keep                                                      []Option // Label is the name, Value the value: sent along
}

// MapList is a lane as a phone lists it.
type MapList struct {
	Name, Layer string
	Rule        string // name of the line above it; "" = none
	Visible     bool   // that line is the line of visibility
	Things      []MapThing
}

// MapThing is an element in a list.
type MapThing struct {
	Thing
	Cost string // of the problem that is felt there most; "" = none
}

// MapLegend says what the signs of a drawing mean.
type MapLegend struct {
	Things []Thing // one of each sort; the name is that of the sort
	Links  bool    // there are lines
	Place  bool    // somebody stands in the column of a step
	Rules  bool    // policies give numbers
	Pins   bool
	Feeds  bool
	Half   bool
	Apart  bool // somewhere it falls apart
	Life   bool // technologies that are not simply live
	Values []MapValue
	By     string // the property that colours; "" = the layer
	Fates  bool   // what is new or changed in a plan is marked
}

// MapValue is one value of the property that colours.
type MapValue struct {
	Index int
	Label string
}

// MapPanel is what stands beside the drawing of the thing that was chosen.
type MapPanel struct {
	Thing
	Kind, Kept  string
	Close       string
	Ways        []Tab
	Totals      []MapTotal
	TotalsTitle string
	Note, Runs  string
	GroupsTitle string
	Groups      []MapGroup
	Late        []string
	Apart       []MapApart // how it falls apart there
	ApartMore   int
	Costs       []Rest
	CostsTitle  string
	Facts       []Fact
	Says        []Sentence
	More        int
	Forms       *MapForms
	OnlyURL     string
}

// MapApart is one way in which it falls apart.
type MapApart struct {
	Title string // of its sort
	Says  Sentence
}

// MapGroup is what a ripple reaches of one kind.
type MapGroup struct {
	Title  string
	Things []MapReached
	More   int // that are not named
}

// MapReached is what a ripple reaches, and the way there by name.
type MapReached struct {
	Thing
	Way []string
}

// way says the way in one line.
func (r MapReached) way() string { return strings.Join(r.Way, " · ") }

// MapPresent leads from lane to lane.
type MapPresent struct {
	Lane, Says, Count string // the lane that came last
	Next, Back, End   string // "" = there is none
}

// MapForms are what one may do with the chosen thing.
type MapForms struct {
	Action, Client string
	Do             string // the form that stands open
	Note           string // what kept the last act from being done
	Rename         bool
	Name, NewName  string
	Says           []Option // what can be said of it and another thing
	Other          PickField
	Among          []Option // several have the name that was typed: one of them is meant
	Anew           []string // names that are added though something else bears them
	To             *Thing   // the other thing, where it is known already
	Move           bool     // a step, between stages
	Stage          string
	Stages         []string
	Sights         []MapSight
	Pin            *PickField // a problem that is felt there; nil = none can be
}

// MapSight is an actor at a step.
type MapSight struct {
	Link  string // id
	Thing Thing  // the other end
	Seen  bool   // by customers
}

// MapAdd is the form that adds in a lane.
type MapAdd struct {
	Title, Close, Action, Client, Lane, Name, Note string
	Kinds, Steps                                   []Option
	Beside                                         []Tab  // to adding in the lanes of the same row; fewer than two = there is no choice
	At, AtHint, Nowhere                            string // what the steps are asked for, and what it is called to name none
}

// MapTotal is a figure with its words.
type MapTotal struct{ Figure, Words string }

// ToPanel leads to what is said of the thing that was chosen. Beside a drawing of many boxes it would else come after all of them.
const ToPanel = "#" + panelTitle

const panelTitle = "panel-title"

func (v MapView) class() string {
	class := "eco"
	if v.Panel != nil || v.Adding != nil {
		class += " with-panel"
	}
	if v.Drawn {
		class += " drawn"
	}
	if v.Paper != "" {
		class += " paper paper-" + v.Paper
		if v.Upright {
			class += "-up"
		}
	}
	return class
}

func listClass(l MapList) string {
	switch l.Layer {
	case "unseen":
		return "lo1"
	case "tool":
		return "lo2"
	case "deep", "foreign":
		return "lo3"
	case "policy":
		return "lop"
	}
	return ""
}

// mapWords are the words that the script of the map needs.
func mapWords(s *say.Printer) map[string]string {
	return map[string]string{"zoom": s.T("map.zoom"), "in": s.T("map.zoom.in"), "out": s.T("map.zoom.out"), "fit": s.T("map.zoom.fit"), "wire": s.T("map.zoom.wire")}
}
