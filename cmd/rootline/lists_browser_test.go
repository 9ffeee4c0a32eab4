package main

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// names are the rows of a list, in order.
const names = `[...document.querySelectorAll("[data-row] th a:not([data-edit])")].map(a => a.innerText.trim()).join("\n")`

// A list is walked, narrowed, ordered and corrected by keyboard alone; several rows are tagged at once and taken back.
func TestListByKeyboard(t *testing.T) {
	t.Parallel()
	window, space := demoWindow(t, true)
	list := space + "/elements?kind=technology&col=owner"
	follow(t, window, chromedp.Navigate(list))
	at := `document.activeElement.closest("[data-row]")?.innerText.trim().split("\n")[0].trim()`
	rows := strings.Split(get(t, window, chromedp.Evaluate[string](names)), "\n")
	if len(rows) != 15 || rows[0] != "Carrier portal" {
		t.Fatalf("the list begins with %q and has %d rows", rows[0], len(rows))
	}
	for _, step := range []struct {
		key  string
		want int
	}{{"j", 0}, {"j", 1}, {"j", 2}, {"k", 1}} {
		do(t, window, chromedp.KeyEvent(step.key))
		if got := get(t, window, chromedp.Evaluate[string](at)); !strings.HasPrefix(got, rows[step.want]) {
			t.Errorf("after %s the row is %q, want %q", step.key, got, rows[step.want])
		}
	}
	do(t, window, chromedp.KeyEvent("?"))
	until(t, window, `document.querySelector("#keys-dialog")?.open`)
	do(t, window, chromedp.KeyEvent(kb.Escape), chromedp.KeyEvent("/"))
	until(t, window, `document.activeElement.id === "q"`)
	// What is typed or chosen applies at once, in the same page; ticks stay, Back leads to what was asked before.
	do(t, window, chromedp.Evaluate[chromedp.Void](`document.querySelector("[data-row] [value=order-mgmt]").click(); window.same = true`))
	do(t, window, chromedp.KeyEvent("order"))
	until(t, window, names+`.includes("Order management") && document.querySelectorAll("[data-row]").length < 15`)
	until(t, window, `window.same && document.activeElement.id === "q" && location.search === "?q=%2Forder&kind=technology"`)
	until(t, window, `document.querySelector("[data-row] [value=order-mgmt]").checked && document.querySelectorAll("[data-all-box] input").length === 1`)
	do(t, window, chromedp.Evaluate[chromedp.Void](`{ const k = document.getElementById("kind"); k.focus(); k.value = "policy"; k.dispatchEvent(new Event("input", { bubbles: true })) }`))
	until(t, window, `document.querySelector("#content [role=search] ~ .lead") && document.activeElement.id === "kind"`)
	wantAccessible(t, window)
	do(t, window, chromedp.Evaluate[chromedp.Void](`history.back()`))
	until(t, window, names+`.includes("Order management") && document.querySelector("#kind").value === "technology" && document.querySelector("#q").value === "/order"`)
	do(t, window, chromedp.Click(chromedp.CSS(`[data-list-filter] a[data-ask]`)))
	until(t, window, `window.same && document.querySelectorAll("[data-row]").length === 15 && document.querySelector("#q").value === "" && document.activeElement.id === "is"`)

	// The name is corrected in its row, and says that it was saved.
	follow(t, window, chromedp.Navigate(list))
	do(t, window, chromedp.KeyEvent("j"), chromedp.KeyEvent("e"))
	until(t, window, `document.activeElement.form?.id === "row" || document.activeElement.getAttribute("form") === "row"`)
	do(t, window, chromedp.KeyEvent("Portal of the carrier"), chromedp.KeyEvent(kb.Tab))
	until(t, window, `document.querySelector(".saved")?.textContent === "Saved"`)
	wantAccessible(t, window)
	do(t, window, chromedp.Evaluate[chromedp.Void](`document.addEventListener("fresh", () => { window.drawn = true }); document.dispatchEvent(new Event("visibilitychange"))`))
	until(t, window, `window.drawn && document.querySelector("[data-editing] form") !== null`) // a page drawn afresh leaves the row in which one writes
	do(t, window, chromedp.KeyEvent(kb.Escape))
	until(t, window, `!document.querySelector("[data-editing]") && `+names+`.includes("Portal of the carrier")`)

	// Two rows get a tag; one undo takes it from both.
	follow(t, window, chromedp.Navigate(list+"&sort=-name"))
	if got := get(t, window, chromedp.Evaluate[string](names)); !strings.HasPrefix(got, "Web shop\n") {
		t.Errorf("from the end it begins with %q", got[:min(len(got), 30)])
	}
	do(t, window, chromedp.KeyEvent("j"), chromedp.KeyEvent("x"), chromedp.KeyEvent("j"), chromedp.KeyEvent("x"))
	until(t, window, `document.querySelector("[data-bulk-bar]").innerText.includes("2 selected")`)
	do(t, window, chromedp.Click(chromedp.CSS(`[data-bulk-bar] button[value=tag]`)))
	until(t, window, `document.querySelector("dialog.ask-bulk")?.open && document.activeElement.name === "value"`)
	wantAccessible(t, window)
	if status := follow(t, window, chromedp.KeyEvent("audited"), chromedp.KeyEvent(kb.Enter)); status != http.StatusOK {
		t.Fatalf("tagging answers %d", status)
	}
	tagged := `[...document.querySelectorAll("[data-row]")].filter(r => r.innerText.includes("audited")).length`
	until(t, window, tagged+` === 2`)
	follow(t, window, chromedp.KeyEvent("z", chromedp.KeyModifiers(2)))
	until(t, window, tagged+` === 0`)
	follow(t, window, chromedp.KeyEvent("c"))
	if !strings.HasSuffix(location(window), "/add/technology") {
		t.Errorf("c leads to %s", location(window))
	}
}

// A pasted list is previewed before anything is added.
func TestPasteInTheBrowser(t *testing.T) {
	t.Parallel()
	window, space := demoWindow(t, true)
	follow(t, window, chromedp.Navigate(space+"/new/list?kind=technology"))
	do(t, window, chromedp.SetValue(chromedp.CSS(`textarea`), "Price label printer\nERP\nQueue display"))
	follow(t, window, chromedp.Click(chromedp.CSS(`#content form button.main`)))
	if text := get(t, window, chromedp.Text(chromedp.CSS(`#content`))); !strings.Contains(text, "2 are added") || !strings.Contains(text, "already there") {
		t.Errorf("the preview says %q", text)
	}
	wantAccessible(t, window)
	follow(t, window, chromedp.Click(chromedp.CSS(`#content form button.main`)))
	follow(t, window, chromedp.Navigate(space+"/elements?kind=technology"))
	until(t, window, `document.querySelectorAll("[data-row]").length === 17 && `+names+`.includes("Queue display")`)
}
