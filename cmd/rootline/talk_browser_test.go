package main

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A mention waits in the inbox, leads to its place and is answered there; who is mentioned is picked from a list.
func TestTalkInTheBrowser(t *testing.T) {
	t.Parallel()
	window, space := demoWindow(t, true)
	follow(t, window, chromedp.Navigate(space+"/inbox"))
	unread := `document.querySelectorAll(".inbox .unread").length`
	until(t, window, unread+` === 3`)
	wantAccessible(t, window)
	follow(t, window, chromedp.Click(chromedp.CSS(`.inbox .go button[value="comment:k-5"]`)))
	if !strings.Contains(location(window), "/elements/a-carrier-words/comments") {
		t.Fatalf("the mention leads to %s", location(window))
	}
	do(t, window, chromedp.Evaluate[chromedp.Void](`document.addEventListener("fresh", () => { window.drawn = true }); document.dispatchEvent(new Event("visibilitychange"))`))
	until(t, window, `window.drawn`) // what a page that is drawn afresh has no more comes again
	do(t, window, chromedp.Click(chromedp.CSS(`#c-text-`)), chromedp.KeyEvent("Yes, @am"))
	until(t, window, `document.querySelector("#c-text--names [role=option]")?.innerText === "Amara Obi"`)
	do(t, window, chromedp.KeyEvent(kb.Enter))
	until(t, window, `document.querySelector("#c-text-").value.includes("@Amara Obi")`)
	wantAccessible(t, window)
	if status := follow(t, window, chromedp.Click(chromedp.CSS(`form.comment:has(#c-text-) button`))); status != http.StatusOK {
		t.Fatalf("the comment answers %d", status)
	}
	until(t, window, `[...document.querySelectorAll("article b, article strong")].some(b => b.innerText === "@Amara Obi")`)
	follow(t, window, chromedp.Click(chromedp.CSS(`form[action$="/comments/k-5/settle"] button`)))
	until(t, window, `document.querySelector("#content").innerText.includes("1 resolved thread")`)
	follow(t, window, chromedp.Navigate(space+"/inbox"))
	until(t, window, unread+` === 2`)
	follow(t, window, chromedp.Click(chromedp.CSS(`form[action$="/inbox/all"] button`)))
	until(t, window, unread+` === 0`)
}

// The page of an action says whether it worked, and takes the answer; one undo takes it back.
func TestEffectIsJudged(t *testing.T) {
	t.Parallel()
	window, space := demoWindow(t, false)
	follow(t, window, chromedp.Navigate(space+"/elements/a-carrier-words"))
	text := func() string { t.Helper(); return get(t, window, chromedp.Text(chromedp.CSS(`.effect`))) }
	if got := text(); !strings.Contains(got, "436 on 16 November 2026") || !strings.Contains(got, "below 450") {
		t.Errorf("it says %q", got)
	}
	follow(t, window, chromedp.Click(chromedp.CSS(`.effect button[value="props.status:effective"]`)))
	if got := text(); !strings.Contains(got, "The check found: effective") {
		t.Errorf("judged, it says %q", got)
	}
	follow(t, window, chromedp.Click(chromedp.CSS(`.toast button`)))
	if got := text(); strings.Contains(got, "The check found") {
		t.Errorf("taken back, it says %q", got)
	}
}
