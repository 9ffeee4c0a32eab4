package model_test

import (
	"sync"
	"sync/atomic"
	"testing"

	"rootline/model"
)

// TestMemoDerivesOnce: those who ask at the same moment wait for one of them.
func TestMemoDerivesOnce(t *testing.T) {
	t.Parallel()
	g := model.NewGraph(nil, nil)
	var derived atomic.Int32
	all := make(chan struct{})
	var asking sync.WaitGroup
	for range 20 {
		asking.Go(func() {
			<-all
			if got := model.Memo(g, "n", func() int { return int(derived.Add(1)) }); got != 1 {
				t.Errorf("Memo = %d, want what the first derived", got)
			}
		})
	}
	close(all)
	asking.Wait()
	if got := model.Memo(g, "other", func() string { return "another key" }); got != "another key" {
		t.Errorf("Memo of another key = %q", got)
	}
}
