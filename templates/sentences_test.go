package templates_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rootline/model"
	"rootline/model/whys"
	"rootline/templates"
	"rootline/templates/say"
)

func TestReadBack(t *testing.T) {
	t.Parallel()
	g, _ := lampShop(t)
	a := whys.Analyse(g, "lamp-return", whys.Material{})
	way := a.EdgesTo(a.Node("c-nightly"))
	for lang, want := range map[string]string{
		"en": "Because Order management hands its orders to the ERP once a night, the till reads the orders of the day before; therefore the till does not find the online order; and because in addition the clerk may refund only what this shop sold, the store cannot take back a lamp bought online.",
		"fr": "Comme la gestion des commandes transmet ses commandes à l’ERP une fois par nuit, la caisse lit les commandes de la veille\u202f; donc la caisse ne trouve pas la commande en ligne\u202f; et comme en plus le vendeur ne peut rembourser que ce que ce magasin a vendu, le magasin ne peut pas reprendre une lampe achetée en ligne.",
		"zh": "因为订单管理系统每晚只向 ERP 传一次订单，所以收银机读到的是前一天的订单；因此收银机查不到网上的订单；又因为店员只能退本店售出的商品，所以门店无法接收网上购买的灯的退货。",
		"fa": "چون مدیریت سفارش شبی یک بار سفارش‌ها را به ERP می‌دهد، صندوق سفارش‌های روز پیش را می‌خواند؛ در نتیجه صندوق سفارش اینترنتی را پیدا نمی‌کند؛ و چون افزون بر آن فروشنده فقط کالای همین فروشگاه را بازپرداخت می‌کند، فروشگاه لامپ خریداری‌شده از وب را پس نمی‌گیرد.",
	} {
		if got := templates.ClauseText(templates.ReadBack(say.For(lang), g, way, nil)); got != want {
			t.Errorf("%s:\n got %q\nwant %q", lang, got, want)
		}
	}
}

func TestChain(t *testing.T) {
	t.Parallel()
	g, _ := lampShop(t)
	a := whys.Analyse(g, "late-refund", whys.Material{})
	got := templates.ClauseText(templates.Chain(say.For("en"), g, a.Path(a.Node("c-pile")), true, nil))
	// "Returned" begins no name of the model, and "returns" stands in small letters elsewhere.
	if want := "The refund arrives two weeks late, because returned parcels wait four days on the returns desk, because …"; got != want {
		t.Errorf("Chain = %q, want %q", got, want)
	}
}

// A capital that only stood for the beginning goes, of whatever common word; a name keeps its own.
func TestNamesKeepTheirCapitals(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Trolleys are shelved in a rush": "trolleys", "Trolley four has no brake": "trolley", "Gaskets are ordered late": "gaskets",
		"Reconciliation takes a day": "reconciliation", "Marta is ill on Mondays": "Marta", "Florence closes at noon": "Florence",
		"Siemens delivers late": "Siemens", "SAP rejects the order": "SAP",
	} {
		g := model.NewGraph([]*model.Element{{ID: "p", Kind: model.Problem, Name: "P"}, {ID: "c", Kind: model.Cause, Name: text}},
			[]*model.Link{{ID: "l", Kind: model.Because, From: "p", To: "c"}})
		a := whys.Analyse(g, "p", whys.Material{})
		if got := templates.ClauseText(templates.Chain(say.For("en"), g, a.Path(a.Node("c")), false, nil)); !strings.Contains(got, "because "+want+" ") {
			t.Errorf("%q is told as %q, want it to begin with %s", text, got, want)
		}
	}
}

func TestSentencesIsolateTextsThatRunTheOtherWay(t *testing.T) {
	t.Parallel()
	g, _ := lampShop(t)
	got := templates.Outcome(say.For("fa"), g, []string{"ERP یک روز پس از رسیدن مرجوعی آگاه می‌شود", "The refund is late."}, false)
	if want := "ERP یک روز پس از رسیدن مرجوعی آگاه می‌شود، پس \u2068the refund is late\u2069."; got != want {
		t.Errorf("Outcome = %q, want %q", got, want)
	}
}

// TestASentenceDoesNotClaimWhatItsLinkDenies: what is not needed hard is relied on, whoever says it and of how many.
func TestASentenceDoesNotClaimWhatItsLinkDenies(t *testing.T) {
	t.Parallel()
	add := func(id string) model.Op { return model.Add(&model.Element{ID: id, Kind: model.Technology, Name: id}) }
	join := func(from string, props model.Props) model.Op {
		return model.Join(&model.Link{ID: "l-" + from, Kind: model.DependsOn, From: from, To: "erp", Props: props})
	}
	g, _, err := model.NewGraph(nil, nil).Apply(model.Change{Ops: []model.Op{add("erp"), add("web"), add("shop"), add("till"), add("crm"),
		join("web", model.Props{"hard": false}), join("shop", model.Props{"hard": false}), join("till", nil), join("crm", model.Props{"hard": true})}})
	if err != nil {
		t.Fatal(err)
	}
	w := templates.Wording{Say: say.For("en")}
	var got []string
	for _, s := range w.Sentences(g, g.Element("erp"), func(e *model.Element) templates.Thing { return templates.ThingOf(w.Say, e, "") }) {
		got = append(got, s.String()+s.Detail)
	}
	want := []string{"web and shop rely on erp, but can do without.", "till and crm cannot work without erp."}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("sentences (-want +got):\n%s", diff)
	}
}

func TestAnswersFollowTheMarkOfTheirQuestion(t *testing.T) {
	t.Parallel()
	l := &model.Link{Kind: model.Reaches, Props: model.Props{"policy": "not"}}
	for lang, want := range map[string]string{"en": "Do we serve them here? no, on purpose", "fr": "? non", "zh": "？否", "fa": "؟ خیر"} {
		if got := (templates.Wording{Say: say.For(lang)}).LinkDetail(l); !strings.Contains(got, want) {
			t.Errorf("in %s: %q, want %q in it", lang, got, want)
		}
	}
}
