package exchange

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"rootline/model"
)

// Write writes f in the one spelling that its content has: keys in a fixed order, props by name, elements and links by
// id, unset things left out. Errors: whatever w returns; Internal where f holds a value that no file can.
func Write(w io.Writer, f *File) error {
	out := &writer{}
	out.file(f)
	if out.err != nil {
		return out.err
	}
	if _, err := w.Write(out.b); err != nil {
		return fmt.Errorf("write file: %w", err)
	}
	return nil
}

// writer collects the bytes. Its values know no indentation: only the file itself has lines.
type writer struct {
	b     []byte
	fresh bool // just after an opening bracket: no comma yet
	err   error
}

func (w *writer) raw(s string) { w.b = append(w.b, s...) }

func (w *writer) open(bracket byte) { w.b, w.fresh = append(w.b, bracket), true }

func (w *writer) close(bracket byte) { w.b, w.fresh = append(w.b, bracket), false }

func (w *writer) comma() {
	if !w.fresh {
		w.raw(", ")
	}
	w.fresh = false
}

func (w *writer) key(name string) {
	w.comma()
	w.quote(name)
	w.raw(": ")
}

func (w *writer) text(key, s string) {
	if s != "" {
		w.key(key)
		w.quote(s)
	}
}

func (w *writer) texts(key string, items []string) {
	if len(items) > 0 {
		w.key(key)
		w.value(items)
	}
}

func (w *writer) time(key string, t time.Time) {
	if !t.IsZero() {
		w.text(key, t.UTC().Format(time.RFC3339Nano))
	}
}

func (w *writer) file(f *File) {
	w.raw("{\n  \"format\": ")
	w.quote(Format)
	if f.Revision != 0 {
		w.raw(",\n  \"revision\": " + strconv.FormatInt(int64(f.Revision), 10))
	}
	if !isZero(f.Workspace) {
		w.raw(",\n  \"workspace\": ")
		w.workspace(f.Workspace)
	}
	lines(w, "elements", sorted(f.Elements, func(e *model.Element) string { return e.ID }), w.element)
	lines(w, "links", sorted(f.Links, func(l *model.Link) string { return l.ID }), w.link)
	lines(w, "states", f.States, w.state)
	inline(w, "kept", f.Kept, w.kept)
	inline(w, "verdicts", f.Verdicts, w.verdict)
	w.raw("\n}\n")
}

// isZero says whether the file has nothing to say of its workspace.
func isZero(w model.Workspace) bool {
	return w.Slug == "" && w.Name == "" && w.Currency == "" && len(w.Languages) == 0 && len(w.Fields) == 0 && len(w.Thresholds) == 0
}

// lines writes a list with one item to a line.
func lines[T any](w *writer, key string, items []T, write func(T)) {
	for i, item := range items {
		if i == 0 {
			w.raw(",\n  \"" + key + "\": [\n    ")
		} else {
			w.raw(",\n    ")
		}
		write(item)
	}
	if len(items) > 0 {
		w.raw("\n  ]")
	}
}

// inline writes a list on the line of its key.
func inline[T any](w *writer, key string, items []T, write func(T)) {
	if len(items) > 0 {
		w.raw(",\n  \"" + key + "\": ")
		array(w, items, write)
	}
}

func array[T any](w *writer, items []T, write func(T)) {
	w.open('[')
	for _, item := range items {
		w.comma()
		write(item)
	}
	w.close(']')
}

