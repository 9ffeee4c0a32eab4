package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/ecosystem"
	"rootline/store"
	"rootline/templates"
)

// mapActs are what a form beside the map can do, each as one change.
var mapActs = map[string]func(*atlas) (title titled, ops []model.Op, fault *model.Error){
	"add": (*atlas).actAdd, "rename": (*atlas).actRename, "link": (*atlas).actLink, "move": (*atlas).actMove, "sight": (*atlas).actSight, "pin": (*atlas).actPin,
}

// mapEdit does what a form beside the map asks for, and leads back to the map as it was looked at.
func (s *Server) mapEdit(c echo.Context) error {
	a, err := s.atlasOf(c)
	if err != nil {
		return err
	}
	act := mapActs[c.FormValue("do")]
	if act == nil {
		return model.Fault(model.NotFound, "", "not-found")
	}
	a.q.Do = c.FormValue("do")
	title, ops, fault := act(a)
	if fault == nil && len(ops) > 0 {
		done, err := s.store.CommitChange(c.Request().Context(), s.change(a.room, title, ops))
		var ok bool
		if fault, ok = mendableIn(err); !ok {
			if err != nil {
				return err
			}
			s.done(a.room, title(a.room), done.ID)
		}
	}
	if fault != nil {
		end := a.end
		if a, err = s.atlasOf(c); err != nil { // as it is now
			return err
		}
		a.q.Do, a.end = c.FormValue("do"), end
		if end.fault == "" {
			a.note = a.Say.Error(fault)
		}
		if fault.Kind == model.Conflict {
			a.note = a.Say.T("journey.stale")
		}
		return a.show(Status(fault.Kind))
	}
	on := a.q.On
	if a.made != "" {
		on = a.made
	}
	back := a.q.url(a.base, func(q *mapQuery) { q.On, q.Do, q.To = on, "", "" })
	if on != "" {
		back += "#b-" + on
	}
	return c.Redirect(http.StatusSeeOther, back)
}

// actAdd adds an element in a lane, and with a step given the link that puts it there.
func (a *atlas) actAdd() (titled, []model.Op, *model.Error) {
	name, kind := field(a.c, "name"), model.Kind(field(a.c, "kind"))
	lane := ecosystem.Lane(field(a.c, "lane"))
	if name == "" {
		return nil, nil, model.Fault(model.Invalid, "name", "required")
	}
	if !slices.Contains(lane.Adds(), kind) {
		if len(lane.Adds()) == 0 {
			return nil, nil, model.Fault(model.NotFound, "", "not-found")
		}
		kind = lane.Adds()[0]
	}
	if j := cmp.Or(a.journeyOf(field(a.c, "at")), a.shownJourney()); lane == ecosystem.Steps && j != nil {
		title, ops := a.addStep(j, name)
		return title, ops, nil
	}
	e := &model.Element{ID: freshID(a.c, string(kind), 0), Kind: kind, Name: name}
	ops := []model.Op{model.Add(e)}
	if l := a.placing(lane, e, field(a.c, "at")); l != nil {
		l.ID = freshID(a.c, string(l.Kind), 1)
		a.placeLast(l)
		ops = append(ops, model.Join(l))
	}
	a.made = e.ID
	return telling("records.title.add", "Name", quoting(name)), ops, nil
}

