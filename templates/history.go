package templates

// HistoryView is one page of a workspace's history.
type HistoryView struct {
	Days   []HistoryDay
	Older  string // "" = this is the beginning
	Newest string // "" = this is the newest page
	Self   string // address of this page, without its query
	Who    []Option
	What   []Option
	Some   bool // who looks asked for some of it only
}

// HistoryDay is what changed and was said on one day.
type HistoryDay struct {
	Date  string
	Items []HistoryItem
}

// HistoryItem is one entry of a day: changes that belong together, or a comment.
type HistoryItem struct {
	Words   string     // of several changes: "Ana changed 5 technologies"; "" = there is one
	Changes []Happened // the newest first; none of a comment
	Said    *SaidItem
}

// SaidItem is a comment as the history tells it.
type SaidItem struct {
	Words, URL, Quote string
	When              When
}

// ChangeView is one change in full.
type ChangeView struct {
	Change Happened
	Note   string     // why it cannot be taken back alone
	Rests  []Happened // later changes that would be taken back with it
	Back   string
	Talk   TalkView
}
