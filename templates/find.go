package templates

import "rootline/model/find"

// SearchView is what a search found, or what changed lately where nothing is asked.
type SearchView struct {
	Q       string
	Kind    string        // the kind that elements are of; "" = all
	Groups  []SearchGroup // the best first
	Newest  string        // the address of the first page; "" = this is it
	More    string        // of the page behind this one; "" = none
	URL     string        // of this search as a page
	All     string        // of the same search over all kinds, where one kind is asked for
	Only    string        // the kind in words, many of it
	Lately  bool          // nothing is asked
	Narrow  string        // of the list of elements that the words find, which has filters and orders
	Unasked bool          // only signs were typed
}

// Count is how many things there are in all groups.
func (v SearchView) Count() int {
	n := 0
	for _, g := range v.Groups {
		n += len(g.Found)
	}
	return n
}

// SearchGroup are things of one sort.
type SearchGroup struct {
	Title string
	Only  string // of the search for this kind alone; "" = it is not a kind
	Found []Found
}

// Found is one thing that a search found.
type Found struct {
	URL         string
	Icon, Layer string
	Name        []find.Part
	Why         []find.Part // the words in their place, where the name does not have them
	Note        string      // what it is
}

// Way is a page of a workspace, or of the site, that one can go to.
type Way struct{ Section, Label, URL, Icon string }

// Ways are the pages that the frame leads to.
func (p Page) Ways() []Way {
	var ways []Way
	for _, list := range [][]entry{entries, further} {
		for _, e := range list {
			if e.section != "settings" || p.Workspace.Owns() {
				ways = append(ways, Way{e.section, p.Say.T("frame." + e.section), p.entryURL(e), e.icon})
			}
		}
	}
	return ways
}
