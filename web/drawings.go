package web

import (
	"slices"
	"sync"

	"rootline/model"
	"rootline/templates"
)

// drawings keeps the maps that were drawn lately of one version of a graph.
type drawings struct {
	mu   sync.Mutex
	held map[string]func() *templates.MapDrawing
	keys []string // by last use, oldest first
}

// maxDrawings is how many drawings of one version of a graph are kept.
const maxDrawings = 24

// drawingOf returns what draw makes, once for each key and version of the graph.
func drawingOf(g *model.Graph, key string, draw func() *templates.MapDrawing) *templates.MapDrawing {
	kept := model.Memo(g, "web.drawings", func() *drawings { return &drawings{held: map[string]func() *templates.MapDrawing{}} })
	kept.mu.Lock()
	once, ok := kept.held[key]
	if !ok {
		once = sync.OnceValue(draw)
		kept.held[key] = once
	}
	kept.keys = append(slices.DeleteFunc(kept.keys, func(k string) bool { return k == key }), key)
	if len(kept.keys) > maxDrawings {
		delete(kept.held, kept.keys[0])
		kept.keys = kept.keys[1:]
	}
	kept.mu.Unlock()
	return once()
}

// orders remembers how the maps that were looked at lately were laid out, so that after an edit all that can stays where it was.
type orders struct {
	mu   sync.Mutex
	held map[string][]string
	keys []string // by last use, oldest first
}

// maxOrders is how many of them are remembered.
const maxOrders = 64

func (o *orders) of(key string) []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.held[key]
}

func (o *orders) keep(key string, order []string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.held == nil {
		o.held = map[string][]string{}
	}
	o.held[key] = order
	o.keys = append(slices.DeleteFunc(o.keys, func(k string) bool { return k == key }), key)
	if len(o.keys) > maxOrders {
		delete(o.held, o.keys[0])
		o.keys = o.keys[1:]
	}
}
