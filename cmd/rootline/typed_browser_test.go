package main

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"rootline/model"
	"rootline/store"
)

// cut lets nothing through to the server, or all again, while the browser believes that there is a network.
func cut(t *testing.T, window context.Context, off bool) {
	t.Helper()
	all := &network.Conditions{Offline: off, DownloadThroughput: -1, UploadThroughput: -1}
	if _, err := chromedp.Call(window, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: []*network.Conditions{all}}); err != nil {
		t.Fatal(err)
	}
}

// A guest is half way through a card when the stage changes, and when the session ends: the page says what is so now, what was
// typed stands above it, and is back in its field when cards are asked for again.
func TestTypedTextOutlivesItsForm(t *testing.T) {
	t.Parallel()
	host, space := demoWindow(t, true)
	follow(t, host, chromedp.Navigate(space+"/sessions?problem=lamp-return"))
	do(t, host, chromedp.SendKeys(chromedp.CSS(`[name=title]`), "Lamps come back twice"))
	press(t, host, "Open the session")
	code := strings.ReplaceAll(get(t, host, chromedp.Text(chromedp.CSS(".code"))), " ", "")
	guest := openWindow(t)
	follow(t, guest, chromedp.Navigate(strings.Split(space, "/w/")[0]+"/join/"+code))
	do(t, guest, chromedp.SendKeys(chromedp.CSS(`[name=name]`), "Amara"))
	press(t, guest, "Come in")
	press(t, host, "Start")
	press(t, host, "First causes, silently")
	says(t, guest, "What made it happen?")

	const typed = "The till asks for a <number>"
	const noted = `[...document.querySelectorAll("#unsaved:not([hidden]) textarea")].map((a) => a.value).join("|")`
	do(t, guest, chromedp.SendKeys(chromedp.CSS(`[name=text]`), typed))
	press(t, host, "Next")
	says(t, guest, "Which cards say the same?")
	until(t, guest, noted+` === "`+typed+`"`)
	press(t, host, "Next") // cards of another stage are not asked for by the same form
	until(t, guest, `document.querySelector("[name=text]")?.value === ""`)
	until(t, guest, noted+` === "`+typed+`"`)
	press(t, host, "First causes, silently")
	until(t, guest, `document.querySelector("[name=text]")?.value === "`+typed+`" && document.getElementById("unsaved").hidden`)
	do(t, host, chromedp.Evaluate[chromedp.Void](`fetch(document.querySelector('form:has(button[value=end])').action, {method: "POST", body: new URLSearchParams({do: "end"})})`))
	says(t, guest, "Thank you")
	until(t, guest, noted+` === "`+typed+`"`)
	follow(t, guest, chromedp.Reload())
	until(t, guest, noted+` === "`+typed+`"`)
	do(t, guest, chromedp.Evaluate[chromedp.Void](`document.querySelector("#unsaved button:last-child").click()`))
	until(t, guest, `document.getElementById("unsaved").hidden`)
}

