package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// figures is what the shapes below are read from: the worked example of the metrics, with an order that goes from system to system, a
// desk that carries it on by hand, and things that nobody said.
const figures = `{"title": "The worked example", "ops": [` +
	`{"op": "add_element", "element": {"id": "lamp", "kind": "journey", "name": "Return a lamp", "props": {"runs_per_month": 100}}},` +
	`{"op": "add_element", "element": {"id": "home", "kind": "customer", "name": "Household"}},` +
	`{"op": "add_element", "element": {"id": "order", "kind": "data", "name": "Order"}},` +
	`{"op": "add_element", "element": {"id": "agent", "kind": "employee", "name": "Agent"}},` +
	`{"op": "add_link", "link": {"id": "lives", "kind": "lives", "from": "home", "to": "lamp"}},` +
	`{"op": "add_link", "link": {"id": "does", "kind": "performs", "from": "agent", "to": "return_ask"}},` +
	`{"op": "add_link", "link": {"id": "h1", "kind": "holds", "from": "web", "to": "order", "props": {"master": true}}},` +
	`{"op": "add_link", "link": {"id": "h2", "kind": "holds", "from": "oms", "to": "order"}},` +
	`{"op": "add_link", "link": {"id": "h3", "kind": "holds", "from": "desk", "to": "order"}},` +
	`{"op": "add_link", "link": {"id": "h4", "kind": "holds", "from": "pos", "to": "order"}},` +
	`{"op": "add_link", "link": {"id": "f1", "kind": "feeds", "from": "web", "to": "oms", "props": {"mode": "sync", "transfer_s": 5, "data": ["order"]}}},` +
	`{"op": "add_link", "link": {"id": "f2", "kind": "feeds", "from": "oms", "to": "desk", "props": {"mode": "manual", "transfer_s": 60, "runs_per_month": 100, "data": ["order"]}}}` +
	`STEPS]}`

func figuresSpace(x *site) string {
	x.Helper()
	var ops strings.Builder
	for i, step := range []string{"buy web", "deliver oms carrier", "return_ask desk crm oms", "return_store pos", "refund pos erp"} {
		words := strings.Fields(step)
		ops.WriteString(`,{"op": "add_element", "element": {"id": "` + words[0] + `", "kind": "step", "name": "` + words[0] + `"}}`)
		ops.WriteString(`,{"op": "add_link", "link": {"id": "s` + words[0] + `", "kind": "has_step", "from": "lamp", "to": "` + words[0] + `", "props": {"order": ` + string(rune('1'+i)) + `}}}`)
		for _, t := range words[1:] {
			ops.WriteString(`,{"op": "add_link", "link": {"id": "` + t + "-" + words[0] + `", "kind": "serves", "from": "` + t + `", "to": "` + words[0] + `"}}`)
		}
	}
	for _, t := range strings.Fields("web oms carrier desk erp") {
		ops.WriteString(`,{"op": "add_element", "element": {"id": "` + t + `", "kind": "technology", "name": "` + t + `"}}`)
	}
	for _, d := range []string{"web oms", "oms erp", "carrier oms", "desk crm", "pos erp"} {
		a, b, _ := strings.Cut(d, " ")
		ops.WriteString(`,{"op": "add_link", "link": {"id": "d-` + a + "-" + b + `", "kind": "depends_on", "from": "` + a + `", "to": "` + b + `"}}`)
	}
	ops.WriteString(`,{"op": "remove_link", "id": "d1", "old": {}}`) // that the till of every space depends on the CRM
	slug := x.space()
	x.want(http.StatusCreated, "editor", http.MethodPost, "/workspaces/"+slug+"/changes", strings.Replace(figures, "STEPS", ops.String(), 1))
	return slug
}

// part finds the part of a metric with this id.
func part(t *testing.T, metrics map[string]any, metric, id string) map[string]any {
	t.Helper()
	m, _ := metrics[metric].(map[string]any)
	parts, _ := m["parts"].([]any)
	for _, p := range parts {
		if p, ok := p.(map[string]any); ok && p["id"] == id {
			return p
		}
	}
	t.Fatalf("%s has no part %q: %v", metric, id, m)
	return nil
}

