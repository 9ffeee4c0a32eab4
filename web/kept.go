package web

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/store"
	"rootline/templates"
)

// What somebody wrote is not lost with a refusal. A form that was sent when the session had ended travels through the page on
// which one signs in, and stands on the page after it, to be sent to the address that it was written for: a page holds its
// own form, so that several wait beside each other. Nothing is sent by itself, and nothing is shown to somebody else. Any
// other form that leads to the page of an error is shown there.

const (
	keptPrefix = "kept."
	whoCookie  = "rootline-who" // who signed in here last, as a digest
)

// who is the digest of a person that a browser keeps, so that what one wrote is not shown to the next.
func who(u store.User) string {
	sum := sha256.Sum256([]byte("rootline who " + u.ID))
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

// never are fields that do not wait anywhere.
var never = []string{"password", "old"}

// sent is what the form of the request holds, nil where it holds nothing; the text of a file goes by the name under which
// forms take it pasted.
func sent(c echo.Context) url.Values {
	if _, err := c.FormParams(); err != nil || c.Request().Method != http.MethodPost {
		return nil
	}
	form := url.Values{}
	for name, values := range c.Request().PostForm {
		if !slices.Contains(never, name) {
			form[name] = values
		}
	}
	if m := c.Request().MultipartForm; m != nil && len(m.File["file"]) > 0 {
		if text, err := sentFile(c); err == nil && text != "" {
			form.Set("text", text)
		}
	}
	return form
}

// asFields are the fields of a form by name.
func asFields(form url.Values) []templates.Option {
	var list []templates.Option
	for name, values := range form {
		for _, v := range values {
			list = append(list, templates.Option{Label: name, Value: v})
		}
	}
	slices.SortStableFunc(list, byLabel)
	return list
}

// askToSignIn answers a form that was sent without a session: with the page on which one signs in, in which the form waits.
func (s *Server) askToSignIn(c echo.Context) error {
	form := sent(c)
	if form == nil { // it cannot be read
		return model.Fault(model.Unauthenticated, "", "sign-in.ended")
	}
	k := &templates.KeptFields{To: c.Request().URL.RequestURI(), Who: cookie(c, whoCookie), Fields: asFields(form)}
	return s.showLogin(c, http.StatusUnauthorized, templates.LoginForm{Back: s.pageBefore(c), Kept: k})
}

func byLabel(a, b templates.Option) int { return strings.Compare(a.Label, b.Label) }

// pageBefore is the page of this site that a request came from, "/" where it does not say.
func (s *Server) pageBefore(c echo.Context) string {
	u, err := url.Parse(c.Request().Referer())
	if err != nil || u.Host != c.Request().Host {
		return "/"
	}
	return localPath(u.RequestURI())
}

// keptIn reads the form that waits in the page on which one signs in, nil where none does.
func keptIn(c echo.Context) *templates.KeptFields {
	form, err := c.FormParams()
	if err != nil || form.Get("kept-to") == "" {
		return nil
	}
	if to := form.Get("kept-to"); localPath(to) != to {
		return nil
	}
	fields := url.Values{}
	for name, values := range form {
		if rest, ok := strings.CutPrefix(name, keptPrefix); ok {
			fields[rest] = values
		}
	}
	return &templates.KeptFields{To: form.Get("kept-to"), Who: form.Get("kept-who"), Fields: asFields(fields)}
}

// keptShow shows u, who has just signed in, the form that waited, where u wrote it.
func (s *Server) keptShow(c echo.Context, u store.User, k *templates.KeptFields, back string) error {
	v := visitOf(c)
	if k.Who != "" && k.Who != who(u) {
		s.flash(c, v.Say.T("lists.kept.other"), "")
		return c.Redirect(http.StatusSeeOther, "/")
	}
	v.User = u
	p := s.page(c, v.Say.T("lists.kept.title"), "")
	p.Styles = []string{"records", "list"}
	return s.render(c, http.StatusOK, templates.KeptPage(p, templates.KeptView{To: k.To, Back: back, Fields: k.Fields, Wrote: wrote(v, k.Fields)}))
}

// mostWrote is how long a text may be that is shown again, in bytes: nobody writes more, and who sends a file has it.
const mostWrote = 1 << 20

// wrote are the fields that people write, with their words, where they wrote something.
func wrote(v *visit, fields []templates.Option) []templates.Option {
	var list []templates.Option
	for _, f := range fields {
		if words, said := keptLabel(v, f.Label); said && strings.TrimSpace(f.Value) != "" && len(f.Value) <= mostWrote {
			list = append(list, templates.Option{Label: words, Value: f.Value})
		}
	}
	slices.SortStableFunc(list, byLabel)
	return list
}

// technical are fields that people do not write.
var technical = []string{"client", "drawn", "drawn_at", "was", "has", "back", "query", "list", "do", "sure", "anew", "count", "id", "page", "path", "column", "sep",
	"head", "is", "seen", "on", "as", "mark", "named", "follow", "to", "key", "thread", "stage_was", "panel", "also", "actor", "all", "base", "deeper", "disabled", "lane",
	"parent", "part", "read", "sort", "stale", "until", "username", "view", "with", "without", "same", "before", "pick", "kind", "link", "step", "stage", "mood", "row", "about", "parked", "theme", "lang", "cause", "looked", "lack", "spelling"}

// technicalBefore are the beginnings of such names.
var technicalBefore = []string{"was.", "vote.", "is."}

// keptLabel names a field as its form did, where the field is one that people write.
func keptLabel(v *visit, name string) (string, bool) {
	before := func(start string) bool { return strings.HasPrefix(name, start) }
	if slices.Contains(technical, name) || slices.ContainsFunc(technicalBefore, before) || strings.HasSuffix(name, ".confidence") || strings.HasSuffix(name, ".id") {
		return "", false
	}
	w := templates.Wording{Say: v.Say, Own: v.Place.Fields}
	bare := strings.TrimSuffix(name, ".hi")
	words := w.Field("", bare)
	if prop, ok := model.PropName(bare); ok && v.Say.Has("prop."+prop) {
		words = v.Say.T("prop." + prop)
	}
	if words == bare { // no field of the model: the text speaks for itself
		words = ""
	}
	return words, true
}
