package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/store"
	"rootline/templates"
)

// pastePage is where one pastes a list of names, or rows of a spreadsheet.
func (s *Server) pastePage(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	k, err := r.pastedKind(c.QueryParam("kind"))
	if err != nil {
		return err
	}
	return s.showPaste(r, http.StatusOK, templates.ListPaste{Kind: string(k)}, nil)
}

// pastedKind is the kind that a form or an address names for all rows; "" where it names none. Errors: Forbidden.
func (r *room) pastedKind(name string) (model.Kind, error) {
	k := model.Kind(name)
	if k.Spec() == nil {
		return "", nil
	}
	if !r.mayAdd(k) {
		return "", model.Fault(model.Forbidden, "", "forbidden.change")
	}
	return k, nil
}

// paste first shows what would become of the rows; when the form says so it adds and sets them, as one change.
func (s *Server) paste(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	k, err := r.pastedKind(c.FormValue("kind"))
	if err != nil {
		return err
	}
	f := templates.ListPaste{Kind: string(k), Text: strings.ReplaceAll(c.FormValue("text"), "\r\n", "\n"), Client: c.FormValue("client")}
	if strings.TrimSpace(f.Text) == "" {
		return s.pasteRefused(r, f, model.Fault(model.Invalid, "text", "paste.empty"))
	}
	p := newPasting(r, k, f.Text)
	p.chosen = c.FormValue("sep")
	if same := c.FormValue("same"); same == pasteSet || same == pasteAdd {
		p.same = same
	}
	var columns []string
	if form, err := c.FormParams(); err == nil && form.Has("column") && c.FormValue("was") == p.chosen+" "+c.FormValue("head") {
		columns = form["column"] // they were asked of this very table
	}
	p.read(columns, c.FormValue("head"))
	switch {
	case len(p.rows) == 0:
		return s.pasteRefused(r, f, model.Fault(model.Invalid, "text", "paste.empty"))
	case p.total > mostPasted:
		return s.pasteRefused(r, f, model.Fault(model.Invalid, "text", "paste.many", "N", p.total, "Max", mostPasted))
	case c.FormValue("step") != "go":
		f.Client = cmpOr(f.Client, store.NewID())
		return s.showPaste(r, http.StatusOK, f, p)
	}
	return s.pasteGo(r, f, p)
}

// pasteGo makes the change.
func (s *Server) pasteGo(r *room, f templates.ListPaste, p *pasting) error {
	// The ids follow from the table alone, so that the form sent twice is one change.
	ops, from := p.ops(func(kind string, n int) string { return freshID(r.c, kind, n) })
	to := r.space.URL("elements")
	if f.Kind != "" {
		to += "?kind=" + f.Kind
	}
	switch {
	case len(ops) == 0 && p.count(pasteSkip) > 0: // sent twice: it is there
		s.notice(r.c, r.Say.T("lists.bulk.same"))
		return r.c.Redirect(http.StatusSeeOther, to)
	case len(ops) == 0:
		return s.showPaste(r, http.StatusUnprocessableEntity, f, p)
	}
	added, set := p.count(pasteAdd), p.count(pasteSet)
	title := telling("lists.pasted", "count", added)
	switch {
	case added == 0:
		title = telling("lists.pasted.set", "count", set)
	case set > 0:
		title = telling("lists.pasted.both", "N", added, "M", set)
	}
	done, err := s.store.CommitChange(r.c.Request().Context(), s.change(r, title, ops))
	if fault, ok := mendableIn(err); ok {
		p.blame(fault, from)
		return s.showPaste(r, Status(fault.Kind), f, p)
	}
	if err != nil {
		return err
	}
	s.done(r, title(r), done.ID)
	return r.c.Redirect(http.StatusSeeOther, to)
}

// blame lays the faults of a refused change on the rows that its ops come from.
func (p *pasting) blame(fault *model.Error, from []int) {
	for _, e := range fault.All() {
		rest, ok := strings.CutPrefix(e.Field, "ops[")
		n, _, _ := strings.Cut(rest, "]")
		i, err := strconv.Atoi(n)
		if !ok || err != nil || i >= len(from) {
			i = 0
		} else {
			i = from[i]
		}
		if i < len(p.rows) {
			row := &p.rows[i]
			row.faults[-1], row.fate = p.r.Say.Error(e), pasteFault
		}
	}
}

func (s *Server) pasteRefused(r *room, f templates.ListPaste, fault *model.Error) error {
	f.Errors = []templates.FieldError{{Field: fault.Field, Message: r.Say.Error(fault)}}
	return s.showPaste(r, http.StatusUnprocessableEntity, f, nil)
}

// mostPreviewed is how many rows the preview shows; those with faults come first.
const mostPreviewed = 100

