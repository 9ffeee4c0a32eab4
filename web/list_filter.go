package web

import (
	"cmp"
	"slices"
	"strconv"

	"rootline/model"
	"rootline/templates"
)

// conditionChoices are the values by which the list can be narrowed, each with how many elements of the kind have it, and
// the conditions that it has already.
func (r *room) conditionChoices(w templates.Wording, q listQuery, base string) (groups []templates.OptionGroup, on []templates.Condition) {
	for i, is := range q.Is {
		c := templates.Condition{Field: r.label(w, q.Kind, is.Field), Value: is.String(), Words: r.conditionWords(w, q.Kind, is)}
		c.Without = q.url(base, func(n *listQuery) { n.Is = slices.Delete(slices.Clone(n.Is), i, i+1) })
		on = append(on, c)
	}
	fields := []string{"owner"}
	for _, p := range w.Props(q.Kind) {
		if p.Type == model.TypeChoice || p.Type == model.TypeBool || p.Type == model.TypeList && len(p.Choices) > 0 {
			fields = append(fields, model.PropField(p.Name))
		}
	}
	counts := model.Memo(r.graph, "web.values:"+string(q.Kind), func() map[condition]int { return countValues(r.graph, q.Kind, fields) })
	for _, field := range fields {
		g := templates.OptionGroup{Label: r.label(w, q.Kind, field)}
		for c, n := range counts {
			if c.Field == field && !slices.Contains(q.Is, c) {
				g.Options = append(g.Options, r.counted(c.String(), r.conditionWords(w, q.Kind, c), n, false))
			}
		}
		if len(g.Options) < 2 {
			continue // nothing to choose
		}
		slices.SortFunc(g.Options, func(a, b templates.Option) int { return cmp.Compare(a.Label, b.Label) })
		groups = append(groups, g)
	}
	return groups, on
}

// mostValues is how many values of a field a list offers to narrow it by.
const mostValues = 40

func countValues(g *model.Graph, k model.Kind, fields []string) map[condition]int {
	counts := map[condition]int{}
	for e := range g.Elements() {
		if k != "" && e.Kind != k {
			continue
		}
		for _, field := range fields {
			switch v := e.Field(field).(type) {
			case nil:
				counts[condition{field, ""}]++
			case string:
				counts[condition{field, v}]++
			case bool:
				counts[condition{field, strconv.FormatBool(v)}]++
			case []string:
				for _, one := range v {
					counts[condition{field, one}]++
				}
			}
		}
	}
	for _, field := range fields { // of a field with very many, those that are found most
		var of []condition
		for c := range counts {
			if c.Field == field {
				of = append(of, c)
			}
		}
		slices.SortFunc(of, func(a, b condition) int {
			return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a.Value, b.Value))
		})
		for _, c := range of[min(mostValues, len(of)):] {
			delete(counts, c)
		}
	}
	return counts
}

// conditionWords words the value that a condition asks for.
func (r *room) conditionWords(w templates.Wording, k model.Kind, is condition) string {
	switch {
	case is.Value == "" && is.Field == "owner":
		return r.Say.T("lists.owner.nobody")
	case is.Value == "":
		return r.Say.T("part.unknown")
	}
	var v any = is.Value
	if p := columnProp(w, k, is.Field); p != nil {
		switch p.Type {
		case model.TypeBool:
			v = is.Value == "true"
		case model.TypeList:
			v = []string{is.Value}
		}
	}
	return w.Value(string(k), is.Field, v)
}

// columnChoices are the columns that the list can show.
func (r *room) columnChoices(w templates.Wording, q listQuery) []templates.Option {
	on, _ := r.chosenColumns(w, q)
	var out []templates.Option
	for _, key := range r.columnKeys(w, q.Kind) {
		out = append(out, templates.Option{Value: key, Label: r.label(w, q.Kind, key), On: slices.Contains(on, key)})
	}
	return out
}
