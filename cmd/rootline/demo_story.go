package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"rootline/model"
	"rootline/model/exchange"
	"rootline/model/exchange/demo"
	"rootline/store"
	"rootline/templates/say"
	"rootline/web/transfer"
)

// story is how the demo came to be: its people brought parts of it, corrected it, measured and talked. Days are counted back
// from when it is filled, so that the demo always looks as if a team worked in it this month.
type story struct {
	People []struct {
		ID, Name string
		Role     model.Role
	}
	Chapters []struct {
		By    string
		Days  int
		Title map[string]string // by language
		Kinds []model.Kind
	}
	Edits []struct {
		By        string
		Days      int
		ID, Field string
		Was       any // before the edit; the file has what it is since
	}
	Series []struct {
		By string
		model.Series
	}
	Due []struct { // when changes of a plan are meant to be done
		By, State, Change string
		In                int  // days from when the demo is filled
		Begun             bool // somebody is at it
	}
	Comments []struct {
		ID, By, Thread, Text string
		On                   model.Topic
		Days                 int
		Settles              bool
	}
}

// teller fills the demo as its story goes.
type teller struct {
	story
	store *store.Store
	p     *say.Printer
	who   map[string]model.Author
	file  *exchange.File
	ws    model.Workspace
}

// tellDemo makes the workspace of the demo and its people, and lets them fill it. owner is called by name in some comments.
func tellDemo(ctx context.Context, s *store.Store, p *say.Printer, owner store.User) error {
	t := teller{store: s, p: p, who: map[string]model.Author{}}
	if err := json.Unmarshal(demo.Story(), &t.story); err != nil {
		return err
	}
	var err error
	if t.file, _, err = transfer.Read(bytes.NewReader(demo.File()), ""); err != nil {
		return err
	}
	bare := exchange.File{Workspace: t.file.Workspace}
	if err := t.bring(ctx, &bare, byCommand(), 0, ""); err != nil {
		return err
	}
	if t.ws, err = s.Workspace(ctx, demoSlug); err != nil {
		return err
	}
	if err := s.SetMember(ctx, t.ws.ID, owner.ID, model.Owner, byCommand()); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{t.people, t.chapters, t.edits, t.due, t.measures, t.views} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return t.comments(ctx, owner)
}

// at is some time of the day so many days ago.
func (t *teller) at(days int) time.Time {
	return t.store.Now().AddDate(0, 0, -days).Add(-time.Duration(days*37%300) * time.Minute)
}

func (t *teller) bring(ctx context.Context, f *exchange.File, by model.Author, days int, title string) error {
	o := transfer.Options{Slug: demoSlug, Make: true, Author: by, Title: title}
	if days > 0 {
		o.At = t.at(days)
	}
	_, err := transfer.Import(ctx, t.store, f, o)
	return err
}

func (t *teller) people(ctx context.Context) error {
	for _, m := range t.People {
		email := m.ID + "@rootline.invalid"
		u, err := t.store.UserByEmail(ctx, email)
		if absent(err) {
			u, err = t.store.AddUser(ctx, store.User{Email: email, Name: m.Name}, "", byCommand())
		}
		if err != nil {
			return err
		}
		if err := t.store.SetMember(ctx, t.ws.ID, u.ID, m.Role, byCommand()); err != nil {
			return err
		}
		t.who[m.ID] = u.Author()
	}
	return nil
}

// chapters bring the file kind by kind, each link as soon as both its ends are there; then what is left of it.
func (t *teller) chapters(ctx context.Context) error {
	there := map[string]bool{}
	links := slices.Clone(t.file.Links)
	for _, c := range t.Chapters {
		var part exchange.File
		for _, e := range t.file.Elements {
			if slices.Contains(c.Kinds, e.Kind) {
				part.Elements, there[e.ID] = append(part.Elements, t.asItWas(e)), true
			}
		}
		links = slices.DeleteFunc(links, func(l *model.Link) bool {
			both := there[l.From] && there[l.To]
			if both {
				part.Links = append(part.Links, l)
			}
			return both
		})
		if err := t.bring(ctx, &part, t.who[c.By], c.Days, cmp.Or(c.Title[t.p.Lang()], c.Title["en"])); err != nil {
			return err
		}
	}
	return nil
}

