package web

import (
	"fmt"
	"hash/maphash"
	"strings"
	"sync"
	"time"

	"rootline/templates"
)

// drawn keeps parts of pages as they were drawn, those asked for last. The key of a part names all that it depends on, so
// that a part is never out of date: it is only asked for no longer. Safe for concurrent use.
type drawn struct {
	mu    sync.Mutex
	held  map[string]templates.Drawn
	order []string // oldest first
	size  int
}

// Bounds of what is kept, and of one part of it.
const (
	mostDrawn   = 32 << 20
	mostOneDraw = 2 << 20
)

func (d *drawn) get(key string) (templates.Drawn, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	part, ok := d.held[key]
	return part, ok
}

func (d *drawn) put(key string, part templates.Drawn) {
	if part.Size() > mostOneDraw {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.held == nil {
		d.held = make(map[string]templates.Drawn)
	}
	if _, ok := d.held[key]; ok {
		return // somebody else was as quick
	}
	d.held[key] = part
	d.order = append(d.order, key)
	d.size += part.Size() + len(key)
	for d.size > mostDrawn {
		oldest := d.order[0]
		d.size -= d.held[oldest].Size() + len(oldest)
		delete(d.held, oldest)
		d.order = d.order[1:]
	}
}

var digestSeed = maphash.MakeSeed()

// drawnAs is the key of a list: the graph, what the address asks for, who reads it in which language and zone, on which day,
// and what names and settings the words come from.
func (r *room) drawnAs(now time.Time, base string, q listQuery) string {
	var names maphash.Hash
	names.SetSeed(digestSeed)
	for _, m := range r.members {
		_, _ = names.WriteString(m.ID + "\x00" + m.Name + "\x00") // a hash takes everything
	}
	zone := r.Say.Zone()
	return strings.Join([]string{r.Place.ID, r.State.ID, revision(r.rev), string(r.Place.Role), r.Say.Lang(), zone.String(), now.In(zone).Format(time.DateOnly), q.here(base, "edit", q.Edit, "mark", q.Mark),
		fmt.Sprint(names.Sum64(), r.Place.Currency, r.Place.Languages, r.Place.Fields)}, "\x01")
}
