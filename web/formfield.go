package web

import (
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/exchange"
	"rootline/model/find"
	"rootline/templates"
)

// formField is one field of an element or link as a form asks for it.
type formField struct {
	name string      // of the field, and of its input: "name", "props.cost_per_month"
	kind string      // of the element or link
	prop *model.Prop // nil where it is no prop
}

// entered is what stands in the inputs of one field.
type entered struct {
	Text        string
	Upper, Sure string   // of a number: the end of an interval, how sure it is
	Many        []string // ids that were picked, choices that were ticked
}

func (e entered) same(o entered) bool {
	return e.Text == o.Text && e.Upper == o.Upper && e.Sure == o.Sure && slices.Equal(e.Many, o.Many)
}

// is says whether the field holds values of this type.
func (f formField) is(types ...model.PropType) bool {
	return f.prop != nil && slices.Contains(types, f.prop.Type)
}

// ticked says whether the field is a list of choices to tick.
func (f formField) ticked() bool { return f.is(model.TypeList) && len(f.prop.Choices) > 0 }

// fieldsOf are the fields of a kind of element in this workspace, in the order of its form. Languages lists those in which
// e has a name beside those of the workspace.
func (r *room) fieldsOf(k model.Kind, e *model.Element) []formField {
	fields := []formField{{name: "name", kind: string(k)}}
	if k == model.Foreign && e != nil { // the one kind that can become another
		fields = append(fields, formField{name: "kind", kind: string(k)})
	}
	props := r.wording().Props(k)
	for i := range props {
		fields = append(fields, formField{name: model.PropField(props[i].Name), kind: string(k), prop: &props[i]})
	}
	for _, name := range []string{"owner", "notes", "tags", "refs"} {
		fields = append(fields, formField{name: name, kind: string(k)})
	}
	languages := slices.Clone(r.Place.Languages[min(1, len(r.Place.Languages)):])
	if e != nil {
		for l := range e.Names {
			if !slices.Contains(languages, l) {
				languages = append(languages, l)
			}
		}
	}
	for _, l := range languages {
		fields = append(fields, formField{name: "names." + l, kind: string(k)})
	}
	return fields
}

// linkFields are the fields of a kind of link.
func linkFields(k model.LinkKind) []formField {
	spec := k.Spec()
	var fields []formField
	for i := range spec.Props {
		fields = append(fields, formField{name: model.PropField(spec.Props[i].Name), kind: string(k), prop: &spec.Props[i]})
	}
	return fields
}

// show is how a value stands in the form of a field.
func (r *room) show(f formField, v any) entered {
	lang := r.Say.Lang()
	switch v := v.(type) {
	case string:
		if f.name == "owner" {
			return entered{Text: r.person(v)}
		}
		return entered{Text: tidy(f, v)}
	case bool:
		if v {
			return entered{Text: "true"}
		}
		return entered{Text: "false"}
	case model.Number:
		e := entered{Text: writeFigure(lang, v.Lo), Sure: v.Confidence}
		if v.IsInterval() {
			e.Upper = writeFigure(lang, v.Hi)
		}
		return e
	case []string:
		if f.ticked() || f.is(model.TypeIDs) {
			return entered{Many: v}
		}
		if f.name == "tags" {
			return entered{Text: strings.Join(v, r.Say.T("say.list.comma"))}
		}
		return entered{Text: strings.Join(v, "\n")}
	case []model.Ref:
		lines := make([]string, len(v))
		for i, ref := range v {
			lines[i] = strings.TrimSpace(ref.URL + " " + ref.Title)
		}
		return entered{Text: strings.Join(lines, "\n")}
	}
	return entered{}
}

// tidy is a text without what a form cannot carry: line ends are \n, and there is no space around what is no long text.
func tidy(f formField, s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	if f.name == "notes" || f.is(model.TypeLong) {
		return strings.TrimRight(s, " \t\n")
	}
	return strings.TrimSpace(s)
}

// fieldValue is the value of a form's field in an element; tags are one field here.
func fieldValue(e *model.Element, name string) any {
	if name != "tags" {
		return e.Field(name)
	}
	if len(e.Tags) == 0 {
		return nil
	}
	return e.Tags
}

// read takes what was entered for the field, and whether the form had it at all.
func (f formField) read(c echo.Context) (entered, bool) {
	form, err := c.FormParams()
	if err != nil {
		return entered{}, false
	}
	_, there := form[f.name]
	e := entered{Text: tidy(f, form.Get(f.name))}
	switch {
	case f.ticked():
		e = entered{Many: fields(c, f.name)}
		there = there || slices.Contains(form["has"], f.name)
	case f.is(model.TypeIDs):
		e.Many = slices.Compact(fields(c, f.name+".id"))
	case f.is(model.TypeNumber):
		e.Upper, e.Sure = field(c, f.name+".hi"), field(c, f.name+".confidence")
	}
	return e, there
}

