package layout_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"rootline/model/layout"
)

// someFlow is a flow in which what leaves the top arrives beneath.
func someFlow(t *rapid.T) layout.Flow {
	f := layout.Flow{Width: 1120, RightToLeft: rapid.Bool().Draw(t, "rtl")}
	ends := rapid.IntRange(1, 8).Draw(t, "ends")
	f.To = make([]layout.Pool, ends)
	for i := range rapid.IntRange(1, 8).Draw(t, "starts") {
		p := layout.Pool{Name: rapid.StringMatching(`([a-z]{1,12} ){1,12}`).Draw(t, "name"), Unknown: rapid.Bool().Draw(t, "unknown")}
		if !p.Unknown {
			p.Lo = rapid.Float64Range(1, 50_000).Draw(t, "lo")
			p.Hi = p.Lo * rapid.Float64Range(1, 2).Draw(t, "spread")
			to := rapid.IntRange(0, ends-1).Draw(t, "to")
			f.Streams = append(f.Streams, layout.Stream{From: i, To: to, Amount: p.Lo})
			f.To[to].Lo += p.Lo
			f.To[to].Hi += p.Lo
		}
		f.From = append(f.From, p)
	}
	return f
}

func TestFlowStaysInItsWidthAndKeepsProportion(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := someFlow(t)
		d := layout.DrawFlow(f)
		var unit float64 // px for one, as the widest bar has it
		var most float64
		for i, b := range d.From {
			if b.Known.X < -1 || b.Known.X+b.Known.W > f.Width+1 || b.Unknown.X+b.Unknown.W > f.Width+1 {
				t.Fatalf("bar %d lies outside: %+v", i, b)
			}
			if f.From[i].Unknown && b.Known.W != 0 {
				t.Fatalf("bar %d is unknown, yet drawn as %v wide", i, b.Known.W)
			}
			if f.From[i].Lo > most {
				most, unit = f.From[i].Lo, b.Known.W/f.From[i].Lo
			}
		}
		for i, b := range d.To {
			if want := f.To[i].Lo * unit; want > 2 && math.Abs(b.Known.W-want) > .5+.01*want {
				t.Fatalf("end %d is %v wide, want %v: the same amount must look the same", i, b.Known.W, want)
			}
		}
	})
}

func TestFlowOfIntervalsShowsWhatIsUncertain(t *testing.T) {
	t.Parallel()
	d := layout.DrawFlow(layout.Flow{Width: 1000, From: []layout.Pool{{Name: "a", Lo: 100, Hi: 150}, {Name: "b", Unknown: true}}})
	if a := d.From[0]; math.Abs(a.Unknown.W-a.Known.W/2) > 1 {
		t.Errorf("the uncertain half of 100 to 150 is %v beside %v", a.Unknown.W, a.Known.W)
	}
	if b := d.From[1]; b.Known.W != 0 || b.Unknown.W <= 0 {
		t.Errorf("an unknown amount is drawn as %+v, want an open box", b)
	}
}
