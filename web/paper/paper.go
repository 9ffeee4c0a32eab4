// Package paper turns what the program drew itself, reports and drawings, into PDF and PNG, by the Chromium of the machine where
// there is one: no writer of PDF in Go joins Persian letters. It never prints what people uploaded; it runs one browser at a
// time, without network, scripts or the program's own environment, and ends it when it takes too long or too much memory.
package paper

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"time"

	"rootline/model"
)

// Limits of one piece of work.
const (
	maxInput  = 32 << 20         // bytes of HTML or SVG
	maxTime   = 45 * time.Second // of the browser
	maxWait   = 30 * time.Second // for those before
	maxSide   = 12000.0          // pixels of a picture
	maxMemory = 2 << 30          // of the browser and all that it starts
	maxArea   = 24e6             // pixels of a picture: the browser takes some 30 bytes for each, beside what it always takes
)

// programs are the names under which Chromium goes, the first that is found is taken.
var programs = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"}

// Printer prints by one browser. A nil Printer prints nothing: see Ready. Safe for concurrent use.
type Printer struct {
	program string
	turn    chan struct{} // holds one token: who has it prints
	memory  int64         // how many bytes the browser and all that it starts may hold
}

// Find returns a printer by the Chromium of this machine, nil where there is none. program names another one; "" = as found.
func Find(program string) *Printer {
	names := programs
	if program != "" {
		names = []string{program}
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return &Printer{program: path, turn: make(chan struct{}, 1), memory: maxMemory}
		}
	}
	return nil
}

// Missing is the error of who wants something printed where there is no browser.
func Missing() error { return model.Fault(model.Lacking, "", "paper.missing") }

func large() error { return model.Fault(model.TooLarge, "", "paper.large") }

// Ready says whether anything can be printed.
func (p *Printer) Ready() bool { return p != nil }

// PDF prints a page of our own making; the size of the paper is that of its @page rule. Errors: TooLarge where the
// browser cannot hold it or be done in time, TooMany where others have waited too long already, Internal.
func (p *Printer) PDF(ctx context.Context, html []byte) ([]byte, error) {
	return p.run(ctx, html, "out.pdf", "--no-pdf-header-footer", "--print-to-pdf=out.pdf")
}

// Drawing turns a drawing of ours into another format: png or pdf; svg stays as it is. Errors: Lacking where p is nil; as PDF.
func (p *Printer) Drawing(ctx context.Context, svg []byte, format string) ([]byte, error) {
	switch {
	case format == "svg":
		return svg, nil
	case !p.Ready():
		return nil, Missing()
	case format == "png":
		return p.DrawingPNG(ctx, svg)
	}
	return p.DrawingPDF(ctx, svg)
}

// DrawingPDF prints a drawing on the smallest sheet from A4 to A0 on which it can be read. Errors: as PDF.
func (p *Printer) DrawingPDF(ctx context.Context, svg []byte) ([]byte, error) {
	w, h, err := size(svg)
	if err != nil {
		return nil, err
	}
	long, short := sheet(math.Max(w, h), math.Min(w, h))
	if w < h {
		long, short = short, long
	}
	const style = "@page{size:%gmm %gmm;margin:10mm}body{margin:0}svg{display:block;max-width:100%%;max-height:%gmm;width:100%%;height:auto;margin:auto}"
	return p.PDF(ctx, wrap(svg, fmt.Sprintf(style, long, short, short-21)))
}

// DrawingPNG makes a picture of a drawing, sharp where its size allows it. Errors: as PDF.
func (p *Printer) DrawingPNG(ctx context.Context, svg []byte) ([]byte, error) {
	w, h, err := size(svg)
	if err != nil {
		return nil, err
	}
	scale := math.Min(2, math.Min(maxSide/math.Max(w, h), math.Sqrt(maxArea/(w*h))))
	style := "body{margin:0;overflow:hidden}svg{display:block;width:100vw;height:auto}"
	pixels := func(v float64) string { return strconv.Itoa(int(math.Ceil(v * scale))) }
	return p.run(ctx, wrap(svg, style), "out.png", "--screenshot=out.png", "--hide-scrollbars", "--window-size="+pixels(w)+","+pixels(h))
}

