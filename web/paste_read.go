package web

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"rootline/model"
	"rootline/model/exchange"
	"rootline/model/find"
	"rootline/templates"
	"rootline/templates/say"
)

// mostPasted is how many rows are taken at once; a file for the import may have more.
const mostPasted = 5000

// pasting is a pasted table while a request deals with it: which column is what, and what becomes of each row.
type pasting struct {
	r       *room
	w       templates.Wording
	kind    model.Kind // of rows that do not say; "" = they must
	text    string
	sep     rune   // 0 = a name to a line
	chosen  string // how the person says that it is separated; "" = to be guessed
	headed  bool   // the first row names the columns
	columns []pasteColumn
	same    string // what to do with names that are there: "skip", "set", "add"
	rows    []pasteRow
	total   int // rows of the text, those beyond the most that are taken included
	fields  map[model.Kind][]formField
	heads   map[string]string       // words over a column, folded → field
	uppers  map[string]bool         // of these, those over the upper ends of intervals
	kinds   map[string]model.Kind   // words of kinds, folded
	choices map[string][]wordChoice // by prop: words of its choices
	there   map[model.Kind]map[string][]*model.Element
}

// pasteColumn is what a column of the table is.
type pasteColumn struct {
	field string // "name", "kind", "props.X", "names.fr"; "" = left out
	upper bool   // the upper end of that field's interval
	head  string // as the table names it
}

type wordChoice struct{ word, value string }

// What becomes of a row.
const (
	pasteAdd   = "add"
	pasteSet   = "set"
	pasteSkip  = "skip"  // it is there
	pasteTwice = "twice" // it stands in the table above
	pasteFault = "fault"
)

// pasteRow is a row of the table.
type pasteRow struct {
	line   int // of the text, from 1
	cells  []string
	kind   model.Kind
	name   string
	values map[string]any // by field
	faults map[int]string // by column; -1 = of the row
	there  *model.Element
	fate   string
}

func newPasting(r *room, kind model.Kind, text string) *pasting {
	p := &pasting{r: r, w: r.wording(), kind: kind, text: text, same: pasteSkip, fields: map[model.Kind][]formField{}, heads: map[string]string{}, uppers: map[string]bool{},
		kinds: map[string]model.Kind{}, choices: map[string][]wordChoice{}, there: map[model.Kind]map[string][]*model.Element{}}
	kinds := []model.Kind{kind}
	if kind == "" {
		kinds = model.AllKinds()
	}
	for _, k := range kinds {
		p.fields[k] = slices.DeleteFunc(r.fieldsOf(k, nil), func(f formField) bool { return f.name == "refs" })
	}
	for _, lang := range say.Languages() {
		p.learn(say.For(lang))
	}
	return p
}

// learn takes up the words of a language: for columns and kinds.
func (p *pasting) learn(s *say.Printer) {
	w := p.w
	w.Say = s
	head := func(label, field string) {
		for _, one := range []struct {
			words string
			upper bool
		}{{label, false}, {s.T("lists.csv.upper", "Label", label), true}} {
			key := foldHead(one.words)
			if _, taken := p.heads[key]; !taken {
				p.heads[key], p.uppers[key] = field, one.upper
			}
		}
	}
	for _, k := range slices.Sorted(maps.Keys(p.fields)) {
		for _, f := range p.fields[k] {
			head(w.Field(f.kind, f.name), f.name)
			head(f.name, f.name)
			if name, ok := model.PropName(f.name); ok {
				head(name, f.name)
			}
		}
	}
	head(s.T("prop.kind"), "kind")
	head("kind", "kind")
	for _, k := range model.AllKinds() {
		for _, word := range []string{s.Kind(k, false), s.Kind(k, true), string(k)} {
			p.kinds[find.Fold(word)] = k
		}
	}
}

// inBrackets is what a head says of its unit.
var inBrackets = regexp.MustCompile(`[(（][^()（）]*[)）]`)

// foldHead is the head of a column as it is recognised: without its unit, in small letters.
func foldHead(s string) string {
	return strings.Join(strings.Fields(find.Fold(inBrackets.ReplaceAllString(s, " "))), " ")
}

