package templates

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"rootline/model"
	"rootline/templates/say"
)

func monthly(values ...float64) Measure {
	m := Measure{Series: model.Series{Unit: "cases"}}
	for i, v := range values {
		if !math.IsNaN(v) {
			m.Points = append(m.Points, model.Point{On: "2026-" + strconv.Itoa(101 + i)[1:] + "-01", Value: v})
		}
	}
	return m
}

// A month without a value is a gap in the line, and a value alone between two gaps is a dot.
func TestChartGaps(t *testing.T) {
	t.Parallel()
	s, none := say.For("en"), math.NaN()
	c := monthly(1, 2, 3, none, 2, none, 4, 5, 6).chart(s, SparkChart)
	if len(c.Lines) != 3 || strings.Count(strings.Join(c.Lines, ""), "M") != 3 {
		t.Errorf("lines %q, want three", c.Lines)
	}
	if len(c.Dots) != 2 { // the lonely one, and the last
		t.Errorf("%d dots, want 2", len(c.Dots))
	}
	if c := monthly(1, 2, 3, 4).chart(s, SmallChart); len(c.Lines) != 1 || len(c.Dots) != 4 || c.Band != nil {
		t.Errorf("four values in a row: %d lines, %d dots, band %v", len(c.Lines), len(c.Dots), c.Band)
	}
}

// The usual range stands behind eight values and more; what lies outside has another shape.
func TestChartBand(t *testing.T) {
	t.Parallel()
	m := monthly(10, 12, 11, 13, 10, 12, 11, 13, 40)
	c := m.chart(say.For("en"), LargeChart)
	out := 0
	for _, d := range c.Dots {
		if d.Out != "" {
			out++
		}
	}
	if c.Band == nil || out != 1 {
		t.Errorf("band %v, %d values outside; want one", c.Band, out)
	}
	if words := m.Usual(say.For("en")); !strings.Contains(words, "One value lies outside it") {
		t.Errorf("words: %s", words)
	}
	if words := monthly(1, 2, 3, 4, 5, 6, 7).Usual(say.For("en")); words != "" {
		t.Errorf("seven values say %q", words)
	}
}

// All that is drawn lies within its box, in both directions, whatever the values.
func TestChartFits(t *testing.T) {
	t.Parallel()
	target := 1e6
	for _, m := range []Measure{monthly(5), monthly(0, 0, 0), monthly(-3, 9), monthly(1e9, -1e9, 0, 4, 5, 6, 7, 8, 9, 1), {Series: monthly(1, 2, 3).Series, Target: &target}, monthly()} {
		for _, lang := range []string{"en", "fa"} {
			for _, size := range []ChartSize{SmallChart, LargeChart, SparkChart} {
				c := m.chart(say.For(lang), size)
				for _, d := range c.Dots {
					x, errX := strconv.ParseFloat(d.X, 64)
					y, errY := strconv.ParseFloat(d.Y, 64)
					if errX != nil || errY != nil || x < 0 || x > size.Width || y < 0 || y > size.Height {
						t.Errorf("%s: a value of %v stands at %s, %s in %v by %v", lang, m.Points, d.X, d.Y, size.Width, size.Height)
					}
				}
				if c.Target != "" {
					if y, err := strconv.ParseFloat(c.Target, 64); err != nil || y < 0 || y > size.Height {
						t.Errorf("the target stands at %s", c.Target)
					}
				}
			}
		}
	}
}

// Time runs as the language is read.
func TestChartDirection(t *testing.T) {
	t.Parallel()
	first := func(lang string) float64 {
		c := monthly(1, 2, 3).chart(say.For(lang), SmallChart)
		x, err := strconv.ParseFloat(c.Dots[0].X, 64)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	if first("en") > SmallChart.Width/2 || first("fa") < SmallChart.Width/2 {
		t.Errorf("the first value stands at %v in English, %v in Persian", first("en"), first("fa"))
	}
}