// sheet is the smallest sheet, in millimetres, on which a drawing of this size in pixels stands at three fifths of its size or more.
func sheet(long, short float64) (w, h float64) {
	const perPixel, least = 25.4 / 96, .6
	for _, paper := range [][2]float64{{297, 210}, {420, 297}, {594, 420}, {841, 594}, {1189, 841}} {
		if w, h = paper[0], paper[1]; long*perPixel*least <= w-20 && short*perPixel*least <= h-20 {
			break
		}
	}
	return w, h
}

var viewBox = regexp.MustCompile(`viewBox="0 0 ([\d.]+) ([\d.]+)"`)

// size reads how large a drawing is.
func size(svg []byte) (w, h float64, err error) {
	m := viewBox.FindSubmatch(svg)
	if m == nil {
		return 0, 0, errors.New("a drawing without a size")
	}
	w, errW := strconv.ParseFloat(string(m[1]), 64)
	h, errH := strconv.ParseFloat(string(m[2]), 64)
	return math.Max(w, 1), math.Max(h, 1), errors.Join(errW, errH)
}

var declaration = regexp.MustCompile(`^<\?xml[^>]*\?>\s*`)

// wrap is a page that shows a drawing alone, and can load nothing.
func wrap(svg []byte, style string) []byte {
	const head = `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><style>`
	return append([]byte(head+style+"</style>"), declaration.ReplaceAll(svg, nil)...)
}

// run has the browser do one thing and returns the file that it wrote.
func (p *Printer) run(ctx context.Context, html []byte, out string, orders ...string) ([]byte, error) {
	if len(html) > maxInput {
		return nil, large()
	}
	waiting := time.NewTimer(maxWait)
	defer waiting.Stop()
	select {
	case p.turn <- struct{}{}:
		defer func() { <-p.turn }()
	case <-waiting.C:
		return nil, model.Fault(model.TooMany, "", "paper.busy")
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	dir, err := os.MkdirTemp("", "rootline-paper-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }() // what the system's own cleaning finds too
	if err := os.WriteFile(filepath.Join(dir, "page.html"), html, 0o600); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, maxTime, large())
	defer cancel()
	ctx, giveUp := context.WithCancelCause(ctx)
	defer giveUp(nil)
	cmd := exec.CommandContext(ctx, p.program, append(orders, flags(dir)...)...)
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "TMPDIR=" + dir, "LANG=C.UTF-8"} // nothing of ours: there are secrets in it
	cmd.WaitDelay = 2 * time.Second
	var words bytes.Buffer
	cmd.Stderr = &words
	alone(cmd)
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", p.program, err)
	}
	stop := watch(cmd.Process, p.memory, func() { giveUp(large()) })
	err = cmd.Wait()
	stop()
	end(cmd.Process) // what it started, and left
	if fault, ok := errors.AsType[*model.Error](context.Cause(ctx)); ok && err != nil {
		return nil, fault
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w: %s", p.program, err, last(words.Bytes()))
	}
	file, err := os.ReadFile(filepath.Join(dir, out))
	if err != nil {
		return nil, fmt.Errorf("%s wrote nothing: %w: %s", p.program, err, last(words.Bytes()))
	}
	return file, nil
}

// flags keep the browser from everything that it need not do.
func flags(dir string) []string {
	list := []string{"--headless", "--disable-gpu", "--disable-dev-shm-usage", "--disable-extensions", "--disable-background-networking", "--disable-component-update",
		"--disable-sync", "--disable-quic", "--disable-default-apps", "--no-first-run", "--mute-audio", "--js-flags=--max-old-space-size=256",
		"--proxy-server=http://127.0.0.1:9", "--proxy-bypass-list=<-loopback>", // nobody listens there: no network
		"--user-data-dir=" + filepath.Join(dir, "profile")}
	if os.Geteuid() == 0 {
		list = append(list, "--no-sandbox") // it has none for root
	}
	return append(list, "file://"+filepath.ToSlash(filepath.Join(dir, "page.html")))
}

// last is the end of what the browser said, for the log.
func last(words []byte) string {
	words = bytes.TrimSpace(words)
	if len(words) > 400 {
		words = words[len(words)-400:]
	}
	return string(words)
}
