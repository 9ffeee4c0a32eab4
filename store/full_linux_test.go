package store_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rootline/model"
)

// A full disk: writes are refused as such, what was answered is there, reads go on, and with room again so do writes,
// without a restart.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=3m"); err != nil {
		if os.Getenv("ROOTLINE_TEST_REQUIRE") == "1" && os.Geteuid() == 0 {
			t.Fatal(err)
		}
		t.Skipf("NOT TESTED on a full disk: no right to mount one: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(folder, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	b := base{newClock(), filepath.Join(folder, "rootline.db"), true}
	s := b.open(t)
	w := newShop(t, s)
	w.must(t, tech("crm", "CRM"))
	notes := strings.Repeat("Keeps orders. ", 2000)
	var err error
	n := 0
	for ; err == nil && n < 1000; n++ {
		_, err = s.Commit(t.Context(), w.change(model.Add(&model.Element{ID: fmt.Sprintf("t%d", n), Kind: model.Technology, Notes: notes})))
	}
	wantKind(t, err, model.Full, "db.full")
	answered := n - 1
	for range 3 { // it stays so
		_, err = s.Commit(t.Context(), w.change(model.Add(&model.Element{ID: "more", Kind: model.Technology, Notes: notes})))
		wantKind(t, err, model.Full, "db.full")
	}
	count := func(w shop) int { elements, _ := w.graph(t).Len(); return elements }
	if got := count(w); got != answered+1 {
		t.Errorf("%d elements are read on the full disk, want %d", got, answered+1)
	}
	if err := syscall.Mount("tmpfs", folder, "tmpfs", syscall.MS_REMOUNT, "size=30m"); err != nil {
		t.Fatal(err)
	}
	w.must(t, model.Add(&model.Element{ID: "more", Kind: model.Technology, Notes: notes}))
	if got := count(w); got != answered+2 {
		t.Errorf("%d elements with room again, want %d", got, answered+2)
	}
	if diff := cmp.Diff(in(t, w.graph(t)), in(t, shop{b.open(t), w.id}.graph(t))); diff != "" {
		t.Errorf("rows (-graph +rows):\n%s", diff)
	}
}
