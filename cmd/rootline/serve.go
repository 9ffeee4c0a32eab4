package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"time"

	"rootline/model"
	"rootline/store"
	"rootline/web"
	"rootline/web/paper"
)

type serveCommand struct {
	Addr    string `default:"127.0.0.1:8080" help:"Where to listen."`
	Demo    bool   `help:"Add a filled workspace to look around in, and print a link that opens it."`
	BaseURL string `name:"base-url" placeholder:"URL" help:"Where people reach the server, for links that are handed on."`

	TrustedProxies []string `name:"trusted-proxies" sep:"," placeholder:"CIDR" help:"Proxies that are believed when they say who asks (X-Forwarded-For): 10.0.0.2 or 10.0.0.0/8, several by commas. None by default."`
}

// grace is how long requests under way may take to finish when the server is asked to end.
const grace = 8 * time.Second

// Run serves until it is asked to end.
func (c *serveCommand) Run(p *program) error {
	proxies, err := networks(c.TrustedProxies)
	if err != nil {
		return err
	}
	listener, err := listen(p.ctx, c.Addr)
	if err != nil {
		return err
	}
	defer listener.Close() // closed by the server, or never used
	log := slog.New(slog.NewTextHandler(p.stderr, nil))
	s, err := p.open(store.Options{Log: log, Follow: true})
	if err != nil {
		return err
	}
	defer s.Close()
	base := strings.TrimSuffix(c.BaseURL, "/")
	if base == "" {
		base = "http://" + reachable(listener.Addr())
	}
	welcome, err := c.welcome(p, s, base)
	if err != nil {
		return err
	}
	server := web.New(web.Options{Store: s, Log: log, BaseURL: c.BaseURL, Paper: paper.Find(""), Proxies: proxies}).HTTP()
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	p.print(p.stdout, "listening on %s\n%s", base, welcome)
	select {
	case err := <-ended:
		return fmt.Errorf("serve: %w", err)
	case <-p.ctx.Done():
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(p.ctx), grace)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		log.Warn("requests that did not end in time", "error", errors.Join(err, server.Close()))
	}
	if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}

// networks reads addresses and ranges of them.
func networks(list []string) ([]*net.IPNet, error) {
	var out []*net.IPNet
	for _, s := range list {
		if s = strings.TrimSpace(s); s == "" {
			continue
		}
		if ip := net.ParseIP(s); ip != nil {
			bits := 128
			if ip.To4() != nil {
				bits = 32
			}
			s = fmt.Sprintf("%s/%d", s, bits)
		}
		_, n, err := net.ParseCIDR(s)
		if err != nil {
			return nil, &model.Error{Kind: model.Invalid, Msg: "cli.proxies", Args: map[string]any{"Value": s}, Err: err}
		}
		out = append(out, n)
	}
	return out, nil
}

// listen takes the address, and says in plain words why it cannot.
func listen(ctx context.Context, addr string) (net.Listener, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	msg := "cli.addr"
	switch {
	case err == nil:
		return l, nil
	case errors.Is(err, syscall.EADDRINUSE):
		msg = "cli.addr.taken"
	case errors.Is(err, os.ErrPermission):
		msg = "cli.addr.forbidden"
	}
	return nil, &model.Error{Kind: model.Unavailable, Msg: msg, Args: map[string]any{"Addr": addr}, Err: err}
}

// reachable is how this machine reaches an address that may stand for all of them.
func reachable(a net.Addr) string {
	host, port, err := net.SplitHostPort(a.String())
	if err != nil {
		return a.String()
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}

// welcome is what to say below the address: where the demo is, or where the first administrator is made.
func (c *serveCommand) welcome(p *program, s *store.Store, base string) (string, error) {
	if c.Demo {
		p.progress("cli.demo.filling")
		secret, err := openDemo(p.ctx, s, p.say)
		if err != nil {
			return "", err
		}
		return "demo at " + base + "/demo/" + secret + "\n", nil
	}
	if has, err := s.HasAdmin(p.ctx); err != nil || has {
		return "", err
	}
	_, secret, err := s.AddPass(p.ctx, store.Pass{Kind: store.PassSetup, Expires: s.Now().Add(setupLife)}, byCommand())
	if err != nil {
		return "", err
	}
	return p.say.T("cli.setup", "URL", base+"/setup/"+secret) + "\n", nil
}

// setupLife is how long the link to make the first administrator stands open; the next start makes another.
const setupLife = 24 * time.Hour
