package model

import (
	"bytes"
	"encoding/json"
	"maps"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Number is a number that may be known roughly: a value with a confidence, or an interval. Where nothing is known there
// is no Number at all: unknown is never zero.
type Number struct {
	Lo, Hi     float64 // equal where the value is known or estimated as one figure
	Confidence string  // "fact", "estimate", "guess"; "" = not said
}

// Confidences are what can be said of how sure a number is.
var Confidences = []string{"fact", "estimate", "guess"}

// Num is a plain number.
func Num(v float64) Number { return Number{Lo: v, Hi: v} }

// IsInterval says whether only bounds are known.
func (n Number) IsInterval() bool { return n.Lo != n.Hi }

// Mid is the middle of the interval, the value itself where it is one.
func (n Number) Mid() float64 { return n.Lo + (n.Hi-n.Lo)/2 }

// MarshalJSON writes the shortest of the three forms: 5, {"value": 5, "confidence": "guess"}, {"lo": 1, "hi": 3}.
func (n Number) MarshalJSON() ([]byte, error) {
	f := func(v float64) string {
		b, err := json.Marshal(v)
		if err != nil {
			return "0" // not reached: numbers are finite, see number()
		}
		return string(b)
	}
	switch {
	case n.IsInterval() && n.Confidence != "":
		return []byte(`{"lo":` + f(n.Lo) + `,"hi":` + f(n.Hi) + `,"confidence":` + strconv.Quote(n.Confidence) + `}`), nil
	case n.IsInterval():
		return []byte(`{"lo":` + f(n.Lo) + `,"hi":` + f(n.Hi) + `}`), nil
	case n.Confidence != "":
		return []byte(`{"value":` + f(n.Lo) + `,"confidence":` + strconv.Quote(n.Confidence) + `}`), nil
	}
	return []byte(f(n.Lo)), nil
}

// toNumber reads any of the three JSON forms.
func toNumber(v any) (Number, bool) {
	switch v := v.(type) {
	case Number:
		return v, finite(v.Lo) && finite(v.Hi) && v.Lo <= v.Hi && (v.Confidence == "" || slices.Contains(Confidences, v.Confidence))
	case float64:
		return Num(v + 0), finite(v) // + 0 turns -0 into 0
	case int:
		return Num(float64(v)), true
	case json.Number:
		f, err := v.Float64()
		return Num(f), err == nil && finite(f)
	case map[string]any:
		return numberFromMap(v)
	}
	return Number{}, false
}

func numberFromMap(m map[string]any) (Number, bool) {
	var n Number
	for key, v := range m {
		switch key {
		case "value", "lo", "hi":
			if _, ok := v.(map[string]any); ok {
				return n, false
			}
			x, ok := toNumber(v)
			if !ok {
				return n, false
			}
			if key != "hi" {
				n.Lo = x.Lo
			}
			if key != "lo" {
				n.Hi = x.Lo
			}
		case "confidence":
			s, ok := v.(string)
			if !ok || !slices.Contains(Confidences, s) {
				return n, false
			}
			n.Confidence = s
		default:
			return n, false
		}
	}
	_, value := m["value"]
	_, lo := m["lo"]
	_, hi := m["hi"]
	return n, (value && !lo && !hi || !value && lo && hi) && n.Lo <= n.Hi
}

// maxNumber bounds what can be recorded, so that sums of many numbers stay numbers.
const maxNumber = 1e30

func finite(f float64) bool { return math.Abs(f) <= maxNumber }

// Longest texts, in characters.
const (
	MaxName = 1000
	MaxText = 100_000
	maxTag  = 100
	maxList = 1000 // items
)

// CheckText refuses text that cannot be stored or shown whole.
func CheckText(field, s string, longest int) *Error {
	switch {
	case !utf8.ValidString(s):
		return Fault(Invalid, field, "text.encoding")
	case strings.ContainsRune(s, 0):
		return Fault(Invalid, field, "text.nul")
	case utf8.RuneCountInString(s) > longest:
		return Fault(Invalid, field, "text.long", "Max", longest)
	}
	return nil
}

// Blank says whether nobody could see anything of a text: it has only spaces, and marks that steer others.
func Blank(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsSpace(r) && !unicode.In(r, unicode.Cc, unicode.Cf) })
}

