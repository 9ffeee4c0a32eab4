package templates

import "rootline/model/find"

// TrashView is what was taken away and is not there, change by change.
type TrashView struct {
	Q       string
	Entries []TrashEntry
	Older   string // the address of what went before; "" = this is the beginning
	Newest  string // "" = this is the newest page
}

// TrashEntry is one change that took something away.
type TrashEntry struct {
	Happened
	Name   []find.Part // the title of the change, as it is marked
	Things []TrashThing
	More   int // things beside those
	Others int // what the change did beside taking away
}

// TrashThing is an element or a link that is not there.
type TrashThing struct {
	Icon, Layer string // "" of a link
	Name        []find.Part
	Note        string // what it was
}
