package store

import (
	_ "embed"
	"strings"
)

//go:embed passwords.txt
var passwordList string

// commonPasswords are those that guessers try first, in lower case.
var commonPasswords = func() map[string]bool {
	m := make(map[string]bool)
	for _, p := range strings.Fields(passwordList) {
		m[p] = true
	}
	return m
}()
