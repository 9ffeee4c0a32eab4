package whys_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"rootline/model"
	"rootline/model/whys"
)

// A sketch is an analysis in one line: statements between semicolons, each of what it is about, a text between quotation
// marks, and words behind a colon.
//
//	p: sound full              the problem; q, r: others
//	c2 < c1, p: sound root     a cause of two effects; c1 < c2* marks a vicious circle, c1 < p/0.4 has a share
//	a1 > c1: sound weaker      an action
//	read c2<c1 follows not     what people, one each, said of a link; read * is one "follows" for each
//	keep A17-c1                a kept finding; keep A17-c1 stale was of another text
//	now 2026-06-01             the day
//	rule governs till          a link of the ecosystem; till off takes an element's links away
//
// A word is a shorthand of the table below, at X, shown GRADE, changes X, by X (owned by), owner X, or prop=value. The
// ecosystem of ecosystem stands around it. A cause without a text has one of causeTexts.
type sketch struct {
	t          testing.TB
	elements   []*model.Element
	links      []*model.Link
	material   whys.Material
	read, kept []string // statements
}

// shorthands are words of a sketch, and the words they stand for.
var shorthands = map[string]string{
	"root": "stop=root", "dig": "stop=dig", "outside": "stop=outside", "unknown": "stop=unknown", "guess": "certainty=guess",
	"disproved": "status=disproved", "alone": "alone=yes", "not-alone": "alone=no", "and": "gate=and", "or": "gate=or",
	"full": "track=full", "quick": "track=quick", "stronger": "strength=stronger", "intermediate": "strength=intermediate",
	"weaker": "strength=weaker", "often": "frequency_per_month=12", "hurts": "business_effect=calls",
}

// sound is what makes one of a kind sound.
var sound = map[model.Kind]string{
	model.Problem: "often hurts at pay shown measured",
	model.Cause:   "at till shown measured certainty=sure",
	model.Action: "owner Ana due=2026-10-01 measure=refusals target=none check_on=2026-11-01 strength=stronger intent=prevent " +
		"side_effects=few trial=one_store",
}

// causeTexts are those of c1, c2 and so on: no check of wording trips over one of them, and none is like another.
var causeTexts = []string{
	"The till does not find the online order",
	"The search asks for the number of a paper receipt",
	"Files arrive from the web shop once a night",
	"The ledger accepts letters from one sender at a time",
	"Two branches share one key for all their parcels",
	"A refund counts against the margin of the house that pays it",
	"The contract of 2014 names stores but not vans",
	"Each printer keeps its labels in a memory of its own",
	"Prices change on Monday while catalogues stay until Friday",
	"Boxes wait beside the door until noon",
	"The scanner turns itself off after nine minutes",
	"Invoices leave the island by ship",
}

// ecosystem is what stands around each analysis: a buyer lives the step pay at the counter, where the till serves; it
// rests on the ledger. The head owns the till, Ana the rule; nobody owns the ledger. Nothing leads
// from there to the vault and the safe that it rests on, and of the attic nothing is known.
const ecosystem = `
buyer customer | pay step | counter touchpoint | web channel | till technology | ledger technology | vault technology | safe technology | attic technology
rule policy | bonus policy | head employee | clerk employee | courier partner | orders data
buyer lives pay | pay at counter | till serves pay | till depends_on ledger | till holds orders | rule governs pay | bonus governs clerk
clerk performs pay | courier performs pay | till owned_by head | web offers counter | web reaches buyer | vault depends_on safe
`

func analyse(t testing.TB, line string) *whys.Analysis {
	t.Helper()
	s := draw(t, line)
	a := whys.Analyse(s.graph(), "p", s.material)
	if a == nil {
		t.Fatalf("%s: no analysis", line)
	}
	return a
}

