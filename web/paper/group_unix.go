//go:build unix

package paper

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// alone puts the browser and all that it starts into a group of its own, which ends as one.
func alone(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}

// end ends what is left of the group.
func end(p *os.Process) {
	_ = syscall.Kill(-p.Pid, syscall.SIGKILL) // as a rule nobody is left
}

// watch gives up where the group takes more than most bytes of memory, until what it returns is called.
func watch(p *os.Process, most int64, giveUp func()) (stop func()) {
	done := make(chan struct{})
	go func() {
		tick := time.NewTicker(250 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
				if memory(p.Pid) > most {
					giveUp()
				}
			}
		}
	}()
	return func() { close(done) }
}

// memory sums what the processes of a group hold, 0 where the system does not tell: only Linux does in this way.
func memory(group int) (sum int64) {
	files, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			continue // it has ended
		}
		_, rest, _ := strings.Cut(string(text), ") ") // after the name, which may hold anything
		fields := strings.Fields(rest)                // state, parent, group, …; the 22nd is the resident pages
		if len(fields) < 22 || fields[2] != strconv.Itoa(group) {
			continue
		}
		if pages, err := strconv.ParseInt(fields[21], 10, 64); err == nil {
			sum += pages * int64(os.Getpagesize())
		}
	}
	return sum
}
