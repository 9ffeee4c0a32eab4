package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
)

// strictJSON reads JSON, refusing texts that encoding/json would silently mend: what comes back must be what was sent.
var strictJSON = huma.Format{Marshal: huma.DefaultJSONFormat.Marshal, Unmarshal: func(data []byte, v any) error {
	if !utf8.Valid(data) {
		return errors.New("the body is not UTF-8")
	}
	if halfCharacter(data) {
		return errors.New("an escape stands for half a character")
	}
	return json.Unmarshal(data, v)
}}

// halfCharacter says whether JSON escapes one half of a surrogate pair without the other.
func halfCharacter(data []byte) bool {
	for {
		i := bytes.IndexByte(data, '\\')
		if i < 0 || i+1 >= len(data) {
			return false
		}
		r, ok := escape(data[i:])
		switch {
		case !ok:
			data = data[i+2:]
		case r >= 0xdc00 && r < 0xe000:
			return true
		case r >= 0xd800 && r < 0xdc00:
			low, ok := escape(data[i+6:])
			if !ok || low < 0xdc00 || low >= 0xe000 {
				return true
			}
			data = data[i+12:]
		default:
			data = data[i+6:]
		}
	}
}

// escape reads \uXXXX at the beginning of data.
func escape(data []byte) (uint64, bool) {
	if len(data) < 6 || data[0] != '\\' || data[1] != 'u' {
		return 0, false
	}
	r, err := strconv.ParseUint(string(data[2:6]), 16, 16)
	return r, err == nil
}
