package main

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Ctrl+K finds an element, a page and something to do, all by keyboard; without script the same link leads to a page.
func TestPalette(t *testing.T) {
	t.Parallel()
	window, space := demoWindow(t, true)
	follow(t, window, chromedp.Navigate(space+"/history"))
	ctrl := chromedp.KeyModifiers(2) // as the protocol calls it
	opened := `document.getElementById("palette").open`
	options := func() string {
		return get(t, window, chromedp.Evaluate[string](`[...document.querySelectorAll("#palette [role=option] .what")].map(o => o.innerText.trim()).join("\n")`))
	}
	chosen := `document.querySelector("#palette [aria-selected=true] .what")?.innerText.trim()`
	do(t, window, chromedp.KeyEvent("k", ctrl))
	until(t, window, opened)
	until(t, window, `document.querySelectorAll("#palette [role=option]").length > 3`) // what changed lately, and the pages
	if got := options(); !strings.Contains(got, "Map") {
		t.Errorf("before anything is typed the palette offers\n%s", got)
	}
	do(t, window, chromedp.KeyEvent("order manag"))
	until(t, window, chosen+` === "Order management"`)
	wantAccessible(t, window)
	do(t, window, chromedp.KeyEvent(kb.ArrowDown))
	until(t, window, chosen+` !== "Order management" && document.activeElement.getAttribute("aria-activedescendant") === document.querySelector("#palette [aria-selected=true]").id`)
	do(t, window, chromedp.KeyEvent(kb.ArrowUp), chromedp.KeyEvent(kb.Escape))
	until(t, window, `!`+opened)
	do(t, window, chromedp.KeyEvent("k", ctrl))
	until(t, window, opened)
	if status := follow(t, window, chromedp.KeyEvent(kb.Enter)); status != http.StatusOK || !strings.HasSuffix(location(window), "/elements/order-mgmt") {
		t.Errorf("Enter leads to %s, %d", location(window), status)
	}

	// A field of another page does not keep the palette away, and a verb is found as a page is.
	follow(t, window, chromedp.Navigate(space+"/elements"))
	do(t, window, chromedp.Click(chromedp.CSS(`.side [data-palette]`)))
	until(t, window, opened)
	do(t, window, chromedp.KeyEvent("add a techn"))
	until(t, window, chosen+` === "Add a technology"`)
	follow(t, window, chromedp.KeyEvent(kb.Enter))
	if !strings.HasSuffix(location(window), "/add/technology") {
		t.Errorf("the verb leads to %s", location(window))
	}

	// An input method composes: what is not yet a word is not asked for.
	do(t, window, chromedp.KeyEvent("k", ctrl))
	until(t, window, opened)
	do(t, window, chromedp.Evaluate[chromedp.Void](`(() => {
		window.asked = [];
		const real = window.fetch;
		window.fetch = (u) => { window.asked.push(new URL(u).searchParams.get("q")); return real(u); };
		const i = document.querySelector("#palette input");
		i.value = "shou";
		i.dispatchEvent(new InputEvent("input", { isComposing: true, bubbles: true }));
		i.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", isComposing: true, bubbles: true }));
		i.value = "收";
		i.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }));
	})()`))
	until(t, window, `window.asked.length === 1 && window.asked[0] === "收" && `+opened)
}

// The page of the search is whole without script.
func TestSearchWithoutScript(t *testing.T) {
	t.Parallel()
	window, space := demoWindow(t, false)
	follow(t, window, chromedp.Navigate(space))
	if status := follow(t, window, chromedp.Click(chromedp.CSS(`.side [data-palette]`))); status != http.StatusOK || !strings.HasSuffix(location(window), "/search") {
		t.Fatalf("the link leads to %s, %d", location(window), status)
	}
	do(t, window, chromedp.SendKeys(chromedp.CSS(`#find-q`), "order manag"))
	follow(t, window, chromedp.Click(chromedp.CSS(`.finder button`)))
	if got := get(t, window, chromedp.Text(chromedp.CSS(`.found-groups`))); !strings.Contains(got, "Order management") {
		t.Errorf("the page shows %q", got)
	}
}
