package whys_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"rootline/model/whys"
)

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

// TestLoad: a folder's files add to, take from and replace the embedded lists.
func TestLoad(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, words, text string
		before, after     bool // whether A5 fires
	}{
		{"adds", "[A5]\nwonky", "The counter at the entrance is wonky", false, true},
		{"takes out", "[A5]\n- poor|poorly|bad|badly|inadequate|inadequately|insufficient|insufficiently|improper|improperly|unclear|weak|slow|slowly|too_slow", "The order page is slow", true, false},
		{"replaces", "[A5 replace]\nwonky", "The order page is slow", true, false},
		{"adds an exception", "# ours\n\n[A5]\n! slow lorry", "The slow lorry leaves first", true, false},
		{"uses a list", "[list counters]\ncounter\n[A5]\nwonky @counters", "There is a wonky counter", false, true},
		{"matches the end of words", "[A5]\n*ish", "The counter looks greenish today", false, true},
		{"leaves out what is optional", "[A5]\ncounter the? wonky", "We call the counter wonky", false, true},
		{"bounds a gap", "[A5]\ncounter ...1 wonky", "The counter is now very wonky", false, false},
		{"stays in the sentence", "[A5]\ncounter ... wonky", "It stands at the counter. Wonky it is.", false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r, err := whys.Load(fstest.MapFS{"en.txt": file(c.words), "readme.md": file("not a list")})
			if err != nil {
				t.Fatal(err)
			}
			for reader, want := range map[*whys.Reader]bool{whys.Default(): c.before, r: c.after} {
				if got := slices.Contains(reader.Cause(whys.CauseText{Text: c.text}), "A5"); got != want {
					t.Errorf("A5 of %q = %v, want %v", c.text, got, want)
				}
			}
		})
	}
}

func TestLoadLanguage(t *testing.T) {
	t.Parallel()
	r, err := whys.Load(fstest.MapFS{"de.txt": file("[stop]\nder die das ist\n[A5]\nschlecht*")})
	if err != nil {
		t.Fatal(err)
	}
	got := r.In(whys.Workspace{Languages: []string{"de", "en"}}).Cause(whys.CauseText{Text: "Die Verbindung zur Kasse ist schlecht"})
	if !slices.Contains(got, "A5") {
		t.Errorf("Cause in a language of the deployment's own = %v, want A5 in it", got)
	}
}

// TestLoadErrors: an error names file and line.
func TestLoadErrors(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ words, want string }{
		{"slow", `en.txt:1: "slow" stands before the first [section]`},
		{"[A5]\nslow\n\n[A77]\n", `en.txt:4: section "[A77]": there is no check or list "A77"`},
		{"[A5", `en.txt:1: section "[A5" is not of the form [A5]`},
		{"[list]", `en.txt:1: section "[list]" is not of the form [list person]`},
		{"[A5]\nslow @snails", "en.txt:2: there is no [list snails]"},
		{"[A5]\nslow ...many poor", `en.txt:2: "...many" is not a number of words from 1 to 40`},
		{"[A5]\nslow ||", `en.txt:2: "" has no word in it`},
		{"[A5]\n^ ... slow?", `en.txt:2: "^ ... slow?" would hold everywhere: it needs a word`},
		{"[list x]\n?", `en.txt:2: "?" has no word in it`},
	} {
		_, err := whys.Load(fstest.MapFS{"en.txt": file(c.words)})
		if err == nil || err.Error() != c.want {
			t.Errorf("Load(%q) = %v, want %s", c.words, err, c.want)
		}
	}
	if _, err := whys.Default().Extend("fr", "workspace words (fr)", "[A5]\n\n@"); err == nil || !strings.HasPrefix(err.Error(), "workspace words (fr):3: ") {
		t.Errorf("Extend = %v, want the file's name and line 3", err)
	}
}

// TestExtend: a workspace's words reach it alone.
func TestExtend(t *testing.T) {
	t.Parallel()
	shared := whys.Default().In(workspace("en"))
	own, err := shared.Extend("en", "words", "[A5]\nwonky")
	if err != nil {
		t.Fatal(err)
	}
	text := whys.CauseText{Text: "The counter at the entrance is wonky"}
	if got := own.Cause(text); !slices.Contains(got, "A5") {
		t.Errorf("Cause with the workspace's word = %v, want A5 in it", got)
	}
	if got := shared.Cause(text); slices.Contains(got, "A5") {
		t.Errorf("Cause without the workspace's word = %v, want no A5", got)
	}
	if got := own.Cause(whys.CauseText{Text: "Ana Torres closed the order"}); !slices.Contains(got, "A1") {
		t.Errorf("Cause = %v: an extended reader forgot the members", got)
	}
}

