package exchange

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Cells takes a table apart as people copy it out of a spreadsheet or a file: rows at line ends, cells at sep. A cell that
// begins with a quotation mark goes on to the mark that closes it, over line ends and separators; a mark that nothing closes
// is a mark. With sep 0 each line is one cell, marks and all, but for the bullet or number before it. Rows of empty cells are left out, and so are columns that are
// empty in every row; At tells on which line of the text a row begins.
func Cells(text string, sep rune) []Line {
	text = strings.ReplaceAll(strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\r\n", "\n"), "\r", "\n")
	var rows []Line
	at, marks := 1, sep != 0
	for text != "" {
		row := Line{At: at}
		for {
			cell, end, rest := nextCell(text, sep, &marks)
			row.Cells = append(row.Cells, cell)
			at += strings.Count(text[:len(text)-len(rest)], "\n")
			text = rest
			if end {
				break
			}
		}
		if !row.empty() {
			rows = append(rows, row)
		}
	}
	if sep == 0 {
		for _, row := range rows {
			row.Cells[0] = unlisted(row.Cells[0], len(rows) > 1)
		}
	}
	return trimmed(rows)
}

// Line is a row of a table; At is the line of the text on which it begins, from 1.
type Line struct {
	At    int
	Cells []string
}

func (l Line) empty() bool {
	for _, c := range l.Cells {
		if c != "" {
			return false
		}
	}
	return true
}

// nextCell returns the first cell of text, whether it ends its row, and what stands behind it. marks says whether quotation
// marks count; they no longer do once one was looked for in vain to the end of the text, so that it is looked through once.
func nextCell(text string, sep rune, marks *bool) (cell string, last bool, rest string) {
	if *marks && strings.HasPrefix(text, `"`) {
		if cell, rest, ok := quoted(text); !ok {
			*marks = false
		} else {
			switch r, n := utf8.DecodeRuneInString(rest); {
			case rest == "":
				return CleanCell(cell), true, ""
			case r == '\n':
				return CleanCell(cell), true, rest[1:]
			case r == sep:
				return CleanCell(cell), false, rest[n:]
			}
		}
	}
	i := strings.IndexFunc(text, func(r rune) bool { return r == '\n' || sep != 0 && r == sep })
	if i < 0 {
		return CleanCell(text), true, ""
	}
	r, n := utf8.DecodeRuneInString(text[i:])
	return CleanCell(text[:i]), r == '\n', text[i+n:]
}

// quoted returns what stands in the quotation marks at the front of text; two marks within stand for one.
func quoted(text string) (inside, rest string, closed bool) {
	var b strings.Builder
	for i := 1; i < len(text); i++ {
		if text[i] != '"' {
			b.WriteByte(text[i])
			continue
		}
		if i+1 < len(text) && text[i+1] == '"' {
			b.WriteByte('"')
			i++
			continue
		}
		return b.String(), text[i+1:], true
	}
	return "", "", false
}

// CleanCell is the text of a cell without what surrounds it unseen, spaces and marks of direction, and without what controls
// devices.
func CleanCell(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	return strings.TrimFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) })
}

// trimmed takes away columns that are empty in every row.
func trimmed(rows []Line) []Line {
	var used []bool
	for _, row := range rows {
		for i, c := range row.Cells {
			if i == len(used) {
				used = append(used, false)
			}
			used[i] = used[i] || c != ""
		}
	}
	for i, row := range rows {
		kept := make([]string, 0, len(row.Cells))
		for j, c := range row.Cells {
			if used[j] {
				kept = append(kept, c)
			}
		}
		rows[i].Cells = kept
	}
	return rows
}
