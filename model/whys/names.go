package whys

// names finds names of one or more words in a text, in a time that does not grow with how many names begin alike.
type names struct {
	most map[string]int    // by its first word, the most words that a name has
	own  map[string]string // a name's words → the element's first name; "" = it is the first itself
}

func (n *names) add(words []word, first string) {
	if len(words) == 0 {
		return
	}
	if n.own == nil {
		n.most, n.own = map[string]int{}, map[string]string{}
	}
	n.most[words[0].s] = max(n.most[words[0].s], len(words))
	key := joined(words)
	if known, ok := n.own[key]; !ok || known == "" {
		n.own[key] = first
	}
}

// longest returns the end of the longest name that begins at i and does not pass end; -1 = none.
func (n *names) longest(ts []token, i, end int) int {
	e, _ := n.find(ts, i, end)
	return e
}

// find is longest, with the first name of the element that is called so; "" = as it stands.
func (n *names) find(ts []token, i, end int) (int, string) {
	best, first := -1, ""
	if n == nil || i >= end {
		return best, first
	}
	most := n.most[ts[i].norm]
	if most == 0 {
		return best, first
	}
	var room [64]byte
	key := room[:0]
	for j := i; j < min(end, i+most); j++ {
		key = append(append(key, ts[j].norm...), ' ')
		if f, ok := n.own[string(key)]; ok {
			best, first = j+1, f
		}
	}
	return best, first
}
