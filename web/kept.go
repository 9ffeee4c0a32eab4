package web

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/store"
	"rootline/templates"
)

// What somebody wrote in a form while their session ended is kept: the form travels through the page on which they sign in,
// waits in the new session, and is sent when they say so. Nothing is sent by itself, and nothing is shown to somebody else.

// keptForm is a form that could not be taken.
type keptForm struct {
	To     string     `json:"to"`   // where it was sent
	Back   string     `json:"back"` // the page that it stood on
	Fields url.Values `json:"fields"`
}

const (
	sessionKept = "kept" // a keptForm as JSON
	keptPrefix  = "kept."
	whoCookie   = "rootline-who" // who signed in here last, as a digest
)

// who is the digest of a person that a browser keeps, so that what one wrote is not shown to the next.
func who(u store.User) string {
	sum := sha256.Sum256([]byte("rootline who " + u.ID))
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

// never are fields that do not wait anywhere.
var never = []string{"password", "old"}

// askToSignIn answers a form that was sent without a session: with the page on which one signs in, in which the form waits.
func (s *Server) askToSignIn(c echo.Context) error {
	req := c.Request()
	ended := model.Fault(model.Unauthenticated, "", "sign-in.ended")
	if kind, _, _ := strings.Cut(req.Header.Get("Content-Type"), ";"); kind != "application/x-www-form-urlencoded" {
		return ended // a file cannot wait in a page
	}
	if err := req.ParseForm(); err != nil {
		return err
	}
	f := templates.LoginForm{Back: s.pageBefore(c), Kept: &templates.KeptFields{To: req.URL.RequestURI(), Who: cookie(c, whoCookie)}}
	for name, values := range req.PostForm {
		if slices.Contains(never, name) {
			continue
		}
		for _, v := range values {
			f.Kept.Fields = append(f.Kept.Fields, templates.Option{Label: name, Value: v})
		}
	}
	slices.SortStableFunc(f.Kept.Fields, byLabel)
	return s.showLogin(c, http.StatusUnauthorized, f)
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
	k := &templates.KeptFields{To: form.Get("kept-to"), Who: form.Get("kept-who")}
	for name, values := range form {
		if rest, ok := strings.CutPrefix(name, keptPrefix); ok {
			for _, v := range values {
				k.Fields = append(k.Fields, templates.Option{Label: rest, Value: v})
			}
		}
	}
	slices.SortStableFunc(k.Fields, byLabel)
	return k
}

// keep puts the form that waited into the session of u, where u wrote it, and returns where to go on.
func (s *Server) keep(c echo.Context, u store.User, k *templates.KeptFields, back string) (string, error) {
	if k == nil || localPath(k.To) != k.To {
		return back, nil
	}
	if k.Who != "" && k.Who != who(u) {
		s.flash(c, visitOf(c).Say.T("lists.kept.other"), "")
		return "/", nil
	}
	kept := keptForm{To: k.To, Back: back, Fields: url.Values{}}
	for _, f := range k.Fields {
		kept.Fields.Add(f.Label, f.Value)
	}
	b, err := json.Marshal(kept)
	if err != nil {
		return "", err
	}
	s.sessions.Put(c.Request().Context(), sessionKept, string(b))
	return "/kept", nil
}

// keptOf is the form that waits in the session. Errors: NotFound.
func (s *Server) keptOf(c echo.Context) (keptForm, error) {
	var k keptForm
	text := s.sessions.GetString(c.Request().Context(), sessionKept)
	if text == "" {
		return k, model.Fault(model.NotFound, "", "not-found")
	}
	return k, json.Unmarshal([]byte(text), &k)
}

// keptShow shows what was written when the session ended.
func (s *Server) keptShow(c echo.Context) error {
	k, err := s.keptOf(c)
	if kindOf(err) == model.NotFound {
		return c.Redirect(http.StatusSeeOther, "/")
	}
	if err != nil {
		return err
	}
	v := visitOf(c)
	view := templates.KeptView{Back: k.Back}
	for name, values := range k.Fields {
		for _, text := range values {
			view.Fields = append(view.Fields, templates.Option{Label: name, Value: text})
			if words, said := keptLabel(v, name); said && strings.TrimSpace(text) != "" {
				view.Wrote = append(view.Wrote, templates.Option{Label: words, Value: text})
			}
		}
	}
	slices.SortStableFunc(view.Fields, byLabel)
	slices.SortStableFunc(view.Wrote, byLabel)
	p := s.page(c, v.Say.T("lists.kept.title"), "")
	p.Styles = []string{"records", "list"}
	return s.render(c, http.StatusOK, templates.KeptPage(p, view))
}

// technical are fields that people do not write.
var technical = []string{"client", "drawn_at", "was", "has", "back", "query", "list", "do", "sure", "count", "id", "page", "path", "column", "sep", "head", "same", "before", "pick", "kind", "link"}

// keptLabel names a field as its form did, where the field is one that people write.
func keptLabel(v *visit, name string) (string, bool) {
	if slices.Contains(technical, name) || strings.HasSuffix(name, ".confidence") || strings.HasSuffix(name, ".id") {
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

// keptSend sends the form again, as the person's click on the page that showed it: the browser repeats what it just sent to
// the address that the form was meant for.
func (s *Server) keptSend(c echo.Context) error {
	k, err := s.keptOf(c)
	if err != nil {
		return err
	}
	s.sessions.Remove(c.Request().Context(), sessionKept)
	return c.Redirect(http.StatusTemporaryRedirect, k.To)
}

// keptDrop lets the form go.
func (s *Server) keptDrop(c echo.Context) error {
	k, err := s.keptOf(c)
	if err != nil {
		return c.Redirect(http.StatusSeeOther, "/")
	}
	s.sessions.Remove(c.Request().Context(), sessionKept)
	s.flash(c, visitOf(c).Say.T("lists.kept.dropped"), "")
	return c.Redirect(http.StatusSeeOther, localPath(k.Back))
}
