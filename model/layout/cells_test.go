package layout

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestCellsHoldTheirBoxes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := Cells{Columns: 4, Rows: 3, Width: 1000, Names: 100, Head: 30, RightToLeft: rapid.Bool().Draw(t, "rtl")}
		for range rapid.IntRange(0, 30).Draw(t, "items") {
			c.Items = append(c.Items, CellItem{rapid.IntRange(0, 3).Draw(t, "column"), rapid.IntRange(0, 2).Draw(t, "row"), strings.Repeat("word ", rapid.IntRange(0, 40).Draw(t, "words")), rapid.IntRange(0, 2).Draw(t, "lines")})
		}
		d := DrawCells(c)
		for i, b := range d.Boxes {
			col, row := d.Columns[c.Items[i].Column], d.Rows[c.Items[i].Row]
			if b.X < col.X || b.X+b.W > col.X+col.Width || b.Y < row.Top || b.Y+b.H > row.Bottom {
				t.Fatalf("box %d %v stands out of its cell %v, %v", i, b.Rect, col, row)
			}
			for k, o := range d.Boxes[:i] {
				if b.meets(Rect{o.X, o.Y + 1, o.W, o.H - 2}) {
					t.Fatalf("boxes %d and %d meet", k, i)
				}
			}
			for _, l := range append(b.Text, b.Note...) {
				if l.Y < b.Y || l.Y > b.Y+b.H {
					t.Fatalf("words at %v stand out of %v", l.Y, b.Rect)
				}
			}
		}
		if d.Rows[2].Bottom != d.Height {
			t.Fatalf("height = %v, want %v", d.Height, d.Rows[2].Bottom)
		}
	})
}
