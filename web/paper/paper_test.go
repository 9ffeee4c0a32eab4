package paper

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"rootline/model"
)

func printer(t *testing.T) *Printer {
	t.Helper()
	p := Find("")
	if p == nil {
		if os.Getenv("ROOTLINE_TEST_REQUIRE") != "" {
			t.Fatal("no Chromium, and ROOTLINE_TEST_REQUIRE is set: install the package chromium")
		}
		t.Skip("SKIPPED FOR WANT OF A BROWSER: install the package chromium")
	}
	return p
}

const drawing = `<?xml version="1.0"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 100"><title>t</title><rect width="400" height="100" fill="#f00"/><text x="10" y="50">سلام</text></svg>`

func TestDrawings(t *testing.T) {
	t.Parallel()
	p := printer(t)
	pic, err := p.DrawingPNG(t.Context(), []byte(drawing))
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(pic))
	if err != nil {
		t.Fatal(err)
	}
	if b := img.Bounds(); b.Dx() != 800 || b.Dy() != 200 {
		t.Errorf("picture = %v, want 800 × 200: twice the drawing", b)
	}
	if r, g, _, _ := img.At(790, 190).RGBA(); r>>8 != 255 || g != 0 {
		t.Errorf("the last corner is not painted: %v", img.At(790, 190))
	}
	doc, err := p.DrawingPDF(t.Context(), []byte(drawing))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(doc, []byte("%PDF-")) || !bytes.Contains(doc, []byte("/MediaBox [0 0 841.91998 594.95996]")) {
		t.Errorf("not one A4 across: %s", regexp.MustCompile(`/MediaBox[^]]*]`).Find(doc))
	}
	if n := len(regexp.MustCompile(`/Type /Page\b`).FindAll(doc, -1)); n != 1 {
		t.Errorf("%d pages, want 1", n)
	}
}

func TestSheet(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ long, short, w, h float64 }{{400, 100, 297, 210}, {2000, 900, 420, 297}, {3300, 900, 594, 420}, {3300, 3300, 841, 594}, {90000, 900, 1189, 841}} {
		if w, h := sheet(c.long, c.short); w != c.w || h != c.h {
			t.Errorf("sheet(%v, %v) = %v × %v, want %v × %v", c.long, c.short, w, h, c.w, c.h)
		}
	}
}

func TestNobodyWaitsForEver(t *testing.T) {
	t.Parallel()
	p := &Printer{program: "/bin/true", turn: make(chan struct{}, 1)}
	p.turn <- struct{}{} // somebody prints
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.PDF(ctx, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("who went away waits: %v", err)
	}
	<-p.turn
	if _, err := p.PDF(t.Context(), make([]byte, maxInput+1)); !isKind(err, model.TooLarge) {
		t.Errorf("too large = %v, want TooLarge", err)
	}
}

// A browser that never ends is ended with all that it started, and leaves nothing behind.
func TestWhatHangsIsEnded(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	program := filepath.Join(dir, "chromium")
	pid := filepath.Join(dir, "pid")
	if err := os.WriteFile(program, []byte("#!/bin/sh\nsleep 600 &\necho $! > "+pid+"\necho $HOME > "+pid+".home\nkill -STOP $$\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		for ctx.Err() == nil {
			if text, err := os.ReadFile(pid + ".home"); err == nil && len(text) > 1 {
				cancel()
			}
		}
	}()
	if _, err := Find(program).PDF(ctx, []byte("x")); err == nil {
		t.Error("a browser that was ended printed")
	}
	home, err := os.ReadFile(pid + ".home")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(strings.TrimSpace(string(home))); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("its folder is still there: %v", err)
	}
	child, err := os.ReadFile(pid)
	if err != nil {
		t.Fatal(err)
	}
	for long := time.Now().Add(20 * time.Second); ; { // it has been told to end, and may need a moment for it
		state, err := os.ReadFile("/proc/" + strings.TrimSpace(string(child)) + "/stat")
		if err != nil || strings.Contains(string(state), ") Z ") {
			break
		}
		if time.Now().After(long) {
			t.Fatalf("what it started still runs: %s", state)
		}
	}
}

// standIn is a printer by a program that does what script says in place of a browser.
func standIn(t *testing.T, script string) *Printer {
	t.Helper()
	program := filepath.Join(t.TempDir(), "chromium")
	if err := os.WriteFile(program, []byte("#!/bin/sh\n"+script), 0o755); err != nil {
		t.Fatal(err)
	}
	return Find(program)
}

// A picture has no more pixels than the browser can hold, however large the drawing is; where it cannot hold it after all, that
// is said.
func TestLargeDrawings(t *testing.T) {
	t.Parallel()
	p := standIn(t, `for a in "$@"; do case "$a" in --window-size=*) printf %s "${a#*=}" >out.png;; esac; done`)
	for _, size := range []string{"4705 4881", "40000 300", "30000 30000"} {
		pic, err := p.DrawingPNG(t.Context(), []byte(`<svg viewBox="0 0 `+size+`"></svg>`))
		if err != nil {
			t.Fatal(err)
		}
		var w, h float64
		if _, err := fmt.Sscanf(string(pic), "%g,%g", &w, &h); err != nil {
			t.Fatal(err)
		}
		if w*h > 24.1e6 || w > 12000 || h > 12000 || w*h < 1e6 {
			t.Errorf("%s becomes %s", size, pic)
		}
	}
	greedy := standIn(t, "sleep 60")
	greedy.memory = 1
	if _, err := greedy.PDF(t.Context(), nil); !isKind(err, model.TooLarge) {
		t.Errorf("a browser that takes too much memory: %v, want TooLarge", err)
	}
}

func isKind(err error, k model.ErrorKind) bool {
	e, ok := errors.AsType[*model.Error](err)
	return ok && e.Kind == k
}
