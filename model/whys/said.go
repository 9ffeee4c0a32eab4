package whys

import "sync"

// said is what a text says, as a reader keeps it.
type said struct {
	stems []uint64 // sorted

	text    string
	wording sync.Once
	checks  []string // of causeChecks, A13 as if nothing explained it and without A7
	actor   bool     // a person or a role acts in it
}

// acts says whether a person or a role acts in the text.
func (s *said) acts(r *Reader) bool {
	s.look(r)
	return s.actor
}

// look reads the wording, once.
func (s *said) look(r *Reader) {
	s.wording.Do(func() { s.checks, s.actor = r.causeWording(s.text) })
}

// trips lists the checks of a cause's wording.
func (s *said) trips(r *Reader, repeats, explained bool) []string {
	s.look(r)
	if !repeats && !explained {
		return s.checks[:len(s.checks):len(s.checks)]
	}
	var out []string
	at := 0
	for _, check := range causeChecks {
		found := at < len(s.checks) && s.checks[at] == check
		if found {
			at++
		}
		if check == "A7" && repeats || found && !(check == "A13" && explained) {
			out = append(out, check)
		}
	}
	return out
}

// texts keeps what was read: an analysis reads the same texts at each look.
type texts struct {
	mu sync.Mutex
	m  map[string]*said
}

// mostTexts bounds what a reader keeps, some 250 bytes a text.
const mostTexts = 1 << 15

func (r *Reader) said(text string) *said {
	r.texts.mu.Lock()
	s := r.texts.m[text]
	r.texts.mu.Unlock()
	if s != nil {
		return s
	}
	ts := tokens(text)
	s = &said{text: text, stems: r.stems(ts)}
	r.texts.mu.Lock()
	defer r.texts.mu.Unlock()
	if r.texts.m == nil || len(r.texts.m) >= mostTexts {
		r.texts.m = make(map[string]*said)
	}
	r.texts.m[text] = s
	return s
}
