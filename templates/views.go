package templates

import "rootline/templates/say"

// View is one way to look at the graph.
type View string

// The views, in the order of their switch.
const (
	ViewMap        View = "map"
	ViewBlueprint  View = "blueprint"
	ViewNetwork    View = "network"
	ViewEngagement View = "engagement"
	ViewValue      View = "value"
	ViewTable      View = "table"
)

var allViews = []View{ViewMap, ViewBlueprint, ViewNetwork, ViewEngagement, ViewValue, ViewTable}

// Views says which view a page is, and what it looks at, so that the switch leads to the same in another view.
type Views struct {
	Space   Workspace
	Now     View
	Journey string          // id of the one that is looked at; "" = any
	Element string          // id of the one that is looked at; "" = any
	At      map[View]string // addresses that differ from the usual: the table with the filters of the map
}

// url is where a view of the same is.
func (v Views) url(to View) string {
	if at := v.At[to]; at != "" {
		return at
	}
	switch {
	case to == ViewBlueprint && v.Journey != "":
		return v.Space.URL("journeys", v.Journey, "blueprint")
	case to == ViewNetwork && v.Element != "":
		return v.Space.URL("elements", v.Element, "network")
	case to == ViewTable:
		return v.Space.URL("elements")
	}
	return v.Space.URL(string(to))
}

func (v Views) tabs(s *say.Printer) []Tab {
	tabs := make([]Tab, len(allViews))
	for i, to := range allViews {
		tabs[i] = Tab{Label: s.T("views." + string(to)), URL: v.url(to), Current: to == v.Now}
	}
	return tabs
}