// placing is the link that puts a new element of a lane at a step; nil where none does.
func (a *atlas) placing(lane ecosystem.Lane, e *model.Element, at string) *model.Link {
	step := a.graph.Element(at)
	if step == nil || step.Kind != model.Step {
		return nil
	}
	switch lane {
	case ecosystem.Steps:
		if j := a.journeyOf(step.ID); j != nil {
			return &model.Link{Kind: model.HasStep, From: j.ID, To: e.ID}
		}
	case ecosystem.Customers:
		return &model.Link{Kind: model.Lives, From: e.ID, To: step.ID}
	case ecosystem.Touchpoints:
		return &model.Link{Kind: model.At, From: step.ID, To: e.ID}
	case ecosystem.Channels:
		if at := a.graph.Targets(step.ID, model.At); len(at) > 0 {
			return &model.Link{Kind: model.Offers, From: e.ID, To: at[0].ID}
		}
	case ecosystem.Seen, ecosystem.Unseen:
		return &model.Link{Kind: model.Performs, From: e.ID, To: step.ID, Props: model.Props{"visible": lane == ecosystem.Seen}}
	case ecosystem.Tools:
		return &model.Link{Kind: model.Serves, From: e.ID, To: step.ID}
	case ecosystem.Foundations:
		if under := a.graph.Sources(step.ID, model.Serves); len(under) > 0 {
			return &model.Link{Kind: model.DependsOn, From: under[0].ID, To: e.ID}
		}
	case ecosystem.Records:
		return &model.Link{Kind: model.Asks, From: step.ID, To: e.ID}
	case ecosystem.Policies:
		return &model.Link{Kind: model.Governs, From: e.ID, To: step.ID}
	case ecosystem.Capabilities:
		return &model.Link{Kind: model.Requires, From: step.ID, To: e.ID}
	}
	return nil
}

// journeyOf is the journey of the map, else the first that has the step.
func (a *atlas) journeyOf(step string) *model.Element {
	have := a.graph.Sources(step, model.HasStep)
	if j := a.graph.Element(a.q.Journey); j != nil && slices.Contains(have, j) {
		return j
	}
	if len(have) > 0 {
		return have[0]
	}
	return nil
}

func (a *atlas) actRename() (titled, []model.Op, *model.Error) {
	e, name := a.on(), field(a.c, "name")
	if e == nil {
		return nil, nil, model.Fault(model.Invalid, "", "absent", "ID", a.q.On)
	}
	if name == "" {
		return nil, nil, model.Fault(model.Invalid, "name", "required")
	}
	slot, was := "name", field(a.c, "was")
	if lang := a.Say.Lang(); e.Names[lang] != "" {
		slot = "names." + lang
	}
	if name == was {
		return nil, nil, nil
	}
	title := telling("records.title.rename", "Name", quoting(was), "New", quoting(name))
	return title, []model.Op{model.Set(e.ID, slot, textOr(was), name)}, nil
}

