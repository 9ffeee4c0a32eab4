package model

// pages is an array in chunks that versions of a graph share: a version that changes an entry copies the list of chunks
// and the one chunk, so that a small edit of a large graph copies little.
type pages[T any] struct{ chunks []*[pageSize]T }

const pageSize = 128

func (p pages[T]) at(i int) T {
	var zero T
	if c := i / pageSize; i >= 0 && c < len(p.chunks) && p.chunks[c] != nil {
		return p.chunks[c][i%pageSize]
	}
	return zero
}

// chunk returns the chunk with this number, nil where there is none.
func (p pages[T]) chunk(c int) *[pageSize]T {
	if c >= len(p.chunks) {
		return nil
	}
	return p.chunks[c]
}

// paged returns the pages of a list.
func paged[T any](list []T) pages[T] {
	chunks := make([]*[pageSize]T, (len(list)+pageSize-1)/pageSize)
	for i := range chunks {
		chunks[i] = new([pageSize]T)
		copy(chunks[i][:], list[i*pageSize:])
	}
	return pages[T]{chunks}
}

// edit is a draft of the next version of pages: it copies a chunk when it is first written to.
type edit[T any] struct {
	pages[T]
	own   map[int]bool // chunks that are the draft's own; nil = the list of chunks is still shared
	whole map[int]bool // entries whose content is the draft's own as well; see mine
}

func (e *edit[T]) set(i int, v T) {
	if e.own == nil {
		e.own = make(map[int]bool)
		e.chunks = append(make([]*[pageSize]T, 0, len(e.chunks)+1), e.chunks...)
	}
	c := i / pageSize
	for len(e.chunks) <= c {
		e.chunks = append(e.chunks, nil)
	}
	if !e.own[c] {
		fresh := new([pageSize]T)
		if old := e.chunks[c]; old != nil {
			*fresh = *old
		}
		e.chunks[c], e.own[c] = fresh, true
	}
	e.chunks[c][i%pageSize] = v
}
