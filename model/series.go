package model

import (
	"fmt"
)

// Series is a measure of an element over time. Series stand beside the graph: they have no states and no revisions.
type Series struct {
	ID      string  `json:"id"`
	Element string  `json:"element"` // id
	Name    string  `json:"name"`    // what is measured: "Returns that took over a week"
	Unit    string  `json:"unit"`    // in words; "" = none
	Points  []Point `json:"points"`  // by day, each day once; days without one are unknown
}

// Point is one value of a series.
type Point struct {
	On    string  `json:"on"` // day, YYYY-MM-DD
	Value float64 `json:"value"`
}

// Longest texts of a series, and how many points it takes.
const (
	maxUnit   = 60
	MaxPoints = 20_000
)

// Check says what is wrong with the name and unit of a series, nil where nothing is.
func (s *Series) Check() *Error {
	if Blank(s.Name) {
		return Fault(Invalid, "name", "required")
	}
	if err := CheckText("name", s.Name, MaxName); err != nil {
		return err
	}
	return CheckText("unit", s.Unit, maxUnit)
}

// CheckPoints says what is wrong with points to be stored, nil where nothing is: each fault at points[N].
func CheckPoints(points []Point) *Error {
	var faults []*Error
	seen := make(map[string]bool, len(points))
	for i, p := range points {
		at := fmt.Sprintf("points[%d]", i)
		switch {
		case !isDate(p.On):
			faults = append(faults, Fault(Invalid, at+".on", "prop.date", "Value", p.On))
		case seen[p.On]:
			faults = append(faults, Fault(Invalid, at+".on", "series.twice", "Value", p.On))
		case !finite(p.Value):
			faults = append(faults, Fault(Invalid, at+".value", "prop.number"))
		}
		seen[p.On] = true
	}
	if len(points) > MaxPoints {
		faults = append(faults, Fault(Invalid, "points", "series.many", "Max", MaxPoints))
	}
	if len(faults) == 0 {
		return nil
	}
	first := faults[0]
	first.Also = faults[1:]
	return first
}
