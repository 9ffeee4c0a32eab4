package templates

import "strings"

// keysOf are the keys of a line of the list of keys.
func keysOf(s string) []string { return strings.Split(s, " ") }
