package model_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rootline/model"
)

func TestPropValue(t *testing.T) {
	t.Parallel()
	number := &model.Prop{Type: model.TypeNumber}
	share := &model.Prop{Type: model.TypeNumber, Max: 1}
	feeling := &model.Prop{Type: model.TypeWhole, Min: -2, Max: 2}
	date, text, flag := &model.Prop{Type: model.TypeDate}, &model.Prop{Type: model.TypeText}, &model.Prop{Type: model.TypeBool}
	gate := &model.Prop{Type: model.TypeChoice, Choices: []string{"and", "or"}}
	looked := &model.Prop{Type: model.TypeList, Choices: []string{"people", "data"}}
	for name, c := range map[string]struct {
		prop *model.Prop
		in   any
		want any    // nil = unset
		msg  string // "" = accepted
	}{
		"nothing":             {number, nil, nil, ""},
		"a number":            {number, 4.5, model.Num(4.5), ""},
		"a whole Go number":   {number, 4, model.Num(4), ""},
		"nought":              {number, 0.0, model.Num(0), ""},
		"JSON's number":       {number, json.Number("1e3"), model.Num(1000), ""},
		"a rated number":      {number, map[string]any{"value": 5.0, "confidence": "guess"}, model.Number{Lo: 5, Hi: 5, Confidence: "guess"}, ""},
		"an interval":         {number, map[string]any{"lo": 1.0, "hi": 3.0}, model.Number{Lo: 1, Hi: 3}, ""},
		"a rated interval":    {number, map[string]any{"lo": 1.0, "hi": 3.0, "confidence": "fact"}, model.Number{Lo: 1, Hi: 3, Confidence: "fact"}, ""},
		"one bound":           {number, map[string]any{"lo": 1.0}, nil, "prop.number"},
		"bounds turned round": {number, map[string]any{"lo": 3.0, "hi": 1.0}, nil, "prop.number"},
		"value and bound":     {number, map[string]any{"value": 3.0, "hi": 4.0}, nil, "prop.number"},
		"another confidence":  {number, map[string]any{"value": 3.0, "confidence": "sure"}, nil, "prop.number"},
		"a confidence alone":  {number, map[string]any{"confidence": "fact"}, nil, "prop.number"},
		"a nested value":      {number, map[string]any{"value": map[string]any{"value": 1.0}}, nil, "prop.number"},
		"infinity":            {number, math.Inf(1), nil, "prop.number"},
		"not a number":        {number, math.NaN(), nil, "prop.number"},
		"a text as number":    {number, "4", nil, "prop.number"},
		"a share":             {share, 0.25, model.Num(0.25), ""},
		"a share below":       {share, -0.25, nil, "prop.range"},
		"a whole number":      {feeling, -2.0, model.Num(-2), ""},
		"half a feeling":      {feeling, 0.5, nil, "prop.whole"},
		"a feeling beyond":    {feeling, 3.0, nil, "prop.whole"},
		"a range of feeling":  {feeling, map[string]any{"lo": 0.0, "hi": 1.0}, nil, "prop.whole"},
		"a day":               {date, "2028-02-29", "2028-02-29", ""},
		"no leap year":        {date, "2026-02-29", nil, "prop.date"},
		"a day, local form":   {date, "14.3.2026", nil, "prop.date"},
		"a text":              {text, " a ", " a ", ""},
		"an empty text":       {text, "", nil, ""},
		"a number as text":    {text, 4.0, nil, "prop.text"},
		"no":                  {flag, false, false, ""},
		"no, as text":         {flag, "false", nil, "prop.bool"},
		"a choice":            {gate, "or", "or", ""},
		"no choice":           {gate, "", nil, ""},
		"another choice":      {gate, "xor", nil, "prop.choice"},
		"a list":              {looked, []any{"data", "people"}, []string{"data", "people"}, ""},
		"an empty list":       {looked, []any{}, nil, ""},
		"a list beyond":       {looked, []any{"data", "stars"}, nil, "prop.choice"},
		"a mixed list":        {looked, []any{"data", 4.0}, nil, "prop.list"},
		"a text as list":      {looked, "data", nil, "prop.list"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := c.prop.Value("here", c.in)
			msg := ""
			if err != nil {
				msg = err.Msg
				if err.Field != "here" || err.Kind != model.Invalid {
					t.Errorf("fault = %v at %q, want Invalid at here", err.Kind, err.Field)
				}
			}
			if msg != c.msg {
				t.Fatalf("Value(%v) = fault %q, want %q", c.in, msg, c.msg)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("Value(%v) (-want +got):\n%s", c.in, diff)
			}
		})
	}
}

func TestNumberIsWrittenShort(t *testing.T) {
	t.Parallel()
	for want, n := range map[string]model.Number{
		`5`:                                   model.Num(5),
		`120000`:                              model.Num(120000),
		`0.4`:                                 model.Num(0.4),
		`{"value":5,"confidence":"guess"}`:    {Lo: 5, Hi: 5, Confidence: "guess"},
		`{"lo":2,"hi":4}`:                     {Lo: 2, Hi: 4},
		`{"lo":2,"hi":4,"confidence":"fact"}`: {Lo: 2, Hi: 4, Confidence: "fact"},
	} {
		if b, err := json.Marshal(n); err != nil || string(b) != want {
			t.Errorf("Marshal(%v) = %s, %v, want %s", n, b, err, want)
		}
	}
}