func textOr(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// actLink says something of what was chosen and another thing.
func (a *atlas) actLink() (titled, []model.Op, *model.Error) {
	e := a.on()
	if e == nil {
		return nil, nil, model.Fault(model.Invalid, "", "absent", "ID", a.q.On)
	}
	kind, end, _ := strings.Cut(field(a.c, "say"), ":")
	spec := model.LinkKind(kind).Spec()
	if spec == nil {
		return nil, nil, model.Fault(model.Invalid, "say", "required")
	}
	side := linkSide{spec.Kind, end != "in"}
	return a.joined(e, side, nil)
}

// actPin says that a problem is felt at what was chosen.
func (a *atlas) actPin() (titled, []model.Op, *model.Error) {
	e := a.on()
	if e == nil {
		return nil, nil, model.Fault(model.Invalid, "", "absent", "ID", a.q.On)
	}
	return a.joined(e, linkSide{model.Affects, false}, nil)
}

// joined makes the link of a side with the other end that the form names, which is added where there is nothing of that name.
func (a *atlas) joined(e *model.Element, side linkSide, props model.Props) (titled, []model.Op, *model.Error) {
	far := farKinds(side.kind.Spec(), e.Kind, side.out)
	if far == nil {
		return nil, nil, model.Fault(model.Invalid, "say", "required")
	}
	end := linkEnd{typed: field(a.c, "other"), as: model.Kind(field(a.c, "as"))}
	if end.as == "" && len(far) <= 2 {
		end.as = far[0]
	}
	other, made := a.otherEnd(&end, far)
	a.notItself(&end, e, other)
	if end.fault != "" {
		a.end = end
		return nil, nil, &model.Error{Kind: model.Invalid, Field: "other", Msg: "required"}
	}
	l := &model.Link{ID: freshID(a.c, string(side.kind), 0), Kind: side.kind, From: e.ID, To: other.ID, Props: props}
	if !side.out {
		l.From, l.To = l.To, l.From
	}
	if side.kind != model.Because {
		a.placeLast(l)
	}
	var ops []model.Op
	if made {
		ops = append(ops, model.Add(other))
	}
	from, to := e, other
	if !side.out {
		from, to = to, from
	}
	return telling("link."+string(side.kind)+"."+templates.SayingOf(l, "says"), "From", bareName(from), "To", bareName(to)), append(ops, model.Join(l)), nil
}

// actSight says whether customers see an actor at a step.
func (a *atlas) actSight() (titled, []model.Op, *model.Error) {
	l := a.graph.Link(field(a.c, "link"))
	if l == nil || l.Kind != model.Performs {
		return nil, nil, model.Fault(model.Conflict, "", "form.link.gone")
	}
	seen := field(a.c, "visible") == "true"
	id := "map.title.hidden"
	if seen {
		id = "map.title.seen"
	}
	title := telling(id, "Name", quotedName(a.graph.Element(l.From)), "Step", quotedName(a.graph.Element(l.To)))
	return title, []model.Op{model.Set(l.ID, "props.visible", l.Props["visible"], seen)}, nil
}

// forms are what who looks may do with what was chosen; nil where nothing.
func (a *atlas) forms(e *model.Element) *templates.MapForms {
	action := a.q.url(a.base+"/edit", func(q *mapQuery) { q.Do, q.To = "", "" })
	f := &templates.MapForms{Action: action, Client: store.NewID(), Note: a.note, Do: a.q.Do, Among: a.amongOptions(a.end), Anew: a.end.anew}
	if e.Kind == model.Problem || !e.Kind.Spec().Map {
		return nil
	}
	if a.mayEdit(e) {
		f.Name, f.Rename = e.NameIn(a.Say.Lang()), true
		if a.q.Do == "rename" && a.note != "" {
			f.NewName = field(a.c, "name")
		}
		if e.Kind == model.Step {
			f.Stages, f.Stage, f.Move = a.stages(), e.Props.Text("stage"), true
		}
		f.Sights = a.sights(e)
	}
	to := a.graph.Element(a.q.To)
	var all []model.Kind
	for _, side := range sayable(e.Kind) {
		far := slices.DeleteFunc(slices.Clone(farKinds(side.kind.Spec(), e.Kind, side.out)), func(k model.Kind) bool { return !k.Spec().Map || k == model.Foreign })
		if len(far) == 0 || side.kind == model.ForeignLink || to != nil && !slices.Contains(far, to.Kind) {
			continue
		}
		if !slices.ContainsFunc(far, func(k model.Kind) bool { return a.mayAddWith(side, k, e) }) {
			continue
		}
		end := "out"
		if !side.out {
			end = "in"
		}
		words := a.linkPreview(&model.Link{Kind: side.kind}, e, side.out)
		if to != nil {
			from, into := e, to
			if !side.out {
				from, into = to, e
			}
			words = a.Say.T("link."+string(side.kind)+".says", "From", shortened(from.NameIn(a.Say.Lang()), 40), "To", shortened(into.NameIn(a.Say.Lang()), 40))
		}
		value := string(side.kind) + ":" + end
		f.Says = append(f.Says, templates.Option{Value: value, Label: words, On: a.q.Do == "link" && a.c.FormValue("say") == value})
		for _, k := range far {
			if !slices.Contains(all, k) {
				all = append(all, k)
			}
		}
	}
	if len(f.Says) > 0 {
		other := templates.Field{Name: "other", Label: a.Say.T("map.edit.other"), Value: field(a.c, "other"), Error: a.end.fault}
		if a.q.Do != "link" {
			other.Value, other.Error = "", ""
		}
		f.Other = a.pick(other, all, nil)
		f.Other.Hint = ""
		if to != nil {
			t := a.named(to)
			f.To = &t
		}
	}
	if far := farKinds(model.Affects.Spec(), e.Kind, false); far != nil && a.mayAdd(model.Problem) {
		problem := templates.Field{Name: "other", Among: "-pin", Label: a.Say.T("map.edit.problem")}
		if a.q.Do == "pin" {
			problem.Value, problem.Error = field(a.c, "other"), a.end.fault
		}
		pick := a.pick(problem, []model.Kind{model.Problem}, nil)
		pick.Source += "&add=1"
		pick.Hint = ""
		f.Pin = &pick
	}
	if !f.Rename && len(f.Says) == 0 && f.Pin == nil {
		return nil
	}
	return f
}

// stages are the stages of the journeys that the map shows.
func (a *atlas) stages() []string {
	var out []string
	for _, c := range a.m.Columns {
		if c.Stage != "" && !slices.Contains(out, c.Stage) {
			out = append(out, c.Stage)
		}
	}
	return out
}

// sights are the places where an actor acts, or the actors of a step, each seen or hidden.
func (a *atlas) sights(e *model.Element) []templates.MapSight {
	var out []templates.MapSight
	links, far := a.graph.Out(e.ID, model.Performs), func(l *model.Link) string { return l.To }
	if e.Kind == model.Step {
		links, far = a.graph.In(e.ID, model.Performs), func(l *model.Link) string { return l.From }
	}
	for _, l := range links {
		out = append(out, templates.MapSight{Link: l.ID, Thing: a.named(a.graph.Element(far(l))), Seen: l.Props.Bool("visible")})
	}
	return out
}

// addPanel is the form that adds in a lane, nil where the address does not ask for it, or it is not for who looks.
func (a *atlas) addPanel() *templates.MapAdd {
	lane := ecosystem.Lane(a.q.Lane)
	kinds := lane.Adds()
	if a.q.Do != "add" || len(kinds) == 0 || !a.mayAdd(kinds[0]) {
		return nil
	}
	p := &templates.MapAdd{Action: a.q.url(a.base+"/edit", func(q *mapQuery) { q.Do, q.On = "", "" }), Client: store.NewID(), Lane: string(lane), Note: a.note, Name: field(a.c, "name"),
		Title: a.Say.T("map.add.in", "Lane", a.Say.T("map.list."+string(lane))), Close: a.q.url(a.base, func(q *mapQuery) { q.Do, q.Lane = "", "" }),
		At: a.Say.T("map.add.at"), AtHint: a.Say.T("map.add.at.hint"), Nowhere: a.Say.T("map.add.nowhere")}
	for _, l := range templates.LanesBeside(lane) {
		if at := a.addURL(l); at != "" {
			p.Beside = append(p.Beside, templates.Tab{Label: a.Say.Upper(a.Say.Kind(l.Adds()[0], false)), URL: at, Current: l == lane})
		}
	}
	if lane == ecosystem.Steps {
		p.At, p.AtHint = a.Say.T("map.add.after"), a.Say.T("map.add.after.hint")
		if j := a.shownJourney(); j != nil {
			p.Nowhere = a.Say.T("map.add.last", "Journey", a.quoted(j))
		}
	}
	for _, k := range kinds {
		p.Kinds = append(p.Kinds, templates.Option{Value: string(k), Label: a.Say.Upper(a.Say.Kind(k, false)), On: a.c.FormValue("kind") == string(k)})
	}
	for _, b := range a.m.In(ecosystem.Steps) {
		if a.placing(lane, &model.Element{}, b.ID) == nil {
			continue
		}
		p.Steps = append(p.Steps, templates.Option{Value: b.ID, Label: b.NameIn(a.Say.Lang()), On: a.c.FormValue("at") == b.ID})
	}
	return p
}
