package analysis_test

import (
	"fmt"
	"strings"

	"rootline/model"
)

// draw makes a graph of sentences: "agent performs return_store", with props behind: "uses required=true". An element is named
// with its kind once: "step:buy". What is named before is known by its id alone.
type draw struct {
	elements []*model.Element
	links    []*model.Link
}

func (d *draw) add(kind model.Kind, props model.Props, ids ...string) *draw {
	for _, id := range ids {
		d.elements = append(d.elements, element(kind, id, props))
	}
	return d
}

// join adds a link of this kind for each "from>to".
func (d *draw) join(kind model.LinkKind, props model.Props, pairs ...string) *draw {
	for _, pair := range pairs {
		from, to, _ := strings.Cut(pair, ">")
		d.links = append(d.links, &model.Link{ID: fmt.Sprint("l", len(d.links)), Kind: kind, From: from, To: to, Props: props})
	}
	return d
}

func (d *draw) graph() *model.Graph { return model.NewGraph(d.elements, d.links) }

// vector is the worked example of the metrics: five steps over seven systems.
func vector() *draw {
	return new(draw).
		add(model.Journey, model.Props{"runs_per_month": model.Num(100)}, "lamp").
		add(model.Step, nil, "buy", "deliver", "return_ask", "return_store", "refund").
		add(model.Technology, nil, "web", "oms", "carrier", "desk", "crm", "pos", "erp").
		join(model.HasStep, nil, "lamp>buy", "lamp>deliver", "lamp>return_ask", "lamp>return_store", "lamp>refund").
		join(model.Serves, nil, "web>buy", "oms>deliver", "carrier>deliver", "desk>return_ask", "crm>return_ask", "oms>return_ask",
			"pos>return_store", "pos>refund", "erp>refund").
		join(model.DependsOn, nil, "web>oms", "oms>erp", "carrier>oms", "desk>crm", "pos>erp")
}
