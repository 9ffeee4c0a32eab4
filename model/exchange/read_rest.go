package exchange

import (
	"time"

	"rootline/model"
)

var (
	workspaceKeys = []string{"slug", "name", "currency", "languages", "fields", "thresholds"}
	fieldKeys     = []string{"kind", "name", "label", "type", "unit", "choices"}
	thresholdKeys = []string{"metric", "part", "min", "max"}
	stateKeys     = []string{"id", "name", "kind", "base", "changes"}
	changeKeys    = []string{"id", "title", "ops", "author", "at", "template", "answers", "needs", "status", "due", "on", "evidence", "reason"}
	authorKeys    = []string{"kind", "id", "name"}
	keptKeys      = []string{"problem", "key", "reason", "by", "at"}
	verdictKeys   = []string{"link", "by", "verdict"}
)

func (r *reader) workspace(path string, t tree) model.Workspace {
	var w model.Workspace
	r.object(path, t, workspaceKeys, func(key, path string, v tree) {
		switch key {
		case "slug":
			w.Slug = r.text(path, v)
		case "name":
			w.Name = r.text(path, v)
		case "currency":
			w.Currency = r.text(path, v)
		case "languages":
			w.Languages = list(r, path, v, r.text)
		case "fields":
			w.Fields = list(r, path, v, r.field)
		case "thresholds":
			w.Thresholds = list(r, path, v, r.threshold)
		}
	})
	for _, f := range w.Faults() {
		f.Field = join(path, f.Field)
		r.add(f)
	}
	return w
}

func (r *reader) field(path string, t tree) model.OwnField {
	var f model.OwnField
	r.object(path, t, fieldKeys, func(key, path string, v tree) {
		switch key {
		case "kind":
			f.Kind = model.Kind(r.text(path, v))
		case "name":
			f.Name = r.text(path, v)
		case "label":
			f.Label = r.text(path, v)
		case "type":
			f.Type = model.PropType(r.text(path, v))
		case "unit":
			f.Unit = r.text(path, v)
		case "choices":
			f.Choices = list(r, path, v, r.text)
		}
	})
	return f
}

func (r *reader) threshold(path string, t tree) model.Threshold {
	var out model.Threshold
	r.object(path, t, thresholdKeys, func(key, path string, v tree) {
		switch key {
		case "metric":
			out.Metric = r.text(path, v)
		case "part":
			out.Part = r.text(path, v)
		case "min":
			n := r.number(path, v)
			out.Min = &n
		case "max":
			n := r.number(path, v)
			out.Max = &n
		}
	})
	r.require(path, t, "metric")
	return out
}

func (r *reader) state(path string, t tree) State {
	var s State
	r.object(path, t, stateKeys, func(key, path string, v tree) {
		switch key {
		case "id":
			s.ID = r.id(path, v)
		case "name":
			s.Name = r.text(path, v)
		case "kind":
			s.Kind = r.oneOf(path, v, StateKinds...)
		case "base":
			s.Base = r.id(path, v)
		case "changes":
			s.Changes = list(r, path, v, r.change)
		}
	})
	r.require(path, t, "id", "kind", "base")
	if s.ID == model.Current {
		r.fault(path+".id", "id.taken", "ID", s.ID)
	}
	return s
}

func (r *reader) change(path string, t tree) model.Change {
	var c model.Change
	var act model.Act
	r.object(path, t, changeKeys, func(key, path string, v tree) {
		switch key {
		case "id":
			c.ID = r.id(path, v)
		case "title":
			c.Title = r.text(path, v)
		case "ops":
			c.Ops = list(r, path, v, r.op)
		case "author":
			c.Author = r.author(path, v)
		case "at":
			c.At = r.time(path, v)
		case "template":
			c.Template = r.text(path, v)
		case "answers":
			if v.kind != '{' {
				r.fault(path, "file.object")
			} else if m := r.value(path, v).(map[string]any); len(m) > 0 {
				c.Answers = m
			}
		case "needs":
			c.Needs = list(r, path, v, r.id)
		case "status":
			act.Kind = model.PlanStatus(r.oneOf(path, v, planStatuses()...)).Act()
		case "due":
			act.Due = r.text(path, v)
			if _, err := time.Parse(time.DateOnly, act.Due); err != nil && act.Due != "" {
				r.fault(path, "prop.date", "Value", act.Due)
			}
		case "on":
			act.On = r.text(path, v)
		case "evidence":
			act.Evidence = r.text(path, v)
		case "reason":
			act.Reason = r.text(path, v)
		}
	})
	r.require(path, t, "id", "ops")
	if act.Kind == "" {
		act.Kind = model.ActPlan
	}
	if act.Kind != model.ActPlan || act.Due != "" {
		c.Act = &act
	}
	return c
}

