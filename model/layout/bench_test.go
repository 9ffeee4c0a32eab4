package layout

import (
	"fmt"
	"testing"
)

func BenchmarkDrawStaged(b *testing.B) {
	for _, n := range []struct{ boxes, links int }{{150, 300}, {1000, 2000}, {1000, 5000}, {10000, 50000}} {
		s := chanceStaged(1, n.boxes, n.links)
		b.Run(fmt.Sprintf("boxes=%d/links=%d", n.boxes, n.links), func(b *testing.B) {
			for b.Loop() {
				DrawStaged(s)
			}
		})
		again := s
		again.Before = DrawStaged(s).Order
		again.Links = s.Links[1:]
		b.Run(fmt.Sprintf("boxes=%d/links=%d/again", n.boxes, n.links), func(b *testing.B) {
			for b.Loop() {
				DrawStaged(again)
			}
		})
	}
}
