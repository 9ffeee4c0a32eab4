package inquiry

import (
	"context"
	"slices"
	"time"

	"rootline/model"
	"rootline/model/report"
	"rootline/model/whys"
	"rootline/store"
	"rootline/templates/say"
)

// Wanted says what report is wanted.
type Wanted struct {
	Problem  string     // id
	Line     store.Line // of the state it is about; nil = the present
	Audience report.Audience
	Redact   bool         // without names of people and words of customers
	Say      *say.Printer // in the language of the report
}

// Report makes the report of a problem as it stands in a state. Errors: NotFound where there is no such problem.
func Report(ctx context.Context, s *store.Store, w model.Workspace, wanted Wanted) (*report.Report, error) {
	g, rev, err := s.StateGraph(ctx, w.ID, wanted.Line.Of())
	if err != nil {
		return nil, err
	}
	a, err := Analyse(ctx, s, w, g, wanted.Problem)
	if err != nil {
		return nil, err
	}
	members, err := s.Members(ctx, w.ID)
	if err != nil {
		return nil, err
	}
	var history []report.Event
	if wanted.Audience == report.Analyst { // no other report has it
		if history, err = events(ctx, s, w, wanted.Line, a); err != nil {
			return nil, err
		}
	}
	state := ""
	if of := wanted.Line.Of(); of != model.Current {
		st, _, err := s.State(ctx, w.ID, of)
		if err != nil {
			return nil, err
		}
		state = st.Name
	}
	names, person := people(members)
	var measures []model.Series
	if !wanted.Redact { // people named them
		if measures, err = s.SeriesOf(ctx, w.ID, wanted.Problem); err != nil {
			return nil, err
		}
	}
	return report.Build(a, report.Options{State: state, Audience: wanted.Audience, Language: wanted.Say.Lang(), Redact: wanted.Redact, Workspace: w, Revision: rev,
		Today: s.Now(), Person: person, People: names, Role: wanted.Say.T("report.somebody"), History: history, Measures: measures}), nil
}

// What the history of a report takes from the log.
const (
	longHistory = 200 // changes of the problem and of each action that are looked at
	manyOps     = 50  // of one change: a larger one is an import, which tells nothing of how an action fared
)

// events tells when the problem and its actions came and how their status went, the newest first.
func events(ctx context.Context, s *store.Store, w model.Workspace, line store.Line, a *whys.Analysis) ([]report.Event, error) {
	ids := []string{a.Problem.ID}
	for _, x := range a.Actions {
		ids = append(ids, x.ID)
	}
	var out []report.Event
	for _, id := range ids {
		entries, err := s.History(ctx, w.ID, id, longHistory)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if !line.Has(e.State) || e.UndoneBy != 0 || len(e.Undoes) > 0 || len(e.Ops) > manyOps {
				continue
			}
			for _, op := range e.Ops {
				from, to, ok := statusOf(op, id)
				if ok && to != "" {
					out = append(out, report.Event{On: e.At.Format(time.DateOnly), By: e.Author.Name, ID: id, Name: a.Graph.Element(id).Name, From: from, To: to, Revision: e.Revision})
				}
			}
		}
	}
	slices.SortStableFunc(out, func(x, y report.Event) int { return int(y.Revision - x.Revision) })
	return out, nil
}

// statusOf says from which status to which an op led an element, and whether it is about that at all.
func statusOf(op model.Op, id string) (from, to string, ok bool) {
	switch {
	case op.Element != nil && op.Element.ID == id:
		return "", op.Element.Props.Text("status"), true
	case op.Kind == model.OpSet && op.ID == id && op.Field == model.PropField("status"):
		from, _ = op.Old.(string)
		to, _ = op.New.(string)
		return from, to, true
	}
	return "", "", false
}

// people returns the names of members, and the name behind an owner: a member's for an id, else the text itself.
func people(members []store.Member) (names []string, person func(string) string) {
	byID := make(map[string]string, len(members))
	for _, m := range members {
		names = append(names, m.Name)
		byID[m.ID] = m.Name
	}
	return names, func(owner string) string {
		if name := byID[owner]; name != "" {
			return name
		}
		return owner
	}
}
