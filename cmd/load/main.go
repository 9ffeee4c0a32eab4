// Command load puts a running server under load and says how it answered: requests a second, the time that half, 95 and 99
// of a hundred answers took, and what failed. It can drive PocketBase in the same way, and both in turns, and time how servers start. It
// asks nothing of any address but those on its command line, and its runs are bounded in number and time.
//
// docs/performance.md tells how to set up what it measures. The commands are below; drive.go is the measuring itself.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"time"

	"github.com/alecthomas/kong"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Getenv, os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintf(os.Stderr, "load: %v\n", err)
		os.Exit(1)
	}
}

// commands are the command line. Secrets come by the environment, where no list of processes shows them: LOAD_TOKEN is a
// token of Rootline, LOAD_POCKETBASE email and password of a superuser of PocketBase, with a colon between them.
type commands struct {
	Seed    seedCommand    `cmd:"" help:"Fill a workspace, or a collection of PocketBase."`
	Drive   driveCommand   `cmd:"" help:"Read and write, all at once, and say how it was answered."`
	Compare compareCommand `cmd:"" help:"Create and list on Rootline and on PocketBase in turns; the median of several rounds."`
	Rooms   roomsCommand   `cmd:"" help:"Listen in many rooms while changes are made: how long until each screen knows."`
	Meeting meetingCommand `cmd:"" help:"Let many people write cards in one session, each with a page that stays fresh."`
	Start   startCommand   `cmd:"" help:"Start servers in turns: how long until they answer, how much memory they take at rest."`
}

// program is what every command is handed.
type program struct {
	ctx    context.Context
	env    func(string) string
	stdout io.Writer
}

// run does what args say.
func run(ctx context.Context, args []string, env func(string) string, stdout io.Writer) error {
	var c commands
	left := false // help was asked for
	parser, err := kong.New(&c, kong.Name("load"), kong.Writers(stdout, stdout), kong.Exit(func(int) { left = true }))
	if err != nil {
		return err
	}
	chosen, err := parser.Parse(args)
	if left || err != nil {
		return err
	}
	return chosen.Run(&program{ctx, env, stdout})
}

// place is where Rootline runs, and in which workspace.
type place struct {
	To        string `required:"" placeholder:"URL" help:"Where Rootline listens. LOAD_TOKEN holds a token for it."`
	Workspace string `default:"load" help:"Slug of the workspace."`
}

func (at place) open(p *program, compress bool) (*rootline, error) {
	token := p.env("LOAD_TOKEN")
	if token == "" {
		return nil, errors.New("LOAD_TOKEN is empty; `rootline token create` makes a token")
	}
	return &rootline{client: newClient(compress), url: strings.TrimSuffix(at.To, "/"), workspace: at.Workspace, token: token, run: time.Now().UnixMilli()}, nil
}

func openPocketBase(p *program, url string, compress bool) (*pocketBase, error) {
	email, password, ok := strings.Cut(p.env("LOAD_POCKETBASE"), ":")
	if !ok {
		return nil, errors.New("LOAD_POCKETBASE is not EMAIL:PASSWORD; `superuser upsert EMAIL PASSWORD` of PocketBase makes that person")
	}
	b := &pocketBase{client: newClient(compress), url: strings.TrimSuffix(url, "/"), run: time.Now().UnixMilli()}
	return b, b.signIn(p.ctx, email, password)
}

type seedCommand struct {
	To         string `placeholder:"URL" help:"Where Rootline listens. LOAD_TOKEN holds a token for it."`
	Workspace  string `default:"load" help:"Slug of the workspace; made where it is missing."`
	PocketBase string `name:"pocketbase" placeholder:"URL" help:"Where PocketBase listens. LOAD_POCKETBASE holds EMAIL:PASSWORD of a superuser."`
	Elements   int    `default:"10000" help:"How many elements; twice as many links go with them, PocketBase gets none."`
}

// Run fills what it was given an address of.
func (c *seedCommand) Run(p *program) error {
	if c.To != "" {
		r, err := place{c.To, c.Workspace}.open(p, false)
		if err == nil {
			err = r.seed(p.ctx, c.Elements)
		}
		if err != nil {
			return err
		}
	}
	if c.PocketBase != "" {
		b, err := openPocketBase(p, c.PocketBase, false)
		if err == nil {
			err = b.seed(p.ctx, c.Elements)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

type driveCommand struct {
	place
	Link     string        `placeholder:"URL" help:"The link that signs in who reads pages: what serve --demo prints."`
	Writers  int           `default:"16" help:"How many create elements, each waiting for its answer."`
	Readers  int           `default:"16" help:"How many read."`
	Read     string        `default:"list" enum:"list,element,api" help:"What they read: a page of 50 elements, an element's page, or 50 elements of the API."`
	Rate     float64       `help:"Requests a second of all together; as fast as they are answered by default."`
	Requests int64         `default:"100000" help:"The most that writers, and readers, ask."`
	For      time.Duration `default:"10s" help:"The longest that they ask."`
	Compress bool          `help:"Ask for compressed answers, as browsers do."`
}

// Run drives one server.
func (c *driveCommand) Run(p *program) error {
	r, err := c.open(p, c.Compress)
	if err != nil {
		return err
	}
	var loads []load
	if c.Writers > 0 {
		loads = append(loads, load{"create", c.Writers, r.create})
	}
	if c.Readers > 0 {
		ask, err := r.reader(p.ctx, c.Read, c.Link, c.Readers)
		if err != nil {
			return err
		}
		loads = append(loads, load{c.Read, c.Readers, ask})
	}
	t := newTable(p.stdout, "", "requests", "failed", "a second", "p50", "p95", "p99")
	var failure error
	for _, res := range drive(p.ctx, loads, bounds{c.Requests, c.For, c.Rate}) {
		t.row(res.name, len(res.took), res.failed, fmt.Sprintf("%.0f", res.perSecond()), res.at(50), res.at(95), res.at(99))
		failure = errors.Join(failure, res.failure)
	}
	return errors.Join(t.flush(), failure)
}
