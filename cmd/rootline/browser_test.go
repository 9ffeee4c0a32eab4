package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience is how long a test waits for a page before it gives up. Generous, for a busy machine.
const patience = 2 * time.Minute

// chromium is the one browser of this test binary. It runs while any test holds a window of it, so
// that nothing is left behind, and tests that run side by side share it.
var chromium struct {
	sync.Mutex
	windows int
	ctx     context.Context // of the browser
	stop    context.CancelFunc
}

// openWindow opens a browser window that shares no cookies with any other and gives the context to
// drive it with chromedp. It closes with the test, which fails if a script of a page threw or the
// content security policy refused something. Without Chromium the test is skipped.
func openWindow(t *testing.T) context.Context {
	t.Helper()
	return openWindowFor(t, patience)
}

// openWindowFor is openWindow for a test that takes longer than others.
func openWindowFor(t *testing.T, patience time.Duration) context.Context {
	t.Helper()
	browser := holdChromium(t)
	window, closeWindow := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	t.Cleanup(closeWindow)
	if err := chromedp.Do(window); err != nil {
		t.Fatalf("open a browser window: %v", err)
	}
	complaints := listenForComplaints(t, window)
	t.Cleanup(func() {
		for _, complaint := range complaints() {
			t.Errorf("the browser complains: %s", complaint)
		}
	})
	ctx, cancel := context.WithTimeout(window, patience)
	t.Cleanup(cancel)
	return ctx
}

// holdChromium starts the browser if it does not run, and keeps it at least until the test ends.
func holdChromium(t *testing.T) context.Context {
	t.Helper()
	path := chromiumPath(t)
	chromium.Lock()
	defer chromium.Unlock()
	if chromium.windows == 0 {
		if err := startChromium(path); err != nil {
			t.Fatalf("start %s: %v", path, err)
		}
	}
	chromium.windows++
	t.Cleanup(func() {
		chromium.Lock()
		defer chromium.Unlock()
		if chromium.windows--; chromium.windows == 0 {
			chromium.stop()
		}
	})
	return chromium.ctx
}

// startChromium needs chromium's lock.
func startChromium(path string) error {
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.NoSandbox, // root has none, and containers neither; all pages are our own
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("lang", "en"),
		chromedp.WindowSize(1280, 900),
	)
	allocator, free := chromedp.NewExecAllocator(context.Background(), options...)
	browser, closeBrowser := chromedp.NewContext(allocator)
	if err := chromedp.Do(browser); err != nil {
		closeBrowser()
		free()
		return err
	}
	chromium.ctx = browser
	chromium.stop = func() { closeBrowser(); free() }
	return nil
}

// chromiumPath finds the browser, or skips the test, or fails it where the gate asks for all tests.
func chromiumPath(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("ROOTLINE_TEST_REQUIRE") != "" {
		t.Fatal("no Chromium, and ROOTLINE_TEST_REQUIRE is set: install the package chromium")
	}
	t.Skip("SKIPPED FOR WANT OF A BROWSER: install the package chromium")
	return ""
}

// listenForComplaints collects what a person would find in the browser's console: exceptions that
// no script caught and what the content security policy refused. Answers such as 404 or 422 are not
// complaints.
func listenForComplaints(t *testing.T, window context.Context) func() []string {
	t.Helper()
	var mu sync.Mutex
	var found []string
	note := func(format string, args ...any) {
		mu.Lock()
		defer mu.Unlock()
		found = append(found, fmt.Sprintf(format, args...))
	}
	err := chromedp.Listen(window, func(event any) {
		switch e := event.(type) {
		case *runtime.EventExceptionThrown:
			text := e.ExceptionDetails.Text
			if thrown := e.ExceptionDetails.Exception; thrown != nil {
				text += " " + thrown.Description
			}
			note("%s (%s:%d)", text, e.ExceptionDetails.URL, e.ExceptionDetails.LineNumber+1)
		case *log.EventEntryAdded:
			if e.Entry.Level == log.EntryLevelError && e.Entry.Source != log.EntrySourceNetwork {
				note("%s (%s)", e.Entry.Text, e.Entry.URL)
			}
		}
	})
	if err != nil {
		t.Fatalf("listen to the browser: %v", err)
	}
	if _, err := chromedp.Call(window, log.Enable, cdp.Empty{}); err != nil {
		t.Fatalf("listen to the browser's log: %v", err)
	}
	return func() []string {
		mu.Lock()
		defer mu.Unlock()
		return found
	}
}

