package web

import (
	"net/http"
	"testing"
)

func TestHeadIsAnsweredAsGetWithoutBody(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	r, err := x.Client().Head(x.URL + "/login")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Body.Close(); err != nil {
			t.Error(err)
		}
	})
	if r.StatusCode != http.StatusOK || r.Header.Get("Content-Security-Policy") == "" {
		t.Errorf("HEAD /login = %d, policy %q; want what GET answers", r.StatusCode, r.Header.Get("Content-Security-Policy"))
	}
}

func TestSlugFromName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"Café Ünï": "cafe-uni", "Lamp shop!": "lamp-shop", "灯具店": "workspace", "  A & B ": "a-b"} {
		if got := slugFrom(name); got != want {
			t.Errorf("slugFrom(%q) = %q, want %q", name, got, want)
		}
	}
}