// parse turns what was entered into a value, nil for nothing. was is the value that the form was drawn with.
func (r *room) parse(f formField, e entered, was any) (any, *model.Error) {
	switch f.name {
	case "name":
		if e.Text == "" {
			return nil, model.Fault(model.Invalid, f.name, "required")
		}
		return e.Text, nil
	case "owner":
		return r.ownerOf(e.Text, was), nil
	case "kind":
		if model.Kind(e.Text).Spec() == nil {
			return nil, model.Fault(model.Invalid, f.name, "kind", "Value", e.Text)
		}
		return e.Text, nil
	case "tags":
		return readTags(e.Text)
	case "refs":
		return readRefs(e.Text)
	}
	if f.prop == nil { // notes, names.fr
		return orNil(e.Text), nil
	}
	v, err := r.parseProp(f, e, was)
	if err != nil {
		return nil, err
	}
	return f.prop.Value(f.name, v)
}

func orNil(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func (r *room) parseProp(f formField, e entered, was any) (any, *model.Error) {
	switch f.prop.Type {
	case model.TypeNumber, model.TypeWhole:
		return r.parseNumber(f, e, was)
	case model.TypeBool:
		if e.Text == "" {
			return nil, nil
		}
		return e.Text == "true", nil
	case model.TypeIDs:
		return r.parseIDs(f, e)
	case model.TypeList:
		if f.ticked() {
			return e.Many, nil
		}
		return exchange.Listed(e.Text), nil
	}
	return orNil(e.Text), nil
}

func (r *room) parseNumber(f formField, e entered, was any) (any, *model.Error) {
	if e.Text == "" && e.Upper == "" {
		return nil, nil
	}
	if e.Text == "" {
		return nil, model.Fault(model.Invalid, f.name, "form.lower")
	}
	lo, ok := readFigure(r.Say.Lang(), e.Text)
	if !ok {
		return nil, model.Fault(model.Invalid, f.name, "form.figure", "Value", shortened(e.Text, 40))
	}
	n := model.Number{Lo: lo, Hi: lo, Confidence: e.Sure}
	if e.Upper != "" {
		if n.Hi, ok = readFigure(r.Say.Lang(), e.Upper); !ok {
			return nil, model.Fault(model.Invalid, f.name, "form.figure", "Value", shortened(e.Upper, 40))
		}
	}
	if n.Lo > n.Hi {
		return nil, model.Fault(model.Invalid, f.name, "form.interval")
	}
	if old, ok := was.(model.Number); ok && f.prop.Type == model.TypeWhole && old.Lo == n.Lo {
		return old, nil // how sure it is is not asked, and stays
	}
	return n, nil
}

// parseIDs returns the ids that were picked, and those of the elements whose names were typed, separated by commas.
func (r *room) parseIDs(f formField, e entered) (any, *model.Error) {
	ids := slices.Clone(e.Many)
	names := []string{e.Text}
	if len(r.byName(e.Text, f.prop.Of)) == 0 { // nothing is called that, commas and all
		names = separated(e.Text)
	}
	for _, name := range names {
		found := r.byName(name, f.prop.Of)
		switch len(found) {
		case 0:
			return nil, model.Fault(model.Invalid, f.name, "form.unknown", "Value", shortened(name, 80))
		case 1:
			ids = append(ids, found[0].ID)
		default:
			return nil, model.Fault(model.Invalid, f.name, "form.several", "Value", shortened(name, 80))
		}
	}
	for _, id := range ids {
		if other := r.graph.Element(id); other == nil || f.prop.Of != "" && other.Kind != f.prop.Of {
			return nil, model.Fault(model.Invalid, f.name, "absent", "ID", id)
		}
	}
	return slices.Compact(ids), nil
}

// byName returns the elements of these kinds that have this name in any language, folded as in a search.
func (r *room) byName(name string, kinds ...model.Kind) []*model.Element {
	want := find.Fold(strings.TrimSpace(name))
	if want == "" {
		return nil
	}
	var found []*model.Element
	for _, k := range kinds {
		for _, e := range r.graph.OfKind(k) {
			if find.Fold(e.Name) == want || e.Name == "" && e.ID == name || hasName(e, want) {
				found = append(found, e)
			}
		}
	}
	return found
}

func hasName(e *model.Element, want string) bool {
	for _, n := range e.Names {
		if find.Fold(n) == want {
			return true
		}
	}
	return false
}

// ownerOf turns a name into a member's id where exactly one member bears it; the present owner wins among namesakes.
func (r *room) ownerOf(name string, was any) any {
	if name == "" {
		return nil
	}
	if old, ok := was.(string); ok && r.person(old) == name {
		return old
	}
	var ids []string
	for _, m := range r.members {
		if m.Name == name {
			ids = append(ids, m.ID)
		}
	}
	if len(ids) == 1 {
		return ids[0]
	}
	return name
}

// separated splits text at commas of any script and at line ends.
func separated(s string) []string {
	var out []string
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",،，、\n", r) }) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

func readTags(s string) (any, *model.Error) {
	tags := separated(s)
	for _, t := range tags {
		if len([]rune(t)) > 100 {
			return nil, model.Fault(model.Invalid, "tags", "tag")
		}
	}
	slices.Sort(tags)
	if tags = slices.Compact(tags); len(tags) == 0 {
		return nil, nil
	}
	return tags, nil
}