// What cannot be sent waits for who wrote it, whatever the browser believes of the network: it is neither sent nor shown while
// somebody else is signed in, also from a page of its author that is still open.
func TestWhatWaitsIsSentByItsAuthor(t *testing.T) {
	t.Parallel()
	db := filepath.Join(t.TempDir(), "r.db")
	s := serve(t, db, "--demo")
	link := strings.TrimPrefix(<-s.lines, "demo at ")
	beside, err := store.Open(t.Context(), db, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer beside.Close() //nolint:errcheck // only read here
	f := &furnisher{T: t, Store: beside}
	f.space = well[model.Workspace](f)(beside.Workspace(t.Context(), demoSlug))
	f.owner = well[store.User](f)(beside.UserByEmail(t.Context(), demoEmail))
	member := f.walker("en")
	space := s.URL + "/w/demo"
	window := openWindow(t)
	follow(t, window, chromedp.Navigate(link))
	follow(t, window, chromedp.Navigate(space+"/elements/order-mgmt/edit"))
	name := func() string {
		t.Helper()
		g, _, err := beside.Graph(t.Context(), f.space.ID)
		if err != nil {
			t.Fatal(err)
		}
		return g.Element("order-mgmt").Name
	}
	was := name()
	write := func(text string) {
		t.Helper()
		do(t, window, chromedp.SetValue(chromedp.CSS(`main [name=name]`), text), chromedp.Click(chromedp.CSS(`main form button.main`)))
	}
	const waits = `document.querySelector("#waiting:not([hidden])")?.innerText.includes("`
	cut(t, window, true)
	write("Order book")
	until(t, window, waits+`sent: 1")`)
	write("Order ledger") // the same form again: what it says last
	until(t, window, `JSON.parse(Object.entries(localStorage).find(([key]) => key.startsWith("waiting "))[1])[0].body.includes("ledger")`)
	do(t, window, chromedp.Navigate("about:blank"))
	cut(t, window, false)

	follow(t, window, chromedp.Navigate(s.URL+member.link))
	do(t, window, chromedp.Evaluate[chromedp.Void](`sessionStorage.removeItem("others")`)) // it is said once in a window
	follow(t, window, chromedp.Navigate(space+"/elements/order-mgmt"))
	until(t, window, waits+`another person that wait in this browser: 1")`)
	if now := name(); now != was || strings.Contains(get(t, window, chromedp.OuterHTML(chromedp.CSS("body"))), "ledger") {
		t.Errorf("the name is %q, or the member sees what waits", now)
	}
	follow(t, window, chromedp.Navigate(space+"/elements/order-mgmt/edit"))
	if status := get(t, window, chromedp.Evaluate[int64](`fetch("`+link+`").then((r) => r.status)`, chromedp.EvalAwaitPromise)); status != 200 {
		t.Fatal(status) // the owner, in another tab
	}
	write("By the member, as the owner")
	until(t, window, waits+`Somebody else has signed in")`)
	if now := name(); now != was {
		t.Errorf("the name is %q", now)
	}
	follow(t, window, chromedp.Navigate(space+"/elements/order-mgmt"))
	until(t, window, `document.querySelector("h1").textContent.includes("Order ledger") && document.getElementById("waiting").hidden`)
	if now := name(); now != "Order ledger" {
		t.Errorf("the name is %q", now)
	}
}

// A field of a row in a list, and a step of a journey, wait too where the server cannot be reached; what may not be sent twice
// stays in its form.
func TestScriptsSendWithoutTheServer(t *testing.T) {
	t.Parallel()
	window, space := demoWindow(t, true)
	follow(t, window, chromedp.Navigate(space+"/elements?kind=technology"))
	do(t, window, chromedp.Click(chromedp.CSS(`tr[id] a[data-edit]`)))
	until(t, window, `document.querySelector("[data-editing] [name=name]")`)
	cut(t, window, true)
	do(t, window, chromedp.Evaluate[chromedp.Void](`(() => { const n = document.querySelector("[data-editing] [name=name]"); n.value = "Ledger of orders"; n.dispatchEvent(new Event("change", {bubbles: true})); })()`))
	until(t, window, `document.querySelector("#waiting:not([hidden])")?.innerText.includes("sent: 1")`)
	do(t, window, chromedp.KeyEvent("\x1b"))
	until(t, window, `document.querySelector("#waiting").innerText.includes("cannot be reached")`)
	if at := location(window); !strings.Contains(at, "/elements?kind=technology") {
		t.Errorf("the window stands on %s", at)
	}
	cut(t, window, false)
	do(t, window, chromedp.Evaluate[chromedp.Void](`dispatchEvent(new Event("online"))`))
	until(t, window, `document.getElementById("waiting").hidden`)
	follow(t, window, chromedp.Navigate(space+"/elements?kind=technology&q=ledger"))
	says(t, window, "Ledger of orders")
}
