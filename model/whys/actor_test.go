package whys

import "testing"

// TestActor: a person who does something opens the person question; what people may, must or know does not.
func TestActor(t *testing.T) {
	t.Parallel()
	acts := []string{
		"The agent types the address again", "Clerks put the parcels aside until Friday", "Often the driver rings only once", "A nurse wrote the dose on paper",
		"Le vendeur retape l'adresse", "Les livreurs sonnent une seule fois", "Une infirmière note la dose sur papier",
		"客服重新输入地址", "司机只按一次门铃", "店员把包裹放到一边",
		"فروشنده نشانی را دوباره می‌نویسد", "راننده فقط یک بار زنگ می‌زند", "پرستار مقدار را روی کاغذ نوشت",
	}
	none := []string{
		"The clerk may refund only what this shop sold", "The till reads the orders of the day before", "Agents have no access to the order", "The clerk cannot see web orders", "The returns rule names no clerk",
		"Le vendeur ne peut rembourser que ce que ce magasin a vendu", "La caisse lit les commandes de la veille", "Les agents n'ont pas accès à la commande",
		"店员只能退本店售出的商品", "收银机读到的是前一天的订单", "客服看不到订单",
		"فروشنده فقط کالای همین فروشگاه را می‌تواند بازپرداخت کند", "صندوق سفارش‌های روز پیش را می‌خواند", "فروشنده سفارش را نمی‌بیند",
	}
	r := Default()
	for _, text := range acts {
		if !r.HasActor(text) {
			t.Errorf("%q: nobody acts in it", text)
		}
	}
	for _, text := range none {
		if r.HasActor(text) {
			t.Errorf("%q: somebody acts in it", text)
		}
	}
}