func (w *writer) workspace(s model.Workspace) {
	w.open('{')
	w.text("slug", s.Slug)
	w.text("name", s.Name)
	w.text("currency", s.Currency)
	w.texts("languages", s.Languages)
	if len(s.Fields) > 0 {
		w.key("fields")
		array(w, s.Fields, func(f model.OwnField) {
			w.open('{')
			w.text("kind", string(f.Kind))
			w.text("name", f.Name)
			w.text("label", f.Label)
			w.text("type", string(f.Type))
			w.text("unit", f.Unit)
			w.texts("choices", f.Choices)
			w.close('}')
		})
	}
	if len(s.Thresholds) > 0 {
		w.key("thresholds")
		array(w, s.Thresholds, func(t model.Threshold) {
			w.open('{')
			w.text("metric", t.Metric)
			w.text("part", t.Part)
			w.bound("min", t.Min)
			w.bound("max", t.Max)
			w.close('}')
		})
	}
	w.close('}')
}

func (w *writer) bound(key string, n *float64) {
	if n != nil {
		w.key(key)
		w.value(*n)
	}
}

func (w *writer) element(e *model.Element) {
	w.open('{')
	w.text("id", e.ID)
	w.text("kind", string(e.Kind))
	w.text("name", e.Name)
	if len(e.Names) > 0 {
		w.key("names")
		w.open('{')
		for _, lang := range slices.Sorted(maps.Keys(e.Names)) {
			w.text(lang, e.Names[lang])
		}
		w.close('}')
	}
	w.text("notes", e.Notes)
	w.text("owner", e.Owner)
	w.texts("tags", e.Tags)
	if len(e.Refs) > 0 {
		w.key("refs")
		w.value(e.Refs)
	}
	w.props(e.Props)
	w.foreign(e.Foreign)
	w.close('}')
}

func (w *writer) link(l *model.Link) {
	w.open('{')
	w.text("id", l.ID)
	w.text("kind", string(l.Kind))
	w.text("from", l.From)
	w.text("to", l.To)
	w.props(l.Props)
	w.foreign(l.Foreign)
	w.close('}')
}

func (w *writer) props(p model.Props) {
	opened := false
	for _, name := range slices.Sorted(maps.Keys(p)) {
		if p[name] == nil {
			continue
		}
		if !opened {
			w.key("props")
			w.open('{')
			opened = true
		}
		w.key(name)
		w.value(p[name])
	}
	if opened {
		w.close('}')
	}
}

func (w *writer) foreign(m *model.ForeignMark) {
	if m == nil {
		return
	}
	w.key("foreign")
	w.open('{')
	w.text("format", m.Format)
	w.text("type", m.Type)
	w.text("id", m.ID)
	if len(m.Properties) > 0 {
		w.key("properties")
		w.value(m.Properties)
	}
	w.close('}')
}

func (w *writer) state(s State) {
	w.open('{')
	w.text("id", s.ID)
	w.text("name", s.Name)
	w.text("kind", s.Kind)
	w.text("base", s.Base)
	if len(s.Changes) > 0 {
		w.key("changes")
		array(w, s.Changes, w.change)
	}
	w.close('}')
}

func (w *writer) change(c model.Change) {
	w.open('{')
	w.text("id", c.ID)
	w.text("title", c.Title)
	w.key("ops")
	array(w, c.Ops, w.op)
	if c.Author != (model.Author{}) {
		w.key("author")
		w.open('{')
		w.text("kind", string(c.Author.Kind))
		w.text("id", c.Author.ID)
		w.text("name", c.Author.Name)
		w.close('}')
	}
	w.time("at", c.At)
	w.text("template", c.Template)
	if len(c.Answers) > 0 {
		w.key("answers")
		w.value(c.Answers)
	}
	w.texts("needs", c.Needs)
	if c.Act != nil {
		if c.Act.Kind != model.ActPlan {
			w.text("status", string(c.Act.Kind.Status()))
		}
		w.text("due", c.Act.Due)
		w.text("on", c.Act.On)
		w.text("evidence", c.Act.Evidence)
		w.text("reason", c.Act.Reason)
	}
	w.close('}')
}

// formed brings the value of a prop into its one form, which it lost on its way through a log.
func formed(field string, v any) any {
	if _, ok := model.PropName(field); !ok || v == nil {
		return v
	}
	if one, err := model.Loose(field, v); err == nil {
		return one
	}
	return v
}

