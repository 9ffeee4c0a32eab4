package whys_test

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"rootline/model"
	"rootline/model/whys"
)

// workspace is what the examples' workspace knows.
func workspace(languages ...string) whys.Workspace {
	return whys.Workspace{
		Languages: languages,
		Members:   []string{"Ana Torres", "Claire Martin", "李明华", "مریم احمدی"},
		Roles:     []string{"Maintenance", "Unpacker"},
		Elements:  [][]string{{"Ana Torres Hotline"}, {"Customer database", "Base clients", "客户数据库"}, {"Poor Box Fund"}, {"Bed and Bath"}},
	}
}

// example is one line of testdata/wording: whether check fires on a text of a language.
type example struct {
	check, lang, text, at string
	fires                 bool
}

func examples(t testing.TB) []example {
	t.Helper()
	files, err := filepath.Glob("testdata/wording/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	var out []example
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		e := example{check: strings.TrimSuffix(filepath.Base(file), ".txt"), at: filepath.Base(file)}
		for line := range strings.Lines(string(text)) {
			line = strings.TrimSpace(line)
			switch {
			case line == "" || strings.HasPrefix(line, "#"):
			case strings.HasPrefix(line, "["):
				lang, what, _ := strings.Cut(strings.Trim(line, "[]"), " ")
				e.lang, e.fires = lang, what == "fires"
			default:
				e.text = line
				out = append(out, e)
			}
		}
	}
	return out
}

// tripped runs the checks that e is an example of.
func tripped(r *whys.Reader, e example) []string {
	switch {
	case e.check == "C6":
		return r.Owner(e.text)
	case e.check == "C7":
		return r.Due(e.text)
	case e.check[0] == 'C':
		return r.Action(e.text)
	case e.check[0] == 'P':
		return r.Problem(e.text)
	}
	parent, text, ok := strings.Cut(e.text, " > ")
	if !ok {
		return r.Cause(whys.CauseText{Text: e.text})
	}
	return r.Cause(whys.CauseText{Text: text, Ancestors: []string{parent}})
}

func TestWording(t *testing.T) {
	t.Parallel()
	all := whys.Default().In(workspace("en", "fr", "zh", "fa"))
	for _, e := range examples(t) {
		one := whys.Default().In(workspace(e.lang))
		for name, r := range map[string]*whys.Reader{"in its language": one, "among four": all} {
			if got := tripped(r, e); slices.Contains(got, e.check) != e.fires {
				t.Errorf("%s [%s] %s: %q gives %v, want fires = %v", e.at, e.lang, name, e.text, got, e.fires)
			}
		}
	}
}

func TestWordingHasExamples(t *testing.T) {
	t.Parallel()
	type key struct {
		check, lang string
		fires       bool
	}
	count := map[key]int{}
	for _, e := range examples(t) {
		count[key{e.check, e.lang, e.fires}]++
	}
	for _, check := range strings.Fields("P3 P4 P5 P6 A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11 A12 A13 A14 A20 C4 C5 C6 C7") {
		for _, lang := range []string{"en", "fr", "zh", "fa"} {
			for _, fires := range []bool{true, false} {
				if n := count[key{check, lang, fires}]; n < 5 {
					t.Errorf("%s in %s, fires = %v: %d examples, want 5", check, lang, fires, n)
				}
			}
		}
	}
}

func BenchmarkCause(b *testing.B) {
	r := whys.Default().In(workspace("en", "fr", "zh", "fa"))
	for _, c := range []struct{ name, text string }{
		{"en", "The unpacker was not trained and did not compare the number with the return document"},
		{"fr", "Le déballeur n'a pas été formé et ne compare pas le numéro au bon de retour"},
		{"zh", "拆包员没有学过系统，而且不核对退货单号码"},
		{"fa", "بازکننده‌ی بسته آموزش ندیده بود و شماره را با برگه‌ی مرجوعی مقایسه نمی‌کند"},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				blanks := strings.NewReplacer("0", " ", "1", "\t").Replace(strconv.FormatInt(int64(i), 2))
				r.Cause(whys.CauseText{Text: c.text + blanks}) // to the reader, a text that it has not seen
			}
		})
	}
}

// What is new is of the kind that the word says on which its name ends, or in French and Persian begins.
func TestKindByItsName(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		lang, name string
		want       model.Kind
	}{
		{"en", "Shelving rule", model.Policy}, {"en", "Staff roster", model.Policy}, {"en", "Hold shelf scanner", model.Technology},
		{"en", "Customer records", model.Data}, {"en", "Night clerk", model.Employee}, {"en", "Parcel carrier", model.Partner},
		{"fr", "Règle de retour", model.Policy}, {"fr", "Fichier des clients", model.Data}, {"fr", "Fournisseur de la caisse", model.Partner},
		{"zh", "退货规定", model.Policy}, {"zh", "客户数据", model.Data}, {"zh", "收银机", model.Technology},
		{"fa", "قاعدهٔ برگشت کالا", model.Policy}, {"fa", "پرونده‌ها", model.Data},
	} {
		if got := whys.Default().Kind(c.name, c.lang); got != c.want {
			t.Errorf("%s is guessed to be %s, want %s", c.name, got, c.want)
		}
	}
}
