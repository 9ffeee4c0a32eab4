// Package demo holds a filled workspace for a first look and for tests: an electrical retailer whose stores cannot take
// back a lamp bought online. People, figures and firms in it are invented.
package demo

import (
	"bytes"
	_ "embed"
)

//go:embed demo.json
var file []byte

// File returns the demo workspace in the format rootline/1; the caller owns the bytes.
func File() []byte { return bytes.Clone(file) }
