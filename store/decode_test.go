package store

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rootline/model"
)

// The fast reading of a row says what encoding/json says, of whatever bytes.
func FuzzDecode(f *testing.F) {
	for _, body := range []string{
		`{"id":"crm","kind":"technology","name":"CRM"}`,
		`{"id":"a","kind":"step","name":"\u003cb\u003e \"q\" \\ \n é 漢","names":{"fr":"Bé","fa":"ب"},"notes":"x\u2028y","owner":"Ana","tags":["a","b\"c"]}`,
		`{"id":"a","kind":"step","refs":[{"title":"T","url":"https://example.org/?a=1&b=\"]}"}],"props":{"a":1,"b":-2.5e-7,"c":{"value":5,"confidence":"guess"}}}`,
		`{"id":"a","kind":"step","props":{"d":{"lo":1,"hi":3},"e":["x","y"],"f":[],"g":[1,"x",null,{"k":[]}],"h":{"deep":{"er":"}"}},"i":true,"j":false,"k":""}}`,
		`{"id":"a","kind":"foreign","props":{},"foreign":{"format":"archimate","type":"Node","id":"id-1","properties":{"p":[1,2],"q":null}}}`,
		`{"id":"l","kind":"uses","from":"a","to":"b","props":{"required":true}}`,
		`{"id":"a","kind":"step","props":null,"tags":null}`, `{"id":"a","id":"b"}`, `{"ID":"a","unknown":[1,{"x":"}"}]}`,
		` {"id": "a"}`, `{}`, `null`, `[]`, ``, `{"id":"a"`, `{"id":"a"}x`, `{"id":1}`, `{"id":"a\x01"}`, `{"props":{"a":01}}`, `{"props":{"a":1e999}}`, "{\"id\":\"\xff\"}",
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var e model.Element
		want := json.Unmarshal(body, &e)
		got, err := decodeElement(body)
		if (err == nil) != (want == nil) {
			t.Fatalf("element %q = %v, want %v", body, err, want)
		}
		if diff := cmp.Diff(&e, got); want == nil && diff != "" {
			t.Errorf("element %q (-json +fast):\n%s", body, diff)
		}
		var l model.Link
		want = json.Unmarshal(body, &l)
		link, err := decodeLink(body)
		if (err == nil) != (want == nil) {
			t.Fatalf("link %q = %v, want %v", body, err, want)
		}
		if diff := cmp.Diff(&l, link); want == nil && diff != "" {
			t.Errorf("link %q (-json +fast):\n%s", body, diff)
		}
	})
}
