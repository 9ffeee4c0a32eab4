package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/exchange"
	"rootline/model/find"
	"rootline/templates"
)

// fieldTypes are the types that the form of a field offers.
var fieldTypes = []model.PropType{model.TypeText, model.TypeLong, model.TypeNumber, model.TypeDate, model.TypeBool, model.TypeChoice, model.TypeList}

// fieldList shows the fields that a workspace adds to its kinds, and the form for another.
func (s *Server) fieldList(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	return s.showFields(r, http.StatusOK, templates.OwnFieldForm{Kind: c.QueryParam("kind"), Type: string(model.TypeText)})
}

func (s *Server) showFields(r *room, status int, add templates.OwnFieldForm) error {
	v := templates.FieldsView{Add: add}
	v.Add.New, v.Add.Title, v.Add.Action, v.Add.Button = true, r.Say.T("fields.add"), r.space.URL("settings", "fields"), r.Say.T("fields.add.go")
	r.fieldChoices(&v.Add)
	for _, k := range model.AllKinds() {
		own := fieldsOfKind(r.Place.Fields, k)
		if len(own) == 0 {
			continue
		}
		icon, layer := templates.Look(&model.Element{Kind: k})
		kind := templates.FieldKind{Thing: templates.Thing{Kind: k, Icon: icon, Layer: layer, Name: r.Say.Upper(r.Say.Kind(k, true))}}
		for i, f := range own {
			row := templates.FieldRow{Label: r.wording().Label(string(k), f.Name), Type: r.Say.T("fields.type." + string(f.Type)), Detail: f.Unit, Used: usedBy(r.graph, f), URL: r.fieldURL(f), First: i == 0, Last: i == len(own)-1}
			if len(f.Choices) > 0 {
				row.Detail = strings.Join(f.Choices, r.Say.T("say.list.comma"))
			}
			kind.Rows = append(kind.Rows, row)
		}
		v.Kinds = append(v.Kinds, kind)
	}
	return s.render(r.c, status, templates.OwnFields(s.fieldsPage(r, r.Say.T("fields.title")), v))
}

func (s *Server) fieldsPage(r *room, title string) templates.Page {
	p := s.roomPage(r, title, "settings")
	p.Crumbs = []templates.Crumb{{Label: r.Say.T("frame.settings"), URL: r.space.URL("settings")}}
	if title != r.Say.T("fields.title") {
		p.Crumbs = append(p.Crumbs, templates.Crumb{Label: r.Say.T("fields.title"), URL: r.space.URL("settings", "fields")})
	}
	return p
}

func (r *room) fieldURL(f model.OwnField) string {
	return r.space.URL("settings", "fields", string(f.Kind), f.Name)
}

// fieldsOfKind are the fields of one kind, in their order.
func fieldsOfKind(all []model.OwnField, k model.Kind) []model.OwnField {
	return slices.DeleteFunc(slices.Clone(all), func(f model.OwnField) bool { return f.Kind != k })
}

// usedBy is how many elements have a value in a field.
func usedBy(g *model.Graph, f model.OwnField) int {
	n := 0
	for _, e := range g.OfKind(f.Kind) {
		if e.Props.Known(f.Name) {
			n++
		}
	}
	return n
}

// fieldChoices fills in what the form of a field offers.
func (r *room) fieldChoices(f *templates.OwnFieldForm) {
	for _, k := range model.AllKinds() {
		if k != model.Foreign {
			f.Kinds = append(f.Kinds, templates.Option{Value: string(k), Label: r.Say.Upper(r.Say.Kind(k, false))})
		}
	}
	types := fieldTypes
	if f.Type != "" && !slices.Contains(types, model.PropType(f.Type)) && slices.Contains(model.OwnTypes, f.Type) {
		types = append(slices.Clip(types), model.PropType(f.Type)) // one that a file brought
	}
	for _, t := range types {
		f.Types = append(f.Types, templates.Option{Value: string(t), Label: r.Say.T("fields.type." + string(t))})
	}
}

// enteredField is what the form of a field says; its name stays empty.
func enteredField(c echo.Context) (templates.OwnFieldForm, model.OwnField, *model.Error) {
	f := templates.OwnFieldForm{Kind: field(c, "kind"), Label: strings.Join(strings.Fields(field(c, "label")), " "), Type: field(c, "type"), Unit: field(c, "unit"), Choices: field(c, "choices")}
	own := model.OwnField{Kind: model.Kind(f.Kind), Label: f.Label, Type: model.PropType(f.Type)}
	var faults []*model.Error
	if own.Label == "" {
		faults = append(faults, model.Fault(model.Invalid, "label", "required"))
	}
	switch own.Type {
	case model.TypeNumber, model.TypeWhole:
		own.Unit = f.Unit
	case model.TypeChoice, model.TypeList:
		for _, l := range exchange.Listed(f.Choices) {
			if !slices.Contains(own.Choices, l) {
				own.Choices = append(own.Choices, l)
			}
		}
		if own.Type == model.TypeChoice && len(own.Choices) < 2 {
			faults = append(faults, model.Fault(model.Invalid, "choices", "field.choices"))
		}
	}
	if len([]rune(f.Unit)) > 60 {
		faults = append(faults, model.Fault(model.Invalid, "unit", "text.long", "Max", 60))
	}
	if len(faults) == 0 {
		return f, own, nil
	}
	first := faults[0]
	first.Also = faults[1:]
	return f, own, first
}

