package transfer_test

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rootline/model"
	"rootline/model/exchange"
	"rootline/store"
	"rootline/web/transfer"
)

var byCommand = model.Author{Kind: model.ByCommand}

func open(t *testing.T) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "r.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func read(t *testing.T, text string) *exchange.File {
	t.Helper()
	f, _, err := transfer.Read(strings.NewReader(text), "")
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// bring imports a file into the workspace "lamp", making it where it is missing.
func bring(t *testing.T, s *store.Store, f *exchange.File, o transfer.Options) (transfer.Report, error) {
	t.Helper()
	o.Slug, o.Make, o.Own, o.Author, o.Title = "lamp", true, true, byCommand, "Import"
	return transfer.Import(t.Context(), s, f, o)
}

func whole(t *testing.T, s *store.Store) string {
	t.Helper()
	w, err := s.Workspace(t.Context(), "lamp")
	if err != nil {
		t.Fatal(err)
	}
	f, err := transfer.Whole(t.Context(), s, w)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := transfer.Write(t.Context(), &b, nil, f, ""); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestImportMeetsEdits: an import is compared anew where someone edits meanwhile, so that all of them get through.
func TestImportMeetsEdits(t *testing.T) {
	t.Parallel()
	s := open(t)
	if _, err := bring(t, s, read(t, `{"format": "rootline/1", "elements": [{"id": "a", "kind": "technology", "name": "A"}]}`), transfer.Options{}); err != nil {
		t.Fatal(err)
	}
	w, err := s.Workspace(t.Context(), "lamp")
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			for n := range 10 {
				id := fmt.Sprintf("e%d-%d", i, n)
				_, err := s.Commit(t.Context(), model.Change{Workspace: w.ID, Author: byCommand, Title: "Edit",
					Ops: []model.Op{model.Add(&model.Element{ID: id, Kind: model.Technology, Name: id})}})
				if err != nil {
					t.Error(err)
				}
			}
		})
		all.Go(func() {
			for n := range 10 {
				text := fmt.Sprintf(`{"format": "rootline/1", "elements": [{"id": "i%d-%d", "kind": "technology", "name": "x"}, {"id": "a", "kind": "technology", "name": "A"}]}`, i, n)
				if _, err := bring(t, s, read(t, text), transfer.Options{}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	g, rev, err := s.Graph(t.Context(), w.ID)
	if err != nil {
		t.Fatal(err)
	}
	if n, _ := g.Len(); n != 1+40+40 || rev != 1+40+40 {
		t.Errorf("%d elements at revision %d, want 81 of both", n, rev)
	}
}

// TestReplaceIsTheFile: whatever was there, afterwards the workspace is what the file says, and undo brings back what was.
func TestReplaceIsTheFile(t *testing.T) {
	t.Parallel()
	s := open(t)
	if _, err := bring(t, s, read(t, `{"format": "rootline/1", "elements": [
		{"id": "a", "kind": "technology", "name": "A", "notes": "gone soon", "tags": ["old"], "props": {"vendor": "V", "response_s": 3}},
		{"id": "b", "kind": "technology", "name": "B"}, {"id": "c", "kind": "technology", "name": "C"}],
		"links": [{"id": "l", "kind": "depends_on", "from": "a", "to": "b", "props": {"hard": true}}, {"id": "m", "kind": "depends_on", "from": "b", "to": "c"}]}`), transfer.Options{}); err != nil {
		t.Fatal(err)
	}
	before := whole(t, s)
	const after = `{"format": "rootline/1", "elements": [
		{"id": "a", "kind": "technology", "name": "A", "props": {"response_s": {"lo": 1, "hi": 2}}}, {"id": "c", "kind": "technology", "name": "C"}],
		"links": [{"id": "l", "kind": "depends_on", "from": "a", "to": "c"}]}`
	r, err := bring(t, s, read(t, after), transfer.Options{Replace: true})
	if err != nil {
		t.Fatal(err)
	}
	want := map[exchange.Outcome]int{exchange.Added: 0, exchange.Changed: 2, exchange.Same: 1, exchange.Removed: 2, exchange.Refused: 0}
	got := map[exchange.Outcome]int{}
	for o := range want {
		got[o] = r.Count(o)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
	fresh := open(t)
	if _, err := bring(t, fresh, read(t, after), transfer.Options{}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(whole(t, fresh), whole(t, s)); diff != "" {
		t.Errorf("replaced (-as in an empty workspace +as it is):\n%s", diff)
	}
	w, err := s.Workspace(t.Context(), "lamp")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Undo(t.Context(), model.Change{Workspace: w.ID, Undoes: []string{r.Change.ID}, Author: byCommand, Title: "Undo"}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, whole(t, s)); diff != "" {
		t.Errorf("undone (-before +now):\n%s", diff)
	}
}

// TestARemovedIDComesBackOnlyByUndo: the refusal names the row.
func TestARemovedIDComesBackOnlyByUndo(t *testing.T) {
	t.Parallel()
	s := open(t)
	with := read(t, `{"format": "rootline/1", "elements": [{"id": "a", "kind": "technology", "name": "A"}, {"id": "b", "kind": "technology", "name": "B"}]}`)
	without := read(t, `{"format": "rootline/1", "elements": [{"id": "a", "kind": "technology", "name": "A"}]}`)
	for _, step := range []struct {
		f       *exchange.File
		replace bool
	}{{with, false}, {without, true}} {
		if _, err := bring(t, s, step.f, transfer.Options{Replace: step.replace}); err != nil {
			t.Fatal(err)
		}
	}
	_, err := bring(t, s, with, transfer.Options{})
	e, ok := errors.AsType[*model.Error](err)
	if !ok || e.Kind != model.Invalid || e.Field != "elements[1]" {
		t.Errorf("bringing b back = %v, want Invalid at elements[1]", err)
	}
}

// TestReadSaysWhatItKnows: a format is found from the content, or named.
func TestReadSaysWhatItKnows(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, format, want string }{
		{"", "", ""},
		{" \n\t", "", ""},
		{"\ufeff{\"format\": \"rootline/1\"}", "", ""},
		{`{"format": "rootline/1"}`, "rootline", ""},
		{"id,name", "", "format.unseen"},
		{"PK\x03\x04", "", "format.unseen"},
		{`{"format": "rootline/1"}`, "xlsx", "format.unknown"},
		{"id,name", "rootline", "file.syntax"},
	} {
		_, _, err := transfer.Read(strings.NewReader(c.text), c.format)
		got := ""
		if e, ok := errors.AsType[*model.Error](err); ok {
			got = e.Msg
		}
		if got != c.want || (err != nil) != (c.want != "") {
			t.Errorf("Read(%q, %q) = %v, want %q", c.text, c.format, err, c.want)
		}
	}
}

// The status of planned changes travels with the file.
func TestStatusesTravel(t *testing.T) {
	t.Parallel()
	s := open(t)
	text := `{"format": "rootline/1", "workspace": {"slug": "lamp", "name": "Lamp", "currency": "EUR", "languages": ["en"]},
		"elements": [{"id": "crm", "kind": "technology", "name": "Desk"}],
		"states": [{"id": "one", "name": "One", "kind": "future", "base": "current", "changes": [
			{"id": "c1", "title": "Rename", "ops": [{"op": "set", "id": "crm", "field": "name", "old": "CRM", "new": "Desk"}], "status": "realised", "on": "2026-01-02", "evidence": "seen"},
			{"id": "c9", "title": "Later", "ops": [{"op": "set", "id": "crm", "field": "owner", "new": "Ana"}], "due": "2027-03-01"},
			{"id": "c2", "title": "Hub", "ops": [{"op": "add_element", "element": {"id": "hub", "kind": "technology", "name": "Hub"}}], "status": "doing"},
			{"id": "c3", "title": "More", "ops": [{"op": "add_element", "element": {"id": "more", "kind": "technology", "name": "More"}}], "status": "dropped", "reason": "too dear"},
			{"id": "c4", "title": "Note", "ops": [{"op": "set", "id": "hub", "field": "notes", "new": "new"}]}]}]}`
	if _, err := bring(t, s, read(t, text), transfer.Options{}); err != nil {
		t.Fatal(err)
	}
	first := whole(t, s)
	for _, want := range []string{`"status": "realised", "on": "2026-01-02", "evidence": "seen"`, `"status": "doing"`, `"due": "2027-03-01"`, `"status": "dropped", "reason": "too dear"`} {
		if !strings.Contains(first, want) {
			t.Errorf("the file lacks %s:\n%s", want, first)
		}
	}
	again := open(t)
	if _, err := bring(t, again, read(t, first), transfer.Options{}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first, whole(t, again)); diff != "" {
		t.Errorf("out, in and out again (-want +got):\n%s", diff)
	}
	w, err := s.Workspace(t.Context(), "lamp")
	if err != nil {
		t.Fatal(err)
	}
	g, _, err := s.StateGraph(t.Context(), w.ID, "one")
	if err != nil || g.Element("hub") == nil || g.Element("more") != nil || g.Element("hub").Notes != "new" {
		t.Errorf("the state has %v, %v", g, err)
	}
	if report, err := bring(t, s, read(t, first), transfer.Options{}); err != nil || len(report.States) != 1 || report.States[0].Outcome != exchange.Same {
		t.Errorf("the same file again = %v, %v", report.States, err)
	}
}
