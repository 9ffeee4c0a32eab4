package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
)

// pocketBase is a collection of a PocketBase server, version 0.39: the fields of our elements, only for those who have
// signed in.
type pocketBase struct {
	client
	url   string // without a slash at the end
	super string // token of the superuser
	token string // token of a person
	run   int64
}

// The person who asks; the collection belongs to nobody else.
const (
	pocketEmail    = "load@example.org"
	pocketPassword = "load-load-load"
)

const collection = "/api/collections/elements"

func (b *pocketBase) post(ctx context.Context, path, token string, in, out any) error {
	header := map[string]string{"Content-Type": "application/json", "Authorization": token}
	return b.json(ctx, question{method: http.MethodPost, url: b.url + path, header: header, want: http.StatusOK}, in, out)
}

// signIn signs the superuser in, sees to collection and person, and signs the person in.
func (b *pocketBase) signIn(ctx context.Context, email, password string) error {
	token := func(of, email, password string) (string, error) {
		var out struct {
			Token string `json:"token"`
		}
		err := b.post(ctx, "/api/collections/"+of+"/auth-with-password", "", map[string]any{"identity": email, "password": password}, &out)
		return out.Token, err
	}
	var err error
	if b.super, err = token("_superusers", email, password); err != nil {
		return err
	}
	there := question{method: http.MethodGet, url: b.url + collection, header: map[string]string{"Authorization": b.super}, want: http.StatusOK}
	if _, _, err := b.ask(ctx, there); err != nil {
		if err := b.make(ctx); err != nil {
			return err
		}
	}
	b.token, err = token("users", pocketEmail, pocketPassword)
	return err
}

func (b *pocketBase) make(ctx context.Context) error {
	const signedIn = `@request.auth.id != ""`
	text := func(name string) map[string]any { return map[string]any{"name": name, "type": "text"} }
	err := b.post(ctx, "/api/collections", b.super, map[string]any{
		"name": "elements", "type": "base", "listRule": signedIn, "viewRule": signedIn, "createRule": signedIn,
		"fields": []map[string]any{{"name": "key", "type": "text", "required": true}, {"name": "kind", "type": "text", "required": true},
			{"name": "name", "type": "text", "required": true}, text("notes"), text("owner"), {"name": "props", "type": "json"},
			{"name": "created", "type": "autodate", "onCreate": true}, {"name": "updated", "type": "autodate", "onCreate": true, "onUpdate": true}},
		"indexes": []string{"CREATE UNIQUE INDEX elements_key ON elements (key)", "CREATE INDEX elements_name ON elements (name)"},
	}, nil)
	if err != nil {
		return err
	}
	return b.post(ctx, "/api/collections/users/records", b.super,
		map[string]any{"email": pocketEmail, "password": pocketPassword, "passwordConfirm": pocketPassword}, nil)
}

// record is an element as the collection has it.
func record(id string, n int) map[string]any {
	e := element(id, n)
	return map[string]any{"key": e.ID, "kind": e.Kind, "name": e.Name, "notes": e.Notes, "owner": e.Owner, "props": e.Props}
}

func (b *pocketBase) create(ctx context.Context, _ int, n int64) error {
	return b.post(ctx, collection+"/records", b.token, record(fmt.Sprintf("new-%d-%d", b.run, n), int(n)), nil)
}

// list asks for 50 by name, and not how many there are.
func (b *pocketBase) list(ctx context.Context, _ int, _ int64) error {
	q := url.Values{"perPage": {"50"}, "skipTotal": {"1"}, "sort": {"name"}}
	_, _, err := b.ask(ctx, question{method: http.MethodGet, url: b.url + collection + "/records?" + q.Encode(),
		header: map[string]string{"Authorization": b.token}, want: http.StatusOK})
	return err
}

// seed fills the collection by batches.
func (b *pocketBase) seed(ctx context.Context, n int) error {
	const batch = 1000
	allow := question{method: http.MethodPatch, url: b.url + "/api/settings", want: http.StatusOK,
		header: map[string]string{"Content-Type": "application/json", "Authorization": b.super}}
	if err := b.json(ctx, allow, map[string]any{"batch": map[string]any{"enabled": true, "maxRequests": batch, "timeout": 60}}, nil); err != nil {
		return err
	}
	for from := 0; from < n; from += batch {
		var requests []map[string]any
		for i := from; i < min(from+batch, n); i++ {
			requests = append(requests, map[string]any{"method": http.MethodPost, "url": collection + "/records", "body": record(fmt.Sprintf("technology-%d", i), i)})
		}
		if err := b.post(ctx, "/api/batch", b.super, map[string]any{"requests": requests}, nil); err != nil {
			return err
		}
	}
	return nil
}
