// Package static holds the files that browsers fetch: styles, scripts, signs, fonts, and in lib
// what others wrote, unmodified. Their addresses carry a digest of all of them, so that a browser
// may keep each for ever.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
)

//go:embed css js lib icons.svg icon.svg
var embedded embed.FS

// Prefix is the path under which the files are served.
const Prefix = "/static/"

// bundles are files put together from others, so that a page asks for one style sheet and its own.
var bundles = map[string][]string{
	"css/app.css": {"css/tokens.css", "css/base.css", "css/form.css", "css/parts.css", "css/frame.css", "css/find.css", "css/print.css"},
	"css/map.css": {"css/drawing.css", "css/mappage.css"},
}

// types by extension; the system's own table differs from machine to machine.
var types = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
	".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8", "": "text/plain; charset=utf-8",
}

// Asset is one file as it is served. Its bytes are shared: nobody changes them.
type Asset struct {
	Name string
	Type string // media type
	Body []byte
	Gzip []byte // Body compressed; nil where that saves nothing
	Kept bool   // asked for by its present address: may be cached for ever
}

var all, version = read()

// read loads every file and digests them.
func read() (map[string]func() Asset, string) {
	bodies := map[string][]byte{}
	sum := sha256.New()
	err := fs.WalkDir(embedded, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		bodies[name], err = embedded.ReadFile(name)
		sum.Write([]byte(name))
		sum.Write(bodies[name])
		return err
	})
	if err != nil {
		panic(err) // the files are part of the program
	}
	for name, parts := range bundles {
		for _, p := range parts {
			bodies[name] = append(append(bodies[name], bodies[p]...), '\n')
		}
	}
	assets := make(map[string]func() Asset, len(bodies))
	for name, body := range bodies {
		assets[name] = sync.OnceValue(func() Asset { return pack(name, body) })
	}
	return assets, hex.EncodeToString(sum.Sum(nil))[:12]
}

func pack(name string, body []byte) Asset {
	a := Asset{Name: name, Type: types[path.Ext(name)], Body: body}
	var z bytes.Buffer
	w, _ := gzip.NewWriterLevel(&z, gzip.BestCompression) // the level is a valid one
	_, err := w.Write(body)
	if err == nil {
		err = w.Close()
	}
	if err == nil && z.Len() < len(body)*9/10 {
		a.Gzip = z.Bytes()
	}
	return a
}

// URL is the address of a file: "/static/DIGEST/css/app.css". A file that does not exist gets an
// address too, which answers with nothing.
func URL(name string) string { return Prefix + version + "/" + name }

// Lookup finds the file for a path as URL makes them, or for one of another version of the program,
// which is then not to be kept.
func Lookup(urlPath string) (Asset, bool) {
	digest, name, _ := strings.Cut(strings.TrimPrefix(urlPath, Prefix), "/")
	get, ok := all[name]
	if !ok {
		return Asset{}, false
	}
	a := get()
	a.Kept = digest == version
	return a, true
}

// Text returns the content of a file that ships with the program, "" where there is none: for pages
// that must carry their styles with them.
func Text(name string) string {
	get, ok := all[name]
	if !ok {
		return ""
	}
	return string(get().Body)
}

// Names lists the files, in no order.
func Names() []string {
	names := make([]string, 0, len(all))
	for n := range all {
		names = append(names, n)
	}
	return names
}

var symbols = sync.OnceValue(func() map[string]string {
	found := map[string]string{}
	for _, s := range strings.Split(Text("icons.svg"), "<symbol id=\"")[1:] {
		id, _, _ := strings.Cut(s, "\"")
		inside, _, _ := strings.Cut(s, "</symbol>")
		_, inside, _ = strings.Cut(inside, ">")
		found[id] = inside
	}
	return found
})

// Symbols lists the signs of the sprite by name, but the logo, which is larger than they are.
func Symbols() []string {
	names := slices.DeleteFunc(slices.Collect(maps.Keys(symbols())), func(name string) bool { return name == "logo" })
	slices.Sort(names)
	return names
}

// Symbol returns the drawing of a sign, SVG markup of our own without its symbol element, for
// drawings and files that cannot point at the sprite; "" where there is none. All are drawn on a
// square of 16 (logo: 24).
func Symbol(id string) string { return symbols()[id] }
