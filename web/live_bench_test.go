package web

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"testing"

	"rootline/model"
)

// BenchmarkIdleListeners says how much memory a page takes that is open and of which nothing happens: of the server's heap and
// stacks together, after cleaning.
func BenchmarkIdleListeners(b *testing.B) {
	x := newSite(b)
	u := x.person(b, "Ana", model.Viewer)
	browser := x.browse(b, u)
	at, err := url.Parse(x.URL)
	if err != nil {
		b.Fatal(err)
	}
	var cookies []string
	for _, c := range browser.Jar.Cookies(at) {
		cookies = append(cookies, c.Name+"="+c.Value)
	}
	cookie := strings.Join(cookies, "; ")
	const listeners = 500
	open := func() net.Conn {
		conn, err := net.Dial("tcp", x.Listener.Addr().String())
		if err != nil {
			b.Fatal(err)
		}
		if _, err := fmt.Fprintf(conn, "GET /w/lamps/events?tab=t HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\n\r\n", x.Listener.Addr(), cookie); err != nil {
			b.Fatal(err)
		}
		answer, err := http.ReadResponse(bufio.NewReaderSize(conn, 512), nil)
		if err != nil || answer.StatusCode != 200 || !strings.HasPrefix(answer.Header.Get("Content-Type"), "text/event-stream") {
			b.Fatalf("the stream answers %v, %v", answer, err)
		}
		return conn
	}
	memory := func() uint64 {
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc + m.StackInuse
	}
	for b.Loop() {
		first := open()
		before := memory()
		conns := make([]net.Conn, listeners)
		for i := range conns {
			conns[i] = open()
		}
		each := float64(memory()-before) / listeners / 1024
		b.ReportMetric(each, "KiB/listener")
		for _, c := range append(conns, first) {
			if err := c.Close(); err != nil {
				b.Error(err)
			}
		}
	}
}
