package model

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Topic names what comments are about: "element:ID", "change:ID" or "report:problem:ID".
type Topic string

// ElementTopic is the topic of an element.
func ElementTopic(id string) Topic { return Topic("element:" + id) }

// ChangeTopic is the topic of a change of the log.
func ChangeTopic(id string) Topic { return Topic("change:" + id) }

// ReportTopic is the topic of the report on a problem.
func ReportTopic(problem string) Topic { return Topic("report:problem:" + problem) }

// Element returns the id of the element that the topic is, "" where it is another sort of thing.
func (t Topic) Element() string { return t.after("element:") }

// Change returns the id of the change that the topic is, "" where it is another sort of thing.
func (t Topic) Change() string { return t.after("change:") }

// Report returns the id of the problem whose report the topic is, "" where it is another sort of thing.
func (t Topic) Report() string { return t.after("report:problem:") }

func (t Topic) after(prefix string) string {
	id, ok := strings.CutPrefix(string(t), prefix)
	if !ok || id == "" || len(id) > 200 || CheckText("", id, 200) != nil {
		return ""
	}
	return id
}

// Check says what is wrong with the form of a topic, nil where nothing is.
func (t Topic) Check() *Error {
	if t.Element() == "" && t.Change() == "" && t.Report() == "" {
		return Fault(Invalid, "on", "comment.on", "Value", string(t))
	}
	return nil
}

// MaxComment is the longest comment, in characters.
const MaxComment = 10_000

// CheckComment says what is wrong with the text of a comment, nil where nothing is.
func CheckComment(text string) *Error {
	if Blank(text) {
		return Fault(Invalid, "text", "comment.empty")
	}
	return CheckText("text", text, MaxComment)
}

// Mentionable is a person whom a comment can mention by name or address.
type Mentionable struct{ ID, Name, Email string }

// Mentions returns the ids of those whom a text mentions, each once, in the order of the text.
func Mentions(text string, people []Mentionable) []string {
	var ids []string
	for i := 0; i < len(text); i++ {
		if text[i] != '@' || !opens(text[:i]) {
			continue
		}
		if id, _ := MentionAt(text[i+1:], people); id != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// opens says whether an "@" after this text can begin a mention: within a word it belongs to an address.
func opens(before string) bool {
	r, _ := utf8.DecodeLastRuneInString(before)
	return before == "" || unicode.Is(unicode.Han, r) || !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

// MentionAt returns who is mentioned at the beginning of s, which follows an "@", and how many bytes of s name them; "" and
// 0 where nobody is. A person is named by address, by name, or by first name where only one person has it; the longest wins.
// Capitals, and the two ways in which Arabic and Persian write ی and ک, make no difference.
func MentionAt(s string, people []Mentionable) (id string, length int) {
	for _, p := range people {
		for i, name := range []string{p.Email, p.Name, firstName(p.Name)} {
			n := named(s, name)
			if n <= length || !closes(s[n:], i == 0) || i == 2 && !onlyOne(name, people) {
				continue
			}
			id, length = p.ID, n
		}
	}
	return id, length
}

func firstName(name string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(name), " ")
	return first
}

func onlyOne(first string, people []Mentionable) bool {
	n := 0
	for _, p := range people {
		if other := firstName(p.Name); named(other, first) == len(other) {
			n++
		}
	}
	return n == 1
}

// named returns how many bytes of s are the name that it begins with, 0 where it begins with something else.
func named(s, name string) int {
	at := 0
	for _, want := range name {
		r, size := utf8.DecodeRuneInString(s[at:])
		if size == 0 || alike(r) != alike(want) {
			return 0
		}
		at += size
	}
	return at
}

func alike(r rune) rune {
	switch r {
	case 'ي', 'ى':
		return 'ی'
	case 'ك':
		return 'ک'
	case '\u00a0':
		return ' '
	}
	return unicode.ToLower(r)
}

// closes says whether a name ends where rest begins. An address goes on after a point or a hyphen, a name does not; Chinese
// puts no space after it.
func closes(rest string, address bool) bool {
	r, size := utf8.DecodeRuneInString(rest)
	switch {
	case size == 0 || unicode.Is(unicode.Han, r):
		return true
	case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_':
		return false
	case address && strings.ContainsRune(".-@+", r):
		return size == len(rest) || closes(rest[size:], false)
	}
	return true
}
