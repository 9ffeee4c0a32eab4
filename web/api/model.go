package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"rootline/model"
	"rootline/model/exchange"
	"rootline/model/find"
	"rootline/store"
	"rootline/web/transfer"
)

type inModel struct {
	InSpace
	State string         `query:"state" default:"current"`
	At    model.Revision `query:"at" minimum:"0" doc:"A revision; the present by default"`
	Known string         `header:"If-None-Match"`
}

// file is an answer that is a file.
type file struct {
	Status      int
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	ETag        string `header:"ETag"`
	Policy      string `header:"Content-Security-Policy"`
	Body        []byte
}

func (a *API) model(ctx context.Context, c *call, in *inModel) (*file, error) {
	at := in.At
	if at == 0 {
		at = c.Place.Revision
	}
	tag, err := etag(c.Place.Workspace, in.State, at)
	if err != nil {
		return nil, err
	}
	if slices.Contains(strings.Split(strings.ReplaceAll(in.Known, "W/", ""), ", "), tag) {
		return &file{Status: http.StatusNotModified, ETag: tag}, nil
	}
	f, err := transfer.Moment(ctx, a.Store, c.Place.Workspace, in.State, at)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := exchange.Write(&b, f); err != nil {
		return nil, err
	}
	// A file that is kept has no revision: it would differ where nothing else does.
	text := fmt.Appendf(bytes.TrimSuffix(b.Bytes(), []byte("\n}\n")), ",\n  \"revision\": %d\n}\n", at)
	return &file{Status: http.StatusOK, ContentType: "application/json", ETag: tag, Body: text}, nil
}

// etag names what the model of a state is at a revision, under the present settings of the workspace.
func etag(w model.Workspace, state string, at model.Revision) (string, error) {
	settings, err := json.Marshal(w)
	if err != nil {
		return "", fmt.Errorf("etag: %w", err)
	}
	sum := sha256.Sum256(append(settings, state...))
	return fmt.Sprintf(`"%d-%x"`, at, sum[:6]), nil
}

type inElements struct {
	InSpace
	Page
	Kind  string `query:"kind"`
	Q     string `query:"q" maxLength:"1000" doc:"Words that its names, notes, tags and other texts must have between them, the last of which may be begun; the best come first"`
	Tag   string `query:"tag"`
	State string `query:"state" default:"current"`
}

// Elements is a page of elements.
type Elements struct {
	Elements []*model.Element `json:"elements"`
	Next     string           `json:"next,omitempty"`
}

func (a *API) elements(ctx context.Context, c *call, in *inElements) (*body[Elements], error) {
	if in.Kind != "" && model.Kind(in.Kind).Spec() == nil {
		return nil, model.Fault(model.Invalid, "kind", "kind", "Value", in.Kind)
	}
	g, _, err := a.Store.StateGraph(ctx, c.Place.ID, in.State)
	if err != nil {
		return nil, err
	}
	if q := find.Ask(in.Q); !q.Empty() {
		return a.searched(ctx, c, in, g, q)
	}
	all := a.orders.of(c.Place.ID, in.State, g)
	out := Elements{Elements: []*model.Element{}}
	for i := after(all, func(p placed) string { return p.element.ID }, in.After); i < len(all); i++ {
		e := all[i].element
		if in.Kind != "" && e.Kind != model.Kind(in.Kind) || in.Tag != "" && !slices.Contains(e.Tags, in.Tag) {
			continue
		}
		if len(out.Elements) == in.Limit { // there is one more
			out.Next = out.Elements[in.Limit-1].ID
			break
		}
		out.Elements = append(out.Elements, e)
	}
	return &body[Elements]{out}, nil
}

// searched is a page of the elements that a search finds, the best first.
func (a *API) searched(ctx context.Context, c *call, in *inElements, g *model.Graph, q find.Query) (*body[Elements], error) {
	after, err := find.PlaceOf(in.After)
	if err != nil {
		return nil, err
	}
	out := Elements{Elements: []*model.Element{}}
	for {
		most := in.Limit + 1
		hits, err := a.Store.Search(ctx, c.Place.ID, in.State, q, model.Kind(in.Kind), after, most)
		if err != nil {
			return nil, err
		}
		for _, h := range hits {
			e := g.Element(h.ID)
			if e == nil || in.Tag != "" && !slices.Contains(e.Tags, in.Tag) { // gone meanwhile, or another's
				after = h.Place
				continue
			}
			if len(out.Elements) == in.Limit { // there is one more
				out.Next = after.String()
				return &body[Elements]{out}, nil
			}
			out.Elements, after = append(out.Elements, e), h.Place
		}
		if len(hits) < most {
			return &body[Elements]{out}, nil
		}
	}
}

// OneElement is one element with all that hangs on it.
type OneElement struct {
	*model.Element
	Links   []*model.Link `json:"links" doc:"From it and to it"`
	History []Past        `json:"history" doc:"The changes that concerned it or its links, newest first"`
}

// Past is a change as a history shows it.
type Past struct {
	Revision model.Revision `json:"revision"`
	ID       string         `json:"id"`
	State    string         `json:"state"`
	Author   model.Author   `json:"author"`
	At       time.Time      `json:"at"`
	Title    string         `json:"title"`
}

type inElement struct {
	InSpace
	ID    string `path:"id"`
	State string `query:"state" default:"current"`
}

// historyLength is how many changes of an element are shown; the log has the others.
const historyLength = 100

func (a *API) element(ctx context.Context, c *call, in *inElement) (*body[OneElement], error) {
	g, _, err := a.Store.StateGraph(ctx, c.Place.ID, in.State)
	if err != nil {
		return nil, err
	}
	e := g.Element(in.ID)
	if e == nil {
		return nil, model.Fault(model.NotFound, "", "not-found")
	}
	entries, err := a.Store.History(ctx, c.Place.ID, in.ID, historyLength)
	if err != nil {
		return nil, err
	}
	out := OneElement{Element: e, Links: append(append([]*model.Link{}, g.Out(in.ID)...), incoming(g, in.ID)...), History: make([]Past, len(entries))}
	for i, past := range entries {
		out.History[i] = pastOf(past)
	}
	return &body[OneElement]{out}, nil
}

// incoming lists the links that reach an element from another.
func incoming(g *model.Graph, id string) []*model.Link {
	return slices.DeleteFunc(g.In(id), func(l *model.Link) bool { return l.From == id })
}

func pastOf(e store.Entry) Past {
	return Past{e.Revision, e.ID, e.State, e.Author, e.At, e.Title}
}
