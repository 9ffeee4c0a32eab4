package exchange

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"rootline/model"
)

// maxFaults is how many faults of one file are told; the rest are counted.
const maxFaults = 50

// Read reads a file of the format rootline/1, strictly: a key that the format does not know, or a value of a wrong type,
// is refused with its path and what was expected. What is known to no registry but can be kept is kept, and listed as a
// warning. Whether the ends of links are there is judged when the file is applied. Errors: Invalid, with every fault in
// Also; whatever r returns.
func Read(r io.Reader) (*File, []Warning, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, nil, fmt.Errorf("read file: %w", err)
	}
	t, err := parse(data)
	if err != nil {
		return nil, nil, err
	}
	in := &reader{ids: map[string]string{}}
	if !in.format(t) {
		return nil, nil, in.err()
	}
	f := in.file(t)
	if err := in.err(); err != nil {
		return nil, nil, err
	}
	return f, in.warnings, nil
}

// reader is one reading under way.
type reader struct {
	faults   []*model.Error
	more     int // faults beyond maxFaults
	warnings []Warning
	ids      map[string]string // path of each element and link, by id
	own      []model.OwnField
}

func (r *reader) fault(path, msg string, args ...any) {
	r.add(model.Fault(model.Invalid, path, msg, args...))
}

func (r *reader) add(faults ...*model.Error) {
	for _, f := range faults {
		if len(r.faults) < maxFaults {
			r.faults = append(r.faults, f)
		} else {
			r.more++
		}
	}
}

func (r *reader) err() error {
	if len(r.faults) == 0 {
		return nil
	}
	if r.more > 0 {
		r.faults = append(r.faults, model.Fault(model.Invalid, "", "file.more", "count", r.more))
	}
	first := *r.faults[0]
	first.Also = r.faults[1:]
	return &first
}

func (r *reader) warn(path, msg string, args ...any) {
	r.warnings = append(r.warnings, Warning{Path: path, Msg: msg, Args: model.Fault(model.Invalid, path, msg, args...).Args})
}

// format looks at the format before anything else, so that a file of another program, or of a newer Rootline, gets one
// clear sentence instead of a list of unknown keys.
func (r *reader) format(t tree) bool {
	if t.kind != '{' {
		r.fault("", "file.object")
		return false
	}
	v, ok := t.get("format")
	switch {
	case !ok || v.kind != '"':
		r.fault("format", "file.format.missing", "Format", Format)
	case v.text == Format:
		return true
	case strings.HasPrefix(v.text, "rootline/"):
		r.fault("format", "file.format.newer", "Value", v.text, "Format", Format)
	default:
		r.fault("format", "file.format.other", "Value", v.text, "Format", Format)
	}
	return false
}

var fileKeys = []string{"format", "workspace", "elements", "links", "states", "kept", "verdicts", "revision"}

func (r *reader) file(t tree) *File {
	f := &File{}
	if w, ok := t.get("workspace"); ok {
		f.Workspace = r.workspace("workspace", w)
		r.own = f.Workspace.Fields
	}
	r.object("", t, fileKeys, func(key, path string, v tree) {
		switch key {
		case "elements":
			f.Elements = list(r, path, v, r.element)
		case "links":
			f.Links = list(r, path, v, r.link)
		case "states":
			f.States = list(r, path, v, r.state)
		case "kept":
			f.Kept = list(r, path, v, r.kept)
		case "verdicts":
			f.Verdicts = list(r, path, v, r.verdict)
		case "revision":
			if n, err := strconv.ParseInt(v.text, 10, 64); v.kind == '0' && err == nil {
				f.Revision = model.Revision(n)
			}
		}
	})
	return f
}

// object hands each key of an object to take, and refuses what is no object, unknown keys and keys given twice.
func (r *reader) object(path string, t tree, known []string, take func(key, path string, v tree)) {
	if t.kind != '{' {
		r.fault(path, "file.object")
		return
	}
	seen := make(map[string]bool, len(t.keys))
	for i, key := range t.keys {
		here := join(path, key)
		switch {
		case known != nil && !slices.Contains(known, key):
			r.fault(here, "file.key", "Key", key, "Expected", strings.Join(known, ", "))
		case seen[key]:
			r.fault(here, "file.twice", "Key", key)
		default:
			seen[key] = true
			take(key, here, t.items[i])
		}
	}
}

// require refuses an object that lacks one of these keys, or has an empty text there, and says whether it has them all.
func (r *reader) require(path string, t tree, keys ...string) bool {
	whole := t.kind == '{'
	for _, key := range keys {
		if v, ok := t.get(key); t.kind == '{' && (!ok || v.kind == '"' && v.text == "") {
			r.fault(join(path, key), "file.required", "Key", key)
			whole = false
		}
	}
	return whole
}

func list[T any](r *reader, path string, t tree, read func(path string, t tree) T) []T {
	if t.kind != '[' {
		r.fault(path, "file.list")
		return nil
	}
	if len(t.items) == 0 {
		return nil
	}
	out := make([]T, len(t.items))
	for i, item := range t.items {
		out[i] = read(index(path, i), item)
	}
	return out
}

func (r *reader) text(path string, t tree) string {
	if t.kind != '"' {
		r.fault(path, "file.text")
	} else if strings.ContainsRune(t.text, 0) {
		r.fault(path, "text.nul")
	}
	return t.text
}

// oneOf reads a text that must be one of a few.
func (r *reader) oneOf(path string, t tree, choices ...string) string {
	s := r.text(path, t)
	if t.kind == '"' && !slices.Contains(choices, s) {
		r.fault(path, "prop.choice", "Value", s, "Choices", choices)
	}
	return s
}

func (r *reader) id(path string, t tree) string {
	s := r.text(path, t)
	if t.kind == '"' && !model.IsID(s) {
		r.fault(path, "id", "ID", s)
	}
	return s
}

func (r *reader) number(path string, t tree) float64 {
	if t.kind != '0' {
		r.fault(path, "file.number")
		return 0
	}
	n, _ := r.value(path, t).(float64)
	return n
}

func (r *reader) time(path string, t tree) time.Time {
	s := r.text(path, t)
	at, err := time.Parse(time.RFC3339, s)
	if t.kind == '"' && err != nil {
		r.fault(path, "file.time", "Value", s)
	}
	return at.UTC()
}

// claim remembers where an id of the file stands, and refuses it a second time.
func (r *reader) claim(path, id string) {
	if first, taken := r.ids[id]; taken {
		r.fault(path+".id", "file.id.twice", "ID", id, "First", first)
		return
	}
	r.ids[id] = path
}
