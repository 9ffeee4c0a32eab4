package templates

import (
	"rootline/model/layout"
	"rootline/templates/say"
)

// HeroView is the drawing of where the cost of problems comes to rest, with the same in words.
type HeroView struct {
	Problems, Ends []HeroEnd
	Streams        []layout.Stream // amounts a month, from problems to ends
}

// HeroEnd is a problem, or an element in which cost comes to rest.
type HeroEnd struct {
	Thing
	layout.Pool
	Cost string // a month, in words; of an end
	Lost bool   // no element: cost that has not been traced to one
}

// hero is a HeroView in place.
type hero struct {
	layout.FlowDrawing
	HeroView
}

func (v HeroView) draw(s *say.Printer) hero {
	f := layout.Flow{Width: 1120, RightToLeft: s.Dir() == "rtl", Streams: v.Streams}
	for _, p := range v.Problems {
		p.Pool.Name = s.Isolate(p.Pool.Name)
		f.From = append(f.From, p.Pool)
	}
	for _, p := range v.Ends {
		p.Pool.Name = s.Isolate(p.Pool.Name)
		f.To = append(f.To, p.Pool)
	}
	return hero{layout.DrawFlow(f), v}
}

// rootClass marks the streams of the dearest problem.
func (h hero) rootClass(stream int) string {
	if h.HeroView.Streams[stream].From == 0 {
		return "root hot"
	}
	return "root"
}

// endClass is how the bar of an end is drawn: open where the cost has not been traced.
func (e HeroEnd) endClass() string {
	if e.Lost {
		return "unk"
	}
	return "end"
}
