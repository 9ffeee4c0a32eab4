package exchange

import (
	"bytes"
	"strconv"
)

// HalfCharacter returns where JSON escapes one half of a surrogate pair without the other, -1 where it nowhere does. Go's
// decoder would put another character in its place without a word.
func HalfCharacter(data []byte) int {
	for at := 0; ; {
		i := bytes.IndexByte(data[at:], '\\')
		if i < 0 || at+i+1 >= len(data) {
			return -1
		}
		at += i
		r, ok := escape(data[at:])
		switch {
		case !ok:
			at += 2
		case r >= 0xdc00 && r < 0xe000:
			return at
		case r >= 0xd800 && r < 0xdc00:
			low, ok := escape(data[at+6:])
			if !ok || low < 0xdc00 || low >= 0xe000 {
				return at
			}
			at += 12
		default:
			at += 6
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
