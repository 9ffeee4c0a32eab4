package templates

// TraceView plays one run of a journey, one step at a time.
type TraceView struct {
	Thing     Thing
	Title     string
	Lead      string
	Views     []Tab       // the journey's other pages
	Steps     []TraceStop // all of them, to go to
	At        string      // "step 3 of 8"
	Back      string      // addresses; "" = none
	Next      string
	With      []Option // states to play beside
	WithURL   string
	StepParam string
	Sides     []TraceSide // one, or before and after
}

// TraceStop is one step on the way.
type TraceStop struct {
	Number, Name, URL string
	Again             int // how much is asked for again, on the side that is looked at
	AgainWords        string
	Current           bool
}

// TraceSide is the run in one state.
type TraceSide struct {
	Name   string // "" = there is only one
	Counts string // how much is asked for again along the whole run
	Absent bool   // the step is not there
	Step   Thing
	When   string
	By     []Thing // systems that serve it
	Given  []Thing
	Asked  []TraceAsk
	Held   []TraceHeld
}

// TraceAsk is one thing that is asked for.
type TraceAsk struct {
	Thing Thing
	Class string // "" = for the first time
	Badge string
	Says  string
	Fix   string // the interface that is missing, or too slow
	URL   string // where it can be mended; "" = not by who looks
}

// TraceHeld is one thing that was given, and who knows it by now.
type TraceHeld struct {
	Thing Thing
	Given string
	At    []TracePlace
}

// TracePlace is a system and whether it knows.
type TracePlace struct {
	Thing Thing
	Knows string
	Words string
	Asks  bool
}
