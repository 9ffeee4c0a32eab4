package api

import (
	"encoding/json"
	"errors"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"rootline/model/exchange"
)

// strictJSON reads JSON, refusing texts that encoding/json would silently mend: what comes back must be what was sent.
var strictJSON = huma.Format{Marshal: huma.DefaultJSONFormat.Marshal, Unmarshal: func(data []byte, v any) error {
	if !utf8.Valid(data) {
		return errors.New("the body is not UTF-8")
	}
	if exchange.HalfCharacter(data) >= 0 {
		return errors.New("an escape stands for half a character")
	}
	return json.Unmarshal(data, v)
}}
