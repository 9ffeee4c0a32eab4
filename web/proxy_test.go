package web

import (
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/labstack/echo/v4"
)

// Only a proxy that is trusted is believed when it says who asks, and only as far back as the next that is not.
func TestTrustedProxies(t *testing.T) {
	t.Parallel()
	_, inside, err := net.ParseCIDR("10.0.0.0/8")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name         string
		proxies      []*net.IPNet
		from         string
		forwarded    []string
		proto        string
		want, scheme string
	}{
		{"none are trusted", nil, "10.0.0.2:4000", []string{"203.0.113.9"}, "https", "10.0.0.2", "http"},
		{"nothing forwarded", []*net.IPNet{inside}, "10.0.0.2:4000", nil, "", "10.0.0.2", "http"},
		{"a trusted proxy", []*net.IPNet{inside}, "10.0.0.2:4000", []string{"203.0.113.9"}, "https", "203.0.113.9", "https"},
		{"two of them", []*net.IPNet{inside}, "10.0.0.2:4000", []string{"203.0.113.9, 10.9.9.9"}, "https", "203.0.113.9", "https"},
		{"a claim before the proxy", []*net.IPNet{inside}, "10.0.0.2:4000", []string{"10.1.1.1, 198.51.100.7, 203.0.113.9"}, "", "203.0.113.9", "http"},
		{"a claim in a header of its own", []*net.IPNet{inside}, "10.0.0.2:4000", []string{"198.51.100.7", "203.0.113.9"}, "", "203.0.113.9", "http"},
		{"a stranger who claims", []*net.IPNet{inside}, "198.51.100.7:4000", []string{"10.0.0.3"}, "https", "198.51.100.7", "http"},
		{"loopback is not trusted by itself", []*net.IPNet{inside}, "127.0.0.1:4000", []string{"203.0.113.9"}, "https", "127.0.0.1", "http"},
		{"nonsense", []*net.IPNet{inside}, "10.0.0.2:4000", []string{"<script>"}, "", "10.0.0.2", "http"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := &Server{proxies: c.proxies}
			e := echo.New()
			e.IPExtractor = s.addresses()
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.RemoteAddr = c.from
			for _, f := range c.forwarded {
				r.Header.Add("X-Forwarded-For", f)
			}
			if c.proto != "" {
				r.Header.Set("X-Forwarded-Proto", c.proto)
			}
			ctx := e.NewContext(r, httptest.NewRecorder())
			if got := address(ctx); got != c.want {
				t.Errorf("address = %q, want %q", got, c.want)
			}
			if got := s.scheme(ctx); got != c.scheme {
				t.Errorf("scheme = %q, want %q", got, c.scheme)
			}
		})
	}
}

// Who has no pass to make the first administrator is not told what is wrong with the form either.
func TestSetupAsksForThePassFirst(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	b.post(t, "/setup/wrong", nil).want(t, http.StatusNotFound)
}
