package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"rootline/model/analysis"
	"rootline/templates"
	"rootline/web/inquiry"
)

// disconnectList lists the places where the ecosystem falls apart, by sort, with what to ask next.
func (s *Server) disconnectList(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	all := analysis.Disconnects(r.graph)
	v := templates.DisconnectsView{Tabs: r.metricsTabs("disconnects"), Lead: r.Say.T("disconnects.none")}
	if len(all) > 0 {
		v.Lead = r.Say.T("disconnects.lead", "count", len(all))
	}
	for _, sort := range analysis.DisconnectSorts {
		one := r.disconnectSort(sort, all, c.QueryParam("sort") == string(sort))
		if one.Count > 0 {
			v.Sorts = append(v.Sorts, one)
		}
	}
	return s.render(c, http.StatusOK, templates.Disconnects(s.metricsPage(r, r.Say.T("disconnects.title")), v))
}

func (r *room) disconnectSort(sort analysis.DisconnectSort, all []analysis.Disconnect, every bool) templates.DisconnectSort {
	id := "disconnects." + string(sort)
	out := templates.DisconnectSort{ID: string(sort), Title: r.Say.T(id + ".title"), Says: r.Say.T(id + ".says"), Ask: r.Say.T(id + ".ask")}
	for i := range all {
		d := &all[i]
		if d.Sort != sort {
			continue
		}
		out.Count++
		if out.Count > fewDisconnects && !every {
			continue
		}
		first := r.named(d.On[0])
		item := templates.DisconnectItem{Key: d.Key, Icon: first.Icon, Layer: first.Layer, Sentence: r.pieces(inquiry.DisconnectPieces(r.Say, d))}
		for _, aside := range inquiry.DisconnectAside(r.Say, d) {
			item.Asides = append(item.Asides, r.pieces(aside))
		}
		out.List = append(out.List, item)
	}
	if more := out.Count - len(out.List); more > 0 {
		out.More, out.MoreURL = r.Say.T("disconnects.more", "count", more), r.space.URL("disconnects")+"?sort="+string(sort)+"#"+string(sort)
	}
	return out
}

// pieces turns the parts of a sentence into links where they name elements.
func (r *room) pieces(list []inquiry.Piece) templates.Sentence {
	var out templates.Sentence
	for _, p := range list {
		if p.Text != "" {
			out.Parts = append(out.Parts, templates.SentencePart{Text: p.Text})
		}
		out.Parts = append(out.Parts, r.enumerate(idsOf(p.Elements))...)
	}
	return out
}
