package templates

import (
	"regexp"
	"strconv"
	"testing"

	"rootline/model"
	"rootline/model/layout"
)

var corner = regexp.MustCompile(`[ML]([\d.-]+) ([\d.-]+)`)

func TestShapesTurnWithReading(t *testing.T) {
	t.Parallel()
	r := layout.Rect{X: 100, Y: 50, W: 120, H: 36}
	for _, icon := range []string{"k-step", "k-policy", "k-integration", "k-data", "k-action"} {
		ltr, rtl := corner.FindAllStringSubmatch(Shape(icon, r, false), -1), corner.FindAllStringSubmatch(Shape(icon, r, true), -1)
		if len(ltr) < 4 || len(ltr) != len(rtl) {
			t.Fatalf("%s has %d and %d corners", icon, len(ltr), len(rtl))
		}
		for i := range ltr {
			a, b := number(t, ltr[i][1]), number(t, rtl[i][1])
			if a+b != 2*r.X+r.W || ltr[i][2] != rtl[i][2] {
				t.Errorf("%s: corner %v is not the mirror of %v", icon, rtl[i], ltr[i])
			}
			if a < r.X || a > r.X+r.W {
				t.Errorf("%s: corner %v lies beside its box", icon, ltr[i])
			}
		}
	}
}

// Without colour the layers' kinds must still be told apart.
func TestKindsOfOneLayerDifferInShape(t *testing.T) {
	t.Parallel()
	r := layout.Rect{W: 120, H: 36}
	shapes := map[model.Layer]map[string]model.Kind{}
	for _, k := range model.MapKinds() {
		icon, layer := Look(&model.Element{Kind: k})
		if shapes[model.Layer(layer)] == nil {
			shapes[model.Layer(layer)] = map[string]model.Kind{}
		}
		s := Shape(icon, r, false)
		if other, taken := shapes[model.Layer(layer)][s]; taken && !(k == model.Step && other == model.Journey) {
			t.Errorf("%s looks like %s", k, other)
		}
		shapes[model.Layer(layer)][s] = k
	}
}

func number(t *testing.T, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}
