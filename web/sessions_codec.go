package web

import (
	"bytes"
	"encoding/json"
	"time"

	"github.com/alexedwards/scs/v2"
)

// plainSession writes what a session holds as JSON. The codec of the library compiles its types anew each time a session is read,
// which was a tenth of the work of a page. Values may be text, truth and whole numbers, which come back as int64.
type plainSession struct{}

type sessionRow struct {
	Until  time.Time      `json:"until"`
	Values map[string]any `json:"values"`
}

// Encode writes a session.
func (plainSession) Encode(until time.Time, values map[string]any) ([]byte, error) {
	return json.Marshal(sessionRow{until, values})
}

// Decode reads a session, also one that was written by the codec of the library: people stay signed in for a month.
func (plainSession) Decode(b []byte) (time.Time, map[string]any, error) {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var row sessionRow
	if err := d.Decode(&row); err != nil {
		return scs.GobCodec{}.Decode(b)
	}
	for k, v := range row.Values {
		if n, ok := v.(json.Number); ok {
			whole, err := n.Int64()
			if err != nil {
				return time.Time{}, nil, err
			}
			row.Values[k] = whole
		}
	}
	return row.Until, row.Values, nil
}
