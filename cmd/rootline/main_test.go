package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the test binary also be the program: scripts and the tests that need a process of their own run it as
// "rootline".
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"rootline": main})
}

// TestScripts runs the command line as a person would; each script tells one story.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("HOME", e.WorkDir)
			e.Setenv("XDG_DATA_HOME", "")
			e.Setenv("ROOTLINE_DB", filepath.Join(e.WorkDir, "r.db"))
			return nil
		},
	})
}

// command runs the command line in this process and returns what it said.
func command(t *testing.T, env map[string]string, stdin string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, complaints bytes.Buffer
	code = run(t.Context(), args, func(name string) string { return env[name] }, strings.NewReader(stdin), &out, &complaints)
	return code, out.String(), complaints.String()
}

// mustCommand runs the command line and wants it to go well.
func mustCommand(t *testing.T, db string, args ...string) string {
	t.Helper()
	code, out, complaints := command(t, map[string]string{"ROOTLINE_DB": db}, "", args...)
	if code != exitWell {
		t.Fatalf("rootline %s = %d: %s", strings.Join(args, " "), code, complaints)
	}
	return out
}

func TestDefaultDatabaseStandsInTheDataFolder(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	for _, c := range []struct {
		name string
		env  map[string]string
		want string
	}{
		{"home", map[string]string{"HOME": home}, filepath.Join(home, ".local/share/rootline/rootline.db")},
		{"data folder", map[string]string{"HOME": home, "XDG_DATA_HOME": filepath.Join(home, "data")}, filepath.Join(home, "data/rootline/rootline.db")},
		{"a data folder that is no path is as none", map[string]string{"HOME": home, "XDG_DATA_HOME": "data"}, filepath.Join(home, ".local/share/rootline/rootline.db")},
	} {
		if got, err := defaultDB(func(name string) string { return c.env[name] }); err != nil || got != c.want {
			t.Errorf("%s: defaultDB() = %q, %v, want %q", c.name, got, err, c.want)
		}
	}
	if code, _, complaints := command(t, nil, "", "migrate"); code != exitFailed || !strings.Contains(complaints, "--db") {
		t.Errorf("without a home: %d, %q, want 1 and what to do", code, complaints)
	}
}

// TestFlagsWinOverTheirTwins: ROOTLINE_DB stands for --db, and a flag that is there has the last word.
func TestFlagsWinOverTheirTwins(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	byTwin, byFlag := filepath.Join(folder, "twin.db"), filepath.Join(folder, "flag.db")
	env := map[string]string{"ROOTLINE_DB": byTwin, "ROOTLINE_EMAIL": "ana@example.org", "ROOTLINE_NAME": "Ana"}
	if code, _, complaints := command(t, env, "", "user", "create"); code != exitWell {
		t.Fatalf("user create by twins = %d: %s", code, complaints)
	}
	if code, _, complaints := command(t, env, "", "user", "create", "--db", byFlag); code != exitWell {
		t.Fatalf("user create by --db = %d: %s", code, complaints)
	}
	for _, db := range []string{byTwin, byFlag} {
		if _, err := os.Stat(db); err != nil {
			t.Errorf("no database was made: %v", err)
		}
	}
}
