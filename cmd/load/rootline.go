package main

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"net/url"

	"rootline/model/exchange"
)

// rootline is a workspace of a Rootline server.
type rootline struct {
	client
	url       string // without a slash at the end
	workspace string // its slug
	token     string
	run       int64 // in the ids of what this run creates, so that two runs do not meet
}

func (r *rootline) api(path string) string {
	return r.url + "/api/v1/workspaces/" + url.PathEscape(r.workspace) + path
}

func (r *rootline) signed() map[string]string {
	return map[string]string{"Authorization": "Bearer " + r.token, "Content-Type": "application/json"}
}

// create adds one element: signed in, checked, audited, durable.
func (r *rootline) create(ctx context.Context, _ int, n int64) error {
	_, err := r.change(ctx, n, 0)
	return err
}

// reader returns how one of the readers asks for a list page, an element's page or a list of the API.
func (r *rootline) reader(ctx context.Context, what, link string, readers int) (func(context.Context, int, int64) error, error) {
	if what == "api" {
		return func(ctx context.Context, _ int, _ int64) error {
			_, _, err := r.ask(ctx, question{method: http.MethodGet, url: r.api("/elements?limit=50"), header: r.signed(), want: http.StatusOK})
			return err
		}, nil
	}
	cookies, err := r.sessions(ctx, link, readers)
	if err != nil {
		return nil, err
	}
	page := func(ctx context.Context, worker int, path string) error {
		_, _, err := r.ask(ctx, question{method: http.MethodGet, url: r.url + "/w/" + url.PathEscape(r.workspace) + path,
			header: map[string]string{"Cookie": cookies[worker]}, want: http.StatusOK})
		return err
	}
	if what == "list" {
		return func(ctx context.Context, worker int, _ int64) error { return page(ctx, worker, "/elements") }, nil
	}
	ids, err := r.ids(ctx)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, worker int, _ int64) error {
		return page(ctx, worker, "/elements/"+url.PathEscape(ids[rand.IntN(len(ids))]))
	}, nil
}

// sessions opens the link so many times, each as another browser would.
func (r *rootline) sessions(ctx context.Context, link string, n int) ([]string, error) {
	if link == "" {
		return nil, errors.New("pages need --link, the link that signs a person in")
	}
	out := make([]string, n)
	for i := range out {
		answer, _, err := r.ask(ctx, question{method: http.MethodGet, url: link, want: http.StatusSeeOther})
		if err != nil {
			return nil, err
		}
		for _, c := range answer.Cookies() {
			out[i] += c.Name + "=" + c.Value + "; "
		}
	}
	return out, nil
}

// ids are those of some elements of the workspace, at most a thousand.
func (r *rootline) ids(ctx context.Context) ([]string, error) {
	var list struct {
		Elements []struct {
			ID string `json:"id"`
		} `json:"elements"`
	}
	err := r.json(ctx, question{method: http.MethodGet, url: r.api("/elements?limit=1000"), header: r.signed(), want: http.StatusOK}, nil, &list)
	if err == nil && len(list.Elements) == 0 {
		err = errors.New("the workspace is empty: seed it first")
	}
	ids := make([]string, len(list.Elements))
	for i, e := range list.Elements {
		ids[i] = e.ID
	}
	return ids, err
}

// atOnce is how many elements one import brings.
const atOnce = 10_000

// seed fills the workspace by the import of the API, and makes it where it is missing.
func (r *rootline) seed(ctx context.Context, n int) error {
	if _, _, err := r.ask(ctx, question{method: http.MethodGet, url: r.api(""), header: r.signed(), want: http.StatusOK}); err != nil {
		create := question{method: http.MethodPost, url: r.url + "/api/v1/workspaces", header: r.signed(), want: http.StatusCreated}
		if err := r.json(ctx, create, map[string]any{"slug": r.workspace, "name": "Load"}, nil); err != nil {
			return err
		}
	}
	for from := 0; from < n; from += atOnce {
		if err := r.upload(ctx, ecosystem(from, min(from+atOnce, n))); err != nil {
			return err
		}
	}
	return nil
}

func (r *rootline) upload(ctx context.Context, f *exchange.File) error {
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	part, err := form.CreateFormFile("file", "load.json")
	if err == nil {
		err = exchange.Write(part, f)
	}
	if err := errors.Join(err, form.Close()); err != nil {
		return err
	}
	header := r.signed()
	header["Content-Type"] = form.FormDataContentType()
	_, _, err = r.ask(ctx, question{method: http.MethodPost, url: r.api("/import"), header: header, body: b.Bytes(), want: http.StatusOK})
	return err
}
