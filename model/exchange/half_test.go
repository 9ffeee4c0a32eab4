package exchange_test

import (
	"strings"
	"testing"

	"rootline/model/exchange"
)

func TestHalfCharacter(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		`"a\ud83d\ude00b"`: -1, `"plain"`: -1, `"\\ud800"`: -1, `"\n\u00e9"`: -1,
		`"a\ud800b"`: 2, `"\udc00"`: 1, `"\ud800\n"`: 1, `"\ud800\ud800"`: 1,
	} {
		if got := exchange.HalfCharacter([]byte(text)); got != want {
			t.Errorf("HalfCharacter(%s) = %d, want %d", text, got, want)
		}
	}
}

func TestReadRefusesHalfACharacter(t *testing.T) {
	t.Parallel()
	file := "{\"format\": \"rootline/1\",\n\"elements\": [{\"id\": \"a\", \"kind\": \"data\", \"name\": \"a\\ud800b\"}]}"
	if _, _, err := exchange.Read(strings.NewReader(file)); err == nil || !strings.Contains(err.Error(), "file.encoding") {
		t.Errorf("Read = %v, want the place of the half character", err)
	}
}