// fieldAdd adds a field to a kind.
func (s *Server) fieldAdd(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	f, own, fault := enteredField(c)
	if fault == nil && own.Kind.Spec() == nil {
		fault = model.Fault(model.Invalid, "kind", "kind", "Value", f.Kind)
	}
	if fault == nil {
		err = s.store.EditFields(c.Request().Context(), r.Place.ID, func(all []model.OwnField) ([]model.OwnField, error) {
			for _, have := range fieldsOfKind(all, own.Kind) {
				if find.Fold(r.labelOf(have)) == find.Fold(own.Label) {
					return nil, model.Fault(model.Invalid, "label", "field.taken", "Field", own.Label)
				}
			}
			own.Name = newFieldName(r.graph, all, own)
			return append(slices.Clone(all), own), nil
		}, author(c))
		var ok bool
		if fault, ok = mendable(err); !ok && err != nil {
			return err
		}
	}
	if fault != nil {
		f.Errors = r.fieldErrors(fault)
		return s.showFields(r, Status(fault.Kind), f)
	}
	s.flashAside(r, r.Say.T("fields.added", "Name", r.Say.Quote(own.Label)), "")
	return c.Redirect(http.StatusSeeOther, r.space.URL("settings", "fields"))
}

func (r *room) labelOf(f model.OwnField) string {
	w := r.wording()
	w.Own = []model.OwnField{f}
	return w.Label(string(f.Kind), f.Name)
}

// fieldErrors puts the faults of the settings beside the inputs of the form.
func (r *room) fieldErrors(e *model.Error) []templates.FieldError {
	out := fieldErrors(r.Say, e)
	for i := range out {
		if at := strings.LastIndex(out[i].Field, "]."); at >= 0 { // fields[3].label
			out[i].Field = out[i].Field[at+2:]
		}
		if strings.HasPrefix(out[i].Field, "choices") {
			out[i].Field = "choices"
		}
	}
	return out
}

// newFieldName is a name for the prop of a new field: its label, as far as that is written in Latin letters. One of the same
// label gets the same name again, and with it the values that stayed; another never gets values that are not its own.
func newFieldName(g *model.Graph, all []model.OwnField, f model.OwnField) string {
	taken := func(name string) bool {
		return f.Kind.Spec().Prop(name) != nil || slices.ContainsFunc(all, func(o model.OwnField) bool { return o.Kind == f.Kind && o.Name == name })
	}
	var b strings.Builder
	whole := true
	for _, r := range find.Fold(f.Label) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9' && b.Len() > 0:
			b.WriteRune(r)
		case r == ' ' || r == '-' || r == '_' || r == '.':
			if b.Len() > 0 && !strings.HasSuffix(b.String(), "_") {
				b.WriteByte('_')
			}
		case r > 127:
			whole = false
		}
		if b.Len() >= 48 {
			break
		}
	}
	name := strings.Trim(b.String(), "_")
	if name != "" && whole && !taken(name) {
		return name
	}
	if name == "" || !whole {
		name = "field"
	}
	for i := 1; ; i++ {
		next := name + "_" + strconv.Itoa(i)
		if !taken(next) && usedBy(g, model.OwnField{Kind: f.Kind, Name: next}) == 0 {
			return next
		}
	}
}

// ownField finds the field that the path names. Errors: NotFound.
func (s *Server) ownField(c echo.Context) (*room, model.OwnField, error) {
	r, err := s.enter(c)
	if err != nil {
		return nil, model.OwnField{}, err
	}
	i := slices.IndexFunc(r.Place.Fields, named(c))
	if i < 0 {
		return nil, model.OwnField{}, model.Fault(model.NotFound, "", "not-found")
	}
	return r, r.Place.Fields[i], nil
}

// named says of a field whether the path names it.
func named(c echo.Context) func(model.OwnField) bool {
	return func(f model.OwnField) bool { return string(f.Kind) == c.Param("kind") && f.Name == c.Param("name") }
}

// fieldEditPage is the form of one field.
func (s *Server) fieldEditPage(c echo.Context) error {
	r, own, err := s.ownField(c)
	if err != nil {
		return err
	}
	return s.showField(r, http.StatusOK, own, templates.OwnFieldForm{Label: r.labelOf(own), Type: string(own.Type), Unit: own.Unit, Choices: strings.Join(own.Choices, "\n"),
		Seen: carries("label", r.labelOf(own), "type", string(own.Type), "unit", own.Unit, "choices", strings.Join(own.Choices, "\n"))})
}

func (s *Server) showField(r *room, status int, own model.OwnField, f templates.OwnFieldForm) error {
	at := r.fieldURL(own)
	f.Title, f.Action, f.Cancel, f.Button = r.Say.T("records.edit.title", "Name", r.Say.Quote(r.labelOf(own))), at, r.space.URL("settings", "fields"), r.Say.T("part.save")
	f.Used, f.RemoveURL = usedBy(r.graph, own), at+"/remove"
	r.fieldChoices(&f)
	return s.render(r.c, status, templates.OwnField(s.fieldsPage(r, f.Title), f))
}

