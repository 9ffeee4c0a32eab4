package main

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// press presses a key where the focus is; modifiers are held.
func pressKey(t *testing.T, window context.Context, key string, modifiers ...chromedp.Modifier) {
	t.Helper()
	do(t, window, chromedp.KeyEvent(key, chromedp.KeyModifiers(modifiers...)))
}

const stepNames = `[...document.querySelectorAll("[data-step] h2 bdi")].map(e => e.textContent)`

// With script nothing reloads: steps are added by Enter, fields are saved when one leaves them, and the figure follows.
func TestJourneyIsEditedInPlace(t *testing.T) {
	t.Parallel()
	window, space := demoWindow(t, true)
	size(t, window, 1440, 900)
	follow(t, window, chromedp.Navigate(space+"/journeys/buy-return"))
	do(t, window, chromedp.Evaluate[chromedp.Void](`window.stayed = true`))

	// Quick entry: name, Enter, name, Enter, Escape.
	do(t, window, chromedp.Click(chromedp.CSS(`.journey-head .b.main`)))
	for _, name := range []string{"Calls once more", "Writes to a newspaper"} {
		until(t, window, `document.activeElement.name === "names" && document.activeElement.value === ""`)
		pressKey(t, window, name)
		pressKey(t, window, kb.Enter)
		until(t, window, stepNames+`.at(-1) === "`+name+`"`)
	}
	until(t, window, `document.activeElement.name === "names"`)
	pressKey(t, window, kb.Escape)
	until(t, window, `!document.querySelector("[data-add]") && location.search === ""`)

	// A cell: what is there, Ctrl+Enter, "Saved".
	do(t, window, chromedp.Click(chromedp.CSS(`[data-step=bring] .c-does a`)))
	until(t, window, `document.activeElement.name === "props.does"`)
	pressKey(t, window, " Again.")
	pressKey(t, window, kb.Enter, chromedp.ModifierCtrl)
	until(t, window, `document.querySelector("[data-step=bring] .c-does").innerText.includes("Again.") && !!document.querySelector("[data-step=bring] .c-does .saved")`)
	until(t, window, `document.activeElement.closest("[data-step]")?.dataset.step === "bring"`)

	// The panel: fields are saved one by one, the figure follows, what is typed elsewhere stays.
	do(t, window, chromedp.Click(chromedp.CSS(`[data-step=bring] h2 a`)))
	until(t, window, `document.activeElement.id === "panel-title" && location.pathname.endsWith("/steps/bring")`)
	thinks, feels := `[data-autosave] [name="props.thinks"]`, `[data-autosave] [name="props.feels"]`
	do(t, window, chromedp.Evaluate[chromedp.Void](`document.querySelector('`+thinks+`').select()`), chromedp.KeyEvent("Never again."), chromedp.SendKeys(chromedp.CSS(feels), " Furious."))
	until(t, window, `document.querySelector("[data-step=bring] .c-thinks").innerText.includes("Never again.") && !!document.querySelector(".field .saved")`)
	if got := get(t, window, chromedp.Evaluate[string](`document.querySelector('`+feels+`').value`)); !strings.Contains(got, "Furious.") {
		t.Errorf("saving one field lost what was typed in the next: %q", got)
	}
	do(t, window, chromedp.Click(chromedp.CSS(`label:has([data-autosave] *, [name="props.feeling"][value="-1"])`)))
	until(t, window, `document.querySelector("[data-step=bring] .c-feel").innerText.includes("Furious.") && document.querySelector("[data-step=bring] .word").innerText.includes("−1")`)

	// A technology that is picked, and one that is new.
	a := asker{t, window, true}
	a.pick("other-tools", "Service desk")
	until(t, window, `document.querySelector("[data-step=bring] .c-tools").innerText.includes("Service desk")`)
	a.write("other-tools", "Label printer")
	do(t, window, chromedp.Click(chromedp.CSS(`#g-tools .link-form button`)))
	until(t, window, `document.querySelector("[data-step=bring] .c-tools").innerText.includes("Label printer")`)
	do(t, window, chromedp.Click(chromedp.CSS(`.step-panel .close`)))
	until(t, window, `!document.querySelector("[data-panel]") && document.activeElement.closest("[data-step]")?.dataset.step === "bring"`)

	// A branch is folded away, and moving is a button.
	do(t, window, chromedp.Evaluate[chromedp.Void](`document.querySelector("[data-step=order] .step-acts .menu").open = true`), chromedp.Click(chromedp.CSS(`[data-step=order] [value=earlier]`)))
	until(t, window, stepNames+`[0] === "Orders online"`)
	if !get(t, window, chromedp.Evaluate[bool](`window.stayed === true`)) {
		t.Error("the page was loaded anew on the way")
	}
	wantAccessible(t, window)

	// Back leads to where one was, and the last act can be taken back.
	if status := follow(t, window, chromedp.Evaluate[chromedp.Void](`document.querySelector("form[data-undo]").requestSubmit()`)); status != http.StatusOK {
		t.Errorf("undo answers %d", status)
	}
	until(t, window, stepNames+`[0] === "Chooses a lamp"`)

	// On a phone too a step that is empty shows where to write.
	size(t, window, 390, 844)
	for _, row := range []string{"feel", "does", "thinks"} {
		until(t, window, `[...document.querySelectorAll("article.st")].at(-1).querySelector(".c-`+row+` a").offsetHeight >= 20`)
	}
}

