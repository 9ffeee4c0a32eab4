package templates

import (
	"bytes"
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"rootline/model"
	"rootline/templates/say"
)

// MeetingsView is the list of mapping sessions, with the form that begins one.
type MeetingsView struct {
	Rows []MeetingRow
	Form MeetingForm
}

// MeetingRow is one session in the list.
type MeetingRow struct {
	Title, URL, About, On string
	Over                  bool
}

// MeetingForm begins a session.
type MeetingForm struct {
	Action, Title, Problem, Agenda string
	Waiting                        bool
	Problems, Agendas              []Option
	Errors                         []FieldError
}

// MeetingView is what the facilitator shows on the wall.
type MeetingView struct {
	Base, Title, Code, JoinURL, QR string
	Problem                        Thing
	Agenda                         []MeetingStage
	Stage                          int
	Begun, Running                 bool
	Runs                           bool   // who looks may run it
	Waiting                        bool   // new guests wait at the door
	Heading, Prompt                string // of the stage at hand
	Clock                          MeetingClock
	Follow                         string // path to which everybody was brought; "" = each where they are
	Place                          Option // where the group works meanwhile: address and words; empty = here
	People                         []MeetingPerson
	Door                           []MeetingPerson // who waits to be let in
	Silent                         int             // of the people, who have not written in this stage
	Hidden                         int             // cards that nobody sees yet
	Laid, From, Most               int             // cards on the wall; place of the first of this page among them, from 0; cards of a page
	Put                            *MeetingCard    // that is being put under another
	Cards                          []MeetingCard
	Parked                         []MeetingCard
	Polls, Earlier                 []MeetingPoll // of this stage; of those before
	Notes                          string
	Client                         string // id of the next form
	Paper                          PaperForm
	PollForm                       PollForm
}

// PaperForm is what is typed in from paper.
type PaperForm struct {
	Text   string
	Parked bool
	Errors []FieldError
}

// PollForm asks for a vote.
type PollForm struct {
	Kind, Question, Choices, Dots string
	Errors                        []FieldError
}

// Laying is the card of an id that is being put under another, nil where it is not on the wall or is part of the model.
func (v MeetingView) Laying(id string) *MeetingCard {
	i := slices.IndexFunc(v.Cards, func(c MeetingCard) bool { return c.ID == id && c.Element == "" })
	if i < 0 || !v.Runs {
		return nil
	}
	return &v.Cards[i]
}

// part is the address of a page of the wall.
func (v MeetingView) part(from int) string {
	q := url.Values{"from": {strconv.Itoa(from)}}
	if v.Put != nil {
		q.Set("put", v.Put.ID)
	}
	return v.Base + "?" + q.Encode()
}

// MeetingStage is a stage in the agenda.
type MeetingStage struct {
	Title     string
	Minutes   int
	Done, Now bool
}

// MeetingClock is the clock of a stage.
type MeetingClock struct {
	Left string    // as 2:48
	Ends time.Time // zero = it stands
	Over bool      // there is no time left
}

func (c MeetingClock) ends() string {
	if c.Ends.IsZero() {
		return ""
	}
	return c.Ends.UTC().Format(time.RFC3339)
}

// MeetingPerson is one who takes part.
type MeetingPerson struct {
	ID, Name, Role, Initials string
	Cards                    int
	Hand, Waiting            bool
	Mood                     string // what they show the others; "" = nothing
}

// MeetingCard is a card on the wall, in one's hand or in the record.
type MeetingCard struct {
	ID, Text, By string
	About, Row   string        // what it speaks of, in words; "" = what the session is about. The row of the figure of a journey
	Like         string        // id of another that says nearly the same; "" = none
	Under        []MeetingCard // its heap
	Element      string        // id of what it became
	Became       Thing
	Fixed        bool // it cannot be changed any more
}

// MeetingPoll is a vote: an open one shows only how many have voted.
type MeetingPoll struct {
	ID, Kind, Question string
	Open, Voted        bool
	Dots, Highest      int
	Voters             int
	Choices            []MeetingChoice
}

// MeetingChoice is one thing that is voted on.
type MeetingChoice struct {
	ID, Text  string
	Counts    []int // by value, from 0
	Sum       int
	Mean      float64
	Agreement float64 // 0–1
	Known     bool    // whether mean and agreement are
	Reasons   []string
	ByRole    []RoleTally // where that tells of nobody alone
	Mine      int
	Why       string // of who looks
	Voted     bool
}

