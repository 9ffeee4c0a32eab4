package templates

import (
	"strconv"
	"strings"

	"rootline/model"
	"rootline/templates/say"
)

// Wording words what elements and links hold, for one reader in one workspace.
type Wording struct {
	Say      *say.Printer
	Currency string                 // ISO 4217
	Name     func(id string) string // of an element; its id where it is not there
	Person   func(id string) string // of an owner: a member's name, or the text as it is
	Own      []model.OwnField       // fields that the workspace added
}

// Props are the props of a kind of element with the workspace's own fields behind them.
func (w Wording) Props(k model.Kind) []model.Prop {
	spec := k.Spec()
	if spec == nil {
		return nil
	}
	props := spec.Props
	for _, f := range w.Own {
		if f.Kind == k {
			props = append(props[:len(props):len(props)], f.Prop())
		}
	}
	return props
}

// Prop finds the description of a prop of the kind of element or link, nil where it is none of the registry's and none of
// the workspace's own.
func (w Wording) Prop(kind, name string) *model.Prop {
	if spec := model.LinkKind(kind).Spec(); spec != nil && model.Kind(kind).Spec() == nil {
		return spec.Prop(name)
	}
	if spec := model.Kind(kind).Spec(); spec != nil {
		if p := spec.Prop(name); p != nil {
			return p
		}
	}
	for _, f := range w.Own {
		if string(f.Kind) == kind && f.Name == name {
			p := f.Prop()
			return &p
		}
	}
	return nil
}

// Label names a prop of the kind of element or link.
func (w Wording) Label(kind, name string) string {
	if w.Say.Has("prop."+kind+"."+name) || w.Say.Has("prop."+name) && w.registered(kind, name) {
		return w.Say.Prop(kind, name)
	}
	for _, f := range w.Own {
		if f.Label != "" && string(f.Kind) == kind && f.Name == name {
			return f.Label
		}
	}
	return w.Say.Upper(strings.ReplaceAll(name, "_", " "))
}

func (w Wording) registered(kind, name string) bool {
	if spec := model.Kind(kind).Spec(); spec != nil && spec.Prop(name) != nil {
		return true
	}
	spec := model.LinkKind(kind).Spec()
	return spec != nil && spec.Prop(name) != nil
}

// Field names any field of the kind of element or link: "name", "names.fr", "tags.X", "props.wait_s", "from".
func (w Wording) Field(kind, field string) string {
	head, rest, _ := strings.Cut(field, ".")
	switch head {
	case "props":
		return w.Label(kind, rest)
	case "names":
		return w.Say.T("prop.names", "Language", w.Language(rest))
	case "tags":
		if rest == "" {
			return w.Say.T("prop.tags")
		}
		return w.Say.T("records.tag", "Tag", rest)
	case "from", "to":
		return w.Say.T("records.end." + head)
	case "name", "notes", "owner", "refs", "kind":
		return w.Say.T("prop." + head)
	}
	return field
}

// Language names a language by its code, the code itself where the catalogue does not know it.
func (w Wording) Language(code string) string {
	if w.Say.Has("say.language." + code) {
		return w.Say.T("say.language." + code)
	}
	return code
}

// Value words the value of a field of the kind of element or link; "not known" where it is unset.
func (w Wording) Value(kind, field string, v any) string {
	if v == nil {
		return w.Say.T("say.unknown")
	}
	head, rest, _ := strings.Cut(field, ".")
	s, _ := v.(string)
	switch head {
	case "props":
		return w.PropValue(w.Prop(kind, rest), rest, v)
	case "owner":
		return w.Person(s)
	case "kind":
		return w.Say.Kind(model.Kind(s), false)
	case "from", "to":
		return w.Name(s)
	case "tags":
		return w.Say.T("part.yes")
	case "refs":
		return w.refs(v)
	}
	return s
}

