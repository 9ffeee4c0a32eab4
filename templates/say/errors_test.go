package say

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// faultIDs finds the message ids of faults: Fault(Invalid, path, "id"…), r.fault(path, "id"…), at(data, n, "id"), Msg: "id".
var faultIDs = regexp.MustCompile(`(?:Fault\((?:model\.)?[A-Z]\w+, [^"\n]*?(?:"[^"\n]*"[^"\n]*?)?, |\b(?:fault|warn|wrong|refuse|at)\((?:[^"\n]*(?:"[^"\n]*"[^"\n]*)?, )?|Msg: )"([a-z][a-z.]*)"[,)}]`)

// TestEveryFaultOfTheModelIsSaid: a fault without a sentence would show its id to a person.
func TestEveryFaultOfTheModelIsSaid(t *testing.T) {
	t.Parallel()
	found := 0
	err := filepath.WalkDir("../../model", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		for _, m := range faultIDs.FindAllStringSubmatch(string(text), -1) {
			found++
			for _, lang := range languages {
				if !For(lang).Has("error." + m[1]) {
					t.Errorf("%s: %s asks for error.%s", lang, name, m[1])
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if found < 60 {
		t.Errorf("found %d faults in the model, want the sixty and more that it has: the pattern is blind", found)
	}
}
