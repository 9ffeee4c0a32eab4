package model

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestMergeTexts(t *testing.T) {
	t.Parallel()
	for _, one := range []struct {
		original, a, b, want string
		ok                   bool
	}{
		{"The till asks for a number.", "The old till asks for a number.", "The till asks for a receipt number.", "The old till asks for a receipt number.", true},
		{"The till asks.", "The till waits.", "The till sleeps.", "", false},
		{"The till asks.", "The till waits.", "The till waits.", "The till waits.", true},
		{"", "One", "Two", "", false},
		{"", "One", "", "One", true},
		{"One\nTwo\nThree", "One\nThree", "One\nTwo\nThree\nFour", "One\nThree\nFour", false},
		{"商店不退灯。", "商店现在不退灯。", "商店不退灯泡。", "商店现在不退灯泡。", true},
		{"فروشگاه لامپ را پس نمی‌گیرد", "فروشگاه لامپ آنلاین را پس نمی‌گیرد", "فروشگاه لامپ را دیگر پس نمی‌گیرد", "فروشگاه لامپ آنلاین را دیگر پس نمی‌گیرد", true},
		{strings.Repeat("a ", 5000), "a", "b", "", false},
	} {
		got, ok := MergeTexts(one.original, one.a, one.b)
		if ok != one.ok || ok && got != one.want {
			t.Errorf("MergeTexts(%.40q, %.40q, %.40q) = %q, %v; want %q, %v", one.original, one.a, one.b, got, ok, one.want, one.ok)
		}
	}
}

// Whoever is named first, the merge is the same; where one side changed nothing, it is the other.
func TestMergeTextsProperties(t *testing.T) {
	t.Parallel()
	text := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "d "}), 0, 12).Draw(t, "words"), " ")
	})
	rapid.Check(t, func(t *rapid.T) {
		o, a, b := text.Draw(t, "o"), text.Draw(t, "a"), text.Draw(t, "b")
		ab, okAB := MergeTexts(o, a, b)
		ba, okBA := MergeTexts(o, b, a)
		if okAB != okBA || ab != ba {
			t.Fatalf("one way %q, %v, the other %q, %v", ab, okAB, ba, okBA)
		}
		if got, ok := MergeTexts(o, a, o); !ok || got != a {
			t.Fatalf("with what it was: %q, %v; want %q", got, ok, a)
		}
		if got, ok := MergeTexts(o, a, a); !ok || got != a {
			t.Fatalf("with itself: %q, %v; want %q", got, ok, a)
		}
	})
}
