package web

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"rootline/model"
	"rootline/model/analysis"
	"rootline/templates"
	"rootline/web/inquiry"
)

const (
	homeTodos    = 7 // named on the first page
	promiseNamed = 3 // figures named of a broken promise
)

// todos are the things of a workspace that wait for somebody: what is late first, the latest of all on top.
func (r *room) todos(now time.Time) []templates.Todo {
	var out []templates.Todo
	add := func(e *model.Element, date, what, why string) {
		t := templates.Todo{Thing: r.named(e), What: r.Say.T(what, "Name", r.Say.Quote(e.NameIn(r.Say.Lang()))), Why: why}
		if day, err := time.Parse(time.DateOnly, date); err == nil {
			t.Date, t.When = date, r.Say.DateNear(day, now)
		}
		out = append(out, t)
	}
	for _, d := range duties(r.graph, now) {
		why := r.person(d.element.Owner)
		switch d.sort {
		case "check":
			why = d.element.Props.Text("measure")
		case "review":
			why = r.Say.Upper(r.Say.Kind(d.element.Kind, false))
		}
		add(d.element, d.day, "todo."+d.sort, why)
	}
	for _, e := range r.graph.OfKind(model.Data) {
		if masters := r.masters(e); len(masters) > 1 {
			add(e, "", "todo.masters", r.Say.List(masters))
		}
	}
	for _, e := range dearest(r.graph.OfKind(model.Problem)) {
		if cmp.Or(e.Props.Text("status"), "open") == "open" && e.Owner == "" {
			add(e, "", "todo.ownerless", "")
		}
	}
	out = append(r.brokenPromises(), out...)
	slices.SortStableFunc(out, func(a, b templates.Todo) int {
		if (a.Date == "") != (b.Date == "") {
			return cmp.Compare(b.Date, a.Date)
		}
		return cmp.Compare(a.Date, b.Date)
	})
	return out
}

// brokenPromises are the thresholds of the workspace that the model breaks.
func (r *room) brokenPromises() []templates.Todo {
	if len(r.Place.Thresholds) == 0 {
		return nil
	}
	var out []templates.Todo
	for _, j := range analysis.Judge(r.graph, r.Place.Thresholds) {
		if j.Verdict != analysis.Broken {
			continue
		}
		metric := r.Say.T("metrics.pair", "Name", inquiry.MetricName(r.Say, j.Threshold.Metric), "Value", inquiry.BoundWords(r.Say, j.Threshold, r.Place.Currency))
		t := templates.Todo{Thing: templates.Thing{ID: j.Threshold.Metric, Icon: "warn", Layer: string(model.LayerProblem), URL: r.space.URL("metrics", j.Threshold.Metric)},
			What: r.Say.T("metrics.todo", "Promise", metric)}
		var why []string
		for _, x := range j.Broken[:min(promiseNamed, len(j.Broken))] {
			value := r.figure(x.Value, j.Metric.Unit)
			if x.Part != nil {
				value = r.Say.T("metrics.pair", "Name", inquiry.PartName(r.Say, r.graph, x.Part), "Value", value)
			}
			why = append(why, value)
		}
		if more := len(j.Broken) - len(why); more > 0 {
			why = append(why, r.Say.T("metrics.behind.more", "count", more))
		}
		t.Why = strings.Join(why, r.Say.T("records.semicolon"))
		out = append(out, t)
	}
	return out
}

// masters are the names of the technologies that claim to hold data as its master.
func (r *room) masters(data *model.Element) []string {
	var out []string
	for _, l := range r.graph.In(data.ID, model.Holds) {
		if l.Props.Bool("master") {
			out = append(out, nameIn(r.Say, r.graph, l.From))
		}
	}
	return out
}
