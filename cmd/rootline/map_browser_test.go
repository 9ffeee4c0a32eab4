package main

import (
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const focused = `document.activeElement.id`

// Arrows lead among the boxes, Enter chooses and then opens, Escape lets go; choosing loads no new page.
func TestMapByKeyboard(t *testing.T) {
	t.Parallel()
	window, space := demoWindow(t, true)
	size(t, window, 1440, 900)
	follow(t, window, chromedp.Navigate(space+"/map"))
	until(t, window, `!!document.querySelector(".mapctl")`)
	do(t, window, chromedp.Evaluate[chromedp.Void](`window.stayed = true; document.querySelector("#b-choose").focus()`))
	pressKey(t, window, kb.ArrowRight)
	until(t, window, focused+` === "b-order"`)
	pressKey(t, window, kb.ArrowDown)
	until(t, window, focused+` === "b-checkout"`)
	pressKey(t, window, kb.ArrowUp)
	until(t, window, focused+` === "b-order"`)
	if n := get(t, window, chromedp.Evaluate[int](`document.querySelectorAll("[data-map] [tabindex='0']").length`)); n != 1 {
		t.Errorf("%d boxes are in the order of the tab key, want one", n)
	}
	pressKey(t, window, kb.Enter)
	until(t, window, `document.querySelector("#panel-title")?.textContent === "Orders online" && location.search === "?on=order" && window.stayed`)
	until(t, window, `document.querySelector("#b-order").classList.contains("sel") && !document.querySelector("#b-wait-money").classList.contains("hot")`)
	pressKey(t, window, "l")
	until(t, window, `document.activeElement.name === "say"`)
	pressKey(t, window, kb.Escape)
	until(t, window, `!document.querySelector("[data-panel]") && !document.querySelector(".chosen") && window.stayed`)
	do(t, window, chromedp.Evaluate[chromedp.Void](`document.querySelector("#b-order").focus()`))
	before := get(t, window, chromedp.Evaluate[float64](`document.querySelector("[data-map]").getBoundingClientRect().width`))
	pressKey(t, window, "+")
	until(t, window, `document.querySelector("[data-map]").getBoundingClientRect().width > `+strconv.FormatFloat(before*1.1, 'f', 1, 64))
	if n := get(t, window, chromedp.Evaluate[int](`[...document.querySelectorAll("[data-map] .more")].filter(a => a.tabIndex === 0).length`)); n < 5 {
		t.Errorf("of the signs that add in a lane, %d are in the order of the tab key", n)
	}
	do(t, window, chromedp.Evaluate[chromedp.Void](`document.querySelector("[data-map] .more[href*='lane=tools']").focus()`))
	until(t, window, `(([a, s]) => a.left >= s.left && a.top >= s.top && a.bottom <= s.bottom)([document.activeElement, document.querySelector("[data-sheet]")].map(e => e.getBoundingClientRect()))`)
	pressKey(t, window, kb.Enter)
	until(t, window, `document.activeElement.name === "name" && window.stayed`)
	// A name that was begun is not lost where it belongs in the other lane of the row.
	do(t, window, chromedp.Evaluate[chromedp.Void](`document.querySelector("[data-map] .more[href*='lane=foundations']").focus()`))
	pressKey(t, window, kb.Enter)
	until(t, window, `document.activeElement.name === "name" && !!document.querySelector("[data-panel] .seg")`)
	do(t, window, chromedp.Evaluate[chromedp.Void](`document.activeElement.value = "Scales"; document.querySelector("[data-panel] .seg a:not([aria-current])").click()`))
	until(t, window, `!location.search.includes("lane=foundations") && document.activeElement.name === "name" && document.activeElement.value === "Scales" && window.stayed`)
	do(t, window, chromedp.Evaluate[chromedp.Void](`document.querySelector("#b-order").focus()`))
	pressKey(t, window, kb.Enter)
	until(t, window, `document.querySelector("#panel-title")?.textContent === "Orders online"`)
	// What a key takes back leaves one where one was.
	do(t, window, chromedp.Evaluate[chromedp.Void](`(f => { f.elements.name.value = "Orders now"; f.requestSubmit(); })(document.querySelector(".edits form:has([name=name])"))`))
	until(t, window, focused+` === "b-order" && document.querySelector("#b-order title").textContent.includes("Orders now")`)
	pressKey(t, window, "z", chromedp.ModifierCtrl)
	until(t, window, focused+` === "b-order" && document.querySelector("#b-order title").textContent.includes("Orders online") && window.stayed`)
	// A box at the edge comes into sight without anything empty beside the drawing.
	for range 4 {
		pressKey(t, window, "+")
	}
	do(t, window, chromedp.Evaluate[chromedp.Void](`document.querySelector("#b-choose").focus()`))
	pressKey(t, window, kb.ArrowRight)
	pressKey(t, window, kb.ArrowLeft)
	until(t, window, focused+` === "b-choose" && (([a, d, s]) => a.left >= s.left && a.right <= s.right && d.left <= s.left + 1 && d.top <= s.top + 1 && d.right >= s.right - 1 && d.bottom >= s.bottom - 1)([document.activeElement, document.querySelector("[data-map]"), document.querySelector("[data-sheet]")].map(e => e.getBoundingClientRect()))`)
	do(t, window, chromedp.Evaluate[chromedp.Void](`document.querySelector("#b-order").focus()`))
	follow(t, window, chromedp.KeyEvent(kb.Enter))
	if at := location(window); !strings.HasSuffix(at, "/elements/order") {
		t.Errorf("Enter on the chosen box leads to %s", at)
	}
}

// Without script a box is a link, a form a form, and the drawing scrolls.
func TestMapWithoutScript(t *testing.T) {
	t.Parallel()
	window, space := demoWindow(t, false)
	size(t, window, 1440, 900)
	follow(t, window, chromedp.Navigate(space+"/map"))
	follow(t, window, chromedp.Navigate(space+"/map?on=till"))
	if got := get(t, window, chromedp.Evaluate[string](`document.querySelector("#panel-title").textContent`)); !strings.Contains(got, "Till") {
		t.Errorf("the panel is about %q", got)
	}
	do(t, window, chromedp.Evaluate[chromedp.Void](`document.querySelector("#b-till").focus()`))
	pressKey(t, window, kb.Enter)
	until(t, window, focused+` === "panel-title"`)
	do(t, window, chromedp.Evaluate[chromedp.Void](`document.querySelector(".edits details:last-of-type").open = true`))
	do(t, window, chromedp.SendKeys(chromedp.CSS(`.edits [name=name]`), " nine"))
	follow(t, window, chromedp.Click(chromedp.CSS(`.edits details:last-of-type button`)))
	if got := get(t, window, chromedp.Evaluate[string](`document.querySelector("#b-till title").textContent`)); !strings.Contains(got, "nine") {
		t.Errorf("the box is called %q", got)
	}
}
