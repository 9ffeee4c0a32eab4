package templates

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/google/go-cmp/cmp"

	"rootline/static"
	"rootline/templates/say"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func sample(lang string) Page {
	return Page{
		Say: say.For(lang), Title: "Parts", Section: "elements", Path: "/w/lamp/elements", Theme: "dark",
		Workspace: Workspace{Slug: "lamp", Name: "Lamp shop", Role: "owner"},
		Spaces:    []Workspace{{Slug: "lamp", Name: "Lamp shop"}, {Slug: "kiosk", Name: "<Kiosk>"}},
		Person:    Person{ID: "n", Name: "Nadia Rahimi", Admin: true},
		Crumbs:    []Crumb{{"Lamp shop", "/w/lamp"}, {"Elements", "/w/lamp/elements"}},
		Flash:     &Flash{Text: "Saved", Undo: "/w/lamp/changes/c1/undo"},
		Counts:    map[string]int{"problems": 6}, Styles: []string{"guide"}, Scripts: []string{"pick"},
	}
}

func render(t *testing.T, c templ.Component) string {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

var digest = regexp.MustCompile(`/static/[0-9a-f]{12}/`)

func golden(t *testing.T, name, got string) {
	t.Helper()
	got = strings.ReplaceAll(digest.ReplaceAllString(got, "/static/DIGEST/"), "><", ">\n<")
	file := filepath.Join("testdata", name+".golden.html")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

func TestGuide(t *testing.T) {
	t.Parallel()
	golden(t, "guide", render(t, Guide(sample("en"))))
}

func TestFault(t *testing.T) {
	t.Parallel()
	p := Page{Say: say.For("fa"), Workspace: Workspace{Slug: "lamp", Name: "Lamp shop"}}
	golden(t, "fault", render(t, Fault(p, 404, "", "", nil)))
	for status := range faultStatuses {
		for _, lang := range say.Languages() {
			p.Say = say.For(lang)
			html := render(t, Fault(p, status, "", "01HX", nil))
			if want := p.Say.T("fault." + faultCode(status) + ".says"); !strings.Contains(html, want) || !strings.Contains(html, "01HX") {
				t.Errorf("%s: the page of %d lacks its sentence or its number", lang, status)
			}
			if missed := p.Say.Missed(); len(missed) > 0 {
				t.Errorf("%s: nothing to say for %q", lang, missed)
			}
		}
	}
	for status, as := range map[int]string{418: "400", 405: "404", 502: "500"} {
		if got, want := render(t, Fault(p, status, "", "", nil)), p.Say.T("fault."+as+".title"); !strings.Contains(got, want) {
			t.Errorf("an error without a page of its own, %d, does not say %q", status, want)
		}
	}
}

// The pages keep to the content security policy, point at files that exist, and name ids once.
func TestMarkup(t *testing.T) {
	t.Parallel()
	inline := regexp.MustCompile(`(?i)<[^>]+ (style|on[a-z]+)=|<style|<script>|javascript:`)
	asset := regexp.MustCompile(`/static/[0-9a-f]{12}/([^"#]+)(?:#([^"]+))?`)
	ids := regexp.MustCompile(` id="([^"]+)"`)
	points := regexp.MustCompile(` (?:for|aria-describedby|list|form)="([^"]+)"`)
	for _, lang := range say.Languages() {
		html := render(t, Guide(sample(lang)))
		if m := inline.FindString(html); m != "" {
			t.Errorf("%s: %s", lang, m)
		}
		for _, m := range asset.FindAllStringSubmatch(html, -1) {
			if static.Text(m[1]) == "" {
				t.Errorf("%s is not among the static files", m[1])
			}
			if m[2] != "" && static.Symbol(m[2]) == "" {
				t.Errorf("the sprite has no %s", m[2])
			}
		}
		seen := map[string]bool{}
		for _, m := range ids.FindAllStringSubmatch(html, -1) {
			if seen[m[1]] {
				t.Errorf("the id %s stands twice", m[1])
			}
			seen[m[1]] = true
		}
		for _, m := range points.FindAllStringSubmatch(html, -1) {
			for _, id := range strings.Fields(m[1]) {
				if !seen[id] {
					t.Errorf("%s points at an id that is not there", m[0])
				}
			}
		}
		p := say.For(lang)
		if !strings.Contains(html, `<html lang="`+lang+`" dir="`+p.Dir()+`" data-theme="dark">`) {
			t.Errorf("%s: the page does not say its language and direction", lang)
		}
		if strings.Contains(html, "<Kiosk>") {
			t.Errorf("%s: a name is not escaped", lang)
		}
	}
}

func TestEverySignOfTheRegistryIsDrawn(t *testing.T) {
	t.Parallel()
	for _, e := range append(append([]entry{}, entries...), further...) {
		if static.Symbol(e.icon) == "" {
			t.Errorf("the sprite has no %s", e.icon)
		}
		for _, lang := range say.Languages() {
			if !say.For(lang).Has("frame." + e.section) {
				t.Errorf("%s has no name for %s", lang, e.section)
			}
		}
	}
}

// Settings are for owners.
func TestSideBarFollowsTheRole(t *testing.T) {
	t.Parallel()
	p := sample("en")
	for role, settings := range map[string]bool{"viewer": false, "contributor": false, "editor": false, "owner": true} {
		p.Workspace.Role = role
		if got := strings.Contains(render(t, Frame(p)), "/w/lamp/settings"); got != settings {
			t.Errorf("%s sees the settings: %v, want %v", role, got, settings)
		}
	}
}