// RoleTally is how those of one role voted on a choice.
type RoleTally struct {
	Role   string
	Counts []int // by value, from 0
	Sum    int
}

// MeetingSubject is something that a card can speak of.
type MeetingSubject struct {
	ID, Label, Group string
	Depth            int  // below the first, of causes
	Here             bool // the problem is felt there
}

// CardKinds are the kinds of element that a card can become.
var CardKinds = []model.Kind{model.Cause, model.Evidence, model.Action, model.Problem, model.Customer, model.Touchpoint, model.Channel, model.Employee,
	model.Partner, model.Policy, model.Technology, model.Data, model.Capability}

// AgendaView is the agenda of a session, to be changed.
type AgendaView struct {
	Title, Action, Back string
	Mark, Client        string // of the agenda as it is; of the form
	Rows                []AgendaRow
	Typed               []AgendaRow // what could not be taken, since somebody else changed the agenda
	Kinds               []Option
	Errors              []FieldError
}

// AgendaRow is a stage as somebody typed it.
type AgendaRow struct {
	Kind, Title, Prompt, Minutes string
	Asks                         string // what its kind asks where there is no prompt
	Now                          bool   // the stage at hand
}

// SlipsView are numbered slips of paper.
type SlipsView struct {
	Title, Code, JoinURL, Asks, Back string
	QR                               string // data: address of a picture
	From, Count, Most                int
	Numbers                          []string
}

// CodeForm asks for the code of a session.
type CodeForm struct {
	Code   string
	Errors []FieldError
}

// SessionBar is what every page says to who takes part in a session that is under way.
type SessionBar struct {
	ID, Title, URL string
	Follow         string // path to which everybody was brought; "" = each where they are
	Do, Here       string // where a form brings everybody to this page, and its path; "" = who looks may not
	Leads, Runs    bool   // who looks is its facilitator; may run it
}

// PartForm is what a participant types.
type PartForm struct {
	Base, Title, Client, Name, Role, Text string
	Errors                                []FieldError
}

// PartView is what a participant holds.
type PartView struct {
	Form            PartForm
	Name            string
	Waiting, Begun  bool
	Hand            bool
	Mood            string   // what this participant shows the others; "" = nothing
	Moods           []string // that can be shown, in the order of their menu
	People          int
	Heading, Prompt string
	Clock           MeetingClock
	Writes          bool
	Stage           int // index of the one at hand
	Own, Others     []MeetingCard
	Lost            string // what was typed and has no field any more
	Fresh           bool   // a card was just added, and the next can be written
	Poll            *MeetingPoll
	Results         []MeetingPoll
	Led             bool             // everybody was brought to a page
	Follow          string           // that page, for who may see it; "" = not
	Subjects        []MeetingSubject // what a card can speak of
	Subject, Row    string           // the one that is chosen
	Rows            []string         // of the figure of a journey, of which a card can be
	Outline         []MeetingSubject // what the talk is about, to read
}

// Choose sets what the next card speaks of: what is asked for, else where the problem is felt, else the first.
func (v *PartView) Choose(subject, row string) {
	if len(v.Subjects) > 0 {
		at := slices.IndexFunc(v.Subjects, func(s MeetingSubject) bool { return s.ID == subject })
		if at < 0 {
			at = max(0, slices.IndexFunc(v.Subjects, func(s MeetingSubject) bool { return s.Here }))
		}
		v.Subject = v.Subjects[at].ID
	}
	if len(v.Rows) > 0 {
		v.Row = v.Rows[max(0, slices.Index(v.Rows, row))]
	}
}

// MeetingRecord is what remains of a session.
type MeetingRecord struct {
	Title, On, Notes, Base string
	Film                   string // address of the map over its time; "" = nothing was changed
	Problem                Thing
	Agenda                 string
	Roles                  []string
	Parts                  []MeetingRecordPart
	Open                   []string // what was parked
	Next                   []Thing
	Changes                []Option
	Over, Runs, Undoable   bool
}

// MeetingRecordPart is a stage in the record.
type MeetingRecordPart struct {
	Title string
	Cards []MeetingCard
	Polls []MeetingPoll
}

