package whys_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rootline/model/whys"
)

// drawn is one line of testdata/structure: whether a check fires on a sketch, on what and at which level ("" = any).
type drawn struct {
	check, sketch, on, level, at string
	fires                        bool
}

func drawnExamples(t testing.TB) []drawn {
	t.Helper()
	files, err := filepath.Glob("testdata/structure/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	var out []drawn
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		d := drawn{check: strings.TrimSuffix(filepath.Base(file), ".txt"), at: filepath.Base(file)}
		for line := range strings.Lines(string(text)) {
			line = strings.TrimSpace(line)
			switch {
			case line == "" || strings.HasPrefix(line, "#"):
			case strings.HasPrefix(line, "["):
				d.fires = line == "[fires]"
			default:
				sketch, where, _ := strings.Cut(line, "=>")
				d.sketch, d.on, d.level = sketch, "", ""
				if f := strings.Fields(where); len(f) > 0 {
					d.on, d.level = f[0], strings.Join(f[1:], "")
				}
				out = append(out, d)
			}
		}
	}
	return out
}

// TestStructure: each check that reads structure fires where it should and nowhere else, at its level, and can be kept
// unless it stops.
func TestStructure(t *testing.T) {
	t.Parallel()
	count := map[string][2]int{}
	for _, d := range drawnExamples(t) {
		a := analyse(t, d.sketch)
		at := slices.IndexFunc(a.Findings, func(f whys.Finding) bool { return f.Check == d.check && (d.on == "" || f.On == d.on) })
		n := count[d.check]
		if d.fires {
			n[0]++
		} else {
			n[1]++
		}
		count[d.check] = n
		switch {
		case (at >= 0) != d.fires:
			t.Errorf("%s: %s: %s fires = %v", d.at, d.sketch, d.check, at >= 0)
		case at >= 0 && d.level != "" && string(a.Findings[at].Level) != d.level:
			t.Errorf("%s: %s: %s is %s", d.at, d.sketch, d.check, a.Findings[at].Level)
		case at >= 0:
			f := a.Findings[at]
			kept := analyse(t, d.sketch+"; keep "+f.Key).Findings[at]
			if (kept.Kept != nil) == (f.Level == whys.Stop) {
				t.Errorf("%s: %s: %s at level %s, kept = %v", d.at, d.sketch, f.Key, f.Level, kept.Kept)
			}
		}
	}
	for check, n := range count {
		if n[0] < 5 || n[1] < 5 {
			t.Errorf("%s: %d firing and %d silent examples, want 5 of each", check, n[0], n[1])
		}
	}
}
