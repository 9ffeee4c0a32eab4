package templates

// HomeView is what the first page of a workspace shows.
type HomeView struct {
	Title, Lead            string // the finding, and what to know beside it
	Empty                  bool   // there is no problem at all
	Go                     Door   // the one main step; zero = none
	Rows                   []ProblemRow
	Total                  int
	Lately                 []Happened
	Problems, History, Add string // addresses
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
