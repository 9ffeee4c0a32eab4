package main

import (
	"context"
	"flag"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"
)

var pictures = flag.Bool("pictures", false, "take the pictures of the documentation anew")

// demoWindow starts a server with the demo and opens it in a window, in the given language.
func demoWindow(t *testing.T, script bool) (context.Context, string) {
	t.Helper()
	link, space := serveDemo(t)
	window := openWindow(t)
	if !script {
		withoutScript(t, window)
	}
	if status := follow(t, window, chromedp.Navigate(link)); status != http.StatusOK {
		t.Fatalf("the demo answers %d", status)
	}
	return window, space
}

// serveDemo serves the demo, and gives the link that signs in to it and the address of its workspace.
func serveDemo(t *testing.T) (link, space string) {
	t.Helper()
	s := serve(t, filepath.Join(t.TempDir(), "r.db"), "--demo")
	link, ok := strings.CutPrefix(<-s.lines, "demo at ")
	if !ok {
		t.Fatalf("the server says %q, want where the demo is", link)
	}
	return link, s.URL + "/w/demo"
}

// asker answers questions of the guided analysis in a browser, as a person does.
type asker struct {
	t      *testing.T
	window context.Context
	script bool
}

func (a asker) write(field, text string) {
	a.t.Helper()
	do(a.t, a.window, chromedp.SendKeys(chromedp.CSS(`#content [name="`+field+`"]`), text))
}

// choose ticks a choice of a field by its value.
func (a asker) choose(field, value string) {
	a.t.Helper()
	do(a.t, a.window, chromedp.Click(chromedp.CSS(`#content label:has([name="`+field+`"][value="`+value+`"])`)))
}

// pick names an element: with script it is chosen among what typing finds, without its name is typed whole.
func (a asker) pick(field, name string) {
	a.t.Helper()
	if !a.script {
		a.write(field, name)
		return
	}
	a.write(field, name[:len(name)-2])
	option := `#f-` + field + `-list [role=option][data-name="` + name + `"]`
	do(a.t, a.window, chromedp.WaitVisible(chromedp.CSS(option)), chromedp.Click(chromedp.CSS(option)))
}

func (a asker) save() {
	a.t.Helper()
	a.press("")
}

// press presses the button of the question that sends this value.
func (a asker) press(value string) {
	a.t.Helper()
	status := follow(a.t, a.window, chromedp.Click(chromedp.CSS(`.go [name=do][value="`+value+`"]`)))
	if status != http.StatusOK {
		a.t.Fatalf("after the answer status %d at %s", status, location(a.window))
	}
}

// page is the question at hand: the page, and what it is about.
func (a asker) page() (page, on string) {
	a.t.Helper()
	u, err := url.Parse(location(a.window))
	if err != nil {
		a.t.Fatal(err)
	}
	_, rest, ok := strings.Cut(u.Path, "/analysis/")
	if !ok {
		return u.Path[strings.LastIndex(u.Path, "/")+1:], ""
	}
	page, on, _ = strings.Cut(rest, "/")
	return page, on
}

// The main job in a browser, with and without script: from a new problem to an approved action.
func TestAnalysisInTheBrowser(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		script bool
	}{{"with script", true}, {"without script", false}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			window, space := demoWindow(t, c.script)
			a := asker{t, window, c.script}
			follow(t, window, chromedp.Navigate(space+"/add/problem"))
			a.write("name", "The store cannot print a receipt for a web order")
			if status := follow(t, window, chromedp.Click(chromedp.CSS(`#content form button.main`))); status != http.StatusOK {
				t.Fatalf("adding a problem answers %d", status)
			}
			id := location(window)[strings.LastIndex(location(window), "/")+1:]
			follow(t, window, chromedp.Navigate(space+"/problems/"+id+"/analysis"))

			stops := []string{"dig", "root", "root"} // of the leaves, in the order in which they are asked
			asked := map[string]int{}
			for range 30 {
				page, on := a.page()
				asked[page]++
				switch page {
				case "where":
					a.pick("step", "Waits for the money")
					a.pick("customer", "Household")
				case "figures":
					a.write("frequency_per_month", "120")
					a.choose("frequency_per_month.confidence", "estimate")
				case "effect":
					a.write("business_effect", "Customers ask for it again by telephone.")
				case "proof":
					a.write("evidence", "Counter tally")
					a.choose("grade", "measured")
				case "first":
					a.write("causes", "The till holds only its own sales\nThe web order carries no tax number")
				case "ground":
					a.pick("place", "Till (POS)")
					a.choose("grade", "documented")
					a.choose("certainty", "sure")
				case "more":
					if on == id {
						a.choose("gate", "and")
					} else {
						a.choose("gate", "alone")
					}
				case "stop":
					a.choose("stop", stops[0])
					stops = stops[1:]
				case "dig":
					a.write("name", "A store counts only what its own till has booked")
					a.pick("place", "Till (POS)")
					a.choose("certainty", "likely")
				case "read":
					steps := get(t, window, chromedp.Evaluate[[]string](`[...document.querySelectorAll("[name^=verdict]")].filter(i => i.value == "follows").map(i => i.name)`))
					for _, name := range steps {
						a.choose(name, "follows")
					}
				case "cure":
					a.write("name", "The till reads web orders and prints from them")
					a.choose("strength", "stronger")
				case "plan":
					a.write("owner", "Nadia Rahimi")
					do(t, window, chromedp.SetValue(chromedp.CSS(`#content [name="due"]`), "2027-03-01"))
					a.press("approve")
					continue
				case "report":
					for _, want := range []string{"where", "figures", "effect", "proof", "sentence", "first", "ground", "more", "stop", "dig", "read", "cure", "plan"} {
						if asked[want] == 0 {
							t.Errorf("the guide never asked %s", want)
						}
					}
					return
				}
				a.save()
			}
			t.Errorf("the guide does not come to an end: %v", asked)
		})
	}
}