// breaks says whether a sign ends a line or controls a device; such a sign cannot stand in a label.
func breaks(r rune) bool { return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' }

// Value turns a raw value (from JSON or a form) into the one form in which a prop of this description is kept, or says
// what is wrong with it. Empty text and empty lists are nil: unset.
func (p *Prop) Value(field string, v any) (any, *Error) {
	if v == nil {
		return nil, nil
	}
	wrong := func(msg string, args ...any) (any, *Error) { return nil, Fault(Invalid, field, msg, args...) }
	switch p.Type {
	case TypeNumber, TypeWhole:
		n, ok := toNumber(v)
		switch {
		case !ok:
			return wrong("prop.number")
		case p.Type == TypeWhole && (n.IsInterval() || n.Lo != math.Trunc(n.Lo) || n.Lo < p.Min || n.Hi > p.Max):
			return wrong("prop.whole", "Min", p.Min, "Max", p.Max)
		case p.Max > p.Min && (n.Lo < p.Min || n.Hi > p.Max):
			return wrong("prop.range", "Min", p.Min, "Max", p.Max)
		}
		return n, nil
	case TypeBool:
		if b, ok := v.(bool); ok {
			return b, nil
		}
		return wrong("prop.bool")
	case TypeList, TypeIDs:
		return p.list(field, v)
	}
	s, ok := v.(string)
	if !ok {
		return wrong("prop.text")
	}
	if s == "" {
		return nil, nil
	}
	switch {
	case p.Type == TypeChoice && !slices.Contains(p.Choices, s):
		return wrong("prop.choice", "Value", s, "Choices", p.Choices)
	case p.Type == TypeDate && !isDate(s):
		return wrong("prop.date", "Value", s)
	}
	if err := CheckText(field, s, MaxText); err != nil {
		return nil, err
	}
	return s, nil
}

func (p *Prop) list(field string, v any) (any, *Error) {
	items, ok := stringsOf(v)
	if !ok || len(items) > maxList {
		return nil, Fault(Invalid, field, "prop.list")
	}
	for _, s := range items {
		if len(p.Choices) > 0 && !slices.Contains(p.Choices, s) {
			return nil, Fault(Invalid, field, "prop.choice", "Value", s, "Choices", p.Choices)
		}
		if err := CheckText(field, s, MaxText); err != nil {
			return nil, err
		}
	}
	if len(items) == 0 {
		return nil, nil
	}
	return items, nil
}

func stringsOf(v any) ([]string, bool) {
	switch v := v.(type) {
	case []string:
		return slices.Clone(v), true
	case []any:
		out := make([]string, len(v))
		for i, item := range v {
			s, ok := item.(string)
			if !ok {
				return nil, false
			}
			out[i] = s
		}
		return out, true
	}
	return nil, false
}

var dateForm = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)

func isDate(s string) bool {
	if !dateForm.MatchString(s) {
		return false
	}
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// Loose returns v in the form in which a prop outside the registry is kept: what JSON said, with numbers and lists of
// texts as props of the registry have them. field names its place in a fault.
func Loose(field string, v any) (any, *Error) {
	switch v := v.(type) {
	case nil, bool, Number:
		return v, nil
	case string:
		if err := CheckText(field, v, MaxText); err != nil {
			return nil, err
		}
		return v, nil
	case []string:
		return Loose(field, toAny(v))
	case []any:
		if items, ok := stringsOf(v); ok && len(items) > 0 {
			for _, s := range items {
				if err := CheckText(field, s, MaxText); err != nil {
					return nil, err
				}
			}
			return items, nil
		}
	}
	if n, ok := toNumber(v); ok {
		return n, nil
	}
	if _, ok := v.(float64); ok || !Shallow(v) {
		return nil, Fault(Invalid, field, "prop.text")
	}
	b, err := json.Marshal(v)
	if err != nil || len(b) > MaxText || bytes.Contains(b, []byte(`\u0000`)) {
		return nil, Fault(Invalid, field, "prop.text")
	}
	return v, nil
}

// maxNesting is how deep lists and objects within one value may stand in each other, so that every reader can read them back.
const maxNesting = 32

// Shallow says whether a value read from JSON is no deeper than can be kept.
func Shallow(v any) bool { return depthWithin(v, maxNesting) }

func depthWithin(v any, most int) bool {
	switch v := v.(type) {
	case map[string]any:
		for _, item := range v {
			if most == 0 || !depthWithin(item, most-1) {
				return false
			}
		}
	case []any:
		for _, item := range v {
			if most == 0 || !depthWithin(item, most-1) {
				return false
			}
		}
	}
	return true
}

func toAny(items []string) []any {
	out := make([]any, len(items))
	for i, s := range items {
		out[i] = s
	}
	return out
}

// Same says whether two field values are equal.
func Same(a, b any) bool {
	switch a := a.(type) {
	case nil:
		return b == nil
	case string:
		s, ok := b.(string)
		return ok && a == s
	case bool:
		s, ok := b.(bool)
		return ok && a == s
	case Number:
		n, ok := b.(Number)
		return ok && a == n
	case []string:
		s, ok := b.([]string)
		return ok && slices.Equal(a, s)
	case []Ref:
		s, ok := b.([]Ref)
		return ok && slices.Equal(a, s)
	case map[string]any:
		m, ok := b.(map[string]any)
		return ok && maps.EqualFunc(a, m, Same)
	}
	return reflect.DeepEqual(a, b)
}
