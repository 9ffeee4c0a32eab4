package layout

// place gives every vertex its middle: near those of its neighbours, at least a gap from the next in its layer.
func (d *draft) place() {
	for _, row := range d.layers {
		x := 0.0
		for _, v := range row {
			v.x = x + v.width/2
			x += v.width + d.m.gap
		}
	}
	for range 8 {
		for y := len(d.layers) - 2; y >= 0; y-- {
			d.settle(d.layers[y], func(v *vertex) []*vertex { return v.down })
		}
		for _, row := range d.layers[1:] {
			d.settle(row, func(v *vertex) []*vertex { return v.up })
		}
	}
	for y := len(d.layers) - 2; y >= 0; y-- { // an effect stands over the middle of its causes
		d.settle(d.layers[y], func(v *vertex) []*vertex { return v.down })
	}
	d.shift()
}

// settle moves the vertices of a layer towards the mean of their neighbours, with the least squares of what is left, in their
// order and without overlap: isotonic regression by pooling adjacent violators (Ayer et al. 1955).
func (d *draft) settle(row []*vertex, neighbours func(*vertex) []*vertex) {
	type block struct {
		sum, weight float64
		n           int
	}
	var blocks []block
	offset := make([]float64, len(row)) // of the vertex from the first, if all stood as close as they may
	for i, v := range row {
		if i > 0 {
			offset[i] = offset[i-1] + row[i-1].width/2 + d.m.gap + v.width/2
		}
		want, weight := v.x, .2
		if near := neighbours(v); len(near) > 0 {
			want, weight = 0, 1
			for _, w := range near {
				want += w.x / float64(len(near))
			}
			if v.node < 0 {
				weight = 4 // a long link runs straight
			}
		}
		blocks = append(blocks, block{(want - offset[i]) * weight, weight, 1})
		for len(blocks) > 1 {
			a, b := blocks[len(blocks)-2], blocks[len(blocks)-1]
			if a.sum*b.weight <= b.sum*a.weight {
				break
			}
			blocks = append(blocks[:len(blocks)-2], block{a.sum + b.sum, a.weight + b.weight, a.n + b.n})
		}
	}
	i := 0
	for _, b := range blocks {
		for range b.n {
			row[i].x = b.sum/b.weight + offset[i]
			i++
		}
	}
}

// shift moves everything to the margin, or to the middle where the drawing is narrower than it may be.
func (d *draft) shift() {
	lo, hi := d.extent()
	by := d.m.margin - lo
	if free := d.m.width - 2*d.m.margin - (hi - lo); free > 0 {
		by += free / 2
	}
	for _, v := range d.vertices {
		v.x = round(v.x + by)
	}
}

func (d *draft) extent() (lo, hi float64) {
	lo, hi = d.vertices[0].x, d.vertices[0].x
	for _, v := range d.vertices {
		lo, hi = min(lo, v.x-v.width/2), max(hi, v.x+v.width/2)
	}
	return lo, hi
}
