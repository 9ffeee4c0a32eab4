package templates

// HomeView is what the first page of a workspace shows.
type HomeView struct {
	Title, Lead            string    // the finding, and what to know beside it
	Empty                  bool      // there is no problem at all
	Go                     Door      // the one main step; zero = none
	Hero                   *HeroView // where the cost comes to rest; nil = nothing traced yet
	Rows                   []ProblemRow
	Total                  int
	Todos                  []Todo // what waits for somebody, the first few
	TodoCount              int    // of all
	Lately                 []Happened
	Journeys               []Thing // the first few
	AllJourneys            string  // address of all
	Problems, History, Add string  // addresses
	MayAdd                 bool
}

// ProblemRow is a problem by its cost.
type ProblemRow struct {
	Thing   Thing
	Cost    string
	Unknown bool
	Share   int // of the dearest, in percent
	Why     []string
}

// Todo is something that waits for somebody.
type Todo struct {
	Thing
	What, Why  string
	Date, When string // since when it is late, as ISO and in words; "" = it has no date
}
