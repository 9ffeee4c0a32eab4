package model

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// Props holds the known props of an element or link by name; an absent one is unknown, which is not zero. Values are
// string, bool, Number and []string; a prop outside the registry is kept as JSON said it.
type Props map[string]any

// Text returns a text, date or choice; "" where unknown.
func (p Props) Text(name string) string { s, _ := p[name].(string); return s }

// Bool returns a yes-or-no; false where unknown, see Known.
func (p Props) Bool(name string) bool { b, _ := p[name].(bool); return b }

// Known says whether the prop has a value.
func (p Props) Known(name string) bool { return p[name] != nil }

// List returns a list of texts or ids; nil where unknown.
func (p Props) List(name string) []string { l, _ := p[name].([]string); return l }

// Number returns a number, and whether it is known.
func (p Props) Number(name string) (Number, bool) { n, ok := p[name].(Number); return n, ok }

// Outside lists the names of values that no description covers, sorted.
func (p Props) Outside(described []Prop) []string {
	var names []string
	for name := range p {
		if !slices.ContainsFunc(described, func(d Prop) bool { return d.Name == name }) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// Ref is a title and an address: a ticket, a document.
type Ref struct {
	Title string `json:"title,omitempty"`
	URL   string `json:"url"`
}

// ForeignMark keeps what an import brought and the model has no place for.
type ForeignMark struct {
	Format     string         `json:"format,omitempty"`
	Type       string         `json:"type,omitempty"`
	ID         string         `json:"id,omitempty"` // as the other file had it
	Properties map[string]any `json:"properties,omitempty"`
}

// Element is one thing of the ecosystem or of an analysis. An Element that a Graph holds is never changed.
type Element struct {
	ID      string            `json:"id"`
	Kind    Kind              `json:"kind"`
	Name    string            `json:"name,omitempty"`  // in the workspace's first language
	Names   map[string]string `json:"names,omitempty"` // in others, by language
	Notes   string            `json:"notes,omitempty"` // Markdown
	Owner   string            `json:"owner,omitempty"` // a member's id, or free text
	Tags    []string          `json:"tags,omitempty"`  // sorted
	Refs    []Ref             `json:"refs,omitempty"`
	Props   Props             `json:"props,omitempty"`
	Foreign *ForeignMark      `json:"foreign,omitempty"`
}

// Link joins two elements of one workspace and reads as a sentence. A Link that a Graph holds is never changed.
type Link struct {
	ID      string       `json:"id"`
	Kind    LinkKind     `json:"kind"`
	From    string       `json:"from"`
	To      string       `json:"to"`
	Props   Props        `json:"props,omitempty"`
	Foreign *ForeignMark `json:"foreign,omitempty"`
}

// ByOrder compares links by their prop order, those without one last.
func ByOrder(a, b *Link) int {
	x, okx := a.Props.Number("order")
	y, oky := b.Props.Number("order")
	switch {
	case okx && oky:
		return cmp.Compare(x.Mid(), y.Mid())
	case okx:
		return -1
	case oky:
		return 1
	}
	return 0
}

// NameIn returns the name in a language, else the first name, else the id.
func (e *Element) NameIn(lang string) string {
	if s := e.Names[lang]; s != "" {
		return s
	}
	if e.Name != "" {
		return e.Name
	}
	return e.ID
}

var (
	idForm   = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.-]{0,63}$`)
	langForm = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)
	propForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.:-]{0,63}$`)
)

// IsID says whether s can be the id of an element or link.
func IsID(s string) bool { return idForm.MatchString(s) }

// Field returns the value of the named field (name, names.fr, notes, owner, kind, tags.NAME, refs, props.NAME), nil where
// unset or where there is no such field.
func (e *Element) Field(name string) any {
	head, rest, _ := strings.Cut(name, ".")
	switch head {
	case "name":
		return textOrNil(e.Name)
	case "names":
		return textOrNil(e.Names[rest])
	case "notes":
		return textOrNil(e.Notes)
	case "owner":
		return textOrNil(e.Owner)
	case "kind":
		return string(e.Kind)
	case "tags":
		if slices.Contains(e.Tags, rest) {
			return true
		}
	case "refs":
		if len(e.Refs) > 0 {
			return e.Refs
		}
	case "props":
		return e.Props[rest]
	}
	return nil
}

