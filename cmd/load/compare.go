package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"
)

type compareCommand struct {
	place
	Link       string        `required:"" placeholder:"URL" help:"The link that signs in who reads pages: what serve --demo prints."`
	PocketBase string        `name:"pocketbase" required:"" placeholder:"URL" help:"Where PocketBase listens. LOAD_POCKETBASE holds EMAIL:PASSWORD of a superuser."`
	Workers    int           `default:"16" help:"How many ask beside each other, each waiting for its answer."`
	Rounds     int           `default:"5" help:"How often each is measured."`
	Requests   int64         `default:"100000" help:"The most that are asked in one turn."`
	For        time.Duration `default:"5s" help:"The longest that one turn takes."`
	Compress   bool          `help:"Ask for compressed answers, as browsers do."`
}

// Run measures both sides in turns: first creates, then lists.
func (c *compareCommand) Run(p *program) error {
	r, err := c.open(p, c.Compress)
	if err != nil {
		return err
	}
	b, err := openPocketBase(p, c.PocketBase, c.Compress)
	if err != nil {
		return err
	}
	list, err := r.reader(p.ctx, "list", c.Link, c.Workers)
	if err != nil {
		return err
	}
	api, err := r.reader(p.ctx, "api", c.Link, c.Workers)
	if err != nil {
		return err
	}
	t := newTable(p.stdout, "", "failed", "a second", "p50", "p95", "p99", "times PocketBase's", "times its p99")
	var failure error
	for _, duel := range [][]load{
		{{"create in PocketBase", c.Workers, b.create}, {"create", c.Workers, r.create}},
		{{"list of PocketBase, JSON", c.Workers, b.list}, {"list as a page", c.Workers, list}, {"list of the API", c.Workers, api}},
	} {
		for _, s := range c.turns(p.ctx, duel) {
			t.row(s.name, s.failed, fmt.Sprintf("%.0f", s.perSecond), s.p50, s.p95, s.p99, fmt.Sprintf("%.2f", s.timesRate), fmt.Sprintf("%.2f", s.timesP99))
			failure = errors.Join(failure, s.failure)
		}
	}
	return errors.Join(t.flush(), failure)
}

// turns runs the loads one after another, so many rounds, every other round in the opposite order, and sums each up
// against the first.
func (c *compareCommand) turns(ctx context.Context, loads []load) []summary {
	rounds := make([][]result, len(loads))
	for round := range c.Rounds {
		for i := range loads {
			if round%2 == 1 {
				i = len(loads) - 1 - i
			}
			// Ids of creates count on from round to round.
			one := loads[i]
			one.ask = func(ctx context.Context, worker int, n int64) error {
				return loads[i].ask(ctx, worker, int64(round)*c.Requests+n)
			}
			rounds[i] = append(rounds[i], drive(ctx, []load{one}, bounds{requests: c.Requests, time: c.For})...)
		}
	}
	out := make([]summary, len(loads))
	for i := range loads {
		out[i] = sum(rounds[i], rounds[0])
	}
	return out
}

// summary is the medians of several rounds; the ratios are the medians of each round's.
type summary struct {
	name                string
	failed              int
	failure             error
	perSecond           float64
	p50, p95, p99       time.Duration
	timesRate, timesP99 float64
}

func sum(rounds, against []result) summary {
	s := summary{name: rounds[0].name}
	var rate, timesRate, timesP99 []float64
	at := map[int][]time.Duration{}
	for i, r := range rounds {
		s.failed += r.failed
		if s.failure == nil {
			s.failure = r.failure
		}
		rate = append(rate, r.perSecond())
		timesRate = append(timesRate, r.perSecond()/against[i].perSecond())
		timesP99 = append(timesP99, float64(r.at(99))/float64(against[i].at(99)))
		for _, percent := range []int{50, 95, 99} {
			at[percent] = append(at[percent], r.at(percent))
		}
	}
	s.perSecond, s.timesRate, s.timesP99 = median(rate), median(timesRate), median(timesP99)
	s.p50, s.p95, s.p99 = median(at[50]), median(at[95]), median(at[99])
	return s
}

// median is the middle one, of two the greater.
func median[T float64 | time.Duration](of []T) T {
	slices.Sort(of)
	return of[len(of)/2]
}

// table prints columns.
type table struct{ *tabwriter.Writer }

func newTable(w io.Writer, heads ...any) table {
	t := table{tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)}
	t.row(heads...)
	return t
}

func (t table) row(cells ...any) {
	for _, c := range cells {
		_, _ = fmt.Fprintf(t, "%v\t", c) // flush tells
	}
	_, _ = fmt.Fprintln(t) // flush tells
}

func (t table) flush() error { return t.Flush() }
