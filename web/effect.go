package web

import (
	"regexp"
	"strconv"
	"strings"

	"rootline/model"
	"rootline/model/find"
	"rootline/templates"
)

// oneFigure finds the figures of what people wrote of a target: "below 450".
var oneFigure = regexp.MustCompile(`[0-9]+(?:[.,][0-9]+)?`)

// promisedBy is the figure that an action promises, where its target names exactly one.
func promisedBy(action *model.Element) *float64 {
	found := oneFigure.FindAllString(action.Props.Text("target"), 2)
	if len(found) != 1 {
		return nil
	}
	v, err := strconv.ParseFloat(strings.Replace(found[0], ",", ".", 1), 64)
	if err != nil {
		return nil
	}
	return &v
}

// effect is whether an action worked, nil for what is none, or says neither what it is measured by nor when it is checked.
func (s *Server) effect(r *room, w templates.Wording, e *model.Element) (*templates.Effect, error) {
	measure, check := e.Props.Text("measure"), e.Props.Text("check_on")
	if e.Kind != model.Action || measure == "" && check == "" {
		return nil, nil
	}
	v := &templates.Effect{ID: e.ID, Back: r.space.URL("elements", e.ID), Action: r.space.URL("elements", "bulk")}
	say := func(name string) {
		if p := e.Props[name]; p != nil {
			field := model.PropField(name)
			v.Facts = append(v.Facts, templates.Fact{Label: w.Field(string(e.Kind), field), Value: w.Value(string(e.Kind), field, p)})
		}
	}
	say("measure")
	say("baseline")
	say("target")
	row, err := s.measureNamed(r, e, measure)
	if err != nil {
		return nil, err
	}
	switch {
	case row != nil:
		v.Measure = row
		if n := len(row.Measure.Points); n > 0 {
			last := row.Measure.Points[n-1]
			v.Facts = append(v.Facts, templates.Fact{Label: r.Say.T("effect.now"), Value: r.Say.T("effect.now.on", "Value", row.Measure.Amount(r.Say, last.Value), "Day", r.Say.Day(last.On))})
		}
	case measure != "" && r.mayEdit(e):
		v.Start = v.Back + "/measure"
	}
	say("check_on")
	say("checker")
	switch status := e.Props.Text("status"); status {
	case "effective", "partly", "not-effective":
		v.Judged = r.Say.T("effect.judged", "Status", r.Say.Choice("status", status))
	case "done", "doing", "approved":
		if n, past := daysSince(check, s.store.Now().Local()); check != "" && past && n > 0 {
			v.Late = r.Say.T("effect.late", "Ago", r.Say.Ago(n))
		}
		if r.mayEdit(e) && (status == "done" || v.Late != "") {
			for _, to := range []string{"effective", "partly", "not-effective"} {
				v.Acts = append(v.Acts, templates.Option{Value: "props.status:" + to, Label: r.Say.T("effect." + to)})
			}
		}
	}
	return v, nil
}

// measureNamed is the series of this name: that of the element itself, else the first of any element in this state. Nil where
// there is none.
func (s *Server) measureNamed(r *room, e *model.Element, name string) (*templates.MeasureRow, error) {
	if name == "" {
		return nil, nil
	}
	ctx := r.c.Request().Context()
	all, err := s.store.AllSeries(ctx, r.Place.ID)
	if err != nil {
		return nil, err
	}
	var found *model.Series
	for i := range all {
		if find.Fold(all[i].Name) == find.Fold(name) && r.graph.Element(all[i].Element) != nil && (found == nil || all[i].Element == e.ID) {
			found = &all[i]
		}
	}
	if found == nil {
		return nil, nil
	}
	m, err := s.store.Series(ctx, r.Place.ID, found.ID)
	if err != nil {
		return nil, err
	}
	return &templates.MeasureRow{Measure: templates.Measure{Series: m, Target: promisedBy(e)}, URL: r.space.URL("series", m.ID)}, nil
}
