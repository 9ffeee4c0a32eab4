package web

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/whys"
	"rootline/store"
	"rootline/templates"
)

// analysisOutline shows the whole analysis as text, with the acts that each cause offers.
func (s *Server) analysisOutline(c echo.Context) error {
	return s.showWhole(c, "outline", func(st *study, p templates.Page, in templates.Inquiry) component {
		return templates.AnalysisOutline(p, in, st.acts)
	})
}

// analysisGraph shows the whole cause graph.
func (s *Server) analysisGraph(c echo.Context) error {
	return s.showWhole(c, "graph", func(_ *study, p templates.Page, in templates.Inquiry) component {
		return templates.AnalysisGraph(p, in)
	})
}

func (s *Server) showWhole(c echo.Context, page string, show func(*study, templates.Page, templates.Inquiry) component) error {
	st, err := s.study(c)
	if err != nil {
		return err
	}
	st.page = page
	in := s.inquiry(st, asking{fill: func(*study, templates.Answers) {}}, templates.Answers{})
	in.Back = st.url(st.Next())
	return s.render(c, http.StatusOK, show(st, s.questionPage(st, in.Ask), in))
}

// acts are what one can do with a cause below an effect.
func (st *study) acts(link *whys.Edge) []templates.Option {
	if !st.space.CanContribute() {
		return nil
	}
	id := link.To.ID
	acts := []templates.Option{
		{Value: st.base() + "/ground/" + id, Label: st.Say.T("analysis.act.edit")},
		{Value: st.base() + "/dig/" + id, Label: st.Say.T("analysis.act.dig")},
	}
	siblings := link.From.Causes
	at := slices.Index(siblings, link)
	if at > 0 {
		acts = append(acts, templates.Option{Value: st.base() + "/links/" + link.ID + "/up", Label: st.Say.T("analysis.act.up"), On: true})
	}
	if at < len(siblings)-1 {
		acts = append(acts, templates.Option{Value: st.base() + "/links/" + link.ID + "/down", Label: st.Say.T("analysis.act.down"), On: true})
	}
	acts = append(acts,
		templates.Option{Value: st.base() + "/move/" + id + "?link=" + link.ID, Label: st.Say.T("analysis.act.move")},
		templates.Option{Value: st.base() + "/move/" + id + "?also=1", Label: st.Say.T("analysis.act.also")})
	if len(st.graph.In(id, model.Because)) > 1 {
		acts = append(acts, templates.Option{Value: st.base() + "/links/" + link.ID + "/detach", Label: st.Say.T("analysis.act.detach"), On: true})
	}
	return append(acts, templates.Option{Value: st.base() + "/remove/" + id, Label: st.Say.T("analysis.act.remove")})
}

// analysisAct moves a cause among its siblings, or takes it away from an effect that is not its only one.
func (s *Server) analysisAct(c echo.Context) error {
	st, err := s.study(c)
	if err != nil {
		return err
	}
	e := st.Edge(c.Param("link"))
	if e == nil {
		return model.Fault(model.NotFound, "", "not-found")
	}
	var ops []model.Op
	var title titled
	switch c.Param("do") {
	case "up":
		ops, title = reordered(e, -1), telling("analysis.change.order")
	case "down":
		ops, title = reordered(e, 1), telling("analysis.change.order")
	case "detach":
		if len(st.graph.In(e.To.ID, model.Because)) < 2 {
			return model.Fault(model.Conflict, "", "analysis.detach")
		}
		ops, title = []model.Op{{Kind: model.OpRemoveLink, ID: e.ID}}, telling("analysis.change.detach", "Name", e.To.Name)
	default:
		return model.Fault(model.NotFound, "", "not-found")
	}
	return s.act(c, st, title, ops)
}

// act makes a change of the outline and returns to it.
func (s *Server) act(c echo.Context, st *study, t titled, ops []model.Op) error {
	if len(ops) > 0 {
		title, titles := st.title(t)
		done, err := s.store.CommitChange(c.Request().Context(), model.Change{
			ID: store.NewID(), Workspace: st.Place.ID, State: st.State.ID, Title: title, Titles: titles, Author: author(c), DrawnAt: st.rev, Ops: ops,
		})
		if err != nil {
			return err
		}
		s.done(st.room, title, done.ID)
	}
	return c.Redirect(http.StatusSeeOther, st.base()+"/outline")
}

// reordered are the ops that move a link among those of its effect; all of them get their place, so that it holds.
func reordered(e *whys.Edge, by int) []model.Op {
	siblings := slices.Clone(e.From.Causes)
	at := slices.Index(siblings, e)
	if at+by < 0 || at+by >= len(siblings) {
		return nil
	}
	siblings[at], siblings[at+by] = siblings[at+by], siblings[at]
	var ops []model.Op
	for i, l := range siblings {
		if n, ok := l.Props.Number("order"); !ok || n.Lo != float64(i+1) {
			ops = append(ops, model.Set(l.ID, "props.order", nil, model.Num(float64(i+1))))
		}
	}
	return ops
}

