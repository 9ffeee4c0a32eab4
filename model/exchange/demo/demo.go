// Package demo holds a filled workspace for a first look and for tests: an electrical retailer whose stores cannot take
// back a lamp bought online. People, figures and firms in it are invented.
package demo

import (
	"bytes"
	_ "embed"
)

//go:embed demo.json
var file []byte

//go:embed story.json
var story []byte

// File returns the demo workspace in the format rootline/1; the caller owns the bytes.
func File() []byte { return bytes.Clone(file) }

// Story returns, as JSON, who filled the workspace when, and what no file of that format holds: measures and comments. The
// caller owns the bytes.
func Story() []byte { return bytes.Clone(story) }
