package say

import (
	"strings"
	"testing"

	"rootline/model"
)

// Every kind, prop, choice and link of the registry has its words: a new one comes with them.
func TestRegistryHasWords(t *testing.T) {
	t.Parallel()
	for _, lang := range languages {
		p := For(lang)
		need := func(ids ...string) {
			t.Helper()
			for _, id := range ids {
				if p.Has(id) {
					return
				}
			}
			t.Errorf("%s lacks %s", lang, strings.Join(ids, " and "))
		}
		props := func(kind string, props []model.Prop) {
			for _, prop := range props {
				need("prop."+prop.Name, "prop."+kind+"."+prop.Name)
				for _, c := range prop.Choices {
					need("choice." + prop.Name + "." + c)
				}
				if prop.Unit != "" {
					need("unit." + string(prop.Unit))
				}
			}
		}
		for _, k := range model.Kinds {
			for _, form := range []string{"one", "many", "says", "example", "add"} {
				need("kind." + string(k.Kind) + "." + form)
			}
			need("layer." + string(k.Layer))
			props(string(k.Kind), k.Props)
		}
		for _, l := range model.LinkKinds {
			for _, form := range []string{"says", "out", "in"} {
				need("link." + string(l.Kind) + "." + form)
			}
			props(string(l.Kind), l.Props)
		}
		for _, c := range model.Confidences {
			need("confidence." + c)
		}
	}
}

func TestQuantity(t *testing.T) {
	t.Parallel()
	p := For("en")
	for _, c := range []struct {
		n    model.Number
		unit model.Unit
		want string
	}{
		{model.Num(184000), model.MoneyPerYear, "€184,000 a year"},
		{model.Number{Lo: 2, Hi: 4}, model.HoursPerMonth, "2 to 4 hours a month"},
		{model.Number{Lo: 30, Hi: 7200}, model.Seconds, "30 seconds to 2 hours"},
		{model.Num(.4), model.Seconds, "0.4 seconds"},
		{model.Num(410), model.PerMonth, "410 a month"},
		{model.Num(.28), model.Share, "28%"},
		{model.Number{Lo: 95000, Hi: 120000}, model.Money, "€95,000 to €120,000"},
		{model.Num(41), "", "41"},
	} {
		if got := p.Quantity(c.n, c.unit, "EUR"); got != c.want {
			t.Errorf("Quantity(%v, %s) = %q, want %q", c.n, c.unit, got, c.want)
		}
	}
}

func TestErrorSaysEachFaultOnce(t *testing.T) {
	t.Parallel()
	e := model.Fault(model.Invalid, "name", "required")
	e.Also = []*model.Error{model.Fault(model.Invalid, "kind", "required"), model.Fault(model.Invalid, "x", "db.newer", "Have", 9, "Want", 3)}
	got := For("en").Error(e)
	if strings.Count(got, For("en").T("error.required")) != 1 || !strings.Contains(got, "version 9, this one knows 3") {
		t.Errorf("Error = %q", got)
	}
	secret := &model.Error{Kind: model.Internal, Msg: "db.newer"}
	if got := For("en").Error(secret); got != For("en").T("error.internal") {
		t.Errorf("an internal error says %q", got)
	}
}

func TestPieces(t *testing.T) {
	t.Parallel()
	got := ""
	for _, piece := range For("en").Pieces("link.serves.says") {
		got += "[" + piece.Text + "|" + piece.Name + "]"
	}
	if want := "[|From][ serves |][|To]"; got != want {
		t.Errorf("Pieces = %s, want %s", got, want)
	}
}
