package whys_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"rootline/model"
	"rootline/model/whys"
)

// TestReaderFor: the reader of a workspace knows its roles, names and members.
func TestReaderFor(t *testing.T) {
	t.Parallel()
	s := draw(t, "c1 < p")
	s.get("clerk").Name = "Unpacker"
	s.get("ledger").Name, s.get("ledger").Names = "Customer database", map[string]string{"fr": "Base clients"}
	s.get("vault").Name = "Poor Box Fund"
	s.get("p").Name = "The Poor Lane" // a problem's name is no name to be spared
	r := whys.ReaderFor(s.graph(), nil, []string{"en", "fr"}, []string{"Ana Torres"})
	for _, c := range []struct {
		text, check string
		want        bool
	}{
		{"Ana Torres answers the hotline at night", "A1", true},
		{"The unpacker forgot to compare the numbers", "A2", true},
		{"The Poor Box Fund pays the second delivery", "A5", false},
		{"The Poor Lane ends at the gate", "A5", true},
	} {
		if got := r.Cause(whys.CauseText{Text: c.text}); slices.Contains(got, c.check) != c.want {
			t.Errorf("Cause(%q) = %v, want %s in it = %v", c.text, got, c.check, c.want)
		}
	}
	if got := r.Similarity("The customer database is copied", "The base clients is copied"); got != 1 {
		t.Errorf("two names of one element are %v alike, want 1", got)
	}
	if !r.HasActor("The unpacker types the number") || r.HasActor("The number is typed") {
		t.Error("the reader does not know who acts")
	}
}

// TestReaderForKeeps: a reader is kept while nothing that it knows changes, and never mistaken for another.
func TestReaderForKeeps(t *testing.T) {
	t.Parallel()
	base, err := whys.Load(os.DirFS(t.TempDir()))
	if err != nil {
		t.Fatal(err)
	}
	g := draw(t, "c1 < p").graph()
	set := func(id, field string, v any) *model.Graph {
		next, _, err := g.Apply(model.Change{Ops: []model.Op{{Kind: model.OpSet, ID: id, Field: field, Old: g.Element(id).Field(field), New: v}}})
		if err != nil {
			t.Fatal(err)
		}
		return next
	}
	en, members := []string{"en"}, []string{"Ana Torres"}
	first := whys.ReaderFor(g, base, en, members)
	for name, c := range map[string]struct {
		r    *whys.Reader
		same bool
	}{
		"the same graph":          {whys.ReaderFor(g, base, en, members), true},
		"another note":            {whys.ReaderFor(set("till", "notes", "old"), base, en, members), true},
		"another problem":         {whys.ReaderFor(set("p", "name", "Late"), base, en, members), true},
		"a name in a language":    {whys.ReaderFor(set("till", "names.fr", "Caisse"), base, en, members), true}, // not the workspace's
		"another name":            {whys.ReaderFor(set("till", "name", "Cash desk"), base, en, members), false},
		"another role":            {whys.ReaderFor(set("clerk", "name", "Teller"), base, en, members), false},
		"other languages":         {whys.ReaderFor(g, base, []string{"en", "fr"}, members), false},
		"another member":          {whys.ReaderFor(g, base, en, []string{"Bo Torres"}), false},
		"two members in one name": {whys.ReaderFor(g, base, en, []string{"Ana", "Torres"}), false},
		"the default words":       {whys.ReaderFor(g, nil, en, members), false},
	} {
		if (c.r == first) != c.same {
			t.Errorf("%s: the same reader = %v", name, c.r == first)
		}
	}
}

// TestLoadFolder: a folder of the file system, as a flag names it.
func TestLoadFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("en.txt", "\ufeff[A5]\r\nwonky\r\n")
	write("de.txt", "[stop]\nder die das ist\n[A5]\nschlecht*\n")
	write("notes.md", "[A99]")
	r, err := whys.Load(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	g := draw(t, `c1 < p "The counter at the entrance is wonky"; c2 < p "Die Verbindung zur Kasse ist schlecht"; c3 < p "The order page is slow"`).graph()
	a := whys.Analyse(g, "p", whys.Material{Reader: whys.ReaderFor(g, r, []string{"en", "de"}, nil)})
	for _, id := range []string{"c1", "c2", "c3"} {
		if !slices.ContainsFunc(a.FindingsOn(id), func(f whys.Finding) bool { return f.Check == "A5" }) {
			t.Errorf("no A5 on %q", a.Node(id).Name)
		}
	}
	if _, err := whys.Load(os.DirFS(filepath.Join(dir, "absent"))); err == nil {
		t.Error("a folder that is not there is read without an error")
	}
	write("fr.txt", "[A5")
	if _, err := whys.Load(os.DirFS(dir)); err == nil || err.Error() != `fr.txt:1: section "[A5" is not of the form [A5]` {
		t.Errorf("Load of a broken file = %v", err)
	}
}

