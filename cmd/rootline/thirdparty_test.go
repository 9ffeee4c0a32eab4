package main

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

// TestThirdPartyFilesAreAsPublished compares static/lib with its list of checksums, both ways, and
// wants a licence in each of its folders.
func TestThirdPartyFilesAreAsPublished(t *testing.T) {
	t.Parallel()
	lib := filepath.Join(repository, "static/lib")
	listed := checksums(t, filepath.Join(lib, "CHECKSUMS"))
	seen := map[string]bool{"CHECKSUMS": true}
	for _, file := range filesBelow(t, lib, "") {
		if seen[file] {
			continue
		}
		seen[file] = true
		text, err := os.ReadFile(filepath.Join(lib, file))
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(text)
		if got, want := hex.EncodeToString(sum[:]), listed[file]; got != want {
			t.Errorf("sha256 of static/lib/%s = %s, CHECKSUMS has %q", file, got, want)
		}
		if _, ok := listed[path.Join(path.Dir(file), "LICENSE")]; !ok {
			t.Errorf("static/lib/%s stands without a LICENSE beside it", file)
		}
	}
	for file := range listed {
		if !seen[file] {
			t.Errorf("CHECKSUMS lists static/lib/%s, which is not there", file)
		}
	}
}

// checksums reads a list as sha256sum writes it: digest, two spaces, path. Lines with # are remarks.
func checksums(t *testing.T, file string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	sums := map[string]string{}
	for line := range strings.Lines(string(text)) {
		if sum, name, ok := strings.Cut(strings.TrimSpace(line), "  "); ok && !strings.HasPrefix(line, "#") {
			sums[name] = sum
		}
	}
	return sums
}