// What is typed in a cell is kept however one leaves it, what was done is said for a while only, and the keyboard moves about.
func TestJourneyCellsKeepWhatIsTyped(t *testing.T) {
	t.Parallel()
	window, space := demoWindow(t, true)
	size(t, window, 1280, 800)
	follow(t, window, chromedp.Navigate(space+"/journeys/buy-return"))
	cell := func(step, row string) string { return `[data-step=` + step + `] .c-` + row }
	says := func(step, row, text string) string {
		return `document.querySelector("` + cell(step, row) + `").innerText.includes("` + text + `")`
	}
	writes := func(step, row string) string {
		return `document.activeElement.matches("` + cell(step, row) + ` textarea")`
	}

	// Another cell is clicked.
	do(t, window, chromedp.Click(chromedp.CSS(cell("bring", "does")+` a`)))
	until(t, window, writes("bring", "does"))
	pressKey(t, window, " Queues.")
	do(t, window, chromedp.Click(chromedp.CSS(cell("call", "does")+` a`)))
	until(t, window, writes("call", "does")+` && `+says("bring", "does", "Queues.")+` && !!document.querySelector("`+cell("bring", "does")+` .saved")`)

	// One clicks beside everything; the page that was typed in is left by Tab.
	pressKey(t, window, " Sighs.")
	do(t, window, chromedp.Click(chromedp.CSS(`.journey-head .lead`)))
	until(t, window, says("call", "does", "Sighs.")+` && !document.querySelector(".cell-form")`)

	// Cancel drops it, and the focus is where it was.
	do(t, window, chromedp.Click(chromedp.CSS(cell("call", "does")+` a`)))
	until(t, window, writes("call", "does"))
	pressKey(t, window, " Never said.")
	pressKey(t, window, kb.Escape)
	until(t, window, `document.activeElement.matches("`+cell("call", "does")+` a") && !`+says("call", "does", "Never said."))

	// From cell to cell by arrow keys, which Tab passes by.
	pressKey(t, window, kb.ArrowRight)
	until(t, window, `document.activeElement.matches("`+cell("bring", "does")+` a")`)
	pressKey(t, window, kb.ArrowDown)
	until(t, window, `document.activeElement.matches("`+cell("bring", "thinks")+` a")`)
	pressKey(t, window, kb.Tab)
	until(t, window, `!document.activeElement.closest("[data-figure]")`)

	// The way past the frame leads past it.
	do(t, window, chromedp.Evaluate[chromedp.Void](`document.querySelector(".skip").focus()`))
	pressKey(t, window, kb.Enter)
	pressKey(t, window, kb.Tab)
	until(t, window, `!!document.activeElement.closest("main .crumbs")`)

	// A name that is new is added by one key; what that says leaves by itself.
	do(t, window, chromedp.Evaluate[chromedp.Void](`(wait => window.setTimeout = (f, ms) => wait(f, ms >= 10000 && ms < 20000 ? 0 : ms))(window.setTimeout)`))
	do(t, window, chromedp.Evaluate[chromedp.Void](`document.querySelector("`+cell("choose", "rules")+` a.more-here").focus()`))
	pressKey(t, window, kb.Enter)
	until(t, window, `document.activeElement.name === "other-rules"`)
	pressKey(t, window, "House rules")
	until(t, window, `!!document.querySelector("[role=option][data-name='House rules']")`)
	pressKey(t, window, kb.Enter)
	until(t, window, says("choose", "rules", "House rules")+` && !!document.querySelector(".toast") && !document.querySelector(".toast[open]")`)

	// What is typed while a step is being added is the next one.
	do(t, window, chromedp.Evaluate[chromedp.Void](`document.querySelector(".journey-head .b.main").click()`))
	until(t, window, `document.activeElement.name === "names"`)
	do(t, window, chromedp.Evaluate[chromedp.Void](`(() => {
		const names = document.activeElement;
		names.value = "Hums a tune";
		names.form.requestSubmit();
		names.value += "Whistles";
		names.dispatchEvent(new Event("input", {bubbles: true}));
	})()`))
	until(t, window, `document.querySelector("[data-figure]").innerText.includes("Hums a tune") && document.querySelector("[name=names]").value === "Whistles" && document.getElementById("unsaved").hidden`)

	// What is refused stands in its form again, and nowhere else.
	do(t, window, chromedp.Evaluate[chromedp.Void](`(() => {
		const names = document.querySelector("[name=names]");
		names.value = "x".repeat(1001);
		names.dispatchEvent(new Event("input", {bubbles: true}));
		names.form.requestSubmit();
	})()`))
	until(t, window, `!!document.querySelector("[data-add] .msg") && document.querySelector("[name=names]").value.length === 1001 && document.getElementById("unsaved").hidden`)
	do(t, window, chromedp.Evaluate[chromedp.Void](`document.querySelector("[data-add] [data-cancel]").click()`))
	until(t, window, `!document.querySelector("[name=names]") && document.getElementById("unsaved").hidden`)

	// A page that is left by an ordinary link while a cell is being saved, and the server has not answered yet whose browser it is.
	do(t, window, chromedp.Click(chromedp.CSS(cell("bring", "does")+` a`)))
	until(t, window, writes("bring", "does"))
	pressKey(t, window, " Waits.")
	do(t, window, chromedp.Evaluate[chromedp.Void](`window.fetch = () => new Promise(() => {})`))
	follow(t, window, chromedp.Evaluate[chromedp.Void](`(document.activeElement.blur(), setTimeout(() => location.assign("`+space+`/journeys"), 1))`))
	until(t, window, `document.getElementById("waiting").hidden && !Object.keys(localStorage).some((key) => key.startsWith("waiting "))`)
	follow(t, window, chromedp.Navigate(space+"/journeys/buy-return"))
	until(t, window, says("bring", "does", "Waits."))
}

