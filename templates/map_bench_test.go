package templates

import (
	"bytes"
	"fmt"
	"html"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"rootline/model"
	"rootline/model/ecosystem"
	"rootline/templates/say"
)

// wholeMap is the map of n elements and five times as many links, all of it in place.
func wholeMap(b *testing.B, n int) *MapDrawing {
	b.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	var elements []*model.Element
	var links []*model.Link
	kinds := []model.Kind{model.Touchpoint, model.Employee, model.Technology, model.Technology, model.Technology, model.Data, model.Policy, model.Partner}
	ids := map[model.Kind][]string{}
	for i := range n {
		k, id := kinds[i%len(kinds)], fmt.Sprintf("e%05d", i)
		ids[k] = append(ids[k], id)
		elements = append(elements, &model.Element{ID: id, Kind: k, Name: fmt.Sprintf("Element %d of the ecosystem", i)})
	}
	one := func(k model.Kind) string { return ids[k][r.IntN(len(ids[k]))] }
	seen := map[string]bool{}
	for len(seen) < 5*n {
		l := model.Link{Kind: model.DependsOn, From: one(model.Technology), To: one(model.Technology)}
		switch r.IntN(4) {
		case 0:
			l.Kind, l.From = model.Uses, one(model.Employee)
		case 1:
			l.Kind, l.To = model.Holds, one(model.Data)
		case 2:
			l.Kind, l.To = model.Supports, one(model.Touchpoint)
		}
		l.ID = string(l.Kind) + "-" + l.From + "-" + l.To
		if l.From != l.To && !seen[l.ID] {
			seen[l.ID] = true
			links = append(links, &l)
		}
	}
	g := model.NewGraph(elements, links)
	name := func(id string) string { return g.Element(id).Name }
	w := Wording{Say: say.For("en"), Currency: "EUR", Name: name, Person: name}
	return DrawMap(w, g, ecosystem.Of(g, ecosystem.Query{All: true, Whole: true}), nil, 1200)
}

// BenchmarkMapSVG writes a map that is in place, beside a bare loop over its boxes and lines that writes what a drawing cannot do
// without: of each box an outline, its name and where it leads, of each line its path and its arrow.
func BenchmarkMapSVG(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		d := wholeMap(b, n)
		f := MapFigureView{Drawing: d, Title: "Map", Marks: MapMarks{On: -1}, URL: func(id string) string { return "/w/lamps/map?on=" + id + "#b-" + id }}
		s := say.For("en")
		b.Run(fmt.Sprint("elements=", n), func(b *testing.B) {
			var took, bare time.Duration
			var out, least bytes.Buffer
			for b.Loop() {
				out.Reset()
				begun := time.Now()
				if err := MapFigure(s, f).Render(b.Context(), &out); err != nil {
					b.Fatal(err)
				}
				took += time.Since(begun)
				least.Reset()
				begun = time.Now()
				bareMap(&least, d)
				bare += time.Since(begun)
			}
			b.ReportMetric(took.Seconds()*1000/float64(b.N), "map-ms")
			b.ReportMetric(bare.Seconds()*1000/float64(b.N), "bare-ms")
			b.ReportMetric(took.Seconds()/bare.Seconds(), "ratio")
			b.ReportMetric(float64(out.Len())/1e6, "MB")
			b.ReportMetric(float64(least.Len())/1e6, "bare-MB")
			b.ReportMetric(0, "ns/op")
		})
	}
}

func bareMap(w *bytes.Buffer, d *MapDrawing) {
	var number [32]byte
	px := func(v float64) { w.Write(strconv.AppendFloat(number[:0], v, 'f', -1, 64)) }
	w.WriteString(`<svg xmlns="http://www.w3.org/2000/svg">`)
	for _, l := range d.links {
		w.WriteString(`<g class="`)
		w.WriteString(l.class)
		w.WriteString(`"><path d="`)
		w.WriteString(l.path.D)
		w.WriteString(`"/>`)
		for _, tip := range l.tips {
			w.WriteString(`<path class="tip" d="`)
			w.WriteString(tip)
			w.WriteString(`"/>`)
		}
		w.WriteString(`</g>`)
	}
	for _, box := range d.boxes {
		of := d.Map.Boxes[box.at]
		w.WriteString(`<a class="`)
		w.WriteString(box.class)
		w.WriteString(`" href="/w/lamps/map?on=`)
		w.WriteString(of.ID)
		w.WriteString(`" transform="translate(`)
		px(box.X)
		w.WriteByte(' ')
		px(box.Y)
		w.WriteString(`)"><title>`)
		w.WriteString(html.EscapeString(of.Name))
		w.WriteString(`</title><path d="`)
		w.WriteString(box.shape)
		w.WriteString(`"/>`)
		for _, t := range box.text {
			w.WriteString(`<text x="`)
			px(t.X)
			w.WriteString(`" y="`)
			px(t.Y)
			w.WriteString(`">`)
			w.WriteString(html.EscapeString(t.Text))
			w.WriteString(`</text>`)
		}
		w.WriteString(`</a>`)
	}
	w.WriteString(`</svg>`)
}
