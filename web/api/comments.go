package api

import (
	"context"
	"time"

	"rootline/model"
	"rootline/store"
)

// Comment is what somebody said of an element, a change or a report.
type Comment struct {
	ID       string      `json:"id"`
	On       model.Topic `json:"on" doc:"element:ID, change:ID or report:problem:ID"`
	Thread   string      `json:"thread" doc:"The comment that began it: its own id on that one"`
	Text     string      `json:"text" doc:"Markdown; empty where it was taken away"`
	By       Speaker     `json:"by"`
	At       time.Time   `json:"at"`
	Edited   *time.Time  `json:"edited,omitempty"`
	Removed  bool        `json:"removed,omitempty"`
	Resolved bool        `json:"resolved,omitempty" doc:"Of the comment that began a thread: it is settled"`
}

// Speaker is who said something, as they were called then.
type Speaker struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Comments is a page of comments.
type Comments struct {
	Comments []Comment `json:"comments"`
	Next     string    `json:"next,omitempty"`
}

type inComments struct {
	InSpace
	Page
	On model.Topic `query:"on" required:"true" doc:"element:ID, change:ID or report:problem:ID"`
}

func (a *API) comments(ctx context.Context, c *call, in *inComments) (*body[Comments], error) {
	if err := in.On.Check(); err != nil {
		return nil, err
	}
	list, err := a.Store.Comments(ctx, c.Place.ID, in.On)
	if err != nil {
		return nil, err
	}
	var out Comments
	list, out.Next = cut(list, func(s store.Comment) string { return s.At.Format("20060102150405.000") + s.ID }, in.Page)
	out.Comments = make([]Comment, len(list))
	for i, s := range list {
		out.Comments[i] = commentOf(s)
	}
	return &body[Comments]{out}, nil
}

func commentOf(s store.Comment) Comment {
	out := Comment{ID: s.ID, On: s.Topic, Thread: s.Thread, Text: s.Text, By: Speaker{s.ByID, s.By}, At: s.At, Removed: !s.Removed.IsZero(), Resolved: !s.Resolved.IsZero()}
	if !s.Edited.IsZero() {
		out.Edited = &s.Edited
	}
	return out
}

type commentNew struct {
	InSpace
	Body struct {
		On     model.Topic `json:"on" doc:"element:ID, change:ID or report:problem:ID"`
		Text   string      `json:"text" doc:"Markdown; @ and a member's address or name tells them"`
		Thread string      `json:"thread,omitempty" doc:"The comment that began the thread which this one answers in"`
	}
}

func (a *API) commentAdd(ctx context.Context, c *call, in *commentNew) (*body[Made], error) {
	made, err := a.Store.AddComment(ctx, c.Place.ID, store.Comment{Topic: in.Body.On, Text: in.Body.Text, Thread: in.Body.Thread}, c.Author())
	if err != nil {
		return nil, err
	}
	return &body[Made]{Made{made.ID}}, nil
}

// InComment names a comment.
type InComment struct {
	InSpace
	ID string `path:"id"`
}

type commentEdit struct {
	InComment
	Body struct {
		Text     *string `json:"text,omitempty" doc:"Other words for one of your own"`
		Resolved *bool   `json:"resolved,omitempty" doc:"Whether its thread is settled"`
	}
}

func (a *API) commentSet(ctx context.Context, c *call, in *commentEdit) (*body[Comment], error) {
	if in.Body.Text != nil {
		if err := a.Store.EditComment(ctx, c.Place.ID, in.ID, *in.Body.Text, c.Author()); err != nil {
			return nil, err
		}
	}
	if in.Body.Resolved != nil {
		if err := a.Store.ResolveThread(ctx, c.Place.ID, in.ID, *in.Body.Resolved, c.Author()); err != nil {
			return nil, err
		}
	}
	now, err := a.Store.Comment(ctx, c.Place.ID, in.ID)
	if err != nil {
		return nil, err
	}
	return &body[Comment]{commentOf(now)}, nil
}

func (a *API) commentRemove(ctx context.Context, c *call, in *InComment) (*none, error) {
	return nil, a.Store.RemoveComment(ctx, c.Place.ID, in.ID, c.Author())
}
