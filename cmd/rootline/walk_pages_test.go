package main

import (
	"net/url"
	"strings"
	"testing"

	"rootline/web"
)

// A stop is one page of the walk over all of them. Its address holds {names} of things that furnish made.
type stop struct {
	at       string
	status   int        // 0 = 200
	stranger bool       // seen by somebody who has not signed in
	folds    bool       // it is another page on a phone, and axe-core looks at that too
	send     url.Values // sent to the address by a form; nil = the page is only opened
}

// pages are plain stops.
func pages(addresses ...string) []stop {
	var out []stop
	for _, at := range addresses {
		out = append(out, stop{at: at})
	}
	return out
}

// folding are pages that are others on a phone.
func folding(addresses ...string) []stop {
	out := pages(addresses...)
	out[0].folds = true
	return out
}

// stops are the pages that people open, by the route that answers them. Of each route within a workspace that has states, the first
// is also seen in another state.
var stops = map[string][]stop{
	"/":                                         pages("/"),
	"/login":                                    {{at: "/login", stranger: true}, {at: "/login", stranger: true, status: 401, send: url.Values{"email": {"nobody@example.com"}, "password": {"not the password"}}}},
	"/setup/:secret":                            {{at: "/setup/{setup}", stranger: true}},
	"/password/:secret":                         {{at: "/password/{password}", stranger: true}},
	"/keys":                                     pages("/keys"),
	"/guide":                                    pages("/guide"),
	"/workspaces/new":                           pages("/workspaces/new"),
	"/account":                                  pages("/account"),
	"/admin":                                    pages("/admin"),
	"/s/:token":                                 {{at: "/s/{share}", stranger: true}, {at: "/s/{locked}", stranger: true}},
	"/w/:ws":                                    folding("/w/demo", "/w/{empty}"),
	"/w/:ws/problems":                           pages("/w/demo/problems", "/w/{empty}/problems"),
	"/w/:ws/elements":                           folding("/w/demo/elements", "/w/demo/elements?kind=technology&q=order&sort=-props.run_cost_per_year", "/w/demo/elements?q=nothing+here", "/w/{empty}/elements"),
	"/w/:ws/new/list":                           pages("/w/demo/new/list"),
	"/w/:ws/views":                              pages("/w/demo/views"),
	"/w/:ws/elements/:id":                       pages("/w/demo/elements/order-mgmt", "/w/demo/elements/e-bank", "/w/demo/elements/returns-rule", "/w/demo/elements/household"),
	"/w/:ws/elements/:id/links":                 pages("/w/demo/elements/order-mgmt/links"),
	"/w/:ws/elements/:id/history":               pages("/w/demo/elements/order-mgmt/history"),
	"/w/:ws/elements/:id/ripple":                pages("/w/demo/elements/order-mgmt/ripple"),
	"/w/:ws/elements/:id/comments":              pages("/w/demo/elements/order-mgmt/comments"),
	"/w/:ws/elements/:id/network":               pages("/w/demo/elements/order-mgmt/network"),
	"/w/:ws/elements/:id/edit":                  pages("/w/demo/elements/order-mgmt/edit", "/w/demo/elements/lamp-return/edit"),
	"/w/:ws/elements/:id/remove":                pages("/w/demo/elements/order-mgmt/remove"),
	"/w/:ws/elements/:id/say":                   pages("/w/demo/elements/order-mgmt/say", "/w/demo/elements/order-mgmt/say?link=feeds&end=from"),
	"/w/:ws/elements/:id/measure":               pages("/w/demo/elements/order-mgmt/measure"),
	"/w/:ws/comments/:id/edit":                  pages("/w/demo/comments/{comment}/edit"),
	"/w/:ws/comments/:id/remove":                pages("/w/demo/comments/{comment}/remove"),
	"/w/:ws/engagement":                         folding("/w/demo/engagement", "/w/demo/engagement?view=outline"),
	"/w/:ws/value":                              pages("/w/demo/value", "/w/demo/value?view=table"),
	"/w/:ws/journeys":                           pages("/w/demo/journeys", "/w/{empty}/journeys"),
	"/w/:ws/new/journey":                        pages("/w/demo/new/journey"),
	"/w/:ws/journeys/:id":                       folding("/w/demo/journeys/buy-return", "/w/demo/journeys/buy-return?edit=bring.does", "/w/demo/journeys/buy-return?edit=bring.feel", "/w/demo/journeys/buy-return?edit=bring.time", "/w/demo/journeys/buy-return?edit=bring.tools", "/w/demo/journeys/buy-return?edit=bring.goes", "/w/demo/journeys/buy-return?edit=bring.stage", "/w/demo/journeys/buy-return?add=bring", "/w/demo/journeys/buy-return?add=end&customer=gift-recipient", "/w/demo/journeys/buy-return?view=print&fold=does,thinks"),
	"/w/:ws/journeys/:id/blueprint":             folding("/w/demo/journeys/buy-return/blueprint"),
	"/w/:ws/journeys/:id/steps/:step":           folding("/w/demo/journeys/buy-return/steps/bring"),
	"/w/:ws/map":                                folding("/w/demo/map", "/w/demo/map?on=order-mgmt", "/w/demo/map?on=bring&show=links", "/w/demo/map?do=add&lane=tools", "/w/demo/map?view=table&hidden=1", "/w/demo/map?view=outline", "/w/demo/map?view=drawing&colour=lifecycle", "/w/demo/map?q=order", "/w/demo/map?kinds=problem&tags=nothing", "/w/{empty}/map"),
	"/w/:ws/add":                                pages("/w/demo/add"),
	"/w/:ws/add/:kind":                          {{at: "/w/demo/add/technology"}, {at: "/w/demo/add/problem"}, {at: "/w/demo/add/technology", status: 422, send: url.Values{"name": {""}}}},
	"/w/:ws/links/:id":                          pages("/w/demo/links/addresses.a-ask-direct.c-nightly"),
	"/w/:ws/series/:id":                         pages("/w/demo/series/{series}"),
	"/w/:ws/series/:id/edit":                    pages("/w/demo/series/{series}/edit"),
	"/w/:ws/inbox":                              pages("/w/demo/inbox"),
	"/w/:ws/search":                             pages("/w/demo/search", "/w/demo/search?q=order"),
	"/w/:ws/sessions":                           pages("/w/demo/sessions"),
	"/w/:ws/sessions/:id":                       folding("/w/demo/sessions/{meeting}", "/w/demo/sessions/{voting}"),
	"/w/:ws/sessions/:id/record":                pages("/w/demo/sessions/{over}/record"),
	"/w/:ws/sessions/:id/agenda":                pages("/w/demo/sessions/{meeting}/agenda"),
	"/w/:ws/sessions/:id/slips":                 pages("/w/demo/sessions/{meeting}/slips"),
	"/w/:ws/journeys/:id/trace":                 pages("/w/demo/journeys/buy-return/trace", "/w/demo/journeys/buy-return/trace?step=2"),
	"/w/:ws/states/timeline":                    pages("/w/demo/states/timeline"),
	"/w/:ws/states/import":                      pages("/w/demo/states/import"),
	"/w/:ws/film":                               pages("/w/demo/film"),
	"/w/:ws/causes":                             pages("/w/demo/causes"),
	"/join":                                     {{at: "/join", stranger: true}},
	"/join/:code":                               {{at: "/join/{invitation}", stranger: true}, {at: "/join/{code}", stranger: true}, {at: "/join/{code}", stranger: true, send: url.Values{"name": {"Bo"}}}, {at: "/join/{votingcode}", stranger: true, send: url.Values{"name": {"Bo"}}}},
	"/w/:ws/states":                             pages("/w/demo/states"),
	"/w/:ws/states/:id":                         pages("/w/demo/states/one-desk"),
	"/w/:ws/states/:id/merge":                   pages("/w/demo/states/one-desk/merge"),
	"/w/:ws/compare":                            folding("/w/demo/compare", "/w/demo/compare?to=one-desk", "/w/demo/compare?to=one-desk&view=map", "/w/demo/compare?to=one-desk&view=journeys"),
	"/w/:ws/change":                             pages("/w/demo/change"),
	"/w/:ws/change/:template":                   pages("/w/demo/change/replace", "/w/demo/change/automate", "/w/demo/change/split"),
	"/w/:ws/history":                            pages("/w/demo/history"),
	"/w/:ws/history/:id":                        pages("/w/demo/history/{change}"),
	"/w/:ws/trash":                              pages("/w/demo/trash", "/w/{empty}/trash"),
	"/w/:ws/problems/:id/analysis/outline":      pages("/w/demo/problems/lamp-return/analysis/outline"),
	"/w/:ws/problems/:id/analysis/outline/edit": pages("/w/demo/problems/lamp-return/analysis/outline/edit"),
	"/w/:ws/problems/:id/analysis/graph":        pages("/w/demo/problems/lamp-return/analysis/graph"),
	"/w/:ws/problems/:id/analysis/remove/:on":   pages("/w/demo/problems/lamp-return/analysis/remove/c-nightly"),
	"/w/:ws/problems/:id/analysis/:page":        pages(of("/w/demo/problems/lamp-return/analysis/", "what", "where", "figures", "proof", "first")...),
	"/w/:ws/problems/:id/analysis/:page/:on":    pages(of("/w/demo/problems/lamp-return/analysis/", "ground/c-not-found", "dig/c-nightly", "more/c-not-found", "person/c-untrained", "stop/c-nightly", "read/c-nightly", "cure/c-nightly", "plan/a-ask-direct", "move/c-nightly")...),
	"/w/:ws/metrics":                            pages("/w/demo/metrics"),
	"/w/:ws/metrics/thresholds":                 pages("/w/demo/metrics/thresholds"),
	"/w/:ws/metrics/:id":                        pages("/w/demo/metrics/M3"),
	"/w/:ws/disconnects":                        pages("/w/demo/disconnects"),
	"/w/:ws/unknowns":                           pages("/w/demo/unknowns"),
	"/w/:ws/unknowns/:id/:prop":                 pages("/w/demo/unknowns/gift-cards/cost_per_month"),
	"/w/:ws/reports":                            pages("/w/demo/reports"),
	"/w/:ws/problems/:id/report":                folding(of("/w/demo/problems/lamp-return/report?audience=", "executive", "manager", "analyst", "reporter")...),
	"/w/:ws/problems/:id/share":                 pages("/w/demo/problems/lamp-return/share"),
	"/w/:ws/people":                             pages("/w/demo/people"),
	"/w/:ws/settings":                           pages("/w/demo/settings"),
	"/w/:ws/settings/fields":                    pages("/w/demo/settings/fields"),
	"/w/:ws/settings/fields/:kind/:name":        pages("/w/demo/settings/fields/technology/contact_for_outages"),
	"/w/:ws/settings/fields/:kind/:name/remove": pages("/w/demo/settings/fields/technology/contact_for_outages/remove"),
	"/w/:ws/settings/remove":                    pages("/w/demo/settings/remove"),

	// Nothing there.
	"": {{at: "/nowhere", status: 404}, {at: "/w/demo/elements/nowhere", status: 404}},
}

