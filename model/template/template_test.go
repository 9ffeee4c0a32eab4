package template_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rootline/model"
	"rootline/model/template"
)

// lamps is a shop with two mailboxes, a till that is fed by hand, and three places that keep customers.
func lamps() *model.Graph {
	e := func(kind model.Kind, id string) *model.Element {
		return &model.Element{ID: id, Kind: kind, Name: strings.ToUpper(id)}
	}
	l := func(kind model.LinkKind, from, to string, props model.Props) *model.Link {
		return &model.Link{ID: from + "-" + to, Kind: kind, From: from, To: to, Props: props}
	}
	return model.NewGraph([]*model.Element{
		e("customer", "home"), e("customer", "trade"), e("channel", "web"), e("channel", "mail"), e("channel", "phone"), e("touchpoint", "form"),
		e("employee", "clerk"), e("employee", "agent"), e("partner", "carrier"), e("step", "ask"), e("step", "refund"),
		e("technology", "crm"), e("technology", "shop"), e("technology", "till"), e("technology", "box"), e("data", "address"), e("data", "addr2"), e("cause", "why"), e("problem", "p"),
	}, []*model.Link{
		l("reaches", "web", "home", nil), l("reaches", "mail", "home", nil), l("reaches", "mail", "trade", nil), l("offers", "mail", "form", nil),
		l("supports", "shop", "web", nil), l("supports", "box", "mail", nil), l("supports", "crm", "phone", nil),
		l("performs", "clerk", "ask", nil), l("performs", "agent", "ask", nil), l("performs", "agent", "refund", nil),
		l("uses", "clerk", "box", nil), l("uses", "agent", "box", nil), l("uses", "agent", "crm", nil),
		l("serves", "box", "ask", nil), l("serves", "crm", "ask", nil), l("serves", "till", "refund", nil), l("depends_on", "box", "crm", nil),
		l("holds", "crm", "address", nil), l("holds", "shop", "address", model.Props{"master": true}), l("holds", "till", "addr2", nil),
		l("feeds", "shop", "till", model.Props{"mode": "manual", "handling_s": model.Num(90), "runs_per_month": model.Num(100), "data": []string{"addr2"}}),
		l("because", "p", "why", nil), l("located_in", "why", "box", nil),
	})
}

// ids are fresh ids in order: technology1, uses2.
func ids() func(string) string {
	n := 0
	return func(kind string) string { n++; return fmt.Sprintf("%s%d", kind, n) }
}

// tell is a graph in lines, without what is the same in another.
func tell(g, without *model.Graph) []string {
	var out []string
	for _, d := range model.Diff(without, g) {
		s := string(d.Op) + " " + d.ID
		switch v := d.To.(type) {
		case *model.Link:
			s = fmt.Sprintf("added %s %s %s", v.From, v.Kind, v.To)
			if len(v.Props) > 0 {
				s += fmt.Sprint(" ", v.Props)
			}
		case *model.Element:
			s = fmt.Sprintf("added %s %q", v.Kind, v.Name)
		default:
			if d.Field != "" {
				s += fmt.Sprintf(" %s %v", d.Field, d.To)
			}
		}
		out = append(out, s)
	}
	slices.Sort(out)
	return out
}

