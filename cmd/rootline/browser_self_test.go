package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

const strictPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// servePage serves one page under a policy as strict as ours, with a script at /page.js, and answers
// a form sent to /name with the name that was sent.
func servePage(t *testing.T, body, script string) string {
	t.Helper()
	mux := http.NewServeMux()
	page := func(w http.ResponseWriter, body string) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", strictPolicy)
		fmt.Fprintf(w, `<!doctype html><html lang="en"><head><title>Lamp shop</title><script src="/page.js" defer></script></head><body><main><h1>Lamps</h1>%s</main></body></html>`, body)
	}
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) { page(w, body) })
	mux.HandleFunc("POST /name", func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusAccepted)
		page(w, `<p id="said">`+r.FormValue("name")+`</p>`)
	})
	mux.HandleFunc("GET /page.js", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		fmt.Fprint(w, script)
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

func TestBrowserFindsWhatAxeFinds(t *testing.T) {
	t.Parallel()
	good := servePage(t, `<p>A lamp comes back.</p>`, "")
	bad := servePage(t, `<button></button><input name="q">`, "")
	window := openWindow(t)
	do(t, window, chromedp.Navigate(good))
	wantAccessible(t, window)
	do(t, window, chromedp.Navigate(bad))
	found := strings.Join(axe(t, window), "\n")
	for _, rule := range []string{"critical button-name at button", "critical label at input"} {
		if !strings.Contains(found, rule) {
			t.Errorf("axe finds\n%s\nwant also %q", found, rule)
		}
	}
}

func TestBrowserSendsFormsWithoutScript(t *testing.T) {
	t.Parallel()
	url := servePage(t, `<form method="post" action="/name"><label>Name <input name="name"></label> <button>Send</button></form>`,
		`document.querySelector("h1").textContent = "With script"`)
	for _, c := range []struct {
		name, heading string
		without       bool
	}{{"with script", "With script", false}, {"without script", "Lamps", true}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			window := openWindow(t)
			if c.without {
				withoutScript(t, window)
			}
			do(t, window, chromedp.Navigate(url))
			if got := get(t, window, chromedp.Text(chromedp.CSS("h1"))); got != c.heading {
				t.Errorf("heading = %q, want %q", got, c.heading)
			}
			do(t, window, chromedp.SendKeys(chromedp.CSS("input"), "میز lamp"))
			if status := follow(t, window, chromedp.Click(chromedp.CSS("button"))); status != http.StatusAccepted {
				t.Errorf("status = %d, want %d", status, http.StatusAccepted)
			}
			if got := get(t, window, chromedp.Text(chromedp.ID("said"))); got != "میز lamp" {
				t.Errorf("the page says %q", got)
			}
		})
	}
}

func TestBrowserSeesTheScheme(t *testing.T) {
	t.Parallel()
	url := servePage(t, "", `document.querySelector("h1").textContent = matchMedia("(prefers-color-scheme: dark)").matches ? "Night" : "Day"`)
	window := openWindow(t)
	for _, c := range []struct{ scheme, heading string }{{"dark", "Night"}, {"light", "Day"}} {
		scheme(t, window, c.scheme)
		do(t, window, chromedp.Navigate(url))
		if got := get(t, window, chromedp.Text(chromedp.CSS("h1"))); got != c.heading {
			t.Errorf("heading of the %s page = %q, want %q", c.scheme, got, c.heading)
		}
	}
	file := filepath.Join(t.TempDir(), "lamps.png")
	picture(t, window, file)
	png, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got := http.DetectContentType(png); got != "image/png" {
		t.Errorf("the picture is %s, want image/png", got)
	}
}

func TestBrowserHearsComplaints(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, body, script, want string }{
		{"a handler that the policy refuses", `<button onclick="go()">Go</button>`, "", "Content Security Policy"},
		{"a style that the policy refuses", `<p style="color: red">Red</p>`, "", "Content Security Policy"},
		{"an exception", "", `throw new Error("lamp is broken")`, "lamp is broken"},
		{"nothing", `<p>Well.</p>`, `document.title = "Well"`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			url := servePage(t, c.body, c.script)
			window, closeWindow := chromedp.NewContext(holdChromium(t), chromedp.WithNewBrowserContext())
			t.Cleanup(closeWindow)
			do(t, window)
			complaints := listenForComplaints(t, window)
			do(t, window, chromedp.Navigate(url))
			heard := strings.Join(complaints(), "\n")
			if c.want == "" && heard != "" || !strings.Contains(heard, c.want) {
				t.Errorf("complaints = %q, want %q", heard, c.want)
			}
		})
	}
}