func (w *writer) op(o model.Op) {
	w.open('{')
	w.text("op", string(o.Kind))
	w.text("id", o.ID)
	w.text("field", o.Field)
	w.text("end", o.End)
	switch o.Kind {
	case model.OpRemoveElement, model.OpRemoveLink:
		w.key("old")
		if o.Old == nil {
			w.raw("{}")
		} else {
			w.value(o.Old)
		}
	case model.OpSet, model.OpReEnd:
		if o.Old != nil {
			w.key("old")
			w.value(formed(o.Field, o.Old))
		}
		w.key("new")
		w.value(formed(o.Field, o.New))
	}
	if o.Element != nil {
		w.key("element")
		w.element(o.Element)
	}
	if o.Link != nil {
		w.key("link")
		w.link(o.Link)
	}
	w.close('}')
}

func (w *writer) kept(k Kept) {
	w.open('{')
	w.text("problem", k.Problem)
	w.text("key", k.Key)
	w.text("reason", k.Reason)
	w.text("by", k.By)
	w.time("at", k.At)
	w.close('}')
}

func (w *writer) verdict(v Verdict) {
	w.open('{')
	w.text("link", v.Link)
	w.text("by", v.By)
	w.text("verdict", v.Verdict)
	w.close('}')
}

// value writes any value that a prop, an op or a foreign property can have.
func (w *writer) value(v any) {
	switch v := v.(type) {
	case nil:
		w.raw("null")
	case bool:
		w.b = strconv.AppendBool(w.b, v)
	case string:
		w.quote(v)
	case float64:
		w.json(v)
	case int:
		w.b = strconv.AppendInt(w.b, int64(v), 10)
	case model.Number:
		w.figure(v)
	case []string:
		array(w, v, w.quote)
	case []any:
		array(w, v, w.value)
	case []model.Ref:
		array(w, v, func(r model.Ref) {
			w.open('{')
			w.text("title", r.Title)
			w.text("url", r.URL)
			w.close('}')
		})
	case map[string]any:
		w.open('{')
		for _, key := range slices.Sorted(maps.Keys(v)) {
			w.key(key)
			w.value(v[key])
		}
		w.close('}')
	default:
		w.err = fmt.Errorf("write file: no form for a value of type %T", v)
	}
}

func (w *writer) figure(n model.Number) {
	if !n.IsInterval() && n.Confidence == "" {
		w.json(n.Lo)
		return
	}
	w.open('{')
	if n.IsInterval() {
		w.key("lo")
		w.json(n.Lo)
		w.key("hi")
		w.json(n.Hi)
	} else {
		w.key("value")
		w.json(n.Lo)
	}
	w.text("confidence", n.Confidence)
	w.close('}')
}

// json writes a number as encoding/json does: in the shortest form that reads back as the same.
func (w *writer) json(f float64) {
	b, err := json.Marshal(f + 0) // + 0 makes -0 a plain 0
	if err != nil {
		w.err = fmt.Errorf("write file: %w", err)
		return
	}
	w.b = append(w.b, b...)
}

const hex = "0123456789abcdef"

// quote writes a text with no escape but those that JSON demands.
func (w *writer) quote(s string) {
	w.b = append(w.b, '"')
	start := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		w.b = append(w.b, s[start:i]...)
		start = i + 1
		switch c {
		case '"', '\\':
			w.b = append(w.b, '\\', c)
		case '\n':
			w.b = append(w.b, '\\', 'n')
		case '\r':
			w.b = append(w.b, '\\', 'r')
		case '\t':
			w.b = append(w.b, '\\', 't')
		default:
			w.b = append(w.b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
	}
	w.b = append(w.b, s[start:]...)
	w.b = append(w.b, '"')
	if !utf8.ValidString(s) {
		w.err = fmt.Errorf("write file: text that is not UTF-8: %q", s)
	}
}
