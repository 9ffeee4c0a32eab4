package exchange

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestListed(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"plain":          {"Waits\n\n  Calls again \r\n", []string{"Waits", "Calls again"}},
		"bullets":        {"- Waits\n* Calls\n• Writes\n\t–\tComplains\n- [x] Leaves\n☐ Returns", []string{"Waits", "Calls", "Writes", "Complains", "Leaves", "Returns"}},
		"numbers":        {"6. Asks for a form\n7) Fills it in\n(8) Waits\n۹. زنگ می‌زند\n１０、等待\n② 致电", []string{"Asks for a form", "Fills it in", "Waits", "زنگ می‌زند", "等待", "致电"}},
		"mixed":          {"- 1. Waits\nCalls", []string{"Waits", "Calls"}},
		"one number":     {"3. Quarter", []string{"3. Quarter"}},
		"no list":        {"-5 degrees\n3.5 kg\n2024. A year\n24-hour service\n1", []string{"-5 degrees", "3.5 kg", "2024. A year", "24-hour service", "1"}},
		"nothing but it": {"-\n• ", []string{"-", "•"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, Listed(c.text)); diff != "" {
				t.Errorf("Listed(%q) (-want +got):\n%s", c.text, diff)
			}
		})
	}
}

// A pasted column of names loses them too; a table of several columns keeps what it says.
func TestCellsOfAList(t *testing.T) {
	want := []Line{{1, []string{"Waits"}}, {2, []string{"Calls"}}}
	if diff := cmp.Diff(want, Cells("1. Waits\n2. Calls", 0)); diff != "" {
		t.Errorf("a list (-want +got):\n%s", diff)
	}
	want = []Line{{1, []string{"1. Waits", "x"}}}
	if diff := cmp.Diff(want, Cells("1. Waits\tx", '\t')); diff != "" {
		t.Errorf("a table (-want +got):\n%s", diff)
	}
}