// TestNames: element names lift checks that read into them, role names count as people, and a name within a name is none.
func TestNames(t *testing.T) {
	t.Parallel()
	r := whys.Default().In(workspace("en"))
	for _, c := range []struct {
		text, check string
		want        bool
	}{
		{"The Poor Box Fund pays the second delivery", "A5", false},
		{"The poor box pays for the second poor delivery", "A5", true},
		{"The unpacker forgot to compare the numbers", "A2", true},
		{"Maintenance did not check the bulb", "A4", true},
		{"The Ana Torres Hotline is closed at night", "A1", false},
		{"Ana Torres answers the hotline at night", "A1", true},
		{"Ana Lima answers the hotline at night", "A1", false},
	} {
		if got := r.Cause(whys.CauseText{Text: c.text}); slices.Contains(got, c.check) != c.want {
			t.Errorf("Cause(%q) = %v, want %s in it = %v", c.text, got, c.check, c.want)
		}
	}
}

// TestExplained: a cause of its own lifts A13.
func TestExplained(t *testing.T) {
	t.Parallel()
	c := whys.CauseText{Text: "The supplier delivers the bulbs late"}
	if got := whys.Default().Cause(c); !slices.Equal(got, []string{"A13"}) {
		t.Errorf("Cause = %v, want A13", got)
	}
	c.Explained = true
	if got := whys.Default().Cause(c); len(got) > 0 {
		t.Errorf("Cause of an explained one = %v, want none", got)
	}
}

func TestAncestors(t *testing.T) {
	t.Parallel()
	r := whys.Default().In(workspace("en"))
	c := whys.CauseText{Text: "Refunds arrive late", Ancestors: []string{"The refund arrives too late", "Each refund needs two signatures"}}
	if got := r.Cause(c); !slices.Contains(got, "A7") {
		t.Errorf("Cause that repeats its grandparent = %v, want A7 in it", got)
	}
	c = whys.CauseText{Text: "The signatures are needed", Ancestors: []string{"Refunds arrive late", "Each refund in the store needs two signatures on paper"}}
	if got := r.Cause(c); !slices.Contains(got, "A7") {
		t.Errorf("Cause without a new word = %v, want A7 in it", got)
	}
}

// TestScripts: Han and Arabic script are read with their lists whatever the workspace's languages.
func TestScripts(t *testing.T) {
	t.Parallel()
	r := whys.Default().In(workspace("fr"))
	for _, text := range []string{"CRM系统反应太慢", "صفحه‌ی CRM ضعیف است", "La page du CRM est lente"} {
		if got := r.Cause(whys.CauseText{Text: text}); !slices.Contains(got, "A5") {
			t.Errorf("Cause(%q) = %v, want A5 in it", text, got)
		}
	}
}

// TestSpelling: ways of writing the same text are the same text.
func TestSpelling(t *testing.T) {
	t.Parallel()
	r := whys.Default().In(workspace("en", "fr"))
	for _, c := range [][2]string{
		{"می‌کند ثبت سفارش کتاب‌ها", "مي كند ثبت سفارش كتاب ها"},
		{"Le problème de l’étiquette", "LE PROBLEME DE L'ETIQUETTE"},
		{"The agents' lists didn't match", "the agent’s list did not match!"},
		{"订单 Ａ１２ 丢失", "订单A12丢失"},
		{"سفارش ۱۲ گم شد", "سفارش 12 گم شد"},
	} {
		if got := r.Similarity(c[0], c[1]); got != 1 {
			t.Errorf("Similarity(%q, %q) = %v, want 1", c[0], c[1], got)
		}
	}
}