func (s *Server) showPaste(r *room, status int, f templates.ListPaste, p *pasting) error {
	f.Action, f.Cancel = r.space.URL("new", "list"), r.space.URL("elements")
	title := r.Say.T("lists.paste")
	if k := model.Kind(f.Kind); k.Spec() != nil {
		f.Cancel += "?kind=" + f.Kind
		title = r.Say.T("lists.paste.of", "Kinds", r.Say.Kind(k, true))
	}
	for _, k := range model.AllKinds() {
		if k != model.Foreign && r.mayAdd(k) {
			f.Kinds = append(f.Kinds, templates.Option{Value: string(k), Label: r.Say.Upper(r.Say.Kind(k, true)), On: string(k) == f.Kind})
		}
	}
	if p != nil {
		f.Preview = p.preview()
	}
	page := s.roomPage(r, title, sectionOf(model.Kind(f.Kind)))
	page.Styles = append(page.Styles, "list")
	page.Crumbs = []templates.Crumb{{Label: r.space.Name, URL: r.space.URL()}, {Label: r.Say.T("frame.elements"), URL: r.space.URL("elements")}}
	return s.render(r.c, status, templates.Paste(page, f))
}

// preview shows what becomes of the rows.
func (p *pasting) preview() *templates.PastePreview {
	say := p.r.Say
	v := &templates.PastePreview{Sep: p.sepName(), Head: p.headed, Same: p.same, Was: p.sepName() + " ", Add: p.count(pasteAdd), Set: p.count(pasteSet)}
	if p.sep != 0 {
		v.Was += map[bool]string{true: "yes", false: "no"}[p.headed]
	}
	skip, twice, faults := p.count(pasteSkip), p.count(pasteTwice), p.count(pasteFault)
	v.There = skip+v.Set > 0 || p.same != pasteSkip
	for _, n := range []struct {
		id    string
		count int
	}{{"add", v.Add}, {"set", v.Set}, {"skip", skip}, {"twice", twice}, {"fault", faults}} {
		if n.count > 0 {
			v.Sums = append(v.Sums, templates.PasteSum{Fate: n.id, Words: say.T("lists.paste.sum."+n.id, "count", n.count)})
		}
	}
	v.Faults = faults
	for i, c := range p.columns {
		col := templates.PasteColumn{Head: c.head, Field: c.field, N: i + 1}
		if c.upper {
			col.Field += ".hi"
		}
		v.Columns = append(v.Columns, col)
	}
	v.Fields = p.fieldChoices()
	order := make([]int, 0, len(p.rows))
	for _, faulty := range []bool{true, false} {
		for i := range p.rows {
			if (p.rows[i].fate == pasteFault) == faulty {
				order = append(order, i)
			}
		}
	}
	for _, i := range order[:min(len(order), mostPreviewed)] {
		v.Rows = append(v.Rows, p.previewRow(&p.rows[i]))
	}
	v.More = len(p.rows) - len(v.Rows)
	return v
}

func (p *pasting) previewRow(row *pasteRow) templates.PasteRow {
	out := templates.PasteRow{Line: row.line, Fate: row.fate, Fault: row.faults[-1]}
	if row.there != nil && (row.fate == pasteSkip || row.fate == pasteSet) {
		out.There = p.r.space.URL("elements", row.there.ID)
	}
	if row.kind != "" {
		out.Icon, out.Layer = templates.Look(&model.Element{Kind: row.kind})
	}
	for i, c := range p.columns {
		cell := templates.PasteCell{Out: c.field == "", Fault: row.faults[i]}
		if i < len(row.cells) {
			cell.Text = shortened(row.cells[i], longestCell)
		}
		if v, ok := row.values[c.field]; ok && !c.upper && cell.Fault == "" && c.field != "name" {
			if c.field == "tags" {
				tags, _ := v.([]string)
				cell.Text = p.r.Say.List(tags)
			} else {
				cell.Text = shortened(p.w.Value(string(row.kind), c.field, v), longestCell)
			}
		}
		out.Cells = append(out.Cells, cell)
	}
	if said, ok := row.faults[slices.IndexFunc(p.columns, func(c pasteColumn) bool { return c.field == "name" })]; ok && out.Fault == "" && len(out.Cells) == 0 {
		out.Fault = said
	}
	return out
}

func (p *pasting) sepName() string {
	switch p.sep {
	case '\t':
		return "tab"
	case ',':
		return "comma"
	case ';':
		return "semicolon"
	}
	return "lines"
}

// fieldChoices are what a column can be.
func (p *pasting) fieldChoices() []templates.Option {
	k := p.kind
	if k == "" {
		for _, row := range p.rows {
			k = cmpKind(k, row.kind)
		}
	}
	out := []templates.Option{{Value: "kind", Label: p.r.Say.T("prop.kind")}}
	for _, f := range p.fieldsOf(k) {
		label := p.w.Field(f.kind, f.name)
		out = append(out, templates.Option{Value: f.name, Label: label})
		if f.is(model.TypeNumber) {
			out = append(out, templates.Option{Value: f.name + ".hi", Label: p.r.Say.T("lists.csv.upper", "Label", label)})
		}
	}
	for _, c := range p.columns { // a field of another kind that the table names
		if c.field != "" && !slices.ContainsFunc(out, func(o templates.Option) bool { return o.Value == c.field }) {
			out = append(out, templates.Option{Value: c.field, Label: c.head})
		}
	}
	return out
}

func cmpKind(a, b model.Kind) model.Kind {
	if a == "" {
		return b
	}
	return a
}
