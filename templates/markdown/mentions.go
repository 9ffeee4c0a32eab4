package markdown

import (
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// mentions makes names after an "@" stand out.
type mentions struct{}

var mentionKey = parser.NewContextKey()

// mentioning is the context of a text in which who finds people; nil = there are none.
func mentioning(who func(string) (string, int)) parser.Context {
	pc := parser.NewContext()
	if who != nil {
		pc.Set(mentionKey, who)
	}
	return pc
}

// Trigger returns the sign that a mention begins with.
func (mentions) Trigger() []byte { return []byte{'@'} }

// Parse returns the mention at which the text stands, nil where there is none.
func (mentions) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	who, ok := pc.Get(mentionKey).(func(string) (string, int))
	if !ok {
		return nil
	}
	if r := block.PrecendingCharacter(); (unicode.IsLetter(r) || unicode.IsDigit(r)) && !unicode.Is(unicode.Han, r) {
		return nil
	}
	line, _ := block.PeekLine()
	name, n := who(string(line[1:]))
	if n == 0 {
		return nil
	}
	node := ast.NewEmphasis(2)
	node.AppendChild(node, ast.NewString([]byte("@"+name)))
	block.Advance(1 + n)
	return node
}
