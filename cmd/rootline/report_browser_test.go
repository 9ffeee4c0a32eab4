package main

import (
	"bytes"
	"context"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// printed is how many pages of paper the page in the window takes.
func printed(t *testing.T, window context.Context) int {
	t.Helper()
	asTheSheetSays := true
	pdf, err := chromedp.Call(window, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: &asTheSheetSays})
	if err != nil {
		t.Fatalf("print %s: %v", location(window), err)
	}
	count := regexp.MustCompile(`/Count (\d+)`).FindSubmatch(pdf.Data)
	if count == nil || !bytes.HasPrefix(pdf.Data, []byte("%PDF")) {
		t.Fatalf("%s does not print", location(window))
	}
	n, err := strconv.Atoi(string(count[1]))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Who decides gets one page of paper, in every language.
func TestReportIsOnePageOfPaper(t *testing.T) {
	t.Parallel()
	window, space := demoWindow(t, true)
	for _, problem := range []string{"lamp-return", "where-parcel", "gift-cards"} {
		for _, language := range []string{"en", "fr", "zh", "fa"} {
			follow(t, window, chromedp.Navigate(space+"/problems/"+problem+"/report?audience=executive&language="+language))
			if n := printed(t, window); n != 1 {
				t.Errorf("%s in %s takes %d pages, want one", problem, language, n)
			}
		}
	}
}

// A journey is printed in bands, on no more paper than they need: none leaves the head of its page alone, or is cut at its side.
func TestJourneyOnPaper(t *testing.T) {
	t.Parallel()
	window, space := demoWindow(t, false)
	for _, one := range []struct {
		page  string
		pages int
	}{
		{"/journeys/buy-return?view=print", 2}, {"/journeys/buy-return?view=print&paper=a3", 1},
		{"/journeys/buy-return/blueprint", 2}, {"/journeys/buy-return/blueprint?view=print", 2}, {"/journeys/buy-return/blueprint?view=print&paper=a3", 1},
	} {
		follow(t, window, chromedp.Navigate(space+one.page))
		if n := printed(t, window); n != one.pages {
			t.Errorf("%s takes %d pages, want %d", one.page, n, one.pages)
		}
	}
}

// A report is shared and read without any script: by its link, with its password, and no longer once the link is revoked.
func TestShareWithoutScript(t *testing.T) {
	t.Parallel()
	window, space := demoWindow(t, false)
	follow(t, window, chromedp.Navigate(space+"/problems/lamp-return/share"))
	do(t, window, chromedp.SendKeys(chromedp.CSS(`[name=password]`), "lamps and returns"), chromedp.Click(chromedp.CSS(`[name=redact]`)))
	follow(t, window, chromedp.Click(chromedp.CSS(`#content form .b.main`)))
	link := get(t, window, chromedp.Value(chromedp.CSS(`[name=link]`)))

	reader := openWindow(t)
	withoutScript(t, reader)
	follow(t, reader, chromedp.Navigate(link))
	do(t, reader, chromedp.SendKeys(chromedp.CSS(`[name=password]`), "lamps and returns"))
	follow(t, reader, chromedp.Click(chromedp.CSS(`#content form .b.main`)))
	if text := get(t, reader, chromedp.Text(chromedp.CSS(`.a4`))); !strings.Contains(text, "head of retail") || strings.Contains(text, "Marta Klein") {
		t.Errorf("the shared report reads %.200s…", text)
	}

	follow(t, window, chromedp.Navigate(space+"/problems/lamp-return/share"))
	follow(t, window, chromedp.Click(chromedp.CSS(`form[action$="/revoke"] button`)))
	if status := follow(t, reader, chromedp.Navigate(link)); status != http.StatusNotFound {
		t.Errorf("a revoked link answers %d, want 404", status)
	}
}
