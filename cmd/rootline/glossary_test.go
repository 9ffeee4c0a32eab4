package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rootline/model"
)

// TestGlossaryHasEveryKind wants a word that enters the registry to enter the glossary with it.
func TestGlossaryHasEveryKind(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(repository, "docs/glossary.md"))
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for _, spec := range model.Kinds {
		words = append(words, string(spec.Kind))
	}
	for _, spec := range model.LinkKinds {
		words = append(words, string(spec.Kind))
	}
	for _, word := range words {
		if !strings.Contains(string(text), "`"+word+"`") {
			t.Errorf("docs/glossary.md lacks the kind `%s`", word)
		}
	}
}
