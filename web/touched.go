package web

import (
	"context"
	"maps"

	"rootline/model"
	"rootline/store"
)

// lastTouched says which change last concerned each element, as of one revision: as the database told it once, and beside it
// what came since.
type lastTouched struct {
	at    model.Revision
	base  map[string]store.Touch // shared with those before and after
	later map[string]store.Touch
}

func (t *lastTouched) of(id string) store.Touch {
	if last, ok := t.later[id]; ok {
		return last
	}
	return t.base[id]
}

// holdsTouched says whether the touches of a graph are remembered, so that asking for them reads little.
func (l *listings) holdsTouched(place where) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.last[place.key()] != nil
}

// touched says which change last concerned each element; g is the graph at that revision. The answer is shared.
func (l *listings) touched(ctx context.Context, s *store.Store, place where, g *model.Graph, at model.Revision) (*lastTouched, error) {
	l.mu.Lock()
	held := l.last[place.key()]
	l.mu.Unlock()
	if held != nil && held.at == at {
		return held, nil
	}
	const near = 200 // revisions that are followed one by one
	var next *lastTouched
	if held != nil && held.at < at && at-held.at <= near && place.line.Of() == model.Current {
		later, err := s.Log(ctx, place.workspace, held.at, int(at-held.at))
		if err != nil {
			return nil, err
		}
		next = held.then(at, g, later)
	}
	if next == nil { // never asked for, long ago, or of a plan, where an act moves changes about

		base, err := s.LastTouched(ctx, place.workspace, place.line)
		if err != nil {
			return nil, err
		}
		next = &lastTouched{at: at, base: base}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.last == nil {
		l.last = make(map[string]*lastTouched)
	}
	l.last[place.key()] = next
	return next, nil
}

// then is what holds after further changes, nil where they do not say themselves what they concern.
func (t *lastTouched) then(at model.Revision, g *model.Graph, changes []store.Entry) *lastTouched {
	next := &lastTouched{at: at, base: t.base, later: maps.Clone(t.later)}
	if next.later == nil {
		next.later = make(map[string]store.Touch)
	}
	for _, e := range changes {
		if e.Act != nil {
			return nil
		}
		if e.State != model.Current {
			continue
		}
		for _, id := range e.Concerns(g) {
			next.later[id] = store.Touch{Revision: e.Revision, At: e.At}
		}
	}
	const few = 1000 // what is copied with each change
	if len(next.later) > max(few, len(next.base)/8) {
		base := maps.Clone(next.base)
		maps.Copy(base, next.later)
		next.base, next.later = base, nil
	}
	return next
}
