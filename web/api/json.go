package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"rootline/model"
	"rootline/model/exchange"
)

// strictJSON reads JSON, refusing texts that encoding/json would silently mend: what comes back must be what was sent.
var strictJSON = huma.Format{Marshal: huma.DefaultJSONFormat.Marshal, Unmarshal: func(data []byte, v any) error {
	if _, first := v.(*any); first { // each body is read twice, the first time as it is
		if err := checkJSON(data); err != nil {
			return err
		}
	}
	err := json.Unmarshal(data, v)
	if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		if number, ok := strings.CutPrefix(e.Value, "number "); ok {
			return &bodyFault{e.Field, "json.number", shortened(number)}
		}
	}
	return err
}}

// bodyFault is what is wrong with a body before any field is looked at. The library passes on only its text: see faultOf.
type bodyFault struct {
	path, msg string
	arg       string // what the sentence names
}

const faultMark = "\x1f"

func (f *bodyFault) Error() string {
	return strings.Join([]string{"", f.path, f.msg, f.arg}, faultMark)
}

// faultOf reads the text of a bodyFault.
func faultOf(text string) (bodyFault, bool) {
	parts := strings.Split(text, faultMark)
	if len(parts) != 4 {
		return bodyFault{}, false
	}
	return bodyFault{parts[1], parts[2], parts[3]}, true
}

// checkJSON refuses what is no JSON, and of JSON what reads in more than one way: a key that stands twice in an object, a
// number beyond all numbers, half a character.
func checkJSON(data []byte) error {
	if !utf8.Valid(data) {
		return &bodyFault{"", "text.encoding", ""}
	}
	if at := exchange.HalfCharacter(data); at >= 0 {
		return &bodyFault{"", "json.half", strconv.Itoa(at)}
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := checkValue(d, "", 0); err != nil {
		if fault, ok := errors.AsType[*bodyFault](err); ok {
			return fault
		}
		return &bodyFault{"", "json.syntax", strconv.FormatInt(d.InputOffset(), 10)}
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return &bodyFault{"", "json.syntax", strconv.FormatInt(d.InputOffset(), 10)}
	}
	return nil
}

// deepest is how many objects and lists of a body may stand within each other; no call needs a tenth of it.
const deepest = 200

func checkValue(d *json.Decoder, path string, depth int) error {
	token, err := d.Token()
	if err != nil {
		return fmt.Errorf("token: %w", err)
	}
	switch token := token.(type) {
	case json.Number:
		if _, err := token.Float64(); err != nil {
			return &bodyFault{path, "json.number", shortened(token.String())}
		}
	case json.Delim:
		if depth == deepest {
			return &bodyFault{shortened(path), "json.deep", strconv.Itoa(deepest)}
		}
		if token == '{' {
			return checkObject(d, path, depth)
		}
		for i := 0; d.More(); i++ {
			if err := checkValue(d, path+"["+strconv.Itoa(i)+"]", depth+1); err != nil {
				return err
			}
		}
		_, err = d.Token()
	}
	return err
}

func checkObject(d *json.Decoder, path string, depth int) error {
	seen := map[string]bool{}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return fmt.Errorf("key: %w", err)
		}
		key, _ := token.(string)
		at := strings.TrimPrefix(path+"."+key, ".")
		if seen[key] {
			return &bodyFault{shortened(at), "json.twice", shortened(key)}
		}
		seen[key] = true
		if err := checkValue(d, at, depth+1); err != nil {
			return err
		}
	}
	_, err := d.Token()
	return err
}

// shortened keeps what a caller sent from filling the answer.
func shortened(s string) string {
	s = strings.ReplaceAll(s, faultMark, " ")
	if r := []rune(s); len(r) > 200 {
		return string(r[:199]) + "…"
	}
	return s
}

// fault is the fault as the model's own are.
func (f bodyFault) fault() *model.Error {
	return model.Fault(model.Invalid, f.path, f.msg, "Value", f.arg)
}
