package layout

import "strings"

// lamp is the ecosystem of a lamp shop, in six stages and seven lanes; policies are a band.
func lamp() Staged {
	s := Staged{
		Lanes:   []StagedLane{{Above: 20}, {}, {}, {}, {}, {}, {Band: true}},
		Columns: 6,
		Start:   108, Head: 110,
	}
	at := map[string]int{}
	put := func(lane, tier int, names ...string) {
		for c, n := range names {
			if n != "" {
				at[n] = len(s.Boxes)
				s.Boxes = append(s.Boxes, StagedBox{Width: 128, Height: 38, Lane: lane, Column: c, Tier: tier, Key: n})
			}
		}
	}
	put(0, 0, "Chooses a lamp", "Orders online", "Waits for the parcel", "Brings it back", "Waits for the money", "Calls again")
	put(1, 0, "Product page", "Checkout", "Tracking e-mail", "Store counter", "Refund notice", "Hotline call")
	put(1, 1, "", "Web", "E-mail", "Store", "", "Phone")
	put(2, 0, "Lighting adviser", "", "Parcel driver", "Shop clerk", "", "Phone agent")
	put(3, 0, "Catalogue editor", "Payment provider", "Warehouse team", "Returns desk", "Bookkeeping", "Second line")
	put(4, 0, "Product catalogue", "Web shop", "Carrier portal", "Till (POS)", "Payment gateway", "Service desk")
	put(5, 0, "Product data hub", "Order management", "Nightly order file", "ERP", "Refund batch", "CRM")
	put(5, 1, "Product text", "Order", "Stock level", "Receipt", "Payment", "Customer address")
	put(6, 0, "Each shop is a profit centre", "Refund only what this shop sold", "Carrier reports once a day", "Calls end within six minutes")
	for i := range s.Boxes {
		if s.Boxes[i].Lane == 6 {
			s.Boxes[i].Width, s.Boxes[i].Height = 210, 32
		}
	}
	for l := range strings.SplitSeq(strings.TrimSpace(lampLinks), "\n") {
		from, to, _ := strings.Cut(l, " > ")
		late := strings.HasSuffix(to, " *")
		k := StagedLink{From: at[from], To: at[strings.TrimSuffix(to, " *")]}
		if late {
			k.Kind = 1
		}
		s.Links = append(s.Links, k)
	}
	return s
}

const lampLinks = `
Product page > Chooses a lamp
Checkout > Orders online
Tracking e-mail > Waits for the parcel
Store counter > Brings it back *
Refund notice > Waits for the money
Hotline call > Calls again
Web > Product page
Web > Checkout
E-mail > Tracking e-mail
E-mail > Refund notice
Store > Store counter *
Phone > Hotline call
Payment provider > Web
Product catalogue > Catalogue editor
Product catalogue > Lighting adviser
Product data hub > Product catalogue
Product data hub > Web shop
Payment gateway > Bookkeeping
Payment gateway > Payment provider
ERP > Returns desk
ERP > Bookkeeping
Refund batch > Payment gateway
CRM > Service desk
Product text > Product data hub
Order > Order management
Order > ERP
Stock level > ERP
Receipt > ERP
Payment > Refund batch
Customer address > CRM
Customer address > ERP
Till (POS) > Shop clerk *
Till (POS) > Store *
ERP > Till (POS) *
Web shop > Web
Carrier portal > E-mail
Carrier portal > Warehouse team
Carrier portal > Parcel driver
Service desk > Phone agent
Service desk > Phone
Service desk > Second line
Order management > Web shop
Order management > Carrier portal
Order management > Service desk
Order management > Nightly order file *
Nightly order file > ERP *
ERP > Refund batch
`
