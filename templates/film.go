package templates

// FilmView is one revision of a state as a map.
type FilmView struct {
	Title, Lead string
	Self        string
	At          string // "change 12 of 40"
	On          string // the day that was asked for
	First, Back string // addresses; "" = this is the first
	Next, Last  string
	Ticks       []FilmTick
	Change      *Happened // nil = nothing was changed yet
	Step        string    // what this change did, in full
	Between     string    // what lies between here and now; "" = nothing
	Figure      *MapFigureView
}

// FilmTick is a moment that one can go to.
type FilmTick struct {
	Label, URL    string
	Current, Past bool
}

// TimelineView shows states along time, and the map on a day.
type TimelineView struct {
	Title, Lead string
	Self        string
	On          string // the day, for the form
	Day         string // in words
	Plans       []Option
	Rows        []TimelineRow
	Figure      *MapFigureView
	Says        string
	Compare     string
	Promises    []TimedPromise
}

// TimelineRow is one plan along time.
type TimelineRow struct {
	Name, URL string
	Stops     []TimelineStop
	Open      []PlanChange // without a day
}

// TimelineStop is a day on which changes come.
type TimelineStop struct {
	Day, URL string
	Current  bool
	Today    bool
	Changes  []PlanChange
}

// TimedPromise is a target and whether it was kept on its day.
type TimedPromise struct {
	Thing      Thing
	Bound, Day string
	Is, Fate   string // what was measured; "kept", "broken", "open", "unknown"
	FateWords  string
}
