package web

import (
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rootline/model"
	"rootline/store"
)

var update = flag.Bool("update", false, "write the table of rights anew; read the difference before committing")

// principals are the sorts of person who may ask, in the columns of the table.
var principals = []string{"stranger", "outsider", "viewer", "contributor", "editor", "owner", "neighbour", "admin", "removed", "disabled"}

// places are where the owner asks further: in a workspace that never was, and in one that was removed.
var places = []string{"missing", "deleted"}

// TestRights walks every page as every sort of person and compares the status with the table in testdata/rights.txt. A
// route that the table lacks fails, and so does a line that no route has.
func TestRights(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	looks := map[string]*standing{} // reading changes nothing: one for each sort of person and place is enough
	var got []string
	for _, r := range x.server.Routes() {
		if strings.HasPrefix(r.Path, "/api/") || strings.HasPrefix(r.Path, "/static/") {
			continue // the API has a table of its own; files are everybody's
		}
		cells := []string{r.Method, r.Path}
		for _, who := range principals {
			cells = append(cells, x.ask(t, looks, r, who, "own"))
		}
		for _, where := range places {
			cells = append(cells, x.ask(t, looks, r, "owner", where))
		}
		got = append(got, strings.Join(cells, " "))
	}
	slices.Sort(got)
	name := filepath.Join("testdata", "rights.txt")
	head := "# method path " + strings.Join(principals, " ") + " | the owner in a workspace: " + strings.Join(places, " ")
	if *update {
		if err := os.WriteFile(name, []byte(head+"\n"+strings.Join(got, "\n")+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	table := strings.Split(strings.TrimSpace(string(b)), "\n")[1:]
	for _, line := range got {
		if !slices.Contains(table, line) {
			t.Errorf("not in the table: %s\nthe table has:    %s", line, lineOf(table, line))
		}
	}
	for _, line := range table {
		if lineOf(got, line) == "" {
			t.Errorf("no such route: %s", line)
		}
	}
}

// lineOf finds the line about the same method and path.
func lineOf(lines []string, like string) string {
	key := strings.Join(strings.Fields(like)[:2], " ") + " "
	for _, l := range lines {
		if strings.HasPrefix(l, key) {
			return l
		}
	}
	return ""
}

// standing is a person before a workspace.
type standing struct {
	site
	*browser
	who   store.User
	begun string // id of the change that filled the workspace
}

// ask asks for a route as a sort of person and returns the status. What may change something is asked by a person and in a
// workspace of its own.
func (x *site) ask(t *testing.T, looks map[string]*standing, r Route, who, where string) string {
	t.Helper()
	key := who + " " + where
	s := looks[key]
	if s == nil || r.Method != http.MethodGet {
		from := x
		if r.Path == "/login" || r.Path == "/account/password" { // they count tries by address: each on a site of its own
			from = newSite(t)
		}
		s = from.stand(t, who)
	}
	path := s.target(t, r.Path, s.who)
	switch where {
	case "missing":
		path = strings.Replace(path, "/w/"+s.space.Slug, "/w/never-was", 1)
	case "deleted":
		if looks[key] == nil || r.Method != http.MethodGet {
			if err := s.store.RemoveWorkspace(t.Context(), s.space.ID, byCommand); err != nil {
				t.Fatal(err)
			}
		}
	}
	if r.Method != http.MethodGet {
		return fmt.Sprint(s.post(t, path, url.Values{"name": {"A name"}, "role": {"viewer"}}).status)
	}
	looks[key] = s
	if r.Streams() { // one that is refused for its question was let in
		path += "?since=soon"
	}
	return fmt.Sprint(s.get(t, path).status)
}

// stand puts a person of this sort before a workspace with a few things in it.
func (x *site) stand(t *testing.T, who string) *standing {
	t.Helper()
	s := &standing{site: *x}
	s.space = x.workspace(t, fresh("ws"), x.owner)
	s.who = s.asker(t, who)
	s.browser = s.browse(t, s.who)
	var err error
	switch who {
	case "removed":
		err = s.store.RemoveMember(t.Context(), s.space.ID, s.who.ID, byCommand)
	case "disabled":
		err = s.store.SetDisabled(t.Context(), s.who.ID, true, byCommand)
	}
	if err != nil {
		t.Fatal(err)
	}
	s.begun = s.commit(t,
		model.Add(&model.Element{ID: "p", Kind: model.Problem, Name: "Problem"}),
		model.Add(&model.Element{ID: "c", Kind: model.Cause, Name: "Cause"}),
		model.Add(&model.Element{ID: "j", Kind: model.Journey, Name: "Journey"}),
		model.Add(&model.Element{ID: "s", Kind: model.Step, Name: "Step"}),
		model.Join(&model.Link{ID: "l", Kind: model.HasStep, From: "j", To: "s"}),
		model.Join(&model.Link{ID: "b", Kind: model.Because, From: "p", To: "c"})).ID
	s.plan(t, "plan", model.Current)
	if _, err := s.store.CommitChange(t.Context(), model.Change{ID: "pc", Workspace: s.space.ID, State: "plan", Title: "Planned", Author: byCommand,
		Ops: []model.Op{model.Add(&model.Element{ID: "hub", Kind: model.Technology, Name: "Hub"})}}); err != nil {
		t.Fatal(err)
	}
	return s
}

// fresh is a name that nothing else has.
func fresh(prefix string) string { return prefix + "-" + strings.ToLower(store.NewID()) }

func (x *site) asker(t *testing.T, who string) store.User {
	t.Helper()
	if who == "stranger" {
		return store.User{}
	}
	u, err := x.store.AddUser(t.Context(), store.User{Name: "Person", Email: fresh("p") + "@example.com", Admin: who == "admin"}, "", byCommand)
	if err != nil {
		t.Fatal(err)
	}
	role := model.Role(who)
	switch who {
	case "outsider", "admin":
		return u
	case "neighbour":
		x.workspace(t, fresh("other"), u)
		return u
	case "removed", "disabled":
		role = model.Editor
	}
	if err := x.store.SetMember(t.Context(), x.space.ID, u.ID, role, byCommand); err != nil {
		t.Fatal(err)
	}
	return u
}

// target fills the places of a path with things that are there.
func (x *standing) target(t *testing.T, path string, asker store.User) string {
	t.Helper()
	id, do := "s", "up" // of the model, so that a contributor may look but not change
	switch {
	case strings.Contains(path, "/series/"): // of the model, so that a contributor may look but not change
		m, err := x.store.AddSeries(t.Context(), x.space.ID, model.Series{Element: "s", Name: "Waits", Points: []model.Point{{On: "2026-01-01", Value: 1}}}, byCommand)
		if err != nil {
			t.Fatal(err)
		}
		id = m.ID
	case strings.Contains(path, "/comments/"): // of the one who asks, where they can speak
		c, err := x.store.AddComment(t.Context(), x.space.ID, store.Comment{Topic: "element:s", Text: "Said"}, asker.Author())
		if err != nil {
			t.Fatal(err)
		}
		id = c.ID
	case strings.Contains(path, "/metrics/"):
		id = "M3"
	case strings.Contains(path, "/states/"):
		id, do = "plan", "start"
	case strings.Contains(path, "/links/"):
		id = "l"
	case strings.Contains(path, "/history/"):
		id = x.begun
	case strings.Contains(path, "/problems/"):
		id = "p"
	case strings.Contains(path, "/journeys/"):
		id = "j"
	case strings.Contains(path, "/invitations/"):
		p, _, err := x.store.AddPass(t.Context(), store.Pass{Kind: store.PassInvite, Workspace: x.space.ID, Role: model.Viewer, Expires: x.store.Now().AddDate(0, 0, 1)}, byCommand)
		if err != nil {
			t.Fatal(err)
		}
		id = p.ID
	case strings.Contains(path, "/tokens/") && asker.ID != "":
		tok, _, err := x.store.AddToken(t.Context(), asker, store.Token{Name: "t", Scope: store.ScopeRead}, byCommand)
		if err != nil {
			t.Fatal(err)
		}
		id = tok.ID
	}
	user := x.owner.ID
	if strings.Contains(path, "/people/:user") {
		user = x.asker(t, "viewer").ID
	}
	return strings.NewReplacer(":ws", x.space.Slug, ":id", id, ":kind", "technology", ":prop", "live", ":user", user, ":step", "s",
		":secret", "nobody-knows", ":code", "nobody-knows", ":page", "whys", ":on", "c", ":link", "b", ":do", do, ":change", "pc", ":template", "retire", ":key", "A5-c", ":series", "none", ":name", "none", "*", "x").Replace(path)
}
