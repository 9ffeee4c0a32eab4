package exchange

import (
	"slices"

	"rootline/model"
)

var (
	elementKeys = []string{"id", "kind", "name", "names", "notes", "owner", "tags", "refs", "props", "foreign"}
	linkKeys    = []string{"id", "kind", "from", "to", "props", "foreign"}
	refKeys     = []string{"title", "url"}
	foreignKeys = []string{"format", "type", "id", "properties"}
)

func (r *reader) element(path string, t tree) *model.Element {
	e := r.loneElement(path, t)
	if e == nil {
		return nil
	}
	r.claim(path, e.ID)
	if e.Name == "" {
		r.warn(path+".name", "file.nameless", "ID", e.ID)
	}
	return e
}

// loneElement reads an element that does not stand in the file's own list: an op of a state adds it.
func (r *reader) loneElement(path string, t tree) *model.Element {
	before := len(r.faults)
	e := &model.Element{}
	r.object(path, t, elementKeys, func(key, path string, v tree) {
		switch key {
		case "id":
			e.ID = r.text(path, v)
		case "kind":
			e.Kind = model.Kind(r.text(path, v))
		case "name":
			e.Name = r.text(path, v)
		case "names":
			e.Names = map[string]string{}
			r.object(path, v, nil, func(lang, path string, v tree) { e.Names[lang] = r.text(path, v) })
		case "notes":
			e.Notes = r.text(path, v)
		case "owner":
			e.Owner = r.text(path, v)
		case "tags":
			e.Tags = list(r, path, v, r.text)
		case "refs":
			e.Refs = list(r, path, v, r.ref)
		case "props":
			e.Props = r.props(path, v)
		case "foreign":
			e.Foreign = r.foreign(path, v)
		}
	})
	if !r.require(path, t, "id", "kind") || len(r.faults) > before {
		return nil
	}
	clean, faults := e.Clean(path)
	r.add(faults...)
	if clean != nil {
		r.unknownProps(path, clean.Props, clean.Kind.Spec().Prop, func(name string) bool {
			return slices.ContainsFunc(r.own, func(f model.OwnField) bool { return f.Kind == clean.Kind && f.Name == name })
		})
	}
	return clean
}

func (r *reader) link(path string, t tree) *model.Link {
	l := r.loneLink(path, t)
	if l != nil {
		r.claim(path, l.ID)
	}
	return l
}

func (r *reader) loneLink(path string, t tree) *model.Link {
	before := len(r.faults)
	l := &model.Link{}
	r.object(path, t, linkKeys, func(key, path string, v tree) {
		switch key {
		case "id":
			l.ID = r.text(path, v)
		case "kind":
			l.Kind = model.LinkKind(r.text(path, v))
		case "from":
			l.From = r.text(path, v)
		case "to":
			l.To = r.text(path, v)
		case "props":
			l.Props = r.props(path, v)
		case "foreign":
			l.Foreign = r.foreign(path, v)
		}
	})
	if !r.require(path, t, "id", "kind", "from", "to") || len(r.faults) > before {
		return nil
	}
	clean, faults := l.Clean(path)
	r.add(faults...)
	if clean != nil {
		r.unknownProps(path, clean.Props, clean.Kind.Spec().Prop, func(string) bool { return false })
	}
	return clean
}

// unknownProps warns of props that are kept although nothing in the program reads them: often a slip of the pen.
func (r *reader) unknownProps(path string, props model.Props, spec func(string) *model.Prop, own func(string) bool) {
	var names []string
	for name := range props {
		if spec(name) == nil && !own(name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		r.warn(path+".props."+name, "file.prop", "Name", name)
	}
}

func (r *reader) props(path string, t tree) model.Props {
	p := model.Props{}
	r.object(path, t, nil, func(name, path string, v tree) { p[name] = r.value(path, v) })
	return p
}

func (r *reader) ref(path string, t tree) model.Ref {
	var ref model.Ref
	r.object(path, t, refKeys, func(key, path string, v tree) {
		if key == "title" {
			ref.Title = r.text(path, v)
		} else {
			ref.URL = r.text(path, v)
		}
	})
	if r.require(path, t, "url") && ref.URL != "" && !model.SafeURL(ref.URL) {
		r.fault(path+".url", "ref")
	}
	return ref
}

func (r *reader) foreign(path string, t tree) *model.ForeignMark {
	m := &model.ForeignMark{}
	r.object(path, t, foreignKeys, func(key, path string, v tree) {
		switch key {
		case "format":
			m.Format = r.text(path, v)
		case "type":
			m.Type = r.text(path, v)
		case "id":
			m.ID = r.text(path, v)
		case "properties":
			if v.kind != '{' {
				r.fault(path, "file.object")
			} else if p := r.value(path, v).(map[string]any); len(p) > 0 {
				m.Properties = p
			}
		}
	})
	return m
}