func textOrNil(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// with returns a copy of e with one field set to a value that fieldValue has checked.
func (e *Element) with(field string, v any) *Element {
	c := *e
	head, rest, _ := strings.Cut(field, ".")
	s, _ := v.(string)
	switch head {
	case "name":
		c.Name = s
	case "names":
		c.Names = withKey(e.Names, rest, s, v == nil)
	case "notes":
		c.Notes = s
	case "owner":
		c.Owner = s
	case "kind":
		c.Kind = Kind(s)
	case "tags":
		c.Tags = slices.DeleteFunc(slices.Clone(e.Tags), func(t string) bool { return t == rest })
		if v != nil {
			c.Tags = append(c.Tags, rest)
			slices.Sort(c.Tags)
		}
		if len(c.Tags) == 0 {
			c.Tags = nil
		}
	case "refs":
		c.Refs, _ = v.([]Ref)
	case "props":
		c.Props = withKey(e.Props, rest, v, v == nil)
	}
	return &c
}

func withKey[M ~map[string]V, V any](m M, key string, v V, unset bool) M {
	c := maps.Clone(m)
	if unset {
		delete(c, key)
		if len(c) == 0 {
			return nil
		}
		return c
	}
	if c == nil {
		c = make(M, 1)
	}
	c[key] = v
	return c
}

// fieldValue checks a value against what the field of an element of this kind holds, and returns it in its one form.
func (k Kind) fieldValue(path, field string, v any) (any, *Error) {
	head, rest, dotted := strings.Cut(field, ".")
	longest := MaxText
	switch head {
	case "name", "names":
		longest = MaxName
		if head == "names" && !langForm.MatchString(rest) {
			return nil, Fault(Invalid, path, "language", "Value", rest)
		}
	case "notes", "owner":
	case "kind":
		return kindValue(path, v)
	case "tags":
		if !dotted || Blank(rest) || strings.ContainsFunc(rest, breaks) || CheckText(path, rest, maxTag) != nil {
			return nil, Fault(Invalid, path, "tag")
		}
		if v == nil || v == true {
			return v, nil
		}
		return nil, Fault(Invalid, path, "tag")
	case "refs":
		return refsValue(path, v)
	case "props":
		return propValue(path, rest, k.Spec().Prop(rest), v)
	default:
		return nil, Fault(Invalid, path, "field", "Field", field)
	}
	if v == nil {
		return nil, nil
	}
	s, ok := v.(string)
	if !ok {
		return nil, Fault(Invalid, path, "prop.text")
	}
	if err := CheckText(path, s, longest); err != nil {
		return nil, err
	}
	if (head == "name" || head == "names") && s != "" && Blank(s) {
		return nil, Fault(Invalid, path, "name.blank")
	}
	return textOrNil(s), nil
}

func kindValue(path string, v any) (any, *Error) {
	s, _ := v.(string)
	if Kind(s).Spec() == nil {
		return nil, Fault(Invalid, path, "kind", "Value", s)
	}
	return s, nil
}

func propValue(path, name string, p *Prop, v any) (any, *Error) {
	if p != nil {
		return p.Value(path, v)
	}
	if !propForm.MatchString(name) {
		return nil, Fault(Invalid, path, "field", "Field", name)
	}
	if v == "" { // as of a prop that the registry knows: the kind may come to be one that has it
		return nil, nil
	}
	return Loose(path, v)
}

func refsValue(path string, v any) (any, *Error) {
	var refs []Ref
	switch v := v.(type) {
	case nil:
		return nil, nil
	case []Ref:
		refs = slices.Clone(v)
	case []any:
		for _, item := range v {
			m, ok := item.(map[string]any)
			url, isText := m["url"].(string)
			title, _ := m["title"].(string)
			if !ok || !isText {
				return nil, Fault(Invalid, path, "ref")
			}
			refs = append(refs, Ref{Title: title, URL: url})
		}
	default:
		return nil, Fault(Invalid, path, "ref")
	}
	for _, r := range refs {
		if !SafeURL(r.URL) || CheckText(path, r.Title+r.URL, MaxText) != nil {
			return nil, Fault(Invalid, path, "ref")
		}
	}
	if len(refs) == 0 {
		return nil, nil
	}
	return refs, nil
}

// SafeURL says whether an address may stand in a link that people follow: http, https or mailto.
func SafeURL(s string) bool {
	scheme, rest, ok := strings.Cut(s, ":")
	if !ok || rest == "" || strings.ContainsAny(s, "\n\r\t\x00 ") {
		return false
	}
	switch strings.ToLower(scheme) {
	case "http", "https":
		return strings.HasPrefix(rest, "//") && len(rest) > 2
	case "mailto":
		return true
	}
	return false
}

// Field returns the value of the named field of a link: props.NAME, and for reading from, to and kind.
func (l *Link) Field(name string) any {
	head, rest, _ := strings.Cut(name, ".")
	switch head {
	case "from":
		return l.From
	case "to":
		return l.To
	case "kind":
		return string(l.Kind)
	case "props":
		return l.Props[rest]
	}
	return nil
}

func (l *Link) with(field string, v any) *Link {
	c := *l
	c.Props = withKey(l.Props, strings.TrimPrefix(field, "props."), v, v == nil)
	return &c
}

func (k LinkKind) fieldValue(path, field string, v any) (any, *Error) {
	name, ok := strings.CutPrefix(field, "props.")
	if !ok {
		return nil, Fault(Invalid, path, "field", "Field", field)
	}
	return propValue(path, name, k.Spec().Prop(name), v)
}

// Fields returns every field of e that has a value, by field name, with its kind.
func (e *Element) Fields() map[string]any {
	m := map[string]any{"kind": string(e.Kind)}
	for _, f := range []string{"name", "notes", "owner", "refs"} {
		if v := e.Field(f); v != nil {
			m[f] = v
		}
	}
	for lang, s := range e.Names {
		m["names."+lang] = s
	}
	for _, t := range e.Tags {
		m["tags."+t] = true
	}
	for name, v := range e.Props {
		m["props."+name] = v
	}
	return m
}

// Fields returns every field of l that has a value, by field name, with its kind and both ends.
func (l *Link) Fields() map[string]any {
	m := map[string]any{"kind": string(l.Kind), "from": l.From, "to": l.To}
	for name, v := range l.Props {
		m["props."+name] = v
	}
	return m
}

// Clean checks a whole element as it comes from outside and returns it in its one form, with what is wrong in it: each
// fault at path.FIELD. What is wrong is left out; the result is nil where the kind is unknown. e stays as it was.
func (e *Element) Clean(path string) (*Element, []*Error) {
	var faults []*Error
	if !IsID(e.ID) {
		faults = append(faults, Fault(Invalid, path+".id", "id", "ID", e.ID))
	}
	if e.Kind.Spec() == nil {
		return nil, append(faults, Fault(Invalid, path+".kind", "kind", "Value", string(e.Kind)))
	}
	out := &Element{ID: e.ID, Kind: e.Kind, Foreign: e.Foreign}
	for field, raw := range e.Fields() {
		if field == "kind" {
			continue
		}
		v, err := e.Kind.fieldValue(path+"."+field, field, raw)
		if err != nil {
			faults = append(faults, err)
		} else if v != nil {
			out.fill(field, v)
		}
	}
	slices.Sort(out.Tags)
	sortFaults(faults)
	return out, faults
}

// fill sets a field of an element that nobody else has yet; unlike with it copies nothing.
func (e *Element) fill(field string, v any) {
	head, rest, _ := strings.Cut(field, ".")
	switch head {
	case "names":
		if e.Names == nil {
			e.Names = make(map[string]string)
		}
		e.Names[rest], _ = v.(string)
	case "tags":
		e.Tags = append(e.Tags, rest)
	case "props":
		e.Props = e.Props.fill(rest, v)
	default:
		*e = *e.with(field, v)
	}
}

func (p Props) fill(name string, v any) Props {
	if p == nil {
		p = make(Props)
	}
	p[name] = v
	return p
}

// Clean checks a whole link as it comes from outside, as Element.Clean does. Whether its ends are there is judged when it
// is applied.
func (l *Link) Clean(path string) (*Link, []*Error) {
	var faults []*Error
	for _, f := range []struct{ name, id string }{{"id", l.ID}, {"from", l.From}, {"to", l.To}} {
		if !IsID(f.id) {
			faults = append(faults, Fault(Invalid, path+"."+f.name, "id", "ID", f.id))
		}
	}
	if l.Kind.Spec() == nil {
		return nil, append(faults, Fault(Invalid, path+".kind", "link.kind", "Value", string(l.Kind)))
	}
	out := &Link{ID: l.ID, Kind: l.Kind, From: l.From, To: l.To, Foreign: l.Foreign}
	for name, raw := range l.Props {
		field := "props." + name
		v, err := l.Kind.fieldValue(path+"."+field, field, raw)
		if err != nil {
			faults = append(faults, err)
		} else if v != nil {
			out.Props = out.Props.fill(name, v)
		}
	}
	sortFaults(faults)
	return out, faults
}

func sortFaults(faults []*Error) {
	slices.SortFunc(faults, func(a, b *Error) int { return strings.Compare(a.Field, b.Field) })
}
