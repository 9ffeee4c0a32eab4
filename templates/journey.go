package templates

// JourneysView is the list of a workspace's journeys.
type JourneysView struct {
	Journeys []JourneyRow
	Add      string // "" where one may not
}

// JourneyRow is a journey in short.
type JourneyRow struct {
	Thing     Thing
	Goal      string
	Runs      string // "" = not known
	Steps     []Thing
	Customers []Thing
}

// JourneyView is a journey read step by step.
type JourneyView struct {
	Row     JourneyRow
	Element string // address of its page as an element
	Add     string // where a step is added; "" where one may not
	Steps   []StepView
}

// StepView is one step of it: what the customer goes through, and who and what is there.
type StepView struct {
	Thing                Thing
	Stage                string
	Says                 []Fact
	Feeling              int // −2…+2
	HasFeeling           bool
	FeelingWords         string
	Problems             []Thing
	At, Seen             []Thing // above the line
	Unseen, Tools, Rules []Thing // below it
}

func feelingX(f int) string {
	return []string{"6", "19", "32", "45", "58"}[min(max(f+2, 0), 4)]
}
