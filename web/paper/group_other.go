//go:build !unix

package paper

import (
	"os"
	"os/exec"
)

func alone(*exec.Cmd) {}

func end(*os.Process) {}

func watch(*os.Process, int64, func()) (stop func()) { return func() {} }
