package templates

// HistoryView is one page of a workspace's history.
type HistoryView struct {
	Days   []HistoryDay
	Older  string // "" = this is the beginning
	Newest string // "" = this is the newest page
}

// HistoryDay is what changed on one day.
type HistoryDay struct {
	Date    string
	Changes []Happened
}

// ChangeView is one change in full.
type ChangeView struct {
	Change Happened
	Note   string     // why it cannot be taken back alone
	Rests  []Happened // later changes that would be taken back with it
	Back   string
	Talk   TalkView
}