// Empty says whether nothing was written or voted in the stage.
func (p MeetingRecordPart) Empty() bool { return len(p.Cards) == 0 && len(p.Polls) == 0 }

// result words how a choice did.
func (p MeetingPoll) result(s *say.Printer, c MeetingChoice) string {
	switch p.Kind {
	case "dots":
		return s.T("meeting.result.dots", "count", c.Sum)
	case "scale":
		if !c.Known {
			return s.T("meeting.result.none")
		}
		return s.T("meeting.result.scale", "Mean", s.Number(float64(int(c.Mean*10+.5))/10), "Agreement", s.Percent(c.Agreement))
	}
	var words []string
	for value, n := range c.Counts {
		if n > 0 {
			words = append(words, s.T(fmt.Sprintf("meeting.poll.%s.%d", p.Kind, value), "count", n)+" "+s.Number(float64(n)))
		}
	}
	if len(words) == 0 {
		return s.T("meeting.result.none")
	}
	return strings.Join(words, " · ")
}

// roleResult words how those of a role voted on a choice.
func (p MeetingPoll) roleResult(s *say.Printer, t RoleTally) string {
	c := MeetingChoice{Sum: t.Sum, Counts: t.Counts}
	if p.Kind == "scale" {
		n := 0
		for _, count := range t.Counts {
			n += count
		}
		if n == 0 {
			return s.T("meeting.result.none")
		}
		return s.Number(math.Round(float64(t.Sum)/float64(n)*10) / 10)
	}
	return p.result(s, c)
}

// moodIcon is the icon beside the words of a mood.
func moodIcon(mood string) string {
	if mood == "agree" {
		return "tick"
	}
	return "mood-" + mood
}

// most is the largest sum or count of a poll, for its bars.
func (p MeetingPoll) most() int {
	most := 1
	for _, c := range p.Choices {
		most = max(most, c.Sum)
	}
	return most
}

// WriteMeetingRecord writes the record of a session as Markdown.
func WriteMeetingRecord(b *bytes.Buffer, s *say.Printer, v MeetingRecord) {
	line := func(format string, args ...any) { fmt.Fprintf(b, format+"\n", args...) }
	line("# %s\n", markdownText(v.Title))
	line("%s\n", v.On)
	if v.Problem.Name != "" {
		line("%s: %s\n", s.T("meeting.about"), markdownText(v.Problem.Name))
	}
	if len(v.Roles) > 0 {
		line("## %s\n", s.T("meeting.record.who"))
		for _, r := range v.Roles {
			line("- %s", markdownText(r))
		}
		line("")
	}
	line("## %s\n\n%s\n", s.T("meeting.agenda"), markdownText(v.Agenda))
	for _, part := range v.Parts {
		if part.Empty() {
			continue
		}
		line("## %s\n", markdownText(part.Title))
		for _, c := range part.Cards {
			line("- %s", markdownText(c.Text))
			for _, u := range c.Under {
				line("  - %s", markdownText(u.Text))
			}
		}
		for _, p := range part.Polls {
			line("\n**%s**\n", markdownText(p.Question))
			for _, c := range p.Choices {
				line("- %s: %s", markdownText(c.Text), p.result(s, c))
			}
		}
		line("")
	}
	if len(v.Open) > 0 {
		line("## %s\n", s.T("meeting.parked"))
		for _, t := range v.Open {
			line("- %s", markdownText(t))
		}
		line("")
	}
	if len(v.Next) > 0 {
		line("## %s\n", s.T("meeting.record.next"))
		for _, t := range v.Next {
			line("- %s", markdownText(t.Name))
		}
		line("")
	}
	if len(v.Changes) > 0 {
		line("## %s\n", s.T("meeting.record.changes"))
		for _, c := range v.Changes {
			line("- %s", markdownText(c.Label))
		}
		line("")
	}
	if v.Notes != "" {
		line("## %s\n\n%s", s.T("meeting.notes"), v.Notes)
	}
}

// markdownText keeps a text on one line and its marks from being read as Markdown.
func markdownText(text string) string {
	return strings.NewReplacer("\n", " ", "\\", "\\\\", "*", "\\*", "_", "\\_", "[", "\\[", "<", "&lt;", "#", "\\#", "`", "\\`").Replace(text)
}