// draw reads a sketch.
func draw(t testing.TB, line string) *sketch {
	t.Helper()
	s := &sketch{t: t}
	for part := range strings.SplitSeq(strings.NewReplacer("\n", "|").Replace(ecosystem), "|") {
		switch f := strings.Fields(part); len(f) {
		case 2:
			s.element(f[0], model.Kind(f[1]))
		case 3:
			s.link(f[0], model.LinkKind(f[1]), f[2])
		}
	}
	s.get("rule").Owner = "Ana"
	s.get("vault").Owner = "Ana"
	s.get("bonus").Props = model.Props{"form": "incentive"}
	s.element("p", model.Problem).Name = "A lamp bought online cannot be given back"
	for statement := range strings.SplitSeq(line, ";") {
		if statement = strings.TrimSpace(statement); statement != "" {
			s.statement(statement)
		}
	}
	s.judge()
	return s
}

// graph applies the sketch as one change.
func (s *sketch) graph() *model.Graph {
	s.t.Helper()
	g, err := s.apply()
	if err != nil {
		s.t.Fatalf("the sketch is refused: %v", err)
	}
	return g
}

func (s *sketch) apply() (*model.Graph, error) {
	var c model.Change
	for _, e := range s.elements {
		c.Ops = append(c.Ops, model.Op{Kind: model.OpAddElement, Element: e})
	}
	for _, l := range s.links {
		c.Ops = append(c.Ops, model.Op{Kind: model.OpAddLink, Link: l})
	}
	g, _, err := model.NewGraph(nil, nil).Apply(c)
	return g, err
}

func (s *sketch) get(id string) *model.Element {
	i := slices.IndexFunc(s.elements, func(e *model.Element) bool { return e.ID == id })
	if i < 0 {
		return nil
	}
	return s.elements[i]
}

func (s *sketch) element(id string, k model.Kind) *model.Element {
	e := s.get(id)
	if e == nil {
		e = &model.Element{ID: id, Kind: k, Name: "The " + id, Props: model.Props{}}
		s.elements = append(s.elements, e)
	}
	return e
}

// link joins two elements; its id is "from.to", or "from.to.2" of a second one.
func (s *sketch) link(from string, k model.LinkKind, to string) *model.Link {
	id := from + "." + to
	for n := 2; slices.ContainsFunc(s.links, func(l *model.Link) bool { return l.ID == id }); n++ {
		id = from + "." + to + "." + strconv.Itoa(n)
	}
	l := &model.Link{ID: id, Kind: k, From: from, To: to, Props: model.Props{}}
	s.links = append(s.links, l)
	return l
}

func (s *sketch) statement(text string) {
	s.t.Helper()
	name := ""
	if before, rest, ok := strings.Cut(text, `"`); ok {
		quoted, after, _ := strings.Cut(rest, `"`)
		name, text = quoted, before+after
	}
	head, words, _ := strings.Cut(text, ":")
	f := strings.Fields(strings.ReplaceAll(head, ",", " "))
	switch {
	case f[0] == "read":
		s.read = append(s.read, head)
		return
	case f[0] == "keep":
		s.kept = append(s.kept, head)
		return
	case f[0] == "now":
		day, err := time.Parse(time.DateOnly, f[1])
		if err != nil {
			s.t.Fatal(err)
		}
		s.material.Now = day
		return
	case len(f) > 1 && f[1] == "off":
		s.links = slices.DeleteFunc(s.links, func(l *model.Link) bool { return l.From == f[0] || l.To == f[0] })
		return
	case len(f) == 3 && model.LinkKind(f[1]).Spec() != nil:
		s.link(f[0], model.LinkKind(f[1]), f[2])
		return
	}
	e := s.subject(f[0])
	if name != "" {
		e.Name = name
	}
	for _, other := range f[min(2, len(f)):] {
		if f[1] == ">" {
			s.link(e.ID, model.Addresses, other)
			continue
		}
		other, circle := strings.CutSuffix(other, "*")
		other, share, _ := strings.Cut(other, "/")
		s.subject(other)
		l := s.link(other, model.Because, e.ID)
		if circle {
			l.Props["circle"] = true
		}
		if share != "" {
			l.Props["share"] = s.value(share)
		}
	}
	s.words(e, strings.Fields(words))
}

