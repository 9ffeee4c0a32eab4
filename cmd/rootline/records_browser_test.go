package main

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// size makes the window so many pixels wide and high.
func size(t *testing.T, window context.Context, width, height int64) {
	t.Helper()
	_, err := chromedp.Call(window, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: 1})
	if err != nil {
		t.Fatal(err)
	}
}

// recordSentences are what the page of an element says of its links.
func recordSentences(t *testing.T, window context.Context) string {
	t.Helper()
	return get(t, window, chromedp.Evaluate[string](`document.querySelector(".say")?.innerText ?? ""`))
}

// A technology is recorded, linked to one that is there and to one that is made in place, corrected, and taken back, with
// and without script.
func TestRecordInTheBrowser(t *testing.T) {
	t.Parallel()
	for _, script := range []bool{true, false} {
		t.Run("script "+strconv.FormatBool(script), func(t *testing.T) {
			t.Parallel()
			window, space := demoWindow(t, script)
			a := asker{t, window, script}
			send := func() {
				t.Helper()
				if status := follow(t, window, chromedp.Click(chromedp.CSS(`#content form button.main`))); status != http.StatusOK {
					t.Fatalf("at %s: %d", location(window), status)
				}
			}
			read := func(css string) string {
				t.Helper()
				return get(t, window, chromedp.Text(chromedp.CSS(css)))
			}
			follow(t, window, chromedp.Navigate(space+"/add/technology"))
			a.write("name", "Parcel scanner")
			a.choose("props.type", "device")
			do(t, window, chromedp.Click(chromedp.CSS(`.more > summary`)))
			a.write("props.run_cost_per_year", "1,200")
			a.write("props.run_cost_per_year.hi", "1,500")
			send()
			element := location(window)
			if facts := read(".facts-table"); !strings.Contains(facts, "€1,200 to €1,500 a year") || !strings.Contains(facts, "device") {
				t.Errorf("the facts read %q", facts)
			}
			for _, name := range []string{"Order management", "Label printer"} {
				follow(t, window, chromedp.Navigate(element+"/say?link=feeds&end=from"))
				if name == "Order management" {
					a.pick("other", name)
				} else {
					a.write("other", name)
				}
				send()
			}
			if said := recordSentences(t, window); !strings.Contains(said, "Parcel scanner hands data to Order management and Label printer") {
				t.Errorf("it says %q", said)
			}
			if script { // Ctrl+Z outside of a field
				follow(t, window, chromedp.KeyEvent("z", chromedp.KeyModifiers(2)))
			} else {
				follow(t, window, chromedp.Click(chromedp.CSS(`.toast button`)))
			}
			if said := recordSentences(t, window); strings.Contains(said, "Label printer") {
				t.Errorf("after undo it says %q", said)
			}
			follow(t, window, chromedp.Navigate(element+"/remove"))
			send()
			if status := follow(t, window, chromedp.Navigate(element)); status != http.StatusNotFound {
				t.Errorf("after its removal it answers %d", status)
			}
		})
	}
}
