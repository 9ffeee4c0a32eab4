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
	past  *[]entry[T]  // what entries were before they were written to, so that it can be taken back; nil = nobody asks
}

// entry is what an entry of pages was.
type entry[T any] struct {
	i   int
	was T
}

// mark begins to note what entries were; back takes everything back since then.
func (e *edit[T]) mark() {
	if e.past == nil {
		e.past = new([]entry[T])
	}
	*e.past, e.whole = (*e.past)[:0], nil
}

func (e *edit[T]) back() {
	past := *e.past
	e.past = nil
	for i := len(past) - 1; i >= 0; i-- {
		e.set(past[i].i, past[i].was)
	}
	e.past = &past
	e.mark()
}

func (e *edit[T]) set(i int, v T) {
	if e.past != nil {
		*e.past = append(*e.past, entry[T]{i, e.at(i)})
	}
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
