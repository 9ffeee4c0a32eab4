package web

import (
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/model"
)

// blueprintRow is a row of the figure of a journey that is made of links: what a step has to do with.
type blueprintRow struct {
	key     string
	kind    model.LinkKind
	out     bool         // the step is the link's From
	far     []model.Kind // what can stand at the other end; what is added by name is of the first
	visible *bool        // of performs: whether the customer sees it
}

var yes, no = true, false

// blueprintRows are the rows of links, from the customer down; the rows of a step's own fields stand between them.
var blueprintRows = []blueprintRow{
	{key: "goes", kind: model.Next, out: true, far: []model.Kind{model.Step}},
	{key: "prob", kind: model.Affects, far: []model.Kind{model.Problem}},
	{key: "at", kind: model.At, out: true, far: []model.Kind{model.Touchpoint}},
	{key: "seen", kind: model.Performs, far: []model.Kind{model.Employee, model.Partner}, visible: &yes},
	{key: "unseen", kind: model.Performs, far: []model.Kind{model.Employee, model.Partner}, visible: &no},
	{key: "tools", kind: model.Serves, far: []model.Kind{model.Technology}},
	{key: "asks", kind: model.Asks, out: true, far: []model.Kind{model.Data}},
	{key: "gives", kind: model.Gives, out: true, far: []model.Kind{model.Data}},
	{key: "rules", kind: model.Governs, far: []model.Kind{model.Policy}},
	{key: "needs", kind: model.Requires, out: true, far: []model.Kind{model.Capability}},
}

// livesRow is no row of the figure: the filter shows customers, and the panel of a step names its own.
var livesRow = blueprintRow{key: "lives", kind: model.Lives, far: []model.Kind{model.Customer}}

// fieldRows are the rows of a step's own fields, and the props that each edits.
var fieldRows = map[string][]string{
	"feel": {"feeling", "feels"}, "does": {"does"}, "thinks": {"thinks"}, "time": {"wait_s", "duration_s"}, "stage": {"stage"},
}

// rowKeys are all rows that can be folded, from the customer down.
var rowKeys = []string{"goes", "prob", "feel", "does", "thinks", "at", "seen", "unseen", "tools", "asks", "gives", "rules", "needs", "time", "series"}

// seldom are the rows that are folded as long as no step has anything in them, unless somebody wants to see them.
var seldom = []string{"goes", "gives", "needs", "series"}

func rowOf(key string) *blueprintRow {
	if key == livesRow.key {
		return &livesRow
	}
	i := slices.IndexFunc(blueprintRows, func(row blueprintRow) bool { return row.key == key })
	if i < 0 {
		return nil
	}
	return &blueprintRows[i]
}

// links are the links of a step in this row.
func (row *blueprintRow) links(g *model.Graph, step string) []*model.Link {
	if row.out {
		return g.Out(step, row.kind)
	}
	links := g.In(step, row.kind)
	if row.visible != nil {
		links = slices.DeleteFunc(links, func(l *model.Link) bool { return l.Props.Bool("visible") != *row.visible })
	}
	return links
}

func (row *blueprintRow) end(l *model.Link) string {
	if row.out {
		return l.To
	}
	return l.From
}

// blueprintQuery is what the address of a journey asks for.
type blueprintQuery struct {
	Customer string
	Fold     []string // rows
	Show     []string // rows that would be folded by themselves
	Print    bool
	Paper    string // to print on; "" = A4
	Form     string // of the blueprint: "table", "outline"; "" = the drawing
	Edit     string // "STEP.ROW": a form stands there
	Add      string // id of the step before which one is added, "end", or addWay
	Saved    string // "STEP.ROW": it was just saved
}

// addWay asks for the form of a way that leads from the step at hand elsewhere.
const addWay = "way"

func readBlueprintQuery(c echo.Context) blueprintQuery {
	rows := func(name string) []string {
		var out []string
		for _, key := range strings.Split(c.QueryParam(name), ",") {
			if slices.Contains(rowKeys, key) && !slices.Contains(out, key) {
				out = append(out, key)
			}
		}
		return out
	}
	return blueprintQuery{Customer: c.QueryParam("customer"), Fold: rows("fold"), Show: rows("show"), Print: c.QueryParam("view") == "print", Paper: paperOf(c.QueryParam("paper")), Form: formOf(c.QueryParam("view")),
		Edit: c.QueryParam("edit"), Add: c.QueryParam("add"), Saved: c.QueryParam("saved")}
}

// url is an address that keeps how the journey is looked at, with one thing asked otherwise. What is being edited, added or
// was saved is not kept.
func (q blueprintQuery) url(path string, change func(*blueprintQuery)) string {
	q.Fold, q.Show, q.Edit, q.Add, q.Saved = slices.Clone(q.Fold), slices.Clone(q.Show), "", "", ""
	if change != nil {
		change(&q)
	}
	v := url.Values{}
	for name, value := range map[string]string{"customer": q.Customer, "fold": strings.Join(q.Fold, ","), "show": strings.Join(q.Show, ","),
		"edit": q.Edit, "add": q.Add, "saved": q.Saved} {
		if value != "" {
			v.Set(name, value)
		}
	}
	if q.Print {
		v.Set("view", "print")
		if q.Paper != "" {
			v.Set("paper", q.Paper)
		}
	} else if q.Form != "" {
		v.Set("view", q.Form)
	}
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}
