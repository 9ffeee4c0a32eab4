package whys

import "slices"

// Similarity says how much two texts share of what they say: the Jaccard index of their stems, from 0 (nothing) to 1.
// Words without content do not count, names of one element count as one name, and Chinese is compared by pairs of
// characters. It is 0 where either text has no content. It sees words, not meaning: published trials of word overlap
// found fewer than half of the pairs that meant the same.
func (r *Reader) Similarity(a, b string) float64 {
	return jaccard(r.said(a).stems, r.said(b).stems)
}

// jaccard takes sorted stems.
func jaccard(a, b []uint64) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	both := shared(a, b)
	return float64(both) / float64(len(a)+len(b)-both)
}

// shared counts what stands in both of two sorted lists.
func shared(a, b []uint64) int {
	n := 0
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			n++
			a, b = a[1:], b[1:]
		}
	}
	return n
}

// stems returns what a text says, word by word: a digest of each stem, sorted, each once. Digests compare faster than
// words, and at 64 bits two words do not share one.
func (r *Reader) stems(ts []token) []uint64 {
	ts = r.canonical(ts)
	languages := r.languagesOf(ts)
	out := make([]uint64, 0, len(ts))
	put := func(s string) { out = append(out, digest(s)) }
	for i, t := range ts {
		l := languageOf(t.script, languages)
		switch {
		case stops(t, languages):
		case t.script == han:
			if i+1 < len(ts) && ts[i+1].script == han && ts[i+1].sentence == t.sentence && !stops(ts[i+1], languages) {
				put(t.norm + ts[i+1].norm)
			} else if i == 0 || ts[i-1].script != han || stops(ts[i-1], languages) {
				put(t.norm) // a character alone
			}
		case l == nil:
			put(t.norm)
		default:
			put(l.stem(t))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// digest is FNV-1a.
func digest(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

// canonical puts an element's first name in place of its others.
func (r *Reader) canonical(ts []token) []token {
	var out []token // nil while nothing had to be put in place
	for i := 0; i < len(ts); {
		end, first := r.elements.find(ts, i, len(ts))
		if first != "" && out == nil {
			out = append(make([]token, 0, len(ts)+4), ts[:i]...)
		}
		end = max(end, i+1)
		switch {
		case first != "":
			out = append(out, tokens(first)...)
		case out != nil:
			out = append(out, ts[i:end]...)
		}
		i = end
	}
	if out == nil {
		return ts
	}
	return out
}

func stops(t token, languages []*language) bool {
	for _, l := range languages {
		if l.stop[t.norm] {
			return true
		}
	}
	return false
}

// languageOf returns the first of languages that is written so; nil = none.
func languageOf(s script, languages []*language) *language {
	for _, l := range languages {
		if (l.code == "zh") == (s == han) && (l.code == "fa") == (s == arabic) {
			return l
		}
	}
	return nil
}