func planStatuses() []string {
	out := make([]string, len(model.PlanStatuses))
	for i, s := range model.PlanStatuses {
		out[i] = string(s)
	}
	return out
}

func (r *reader) author(path string, t tree) model.Author {
	var a model.Author
	r.object(path, t, authorKeys, func(key, path string, v tree) {
		switch key {
		case "kind":
			a.Kind = model.AuthorKind(r.oneOf(path, v, string(model.ByUser), string(model.ByGuest), string(model.ByService), string(model.ByCommand)))
		case "id":
			a.ID = r.text(path, v)
		case "name":
			a.Name = r.text(path, v)
		}
	})
	r.require(path, t, "kind")
	return a
}

// opKeys are the keys of each kind of op; the first ones it must have.
var opKeys = map[model.OpKind]struct {
	must int
	keys []string
}{
	model.OpAddElement:    {2, []string{"op", "element"}},
	model.OpAddLink:       {2, []string{"op", "link"}},
	model.OpSet:           {3, []string{"op", "id", "field", "old", "new"}},
	model.OpReEnd:         {4, []string{"op", "id", "end", "new", "old"}},
	model.OpRemoveElement: {2, []string{"op", "id", "old"}},
	model.OpRemoveLink:    {2, []string{"op", "id", "old"}},
}

func (r *reader) op(path string, t tree) model.Op {
	var o model.Op
	if !r.require(path, t, "op") {
		if t.kind != '{' {
			r.fault(path, "file.object")
		}
		return o
	}
	kind, _ := t.get("op")
	o.Kind = model.OpKind(r.text(join(path, "op"), kind))
	allowed, ok := opKeys[o.Kind]
	if !ok {
		r.fault(path+".op", "op.kind", "Value", string(o.Kind))
		return o
	}
	r.object(path, t, allowed.keys, func(key, path string, v tree) {
		switch key {
		case "id":
			o.ID = r.id(path, v)
		case "field":
			o.Field = r.text(path, v)
		case "end":
			o.End = r.oneOf(path, v, "from", "to")
		case "old":
			o.Old = r.seen(path, v, o.Kind)
		case "new":
			o.New = r.loose(path, r.value(path, v))
		case "element":
			o.Element = r.loneElement(path, v)
		case "link":
			o.Link = r.loneLink(path, v)
		}
	})
	r.require(path, t, allowed.keys[:allowed.must]...)
	return o
}

// seen reads what the author of an op saw: a value, or of a removal the fields that it relies on.
func (r *reader) seen(path string, t tree, kind model.OpKind) any {
	if kind != model.OpRemoveElement && kind != model.OpRemoveLink {
		return r.loose(path, r.value(path, t))
	}
	if t.kind != '{' {
		r.fault(path, "op.old")
		return nil
	}
	m := r.value(path, t).(map[string]any)
	if len(m) == 0 {
		return nil
	}
	for name, v := range m {
		m[name] = r.loose(join(path, name), v)
	}
	return m
}

func (r *reader) loose(path string, v any) any {
	out, err := model.Loose(path, v)
	if err != nil {
		r.add(err)
	}
	return out
}

func (r *reader) kept(path string, t tree) Kept {
	var k Kept
	r.object(path, t, keptKeys, func(key, path string, v tree) {
		switch key {
		case "problem":
			k.Problem = r.id(path, v)
		case "key":
			k.Key = r.text(path, v)
		case "reason":
			k.Reason = r.text(path, v)
		case "by":
			k.By = r.text(path, v)
		case "at":
			k.At = r.time(path, v)
		}
	})
	r.require(path, t, "key", "reason")
	return k
}

// Verdicts are the answers when a chain is read back: it follows, only sometimes, it does not follow.
var Verdicts = []string{"follows", "sometimes", "not"}

func (r *reader) verdict(path string, t tree) Verdict {
	var v Verdict
	r.object(path, t, verdictKeys, func(key, path string, t tree) {
		switch key {
		case "link":
			v.Link = r.id(path, t)
		case "by":
			v.By = r.text(path, t)
		case "verdict":
			v.Verdict = r.oneOf(path, t, Verdicts...)
		}
	})
	r.require(path, t, "link", "verdict")
	return v
}
