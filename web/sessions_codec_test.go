package web

import (
	"testing"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/google/go-cmp/cmp"
)

// TestSessionsComeBack: as they are written now, and as they were written before.
func TestSessionsComeBack(t *testing.T) {
	t.Parallel()
	until := time.Date(2026, 12, 24, 18, 0, 0, 5, time.UTC)
	want := map[string]any{sessionUser: "u1", sessionEpoch: int64(1) << 60, sessionRedo: true, sessionFlash: "«Saved» \u200f\x00"}
	for name, codec := range map[string]scs.Codec{"now": plainSession{}, "before": scs.GobCodec{}} {
		b, err := codec.Encode(until, want)
		if err != nil {
			t.Fatal(err)
		}
		at, got, err := plainSession{}.Decode(b)
		if diff := cmp.Diff(want, got); diff != "" || !at.Equal(until) || err != nil {
			t.Errorf("%s: until %v, %v (-want +got):\n%s", name, at, err, diff)
		}
	}
	if _, _, err := (plainSession{}).Decode([]byte("neither")); err == nil {
		t.Error("what is no session is read as one")
	}
}
