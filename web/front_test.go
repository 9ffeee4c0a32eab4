package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// TestFrontTurnsPages: whoever has more workspaces than a page lists finds the others on the next, and the menu of a
// workspace stays short.
func TestFrontTurnsPages(t *testing.T) {
	t.Parallel()
	x := newSite(t) // with one workspace, lamps
	for i := range spacesPerPage {
		x.workspace(t, fmt.Sprintf("w%03d", i), x.owner)
	}
	b := x.browse(t, x.owner)
	first := b.get(t, "/").want(t, http.StatusOK)
	const next = "/?after=w098" // lamps, w000 … w098 are a hundred
	if !strings.Contains(first.body, `href="`+next+`"`) || strings.Contains(first.body, `href="/w/w099"`) {
		t.Errorf("the first page does not end with w098 and lead to %s", next)
	}
	second := b.get(t, next).want(t, http.StatusOK)
	if !strings.Contains(second.body, `href="/w/w099"`) || strings.Contains(second.body, `href="/w/w098"`) || strings.Contains(second.body, `rel="next"`) {
		t.Error("the second page does not hold w099 alone")
	}
	menu := b.get(t, "/w/lamps").want(t, http.StatusOK)
	if n := strings.Count(menu.body, `href="/w/w0`); n != menuSpaces-1 { // and lamps
		t.Errorf("the menu offers %d other workspaces, want %d", n, menuSpaces-1)
	}
}