// asItWas is an element before the edits of the story.
func (t *teller) asItWas(e *model.Element) *model.Element {
	out := e
	for _, d := range t.Edits {
		if name, ok := strings.CutPrefix(d.Field, "props."); ok && d.ID == e.ID {
			was := *out
			was.Props = maps.Clone(out.Props)
			was.Props[name] = d.Was
			out = &was
		}
	}
	return out
}

func (t *teller) edits(ctx context.Context) error {
	for _, d := range t.Edits {
		g, _, err := t.store.Graph(ctx, t.ws.ID)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(t.file.Elements, func(e *model.Element) bool { return e.ID == d.ID })
		e := t.file.Elements[i]
		title := func(p *say.Printer) string {
			return p.T("records.title.edit", "Name", p.Quote(e.NameIn(p.Lang())), "Fields", p.T("prop."+strings.TrimPrefix(d.Field, "props.")))
		}
		_, err = t.store.Commit(ctx, model.Change{Workspace: t.ws.ID, Title: title(t.p), Titles: say.InAll(title), Author: t.who[d.By], At: t.at(d.Days),
			Ops: []model.Op{model.Set(d.ID, d.Field, g.Element(d.ID).Field(d.Field), e.Field(d.Field))}})
		if err != nil {
			return err
		}
	}
	return t.bring(ctx, t.file, t.who[t.People[0].ID], 0, t.p.T("cli.demo.title")) // plans, kept findings, verdicts
}

func (t *teller) due(ctx context.Context) error {
	for _, d := range t.Due {
		a := store.Act{Workspace: t.ws.ID, Author: t.who[d.By], Act: model.Act{Kind: model.ActPlan, State: d.State, Change: d.Change, Due: t.store.Now().AddDate(0, 0, d.In).Format(time.DateOnly)}}
		did := "date"
		if d.Begun {
			a.Kind, did = model.ActStart, "start"
		}
		p, err := t.store.Plan(ctx, t.ws.ID, d.State)
		if err != nil {
			return err
		}
		c := p.Changes[p.Change(d.Change)]
		title := func(p *say.Printer) string { return p.T("plan.act."+did, "Name", p.Quote(c.TitleIn(p.Lang()))) }
		a.Title, a.Titles = title(t.p), say.InAll(title)
		if _, err := t.store.Do(ctx, a); err != nil {
			return err
		}
	}
	return nil
}

func (t *teller) measures(ctx context.Context) error {
	for _, m := range t.Series {
		if _, err := t.store.AddSeries(ctx, t.ws.ID, m.Series, t.who[m.By]); err != nil {
			return err
		}
	}
	return nil
}

// views shows what a saved view is: one that the team has.
func (t *teller) views(ctx context.Context) error {
	query := url.Values{"kind": {string(model.Technology)}, "is": {"owner:"}}
	_, err := t.store.AddView(ctx, store.View{Workspace: t.ws.ID, Page: "elements", Path: "elements", Query: query.Encode(), Name: t.p.T("cli.demo.view")}, byCommand())
	return err
}

func (t *teller) comments(ctx context.Context, owner store.User) error {
	for _, c := range t.Comments {
		text := strings.ReplaceAll(c.Text, "{owner}", owner.Name)
		said := store.Comment{ID: c.ID, Topic: c.On, Thread: c.Thread, Text: text, At: t.at(c.Days)}
		if _, err := t.store.AddComment(ctx, t.ws.ID, said, t.who[c.By]); err != nil {
			return err
		}
		if c.Settles {
			if err := t.store.ResolveThread(ctx, t.ws.ID, c.Thread, true, t.who[c.By]); err != nil {
				return err
			}
		}
	}
	return nil
}