// read takes the text apart. columns are what the person says that each column is, nil where they have not been asked; head
// is "yes" or "no" where they say whether the first row names the columns.
func (p *pasting) read(columns []string, head string) {
	p.sep = p.separator()
	lines := exchange.Cells(p.text, p.sep)
	if len(lines) == 0 {
		return
	}
	known := p.recognised(lines[0].Cells)
	named := slices.ContainsFunc(known, func(c pasteColumn) bool { return c.field == "name" && !c.upper })
	p.headed = head == "yes" || head != "no" && p.sep != 0 && named
	width := 0
	for _, l := range lines {
		width = max(width, len(l.Cells))
	}
	p.columns = make([]pasteColumn, width)
	if p.headed {
		copy(p.columns, known)
		lines = lines[1:]
	}
	switch {
	case columns != nil:
		for i := range p.columns {
			p.columns[i].field, p.columns[i].upper = "", false
			if i < len(columns) {
				field, upper := strings.CutSuffix(columns[i], ".hi")
				p.columns[i].field, p.columns[i].upper = field, upper
			}
		}
	case !p.headed && width > 0:
		p.columns[0].field = "name"
	}
	p.total = len(lines)
	seen := map[string]bool{}
	for _, l := range lines[:min(len(lines), mostPasted)] {
		p.rows = append(p.rows, p.row(l, seen))
	}
}

// separator is what stands between cells: as the person says, else tabs where there are any, else commas or semicolons where
// they make the first line one of known heads.
func (p *pasting) separator() rune {
	switch p.chosen {
	case "lines":
		return 0
	case "tab":
		return '\t'
	case "comma":
		return ','
	case "semicolon":
		return ';'
	}
	if strings.ContainsRune(p.text, '\t') {
		return '\t'
	}
	first, _, _ := strings.Cut(strings.TrimSpace(p.text), "\n")
	for _, sep := range []rune{';', ','} {
		lines := exchange.Cells(first, sep)
		if len(lines) == 0 || len(lines[0].Cells) < 2 {
			continue
		}
		known := p.recognised(lines[0].Cells)
		if slices.ContainsFunc(known, func(c pasteColumn) bool { return c.field == "name" }) {
			return sep
		}
	}
	return 0
}

// recognised says which columns heads name.
func (p *pasting) recognised(heads []string) []pasteColumn {
	out := make([]pasteColumn, len(heads))
	taken := map[string]bool{}
	for i, h := range heads {
		out[i].head = h
		key := foldHead(h)
		field, ok := p.heads[key]
		mark := field + strconv.FormatBool(p.uppers[key])
		if ok && !taken[mark] {
			taken[mark] = true
			out[i].field, out[i].upper = field, p.uppers[key]
		}
	}
	return out
}

// row reads one row and says what becomes of it. seen are the names above.
func (p *pasting) row(l exchange.Line, seen map[string]bool) pasteRow {
	row := pasteRow{line: l.At, cells: l.Cells, kind: p.kind, values: map[string]any{}, faults: map[int]string{}}
	cell := func(field string, upper bool) (string, int) {
		i := slices.IndexFunc(p.columns, func(c pasteColumn) bool { return c.field == field && c.upper == upper })
		if i < 0 || i >= len(l.Cells) {
			return "", i
		}
		return l.Cells[i], i
	}
	if word, i := cell("kind", false); word != "" {
		k, ok := p.kinds[find.Fold(word)]
		if ok {
			row.kind = k
		} else {
			row.fault(p, i, model.Fault(model.Invalid, "", "kind", "Value", shortened(word, 40)))
		}
	}
	if row.kind == "" && len(row.faults) == 0 {
		_, i := cell("kind", false)
		row.fault(p, i, model.Fault(model.Invalid, "", "paste.kind"))
	}
	name, at := cell("name", false)
	if row.name = strings.Join(strings.Fields(name), " "); row.name == "" {
		row.fault(p, at, model.Fault(model.Invalid, "", "paste.name"))
	}
	for i, c := range p.columns {
		if c.field == "" || c.field == "kind" || c.upper || i >= len(l.Cells) || row.kind == "" {
			continue
		}
		upper, _ := cell(c.field, true)
		p.cell(&row, i, c.field, l.Cells[i], upper)
	}
	p.decide(&row, seen)
	return row
}

