package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"rootline/model"
)

// tree is JSON as it was written: keys in their order and with repetitions, so that a fault can name its place.
type tree struct {
	kind  byte // of { [ " 0 t n: object, list, text, number, truth, null
	text  string
	truth bool
	keys  []string
	items []tree // of a list; of an object, the values of keys
}

// parse reads one JSON value. Errors: Invalid, with the line and column of what cannot be read.
func parse(data []byte) (tree, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !utf8.Valid(data) {
		bad := 0
		for r, n := utf8.DecodeRune(data); r != utf8.RuneError || n > 1; r, n = utf8.DecodeRune(data[bad:]) {
			bad += n
		}
		return tree{}, at(data, bad, "file.encoding")
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return tree{}, model.Fault(model.Invalid, "", "file.empty")
	}
	if !json.Valid(data) {
		return tree{}, malformed(data)
	}
	if i := HalfCharacter(data); i >= 0 {
		return tree{}, at(data, i, "file.encoding")
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	t, err := next(d)
	if err != nil {
		return tree{}, model.Fault(model.Invalid, "", "file.empty")
	}
	return t, nil
}

func malformed(data []byte) *model.Error {
	var whole json.RawMessage
	err := json.NewDecoder(bytes.NewReader(data)).Decode(&whole)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return at(data, len(data), "file.cut")
	}
	err = json.Unmarshal(data, &whole)
	offset := len(data)
	if s, ok := errors.AsType[*json.SyntaxError](err); ok {
		offset = max(0, int(s.Offset)-1) // it counts the byte that does not fit
	}
	fault := at(data, offset, "file.syntax")
	fault.Err = err
	return fault
}

// at is a fault at a place of the text: lines and columns count from 1, columns in characters.
func at(data []byte, offset int, msg string) *model.Error {
	before := data[:min(offset, len(data))]
	line := bytes.Count(before, []byte("\n")) + 1
	column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
	return model.Fault(model.Invalid, "", msg, "Line", line, "Column", column)
}

func next(d *json.Decoder) (tree, error) {
	token, err := d.Token()
	if err != nil {
		return tree{}, err
	}
	switch v := token.(type) {
	case string:
		return tree{kind: '"', text: v}, nil
	case json.Number:
		return tree{kind: '0', text: v.String()}, nil
	case bool:
		return tree{kind: 't', truth: v}, nil
	case json.Delim:
		return inside(d, byte(v))
	}
	return tree{kind: 'n'}, nil
}

func inside(d *json.Decoder, kind byte) (tree, error) {
	t := tree{kind: kind}
	for d.More() {
		if kind == '{' {
			key, err := d.Token()
			if err != nil {
				return t, err
			}
			name, ok := key.(string)
			if !ok {
				return t, io.ErrUnexpectedEOF
			}
			t.keys = append(t.keys, name)
		}
		item, err := next(d)
		if err != nil {
			return t, err
		}
		t.items = append(t.items, item)
	}
	_, err := d.Token()
	return t, err
}

// value returns t as encoding/json would hand it out, and the faults in it: a key given twice, a number beyond float64, a text that no database keeps.
func (r *reader) value(path string, t tree) any {
	switch t.kind {
	case '"':
		return r.text(path, t)
	case 't':
		return t.truth
	case '0':
		f, err := strconv.ParseFloat(t.text, 64)
		if err != nil {
			r.fault(path, "file.number")
		}
		return f
	case '[':
		list := make([]any, len(t.items))
		for i, item := range t.items {
			list[i] = r.value(index(path, i), item)
		}
		return list
	case '{':
		m := make(map[string]any, len(t.keys))
		for i, key := range t.keys {
			if _, twice := m[key]; twice {
				r.fault(join(path, key), "file.twice", "Key", key)
			}
			if strings.ContainsRune(key, 0) {
				r.fault(path, "text.nul")
			}
			m[key] = r.value(join(path, key), t.items[i])
		}
		return m
	}
	return nil
}

func index(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// get returns the value of a key, and whether t has it.
func (t tree) get(key string) (tree, bool) {
	if i := slices.Index(t.keys, key); i >= 0 {
		return t.items[i], true
	}
	return tree{}, false
}