// While one writes, the wording is read; what was shown is not asked again on saving.
func TestAnalysisReadsAlong(t *testing.T) {
	t.Parallel()
	window, space := demoWindow(t, true)
	follow(t, window, chromedp.Navigate(space+"/problems/late-refund/analysis/dig/c-pile"))
	a := asker{t, window, true}
	a.write("name", "There is no scanner at the returns desk")
	do(t, window, chromedp.WaitVisible(chromedp.ID("finding-A9")))
	wantAccessible(t, window)
	a.save()
	if page, on := a.page(); page == "dig" && on == "c-pile" {
		t.Error("what was shown while writing is asked again")
	}
}

// The outline is written by keyboard alone: Enter, Tab, Shift+Tab.
func TestAnalysisOutlineByKeyboard(t *testing.T) {
	t.Parallel()
	window, space := demoWindow(t, true)
	follow(t, window, chromedp.Navigate(space+"/add/problem"))
	a := asker{t, window, true}
	a.write("name", "The lamp arrives broken")
	follow(t, window, chromedp.Click(chromedp.CSS(`#content form button.main`)))
	id := location(window)[strings.LastIndex(location(window), "/")+1:]
	follow(t, window, chromedp.Navigate(space+"/problems/"+id+"/analysis/outline/edit"))
	do(t, window,
		chromedp.Focus(chromedp.CSS(`.lines li:first-child [name=text]`)),
		chromedp.KeyEvent("Box\r"),
		chromedp.KeyEvent("\tSize\r"),
		chromedp.KeyEvent("\tCost\r"),
	)
	shiftTab := chromedp.KeyEvent("\t", chromedp.KeyModifiers(chromedp.ModifierShift))
	do(t, window, shiftTab, shiftTab, chromedp.KeyEvent("Van"))
	if status := follow(t, window, chromedp.Click(chromedp.CSS(`form[data-lines] button.main`))); status != http.StatusOK {
		t.Fatalf("saving answers %d", status)
	}
	got := get(t, window, chromedp.Evaluate[[]string](`[...document.querySelectorAll(".outline.whole li")].map(li => {
		let depth = 0; for (let p = li.parentElement.closest("li"); p; p = p.parentElement.closest("li")) depth++;
		return depth + " " + li.querySelector("bdi").textContent })`))
	want := []string{"0 The lamp arrives broken", "1 Box", "2 Size", "3 Cost", "1 Van"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("outline (-want +got):\n%s", diff)
	}
}

// TestPictures takes the picture of the README: a question whose answer names a cure, with the graph beside it.
func TestPictures(t *testing.T) {
	if !*pictures {
		t.Skip("run with -pictures to take the pictures of the documentation anew")
	}
	window, space := demoWindow(t, true)
	a := asker{t, window, true}
	const width, height = 1440, 1150
	if _, err := chromedp.Call(window, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: 1}); err != nil {
		t.Fatal(err)
	}
	follow(t, window, chromedp.Navigate(space+"/problems/late-refund/analysis/dig/c-pile"))
	a.write("name", "There is no scanner at the returns desk")
	a.pick("place", "Returns desk")
	a.choose("grade", "several")
	a.choose("certainty", "likely")
	do(t, window, chromedp.WaitVisible(chromedp.ID("finding-A9")), chromedp.Evaluate[chromedp.Void](`document.activeElement.blur()`))
	picture(t, window, filepath.Join(repository, "docs/analysis.png"))
}