var askMove = asking{
	of:   "cause",
	fill: func(st *study, form templates.Answers) { form.Set("link", st.c.QueryParam("link")) },
	answer: func(st *study, given templates.Answers) outcome {
		to, n := given.Text("to"), st.node()
		if st.Node(to) == nil {
			return st.refuse("to", "analysis.move.choose")
		}
		out := outcome{title: telling("analysis.change.move", "Name", n.Name), to: st.base() + "/outline"}
		if given.Text("also") == "true" {
			out.ops = []model.Op{st.because(to, n.ID, given.Text("circle") == "true")}
			return out
		}
		link := st.moved(given)
		out.ops = []model.Op{{Kind: model.OpReEnd, ID: link.ID, End: "from", New: to}}
		if given.Text("circle") == "true" {
			out.ops = append(out.ops, model.Set(link.ID, "props.circle", nil, true))
		}
		return out
	},
	show: func(st *study, p templates.Page, q templates.Inquiry, a templates.Answers) component {
		also := st.c.QueryParam("also") != "" || a.Text("also") == "true"
		if also {
			q.Ask = st.Say.T("analysis.ask.also", "About", st.Say.Quote(unstopped(st.node().NameIn(st.Say.Lang()))))
		}
		q.Go, q.Back = st.Say.T("analysis.move.go"), st.base()+"/outline"
		return templates.AnalysisMove(p, q, a, st.parents(), also)
	},
	chain: true,
}

// moved is the link that a cause is moved by: the one that the form names, else that of its first effect.
func (st *study) moved(given templates.Answers) *whys.Edge {
	if e := st.Edge(given.Text("link")); e != nil && e.To == st.node() {
		return e
	}
	return st.node().Effects[0]
}

// parents are what a cause can be put under: every other part of the analysis.
func (st *study) parents() []templates.Option {
	var out []templates.Option
	for _, n := range st.Nodes {
		if n.ID != st.on {
			out = append(out, templates.Option{Value: n.ID, Label: n.NameIn(st.Say.Lang())})
		}
	}
	return out
}

// analysisRemovePage asks before a cause goes, with all that only it leads to.
func (s *Server) analysisRemovePage(c echo.Context) error {
	st, err := s.study(c)
	if err != nil {
		return err
	}
	n := st.Node(c.Param("on"))
	if n == nil || n == st.Problem {
		return model.Fault(model.NotFound, "", "not-found")
	}
	var names []string
	for _, id := range st.onlyBelow(n)[1:] {
		names = append(names, st.Say.Quote(st.graph.Element(id).NameIn(st.Say.Lang())))
	}
	text := st.Say.T("analysis.remove.text")
	if len(names) > 0 {
		text = st.Say.T("analysis.remove.more", "Names", names)
	}
	title := st.Say.T("analysis.remove.title", "Name", st.Say.Quote(n.NameIn(st.Say.Lang())))
	return s.render(c, http.StatusOK, templates.Asked(s.roomPage(st.room, title, "problems"), templates.Question{
		Title: title, Text: text, Action: c.Request().URL.Path, Yes: st.Say.T("analysis.remove.yes"), No: st.base() + "/outline",
	}))
}

// analysisRemove takes a cause out of the model, with all that only it leads to.
func (s *Server) analysisRemove(c echo.Context) error {
	st, err := s.study(c)
	if err != nil {
		return err
	}
	n := st.Node(c.Param("on"))
	if n == nil || n == st.Problem {
		return model.Fault(model.NotFound, "", "not-found")
	}
	var ops []model.Op
	gone := map[string]bool{}
	for _, id := range st.onlyBelow(n) {
		for _, op := range model.Remove(st.graph, id) {
			if !gone[op.ID] {
				gone[op.ID] = true
				ops = append(ops, op)
			}
		}
	}
	return s.act(c, st, telling("analysis.change.remove", "Name", n.Name), ops)
}

// onlyBelow are a cause and those that lead to nothing but it, itself first.
func (st *study) onlyBelow(n *whys.Node) []string {
	gone := map[string]bool{n.ID: true}
	out := []string{n.ID}
	for grown := true; grown; {
		grown = false
		for _, m := range st.Causes() {
			if gone[m.ID] {
				continue
			}
			effects := st.graph.Sources(m.ID, model.Because)
			if len(effects) > 0 && !slices.ContainsFunc(effects, func(e *model.Element) bool { return !gone[e.ID] }) {
				gone[m.ID], grown = true, true
				out = append(out, m.ID)
			}
		}
	}
	return out
}
