package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

type meetingCommand struct {
	place
	People int           `default:"80" help:"Guests, each with a page that listens and is drawn afresh, at most once a second."`
	Every  time.Duration `default:"5s" help:"How often each writes a card."`
	Time   time.Duration `default:"1m" help:"How long they write."`
}

// guest is one participant in a browser of their own.
type guest struct {
	*rootline
	code, cookie string
	took, drawn  []time.Duration // of each card that was taken, of each page that was drawn afresh
	mute, deaf   error           // why it writes no more, and why it hears no more
}

// Run begins a session, lets everybody in, and says how fast cards were taken and pages drawn, and whether each card is there once.
func (c *meetingCommand) Run(p *program) error {
	r, err := c.open(p, false)
	if err != nil {
		return err
	}
	if err := r.seed(p.ctx, 0); err != nil {
		return err
	}
	var made struct {
		ID   string `json:"id"`
		Code string `json:"code"`
	}
	begin := map[string]any{"title": "Load", "agenda": []map[string]any{{"kind": "write", "minutes": 240}}}
	if err := r.json(p.ctx, question{method: http.MethodPost, url: r.api("/sessions"), header: r.signed(), want: http.StatusCreated}, begin, &made); err != nil {
		return err
	}
	if err := r.json(p.ctx, question{method: http.MethodPost, url: r.api("/sessions/" + made.ID + "/stage"), header: r.signed(), want: http.StatusOK}, map[string]any{"stage": 0}, nil); err != nil {
		return err
	}
	guests := make([]*guest, c.People)
	for i := range guests {
		guests[i] = &guest{rootline: r, code: made.Code}
		if err := guests[i].join(p.ctx, fmt.Sprintf("Guest %d", i+1)); err != nil {
			return err
		}
	}
	ctx, hangUp := context.WithCancel(p.ctx)
	defer hangUp()
	var looking, writing sync.WaitGroup
	first := time.Now()
	for i, g := range guests {
		looking.Go(func() { g.look(ctx) })
		due := first.Add(c.Every * time.Duration(i) / time.Duration(c.People))
		writing.Go(func() {
			for n := 0; due.Sub(first) < c.Time && waitUntil(p.ctx, due); n++ {
				if err := g.write(p.ctx, fmt.Sprintf("Card %d of guest %d", n, i)); err != nil {
					g.mute = err
					return
				}
				due = due.Add(c.Every)
			}
		})
	}
	writing.Wait()
	hangUp()
	looking.Wait()
	var took, drawn []time.Duration
	var failure error
	for _, g := range guests {
		took, drawn, failure = append(took, g.took...), append(drawn, g.drawn...), errors.Join(failure, g.mute, g.deaf)
	}
	slices.Sort(took)
	slices.Sort(drawn)
	kept, err := r.cards(p.ctx, made.ID)
	if err != nil {
		return err
	}
	t := newTable(p.stdout, "", "answered", "p50", "p95", "p99")
	for _, res := range []result{{name: "cards", took: took}, {name: "pages", took: drawn}} {
		t.row(res.name, len(res.took), res.at(50), res.at(95), res.at(99))
	}
	t.row("kept", kept, "", "", "")
	return errors.Join(t.flush(), failure)
}

// join comes in without an account.
func (g *guest) join(ctx context.Context, name string) error {
	answer, _, err := g.form(ctx, "", url.Values{"name": {name}})
	if err != nil {
		return err
	}
	for _, c := range answer.Cookies() {
		g.cookie += c.Name + "=" + c.Value + "; "
	}
	return nil
}

// form sends a form of the guest's page, which answers with the way back to it.
func (g *guest) form(ctx context.Context, path string, values url.Values) (*http.Response, []byte, error) {
	return g.ask(ctx, question{method: http.MethodPost, url: g.url + "/join/" + g.code + path, body: []byte(values.Encode()), want: http.StatusSeeOther,
		header: map[string]string{"Cookie": g.cookie, "Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}})
}

// write sends a card.
func (g *guest) write(ctx context.Context, text string) error {
	at := time.Now()
	_, _, err := g.form(ctx, "/cards", url.Values{"text": {text}, "client": {text}})
	g.took = append(g.took, time.Since(at))
	return err
}

// look listens, and draws the page afresh when something happened, at most once a second, as a browser does.
func (g *guest) look(ctx context.Context) {
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, g.url+"/join/"+g.code+"/events", nil)
	if err != nil {
		g.deaf = err
		return
	}
	q.Header.Set("Cookie", g.cookie)
	answer, err := (&http.Client{Transport: streams}).Do(q)
	if err != nil {
		g.deaf = err
		return
	}
	defer answer.Body.Close()
	happened := make(chan struct{}, 1)
	go func() {
		defer close(happened)
		lines := bufio.NewScanner(answer.Body)
		for lines.Scan() {
			if strings.HasPrefix(lines.Text(), "event: happened") {
				select {
				case happened <- struct{}{}:
				default:
				}
			}
		}
	}()
	for range happened {
		at := time.Now()
		if _, _, err := g.ask(ctx, question{method: http.MethodGet, url: g.url + "/join/" + g.code, header: map[string]string{"Cookie": g.cookie}, want: http.StatusOK}); err != nil {
			if ctx.Err() == nil {
				g.deaf = err
			}
			return
		}
		g.drawn = append(g.drawn, time.Since(at))
		if !waitUntil(ctx, at.Add(time.Second)) {
			return
		}
	}
}

// cards is how many cards a session has.
func (r *rootline) cards(ctx context.Context, id string) (int, error) {
	var out struct {
		Hidden int   `json:"hidden"`
		Cards  []any `json:"cards"`
	}
	err := r.json(ctx, question{method: http.MethodGet, url: r.api("/sessions/" + id), header: r.signed(), want: http.StatusOK}, nil, &out)
	return out.Hidden + len(out.Cards), err
}
