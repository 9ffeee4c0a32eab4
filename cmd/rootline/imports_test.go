package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// repository is the top folder of the project, seen from this package's tests.
const repository = "../.."

// module is the import path that all packages of ours begin with.
const module = "rootline/"

// TestImports holds every package to the two tables of docs/architecture.md: which of our packages
// it may import, and behind which fence a library stands. Test files are free.
func TestImports(t *testing.T) {
	t.Parallel()
	doc, err := os.ReadFile(filepath.Join(repository, "docs/architecture.md"))
	if err != nil {
		t.Fatal(err)
	}
	arrows := tableAfter(t, string(doc), "| package | may import, of ours |")
	fences := tableAfter(t, string(doc), "| library | may be imported in |")
	for file, imports := range importsOf(t, repository) {
		row, ok := arrows.rowOf(path.Dir(file))
		if !ok {
			t.Errorf("%s: package %s has no row in docs/architecture.md", file, path.Dir(file))
			continue
		}
		for _, imported := range imports {
			if complaint := judge(file, imported, row, fences); complaint != "" {
				t.Errorf("%s imports %s: %s", file, imported, complaint)
			}
		}
	}
}

// judge says what is wrong with an import, or nothing.
func judge(file, imported string, may row, fences table) string {
	if ours, ok := strings.CutPrefix(imported, module); ok {
		if !matchesAny(may.right, ours) {
			return "no arrow between them in docs/architecture.md"
		}
		return ""
	}
	if fence, ok := fences.rowOf(imported); ok && !matchesAny(fence.right, path.Dir(file)) && !slices.Contains(fence.right, file) {
		return "this library stays in " + strings.Join(fence.right, ", ")
	}
	first, _, _ := strings.Cut(imported, "/")
	if path.Dir(file) == "model" && strings.Contains(first, ".") {
		return "model takes the standard library alone"
	}
	return ""
}

// TestJudge makes sure that the test of the imports can fail.
func TestJudge(t *testing.T) {
	t.Parallel()
	fences := table{{left: []string{"net/http/..."}, right: []string{"web/...", "store/one.go"}}}
	may := row{right: []string{"model", "templates/..."}}
	for _, c := range []struct {
		name, file, imported string
		wrong                bool
	}{
		{"our package with an arrow", "web/page.go", "rootline/model", false},
		{"below an arrow with dots", "web/page.go", "rootline/templates/say", false},
		{"below an arrow without dots", "web/page.go", "rootline/model/whys", true},
		{"no arrow", "web/page.go", "rootline/store", true},
		{"standard library", "model/graph.go", "slices", false},
		{"inside the fence", "web/live/hub.go", "net/http", false},
		{"a file let through the fence", "store/one.go", "net/http", false},
		{"outside the fence", "store/two.go", "net/http", true},
		{"below a fenced library", "model/graph.go", "net/http/httptest", true},
		{"another module in model", "model/graph.go", "example.org/graph", true},
		{"another module below model", "model/layout/order.go", "example.org/graph", false},
	} {
		if got := judge(c.file, c.imported, may, fences); (got != "") != c.wrong {
			t.Errorf("%s: judge(%s, %s) = %q, want a complaint: %v", c.name, c.file, c.imported, got, c.wrong)
		}
	}
}

// A row names packages, libraries or files on its left, and what belongs to them on its right.
type row struct{ left, right []string }

type table []row

// rowOf finds the row whose left side names p: by its own name first, else by a name with dots.
func (rows table) rowOf(p string) (row, bool) {
	for _, r := range rows {
		if slices.Contains(r.left, p) {
			return r, true
		}
	}
	for _, r := range rows {
		if matchesAny(r.left, p) {
			return r, true
		}
	}
	return row{}, false
}

// matchesAny tells whether p is one of the names, or lies below one that ends in "/...".
func matchesAny(names []string, p string) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		top, deep := strings.CutSuffix(name, "/...")
		return p == top || deep && strings.HasPrefix(p, top+"/")
	})
}

var quoted = regexp.MustCompile("`([^`]+)`")

// tableAfter reads the Markdown table under the header line, taking the names between backticks.
func tableAfter(t *testing.T, doc, header string) table {
	t.Helper()
	_, rest, found := strings.Cut(doc, header+"\n")
	if !found {
		t.Fatalf("no table %q in docs/architecture.md", header)
	}
	var rows table
	for line := range strings.Lines(rest) {
		cells := strings.Split(strings.Trim(line, "|\n "), "|")
		if len(cells) != 2 {
			break
		}
		if left := between(cells[0]); len(left) > 0 {
			rows = append(rows, row{left: left, right: between(cells[1])})
		}
	}
	if len(rows) == 0 {
		t.Fatalf("the table %q in docs/architecture.md is empty", header)
	}
	return rows
}

func between(cell string) []string {
	var names []string
	for _, m := range quoted.FindAllStringSubmatch(cell, -1) {
		names = append(names, m[1])
	}
	return names
}

// importsOf lists the imports of every Go file below top that is no test, by the file's path.
func importsOf(t *testing.T, top string) map[string][]string {
	t.Helper()
	imports := map[string][]string{}
	for _, file := range filesBelow(t, top, ".go") {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join(top, file), nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		imports[file] = nil
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			imports[file] = append(imports[file], imported)
		}
	}
	return imports
}

// filesBelow lists the files under top that end in suffix, by slashed paths relative to top, leaving
// out test data and folders that begin with a dot.
func filesBelow(t *testing.T, top, suffix string) []string {
	t.Helper()
	var files []string
	err := fs.WalkDir(os.DirFS(top), ".", func(p string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == "testdata" || p != "." && strings.HasPrefix(entry.Name(), ".")) {
			return fs.SkipDir
		}
		if !entry.IsDir() && strings.HasSuffix(p, suffix) {
			files = append(files, p)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
