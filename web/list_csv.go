package web

import (
	"encoding/csv"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"rootline/model"
	"rootline/templates"
)

// listCSV answers with what the list shows, all pages of it, as a table for spreadsheets: UTF-8 with a mark at the front,
// figures as plain numbers with their unit in the head, days and times as ISO 8601 has them.
func (s *Server) listCSV(r *room, q listQuery, found []*listed, section string) error {
	w := r.wording()
	cols := r.columns(w, q, "")
	changed, err := s.changedOf(r, cols, found)
	if err != nil {
		return err
	}
	out := r.c.Response()
	out.Header().Set("Content-Type", "text/csv; charset=utf-8")
	out.Header().Set("Content-Disposition", `attachment; filename="`+r.space.Slug+"-"+cmpOr(string(q.Kind), section)+`.csv"`)
	out.WriteHeader(http.StatusOK)
	if _, err := out.Write([]byte("\ufeff")); err != nil {
		return err
	}
	t := table{r, w, cols, changed, intervals(cols, found)}
	csvw := csv.NewWriter(out)
	csvw.UseCRLF = true
	if err := csvw.Write(t.head(q.Kind)); err != nil {
		return err
	}
	for _, row := range found {
		if err := csvw.Write(t.line(row.element)); err != nil {
			return err
		}
	}
	csvw.Flush()
	return csvw.Error()
}

// table writes elements as lines of cells.
type table struct {
	*room
	words   templates.Wording
	cols    []templates.Column
	changed map[string]templates.When
	upper   map[string]bool // columns with an interval somewhere, which take another column for its upper end
}

// intervals are the columns in which some row has an interval.
func intervals(cols []templates.Column, rows []*listed) map[string]bool {
	out := map[string]bool{}
	for _, col := range cols {
		name, ok := model.PropName(col.Key)
		if ok && col.Number && slices.ContainsFunc(rows, func(row *listed) bool {
			n, ok := row.element.Props.Number(name)
			return ok && n.IsInterval()
		}) {
			out[col.Key] = true
		}
	}
	return out
}

func (t table) head(k model.Kind) []string {
	var head []string
	for i, col := range t.cols {
		label := col.Label
		if p := columnProp(t.words, k, col.Key); p != nil && p.Unit != "" && p.Unit != model.Share {
			label = t.Say.T("lists.csv.unit", "Label", label, "Unit", templates.UnitWords(t.Say, p.Unit, t.Place.Currency))
		}
		head = append(head, guardedCell(label))
		if t.upper[col.Key] {
			head = append(head, guardedCell(t.Say.T("lists.csv.upper", "Label", label)))
		}
		if i == 0 {
			head = append(head, guardedCell(t.Say.T("prop.tags")))
		}
	}
	return head
}

func (t table) line(e *model.Element) []string {
	line := []string{guardedCell(e.NameIn(t.Say.Lang())), guardedCell(strings.Join(e.Tags, t.Say.T("say.list.comma")))}
	for _, col := range t.cols[1:] {
		line = append(line, t.cell(e, col))
		if t.upper[col.Key] {
			name, _ := model.PropName(col.Key)
			upper := ""
			if n, ok := e.Props.Number(name); ok && n.IsInterval() {
				upper = plain(n.Hi)
			}
			line = append(line, upper)
		}
	}
	return line
}

func (t table) cell(e *model.Element, col templates.Column) string {
	switch col.Key {
	case "kind":
		return guardedCell(t.Say.Kind(e.Kind, false))
	case "links":
		return strconv.Itoa(t.linkCount(e))
	case "changed":
		at, err := time.Parse(time.RFC3339, t.changed[e.ID].ISO)
		if err != nil {
			return ""
		}
		return at.In(t.Say.Zone()).Format(time.RFC3339)
	}
	v := cellValue(e, col.Key)
	p := columnProp(t.words, e.Kind, col.Key)
	switch x := v.(type) {
	case nil:
		return ""
	case model.Number:
		return plain(x.Lo)
	case string:
		if p != nil && p.Type == model.TypeDate {
			return x
		}
	}
	return guardedCell(t.words.Value(string(e.Kind), col.Key, v))
}

// plain writes a number as every program reads it.
func plain(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// guardedCell keeps a spreadsheet from taking a text for a formula: an apostrophe before a sign with which one begins.
// https://owasp.org/www-community/attacks/CSV_Injection
func guardedCell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(s)[0]) {
		return "'" + s
	}
	return s
}
