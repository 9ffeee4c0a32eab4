package templates

import (
	"context"
	"html"
	"io"
	"strconv"

	"github.com/a-h/templ"
)

// Lines and boxes of a map are tens of thousands. They are written here by hand: as components, they would each take an object
// for every class, child and number, which is ten times the work of writing them.

// markup gathers HTML and hands it on a few thousand bytes at a time.
type markup struct {
	w   io.Writer
	b   []byte
	err error
}

const markupRoom = 16 << 10

// written is a component that is written by hand.
func written(write func(context.Context, *markup)) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		m := &markup{w: w, b: make([]byte, 0, markupRoom+2048)}
		write(ctx, m)
		m.flush()
		return m.err
	})
}

func (m *markup) flush() {
	if m.err == nil {
		_, m.err = m.w.Write(m.b)
	}
	m.b = m.b[:0]
}

// raw writes markup.
func (m *markup) raw(parts ...string) {
	for _, s := range parts {
		m.b = append(m.b, s...)
	}
	if len(m.b) > markupRoom {
		m.flush()
	}
}

// text writes text, of an element or of an attribute.
func (m *markup) text(s string) { m.raw(html.EscapeString(s)) }

// number writes a number, as px does.
func (m *markup) number(v float64) { m.b = strconv.AppendFloat(m.b, v, 'f', -1, 64) }

// attribute writes an attribute of words of our own, those that are empty left out; nothing in them needs to be escaped.
func (m *markup) attribute(name string, words ...string) {
	m.raw(" ", name, `="`)
	first := true
	for _, s := range words {
		if s == "" {
			continue
		}
		if !first {
			m.raw(" ")
		}
		m.raw(s)
		first = false
	}
	m.raw(`"`)
}

// part writes a component.
func (m *markup) part(ctx context.Context, c templ.Component) {
	m.flush()
	if m.err == nil {
		m.err = c.Render(ctx, m.w)
	}
}

// lines are those that stand out, or all others.
func (f MapFigureView) lines(hot bool) templ.Component {
	d := f.Drawing
	return written(func(_ context.Context, m *markup) {
		for i := range d.links {
			l := &d.links[i]
			tone := f.Marks.line(l.at)
			if (tone != "") != hot || f.laterLine(l.at) {
				continue
			}
			m.raw("<g")
			m.attribute("class", l.class, tone, f.lineFate(l.at))
			if !f.File {
				m.attribute("data-l", strconv.Itoa(l.at))
			}
			m.raw(">")
			if len(d.links) <= manyLinks {
				m.raw("<title>")
				m.text(l.title)
				m.raw("</title>")
			}
			m.raw(`<path`)
			m.attribute("d", l.path.D)
			m.raw(`></path>`)
			for _, tip := range l.tips {
				m.raw(`<path class="tip"`)
				m.attribute("d", tip)
				m.raw(`></path>`)
			}
			m.raw("</g>")
		}
	})
}

// allBoxes are the boxes of the map, without what stands over them.
func (f MapFigureView) allBoxes() templ.Component {
	return written(func(ctx context.Context, m *markup) {
		for i := range f.Drawing.boxes {
			if b := &f.Drawing.boxes[i]; !f.laterBox(b.at) {
				f.box(ctx, m, b)
			}
		}
	})
}

func (f MapFigureView) box(ctx context.Context, m *markup, b *mapBox) {
	d := f.Drawing
	f.opens(m, b.at, f.class(*b)+f.Marks.box(b.at)+f.value(b.at)+f.fate(b.at))
	m.raw(` transform="translate(`)
	m.number(b.X)
	m.raw(" ")
	m.number(b.Y)
	m.raw(`)"><title>`)
	m.text(d.Map.Boxes[b.at].NameIn(d.lang))
	m.raw("</title><path")
	m.attribute("d", b.shape)
	if f.Values != nil && f.Values[b.at] >= 0 {
		m.attribute("fill", f.fill(b.at))
	}
	m.raw("></path>")
	if f.isChanged(b.at) {
		m.raw(`<path class="inner"`)
		m.attribute("d", f.inner(*b))
		m.raw(`></path>`)
	}
	if b.half != "" {
		m.raw(`<path class="hid"`)
		m.attribute("d", b.half)
		m.raw(`></path>`)
	}
	if b.number == "" {
		m.raw(`<use`)
		m.attribute("href", "#m-"+b.mark)
		m.at(b.markX, b.H/2-7)
		m.raw(` width="14" height="14"></use>`)
	} else {
		m.raw(`<text class="pno"`)
		m.says(d.within(*b, 10), b.H/2+4.5, b.number)
	}
	for _, t := range b.text {
		m.raw(`<text`)
		m.says(t.X, t.Y, t.Text)
	}
	if len(b.apart)+len(b.rules) > 0 || f.Fates != nil {
		m.part(ctx, mapBoxSigns(f, *b))
	}
	m.raw("</", f.tag(), ">")
}

// at writes where something stands.
func (m *markup) at(x, y float64) {
	m.raw(` x="`)
	m.number(x)
	m.raw(`" y="`)
	m.number(y)
	m.raw(`"`)
}

// says writes the rest of a text that was begun.
func (m *markup) says(x, y float64, text string) {
	m.at(x, y)
	m.raw(">")
	m.text(text)
	m.raw("</text>")
}

// tag is of what stands for an element: a link to choosing it, in a file a group.
func (f MapFigureView) tag() string {
	if f.File {
		return "g"
	}
	return "a"
}

// opens begins what stands for an element.
func (f MapFigureView) opens(m *markup, at int, class string) {
	m.raw("<", f.tag())
	m.attribute("class", class)
	if f.File {
		return
	}
	id := f.Drawing.Map.Boxes[at].ID
	m.raw(` id="b-`)
	m.text(id)
	m.raw(`" data-b="`, strconv.Itoa(at), `" href="`)
	m.text(f.URL(id))
	m.raw(`"`)
	if f.Marks.On == at {
		m.raw(` aria-current="true"`)
	}
}

// begin and end are around what stands for a customer.
func (f MapFigureView) begin(at int, class string) templ.Component {
	return written(func(_ context.Context, m *markup) {
		f.opens(m, at, class)
		m.raw(">")
	})
}

func (f MapFigureView) end() templ.Component { return templ.Raw("</" + f.tag() + ">") }
