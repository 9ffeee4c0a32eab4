package static

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"
)

func TestLookup(t *testing.T) {
	t.Parallel()
	a, ok := Lookup(URL("css/app.css"))
	if !ok || !a.Kept || a.Type != "text/css; charset=utf-8" {
		t.Fatalf("Lookup of the style sheet = %v %v %q", ok, a.Kept, a.Type)
	}
	for _, part := range bundles["css/app.css"] {
		if !strings.Contains(string(a.Body), Text(part)) || Text(part) == "" {
			t.Errorf("%s is not in the bundle", part)
		}
	}
	if old, ok := Lookup("/static/0123456789ab/css/app.css"); !ok || old.Kept {
		t.Errorf("an address of another version: found %v, kept %v, want found and not kept", ok, old.Kept)
	}
	for _, bad := range []string{"", "/static/", "/static/x", "/static/x/../static.go", "/static/x/css", URL("css/none.css")} {
		if a, ok := Lookup(bad); ok {
			t.Errorf("Lookup(%q) found %s", bad, a.Name)
		}
	}
}

func TestStyleSheetsAreWhole(t *testing.T) {
	t.Parallel()
	relative := regexp.MustCompile(`url\("\.\./([^"]+)"\)`)
	physical := regexp.MustCompile(`[^-\w](margin|padding|border|inset)-(left|right|top|bottom)|[;{ ](left|right|top|bottom|width|height|min-width|max-width|float): `)
	media := regexp.MustCompile(`@(media|container)[^{]*`)
	for _, name := range Names() {
		if !strings.HasPrefix(name, "css/") {
			continue
		}
		css := Text(name)
		if strings.Count(css, "{") != strings.Count(css, "}") {
			t.Errorf("%s: braces do not match", name)
		}
		if m := physical.FindString(media.ReplaceAllString(css, "")); m != "" {
			t.Errorf("%s: %q is physical; say it logically", name, m)
		}
		for _, m := range relative.FindAllStringSubmatch(css, -1) {
			if Text(m[1]) == "" {
				t.Errorf("%s points at %s, which is not there", name, m[1])
			}
		}
	}
}

func TestSignsAreWellFormed(t *testing.T) {
	t.Parallel()
	d := xml.NewDecoder(strings.NewReader(Text("icons.svg")))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if got := Symbol("k-customer"); got != `<circle cx="8" cy="8" r="5.5"/>` {
		t.Errorf("Symbol(k-customer) = %s", got)
	}
	if got := Symbol("none"); got != "" {
		t.Errorf("Symbol(none) = %s", got)
	}
}

// The files of others are as they were published.
func TestLibIsUnmodified(t *testing.T) {
	t.Parallel()
	sums := map[string]string{}
	for line := range strings.Lines(Text("lib/CHECKSUMS")) {
		if f := strings.Fields(line); len(f) == 2 && f[0] != "#" {
			sums["lib/"+f[1]] = f[0]
		}
	}
	for _, name := range Names() {
		if !strings.HasPrefix(name, "lib/") || name == "lib/CHECKSUMS" {
			continue
		}
		sum := sha256.Sum256([]byte(Text(name)))
		if got := hex.EncodeToString(sum[:]); got != sums[name] {
			t.Errorf("%s has the digest %s, want %q", name, got, sums[name])
		}
	}
}
