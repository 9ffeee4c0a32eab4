package templates

// CompareView is what leads from one state to another.
type CompareView struct {
	Title, Lead   string
	Self, Back    string // addresses: of the form, and of the same the other way round
	View          string // which of the tabs it is
	Tabs          []Tab
	From, To      []Option // to choose from
	Pair          *ComparedPair
	Map           *ComparedMap
	Journeys      *ComparedJourneys
	Causes        *ComparedCauses
	FromName      string
	ToName        string
	Numbers       []ComparedChange // the changes between them
	Figures       []ComparedMetric
	Better, Worse int // figures that went the way they should, and the other
	FiguresSay    string
	Why, WhyURL   string // why no changes stand behind the figures, and where they do; "" = they do here, there is no such place
	AllFiguresURL string // of a list of one metric: the list of all
	Classes       []ComparedClass
	Same          bool // nothing differs
}

// ComparedChange is a change that leads from the one side to the other.
type ComparedChange struct {
	Number, Title, URL string
	At                 int  // its number
	Back               bool // it is of the side that the comparison starts from
}

// ComparedMetric is one metric with the figures that differ.
type ComparedMetric struct {
	Name  string
	First []ComparedFigure
	More  []ComparedFigure // folded away
	Left  string           // how many are not here at all; "" = none

	LeftURL string // where they are; "" = nowhere
}

// ComparedFigure is one figure on both sides.
type ComparedFigure struct {
	Part, From, To string
	Toward         int // 1 better, -1 worse, 0 neither
	At, Was        int // places on a line of 100; -1 = none
	WasTo, AtTo    int // the upper end of an interval
	Because        []ComparedChange
	ShareURL       string // shares it out among the changes; "" = cannot be
	SharedSay      string // what sharing out says; "" = it was not asked for
	Shared         []SharedFigure
}

// SharedFigure is the part of one change in a figure.
type SharedFigure struct {
	Change ComparedChange
	Words  string
}

// ComparedClass is what differs of one class.
type ComparedClass struct {
	ID, Title string
	Rows      []ComparedRow
	Left      int // not shown
}

// ComparedRow is one difference in words.
type ComparedRow struct {
	Op       string // "added", "removed", "changed"
	About    string
	URL      string
	From, To string // of what is changed
	Because  []ComparedChange
}

// ComparedPair is two engagement models side by side.
type ComparedPair struct {
	From, To ComparedSide
	Numbered bool // changes are numbered
	Left     int  // elements that are not shown
	AllURL   string
	MapURL   string // where what changes is drawn; "" = some of it is drawn here
}

// ComparedSide is one of two drawings.
type ComparedSide struct {
	Name, Says string
	Drawing    Engagement
}

// ComparedMap is one map of two states.
type ComparedMap struct {
	Figure   *MapFigureView // nil where there is nothing to draw
	Tabs     []Tab          // everything, or what changes
	Says     string
	Left     string // what differs and does not stand on the map; "" = everything does
	LeftURL  string
	Numbered bool
}

// ComparedJourneys is one journey before and after.
type ComparedJourneys struct {
	Tabs     []Tab // of journeys; one alone = none
	Name     string
	Curve    FeelingPair
	From, To ComparedBlueprint
	TraceURL string // plays one run step by step
}

// ComparedBlueprint is one of two blueprints.
type ComparedBlueprint struct {
	Name    string
	Drawing *Blueprint // nil = the journey is not there
}

// ComparedCauses plays the recorded causes again.
type ComparedCauses struct {
	Untouched, Saves string // in money a month
	Says             []string
	Problems         []ReplayedProblem
	Idle             []ComparedChange // changes that cure nothing recorded
	Loose            []ComparedChange // those that only meet causes that are no roots
}

// ReplayedProblem is a problem with its roots.
type ReplayedProblem struct {
	Thing             Thing
	Fate, FateWords   string
	Cost, Then, Saves string
	Roots             []ReplayedCause
}

// ReplayedCause is one root and what becomes of it.
type ReplayedCause struct {
	Thing           Thing
	Fate, FateWords string
	Places          []Thing
	Because         []ComparedChange
}
