package templates

// SavedViews are the named ways to look at a page: its filter, its order, its columns. Any page that keeps what it shows in
// its address can offer them.
type SavedViews struct {
	All     string // the page as it is without any
	AllName string // "" = the usual word
	Some    []SavedView
	Save    ViewForm // Action "" = what is shown has a name, or is the page as it is without any
	Manage  string   // where they are renamed and removed; "" = there are none
	Stays   bool     // the tabs are there before there is a view, so that nothing moves when one can be saved
}

// SavedView is one of them.
type SavedView struct {
	ID, Name, URL string
	Own           bool // the person's, not the team's
	Current       bool
	RenameURL     string // "" where one may not
	RemoveURL     string
	Page          string // in words, where several pages' views stand together
	Error         string // what is wrong with the name just given
}

// ViewForm gives what a page shows a name.
type ViewForm struct {
	Action                  string
	Page, Path, Query, Back string
	Name                    string
	Team, MayTeam           bool
	Taken                   bool // there is one of this name: it can be replaced
	Errors                  []FieldError
}

// ViewList is the page on which saved views are renamed and removed.
type ViewList struct {
	Views []SavedView
	Back  string
}
