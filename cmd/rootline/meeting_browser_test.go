package main

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"rootline/model"
	"rootline/store"
)

// press clicks a button or link of a page by its words, and waits for the page to which it leads.
func press(t *testing.T, window context.Context, words string) {
	t.Helper()
	const find = `[...document.querySelectorAll("#content button, #content a")].find((b) => b.checkVisibility() && b.textContent.trim() === `
	for {
		until(t, window, find+`"`+words+`")`)
		_, err := chromedp.RunResponse(window, chromedp.Evaluate[chromedp.Void](find+`"`+words+`").click()`))
		if err == nil {
			return
		}
		if !strings.Contains(err.Error(), "Cannot find context") { // else there was no page to press it on
			t.Fatalf("in the browser at %s: press %q: %v", location(window), words, err)
		}
	}
}

// says waits until a page says something.
func says(t *testing.T, window context.Context, words string) {
	t.Helper()
	until(t, window, `document.querySelector("#content")?.innerText.replace(/\s+/g, " ").includes("`+words+`")`)
}

// Whoever takes part comes along to where the facilitator brings everybody, unless they chose to stay: then a link waits.
func TestEverybodyIsBroughtAlong(t *testing.T) {
	t.Parallel()
	db := filepath.Join(t.TempDir(), "r.db")
	s := serve(t, db, "--demo")
	link := strings.TrimPrefix(<-s.lines, "demo at ")
	beside, err := store.Open(t.Context(), db, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	f := &furnisher{T: t, Store: beside}
	f.space = well[model.Workspace](f)(beside.Workspace(t.Context(), demoSlug))
	f.owner = well[store.User](f)(beside.UserByEmail(t.Context(), demoEmail))
	member := f.walker("en")
	if err := beside.Close(); err != nil {
		t.Fatal(err)
	}
	space := s.URL + "/w/demo"
	host, ana := openWindow(t), openWindow(t)
	follow(t, host, chromedp.Navigate(link))
	follow(t, host, chromedp.Navigate(space+"/sessions?problem=lamp-return"))
	do(t, host, chromedp.SendKeys(chromedp.CSS(`[name=title]`), "Lamps come back twice"))
	press(t, host, "Open the session")
	code := strings.ReplaceAll(get(t, host, chromedp.Text(chromedp.CSS(".code"))), " ", "")
	press(t, host, "Start")

	follow(t, ana, chromedp.Navigate(s.URL+member.link))
	follow(t, ana, chromedp.Navigate(s.URL+"/join/"+code))
	press(t, ana, "Come in")
	follow(t, ana, chromedp.Navigate(space+"/problems"))
	bring := func(to string) {
		t.Helper()
		follow(t, host, chromedp.Navigate(to))
		follow(t, host, chromedp.Click(chromedp.CSS(`#session-bar button[value=follow]`)))
	}
	bring(space + "/map?depth=1")
	until(t, ana, `location.pathname + location.search === "/w/demo/map?depth=1" && document.getElementById("session-bar")`)
	do(t, ana, chromedp.Click(chromedp.CSS(`#session-bar [data-along] input`)))
	bring(space + "/journeys")
	until(t, ana, `(() => { const come = document.querySelector("#session-bar .come"); return !come.hidden && come.getAttribute("href") === "/w/demo/journeys" })()`)
	if at := location(ana); !strings.Contains(at, "/map?depth=1") {
		t.Errorf("who chose to stay is on %s", at)
	}
}

// Three windows on one session, from the code on the wall to the result of a vote: what one does is seen in the others without
// loading a page again, and what is half typed stays.
func TestSessionInThreeWindows(t *testing.T) {
	t.Parallel()
	host, space := demoWindow(t, true)
	follow(t, host, chromedp.Navigate(space+"/sessions?problem=lamp-return"))
	do(t, host, chromedp.SendKeys(chromedp.CSS(`[name=title]`), "Lamps come back twice"))
	press(t, host, "Open the session")
	says(t, host, "Waiting to begin")
	wall := location(host)
	code := strings.ReplaceAll(get(t, host, chromedp.Text(chromedp.CSS(".code"))), " ", "")

	amara, bert := openWindow(t), openWindow(t)
	for name, window := range map[string]context.Context{"Amara": amara, "Bert": bert} {
		follow(t, window, chromedp.Navigate(strings.Split(space, "/w/")[0]+"/join/"+code))
		do(t, window, chromedp.SendKeys(chromedp.CSS(`[name=name]`), name))
		press(t, window, "Come in")
		says(t, window, "It begins soon")
	}
	says(t, host, "2 people here")
	press(t, host, "Start")
	says(t, host, "Choose what it is about")
	says(t, amara, "Whom does it hurt")
	press(t, host, "First causes, silently")
	says(t, amara, "What made it happen?")
	says(t, bert, "What made it happen?")

	do(t, amara, chromedp.SendKeys(chromedp.CSS(`[name=text]`), "The till asks for a number"))
	do(t, bert, chromedp.SendKeys(chromedp.CSS(`[name=text]`), "Each shop earns on its own"))
	press(t, bert, "Add the card")
	says(t, bert, "only you see these")
	says(t, host, "1 card, hidden")
	press(t, host, "+ 1 min")
	until(t, amara, `document.querySelector(".clock").textContent.startsWith("5:")`) // the page was drawn afresh
	if typed := get(t, amara, chromedp.Value(chromedp.CSS(`[name=text]`))); typed != "The till asks for a number" {
		t.Errorf("what was half typed is now %q", typed)
	}
	press(t, amara, "Add the card")
	says(t, host, "2 cards, hidden")
	if text := get(t, bert, chromedp.Text(chromedp.CSS("#content"))); strings.Contains(text, "The till asks") {
		t.Error("a card is seen before it is shown")
	}
	press(t, host, "Show the cards")
	says(t, bert, "The till asks for a number")
	says(t, amara, "Each shop earns on its own")

	do(t, host, chromedp.Evaluate[chromedp.Void](`[...document.querySelectorAll("summary")].find((s) => s.textContent === "Ask for a vote").click()`))
	press(t, host, "Open the vote")
	says(t, amara, "Where do we act?")
	says(t, bert, "Where do we act?")
	for _, window := range []context.Context{amara, bert} {
		do(t, window, chromedp.Evaluate[chromedp.Void](`document.querySelector('.votes [value="3"]').click()`))
		press(t, window, "Vote")
		says(t, window, "Your vote is in")
	}
	says(t, host, "2 people have voted")
	press(t, host, "Close the vote and show the result")
	says(t, host, "6 dots")
	says(t, amara, "6 dots")

	// A window that was away catches up whole.
	offline(t, bert, true)
	press(t, host, "Next")
	says(t, host, "Which cards say the same?")
	says(t, amara, "Which cards say the same?")
	offline(t, bert, false)
	says(t, bert, "Which cards say the same?")
	wantAccessible(t, amara)
	wantAccessible(t, host)
	do(t, host, chromedp.Evaluate[chromedp.Void](`[...document.querySelectorAll("summary")].find((s) => s.textContent === "End the session…").click()`))
	press(t, host, "Yes, end it")
	says(t, host, "Who took part")
	if at := location(host); at != wall+"/record" {
		t.Errorf("after its end, the facilitator is on %s", at)
	}
	// Its participants are told, though each page goes elsewhere by itself: a context that vanishes with it is asked anew.
	for text := ""; !strings.Contains(text, "The session is over"); {
		var err error
		if text, err = chromedp.Run(amara, chromedp.Text(chromedp.CSS("#content"))); err != nil && amara.Err() != nil {
			t.Fatalf("a participant is not told that the session is over: %v", err)
		}
	}
}
