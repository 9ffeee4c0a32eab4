package web

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"rootline/model"
)

// ofKind adds elements of one kind; each is named as its id.
func ofKind(k model.Kind, ids ...string) []model.Op {
	var ops []model.Op
	for _, id := range ids {
		ops = append(ops, model.Add(&model.Element{ID: id, Kind: k, Name: id}))
	}
	return ops
}

// joined adds links of one kind, from "from>to".
func joined(k model.LinkKind, props model.Props, pairs ...string) []model.Op {
	var ops []model.Op
	for _, p := range pairs {
		from, to, _ := strings.Cut(p, ">")
		ops = append(ops, model.Join(&model.Link{ID: string(k) + "-" + from + "-" + to, Kind: k, From: from, To: to, Props: props}))
	}
	return ops
}

// texts are the words of all elements of this class, "*" = any, and tag.
func (r reply) texts(t *testing.T, tag, class string) []string {
	t.Helper()
	var out []string
	for n := range r.nodes(t) {
		have, _ := attr(n, "class")
		if n.Type == html.ElementNode && n.Data == tag && (class == "*" || slices.Contains(strings.Fields(have), class)) {
			out = append(out, textOf(n))
		}
	}
	return out
}

// engagementOps are two customer types, three channels and what is behind them.
func engagementOps() []model.Op {
	return slices.Concat(ofKind(model.Customer, "home", "hotel"), ofKind(model.Channel, "web", "store", "phone"), ofKind(model.Technology, "shop", "till"),
		ofKind(model.Employee, "clerk"), joined(model.Reaches, model.Props{"policy": "serve", "want": model.Num(3)}, "web>home", "store>home"),
		joined(model.Reaches, model.Props{"policy": "undecided", "want": model.Num(2)}, "web>hotel"), joined(model.Supports, nil, "shop>web", "till>store"),
		joined(model.Runs, nil, "clerk>store"))
}

func TestEngagementSaysAllInDrawingAndTable(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	empty := b.get(t, "/w/lamps/engagement").want(t, http.StatusOK)
	if strings.Contains(empty.body, "<table") || !strings.Contains(empty.body, "/w/lamps/add/customer") {
		t.Errorf("an empty model does not teach: %s", firstWords(empty.body))
	}
	x.commit(t, engagementOps()...)
	page := b.get(t, "/w/lamps/engagement").want(t, http.StatusOK)
	var boxes []string
	lines := 0
	for n := range page.nodes(t) {
		if n.Data == "title" && n.Namespace == "svg" {
			if class, _ := attr(n.Parent, "class"); strings.HasPrefix(class, "lk") {
				lines++
			} else {
				boxes = append(boxes, textOf(n))
			}
		}
	}
	slices.Sort(boxes)
	if diff := cmp.Diff([]string{"clerk", "home", "hotel", "phone", "shop", "store", "till", "web"}, boxes); diff != "" {
		t.Errorf("boxes (-want +got):\n%s", diff)
	}
	if lines != 5 {
		t.Errorf("%d lines, want 5", lines)
	}
	want := []string{"wanted 3 of 3 served", "wanted 3 of 3 served", "– does not reach them", "wanted 2 of 3 not decided", "– does not reach them", "– does not reach them",
		"not known", "clerk", "not known", "shop", "till", "not known"}
	if diff := cmp.Diff(want, page.texts(t, "td", "*")); diff != "" {
		t.Errorf("matrix (-want +got):\n%s", diff)
	}
	if got := page.texts(t, "div", "apart"); !slices.Contains(got, "home webstore") || !slices.Contains(got, "web not decided hotel") || len(got) != 2 {
		t.Errorf("what does not fit = %q, want home with two systems, and hotel, who is wanted", got)
	}
	one := b.get(t, "/w/lamps/engagement?of=systems-home").want(t, http.StatusOK)
	if lit := one.texts(t, "g", "lit"); len(lit) != 6 { // home, web, store with its clerk, shop, till
		t.Errorf("%d boxes are lit, want 6: %q", len(lit), lit)
	}
}

