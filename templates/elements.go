package templates

import "rootline/model"

// ElementList is a list of elements as one page shows it.
type ElementList struct {
	Title, Base      string
	Q, Tag, Sort     string
	Kind             model.Kind // "" = all
	FixedKind        bool       // the page is about this kind alone
	Filtered         bool       // by words or a tag
	Any              int        // elements that the page could show at all
	Total            int        // found
	Columns          []Column
	Rows             []Row
	Kinds, Tags      []Option // by which to narrow it
	Pages            Pages
	AddURL, AddLabel string // "" where one may not add
}

// Column is a column of a list; its head orders the list by it.
type Column struct {
	Key, Label, URL string // URL "" = no order by it
	Sorted          string // "ascending", "descending"; "" = the list is in another order
	Number          bool
}

// Row is one element of a list, with a cell for each column behind the first.
type Row struct {
	Thing Thing
	Tags  []string
	Cells []Cell
}

// Cell is a value in a list.
type Cell struct {
	Text            string
	When            When
	Number, Unknown bool
}

// When is a moment as a page says it.
type When struct {
	Text, ISO string
	Zone      string // of the clock, where it may not be the reader's; "" = it is
}

// clearURL is the list without its filters by words and tag.
func (l ElementList) clearURL() string {
	if l.Kind == "" || l.FixedKind {
		return l.Base
	}
	return l.Base + "?kind=" + string(l.Kind)
}
