package main

import (
	"path/filepath"
	"runtime"

	"rootline/model"
)

// defaultDB is rootline.db in the user's data folder, as each system has it. On Linux that is XDG_DATA_HOME
// (https://specifications.freedesktop.org/basedir-spec/latest/).
func defaultDB(env func(string) string) (string, error) {
	home := env("HOME")
	var folder string
	switch runtime.GOOS {
	case "windows":
		folder = env("LocalAppData")
	case "darwin":
		if home != "" {
			folder = filepath.Join(home, "Library", "Application Support")
		}
	default:
		if folder = env("XDG_DATA_HOME"); !filepath.IsAbs(folder) && home != "" {
			folder = filepath.Join(home, ".local", "share")
		}
	}
	if !filepath.IsAbs(folder) {
		return "", model.Fault(model.Invalid, "", "cli.home")
	}
	return filepath.Join(folder, "rootline", "rootline.db"), nil
}
