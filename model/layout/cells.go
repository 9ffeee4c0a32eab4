package layout

// Cells is a drawing of boxes in a grid: each stands in the cell of its column and row, one below the other.
type Cells struct {
	Columns, Rows int
	Items         []CellItem
	Width         float64 // of the whole drawing
	Names         float64 // room for the names of the rows, where reading starts
	Head          float64 // room for the names of the columns
	RightToLeft   bool
}

// CellItem is one box.
type CellItem struct {
	Column, Row int // from 0
	Text        string
	Lines       int // below the text, of a smaller size
}

// CellsDrawing is where everything goes.
type CellsDrawing struct {
	Width, Height float64
	Columns       []Span // from where reading starts
	Rows          []RowSpan
	Boxes         []Box
}

// Measures of a grid, in px.
const (
	cellGap  = 8.0
	cellPad  = 12.0
	cellRow  = 46.0 // least height of a row
	cellSign = 19.0
	cellNote = 14.0
)

// DrawCells puts boxes into a grid. Rows are as high as their fullest cell.
func DrawCells(c Cells) CellsDrawing {
	d := CellsDrawing{Width: c.Width, Boxes: make([]Box, len(c.Items))}
	column := (c.Width - c.Names) / float64(max(c.Columns, 1))
	width := column - 2*cellPad
	for i := range c.Columns {
		d.Columns = append(d.Columns, Span{c.mirrored(c.Names+column*float64(i), column), column})
	}
	y := c.Head
	for row := range c.Rows {
		foot := make([]float64, c.Columns)
		for i, item := range c.Items {
			if item.Row != row {
				continue
			}
			b := &d.Boxes[i]
			for _, s := range Wrap(item.Text, width-2*rowPad-cellSign, rowText, false, 3) {
				b.Text = append(b.Text, Line{Text: s})
			}
			h := 12 + rowLine*float64(max(len(b.Text), 1)) + cellNote*float64(item.Lines)
			b.Layer = row
			b.Rect = Rect{c.mirrored(c.Names+column*float64(item.Column)+cellPad, width), y + cellPad + foot[item.Column], width, h}
			foot[item.Column] += h + cellGap
			start := func(from float64) float64 {
				if c.RightToLeft {
					return round(b.X + b.W - from)
				}
				return round(b.X + from)
			}
			b.Mark = Point{start(rowPad), round(b.Y + 6 + rowLine/2)}
			for k := range b.Text {
				b.Text[k].X, b.Text[k].Y = start(rowPad+cellSign), round(b.Y+6+rowText*.86+rowLine*float64(k))
			}
			for k := range item.Lines {
				b.Note = append(b.Note, Line{X: start(rowPad + cellSign), Y: round(b.Y + 6 + rowLine*float64(len(b.Text)) + rowSmall*.86 + cellNote*float64(k))})
			}
		}
		height := cellRow
		for _, f := range foot {
			height = max(height, f-cellGap+2*cellPad)
		}
		d.Rows = append(d.Rows, RowSpan{y, y + height})
		y += height
	}
	d.Height = y
	return d
}

func (c Cells) mirrored(x, width float64) float64 {
	if c.RightToLeft {
		x = c.Width - x - width
	}
	return round(x)
}
