package say

// Ago says how many days have passed since something, in the longest unit that still tells: "today", "5 days ago", "3 weeks
// ago", "10 months ago", "2 years ago". Days below zero count as none.
func (p *Printer) Ago(days int) string {
	switch {
	case days <= 0:
		return p.T("ago.today")
	case days < 14:
		return p.T("ago.days", "count", days)
	case days < 60:
		return p.T("ago.weeks", "count", days/7)
	case days < 730:
		return p.T("ago.months", "count", days*12/365)
	}
	return p.T("ago.years", "count", days/365)
}
