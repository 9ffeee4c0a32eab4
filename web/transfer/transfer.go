// Package transfer brings files into workspaces and takes them out again, for the API and the command line alike: which
// format a file has, what it would do to a workspace, and the one change that does it.
package transfer

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"rootline/model"
	"rootline/model/exchange"
	"rootline/store"
	"rootline/templates"
	"rootline/templates/say"
	"rootline/web/paper"
)

// Reads and Writes are the formats that can be read, and those that can be written, by the names that people give them.
var (
	Reads  = []string{"rootline"}
	Writes = []string{"rootline", "svg", "png", "pdf", "dot", "mermaid"}
)

// Media says what a file of a format is for browsers, and how its name ends; format is one of Writes, or "" = rootline.
func Media(format string) (kind, extension string) {
	switch format {
	case "svg":
		return "image/svg+xml", ".svg"
	case "png":
		return "image/png", ".png"
	case "pdf":
		return "application/pdf", ".pdf"
	case "dot":
		return "text/vnd.graphviz; charset=utf-8", ".dot"
	case "mermaid":
		return "text/vnd.mermaid; charset=utf-8", ".mmd"
	}
	return "application/json", ".json"
}

// Read reads a file. format may be "": it is found from the content. A file without any content is one that says nothing.
// Errors: Invalid, with the path of each fault in the file; whatever r returns.
func Read(r io.Reader, format string) (*exchange.File, []exchange.Warning, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, nil, fmt.Errorf("read file: %w", err)
	}
	if format != "" && !slices.Contains(Reads, format) {
		return nil, nil, model.Fault(model.Invalid, "format", "format.unknown", "Value", format, "Known", Reads)
	}
	content := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\ufeff")), " \t\r\n")
	switch {
	case len(content) == 0:
		return &exchange.File{}, nil, nil
	case format == "" && content[0] != '{':
		return nil, nil, model.Fault(model.Invalid, "", "format.unseen", "Known", Reads)
	}
	return exchange.Read(bytes.NewReader(data))
}

// Write writes a file in a format, "" = rootline; words in drawings are in the first language of the workspace. p makes png and
// pdf, nil = they cannot be had. Errors: Invalid for a format that is not known; Lacking where p is needed and nil; those of p;
// whatever w returns.
func Write(ctx context.Context, w io.Writer, p *paper.Printer, f *exchange.File, format string) error {
	first := say.For("") // English
	if len(f.Workspace.Languages) > 0 {
		first = say.For(f.Workspace.Languages[0])
	}
	switch format {
	case "", "rootline":
		return exchange.Write(w, f)
	case "dot":
		return exchange.WriteDOT(w, f, first.Lang())
	case "mermaid":
		return exchange.WriteMermaid(w, f, first.Lang())
	case "svg", "png", "pdf":
		if format != "svg" && !p.Ready() { // before the work is done
			return paper.Missing()
		}
		var b bytes.Buffer
		name := cmp.Or(f.Workspace.Name, f.Workspace.Slug)
		if err := templates.MapSVG(first, model.NewGraph(f.Elements, f.Links), name, f.Workspace.Currency).Render(ctx, &b); err != nil {
			return err
		}
		drawing, err := p.Drawing(ctx, b.Bytes(), format)
		if err != nil {
			return err
		}
		_, err = w.Write(drawing)
		return err
	}
	return model.Fault(model.Invalid, "format", "format.unknown", "Value", format, "Known", Writes)
}

// Whole returns the file of a workspace: its present elements and links, its states, and what its people judged.
func Whole(ctx context.Context, s *store.Store, w model.Workspace) (*exchange.File, error) {
	g, _, err := s.Graph(ctx, w.ID)
	if err != nil {
		return nil, err
	}
	f := exchange.FromGraph(w, g)
	if f.States, err = states(ctx, s, w.ID); err != nil {
		return nil, err
	}
	kept, err := s.KeptOf(ctx, w.ID, "")
	if err != nil {
		return nil, err
	}
	for _, k := range kept {
		f.Kept = append(f.Kept, exchange.Kept{Problem: k.Problem, Key: k.Key, Reason: k.Reason, By: k.By, At: k.At})
	}
	verdicts, err := s.VerdictsOf(ctx, w.ID)
	if err != nil {
		return nil, err
	}
	for _, v := range verdicts {
		f.Verdicts = append(f.Verdicts, exchange.Verdict{Link: v.Link, By: v.By, Verdict: v.Verdict})
	}
	// The order must not hang on the database, nor on when things came.
	slices.SortFunc(f.Kept, func(a, b exchange.Kept) int {
		return strings.Compare(a.Problem+"\x00"+a.Key, b.Problem+"\x00"+b.Key)
	})
	slices.SortFunc(f.Verdicts, func(a, b exchange.Verdict) int {
		return strings.Compare(a.Link+"\x00"+a.By+"\x00"+a.Verdict, b.Link+"\x00"+b.By+"\x00"+b.Verdict)
	})
	return f, nil
}

// Moment returns the file of one state at a revision, 0 = the present: its elements and links alone.
func Moment(ctx context.Context, s *store.Store, w model.Workspace, state string, at model.Revision) (*exchange.File, error) {
	if at == 0 {
		g, _, err := s.StateGraph(ctx, w.ID, state)
		if err != nil {
			return nil, err
		}
		return exchange.FromGraph(w, g), nil
	}
	g, err := s.StateGraphAt(ctx, w.ID, state, at)
	if err != nil {
		return nil, err
	}
	return exchange.FromGraph(w, g), nil
}

// states returns the states of a workspace by id, with the changes of each.
func states(ctx context.Context, s *store.Store, workspace string) ([]exchange.State, error) {
	list, err := s.States(ctx, workspace)
	if err != nil {
		return nil, err
	}
	var out []exchange.State
	for _, st := range list {
		v, err := s.Plan(ctx, workspace, st.ID)
		if err != nil {
			return nil, err
		}
		one := exchange.State{ID: st.ID, Name: st.Name, Kind: st.Kind, Base: st.Base}
		for _, e := range v.Changes {
			// Not the author and the time: who brings a file must not speak for others.
			c := model.Change{ID: e.ID, Title: e.Title, Ops: e.Ops, Template: e.Template, Answers: e.Answers, Needs: e.Needs}
			if e.Status != model.Planned || e.Due != "" {
				c.Act = &model.Act{Kind: e.Status.Act(), Due: e.Due, On: e.On, Evidence: e.Evidence, Reason: e.Reason}
			}
			one.Changes = append(one.Changes, c)
		}
		out = append(out, one)
	}
	slices.SortFunc(out, func(a, b exchange.State) int { return strings.Compare(a.ID, b.ID) })
	return out, nil
}