func (row *pasteRow) fault(p *pasting, column int, e *model.Error) {
	if said, ok := row.faults[column]; ok && said != "" {
		return
	}
	row.faults[column] = p.r.Say.Error(e)
}

// cell reads one cell into the row's values.
func (p *pasting) cell(row *pasteRow, column int, name, text, upper string) {
	if text == "" && upper == "" {
		return
	}
	fields := p.fieldsOf(row.kind)
	i := slices.IndexFunc(fields, func(f formField) bool { return f.name == name })
	if i < 0 {
		row.fault(p, column, model.Fault(model.Invalid, "", "paste.field", "ThingKind", string(row.kind), "Field", p.w.Field(string(row.kind), name)))
		return
	}
	f := fields[i]
	v, err := p.r.parse(f, p.entered(f, text, upper), nil)
	if err == nil && v != nil && f.name != "tags" {
		// What the model itself would say, before it is asked to keep it.
		probe := &model.Element{ID: "probe", Kind: row.kind}
		put(probe, []fieldEdit{{f, nil, v}})
		if _, faults := probe.Clean(""); len(faults) > 0 {
			err = faults[0]
		}
	}
	switch {
	case err != nil:
		row.fault(p, column, err)
	case v != nil:
		row.values[name] = v
	}
}

func (p *pasting) fieldsOf(k model.Kind) []formField {
	if p.fields[k] == nil {
		p.fields[k] = slices.DeleteFunc(p.r.fieldsOf(k, nil), func(f formField) bool { return f.name == "refs" })
	}
	return p.fields[k]
}

// Words that spreadsheets put into cells that one ticks.
var (
	ticks   = []string{"true", "1", "x", "✓", "✔", "☑", "y", "yes", "oui", "vrai", "是", "对", "有", "بله", "آری", "درست"}
	crosses = []string{"false", "0", "✗", "☐", "n", "no", "non", "faux", "否", "不", "无", "خیر", "نه", "نادرست"}
)

// between are the ways to write an interval: 100–200, 100 to 200.
var between = regexp.MustCompile(`^(.*[\d۰-۹٠-٩])\s*(?:–|—|~|～|\.\.\.?|…| - | to | à | bis |至|到| تا )\s*([^–—]*[\d۰-۹٠-٩].*)$`)

// entered is a cell as a form would have it.
func (p *pasting) entered(f formField, text, upper string) entered {
	if f.name == "name" || strings.HasPrefix(f.name, "names.") || f.name == "owner" || f.is(model.TypeText) {
		return entered{Text: strings.Join(strings.Fields(text), " ")}
	}
	switch {
	case f.is(model.TypeNumber, model.TypeWhole):
		if m := between.FindStringSubmatch(text); m != nil && upper == "" {
			text, upper = m[1], m[2]
		}
		return entered{Text: bareFigure(text), Upper: bareFigure(upper)}
	case f.is(model.TypeBool):
		switch word := strings.ToLower(text); {
		case slices.Contains(ticks, word):
			return entered{Text: "true"}
		case slices.Contains(crosses, word):
			return entered{Text: "false"}
		}
		return entered{Text: text}
	case f.is(model.TypeChoice):
		return entered{Text: p.choice(f.prop, text)}
	case f.ticked():
		var many []string
		for _, one := range separated(text) {
			many = append(many, p.choice(f.prop, one))
		}
		return entered{Many: many}
	case f.is(model.TypeDate):
		return entered{Text: bareDate(text)}
	case f.is(model.TypeList):
		return entered{Text: strings.Join(separated(text), "\n")}
	}
	return entered{Text: text}
}

// bareFigure is a figure without the signs of currencies around it.
func bareFigure(s string) string {
	return strings.TrimFunc(s, func(r rune) bool { return unicode.Is(unicode.Sc, r) || unicode.IsSpace(r) })
}

var slashed = regexp.MustCompile(`^(\d{4})[./年-](\d{1,2})[./月-](\d{1,2})日?$`)

