package store

import (
	"context"
	"strings"
	"sync"

	"rootline/model"
)

// maxLarge is how many large changes are remembered once they were read: every element that a large import brought has that
// import in its history, and reading it again would take longer than the page.
const maxLarge = 4

// largest remembers the ops of the large changes that were read last. What the log says of a change's ops never changes.
type largest struct {
	mu   sync.Mutex
	held []Entry // the last one read last
}

func (c *largest) get(workspace string, rev model.Revision) (Entry, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, e := range c.held {
		if e.Workspace == workspace && e.Revision == rev {
			c.held = append(append(c.held[:i:i], c.held[i+1:]...), e)
			return e, true
		}
	}
	return Entry{}, false
}

func (c *largest) put(e Entry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.held) == maxLarge {
		c.held = append(c.held[:0:0], c.held[1:]...)
	}
	c.held = append(c.held, e)
}

// smallColumns are the columns of an entry, without the ops of one that has over 100,000 bytes of them.
var smallColumns = strings.NewReplacer(
	" ops,", " CASE WHEN octet_length(ops) + octet_length(inverse) > 100000 THEN '' ELSE ops END,",
	" inverse,", " CASE WHEN octet_length(ops) + octet_length(inverse) > 100000 THEN '' ELSE inverse END,").Replace(entryColumns)

// read is entries for those who only look. The slices of ops are shared: do not change them.
func (s *Store) read(ctx context.Context, where string, args ...any) ([]Entry, error) {
	list, err := collect(ctx, s.db, scanEntry, `SELECT `+smallColumns+` FROM changes WHERE `+where, args...)
	if err != nil {
		return nil, s.fault(err)
	}
	for i := range list {
		e := &list[i]
		e.Workspace, _ = args[0].(string)
		if e.Ops != nil {
			continue
		}
		whole, ok := s.largest.get(e.Workspace, e.Revision)
		if !ok {
			if whole, err = oneEntry(ctx, s.db, e.Workspace, e.ID); err != nil {
				return nil, s.fault(err)
			}
			s.largest.put(whole)
		}
		e.Ops, e.Inverse = whole.Ops, whole.Inverse
	}
	return list, nil
}