// fieldEdit changes a field. Values that do not fit its new type stay as they are, and are counted.
func (s *Server) fieldEdit(c echo.Context) error {
	r, was, err := s.ownField(c)
	if err != nil {
		return err
	}
	f, own, fault := enteredField(c)
	own.Kind, own.Name = was.Kind, was.Name
	saw, typed := look(c), own
	if fault == nil {
		err = s.store.EditFields(c.Request().Context(), r.Place.ID, func(all []model.OwnField) ([]model.OwnField, error) {
			all = slices.Clone(all)
			i := slices.IndexFunc(all, named(c))
			if i < 0 {
				return nil, model.Fault(model.NotFound, "", "not-found")
			}
			saw, own = look(c), typed // it may run twice
			r.merged(saw, &own, all[i])
			f.Label, f.Type, f.Unit, f.Choices = own.Label, string(own.Type), own.Unit, strings.Join(own.Choices, "\n")
			all[i] = own
			return all, saw.fault()
		}, author(c))
		var ok bool
		if fault, ok = mendable(err); !ok && err != nil {
			return err
		}
	}
	if fault != nil {
		if f.Seen = saw.form(); len(f.Seen.Stale) == 0 {
			f.Errors = r.fieldErrors(fault)
		}
		return s.showField(r, Status(fault.Kind), was, f)
	}
	text := r.Say.T("part.saved")
	if n := unfit(r.graph, own); n > 0 {
		text = r.Say.T("fields.unfit", "count", n)
	}
	s.flashAside(r, text, "")
	return c.Redirect(http.StatusSeeOther, r.space.URL("settings", "fields"))
}

// merged puts into a field, as a form has it, what somebody else gave it meanwhile.
func (r *room) merged(saw *seen, own *model.OwnField, now model.OwnField) {
	kinds := func(t string) string { return r.Say.T("fields.type." + t) }
	own.Label = saw.text("label", r.Say.T("fields.label"), own.Label, r.labelOf(now))
	own.Type = model.PropType(saw.field("type", r.Say.T("fields.type"), string(own.Type), string(now.Type), kinds))
	own.Unit = saw.text("unit", r.Say.T("fields.unit"), own.Unit, now.Unit)
	own.Choices = exchange.Listed(saw.text("choices", r.Say.T("fields.choices"), strings.Join(own.Choices, "\n"), strings.Join(now.Choices, "\n")))
}

// unfit is how many elements have a value that is not of a field's type.
func unfit(g *model.Graph, f model.OwnField) int {
	p, n := f.Prop(), 0
	for _, e := range g.OfKind(f.Kind) {
		if _, err := p.Value("", e.Props[f.Name]); err != nil {
			n++
		}
	}
	return n
}

// fieldMove puts a field one place up or down among those of its kind.
func (s *Server) fieldMove(c echo.Context) error {
	r, _, err := s.ownField(c)
	if err != nil {
		return err
	}
	err = s.store.EditFields(c.Request().Context(), r.Place.ID, func(all []model.OwnField) ([]model.OwnField, error) {
		all = slices.Clone(all)
		var of []int // positions of the fields of this kind
		at := -1
		for i, f := range all {
			if string(f.Kind) != c.Param("kind") {
				continue
			}
			if f.Name == c.Param("name") {
				at = len(of)
			}
			of = append(of, i)
		}
		to := at + 1
		if field(c, "to") == "up" {
			to = at - 1
		}
		if at >= 0 && to >= 0 && to < len(of) {
			all[of[at]], all[of[to]] = all[of[to]], all[of[at]]
		}
		return all, nil
	}, author(c))
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, r.space.URL("settings", "fields"))
}

// fieldRemovePage asks before a field goes, and says what becomes of its values.
func (s *Server) fieldRemovePage(c echo.Context) error {
	r, own, err := s.ownField(c)
	if err != nil {
		return err
	}
	q := templates.Question{Title: r.Say.T("fields.remove.title", "Name", r.Say.Quote(r.labelOf(own))), Text: r.Say.T("fields.remove.says", "count", usedBy(r.graph, own)),
		Action: r.fieldURL(own) + "/remove", Yes: r.Say.T("fields.remove"), No: r.space.URL("settings", "fields")}
	return s.render(c, http.StatusOK, templates.ConfirmPage(s.fieldsPage(r, q.Title), q))
}

// fieldRemove takes a field away; its values stay with their elements. Sent twice, it is done.
func (s *Server) fieldRemove(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	err = s.store.EditFields(c.Request().Context(), r.Place.ID, func(all []model.OwnField) ([]model.OwnField, error) {
		return slices.DeleteFunc(slices.Clone(all), named(c)), nil
	}, author(c))
	if err != nil {
		return err
	}
	s.flashAside(r, r.Say.T("fields.removed"), "")
	return c.Redirect(http.StatusSeeOther, r.space.URL("settings", "fields"))
}
