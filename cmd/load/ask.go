package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"
)

// client asks one server.
type client struct {
	http     *http.Client
	compress bool // ask for compressed answers, and leave them so
}

// slowest is how long an answer may take; an import of many elements takes longest.
const slowest = 2 * time.Minute

// newClient returns a client that keeps a connection for each who asks, and follows no redirect: one to the sign-in page
// must not pass for an answer.
func newClient(compress bool) client {
	return client{&http.Client{Timeout: slowest, Transport: &http.Transport{MaxIdleConnsPerHost: 1024, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, compress}
}

// question is one request.
type question struct {
	method, url string
	header      map[string]string
	body        []byte
	want        int // status
}

// ask asks and returns the answer with its body. Errors: another status than the question wants.
func (c client) ask(ctx context.Context, q question) (*http.Response, []byte, error) {
	r, err := http.NewRequestWithContext(ctx, q.method, q.url, bytes.NewReader(q.body))
	if err != nil {
		return nil, nil, err
	}
	for name, value := range q.header {
		r.Header.Set(name, value)
	}
	if c.compress {
		r.Header.Set("Accept-Encoding", "gzip")
	}
	answer, err := c.http.Do(r)
	if err != nil {
		return nil, nil, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != q.want {
		err = fmt.Errorf("%s %s: %s, want %d: %.300s", q.method, q.url, answer.Status, q.want, body)
	}
	return answer, body, err
}

// json asks with a JSON body, and reads a JSON answer into out where that is given.
func (c client) json(ctx context.Context, q question, in, out any) error {
	if in != nil {
		var err error
		if q.body, err = json.Marshal(in); err != nil {
			return err
		}
	}
	_, body, err := c.ask(ctx, q)
	if err != nil || out == nil {
		return err
	}
	return json.Unmarshal(body, out)
}
