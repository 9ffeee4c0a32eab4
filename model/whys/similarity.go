package whys

// Similarity says how much two texts share of what they say: the Jaccard index of their stems, from 0 (nothing) to 1.
// Words without content do not count, names of one element count as one name, and Chinese is compared by pairs of
// characters. It is 0 where either text has no content. It sees words, not meaning: published trials of word overlap
// found fewer than half of the pairs that meant the same.
func (r *Reader) Similarity(a, b string) float64 {
	return jaccard(r.stems(tokens(a)), r.stems(tokens(b)))
}

func jaccard(a, b map[string]bool) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	both := 0
	for s := range a {
		if b[s] {
			both++
		}
	}
	return float64(both) / float64(len(a)+len(b)-both)
}

// stems returns what a text says, word by word.
func (r *Reader) stems(ts []token) map[string]bool {
	ts = r.canonical(ts)
	languages := r.languagesOf(ts)
	out := make(map[string]bool, len(ts))
	for i, t := range ts {
		l := languageOf(t.script, languages)
		switch {
		case stops(t, languages):
		case t.script == han:
			if i+1 < len(ts) && ts[i+1].script == han && ts[i+1].sentence == t.sentence && !stops(ts[i+1], languages) {
				out[t.norm+ts[i+1].norm] = true
			} else if i == 0 || ts[i-1].script != han || stops(ts[i-1], languages) {
				out[t.norm] = true // a character alone
			}
		case l == nil:
			out[t.norm] = true
		default:
			out[l.stem(t)] = true
		}
	}
	return out
}

// canonical puts an element's first name in place of its others.
func (r *Reader) canonical(ts []token) []token {
	if len(r.first) == 0 {
		return ts
	}
	var out []token
	for i := 0; i < len(ts); {
		end := r.names.longest(ts, i, len(ts))
		if end < 0 {
			out = append(out, ts[i])
			i++
			continue
		}
		words := make([]word, 0, end-i)
		for _, t := range ts[i:end] {
			words = append(words, word{s: t.norm})
		}
		if first, ok := r.first[joined(words)]; ok {
			out = append(out, tokens(first)...)
		} else {
			out = append(out, ts[i:end]...)
		}
		i = end
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