// A change goes to the log as JSON and comes back: what it does must be the same.
func TestOpsSurviveJSON(t *testing.T) {
	t.Parallel()
	ops := []model.Op{
		model.Add(&model.Element{ID: "s", Kind: model.Step, Name: "步骤", Tags: []string{"a"}, Refs: []model.Ref{{Title: "T", URL: "https://x.example"}},
			Props: model.Props{"live": false, "wait_s": model.Number{Lo: 1, Hi: 2}, "free": []string{"p"}}}),
		join("performs", "l", "clerk", "s", "minutes", model.Number{Lo: 3, Hi: 3, Confidence: "guess"}),
		set("till", "props.response_s", nil, model.Num(4)),
		set("till", "tags.core", nil, true),
		set("till", "refs", nil, []model.Ref{{URL: "mailto:a@b.example"}}),
		set("till", "name", "Till", nil),
		reEnd("l-uses", "to", "till", "erp"),
		{Kind: model.OpRemoveLink, ID: "b2", Old: map[string]any{"to": "c3"}},
		removeLink("l-bin"),
		{Kind: model.OpRemoveElement, ID: "c3"},
	}
	g := shop(t)
	want, inverse, err := g.Apply(model.Change{Ops: ops})
	if err != nil {
		t.Fatal(err)
	}
	got := mustApply(t, shop(t), again(t, ops)...)
	if diff := cmp.Diff(picture(t, want), picture(t, got)); diff != "" {
		t.Errorf("the change, told again (-want +got):\n%s", diff)
	}
	back := mustApply(t, got, again(t, inverse.Ops)...)
	if diff := cmp.Diff(picture(t, g), picture(t, back)); diff != "" {
		t.Errorf("its inverse, told again (-want +got):\n%s", diff)
	}
}

func again(t *testing.T, ops []model.Op) []model.Op {
	t.Helper()
	b, err := json.Marshal(ops)
	if err != nil {
		t.Fatal(err)
	}
	var out []model.Op
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestSafeURL(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]bool{
		"https://a.example/b?c#d": true, "HTTP://a.example": true, "mailto:a@b.example": true,
		"": false, "a.example": false, "//a.example": false, "javascript:alert(1)": false, "JaVaScRiPt:alert(1)": false, "java\nscript:alert(1)": false,
		"data:text/html,x": false, "https:a": false, "https://": false, "https://a b": false, "file:///etc/passwd": false,
	} {
		if got := model.SafeURL(s); got != want {
			t.Errorf("SafeURL(%q) = %v, want %v", s, got, want)
		}
	}
}

func TestWorkspaceCheck(t *testing.T) {
	t.Parallel()
	sound := model.Workspace{Slug: "lamp-shop", Name: "Lamp shop", Currency: "EUR", Languages: []string{"en", "zh-Hans"}}
	for name, c := range map[string]struct {
		edit func(*model.Workspace)
		want string // field at fault; "" = none
	}{
		"sound":             {func(*model.Workspace) {}, ""},
		"no slug":           {func(w *model.Workspace) { w.Slug = "" }, "slug"},
		"a slug with a dot": {func(w *model.Workspace) { w.Slug = "lamp.shop" }, "slug"},
		"no name":           {func(w *model.Workspace) { w.Name = "" }, "name"},
		"no currency":       {func(w *model.Workspace) { w.Currency = "" }, "currency"},
		"a sign":            {func(w *model.Workspace) { w.Currency = "€" }, "currency"},
		"no language":       {func(w *model.Workspace) { w.Languages = nil }, "languages"},
		"a language's name": {func(w *model.Workspace) { w.Languages = []string{"French"} }, "languages[0]"},
		"a field": {func(w *model.Workspace) {
			w.Fields = []model.OwnField{{Kind: model.Data, Name: "steward", Type: model.TypeText}}
		}, ""},
		"a field of ours": {func(w *model.Workspace) {
			w.Fields = []model.OwnField{{Kind: model.Data, Name: "personal", Type: model.TypeBool}}
		}, "fields[0].name"},
		"a field's type": {func(w *model.Workspace) {
			w.Fields = []model.OwnField{{Kind: model.Data, Name: "steward", Type: "ids"}}
		}, "fields[0].type"},
		"a field's kind": {func(w *model.Workspace) { w.Fields = []model.OwnField{{Kind: "lamp", Name: "steward", Type: "text"}} }, "fields[0].kind"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := sound
			c.edit(&w)
			got := ""
			if err := w.Check(); err != nil {
				got = err.Field
			}
			if got != c.want {
				t.Errorf("Check = fault at %q, want %q", got, c.want)
			}
		})
	}
}

// An empty text is no value, whether the registry knows the prop or not: a kind that changes may make a known one of it.
func TestEmptyTextIsNoValue(t *testing.T) {
	t.Parallel()
	g := model.NewGraph([]*model.Element{{ID: "x", Kind: model.Foreign, Name: "X"}}, nil)
	g, _, err := g.Apply(model.Change{Ops: []model.Op{model.Set("x", "props.vendor", nil, "")}})
	if err != nil {
		t.Fatal(err)
	}
	if e := g.Element("x"); len(e.Props) != 0 {
		t.Errorf("props = %v, want none", e.Props)
	}
}
