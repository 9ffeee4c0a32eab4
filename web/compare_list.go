package web

import (
	"strings"

	"rootline/model"
	"rootline/templates"
)

// rowsCompared is how many differences of one class are listed.
const rowsCompared = 200

// class words the differences of a class.
func (cw *comparing) class(class model.Class) templates.ComparedClass {
	delta := cw.ByClass(class)
	out := templates.ComparedClass{ID: string(class), Title: cw.Say.T("compare.class." + string(class))}
	for i, d := range delta {
		if i == rowsCompared {
			out.Left = len(delta) - i
			break
		}
		row := templates.ComparedRow{Op: string(d.Op), About: cw.t.about(d.ID, d.Field), Because: cw.behind(cw.Because(d))}
		switch d.Op {
		case model.Added:
			row.About = cw.whole(d.To)
		case model.Removed:
			row.About = cw.whole(d.From)
		default:
			row.From, row.To = cw.t.worded(d.ID, d.Field, d.From), cw.t.worded(d.ID, d.Field, d.To)
			if strings.HasPrefix(d.Field, "tags.") {
				row.From, row.To = cw.Say.T("states.absent"), cw.Say.T("compare.tagged")
				if d.To == nil {
					row.From, row.To = row.To, row.From
				}
			}
		}
		if !d.Link && cw.To.Graph.Element(d.ID) != nil {
			row.URL = cw.space.URL("elements", d.ID)
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// whole words an element or link that is there on one side alone.
func (cw *comparing) whole(v any) string {
	switch x := v.(type) {
	case *model.Element:
		return cw.Say.T("compare.thing", "Name", x.NameIn(cw.Say.Lang()), "Kind", cw.Say.Kind(x.Kind, false))
	case *model.Link:
		return cw.t.linkWords(x, shown{})
	}
	return ""
}
