package api

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"

	"rootline/model"
	"rootline/store"
	"rootline/templates/say"
	"rootline/web/live"
)

// Op is one edit, as the file format spells it.
type Op struct{ model.Op }

// opFields describes an op: its own spelling hides them from the library.
type opFields struct {
	Op      model.OpKind    `json:"op" doc:"add_element, add_link, set, re_end, remove_element or remove_link"`
	ID      string          `json:"id,omitempty" doc:"Of the element or link; not of an add"`
	Field   string          `json:"field,omitempty" doc:"Of set: name, names.fr, notes, owner, tags.NAME, refs, kind, props.NAME"`
	End     string          `json:"end,omitempty" doc:"Of re_end: from or to"`
	Old     json.RawMessage `json:"old,omitempty" doc:"What its author saw"`
	New     json.RawMessage `json:"new,omitempty" doc:"null: unset"`
	Element *model.Element  `json:"element,omitempty"`
	Link    *model.Link     `json:"link,omitempty"`
}

// Schema describes an op for the OpenAPI document and the checks of input.
func (Op) Schema(r huma.Registry) *huma.Schema {
	return r.Schema(reflect.TypeFor[opFields](), true, "Op")
}

type inChanges struct {
	InSpace
	Since model.Revision `query:"since" minimum:"0" doc:"Changes after this revision"`
	After string         `query:"after" pattern:"^[0-9]*$" doc:"What the answer before called next"`
	Limit int            `query:"limit" default:"100" minimum:"1" maximum:"1000"`
}

// Logged is a change as the log has it.
type Logged struct {
	Past
	ClientID string         `json:"client_id,omitempty"`
	Undoes   []string       `json:"undoes,omitempty" doc:"Ids of the changes that it took back"`
	UndoneBy model.Revision `json:"undone_by,omitempty" doc:"The revision that took it back"`
	Template string         `json:"template,omitempty"`
	Answers  map[string]any `json:"answers,omitempty"`
	Needs    []string       `json:"needs,omitempty"`
	Ops      []Op           `json:"ops"`
}

// Changes is a page of the log.
type Changes struct {
	Changes []Logged `json:"changes"`
	Next    string   `json:"next,omitempty"`
}

func loggedOf(e store.Entry) Logged {
	l := Logged{Past: pastOf(e), ClientID: e.ClientID, Undoes: e.Undoes, UndoneBy: e.UndoneBy, Template: e.Template,
		Answers: e.Answers, Needs: e.Needs, Ops: make([]Op, len(e.Ops))}
	for i, op := range e.Ops {
		l.Ops[i] = Op{op}
	}
	return l
}

func (a *API) changes(ctx context.Context, c *call, in *inChanges) (*body[Changes], error) {
	since := in.Since
	if in.After != "" {
		n, err := strconv.ParseInt(in.After, 10, 64)
		if err != nil {
			return nil, model.Fault(model.Invalid, "after", "since", "Value", in.After)
		}
		since = max(since, model.Revision(n))
	}
	entries, err := a.Store.Log(ctx, c.Place.ID, since, in.Limit+1)
	if err != nil {
		return nil, err
	}
	out := Changes{Changes: []Logged{}}
	for i, e := range entries {
		if i == in.Limit {
			out.Next = strconv.FormatInt(int64(entries[i-1].Revision), 10)
			break
		}
		out.Changes = append(out.Changes, loggedOf(e))
	}
	return &body[Changes]{out}, nil
}

// NewChange is what a caller says of a change to be made.
type NewChange struct {
	Title    string         `json:"title" minLength:"1" maxLength:"1000"`
	ClientID string         `json:"client_id,omitempty" maxLength:"200" doc:"The same on a retry, which then takes effect once and is answered alike"`
	DrawnAt  model.Revision `json:"drawn_at,omitempty" minimum:"0" doc:"The revision that its author looked at, instead of each old"`
	Template string         `json:"template,omitempty" maxLength:"100"`
	Answers  map[string]any `json:"answers,omitempty"`
	Ops      []Op           `json:"ops" minItems:"1"`
}

type inChange struct {
	InSpace
	Body NewChange
}

func (a *API) changeAdd(ctx context.Context, c *call, in *inChange) (*body[store.Done], error) {
	return a.commit(ctx, c, model.Current, in.Body)
}

type inStateChange struct {
	InSpace
	ID   string `path:"id"`
	Body NewChange
}

func (a *API) stateChangeAdd(ctx context.Context, c *call, in *inStateChange) (*body[store.Done], error) {
	return a.commit(ctx, c, in.ID, in.Body)
}

func (a *API) commit(ctx context.Context, c *call, state string, n NewChange) (*body[store.Done], error) {
	ops := make([]model.Op, len(n.Ops))
	for i, op := range n.Ops {
		ops[i] = op.Op
	}
	title := strings.Join(strings.Fields(n.Title), " ")
	if title == "" {
		return nil, model.Fault(model.Invalid, "title", "required")
	}
	done, err := a.Store.CommitChange(ctx, model.Change{Workspace: c.Place.ID, State: state, Title: title, Author: c.Author(),
		ClientID: n.ClientID, DrawnAt: n.DrawnAt, Template: n.Template, Answers: n.Answers, Ops: ops})
	if err != nil {
		return nil, err
	}
	return &body[store.Done]{done}, nil
}

type inUndo struct {
	InSpace
	ID   string `path:"id"`
	Body *struct {
		With     []string `json:"with,omitempty" doc:"Ids of changes to take back together with it"`
		ClientID string   `json:"client_id,omitempty" maxLength:"200"`
	}
}

func (a *API) changeUndo(ctx context.Context, c *call, in *inUndo) (*body[store.Done], error) {
	e, err := a.Store.Entry(ctx, c.Place.ID, in.ID)
	if err != nil {
		return nil, err
	}
	ids, client := []string{in.ID}, ""
	if in.Body != nil {
		ids, client = append(ids, in.Body.With...), in.Body.ClientID
	}
	title := func(p *say.Printer) string { return p.T("change.undo", "Title", e.TitleIn(p.Lang())) }
	done, err := a.Store.Undo(ctx, model.Change{Workspace: c.Place.ID, Undoes: ids, Author: c.Author(), Title: title(c.Say), Titles: say.InAll(title), ClientID: client})
	if err != nil {
		return nil, undoConflict(err)
	}
	return &body[store.Done]{done}, nil
}

type inEvents struct {
	InSpace
	Since string `query:"since" doc:"Changes after this revision; from now on by default"`
	Last  string `header:"Last-Event-ID" doc:"The last revision that arrived, where a connection was lost"`
}

// stream is an answer that is written as it comes.
type stream struct{ Body func(huma.Context) }

func (a *API) events(ctx context.Context, c *call, _ *inEvents) (*stream, error) {
	r := c.echo.Request()
	since, err := live.Since(r)
	if err != nil {
		return nil, err
	}
	l := live.Listener{Workspace: c.Place.ID, Since: since, May: func(ctx context.Context) error {
		again := *c
		if err := a.ask(ctx, &again, operation{Method: r.Method, Right: read}, c.Place.Slug); err != nil {
			return fmt.Errorf("events: %w", err)
		}
		return nil
	}}
	return &stream{func(h huma.Context) {
		e := humaecho.Unwrap(h)
		if err := a.Streams.Serve(e.Response(), r, l); err != nil {
			if err := a.send(e, a.problem(e, err)); err != nil {
				a.Log.Warn("answer", "error", err)
			}
		}
	}}, nil
}
