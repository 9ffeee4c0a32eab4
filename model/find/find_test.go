package find_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"rootline/model"
	"rootline/model/find"
)

func TestWordsAreFoundHoweverTheyAreTyped(t *testing.T) {
	t.Parallel()
	till := &model.Element{ID: "x1", Kind: model.Technology, Name: "Caisse enregistrée", Names: map[string]string{"fa": "صندوق کالای ۱۲", "zh": "新收银机系统"},
		Notes: "Straße, l’eau 🚀", Tags: []string{"Old"}, Props: model.Props{"vendor": "Łódź Systems", "lifecycle": "live"},
		Refs: []model.Ref{{Title: "Ticket", URL: "https://desk.example.org/T-815"}}}
	joined := &model.Element{ID: "x2", Kind: model.Problem, Name: "مشتری می‌خواهد"}
	spaced := &model.Element{ID: "x3", Kind: model.Problem, Name: "مشتری می خواهد"}
	unnamed := &model.Element{ID: "old-till_2", Kind: model.Technology}
	for _, c := range []struct {
		e     *model.Element
		query string
		want  int // the rank; -1 = not found
	}{
		{till, "ENREGISTREE caisse", 1},
		{till, "caisse  enregistre\u0301e", 0}, // typed letter by letter
		{till, "caisse enr", 2},
		{till, "enr caisse", -1}, // the last word alone may be begun
		{till, "strasse", 3},
		{till, "stra", 4},
		{till, "eau", 3},
		{till, "lodz", 3},
		{till, "old live", 3},
		{till, "caisse old", 3},
		{till, "815", 3},
		{till, "desk.example.org", 3},
		{till, "收银", 1},
		{till, "收银机系", 1},
		{till, "银", 2},
		{till, "统", 1},
		{till, "系机", -1},
		{till, "صندوق كالاي 12", 0}, // typed on an Arabic keyboard, with other digits
		{till, "كالا", 2},
		{till, "🚀", 3},
		{till, "caisse neuve", -1},
		{till, "aisse", -1}, // words are found by their beginning
		{till, "X1", 0},
		{till, "?!", -1},
		{joined, "می‌خواهد", 1},
		{joined, "ميخواهد", 1},
		{joined, "می خواهد", 1},
		{spaced, "مي‌خواهد", 1},
		{spaced, "می خواهد", 1},
		{unnamed, "OLD-TILL_2", 0},
		{unnamed, "till", 1},
	} {
		if got := find.Ask(c.query).Judge().Rank(find.Of(c.e)); got != c.want {
			t.Errorf("rank of %s for %q = %d, want %d; found by %s", c.e.ID, c.query, got, c.want, find.Of(c.e))
		}
	}
	if q := find.Ask(" "); !q.Empty() || q.Judge().Rank(find.Of(till)) < 0 {
		t.Error("who asks for nothing does not find everything")
	}
}

// Whatever an element is called, its whole name finds it, and so does the beginning of each word.
func TestANameFindsItsElement(t *testing.T) {
	t.Parallel()
	text := rapid.StringOfN(rapid.RuneFrom([]rune("aAéßİœz09-_'’. \u200c\u00a0\u3000收银机ひらがカーنیيكکۀآئ\u0301٣۴ไทย👩🏽‍🚀")), 0, 12, -1)
	rapid.Check(t, func(t *rapid.T) {
		name := text.Draw(t, "name")
		d := find.Of(&model.Element{ID: "x", Kind: model.Problem, Name: name, Notes: text.Draw(t, "notes")})
		q := find.Ask(name)
		if q.Wordless() {
			return
		}
		if got := q.Judge().Rank(d); got != 0 {
			t.Errorf("%q is found at rank %d by its name; doc %s", name, got, d)
		}
		part := string([]rune(name)[:rapid.IntRange(1, len([]rune(name))).Draw(t, "letters")])
		if q := find.Ask(part); !q.Wordless() && !q.Judge().Named(d) {
			t.Errorf("%q is not found by %q; doc %s", name, part, d)
		}
		if strings.Contains(string(d), "  ") {
			t.Errorf("doc %q has an empty term", d)
		}
		var all string
		for _, p := range q.Mark(name) {
			all += p.Text
		}
		if all != name {
			t.Errorf("marked %q is %q", name, all)
		}
	})
}

func TestMark(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, query, want string }{
		{"Caisse enregistrée du magasin", "enregistree caisse", "[Caisse] [enregistrée] du magasin"},
		{"Caisse enregistrée", "enregi", "Caisse [enregi]strée"},
		{"cafe\u0301s", "café", "[cafe\u0301]s"},
		{"新收银机系统", "收银机", "新[收银机]系统"},
		{"صندوق كالاي", "کالای", "صندوق [كالاي]"},
		{"Straße", "strass", "[Straß]e"},
		{"the other", "he", "the other"},
		{"<b>CRM</b>", "crm", "<b>[CRM]</b>"},
	} {
		if got := drawn(find.Ask(c.query).Mark(c.text)); got != c.want {
			t.Errorf("Mark(%q) for %q = %s, want %s", c.text, c.query, got, c.want)
		}
	}
}

func drawn(parts []find.Part) string {
	var b strings.Builder
	for _, p := range parts {
		if p.On {
			b.WriteString("[" + p.Text + "]")
		} else {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

func TestExcerpt(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("many words before ", 20) + "the\nlamp flickers " + strings.Repeat("and words behind ", 20)
	want := "…before the [lamp] flickers and words behind and…"
	if got := drawn(find.Ask("lamp").Excerpt(long, 48)); got != want {
		t.Errorf("excerpt = %q, want %q", got, want)
	}
	if got := find.Ask("lantern").Excerpt(long, 48); got != nil {
		t.Errorf("excerpt without the word = %v", got)
	}
}

// A scan goes on where it ended, best first, each element once.
func TestInGoesOn(t *testing.T) {
	t.Parallel()
	var elements []*model.Element
	add := func(id, name, notes string, k model.Kind) {
		elements = append(elements, &model.Element{ID: id, Kind: k, Name: name, Notes: notes})
	}
	add("a", "Order desk", "", model.Touchpoint)
	add("b", "Store", "Takes an order", model.Channel)
	add("c", "Orders", "", model.Data)
	add("d", "Order", "", model.Data)
	add("e", "Stock", "of orders", model.Data)
	add("f", "Lamp", "", model.Data)
	g := model.NewGraph(elements, nil)
	var got []string
	after, _ := find.PlaceOf("")
	for range 10 {
		hits := find.In(g, find.Ask("order"), "", after, 2)
		if len(hits) == 0 {
			break
		}
		for _, h := range hits {
			got = append(got, h.ID)
		}
		var err error
		if after, err = find.PlaceOf(hits[len(hits)-1].Place.String()); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]string{"d", "a", "c", "b", "e"}, got); diff != "" {
		t.Errorf("order of the answers (-want +got):\n%s", diff)
	}
	if hits := find.In(g, find.Ask("order"), model.Data, find.Place{At: -1}, 9); len(hits) != 3 || hits[0].ID != "d" {
		t.Errorf("data alone = %v", hits)
	}
	if _, err := find.PlaceOf("9-1"); err == nil {
		t.Error("a place that cannot be is taken")
	}
}