func TestTemplates(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		id      string
		answers template.Answers
		want    []string
	}{
		"replace by what is there": {"replace", template.Answers{"old": {"box"}, "new": {"crm"}}, []string{
			"changed box-mail from crm", "changed clerk-box to crm", "removed agent-box", "removed box", "removed box-ask", "removed box-crm", "removed why-box"}},
		"replace by something new": {"replace", template.Answers{"old": {"till"}, "new": {"+ Cloud till "}}, []string{
			`added technology "Cloud till"`, "changed shop-till to technology1", "changed till-addr2 from technology1", "changed till-refund from technology1", "removed till"}},
		"retire": {"retire", template.Answers{"what": {"till"}}, []string{"removed shop-till", "removed till", "removed till-addr2", "removed till-refund"}},
		"retire into another": {"retire", template.Answers{"what": {"clerk"}, "instead": {"agent"}}, []string{
			"removed clerk", "removed clerk-ask", "removed clerk-box"}},
		"introduce": {"introduce", template.Answers{"name": {"Returns desk"}, "serves": {"ask", "refund"}, "users": {"clerk"}}, []string{
			`added technology "Returns desk"`, "added clerk uses technology1", "added technology1 serves ask", "added technology1 serves refund"}},
		"merge": {"merge", template.Answers{"keep": {"address"}, "others": {"addr2"}}, []string{
			"changed shop-till props.data [address]", "changed till-addr2 to address", "removed addr2"}},
		"split": {"split", template.Answers{"what": {"agent"}, "name": {"Refund clerk"}, "takes": {"refund", "crm"}}, []string{
			`added employee "Refund clerk"`, "changed agent-crm from employee1", "changed agent-refund from employee1"}},
		"automate at once": {"automate", template.Answers{"feed": {"shop-till"}, "how": {"now"}}, []string{
			"changed shop-till props.handling_s <nil>", "changed shop-till props.mode sync", "changed shop-till props.transfer_s {5 5 }"}},
		"automate once a day": {"automate", template.Answers{"feed": {"shop-till"}, "how": {"daily"}}, []string{
			"changed shop-till props.handling_s <nil>", "changed shop-till props.interval_s {86400 86400 }", "changed shop-till props.mode batch"}},
		"master": {"master", template.Answers{"data": {"address"}, "on": {"crm"}}, []string{
			"changed crm-address props.master true", "changed shop-address props.master false"}},
		"master where it is not kept yet": {"master", template.Answers{"data": {"address"}, "on": {"till"}}, []string{
			"added till holds address map[master:true]", "changed shop-address props.master false"}},
		"unify": {"unify", template.Answers{"channels": {"web", "mail", "phone"}, "on": {"crm"}}, []string{
			"added crm supports mail", "added crm supports web", "removed box-mail", "removed shop-web"}},
		"open": {"open", template.Answers{"name": {"+Parcel shop"}, "customers": {"home", "trade"}, "on": {"shop"}}, []string{
			`added channel "Parcel shop"`, "added channel1 reaches home map[policy:serve want:{3 3 }]", "added channel1 reaches trade map[policy:serve want:{3 3 }]", "added shop supports channel1"}},
		"close": {"close", template.Answers{"channel": {"mail"}, "instead": {"phone"}}, []string{
			"changed mail-form from phone", "changed mail-home from phone", "changed mail-trade from phone", "removed box-mail", "removed mail"}},
		"hand over": {"handover", template.Answers{"steps": {"ask", "refund"}, "partner": {"carrier"}}, []string{
			"added carrier performs ask", "added carrier performs refund", "removed agent-ask", "removed agent-refund", "removed clerk-ask"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := lamps()
			ops, err := template.Of(tt.id).Expand(g, tt.answers, ids())
			if err != nil {
				t.Fatal(err)
			}
			next, _, err := g.Apply(model.Change{Ops: ops})
			if err != nil {
				t.Fatal(err)
			}
			slices.Sort(tt.want)
			if diff := cmp.Diff(tt.want, tell(next, g)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if again := template.Kept(tt.answers.Keep()); !cmp.Equal(again, tt.answers) {
				t.Errorf("answers kept as %v, want %v", again, tt.answers)
			}
		})
	}
}

func TestTemplatesRefuse(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		id      string
		answers template.Answers
		want    []string // question and fault
	}{
		"nothing answered":    {"replace", template.Answers{}, []string{"old required", "new required"}},
		"gone":                {"replace", template.Answers{"old": {"never"}, "new": {"crm"}}, []string{"old template.gone"}},
		"of another kind":     {"replace", template.Answers{"old": {"crm"}, "new": {"clerk"}}, []string{"new template.same"}},
		"by itself":           {"replace", template.Answers{"old": {"crm"}, "new": {"crm"}}, []string{"new template.itself"}},
		"what cannot be":      {"retire", template.Answers{"what": {"p"}}, []string{"what template.kind"}},
		"two where one":       {"retire", template.Answers{"what": {"crm", "till"}}, []string{"what template.one"}},
		"no such choice":      {"automate", template.Answers{"feed": {"shop-till"}, "how": {"never"}}, []string{"how prop.choice"}},
		"no feed":             {"automate", template.Answers{"feed": {"web-home"}, "how": {"now"}}, []string{"feed template.gone"}},
		"a name without word": {"unify", template.Answers{"channels": {"web"}, "on": {"+ "}}, []string{"on required"}},
		"as it is already":    {"master", template.Answers{"data": {"address"}, "on": {"shop"}}, []string{"on template.nothing"}},
		"nothing to take":     {"split", template.Answers{"what": {"agent"}, "name": {"X"}, "takes": {"web"}}, []string{"takes template.nothing"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ops, err := template.Of(tt.id).Expand(lamps(), tt.answers, ids())
			e, ok := errors.AsType[*model.Error](err)
			if !ok || len(ops) > 0 {
				t.Fatalf("ops %v, error %v", ops, err)
			}
			var got []string
			for _, f := range e.All() {
				got = append(got, f.Field+" "+f.Msg)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("faults = %v, want %v", got, tt.want)
			}
		})
	}
}

// Every template asks two or three things, and what it picks is of kinds that there are.
func TestQuestions(t *testing.T) {
	t.Parallel()
	if len(template.All) != 11 {
		t.Errorf("%d templates", len(template.All))
	}
	for _, tm := range template.All {
		if n := len(tm.Questions); n < 2 || n > 3 {
			t.Errorf("%s asks %d questions", tm.ID, n)
		}
		for _, q := range tm.Questions {
			for _, k := range q.Kinds {
				if k.Spec() == nil {
					t.Errorf("%s asks for a %s", tm.ID, k)
				}
			}
			if q.SameKind != "" && tm.Question(q.SameKind) == nil {
				t.Errorf("%s: %s is to be as %s", tm.ID, q.ID, q.SameKind)
			}
		}
		if template.Of(tm.ID) != tm {
			t.Errorf("%s is not found", tm.ID)
		}
	}
}
