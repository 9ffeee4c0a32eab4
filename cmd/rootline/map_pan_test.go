package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// panning turns the wheel over the drawing at each frame for two seconds, and counts the frames.
const panning = `(() => {
	const sheet = document.querySelector("[data-sheet]"), from = performance.now(), at = [];
	const turn = (now) => {
		at.push(now);
		const along = Math.floor((now - from) / 500) % 2 ? -12 : 12;
		sheet.querySelector("svg").dispatchEvent(new WheelEvent("wheel", { deltaX: along, deltaY: along, bubbles: true, cancelable: true }));
		if (now - from < 2000) requestAnimationFrame(turn);
		else {
			const gaps = at.slice(1).map((t, i) => t - at[i]).sort((a, b) => a - b);
			document.body.dataset.frames = [(1000 * gaps.length / (at.at(-1) - at[0])).toFixed(1), gaps[Math.floor(.95 * gaps.length)].toFixed(1)].join(" frames a second, 95 of 100 within ms: ");
		}
	};
	requestAnimationFrame(turn);
})()`

// TestMapPans says how many frames a second the browser shows while a map of 1,000 boxes is moved about. It judges nothing, and
// runs only where ROOTLINE_MEASURE is set.
func TestMapPans(t *testing.T) {
	if os.Getenv("ROOTLINE_MEASURE") == "" {
		t.Skip("ROOTLINE_MEASURE is not set")
	}
	db := filepath.Join(t.TempDir(), "r.db")
	s := serve(t, db, "--demo")
	link := strings.TrimPrefix(<-s.lines, "demo at ")
	mustCommand(t, db, "import", "--workspace", "demo", land(t, 950))
	window := openWindow(t)
	follow(t, window, chromedp.Navigate(link))
	size(t, window, 1440, 900)
	if status := follow(t, window, chromedp.Navigate(s.URL+"/w/demo/map?all=1")); status != http.StatusOK {
		t.Fatalf("the map answers %d", status)
	}
	until(t, window, `!!document.querySelector(".mapctl")`)
	for _, at := range []string{"as it opens", "all of it"} {
		if at == "all of it" {
			do(t, window, chromedp.Evaluate[chromedp.Void](`[...document.querySelectorAll(".mapctl button")].at(-1).click()`))
		}
		do(t, window, chromedp.Evaluate[chromedp.Void](`delete document.body.dataset.frames; setTimeout(() => `+panning+`, 1500)`)) // once it stands still
		until(t, window, `!!document.body.dataset.frames`)
		t.Logf("%s boxes, %s: %s", get(t, window, chromedp.Evaluate[string](`String(document.querySelectorAll("[data-b]").length)`)), at,
			get(t, window, chromedp.Evaluate[string](`document.body.dataset.frames`)))
	}
}
