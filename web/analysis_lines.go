package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/whys"
	"rootline/store"
	"rootline/templates"
)

// blankLines stand below the outline, for browsers without script.
const blankLines = 3

// analysisLines shows the outline to write in.
func (s *Server) analysisLines(c echo.Context) error {
	st, err := s.study(c)
	if err != nil {
		return err
	}
	return s.showLines(st, http.StatusOK, st.lines(), beside{})
}

func (s *Server) showLines(st *study, status int, lines []templates.OutlineLine, also beside) error {
	st.page = "lines"
	in := s.inquiry(st, asking{fill: func(*study, templates.Answers) {}}, templates.Answers{})
	in.Back, in.Errors, in.Stale = st.base()+"/outline", also.errors, also.stale
	in.Page, in.On = "outline", "edit" // where "take what is there now" leads
	return s.render(st.c, status, templates.AnalysisLines(s.questionPage(st, in.Ask), in, lines))
}

// lines are the lines of the outline as it stands: every cause once, where it is met first, and room for more.
func (st *study) lines() []templates.OutlineLine {
	var out []templates.OutlineLine
	seen := map[*whys.Node]bool{}
	var write func(n *whys.Node, depth int)
	write = func(n *whys.Node, depth int) {
		for _, e := range n.Causes {
			if e.Circle || seen[e.To] {
				continue
			}
			seen[e.To] = true
			text := e.To.NameIn(st.Say.Lang())
			out = append(out, templates.OutlineLine{Cause: e.To.ID, Link: e.ID, Parent: n.ID, Depth: depth, Text: text, Was: text})
			write(e.To, depth+1)
		}
	}
	write(st.Problem, 1)
	for range blankLines {
		out = append(out, templates.OutlineLine{Depth: 1})
	}
	return out
}

// analysisLinesSave takes the outline as it was written: one change. A line that is missing takes nothing away.
func (s *Server) analysisLinesSave(c echo.Context) error {
	st, err := s.study(c)
	if err != nil {
		return err
	}
	given, err := answersOf(c)
	if err != nil {
		return err
	}
	written, ok := linesOfForm(given)
	if !ok {
		return echo.ErrBadRequest
	}
	out := outcome{title: telling("analysis.change.lines"), ops: st.linesOps(written)}
	if err := s.keepAnswer(st, given, out); err != nil {
		e, ok := mendable(err)
		if !ok {
			return err
		}
		if st, err = s.study(c); err != nil {
			return err
		}
		also := beside{errors: st.faults(out.ops, e)}
		for _, v := range e.Stale {
			also.stale, also.errors = append(also.stale, st.stale(v)), nil
		}
		return s.showLines(st, Status(e.Kind), written, also)
	}
	return c.Redirect(http.StatusSeeOther, st.base()+"/outline")
}

// linesOfForm reads the lines; false where the parts of some are missing.
func linesOfForm(given templates.Answers) ([]templates.OutlineLine, bool) {
	texts := given["text"]
	out := make([]templates.OutlineLine, len(texts))
	for _, name := range []string{"cause", "link", "parent", "was", "depth"} {
		if len(given[name]) != len(texts) {
			return nil, false
		}
	}
	for i, text := range texts {
		depth, err := strconv.Atoi(given["depth"][i])
		if err != nil || depth < 1 {
			return nil, false
		}
		out[i] = templates.OutlineLine{Cause: given["cause"][i], Link: given["link"][i], Parent: given["parent"][i], Was: given["was"][i], Text: text, Depth: depth}
	}
	return out, true
}

// linesOps are the ops that bring the analysis to what was written: other words, other places, further causes, another
// order. A line hangs below the nearest one above it that is less deep.
func (st *study) linesOps(written []templates.OutlineLine) []model.Op {
	var ops []model.Op
	type placed struct {
		id    string
		depth int
	}
	above := []placed{{st.Problem.ID, 0}}
	below := map[string][]templates.OutlineLine{} // the lines under each effect, in order
	var effects []string
	for _, l := range written {
		if l.Cause == "" && l.Text == "" {
			continue
		}
		for above[len(above)-1].depth >= l.Depth {
			above = above[:len(above)-1]
		}
		parent := above[len(above)-1].id
		if l.Cause == "" {
			e := &model.Element{ID: store.NewElementID("cause"), Kind: model.Cause, Name: l.Text, Props: st.guessed(l.Text, "")}
			ops = append(ops, model.Add(e))
			l.Cause = e.ID
		} else if e := st.graph.Element(l.Cause); e != nil && l.Text != "" && l.Text != strings.TrimSpace(l.Was) {
			ops = append(ops, model.Set(l.Cause, st.fieldOf(e, "name").name, nil, l.Text))
		}
		if l.Link != "" && l.Parent != parent {
			ops = append(ops, model.Op{Kind: model.OpReEnd, ID: l.Link, End: "from", New: parent})
		}
		if below[parent] == nil {
			effects = append(effects, parent)
		}
		below[parent] = append(below[parent], l)
		above = append(above, placed{l.Cause, l.Depth})
	}
	for _, effect := range effects {
		ops = append(ops, st.hung(effect, below[effect])...)
	}
	if len(ops) > 0 {
		ops = append(ops, st.begun()...)
	}
	return ops
}

// hung are the ops that hang lines below an effect: a link for each that is new, and places in the order where the order is
// not the one in which they came.
func (st *study) hung(effect string, lines []templates.OutlineLine) []model.Op {
	var came []string // links that hung here before, as they stood
	numbered := false
	if n := st.Node(effect); n != nil {
		for _, e := range n.Causes {
			came = append(came, e.ID)
			numbered = numbered || e.Props.Known("order")
		}
	}
	last := -1
	for _, l := range lines { // in place: those that were here, as they stood, then those that are new
		at := len(came)
		if l.Link != "" {
			if at = slices.Index(came, l.Link); at < 0 {
				numbered = true // moved here from elsewhere: its age says nothing
			}
		}
		if at < last {
			numbered = true
		}
		last = max(last, at)
	}
	var ops []model.Op
	for i, l := range lines {
		order := model.Num(float64(i + 1))
		if l.Link == "" {
			link := &model.Link{ID: store.NewElementID(string(model.Because)), Kind: model.Because, From: effect, To: l.Cause}
			if numbered {
				link.Props = model.Props{"order": order}
			}
			ops = append(ops, model.Join(link))
		} else if link := st.graph.Link(l.Link); numbered && link != nil && !model.Same(link.Props["order"], order) {
			ops = append(ops, model.Set(l.Link, "props.order", nil, order))
		}
	}
	return ops
}
