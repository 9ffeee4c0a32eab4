// Package starter holds journeys to begin from: whole ones, invented and common, in the four languages of the program. Who
// begins with one sees what belongs in a journey and changes what is different with them.
package starter

import (
	"embed"
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"rootline/model"
)

//go:embed *.json
var files embed.FS

// languages are those of each Text, in their order.
var languages = []string{"en", "fr", "zh", "fa"}

// Keys are the journeys, in the order in which they are offered.
var Keys = []string{"return", "fault", "join"}

// Text is a text in each language.
type Text [4]string

// In returns the text in a language, in English for one that it is not written in.
func (t Text) In(lang string) string { return t[max(slices.Index(languages, lang), 0)] }

// Journey is a journey to begin from.
type Journey struct {
	Name      Text             `json:"name"`
	Says      Text             `json:"says"` // what it is about, in a sentence
	Goal      Text             `json:"goal"`
	Lifecycle string           `json:"lifecycle"`
	Customers []string         `json:"customers"` // keys of Things, as everywhere below
	Things    map[string]Thing `json:"things"`
	Steps     []Step           `json:"steps"`
}

// Thing is an element that steps have to do with.
type Thing struct {
	Kind  model.Kind  `json:"kind"`
	Name  Text        `json:"name"`
	Props model.Props `json:"props"`
	Of    string      `json:"of"` // the channel that offers a touchpoint
}

// Step is a step of it.
type Step struct {
	Stage    Text     `json:"stage"`
	Name     Text     `json:"name"`
	Does     Text     `json:"does"`
	Thinks   Text     `json:"thinks"`
	Feels    Text     `json:"feels"`
	Feeling  float64  `json:"feeling"`    // −2…+2
	Wait     float64  `json:"wait_s"`     // seconds; 0 = not known
	Duration float64  `json:"duration_s"` // seconds; 0 = not known
	At       []string `json:"at"`
	Seen     []string `json:"seen"`
	Unseen   []string `json:"unseen"`
	Tools    []string `json:"tools"`
	Asks     []string `json:"asks"`
	Gives    []string `json:"gives"`
	Rules    []string `json:"rules"`
}

var all = sync.OnceValue(func() map[string]*Journey {
	m := make(map[string]*Journey, len(Keys))
	for _, key := range Keys {
		text, err := files.ReadFile(key + ".json")
		j := &Journey{}
		if err == nil {
			err = json.Unmarshal(text, j)
		}
		if err != nil {
			panic(fmt.Errorf("starter %s: %w", key, err)) // the files are part of the program
		}
		m[key] = j
	}
	return m
})

// Find returns the journey of this key, nil where there is none. It is shared: do not change it.
func Find(key string) *Journey { return all()[key] }

// Ground is the workspace in which a journey begins.
type Ground struct {
	Languages []string                                       // of the workspace: the first names its elements
	Speak     string                                         // the language of texts where the first is not among ours
	Present   func(kind model.Kind, name string) (id string) // an element of this name, which is then used; "" = none
	NewID     func(kind string) string                       // for elements and links
}

// Ops are the ops that bring the journey, and its id.
func (j *Journey) Ops(g Ground) (id string, ops []model.Op) {
	b := &builder{Ground: g, ids: map[string]string{}}
	b.lang = b.Speak
	if len(g.Languages) > 0 && slices.Contains(languages, g.Languages[0]) {
		b.lang = g.Languages[0]
	}
	journey := b.element(model.Journey, j.Name, model.Props{"goal": j.Goal.In(b.lang), "lifecycle": j.Lifecycle})
	keys := make([]string, 0, len(j.Things))
	for key := range j.Things {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for _, key := range keys {
		t := j.Things[key]
		if b.ids[key] = g.Present(t.Kind, t.Name.In(b.lang)); b.ids[key] == "" {
			b.ids[key] = b.element(t.Kind, t.Name, t.Props)
			b.fresh = append(b.fresh, key)
		}
	}
	for _, key := range b.fresh {
		if of := j.Things[key].Of; of != "" {
			b.link(model.Offers, b.ids[of], b.ids[key], nil)
		}
	}
	for _, key := range j.Customers {
		b.link(model.Lives, b.ids[key], journey, nil)
	}
	for i, s := range j.Steps {
		b.step(journey, i, s)
	}
	return journey, b.ops
}

type builder struct {
	Ground
	lang  string
	ids   map[string]string // by key
	fresh []string          // keys of what was not there yet
	ops   []model.Op
}

func (b *builder) element(k model.Kind, name Text, props model.Props) string {
	e := &model.Element{ID: b.NewID(string(k)), Kind: k, Name: name.In(b.lang), Props: props}
	for _, lang := range b.Languages {
		if lang != b.lang && slices.Contains(languages, lang) {
			if e.Names == nil {
				e.Names = map[string]string{}
			}
			e.Names[lang] = name.In(lang)
		}
	}
	b.ops = append(b.ops, model.Add(e))
	return e.ID
}

func (b *builder) link(k model.LinkKind, from, to string, props model.Props) {
	b.ops = append(b.ops, model.Join(&model.Link{ID: b.NewID(string(k)), Kind: k, From: from, To: to, Props: props}))
}

func (b *builder) step(journey string, i int, s Step) {
	props := model.Props{"stage": s.Stage.In(b.lang), "does": s.Does.In(b.lang), "thinks": s.Thinks.In(b.lang), "feels": s.Feels.In(b.lang), "feeling": model.Num(s.Feeling)}
	estimate := func(name string, seconds float64) {
		if seconds > 0 {
			props[name] = model.Number{Lo: seconds, Hi: seconds, Confidence: "guess"}
		}
	}
	estimate("wait_s", s.Wait)
	estimate("duration_s", s.Duration)
	id := b.element(model.Step, s.Name, props)
	b.link(model.HasStep, journey, id, model.Props{"order": model.Num(float64(i + 1))})
	from := func(k model.LinkKind, keys []string) {
		for _, key := range keys {
			b.link(k, id, b.ids[key], nil)
		}
	}
	to := func(k model.LinkKind, keys []string, props model.Props) {
		for _, key := range keys {
			b.link(k, b.ids[key], id, props)
		}
	}
	from(model.At, s.At)
	to(model.Performs, s.Seen, model.Props{"visible": true})
	to(model.Performs, s.Unseen, model.Props{"visible": false})
	to(model.Serves, s.Tools, nil)
	from(model.Asks, s.Asks)
	from(model.Gives, s.Gives)
	to(model.Governs, s.Rules, nil)
}