func TestMetricsInTheirShapes(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	slug := figuresSpace(x)
	m := x.want(http.StatusOK, "viewer", http.MethodGet, "/workspaces/"+slug+"/metrics", nil).json(t)
	want := map[string]any{"id": "lamp", "name": "Return a lamp", "kind": "journey", "value": 7.0}
	if diff := cmp.Diff(want, part(t, m, "M1", "lamp")); diff != "" {
		t.Errorf("M1 (-want +got):\n%s", diff)
	}
	m1, _ := m["M1"].(map[string]any)
	if m1["unit"] != "count" || m1["better"] != "lower" || m1["value"] != nil {
		t.Errorf("M1 = %v, want a count of parts, the lower the better", m1)
	}
	// Three systems serve the step of the agent; nobody said whether the customer waits meanwhile.
	if diff := cmp.Diff(map[string]any{"id": "lamp", "name": "Return a lamp", "kind": "journey", "lo": 0.0, "hi": 2.0}, part(t, m, "M4", "lamp")); diff != "" {
		t.Errorf("an interval (-want +got):\n%s", diff)
	}
	if m11, _ := m["M11"].(map[string]any); m11["value"] != nil || m11["lo"] != nil || m11["hi"] != nil {
		t.Errorf("M11 = %v, want neither value nor bounds: nobody said how long the desk types", m11)
	}
	// A store that four systems share: three of the four are copies.
	if m5, _ := m["M5"].(map[string]any); m5["value"] != .75 {
		t.Errorf("M5 = %v, want 0.75", m5)
	}
	if diff := cmp.Diff(map[string]any{"id": "order@oms", "data": "order", "on": "oms", "expected": 5.0, "worst": 5.0}, part(t, m, "M9", "order@oms")); diff != "" {
		t.Errorf("M9 (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]any{"id": "order@pos", "data": "order", "on": "pos", "expected": nil, "worst": nil, "never": true}, part(t, m, "M9", "order@pos")); diff != "" {
		t.Errorf("M9 of a copy that nothing feeds (-want +got):\n%s", diff)
	}
	// By hand it takes a minute, and as long as one waits for it.
	if diff := cmp.Diff(map[string]any{"lo": 65.0}, part(t, m, "M9", "order@desk")["worst"]); diff != "" {
		t.Errorf("M9 without an upper bound (-want +got):\n%s", diff)
	}
	// Nine of the other eleven nodes and of the agent's none: the agent uses nothing, so n stays 12.
	erp := part(t, m, "M16", "erp")
	delete(erp, "name")
	delete(erp, "kind")
	if diff := cmp.Diff(map[string]any{"id": "erp", "value": 9. / 11, "nodes": 9.0, "steps": 5.0, "customers": 1.0, "runs_per_month": 100.0}, erp); diff != "" {
		t.Errorf("M16 (-want +got):\n%s", diff)
	}
	if p := part(t, m, "M15", "erp"); p["value"] != 5.0 || p["runs_per_month"] != 100.0 {
		t.Errorf("M15 = %v, want all five steps", p)
	}
	if m17, _ := m["M17"].(map[string]any); m17["value"] != 33./144 || m17["technologies"] != 14./49 {
		t.Errorf("M17 = %v, want 33/144 and 14/49", m17)
	}
	if len(m) != 20 {
		t.Errorf("%d metrics, want M1 to M18, M20 and M21", len(m))
	}
}

func TestMetricsOfAState(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	slug := figuresSpace(x)
	var made struct{ ID string }
	if err := json.Unmarshal(x.want(http.StatusCreated, "editor", http.MethodPost, "/workspaces/"+slug+"/states", `{"name": "One till", "kind": "future"}`).body, &made); err != nil {
		t.Fatal(err)
	}
	x.want(http.StatusCreated, "editor", http.MethodPost, "/workspaces/"+slug+"/states/"+made.ID+"/changes",
		`{"title": "The refund needs no till", "ops": [{"op": "remove_link", "id": "pos-refund", "old": {}}, {"op": "remove_link", "id": "pos-return_store", "old": {}}]}`)
	for state, want := range map[string]float64{"current": 7, made.ID: 6} {
		m := x.want(http.StatusOK, "viewer", http.MethodGet, "/workspaces/"+slug+"/metrics?state="+state, nil).json(t)
		if got := part(t, m, "M1", "lamp")["value"]; got != want {
			t.Errorf("M1 of %s = %v, want %v", state, got, want)
		}
	}
	r := x.want(http.StatusOK, "viewer", http.MethodGet, "/workspaces/"+slug+"/ripple/pos?state="+made.ID, nil).json(t)
	if steps, _ := r["steps"].([]any); len(steps) != 0 {
		t.Errorf("steps that rest on the till there = %v, want none", steps)
	}
	for _, path := range []string{"metrics", "ripple/pos", "disconnects"} {
		x.want(http.StatusNotFound, "viewer", http.MethodGet, "/workspaces/"+slug+"/"+path+"?state=nowhere", nil)
	}
}

func TestRippleWithWays(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	slug := figuresSpace(x)
	r := x.want(http.StatusOK, "viewer", http.MethodGet, "/workspaces/"+slug+"/ripple/crm", nil).json(t)
	way := func(ids ...string) []any {
		last := ids[len(ids)-1]
		names := map[string]string{"lamp": "Return a lamp", "home": "Household"}
		kinds := map[string]string{"desk": "technology", "return_ask": "step", "lamp": "journey", "home": "customer"}
		name := names[last]
		if name == "" {
			name = last
		}
		path := make([]any, len(ids))
		for i, id := range ids {
			path[i] = id
		}
		return []any{map[string]any{"id": last, "name": name, "kind": kinds[last], "path": path}}
	}
	want := map[string]any{"id": "crm", "name": "CRM", "kind": "technology", "technologies": way("crm", "desk"), "actors": []any{}, "steps": way("crm", "return_ask"),
		"others": []any{}, "contacts": []any{}, "journeys": way("crm", "return_ask", "lamp"), "customers": way("crm", "return_ask", "home"),
		"rests_on": []any{}, "runs_per_month": 100.0, "counts": map[string]any{"technologies": 1.0, "actors": 0.0, "steps": 1.0,
			"others": 0.0, "contacts": 0.0, "journeys": 1.0, "customers": 1.0, "rests_on": 0.0}}
	delete(r, "$schema")
	if diff := cmp.Diff(want, r); diff != "" {
		t.Errorf("ripple (-want +got):\n%s", diff)
	}
	x.want(http.StatusNotFound, "viewer", http.MethodGet, "/workspaces/"+slug+"/ripple/nothing", nil)
}

func TestRippleToALimit(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	slug := x.space()
	var ops []string
	add := func(kind string, ids ...string) {
		for _, id := range ids {
			ops = append(ops, fmt.Sprintf(`{"op": "add_element", "element": {"id": %q, "kind": %q, "name": %q}}`, id, kind, id))
		}
	}
	join := func(kind, to string, from ...string) {
		for _, id := range from {
			ops = append(ops, fmt.Sprintf(`{"op": "add_link", "link": {"id": "%s-%s", "kind": %q, "from": %q, "to": %q}}`, id, to, kind, id, to))
		}
	}
	add("technology", "core", "near", "far", "farther")
	add("step", "one", "two", "three")
	join("depends_on", "core", "near")
	join("depends_on", "near", "far")
	join("depends_on", "far", "farther")
	for _, step := range []string{"one", "two", "three"} {
		join("serves", step, "near")
	}
	x.want(http.StatusCreated, "owner", http.MethodPost, "/workspaces/"+slug+"/changes", `{"title": "Make", "ops": [`+strings.Join(ops, ",")+`]}`)
	r := x.want(http.StatusOK, "viewer", http.MethodGet, "/workspaces/"+slug+"/ripple/core?limit=2", nil).json(t)
	ids := func(list string) (ids []string) {
		for _, e := range r[list].([]any) {
			ids = append(ids, e.(map[string]any)["id"].(string))
		}
		return ids
	}
	counts := r["counts"].(map[string]any)
	if got := ids("technologies"); !cmp.Equal(got, []string{"near", "far"}) || counts["technologies"] != 3.0 {
		t.Errorf("technologies = %v of %v, want near and far of 3", got, counts["technologies"])
	}
	if got := ids("steps"); len(got) != 2 || counts["steps"] != 3.0 {
		t.Errorf("steps = %v of %v, want two of 3", got, counts["steps"])
	}
	x.want(http.StatusUnprocessableEntity, "viewer", http.MethodGet, "/workspaces/"+slug+"/ripple/core?limit=0", nil)
}

func TestDisconnectsInWords(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	slug := figuresSpace(x)
	r := x.want(http.StatusOK, "viewer", http.MethodGet, "/workspaces/"+slug+"/disconnects", nil, "Accept-Language", "en").json(t)
	list, _ := r["disconnects"].([]any)
	byKey := map[string]string{}
	for _, d := range list {
		d, _ := d.(map[string]any)
		byKey[d["key"].(string)] = d["message"].(string)
	}
	want := map[string]string{"copies:order": "Order: web, oms, desk and Till", "orphans:order": "Order, in Till", "manual:oms:desk:f2": "Order: from oms to desk"}
	if diff := cmp.Diff(want, byKey); diff != "" {
		t.Errorf("disconnects (-want +got):\n%s", diff)
	}
}

func TestThresholdsAreTheOwners(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	slug := x.space()
	at := "/workspaces/" + slug + "/thresholds"
	if b := x.want(http.StatusOK, "viewer", http.MethodGet, at, nil).body; strings.TrimSpace(string(b)) != "[]" {
		t.Errorf("thresholds = %s, want none", b)
	}
	x.want(http.StatusOK, "owner", http.MethodPut, at, `[{"metric": "M3", "max": 10}, {"metric": "M6", "part": "order", "min": 1, "max": 1}]`)
	if b := x.want(http.StatusOK, "viewer", http.MethodGet, at, nil).body; strings.TrimSpace(string(b)) != `[{"metric":"M3","max":10},{"metric":"M6","part":"order","min":1,"max":1}]` {
		t.Errorf("thresholds = %s", b)
	}
	for _, wrong := range []string{`[{"metric": "M19", "max": 1}]`, `[{"metric": "M3"}]`, `[{"metric": "M3", "min": 2, "max": 1}]`, `[{"metric": "M3", "most": 2}]`} {
		x.want(http.StatusUnprocessableEntity, "owner", http.MethodPut, at, wrong)
	}
	x.want(http.StatusOK, "owner", http.MethodPatch, "/workspaces/"+slug, `{"name": "Lamps and lights"}`)
	if w := x.workspace(slug); len(w.Thresholds) != 2 {
		t.Errorf("a new name took thresholds away: %v", w.Thresholds)
	}
}

// The lamp of every space has one problem with one root, which lies nowhere: all of its cost is unassigned until it does.
func TestCausesAndFixes(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	slug := x.space()
	x.want(http.StatusCreated, "editor", http.MethodPost, "/workspaces/"+slug+"/changes", `{"title": "What it costs", "ops": [
		{"op": "set", "id": "p1", "field": "props.cost_per_month", "old": null, "new": {"lo": 100, "hi": 300}},
		{"op": "add_element", "element": {"id": "p2", "kind": "problem", "name": "Nobody answers"}},
		{"op": "add_element", "element": {"id": "c2", "kind": "cause", "name": "The form has no place for it"}},
		{"op": "add_element", "element": {"id": "a1", "kind": "action", "name": "A new form", "props": {"cost": 500}}},
		{"op": "add_link", "link": {"id": "b2", "kind": "because", "from": "c1", "to": "c2"}},
		{"op": "add_link", "link": {"id": "b3", "kind": "because", "from": "p2", "to": "c2"}},
		{"op": "add_link", "link": {"id": "x1", "kind": "addresses", "from": "a1", "to": "c2"}},
		{"op": "add_link", "link": {"id": "l1", "kind": "located_in", "from": "c2", "to": "crm"}}]}`)
	r := x.want(http.StatusOK, "viewer", http.MethodGet, "/workspaces/"+slug+"/causes", nil).json(t)
	delete(r, "$schema")
	want := map[string]any{
		"elements": []any{map[string]any{"id": "crm", "kind": "technology", "name": "CRM", "cost_share": 0.0, "cost_touched": map[string]any{"lo": 100.0, "hi": 300.0}, "problems": []any{"p1", "p2"}}},
		"causes": []any{
			map[string]any{"id": "c1", "name": "The agent forgot to enter the order", "cost_share": 1.0, "problems": []any{"p1"}, "choke_point": []any{"p1"}},
			map[string]any{"id": "c2", "name": "The form has no place for it", "cost_share": 0.0, "problems": []any{"p1", "p2"}, "choke_point": []any{}}},
		"unassigned": 1.0, "without_cost": []any{"p2"}}
	if diff := cmp.Diff(want, r); diff != "" {
		t.Errorf("causes (-want +got):\n%s", diff)
	}
	// One unit breaks the first problem at c1; what breaks the second, and with it the first, costs 500.
	for _, c := range []struct {
		body   string
		causes []any
		cost   float64
		covers []any
	}{
		{`{"problems": ["p1"]}`, []any{"c1"}, 1, []any{"p1"}}, {`{}`, []any{"c2"}, 500, []any{"p1", "p2"}},
		{`{"budget": 100}`, []any{"c1"}, 1, []any{"p1"}}, {`{"budget": 0}`, []any{}, 0, []any{}},
	} {
		f := x.want(http.StatusOK, "viewer", http.MethodPost, "/workspaces/"+slug+"/fixes", c.body).json(t)
		delete(f, "$schema")
		bound := c.cost
		if strings.Contains(c.body, "budget") {
			bound = 200 * float64(len(c.covers)) // what the first costs a month, about
		}
		if diff := cmp.Diff(map[string]any{"causes": c.causes, "cost": c.cost, "covers": c.covers, "optimal": true, "bound": bound}, f); diff != "" {
			t.Errorf("fixes for %s (-want +got):\n%s", c.body, diff)
		}
	}
	x.want(http.StatusUnprocessableEntity, "viewer", http.MethodPost, "/workspaces/"+slug+"/fixes", `{"problems": ["crm"]}`)
}
