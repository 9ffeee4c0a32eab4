package templates

import (
	"strings"

	"rootline/model"
	"rootline/templates/markdown"
)

// TalkView is what was said on a topic, with the form to say more.
type TalkView struct {
	Threads []Thread // open ones, the oldest first
	Settled []Thread
	Form    CommentForm
	Say     bool // who looks may say something
	People  []model.Mentionable
}

// Thread is a comment and those that answer it.
type Thread struct {
	First    Remark
	Answers  []Remark
	Answer   CommentForm
	By       string // who settled it; "" = it is open
	StateURL string // settles it, or opens it again, by POST; "" = not for who looks
}

// Remark is one comment of a thread.
type Remark struct {
	ID, By, Initials string
	You              bool
	Text             string // Markdown; "" = taken away
	When             When
	Edited           bool
	EditURL          string // "" = not for who looks
	RemoveURL        string
}

// CommentForm is the form in which one says something.
type CommentForm struct {
	Action, Cancel string // Cancel "" = nowhere
	On             string // the topic
	Thread         string // which it answers in; "" = begins one
	Client         string // makes a form that is sent twice take effect once
	Text, Error    string
	Key            string // tells this form's field from others of the page
	Label, Button  string
	Main           bool // its button is the main one of the page
	Seen           Seen
}

func (f CommentForm) field() string { return "c-text-" + f.Key }

// RemarkAnchor is the id of a comment on its page.
func RemarkAnchor(id string) string { return "c-" + id }

// mentioned finds people in what somebody wrote; one who was named by the address is shown by name.
func mentioned(people []model.Mentionable) func(string) (string, int) {
	return func(after string) (string, int) {
		id, n := model.MentionAt(after, people)
		for _, p := range people {
			if p.ID == id {
				return p.Name, n
			}
		}
		return "", 0
	}
}

// Snippet is the beginning of a comment as one line of text.
func Snippet(text string, people []model.Mentionable, most int) string {
	s := []rune(markdown.Plain(text, mentioned(people)))
	if len(s) > most {
		return strings.TrimSpace(string(s[:most-1])) + "…"
	}
	return string(s)
}

// mostNames is how many names the hint of a comment lists.
const mostNames = 6

// whom are the names that a comment can mention, as its hint lists them.
func whom(people []model.Mentionable) []string {
	var names []string
	for _, p := range people[:min(len(people), mostNames)] {
		names = append(names, "@"+p.Name)
	}
	return names
}

// namesFor are the names among which js/talk.js offers some, one to a line.
func namesFor(people []model.Mentionable) string {
	names := make([]string, len(people))
	for i, p := range people {
		names[i] = p.Name
	}
	return strings.Join(names, "\n")
}
