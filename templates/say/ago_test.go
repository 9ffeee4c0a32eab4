package say

import "testing"

func TestAgo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		lang string
		days int
		want string
	}{
		{"en", -1, "today"}, {"en", 0, "today"}, {"en", 1, "1 day ago"}, {"en", 13, "13 days ago"}, {"en", 14, "2 weeks ago"}, {"en", 59, "8 weeks ago"},
		{"en", 60, "1 month ago"}, {"en", 304, "9 months ago"}, {"en", 365, "12 months ago"}, {"en", 729, "23 months ago"}, {"en", 730, "2 years ago"},
		{"fr", 1, "il y a 1 jour"}, {"zh", 21, "3 周前"}, {"fa", 5, "۵ روز پیش"},
	} {
		if got := For(c.lang).Ago(c.days); got != c.want {
			t.Errorf("%s: %d days are %q, want %q", c.lang, c.days, got, c.want)
		}
	}
}
