package templates

// InboxView is what waits for one person in a workspace.
type InboxView struct {
	Unread, Read             []InboxItem // the newest first
	OpenURL, MarkURL, AllURL string      // take a key by POST; AllURL takes Until
	Until                    string      // when the page was drawn
}

// InboxItem is one thing that waits.
type InboxItem struct {
	Key    string
	Icon   string
	Text   string // a sentence: who did what to what
	Quote  string // the words of a comment, what to measure; "" = none
	When   When
	Unread bool
	Late   bool // a day has passed
}