// A step is dragged by its handle; the script for that is fetched when one reaches for it.
func TestStepIsDragged(t *testing.T) {
	t.Parallel()
	window, space := demoWindow(t, true)
	size(t, window, 1440, 900)
	follow(t, window, chromedp.Navigate(space+"/journeys/buy-return"))
	fetched := `performance.getEntriesByType("resource").some(e => e.name.includes("Sortable"))`
	if get(t, window, chromedp.Evaluate[bool](fetched)) {
		t.Error("the script for dragging is fetched by everybody")
	}
	middle := func(css string) (x, y float64) {
		t.Helper()
		at := get(t, window, chromedp.Evaluate[[]float64](`(r => [r.x + r.width / 2, r.y + r.height / 2])(document.querySelector('`+css+`').getBoundingClientRect())`))
		return at[0], at[1]
	}
	x, y := middle(`[data-step=choose] [data-grip]`)
	mouse := func(kind input.DispatchMouseEventType, x, y float64) {
		t.Helper()
		do(t, window, chromedp.MouseEvent(kind, x, y, chromedp.ButtonLeft))
	}
	mouse(input.DispatchMouseEventTypeMouseMoved, x, y)
	until(t, window, fetched+` && !!self.Sortable?.get(document.querySelector("[data-figure] .bp"))`)
	mouse(input.DispatchMouseEventTypeMousePressed, x, y)
	to, _ := middle(`[data-step=wait-parcel] h2`)
	const moved = stepNames + `.indexOf("Chooses a lamp") > 0`
	for part := 0.; !get(t, window, chromedp.Evaluate[bool](moved)); part = min(part+.1, 1) { // until the others have made room
		mouse(input.DispatchMouseEventTypeMouseMoved, x+(to-x)*part, y+2)
		mouse(input.DispatchMouseEventTypeMouseMoved, x+(to-x)*part+1, y+2)
	}
	mouse(input.DispatchMouseEventTypeMouseReleased, to, y+2)
	until(t, window, `document.getElementById("toasts").innerText.includes("Chooses a lamp")`)
	follow(t, window, chromedp.Reload())
	if got := get(t, window, chromedp.Evaluate[float64](stepNames+`.indexOf("Chooses a lamp")`)); got <= 0 {
		t.Errorf("after loading anew it stands at place %v", got+1)
	}
}