// subject is the problem, cause or action of an id, made where it is new.
func (s *sketch) subject(id string) *model.Element {
	if e := s.get(id); e != nil {
		return e
	}
	switch id[0] {
	case 'c':
		e := s.element(id, model.Cause)
		if n, err := strconv.Atoi(id[1:]); err == nil && n > 0 && n <= len(causeTexts) {
			e.Name = causeTexts[n-1]
		}
		return e
	case 'a':
		e := s.element(id, model.Action)
		e.Name, e.Props["status"] = "Tills ask the order desk at each return ("+id+")", "proposed"
		return e
	}
	return s.element(id, model.Problem)
}

func (s *sketch) words(e *model.Element, words []string) {
	s.t.Helper()
	for len(words) > 0 {
		w := words[0]
		words = words[1:]
		if w == "sound" {
			w = sound[e.Kind]
		} else if long := shorthands[w]; long != "" {
			w = long
		}
		if strings.Contains(w, " ") {
			s.words(e, strings.Fields(w))
			continue
		}
		if prop, v, ok := strings.Cut(w, "="); ok {
			e.Props[prop] = s.value(v)
			if spec := e.Kind.Spec().Prop(prop); spec != nil && (spec.Type == model.TypeText || spec.Type == model.TypeLong) {
				e.Props[prop] = strings.ReplaceAll(v, "_", " ")
			}
			if v == "" {
				delete(e.Props, prop)
			}
			continue
		}
		if len(words) == 0 {
			s.t.Fatalf("the word %q needs another behind it", w)
		}
		arg := words[0]
		words = words[1:]
		switch w {
		case "at":
			if e.Kind == model.Problem {
				s.link(e.ID, model.Affects, arg)
			} else {
				s.link(e.ID, model.LocatedIn, arg)
			}
		case "shown":
			proof := &model.Element{ID: "e-" + e.ID + "-" + strconv.Itoa(len(s.links)), Kind: model.Evidence, Name: "Seen", Props: model.Props{"grade": arg}}
			s.elements = append(s.elements, proof)
			s.link(e.ID, model.ShownBy, proof.ID)
		case "changes":
			s.link(e.ID, model.Changes, arg)
		case "by":
			s.link(e.ID, model.OwnedBy, arg)
		case "owner":
			e.Owner = strings.ReplaceAll(arg, "_", " ")
		default:
			s.t.Fatalf("no word %q", w)
		}
	}
}

func (s *sketch) value(text string) any {
	switch text {
	case "yes":
		return true
	case "no":
		return false
	}
	if n, err := strconv.ParseFloat(text, 64); err == nil {
		return model.Num(n)
	}
	if strings.Contains(text, ",") {
		return strings.Split(strings.Trim(text, ","), ",")
	}
	return strings.ReplaceAll(text, "_", " ")
}

// judge makes verdicts and kept findings of their statements.
func (s *sketch) judge() {
	s.t.Helper()
	j := &s.material.Judgement
	for _, statement := range s.read {
		f := strings.Fields(statement)
		if f[1] == "*" {
			for _, l := range s.links {
				if l.Kind == model.Because {
					j.Verdicts = append(j.Verdicts, whys.Verdict{Link: l.ID, By: "Bo", Verdict: "follows"})
				}
			}
			continue
		}
		cause, effect, _ := strings.Cut(f[1], "<")
		for i, v := range f[2:] {
			j.Verdicts = append(j.Verdicts, whys.Verdict{Link: effect + "." + cause, By: "person " + strconv.Itoa(i), Verdict: v})
		}
	}
	for _, statement := range s.kept {
		f := strings.Fields(statement)
		k := whys.Kept{Key: f[1], Reason: "agreed"}
		if len(f) > 2 {
			k.Digest = "of another text"
		}
		j.Kept = append(j.Kept, k)
	}
}
