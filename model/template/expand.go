package template

import (
	"slices"

	"rootline/model"
)

// replace puts one thing in the place of another, which goes.
func replace(x *expanding) {
	old := x.g.Element(x.a.One("old"))
	to := x.element("new", old.Kind)
	x.move(old, to, nil)
	x.remove(old)
}

// retire takes a thing away; what stands in for it, where there is such, takes its links over.
func retire(x *expanding) {
	what := x.g.Element(x.a.One("what"))
	if instead := x.g.Element(x.a.One("instead")); instead != nil {
		x.move(what, instead, nil)
	}
	x.remove(what)
}

// introduce brings a new system that serves steps and is used by actors.
func introduce(x *expanding) {
	e := x.add(model.Technology, x.a.One("name"))
	e.Props = model.Props{"lifecycle": "live"}
	for _, step := range x.a["serves"] {
		x.join(model.Serves, e.ID, step, nil)
	}
	for _, actor := range x.a["users"] {
		x.join(model.Uses, actor, e.ID, nil)
	}
}

// merge makes one of several.
func merge(x *expanding) {
	keep := x.g.Element(x.a.One("keep"))
	for _, id := range x.a["others"] {
		other := x.g.Element(id)
		if other == nil || other == keep || x.gone[id] {
			continue
		}
		x.move(other, keep, nil)
		x.remove(other)
	}
}

// split makes a second thing out of one, and gives it what it has with these others.
func split(x *expanding) {
	what := x.g.Element(x.a.One("what"))
	fresh := x.add(what.Kind, x.a.One("name"))
	takes := x.a["takes"]
	x.move(what, fresh, func(l *model.Link) bool {
		return slices.Contains(takes, l.From) || slices.Contains(takes, l.To)
	})
	if len(x.ops) == 1 {
		x.fault("takes", "template.nothing")
	}
}

// automate lets a feed run by itself that somebody typed by hand.
func automate(x *expanding) {
	l := x.g.Link(x.a.One("feed"))
	mode, every := "sync", interval[x.a.One("how")]
	if every > 0 {
		mode = "batch"
	}
	x.set(l.ID, "props.mode", l.Props["mode"], mode)
	x.set(l.ID, "props.handling_s", l.Props["handling_s"], nil)
	if every > 0 {
		x.set(l.ID, "props.interval_s", l.Props["interval_s"], model.Num(every))
	} else {
		x.set(l.ID, "props.interval_s", l.Props["interval_s"], nil)
		x.set(l.ID, "props.transfer_s", l.Props["transfer_s"], model.Num(5))
	}
}

// master declares where the truth about a sort of data stands.
func master(x *expanding) {
	data, on := x.a.One("data"), x.a.One("on")
	held := false
	for _, l := range x.g.In(data, model.Holds) {
		switch {
		case l.From == on && !held:
			held = true
			x.set(l.ID, "props.master", l.Props["master"], true)
		case l.Props.Bool("master"):
			x.set(l.ID, "props.master", true, false)
		}
	}
	if !held {
		x.join(model.Holds, on, data, model.Props{"master": true})
	}
}

// unify puts channels on one system.
func unify(x *expanding) {
	on := x.element("on", model.Technology)
	for _, channel := range x.a["channels"] {
		for _, l := range x.g.In(channel, model.Supports) {
			if l.From != on.ID {
				x.unlink(l)
			}
		}
		x.join(model.Supports, on.ID, channel, nil)
	}
}

// open opens a channel for customers.
func open(x *expanding) {
	channel := x.element("name", model.Channel)
	for _, customer := range x.a["customers"] {
		x.join(model.Reaches, channel.ID, customer, model.Props{"want": model.Num(3), "policy": "serve"})
	}
	if on := x.element("on", model.Technology); on != nil {
		x.join(model.Supports, on.ID, channel.ID, nil)
	}
}

// closeChannel closes a channel; its customers, and what it offers, go to another where one is named.
func closeChannel(x *expanding) {
	channel := x.g.Element(x.a.One("channel"))
	if instead := x.g.Element(x.a.One("instead")); instead != nil {
		x.move(channel, instead, func(l *model.Link) bool { return l.Kind == model.Reaches || l.Kind == model.Offers })
	}
	x.remove(channel)
}

// handOver lets a partner do steps that others did.
func handOver(x *expanding) {
	partner := x.element("partner", model.Partner)
	for _, step := range x.a["steps"] {
		for _, l := range x.g.In(step, model.Performs) {
			if l.From != partner.ID {
				x.unlink(l)
			}
		}
		x.join(model.Performs, partner.ID, step, nil)
	}
}