// readRefs reads one reference from each line: its address, and its title after a space, or the other way round.
func readRefs(s string) (any, *model.Error) {
	var refs []model.Ref
	for _, l := range exchange.Listed(s) {
		words := strings.Fields(l)
		i := slices.IndexFunc(words, model.SafeURL)
		if i < 0 {
			return nil, model.Fault(model.Invalid, "refs", "ref")
		}
		address := words[i]
		refs = append(refs, model.Ref{URL: address, Title: strings.Join(slices.Delete(words, i, i+1), " ")})
	}
	if len(refs) == 0 {
		return nil, nil
	}
	return refs, nil
}

// input draws a field with what stands in it.
func (r *room) input(w templates.Wording, f formField, e entered, message string) templates.Input {
	in := templates.Input{Field: templates.Field{Name: f.name, Label: w.Field(f.kind, f.name), Value: e.Text, Error: message}}
	in.Field.Hint = r.hint(f)
	switch f.name {
	case "name":
		in.Widget, in.Field.Required = templates.WidgetText, true
		if model.Kind(f.kind).Spec() != nil {
			in.Field.Example = r.Say.T("kind." + f.kind + ".example")
		}
		return in
	case "kind":
		in.Widget, in.Field.Hint = templates.WidgetSelect, r.Say.T("records.foreign.hint")
		for _, k := range model.AllKinds() {
			in.Options = append(in.Options, templates.Option{Value: string(k), Label: r.Say.Kind(k, false)})
		}
		return in
	case "owner":
		in.Widget = templates.WidgetPerson
		for _, m := range r.members {
			in.Options = append(in.Options, templates.Option{Value: m.Name})
		}
		return in
	case "notes":
		in.Widget, in.Field.Rows = templates.WidgetLong, 6
		return in
	case "refs":
		in.Widget, in.Field.Dir = templates.WidgetLong, "ltr"
		return in
	}
	if f.prop == nil {
		in.Widget = templates.WidgetText
		return in
	}
	r.propInput(w, f, e, &in)
	return in
}

func (r *room) hint(f formField) string {
	if all := r.Place.Languages; f.name == "name" && len(all) > 1 && all[0] != r.Say.Lang() {
		return r.Say.T("records.name.hint", "Language", r.wording().Language(all[0]))
	}
	if f.prop == nil {
		return r.Say.Hint(f.kind, f.name)
	}
	hint := r.Say.Hint(f.kind, f.prop.Name)
	if f.is(model.TypeList) && !f.ticked() && hint == "" {
		hint = r.Say.T("records.form.lines")
	}
	return hint
}

// fewChoices is how many choices stand side by side; more become a list to open.
const fewChoices = 5

func (r *room) propInput(w templates.Wording, f formField, e entered, in *templates.Input) {
	p := f.prop
	unknown := templates.Option{Label: r.Say.T("part.unknown"), On: e.Text == ""}
	switch p.Type {
	case model.TypeLong:
		in.Widget = templates.WidgetLong
	case model.TypeNumber:
		in.Widget = templates.WidgetNumber
		in.Number = templates.NumberField{Field: in.Field, Upper: e.Upper, Confidence: e.Sure}
		in.Number.Unit = templates.UnitWords(r.Say, p.Unit, r.Place.Currency)
		if f.prop.Name == "order" {
			in.Number.Plain = true
		}
	case model.TypeWhole:
		if p.Max-p.Min > 10 {
			in.Widget, in.Field.Short, in.Field.InputMode = templates.WidgetText, true, "numeric"
			return
		}
		in.Widget, in.Options = templates.WidgetSeg, append(w.Choices(p), unknown)
	case model.TypeBool:
		in.Widget = templates.WidgetYesNo
	case model.TypeDate:
		in.Widget, in.Field.Type, in.Field.Short = templates.WidgetText, "date", true
	case model.TypeChoice:
		in.Options = w.Choices(p)
		if !slices.ContainsFunc(in.Options, func(o templates.Option) bool { return o.Value == e.Text }) && e.Text != "" {
			in.Options = append(in.Options, templates.Option{Value: e.Text, Label: e.Text})
		}
		in.Widget = templates.WidgetSelect
		if len(in.Options) <= fewChoices {
			in.Widget, in.Options = templates.WidgetSeg, append(in.Options, unknown)
		}
	case model.TypeList:
		in.Widget = templates.WidgetLong
		if f.ticked() {
			in.Widget = templates.WidgetChecks
			in.Options = w.Choices(p)
			for i := range in.Options {
				in.Options[i].On = slices.Contains(e.Many, in.Options[i].Value)
			}
		}
	case model.TypeIDs:
		in.Widget = templates.WidgetPick
		in.Pick = r.pick(in.Field, []model.Kind{p.Of}, e.Many)
		in.Pick.Several = true
	default:
		in.Widget = templates.WidgetText
	}
}
