package api

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"path"

	"github.com/danielgtaylor/huma/v2"

	"rootline/model"
	"rootline/model/exchange"
	"rootline/store"
	"rootline/templates/say"
	"rootline/web/transfer"
)

// maxFile is the most that a file to import may have.
const maxFile = 64 << 20

type inImport struct {
	InSpace
	Format string `query:"format" doc:"Found from the content by default"`
	DryRun bool   `query:"dry_run" doc:"Only say what would happen"`
	Mode   string `query:"mode" default:"add" enum:"add,replace"`
}

// Imported is what an import did, or would do.
type Imported struct {
	DryRun   bool        `json:"dry_run"`
	Mode     string      `json:"mode"`
	Counts   Counts      `json:"counts"`
	Rows     []Row       `json:"rows"`
	States   []Row       `json:"states"`
	Warnings []Fault     `json:"warnings"`
	Change   *store.Done `json:"change,omitempty" doc:"Absent where nothing changed"`
}

// Counts says how many rows had each outcome.
type Counts struct {
	Added   int `json:"added"`
	Changed int `json:"changed"`
	Same    int `json:"same"`
	Removed int `json:"removed"`
	Refused int `json:"refused"`
}

// Row is what an import did with one element, link or state.
type Row struct {
	Path    string           `json:"path,omitempty" doc:"Where it stands in the file"`
	ID      string           `json:"id"`
	Outcome exchange.Outcome `json:"outcome" doc:"added, changed, same, removed or refused"`
	Reason  string           `json:"reason,omitempty"`
}

func rowsOf(rows []exchange.Row, p *say.Printer) []Row {
	out := make([]Row, len(rows))
	for i, r := range rows {
		out[i] = Row{Path: r.Path, ID: r.ID, Outcome: r.Outcome}
		if r.Reason != nil {
			out[i].Reason = p.Error(r.Reason)
		}
	}
	return out
}

func (a *API) importFile(ctx context.Context, c *call, in *inImport) (*body[Imported], error) {
	name, content, err := upload(c)
	if err != nil {
		return nil, err
	}
	f, warnings, err := transfer.Read(bytes.NewReader(content), in.Format)
	if err != nil {
		return nil, err
	}
	first := c.Say
	if len(c.Place.Languages) > 0 {
		first = say.For(c.Place.Languages[0])
	}
	title := func(p *say.Printer) string { return p.T("change.import", "File", name) }
	r, err := transfer.Import(ctx, a.Store, f, transfer.Options{Slug: c.Place.Slug, Own: c.Place.Role.May(own), Replace: in.Mode == "replace",
		DryRun: in.DryRun, Author: c.Author(), Title: title(first), Titles: say.InAll(title)})
	if err != nil {
		return nil, err
	}
	out := Imported{DryRun: in.DryRun, Mode: in.Mode, Rows: rowsOf(r.Rows, c.Say), States: rowsOf(r.States, c.Say), Warnings: []Fault{},
		Counts: Counts{r.Count(exchange.Added), r.Count(exchange.Changed), r.Count(exchange.Same), r.Count(exchange.Removed), r.Count(exchange.Refused)}}
	for _, w := range warnings {
		out.Warnings = append(out.Warnings, Fault{w.Path, c.Say.Error(&model.Error{Kind: model.Invalid, Msg: w.Msg, Args: w.Args})})
	}
	if r.Change.ID != "" {
		out.Change = &r.Change
	}
	return &body[Imported]{out}, nil
}

// upload reads the file of a multipart form: the part called file, else the first that has a file's name.
func upload(c *call) (name string, content []byte, err error) {
	r := c.echo.Request()
	r.Body = http.MaxBytesReader(c.echo.Response(), r.Body, maxFile+1<<20)
	form, err := r.MultipartReader()
	if err != nil {
		return "", nil, model.Fault(model.Invalid, "file", "file.upload")
	}
	for {
		part, err := form.NextPart()
		if err == io.EOF {
			return "", nil, model.Fault(model.Invalid, "file", "file.upload")
		}
		if err != nil {
			return "", nil, uploadFault(err)
		}
		if part.FormName() == "file" || part.FileName() != "" {
			content, err := contentOf(part)
			return path.Base(part.FileName()), content, err
		}
	}
}

func contentOf(part *multipart.Part) ([]byte, error) {
	content, err := io.ReadAll(io.LimitReader(part, maxFile+1))
	if err != nil {
		return nil, uploadFault(err)
	}
	if len(content) > maxFile {
		return nil, tooLarge()
	}
	return content, nil
}

func tooLarge() error {
	return &Problem{Status: http.StatusRequestEntityTooLarge, Title: http.StatusText(http.StatusRequestEntityTooLarge),
		Detail: fmt.Sprintf("A file may have %d MiB.", maxFile>>20)}
}

func uploadFault(err error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return tooLarge()
	}
	return &model.Error{Kind: model.Invalid, Field: "file", Msg: "file.upload", Err: err}
}

type inExport struct {
	InSpace
	Format string         `query:"format" default:"rootline" doc:"rootline; svg, png, pdf: the ecosystem map as a drawing; dot, mermaid: the graph for Graphviz and Mermaid"`
	State  string         `query:"state" doc:"Only this state; the whole workspace by default"`
	At     model.Revision `query:"at" minimum:"0" doc:"As it stood at a revision"`
}

func (a *API) exportFile(ctx context.Context, c *call, in *inExport) (*file, error) {
	var f *exchange.File
	var err error
	if in.State == "" && in.At == 0 {
		f, err = transfer.Whole(ctx, a.Store, c.Place.Workspace)
	} else {
		f, err = transfer.Moment(ctx, a.Store, c.Place.Workspace, in.State, in.At)
	}
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := transfer.Write(ctx, &b, a.Paper, f, in.Format); err != nil {
		return nil, err
	}
	kind, extension := transfer.Media(in.Format)
	return &file{Status: http.StatusOK, ContentType: kind, Body: b.Bytes(), Disposition: fmt.Sprintf("attachment; filename=%q", c.Place.Slug+extension)}, nil
}

// describeFiles tells the OpenAPI document of bodies that are read and written without the library.
func (a *API) describeFiles() {
	paths := a.huma.OpenAPI().Paths
	paths["/workspaces/{ws}/import"].Post.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
		"multipart/form-data": {Schema: &huma.Schema{Type: huma.TypeObject, Required: []string{"file"},
			Properties: map[string]*huma.Schema{"file": {Type: huma.TypeString, Format: "binary"}}}}}}
	events := paths["/workspaces/{ws}/events"].Get.Responses
	events["200"] = &huma.Response{Description: "One event for each change; its id is the revision, its data the change",
		Content: map[string]*huma.MediaType{"text/event-stream": {Schema: &huma.Schema{Type: huma.TypeString}}}}
}