// village is a workspace of n elements and an analysis of causes below one problem, each of three whys above the next but
// one: its texts differ, as those of people do.
func village(n, causes int) *model.Graph {
	kinds := []model.Kind{model.Technology, model.Employee, model.Policy, model.Data, model.Partner, model.Step}
	var elements []*model.Element
	var links []*model.Link
	join := func(from string, k model.LinkKind, to string, props model.Props) {
		links = append(links, &model.Link{ID: fmt.Sprint("l", len(links)), Kind: k, From: from, To: to, Props: props})
	}
	for i := range n {
		elements = append(elements, &model.Element{ID: fmt.Sprint("x", i), Kind: kinds[i%len(kinds)], Name: fmt.Sprint("Order system ", i, " of the store"),
			Names: map[string]string{"fr": fmt.Sprint("Système de commande ", i, " du magasin")}})
		if i >= 6 && i%6 == 0 {
			join(elements[i].ID, model.DependsOn, elements[i-6].ID, nil)
		}
	}
	elements = append(elements, &model.Element{ID: "p", Kind: model.Problem, Name: "A lamp bought online cannot be given back"})
	word := func(n int) string { // one of 625, the low ones oftener
		n = (n * n / 625) % 625
		syllables := []string{"ba", "ter", "mo", "lin", "ga", "ro", "pel", "su", "dan", "ki", "vo", "sta", "mer", "tu", "ple", "no", "fra", "gil", "ho", "den", "cu", "pi", "ras", "ton", "we"}
		return syllables[n%25] + syllables[n/25] + syllables[(n*7+3)%25]
	}
	for i := range causes {
		id := fmt.Sprint("c", i)
		r := i*7919 + 13
		name := fmt.Sprintf("The %s %s of the %s reads the %s once a %s on %s", word(r%625), word(r/3%625), word(r/7%625), word(r/11%625), word(r/17%625), word(r/29%625))
		elements = append(elements, &model.Element{ID: id, Kind: model.Cause, Name: name, Props: model.Props{"lens": model.Lenses[i%8]}})
		up := "p"
		if i > 2 {
			up = fmt.Sprint("c", (i-1)/3)
		}
		join(up, model.Because, id, nil)
		if n > 0 {
			join(id, model.LocatedIn, elements[i*7%n].ID, nil)
		}
	}
	return model.NewGraph(elements, links)
}

// BenchmarkAnalyse: 1,000 causes in a workspace of 10,000 elements. "edited" analyses after each edit, "first" with texts
// that no reader has seen.
func BenchmarkAnalyse(b *testing.B) {
	g := village(10_000, 1000)
	languages := []string{"en", "fr"}
	b.Run("again", func(b *testing.B) {
		m := whys.Material{Reader: whys.ReaderFor(g, nil, languages, nil)}
		for b.Loop() {
			whys.Analyse(g, "p", m)
		}
	})
	b.Run("edited", func(b *testing.B) {
		g := g
		for i := 0; b.Loop(); i++ {
			op := model.Op{Kind: model.OpSet, ID: "c7", Field: "notes", Old: g.Element("c7").Field("notes"), New: fmt.Sprint(i)}
			g, _, _ = g.Apply(model.Change{Ops: []model.Op{op}})
			whys.Analyse(g, "p", whys.Material{Reader: whys.ReaderFor(g, nil, languages, nil)})
		}
	})
	b.Run("first", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			b.StopTimer()
			r := whys.Default().In(whys.Workspace{Languages: languages})
			b.StartTimer()
			whys.Analyse(g, "p", whys.Material{Reader: r})
		}
	})
	b.Run("guide", func(b *testing.B) {
		a := whys.Analyse(g, "p", whys.Material{Reader: whys.ReaderFor(g, nil, languages, nil)})
		for b.Loop() {
			a.Next()
		}
	})
}

// BenchmarkReaderFor: the names of 10,000 elements in two languages; "edited" when none changed, "renamed" when one did.
func BenchmarkReaderFor(b *testing.B) {
	g := village(10_000, 10)
	languages := []string{"en", "fr"}
	for _, c := range []struct{ name, id, field string }{{"edited", "p", "notes"}, {"renamed", "x7", "name"}} {
		b.Run(c.name, func(b *testing.B) {
			g := g
			for i := 0; b.Loop(); i++ {
				op := model.Op{Kind: model.OpSet, ID: c.id, Field: c.field, Old: g.Element(c.id).Field(c.field), New: fmt.Sprint("New name ", i)}
				g, _, _ = g.Apply(model.Change{Ops: []model.Op{op}})
				whys.ReaderFor(g, nil, languages, nil)
			}
		})
	}
}
