package main

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// rename posts the form of an element's page from beside the page, as another window would, and gives the status.
const rename = `(async (page, name) => {
	const doc = new DOMParser().parseFromString(await (await fetch(page + "/edit")).text(), "text/html");
	const form = doc.querySelector("main form");
	const body = new URLSearchParams(new FormData(form));
	body.set("name", name);
	return (await fetch(page + "/edit", {method: "POST", body})).status;
})`

// offline cuts a window off from the network, or lets it back.
func offline(t *testing.T, window context.Context, off bool) {
	t.Helper()
	cut(t, window, off)
	if _, err := chromedp.Call(window, network.OverrideNetworkState, network.OverrideNetworkStateParams{Offline: off, DownloadThroughput: -1, UploadThroughput: -1}); err != nil {
		t.Fatal(err)
	}
}

// until waits for something to become true on the page.
func until(t *testing.T, window context.Context, what string) {
	t.Helper()
	for {
		_, err := chromedp.Run(window, chromedp.Poll[chromedp.Void](what))
		switch {
		case err == nil:
			return
		case !gone(err):
			t.Fatalf("in the browser at %s, %s: %v", location(window), what, err)
		}
	}
}

// gone says whether a page made way for another while it was asked something: the other can be asked then.
func gone(err error) bool {
	return slices.ContainsFunc([]string{"Cannot find context", "Inspected target navigated", "Execution context was destroyed"}, func(words string) bool { return strings.Contains(err.Error(), words) })
}

// A page that is open shows what others change, past what is half typed in it, without losing the place of the cursor.
func TestOpenPagesStayFresh(t *testing.T) {
	t.Parallel()
	window, space := demoWindow(t, true)
	complaints := listenForComplaints(t, window)
	follow(t, window, chromedp.Navigate(space+"/elements/order-mgmt/edit"))
	do(t, window, chromedp.SendKeys(chromedp.CSS(`main [name=owner]`), "half a though"))
	if status := get(t, window, chromedp.Evaluate[int64](rename+`("`+space+`/elements/order-mgmt", "Order book")`, chromedp.EvalAwaitPromise)); status != 200 {
		t.Fatalf("the other window's rename = %d", status)
	}
	until(t, window, `document.querySelector(".crumbs").textContent.includes("Order book")`)
	do(t, window, chromedp.KeyEvent("t"))
	if typed := get(t, window, chromedp.Evaluate[string](`document.querySelector("main [name=owner]").value`)); !strings.HasPrefix(typed, "half a thought") {
		t.Errorf("what was half typed is now %q", typed)
	}

	// A field that only has the cursor is as fresh as what the form says of when it was drawn; lists to pick from are there again.
	follow(t, window, chromedp.Navigate(space+"/elements/order-mgmt/edit"))
	do(t, window, chromedp.Focus(chromedp.CSS(`main [name=name]`)))
	if status := get(t, window, chromedp.Evaluate[int64](rename+`("`+space+`/elements/order-mgmt", "Order shelf")`, chromedp.EvalAwaitPromise)); status != 200 {
		t.Fatalf("the other window's second rename = %d", status)
	}
	until(t, window, `document.querySelector(".crumbs").textContent.includes("Order shelf")`)
	const held = `document.activeElement.name + ": " + document.activeElement.value + ", " + document.querySelectorAll("[data-pick]:not(:has(+ .sugg))").length`
	if now := get(t, window, chromedp.Evaluate[string](held)); now != "name: Order shelf, 0" {
		t.Errorf("the field with the cursor, and how many have no list: %q", now)
	}

	// What is sent is what stood in the form when it was pressed, whatever is made of the form until the server answers.
	follow(t, window, chromedp.Evaluate[chromedp.Void](`(() => {
		const name = document.querySelector("main [name=name]");
		name.value = "Order ledger";
		name.form.requestSubmit();
		name.value = "Order cupboard";
		name.form.action += "?of=another";
	})()`))
	if name := get(t, window, chromedp.Text(chromedp.CSS("h1"))); name != "Order ledger" {
		t.Errorf("the name is %q", name)
	}
	if found := complaints(); len(found) > 0 {
		t.Errorf("the browser complains: %v", found)
	}
}

// Without a network, what is saved waits in the browser, visibly, and goes out once when the network returns.
func TestEditsWaitForTheNetwork(t *testing.T) {
	t.Parallel()
	window, space := demoWindow(t, true)
	follow(t, window, chromedp.Navigate(space+"/elements/order-mgmt/edit"))
	offline(t, window, true)
	do(t, window, chromedp.SetValue(chromedp.CSS(`main [name=name]`), "Order ledger"), chromedp.Click(chromedp.CSS(`main form button.main`)))
	until(t, window, `!document.getElementById("waiting").hidden`)
	offline(t, window, false)
	until(t, window, `document.getElementById("waiting").hidden`)
	follow(t, window, chromedp.Navigate(space+"/elements/order-mgmt"))
	if name := get(t, window, chromedp.Text(chromedp.CSS("h1"))); name != "Order ledger" {
		t.Errorf("the name is %q", name)
	}
}

// What waited and clashes with what others wrote meanwhile is not dropped: a look at it shows both texts.
func TestWhatWaitedAndClashesIsShown(t *testing.T) {
	t.Parallel()
	link, space := serveDemo(t)
	window, other := openWindow(t), openWindow(t)
	for _, w := range []context.Context{window, other} {
		follow(t, w, chromedp.Navigate(link))
	}
	follow(t, window, chromedp.Navigate(space+"/elements/order-mgmt/edit"))
	offline(t, window, true)
	do(t, window, chromedp.SetValue(chromedp.CSS(`main [name=name]`), "Order ledger"), chromedp.Click(chromedp.CSS(`main form button.main`)))
	until(t, window, `!document.getElementById("waiting").hidden`)
	if status := get(t, other, chromedp.Evaluate[int64](rename+`("`+space+`/elements/order-mgmt", "Order book")`, chromedp.EvalAwaitPromise)); status != 200 {
		t.Fatalf("the other window's rename = %d", status)
	}
	offline(t, window, false)
	until(t, window, `document.querySelector("#waiting button:not([hidden])")`)
	if status := follow(t, window, chromedp.Click(chromedp.CSS(`#waiting button`))); status != http.StatusConflict {
		t.Errorf("a look at what clashes = %d", status)
	}
	for _, name := range []string{"Order ledger", "Order book"} {
		if !get(t, window, chromedp.Evaluate[bool](`document.querySelector("#content").innerHTML.includes("`+name+`")`)) {
			t.Errorf("the page does not show %q", name)
		}
	}
}