// TestSimilarity against counts by hand.
func TestSimilarity(t *testing.T) {
	t.Parallel()
	r := whys.Default().In(workspace("en", "fr", "zh", "fa"))
	for _, c := range []struct {
		a, b string
		want float64
	}{
		{"Refunds arrive late", "The refund arrives on Tuesday", 2.0 / 4}, // refund, arriv | late, tuesday
		{"Refunds arrive late", "", 0},
		{"", "", 0},
		{"the of and", "the of and", 0},
		{"退货台", "退货单", 1.0 / 3}, // 退货 | 货台, 货单
		{"The customer database is copied", "The base clients is copied", 1},
		{"客户数据库", "customer database", 1},
		{"Two chairs", "Deux fauteuils", 0},
	} {
		if got := r.Similarity(c.a, c.b); got != c.want {
			t.Errorf("Similarity(%q, %q) = %v, want %v", c.a, c.b, got, c.want)
		}
		if there, back := r.Similarity(c.a, c.b), r.Similarity(c.b, c.a); there != back {
			t.Errorf("Similarity(%q, %q) = %v there and %v back", c.a, c.b, there, back)
		}
	}
}

// TestReaderTogether lets several read at once (for the race detector).
func TestReaderTogether(t *testing.T) {
	t.Parallel()
	r := whys.Default().In(workspace("en", "fr", "zh", "fa"))
	all := examples(t)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for _, e := range all[:200] {
				tripped(r, e)
			}
		})
	}
	group.Wait()
}

// TestWords: the words that trip a check, as they stand in the text.
func TestWords(t *testing.T) {
	t.Parallel()
	r := whys.Default().In(workspace("en", "fr", "zh", "fa"))
	for _, c := range []struct{ check, text, want string }{
		{"A5", "The café’s page is too slow, and the search is poor", "too slow|poor"},
		{"A1", "At night Ana Torres answers", "Ana Torres"},
		{"A1", "The Ana Torres Hotline is closed", ""},
		{"A2", "The unpacker didn’t forget; he forgot", "unpacker didn’t forget|he forgot"},
		{"P3", "Orders are late because of rain", "because"},
		{"A5", "系统反应太慢", "太慢"},
		{"A5", "صفحه‌ی CRM ضعیف است", "ضعیف"},
		{"A12", "The page is slow", ""},
		{"A5", "", ""},
	} {
		var got []string
		for _, at := range r.Words(c.check, c.text) {
			got = append(got, c.text[at[0]:at[1]])
		}
		if s := strings.Join(got, "|"); s != c.want {
			t.Errorf("Words(%s, %q) = %q, want %q", c.check, c.text, s, c.want)
		}
	}
}

func FuzzReader(f *testing.F) {
	for _, text := range []string{"", "The till's slow", "n'", "’’’", "می‌ها", "李明华。。", "a. b. c; d", "١٢٫٥", "\xff\xfe", strings.Repeat("and is ", 50)} {
		f.Add(text, text)
	}
	r := whys.Default().In(workspace("en", "fr", "zh", "fa"))
	f.Fuzz(func(t *testing.T, a, b string) {
		c := whys.CauseText{Text: a, Ancestors: []string{b}}
		once, again := r.Cause(c), r.Cause(c)
		if !slices.Equal(once, again) {
			t.Errorf("Cause(%q) = %v, then %v", a, once, again)
		}
		for _, check := range append(once, "P4", "C5") {
			last := 0
			for _, at := range r.Words(check, a) {
				if at[0] < last || at[1] <= at[0] || at[1] > len(a) {
					t.Errorf("Words(%s, %q) = %v", check, a, at)
				}
				last = at[1]
			}
		}
		r.Problem(a)
		r.Action(a)
		r.Owner(a)
		r.Due(a)
		if s := r.Similarity(a, b); s < 0 || s > 1 {
			t.Errorf("Similarity = %v", s)
		}
		if s := r.Similarity(a, a); s != 0 && s != 1 {
			t.Errorf("Similarity with itself = %v, want 1, or 0 of a text without content", s)
		}
	})
}

// FuzzExtend: any text is read as words, or refused with its line.
func FuzzExtend(f *testing.F) {
	for _, words := range []string{"", "[A5]\n...", "[A5]\n^ $", "[A5]\n@person?|x*", "[stop]\n# x\n!", "[list a]\n#n|b* c"} {
		f.Add(words, "some text 12")
	}
	f.Fuzz(func(t *testing.T, words, text string) {
		r, err := whys.Default().Extend("en", "file", words)
		if err == nil {
			r.Cause(whys.CauseText{Text: text})
		} else if !strings.HasPrefix(err.Error(), "file:") {
			t.Errorf("Extend = %v, want file and line", err)
		}
	})
}