// afterwards is how somebody signs in whose form waited as their session ended, and what they see then.
var afterwards = []stop{{at: "/w/demo/add/technology", stranger: true, status: 401, send: url.Values{"name": {"Till"}, "notes": {"Nine of them"}}},
	{at: "/login", stranger: true, send: url.Values{"email": {"{email}"}, "password": {"{secret}"}, "kept-to": {"/w/demo/add/technology"}, "kept.name": {"Till"}, "kept.notes": {"Nine of them"}}},
	{at: "/w/demo/settings", stranger: true, status: 403}}

// of puts each end after the beginning of an address.
func of(beginning string, ends ...string) []string {
	var out []string
	for _, end := range ends {
		out = append(out, beginning+end)
	}
	return out
}

// noPages are routes that are opened and show no page, and why.
var noPages = map[string]string{
	"/healthz":                           "for machines",
	"/readyz":                            "for machines",
	"/static/*":                          "files",
	"/demo/:secret":                      "leads to the workspace",
	"/w/:ws/blueprint":                   "leads to a journey's",
	"/w/:ws/network":                     "leads to an element's",
	"/w/:ws/problems/:id":                "leads to its analysis",
	"/w/:ws/problems/:id/analysis":       "leads to the question at hand",
	"/w/:ws/pick":                        "a part of pages",
	"/w/:ws/here":                        "tells a page for whom the server is there",
	"/join/:code/here":                   "tells a page for whom the server is there",
	"/w/:ws/problems/:id/analysis/check": "a part of pages",
	"/w/:ws/map.svg":                     "a file",
	"/w/:ws/sessions/:id/qr.png":         "a picture",
}

// TestWalkKnowsEveryPage: whoever adds a page adds it to the walk, so that it is looked at.
func TestWalkKnowsEveryPage(t *testing.T) {
	t.Parallel()
	there := map[string]bool{"": true}
	for _, r := range web.New(web.Options{}).Routes() {
		if r.Method != "GET" || r.Streams() || strings.HasPrefix(r.Path, "/api/") {
			continue
		}
		there[r.Path] = true
		if _, ok := noPages[r.Path]; !ok && len(stops[r.Path]) == 0 {
			t.Errorf("the walk does not come to %s: add it to stops", r.Path)
		}
	}
	for path := range stops {
		if !there[path] {
			t.Errorf("the walk comes to %q, which no route answers", path)
		}
	}
	for path := range noPages {
		if !there[path] {
			t.Errorf("%q is no page and no route either", path)
		}
	}
}