// do takes steps in the window, in order, and ends the test where one fails.
func do(t *testing.T, window context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(window, steps...); err != nil {
		t.Fatalf("in the browser at %s: %v", location(window), err)
	}
}

// get takes one step that answers something, such as chromedp.Text, and ends the test where it fails.
func get[T any](t *testing.T, window context.Context, step chromedp.Action[T]) T {
	t.Helper()
	answer, err := chromedp.Run(window, step)
	if err != nil {
		t.Fatalf("in the browser at %s: %v", location(window), err)
	}
	return answer
}

// follow takes steps that lead to another page, such as a click on a button that sends a form, waits
// until that page is loaded, and gives its status.
func follow(t *testing.T, window context.Context, steps ...chromedp.Action[chromedp.Void]) int64 {
	t.Helper()
	response, err := chromedp.RunResponse(window, steps...)
	if err != nil {
		t.Fatalf("in the browser at %s: %v", location(window), err)
	}
	return response.Status
}

// location is where the window stands, for messages; it says so if that cannot be known.
func location(window context.Context) string {
	at, err := chromedp.Run(window, chromedp.Location())
	if err != nil {
		return "an unknown place"
	}
	return at
}

// withoutScript switches off the scripts of every page the window opens from now on.
func withoutScript(t *testing.T, window context.Context) {
	t.Helper()
	_, err := chromedp.Call(window, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	if err != nil {
		t.Fatalf("switch scripts off: %v", err)
	}
}

// scheme shows pages as a person sees them whose system is "light" or "dark".
func scheme(t *testing.T, window context.Context, name string) {
	t.Helper()
	_, err := chromedp.Call(window, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}},
	})
	if err != nil {
		t.Fatalf("make it %s: %v", name, err)
	}
}

// picture writes the window, as far as it is seen, to a PNG file.
func picture(t *testing.T, window context.Context, file string) {
	t.Helper()
	png := get(t, window, chromedp.CaptureScreenshot())
	if err := os.WriteFile(file, png, 0o644); err != nil {
		t.Fatal(err)
	}
}

// axe runs axe-core on the page in the window and returns a line for each place that breaks a rule, of
// all rules or of those named; none means that it found nothing. The devtools protocol runs it, which the policy of the page
// does not bind, so pages are judged as they are served. It needs scripts to be on.
func axe(t *testing.T, window context.Context, rules ...string) []string {
	t.Helper()
	do(t, window, chromedp.Evaluate[chromedp.Void](axeSource()))
	// Target size is a rule of WCAG 2.2 AA that axe-core leaves off unless asked.
	which := `rules: {"target-size": {enabled: true}}`
	if len(rules) > 0 {
		which = fmt.Sprintf(`runOnly: ["%s"]`, strings.Join(rules, `", "`))
	}
	return get(t, window, chromedp.Evaluate[[]string](`
		axe.run(document, {`+which+`, resultTypes: ["violations"]}).then(found =>
			found.violations.flatMap(v => v.nodes.map(n =>
				v.impact + " " + v.id + " at " + n.target.join(" ") + ": " + n.failureSummary.replace(/\s+/g, " "))))
	`, chromedp.EvalAwaitPromise))
}

// axeSource reads axe-core once. It is test data, not part of the program.
var axeSource = sync.OnceValue(func() string {
	text, err := os.ReadFile(filepath.Join(repository, "web/testdata/axe.min.js"))
	if err != nil {
		panic(err)
	}
	return string(text)
})

// wantAccessible fails the test for every place of the page in the window that breaks a rule, in
// light and in dark colours. It leaves the window light.
func wantAccessible(t *testing.T, window context.Context) {
	t.Helper()
	for _, name := range []string{"dark", "light"} {
		scheme(t, window, name)
		if broken := axe(t, window); len(broken) > 0 {
			t.Errorf("axe-core at %s, %s:\n%s", location(window), name, strings.Join(broken, "\n"))
		}
	}
}
