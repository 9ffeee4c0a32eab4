package store

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"

	"rootline/model"
)

// The bodies of rows are read a hundred thousand at a time when a graph is cold. They are JSON as json.Marshal wrote it, so
// the plain cases are read here, in one pass and without a copy of each text; whatever else comes up is left to
// encoding/json, which has the last word on what is valid.

func decodeElement(body []byte) (*model.Element, error) {
	s := string(body) // all texts of the element are parts of this one
	e := new(model.Element)
	sc := scanner{s: s}
	if plain(s) && sc.object(func(key string) bool {
		switch key {
		case "id":
			return sc.text(&e.ID)
		case "kind":
			return sc.text((*string)(&e.Kind))
		case "name":
			return sc.text(&e.Name)
		case "notes":
			return sc.text(&e.Notes)
		case "owner":
			return sc.text(&e.Owner)
		case "tags":
			return sc.texts(&e.Tags)
		case "props":
			return sc.props(&e.Props)
		case "names":
			return sc.other(&e.Names)
		case "refs":
			return sc.other(&e.Refs)
		case "foreign":
			return sc.other(&e.Foreign)
		}
		return false
	}) && sc.i == len(s) {
		return e, nil
	}
	e = new(model.Element)
	return e, json.Unmarshal(body, e)
}

func decodeLink(body []byte) (*model.Link, error) {
	s := string(body)
	l := new(model.Link)
	sc := scanner{s: s}
	if plain(s) && sc.object(func(key string) bool {
		switch key {
		case "id":
			return sc.text(&l.ID)
		case "kind":
			return sc.text((*string)(&l.Kind))
		case "from":
			return sc.text(&l.From)
		case "to":
			return sc.text(&l.To)
		case "props":
			return sc.props(&l.Props)
		case "foreign":
			return sc.other(&l.Foreign)
		}
		return false
	}) && sc.i == len(s) {
		return l, nil
	}
	l = new(model.Link)
	return l, json.Unmarshal(body, l)
}

// plain says whether a text is sound UTF-8 and has no control characters.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' {
			return false
		}
	}
	return utf8.ValidString(s)
}

// scanner goes through a text of JSON without white space. Its methods say whether they met what they expect.
type scanner struct {
	s string
	i int
}

func (sc *scanner) next(c byte) bool {
	if sc.i < len(sc.s) && sc.s[sc.i] == c {
		sc.i++
		return true
	}
	return false
}

// object calls field at the value of each key.
func (sc *scanner) object(field func(key string) bool) bool {
	if !sc.next('{') {
		return false
	}
	if sc.next('}') {
		return true
	}
	for {
		var key string
		if !sc.text(&key) || !sc.next(':') || !field(key) {
			return false
		}
		if sc.next('}') {
			return true
		}
		if !sc.next(',') {
			return false
		}
	}
}

// text reads a string that has no escapes, or one with them.
func (sc *scanner) text(into *string) bool {
	if !sc.next('"') {
		return false
	}
	n := strings.IndexByte(sc.s[sc.i:], '"')
	if n < 0 {
		return false
	}
	if raw := sc.s[sc.i : sc.i+n]; strings.IndexByte(raw, '\\') < 0 {
		*into = raw
		sc.i += n + 1
		return true
	}
	sc.i--
	return sc.other(into)
}

func (sc *scanner) texts(into *[]string) bool {
	if !sc.next('[') {
		return false
	}
	var list []string
	for !sc.next(']') {
		if len(list) > 0 && !sc.next(',') {
			return false
		}
		var s string
		if !sc.text(&s) {
			return false
		}
		list = append(list, s)
	}
	*into = list
	return len(list) > 0
}

func (sc *scanner) props(into *model.Props) bool {
	props := make(model.Props)
	*into = props
	return sc.object(func(key string) bool {
		v, ok := sc.value("props." + key)
		props[key] = v
		return ok
	})
}

// value reads the value of a prop, in the form in which model.Props reads it.
func (sc *scanner) value(field string) (any, bool) {
	if sc.i == len(sc.s) {
		return nil, false
	}
	switch c := sc.s[sc.i]; {
	case c == '"':
		var s string
		ok := sc.text(&s)
		return s, ok
	case strings.HasPrefix(sc.s[sc.i:], "true"):
		sc.i += 4
		return true, true
	case strings.HasPrefix(sc.s[sc.i:], "false"):
		sc.i += 5
		return false, true
	case c == '-' || c >= '0' && c <= '9':
		end := sc.i
		for end < len(sc.s) && strings.IndexByte("+-.eE0123456789", sc.s[end]) >= 0 {
			end++
		}
		number := sc.s[sc.i:end]
		f, err := strconv.ParseFloat(number, 64)
		sc.i = end
		return model.Num(f), err == nil && json.Valid([]byte(number))
	}
	var v any
	if !sc.other(&v) {
		return nil, false
	}
	v, fault := model.Loose(field, v)
	return v, fault == nil
}

// other leaves a value to encoding/json.
func (sc *scanner) other(into any) bool {
	end, depth := sc.i, 0
	for inText := false; end < len(sc.s); end++ {
		switch c := sc.s[end]; {
		case inText && c == '\\':
			end++
		case c == '"':
			inText = !inText
		case inText:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		}
		if depth < 0 || !inText && depth == 0 {
			break
		}
	}
	if end >= len(sc.s) || json.Unmarshal([]byte(sc.s[sc.i:end+1]), into) != nil {
		return false
	}
	sc.i = end + 1
	return true
}
