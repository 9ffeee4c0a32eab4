package web

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/templates"
)

// about names a field of an element or link, or the thing itself where there is none.
func (t *teller) about(id, field string) string {
	k := shown{}
	kind, name := "", ""
	for _, g := range t.graphs() {
		if e := g.Element(id); e != nil && name == "" {
			kind, name = string(e.Kind), e.NameIn(t.Say.Lang())
		}
		if l := g.Link(id); l != nil && name == "" {
			kind, name = string(l.Kind), t.linkWords(l, k)
		}
	}
	if name == "" {
		name = id
	}
	if field == "" {
		return name
	}
	return t.Say.T("records.pair", "Label", t.Say.Quote(name), "Value", t.fieldWords(kind, field))
}

func (t *teller) fieldWords(kind, field string) string {
	switch field {
	case "from", "to":
		return t.Say.T("states.end." + field)
	case "kind":
		return t.Say.T("prop.kind")
	}
	return t.words.Field(kind, field)
}

// worded is a value of a field in words; of a whole thing, whether it is there.
func (t *teller) worded(id, field string, v any) string {
	switch x := v.(type) {
	case *model.Element:
		return x.NameIn(t.Say.Lang())
	case *model.Link:
		return t.linkWords(x, shown{})
	case nil:
		if field == "" {
			return t.Say.T("states.absent")
		}
	case string:
		if field == "from" || field == "to" {
			return t.name(x, shown{})
		}
	}
	kind := ""
	for _, g := range []*model.Graph{t.today, t.graph} {
		if e := g.Element(id); e != nil {
			kind = string(e.Kind)
		} else if l := g.Link(id); l != nil {
			kind = string(l.Kind)
		}
	}
	if v == nil {
		return t.Say.T("say.unknown")
	}
	return t.value(kind, field, v)
}

// stale words one thing that a change met otherwise than its author saw, with the ways to decide it; none is chosen.
func (t *teller) stale(st model.Stale, typed func(string) string) templates.PlanStale {
	key := readKey(st)
	v := templates.PlanStale{Key: key, About: t.about(st.ID, st.Field)}
	option := func(take model.Take, words, hint string) {
		o := templates.Option{Value: string(take), Label: words, Hint: hint}
		if typed != nil {
			o.On = typed(key) == o.Value
		}
		v.Choices = append(v.Choices, o)
	}
	word := func(x any) string { return t.worded(st.ID, st.Field, x) }
	switch {
	case st.Gone:
		if l, ok := st.Proposed.(*model.Link); ok {
			v.About = t.linkWords(l, shown{})
		}
		v.About = t.Say.T("states.gone", "About", v.About)
		option(model.TakeLeft, t.Say.T("states.take.without"), "")
	case st.Op == model.OpRemoveElement && st.Field == "":
		joined := make([]string, len(st.Joined))
		for i, l := range st.Joined {
			joined[i] = word(l)
		}
		v.About = t.Say.T("states.joined", "About", t.Say.Quote(v.About), "Sentence", t.Say.List(joined))
		option(model.TakeLeft, t.Say.T("states.take.keep"), "")
		option(model.TakeRight, t.Say.T("states.take.remove"), "")
	case st.Op == model.OpRemoveElement || st.Op == model.OpRemoveLink:
		v.Original, v.Present, v.Proposed = word(st.Original), word(st.Present), t.Say.T("states.absent")
		option(model.TakeLeft, t.Say.T("states.take.keep"), v.Present)
		option(model.TakeRight, t.Say.T("states.take.remove.yet"), "")
	case st.Op == model.OpAddElement || st.Op == model.OpAddLink:
		v.Present, v.Proposed = word(st.Present), word(st.Proposed)
		v.About = t.Say.T("states.taken", "About", v.About)
		option(model.TakeLeft, t.Say.T("states.take.left"), v.Present)
		option(model.TakeRight, t.Say.T("states.take.right"), v.Proposed)
	default:
		v.Original, v.Present, v.Proposed = word(st.Original), word(st.Present), word(st.Proposed)
		option(model.TakeLeft, t.Say.T("states.take.left"), v.Present)
		option(model.TakeRight, t.Say.T("states.take.right"), v.Proposed)
		option(model.TakeOriginal, t.Say.T("states.take.original"), v.Original)
		if _, isText := st.Proposed.(string); isText && st.Op == model.OpSet {
			option(model.TakeValue, t.Say.T("states.take.value"), "")
			v.Value = &templates.Field{Label: t.Say.T("states.take.value")}
			if typed != nil {
				v.Value.Value = typed(key + ".value")
			}
		}
	}
	return v
}

// taken reads the decisions of a form about stale ops, those that are still as they were read.
func taken(c echo.Context, stale []model.Stale) []model.Resolution {
	var out []model.Resolution
	for _, st := range stale {
		key := readKey(st)
		if take := model.Take(field(c, key)); take != "" {
			out = append(out, model.Resolution{ID: st.ID, Field: st.Field, Take: take, Value: field(c, key+".value"), Saw: &st})
		}
	}
	return out
}

// readKey names a question in a form with all that is read there: what is answered to it answers no other, and not the same
// once anything of it has changed.
func readKey(question any) string {
	words, err := json.Marshal(question)
	if err != nil { // a value that no file can hold
		words = fmt.Append(nil, question)
	}
	sum := sha256.Sum256(words)
	return "take." + hex.EncodeToString(sum[:8])
}
