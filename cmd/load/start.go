package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"
)

type startCommand struct {
	Servers []string      `arg:"" name:"SERVER" help:"An address that answers 200 once the server is ready, and the command that starts it, as one argument: \"http://127.0.0.1:8080/readyz rootline serve\"."`
	Rounds  int           `default:"5" help:"How often each is started."`
	Rest    time.Duration `default:"2s" help:"How long it rests before its memory is read."`
}

// Run starts each server in turn, waits until it answers, reads its memory and ends it.
func (c *startCommand) Run(p *program) error {
	ready := make([][]time.Duration, len(c.Servers))
	memory := make([][]float64, len(c.Servers))
	for range c.Rounds {
		for i, server := range c.Servers {
			url, command, _ := strings.Cut(server, " ")
			took, mib, err := start(p.ctx, url, strings.Fields(command), c.Rest)
			if err != nil {
				return err
			}
			ready[i], memory[i] = append(ready[i], took), append(memory[i], mib)
		}
	}
	t := newTable(p.stdout, "", "ready after", "MiB at rest", "times the last's start", "times its memory")
	last := len(c.Servers) - 1
	for i, server := range c.Servers {
		var times, timesMemory []float64
		for round := range c.Rounds {
			times = append(times, float64(ready[i][round])/float64(ready[last][round]))
			timesMemory = append(timesMemory, memory[i][round]/memory[last][round])
		}
		t.row(strings.Fields(server)[0], median(ready[i]).Round(100*time.Microsecond), fmt.Sprintf("%.1f", median(memory[i])),
			fmt.Sprintf("%.2f", median(times)), fmt.Sprintf("%.2f", median(timesMemory)))
	}
	return t.flush()
}

// slowestStart is how long a server may take to be ready.
const slowestStart = time.Minute

// start starts a server, and returns after which time it answered, and its resident memory in MiB at rest.
func start(ctx context.Context, url string, command []string, rest time.Duration) (ready time.Duration, mib float64, err error) {
	if len(command) == 0 {
		return 0, 0, errors.New("a server is an address and a command")
	}
	ctx, cancel := context.WithTimeout(ctx, slowestStart+rest)
	defer cancel()
	if _, err := http.Get(url); err == nil { // refused, or the end
		return 0, 0, fmt.Errorf("something answers at %s before it is started", url)
	}
	server := exec.CommandContext(ctx, command[0], command[1:]...)
	server.Cancel = func() error { return server.Process.Signal(syscall.SIGTERM) }
	server.WaitDelay = slowestStart
	var complaints bytes.Buffer
	server.Stderr = &complaints
	begin := time.Now()
	if err := server.Start(); err != nil {
		return 0, 0, err
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Wait() }()
	defer func() { cancel(); <-ended }()
	c := newClient(false)
	for asked := (question{method: http.MethodGet, url: url, want: http.StatusOK}); ; {
		if _, _, err := c.ask(ctx, asked); err == nil {
			break
		}
		select {
		case err := <-ended:
			ended <- err
			return 0, 0, fmt.Errorf("%s: %w: %s", command[0], err, complaints.String())
		case <-ctx.Done():
			return 0, 0, fmt.Errorf("%s: not ready at %s: %w", command[0], url, ctx.Err())
		case <-time.After(time.Millisecond):
		}
	}
	ready = time.Since(begin)
	waitUntil(ctx, time.Now().Add(rest))
	mib, err = resident(server.Process.Pid)
	return ready, mib, err
}

var vmRSS = regexp.MustCompile(`VmRSS:\s+(\d+) kB`)

// resident is the memory of a process that is in RAM, in MiB, as Linux counts it.
func resident(pid int) (float64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	m := vmRSS.FindSubmatch(status)
	if m == nil {
		return 0, errors.New("the system does not say how much memory a process has")
	}
	kb, err := strconv.ParseFloat(string(m[1]), 64)
	return kb / 1024, err
}
