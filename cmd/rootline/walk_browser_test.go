package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"rootline/store"
	"rootline/templates/say"
	"rootline/web"
)

// walkPatience is how long one walk over all pages may take on a busy machine.
const walkPatience = 15 * time.Minute

// inState is the state of the demo in which pages are seen a second time.
const inState = "/w/demo~one-desk"

// TestWalk looks at every page that people can open, in English by day and in Persian by night: axe-core finds nothing, nothing is
// too small to hit, the focus is seen and goes in order, nothing runs over the edge of a phone, and the browser has nothing to
// complain of. What is the same in every language and all colours, and each page in all its forms, is judged in English alone. With
// ROOTLINE_TEST_ALL set, all of it is judged in every language by day and by night. With ROOTLINE_TEST_PAGES set, only pages whose address has that in it.
func TestWalk(t *testing.T) {
	t.Parallel()
	db := filepath.Join(t.TempDir(), "r.db")
	s := serve(t, db, "--demo")
	<-s.lines // the demo is there
	beside, err := store.Open(t.Context(), db, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	f := furnish(t, beside)
	type look struct{ language, scheme string }
	looks := []look{{"en", "light"}, {"fa", "dark"}}
	everything := os.Getenv("ROOTLINE_TEST_ALL") != ""
	if everything {
		looks = nil
		for _, language := range say.Languages() {
			looks = append(looks, look{language, "light"}, look{language, "dark"})
		}
	}
	walkers := map[look]walker{}
	for _, l := range looks {
		walkers[l] = f.walker(l.language)
	}
	if err := beside.Close(); err != nil {
		t.Fatal(err)
	}
	for _, l := range looks {
		t.Run(l.language+" "+l.scheme, func(t *testing.T) {
			t.Parallel()
			w := &walk{T: t, site: s.URL, walker: walkers[l], ids: f.ids, language: l.language, scheme: l.scheme, whole: everything || l.language == "en"}
			w.all()
		})
	}
}

// walk is one way through all pages.
type walk struct {
	*testing.T
	walker
	site             string
	ids              map[string]string
	language, scheme string
	whole            bool // also what does not depend on language and colours
}

func (w *walk) all() {
	member, stranger := w.window(), w.window()
	if status := follow(w.T, member, chromedp.Navigate(w.site+w.link)); status != http.StatusOK {
		w.Fatalf("the walker's link answers %d", status)
	}
	seen := map[string]bool{}
	for _, r := range append(web.New(web.Options{}).Routes(), web.Route{}) {
		if r.Method != "" && r.Method != http.MethodGet || seen[r.Path] {
			continue
		}
		seen[r.Path] = true
		for i, stop := range stops[r.Path] {
			if i > 0 && !w.whole {
				break
			}
			window := member
			if stop.stranger {
				window = stranger
			}
			w.visit(window, stop, w.whole)
		}
		if w.whole && len(stops[r.Path]) > 0 && strings.HasPrefix(r.Path, "/w/:ws") && !r.Timeless() {
			w.visit(member, stop{at: strings.Replace(stops[r.Path][0].at, "/w/demo", inState, 1)}, false)
		}
	}
	for _, stop := range afterwards { // the stranger signs in, and is one no more
		w.visit(stranger, stop, w.whole)
	}
}

// window opens a window that reads the walk's language in its colours, and shows at once what would move.
func (w *walk) window() context.Context {
	w.Helper()
	window := openWindowFor(w.T, walkPatience)
	_, err := chromedp.Call(window, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: w.scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
	if err != nil {
		w.Fatal(err)
	}
	_, err = chromedp.Call(window, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Accept-Language": w.language}})
	if err != nil {
		w.Fatal(err)
	}
	return window
}

// visit opens a page and looks at it: at the whole of it, or only at what colours, words and their length make of it.
func (w *walk) visit(window context.Context, s stop, whole bool) {
	w.Helper()
	want := s.status
	if want == 0 {
		want = http.StatusOK
	}
	at := w.fill(s.at)
	if !strings.Contains(at, os.Getenv("ROOTLINE_TEST_PAGES")) {
		return
	}
	size(w.T, window, 1280, 900)
	if status := follow(w.T, window, w.steps(window, at, s.send)...); int(status) != want {
		w.Errorf("%s answers %d, want %d", at, status, want)
		return
	}
	unfold := `for (const d of document.querySelectorAll("details:not([data-menu])")) d.open = true`
	do(w.T, window, chromedp.Evaluate[chromedp.Void](unfold))
	var found []string
	add := func(about string, complaints []string) {
		for _, c := range complaints {
			found = append(found, about+c)
		}
	}
	if whole {
		add("axe: ", axe(w.T, window))
	} else {
		add("axe: ", axe(w.T, window, looksRules...))
	}
	if got := get(w.T, window, chromedp.Evaluate[string](`document.documentElement.lang`)); got != w.language {
		add("", []string{fmt.Sprintf("it is in %q, want %q", got, w.language)})
	}
	add("", get(w.T, window, chromedp.Evaluate[[]string](testScript("look.js"))))
	if whole {
		add("", get(w.T, window, chromedp.Evaluate[[]string](testScript("focus.js"))))
	}
	for _, width := range []int64{820, 390, 320} {
		if width == 390 && !whole {
			continue
		}
		size(w.T, window, width, 844)
		if width == 320 {
			add("on a phone ", get(w.T, window, chromedp.Evaluate[[]string](testScript("look.js"))))
		}
		if width == 390 && s.folds {
			add("on a phone, axe: ", axe(w.T, window))
		}
		add(fmt.Sprintf("at %d pixels ", width), get(w.T, window, chromedp.Evaluate[[]string](runsOver)))
	}
	if len(found) > 0 {
		w.Errorf("%s\n\t%s", at, strings.Join(found, "\n\t"))
	}
}

// looksRules are the rules of axe-core whose verdict hangs on colours, words, their direction and their length.
var looksRules = []string{"button-name", "color-contrast", "document-title", "empty-heading", "html-has-lang", "html-lang-valid", "label-content-name-mismatch",
	"link-in-text-block", "link-name", "scrollable-region-focusable", "target-size", "valid-lang"}

// runsOver names what sticks out of the page, where something does.
const runsOver = `(() => {
	const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
	if (over <= 0) return [];
	const out = [...document.querySelectorAll("main *, footer *, header *")].filter((e) => { const r = e.getBoundingClientRect(); return r.right > innerWidth + 1 || r.left < -1 });
	return [over + " pixels run over: " + out.slice(0, 3).map((e) => e.outerHTML.slice(0, 100)).join(" ")];
})()`

// steps lead to a page: to an address, or by a form sent there from wherever the window is.
func (w *walk) steps(window context.Context, at string, send url.Values) []chromedp.Action[chromedp.Void] {
	w.Helper()
	if send == nil {
		return []chromedp.Action[chromedp.Void]{chromedp.Navigate(w.site + at)}
	}
	follow(w.T, window, chromedp.Navigate(w.site+"/keys"))
	filled := url.Values{}
	for name, values := range send {
		for _, v := range values {
			filled.Add(name, w.fill(v))
		}
	}
	fields, err := json.Marshal(filled)
	if err != nil {
		w.Fatal(err)
	}
	return []chromedp.Action[chromedp.Void]{chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`(() => {
		const form = document.createElement("form");
		form.method = "post";
		form.action = %q;
		for (const [name, values] of Object.entries(%s)) for (const value of values) form.append(Object.assign(document.createElement("input"), { name, value }));
		document.body.append(form);
		form.submit();
	})()`, at, fields))}
}

// fill puts ids and secrets where an address or a field has their names in braces.
func (w *walk) fill(text string) string {
	for name, id := range w.ids {
		text = strings.ReplaceAll(text, "{"+name+"}", id)
	}
	return strings.NewReplacer("{comment}", w.comment, "{email}", w.reader, "{secret}", readersPassword).Replace(text)
}

// testScript reads a script of testdata.
func testScript(name string) string {
	text, err := os.ReadFile(filepath.Join(repository, "cmd/rootline/testdata", name))
	if err != nil {
		panic(err)
	}
	return string(text)
}