func (w Wording) refs(v any) string {
	var words []string
	switch refs := v.(type) {
	case []model.Ref:
		for _, r := range refs {
			words = append(words, refWords(r))
		}
	case []any: // as the log has them
		for _, item := range refs {
			m, _ := item.(map[string]any)
			title, _ := m["title"].(string)
			url, _ := m["url"].(string)
			words = append(words, refWords(model.Ref{Title: title, URL: url}))
		}
	}
	return w.Say.List(words)
}

func refWords(r model.Ref) string {
	if r.Title != "" {
		return r.Title
	}
	return r.URL
}

// PropValue words the value of a prop; p is nil where the prop is outside the registry.
func (w Wording) PropValue(p *model.Prop, name string, v any) string {
	if p != nil {
		if clean, err := p.Value("", v); err == nil {
			v = clean // as the log has it, numbers and lists are still raw
		}
	} else if loose, err := model.Loose("", v); err == nil {
		v = loose
	}
	switch v := v.(type) {
	case nil:
		return w.Say.T("say.unknown")
	case bool:
		if v {
			return w.Say.T("part.yes")
		}
		return w.Say.T("part.no")
	case model.Number:
		return w.number(p, v)
	case []string:
		return w.Say.List(w.items(p, name, v))
	case string:
		switch {
		case p != nil && p.Type == model.TypeDate:
			return w.Say.Day(v)
		case p != nil && p.Type == model.TypeChoice:
			return w.choice(name, v)
		}
		return v
	}
	return w.Say.T("records.other")
}

func (w Wording) number(p *model.Prop, n model.Number) string {
	switch {
	case p == nil:
		return w.Say.Quantity(n, "", w.Currency)
	case p.Unit != "" && !w.Say.Has("unit."+string(p.Unit)): // of a field that the workspace added
		return w.Say.T("series.amount", "Value", w.Say.Quantity(n, "", w.Currency), "Unit", string(p.Unit))
	case p.Type != model.TypeWhole || n.IsInterval():
		return w.Say.Quantity(n, p.Unit, w.Currency)
	case p.Min < 0 && p.Max < 100:
		return signed(w.Say, p, n.Lo)
	case p.Min >= 0 && p.Max <= 10:
		return w.Say.T("records.of", "Value", n.Lo, "Max", p.Max)
	}
	return w.Say.Number(n.Lo)
}

func (w Wording) items(p *model.Prop, name string, items []string) []string {
	words := make([]string, len(items))
	for i, item := range items {
		switch {
		case p != nil && p.Type == model.TypeIDs:
			words[i] = w.Name(item)
		case p != nil && len(p.Choices) > 0:
			words[i] = w.choice(name, item)
		default:
			words[i] = item
		}
	}
	return words
}

func (w Wording) choice(name, value string) string {
	if w.Say.Has("choice." + name + "." + value) {
		return w.Say.Choice(name, value)
	}
	return value // of a field that the workspace added
}

// Sure says how sure a value is, "" where that is not said.
func (w Wording) Sure(v any) string {
	n, ok := v.(model.Number)
	switch {
	case !ok:
		return ""
	case n.Confidence != "":
		return w.Say.T("records.sure." + n.Confidence)
	case n.IsInterval():
		return w.Say.T("records.sure.interval")
	}
	return ""
}

// Choices are the values that a prop can have, in words.
func (w Wording) Choices(p *model.Prop) []Option {
	var out []Option
	if p.Type == model.TypeWhole {
		for v := p.Min; v <= p.Max; v++ {
			out = append(out, Option{Value: strconv.FormatFloat(v, 'f', -1, 64), Label: signed(w.Say, p, v)})
		}
		return out
	}
	for _, c := range p.Choices {
		out = append(out, Option{Value: c, Label: w.choice(p.Name, c)})
	}
	return out
}

// signed is a whole number with its sign, where the prop has numbers on both sides of zero.
func signed(s *say.Printer, p *model.Prop, v float64) string {
	if p.Min < 0 && v > 0 {
		return "+" + s.Number(v)
	}
	return strings.Replace(s.Number(v), "-", "−", 1)
}
