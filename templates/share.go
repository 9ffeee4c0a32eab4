package templates

// ShareForm is the page on which a report is shared.
type ShareForm struct {
	Action, Report              string // takes the POST; the report itself
	Audience, Language, Expires string
	Earliest                    string // day that may be chosen
	Redact                      bool
	Audiences, Languages        []Option
	Errors                      []FieldError
	Made                        string // the link that was just made; "" = none
	Open                        []OpenShare
}

// OpenShare is a link that works.
type OpenShare struct {
	Audience, Language, Until, By, On string // Language "" = as the reader's browser asks
	Password, Redact                  bool
	Revoke                            string // takes the POST
}

// ReportsView is the list of reports.
type ReportsView struct {
	Rows     []ReportRow
	Pages    Pages
	Problems string // where problems are recorded
}

// ReportRow is a problem with how far its report is.
type ReportRow struct {
	Name, URL, Cost string
	Begun, Draft    bool
	Roots, Actions  int
	Score           int    // 0–100; -1 = none
	Links           int    // that are open
	Open            int    // questions of the guide without an answer
	Analysis        string // address of the guide at the first of them
}
