package layout

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// dotOrder has Graphviz draw layers with the same ranks and way-points, and returns the crossings of its order, counted as ours are,
// and its time.
func dotOrder(t testing.TB, y *layers) (crossings int, took time.Duration) {
	t.Helper()
	down, level := y.pairs()
	var in bytes.Buffer
	in.WriteString("digraph { splines=line node [shape=box width=1.3 height=.4 fixedsize=true label=\"\"] edge [arrowhead=none]\n")
	for r := range slices.Max(y.row) + 1 {
		if r > 0 {
			fmt.Fprintf(&in, "r%d -> r%d [weight=0 style=invis]\n", r-1, r)
		}
		fmt.Fprintf(&in, "{rank=same r%d", r)
		for v, of := range y.row {
			if of == r {
				fmt.Fprintf(&in, " %d", v)
			}
		}
		in.WriteString("}\n")
	}
	for v := len(y.Boxes); v < len(y.row); v++ {
		fmt.Fprintf(&in, "%d [width=.01]\n", v)
	}
	for _, l := range down {
		fmt.Fprintf(&in, "%d -> %d\n", l[0], l[1])
	}
	in.WriteString("}\n")
	cmd := exec.Command("dot", "-Tplain")
	cmd.Stdin = &in
	began := time.Now()
	out, err := cmd.Output()
	took = time.Since(began)
	if err != nil {
		t.Fatalf("dot: %v", err)
	}
	x, height := make([]float64, len(y.row)), make([]string, len(y.row))
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		f := strings.Fields(lines.Text())
		if len(f) < 4 || f[0] != "node" || f[1][0] == 'r' {
			continue
		}
		v, _ := strconv.Atoi(f[1])
		x[v], _ = strconv.ParseFloat(f[2], 64)
		height[v] = f[3]
	}
	o := newOrdering(y.row, nil, down, level)
	for _, list := range o.rows {
		slices.SortFunc(list, func(a, b int32) int {
			if height[a] != height[b] {
				t.Fatalf("dot put %d and %d of one rank at %s and %s", a, b, height[a], height[b])
			}
			return cmp.Compare(x[a], x[b])
		})
	}
	o.settle()
	return o.crossings(), took
}

// BenchmarkAgainstDot draws the same graph with the same ranks as Graphviz does, by turns. It reports crossings and time as shares of
// those of dot.
func BenchmarkAgainstDot(b *testing.B) {
	if _, err := exec.LookPath("dot"); err != nil {
		b.Skip("NOT COMPARED: there is no dot here; it is in the package graphviz")
	}
	for _, c := range []struct{ boxes, links int }{{100, 150}, {500, 600}, {500, 800}, {500, 1000}} {
		b.Run(fmt.Sprintf("boxes=%d/links=%d", c.boxes, c.links), func(b *testing.B) {
			l := chanceLayered(uint64(c.links), c.boxes, c.links)
			y := newLayers(l)
			y.chain(layeredPoints)
			var ours, theirs time.Duration
			var got, want int
			for b.Loop() {
				var took time.Duration
				want, took = dotOrder(b, y)
				theirs += took
				began := time.Now()
				got = DrawLayered(l).Crossings
				ours += time.Since(began)
			}
			b.ReportMetric(float64(got)/float64(want), "crossings/dot")
			b.ReportMetric(float64(ours)/float64(theirs), "time/dot")
			b.ReportMetric(float64(got), "crossings")
			if float64(got) > 1.05*float64(want) {
				b.Errorf("%d crossings, dot has %d", got, want)
			}
		})
	}
}

func BenchmarkDrawLayered(b *testing.B) {
	for _, c := range []struct{ boxes, links int }{{50, 75}, {500, 800}, {5000, 8000}, {10000, 16000}} {
		l := chanceLayered(1, c.boxes, c.links)
		b.Run(fmt.Sprintf("boxes=%d/links=%d", c.boxes, c.links), func(b *testing.B) {
			n := 0
			for b.Loop() {
				n = DrawLayered(l).Crossings
			}
			b.ReportMetric(float64(n), "crossings")
		})
		l.Before = DrawLayered(l).Order
		l.Links = l.Links[1:]
		b.Run(fmt.Sprintf("boxes=%d/links=%d/again", c.boxes, c.links), func(b *testing.B) {
			for b.Loop() {
				DrawLayered(l)
			}
		})
	}
}