func TestEngagementShowsTheMostJoined(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	var ops []model.Op
	for i := range 30 {
		ops = append(ops, ofKind(model.Customer, fmt.Sprintf("c%02d", i))...)
	}
	x.commit(t, append(append(ops, ofKind(model.Channel, "web")...), joined(model.Reaches, nil, "web>c29")...)...)
	b := x.browse(t, x.owner)
	some := b.get(t, "/w/lamps/engagement").want(t, http.StatusOK)
	if rows := some.names(t); len(rows) != engagementOnPage || !slices.Contains(rows, "c29") {
		t.Errorf("rows = %q, want %d customers with c29 among them", rows, engagementOnPage)
	}
	if all := b.get(t, "/w/lamps/engagement?all=1").want(t, http.StatusOK); len(all.names(t)) != 30 {
		t.Errorf("all = %q", all.names(t))
	}
}

// Names are other people's words: they must come out as text, in a page and in a file alike.
func TestDrawingsOfHostileNames(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	hostile := map[string]string{"home": `<script>alert(1)</script>`, "web": "\"'&<!--\x01]]>", "store": strings.Repeat("very long ", 30), "till": "صندوق؛ فروش «۱»"}
	ops := engagementOps()
	for id, name := range hostile {
		ops = append(ops, model.Set(id, "name", id, name))
	}
	x.commit(t, ops...)
	b := x.browse(t, x.owner)
	if page := b.get(t, "/w/lamps/engagement").want(t, http.StatusOK); strings.Contains(page.body, "<script>alert") {
		t.Error("a name became a script")
	}
	file := b.get(t, "/w/lamps/engagement?format=svg").want(t, http.StatusOK)
	if got := file.header.Get("Content-Type"); got != "image/svg+xml" {
		t.Errorf("type = %s", got)
	}
	d := xml.NewDecoder(strings.NewReader(file.body))
	var first, text string
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("not XML: %v", err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if token.Name.Local == "script" {
				t.Error("a name became a script")
			}
			if first == "svg" {
				first = token.Name.Local
			} else if first == "" {
				first = token.Name.Local
			}
			for _, a := range token.Attr {
				if a.Name.Local == "href" && !strings.HasPrefix(a.Value, "#") {
					t.Errorf("the file needs %s from outside", a.Value)
				}
			}
		case xml.CharData:
			text += string(token)
		}
	}
	if first != "title" {
		t.Errorf("the file begins with %s, want its title", first)
	}
	for id, name := range hostile {
		if name = strings.TrimSpace(strings.ReplaceAll(name, "\x01", "")); !strings.Contains(text, name) {
			t.Errorf("the full name of %s is not in the file", id)
		}
	}
	if strings.Contains(file.body, "var(") {
		t.Error("the file has styles that only a browser knows")
	}
	b.get(t, "/w/lamps/engagement?format=exe").want(t, http.StatusUnprocessableEntity)
}

func TestEngagementWithoutChannelsSaysSo(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, model.Add(&model.Element{ID: "c", Kind: model.Customer, Name: "Households"}))
	page := x.browse(t, x.owner).get(t, "/w/lamps/engagement").want(t, 200)
	if text := textOfPage(t, page); !strings.Contains(text, "No channel is named yet") || strings.Contains(text, "they fit together") {
		t.Error("customers that one meets nowhere are said to be met by channels that fit together")
	}
}

// TestEngagementSaysWhatAChannelStandsOn: a system that is there for a touchpoint alone, or is on its way out, does not make the
// channel; list and table say so.
func TestEngagementSaysWhatAChannelStandsOn(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, slices.Concat(engagementOps(), ofKind(model.Touchpoint, "news"), ofKind(model.Technology, "mailer"), joined(model.Offers, nil, "store>news"), joined(model.Supports, nil, "mailer>news"),
		[]model.Op{model.Set("till", "props.lifecycle", nil, "retiring"), model.Set("mailer", "props.lifecycle", nil, "live")})...)
	page := x.browse(t, x.owner).get(t, "/w/lamps/engagement").want(t, http.StatusOK)
	page.says(t, "no live system supports the channel itself", "till: retiring", "for news alone")
}