// Without script the same links and forms lead to pages.
func TestJourneyWithoutScript(t *testing.T) {
	t.Parallel()
	window, space := demoWindow(t, false)
	follow(t, window, chromedp.Navigate(space+"/new/journey"))
	if status := follow(t, window, chromedp.Click(chromedp.CSS(`[name=starter][value=fault]`))); status != http.StatusOK {
		t.Fatalf("the starter answers %d", status)
	}
	journey := location(window)
	follow(t, window, chromedp.Click(chromedp.CSS(`.journey-head .b.main`)))
	do(t, window, chromedp.SendKeys(chromedp.CSS(`[name=names]`), "Tells a friend"+kb.Enter+"Moves house"))
	follow(t, window, chromedp.Click(chromedp.CSS(`#add button`)))
	follow(t, window, chromedp.Navigate(journey))
	figure := get(t, window, chromedp.Text(chromedp.CSS(".bp")))
	for _, name := range []string{"Tells a friend", "Moves house", "Notices that it fails"} {
		if !strings.Contains(figure, name) {
			t.Errorf("the figure lacks %q", name)
		}
	}
	follow(t, window, chromedp.Click(chromedp.CSS(`.st h2 a`)))
	do(t, window, chromedp.SendKeys(chromedp.CSS(`.step-panel [name="props.does"]`), " Waits."))
	follow(t, window, chromedp.Click(chromedp.CSS(`.step-panel .go .main`)))
	if said := get(t, window, chromedp.Text(chromedp.CSS(".step-panel .saved"))); said != "Saved" {
		t.Errorf("it says %q, want Saved", said)
	}

	// A form in the last column comes into view, whole and with the focus.
	journey = space + "/journeys/buy-return"
	follow(t, window, chromedp.Navigate(journey+"?edit=wait-money.feel"))
	until(t, window, `document.activeElement.name === "props.feeling"`)
	until(t, window, `(() => { const f = document.querySelector(".cell-form").getBoundingClientRect(); return f.top > 0 && f.left > 0 && f.bottom <= innerHeight && f.right <= innerWidth })()`)
	// The switch between the three pages stays under the hand.
	first := ""
	for _, page := range []string{"", "/blueprint", "/trace"} {
		follow(t, window, chromedp.Navigate(journey+page))
		stands := get(t, window, chromedp.Evaluate[string](`JSON.stringify([...document.querySelectorAll(".journey-ways .switch a")].map(a => [a.textContent.trim(), Math.round(a.getBoundingClientRect().top)]).concat(document.querySelector(".journey-ways .switch").getBoundingClientRect().left, document.querySelector(".side [aria-current]").innerText.trim()))`))
		if first == "" {
			first = stands
		}
		if stands != first || !strings.Contains(stands, "One run") {
			t.Errorf("on %s the switch and the menu are %s, want %s", page, stands, first)
		}
	}
}