// bareDate is a day, year first, in the form in which it is kept; anything else stays as it is.
func bareDate(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= '۰' && r <= '۹':
			return r - '۰' + '0'
		case r >= '٠' && r <= '٩':
			return r - '٠' + '0'
		}
		return r
	}, s)
	m := slashed.FindStringSubmatch(s)
	if m == nil {
		return s
	}
	pad := func(n string) string { return strings.Repeat("0", 2-len(n)) + n }
	return m[1] + "-" + pad(m[2]) + "-" + pad(m[3])
}

// choice is the value that a word stands for in any of the languages; the word itself where it stands for none.
func (p *pasting) choice(prop *model.Prop, word string) string {
	words, ok := p.choices[prop.Name]
	if !ok {
		for _, lang := range say.Languages() {
			w := p.w
			w.Say = say.For(lang)
			for _, o := range w.Choices(prop) {
				words = append(words, wordChoice{find.Fold(o.Label), o.Value}, wordChoice{find.Fold(o.Value), o.Value})
			}
		}
		p.choices[prop.Name] = words
	}
	folded := find.Fold(word)
	for _, c := range words {
		if c.word == folded {
			return c.value
		}
	}
	return word
}

// decide says what becomes of a row.
func (p *pasting) decide(row *pasteRow, seen map[string]bool) {
	key := string(row.kind) + " " + find.Fold(row.name)
	same := p.named(row.kind, row.name)
	switch {
	case len(row.faults) > 0:
		row.fate = pasteFault
	case p.same == pasteAdd:
		row.fate = pasteAdd
	case seen[key]:
		row.fate = pasteTwice
	case len(same) == 0:
		row.fate = pasteAdd
	case p.same == pasteSet && len(same) > 1:
		row.fault(p, -1, model.Fault(model.Invalid, "", "form.several", "Value", shortened(row.name, 80)))
		row.fate = pasteFault
	case p.same == pasteSet && len(p.edits(row, same[0])) > 0:
		row.fate = pasteSet
	default:
		row.fate = pasteSkip
	}
	if row.fate != pasteFault {
		seen[key] = true
	}
	if len(same) > 0 {
		row.there = same[0]
	}
}

// named are the elements of a kind that bear a name in any language.
func (p *pasting) named(k model.Kind, name string) []*model.Element {
	if p.there[k] == nil {
		p.there[k] = map[string][]*model.Element{}
		for _, e := range p.r.graph.OfKind(k) {
			keys := map[string]bool{find.Fold(e.Name): true}
			for _, n := range e.Names {
				keys[find.Fold(n)] = true
			}
			delete(keys, "")
			for key := range keys {
				p.there[k][key] = append(p.there[k][key], e)
			}
		}
	}
	return p.there[k][find.Fold(name)]
}

// edits are the fields of a row that the element has otherwise. What the row leaves open stays; tags are added.
func (p *pasting) edits(row *pasteRow, e *model.Element) []fieldEdit {
	var out []fieldEdit
	for _, f := range p.fieldsOf(row.kind) {
		v, ok := row.values[f.name]
		if !ok || f.name == "name" {
			continue
		}
		old := fieldValue(e, f.name)
		if f.name == "tags" {
			tags, _ := v.([]string)
			v = slices.Compact(slices.Sorted(slices.Values(slices.Concat(e.Tags, tags))))
		}
		if !model.Same(old, v) {
			out = append(out, fieldEdit{f, old, v})
		}
	}
	return out
}

// ops are what the rows make, and for each the row that it comes from.
func (p *pasting) ops(id func(kind string, n int) string) (all []model.Op, from []int) {
	for i := range p.rows {
		row := &p.rows[i]
		switch row.fate {
		case pasteAdd:
			e := &model.Element{ID: id(string(row.kind), i), Kind: row.kind}
			var edits []fieldEdit
			for _, f := range p.fieldsOf(row.kind) {
				if v, ok := row.values[f.name]; ok {
					edits = append(edits, fieldEdit{f, nil, v})
				}
			}
			put(e, edits)
			all, from = append(all, model.Add(e)), append(from, i)
		case pasteSet:
			for _, op := range ops(row.there.ID, p.edits(row, row.there)) {
				all, from = append(all, op), append(from, i)
			}
		}
	}
	return all, from
}

// count is how many rows have this fate.
func (p *pasting) count(fate string) int {
	n := 0
	for _, row := range p.rows {
		if row.fate == fate {
			n++
		}
	}
	return n
}
