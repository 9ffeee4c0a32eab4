package web

import (
	"net/http"
	"strings"
	"testing"

	"rootline/model"
)

// What a plan meant to change and somebody has removed today is still called by its name.
func TestPlanNamesWhatIsGone(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, model.Add(&model.Element{ID: "fax", Kind: model.Technology, Name: "Fax server"}), model.Add(&model.Element{ID: "mail", Kind: model.Channel, Name: "Letters"}),
		model.Join(&model.Link{ID: "l", Kind: model.Supports, From: "fax", To: "mail"}))
	x.plan(t, "one", model.Current)
	x.within(t, "one", model.Op{Kind: model.OpRemoveLink, ID: "l"}, model.Op{Kind: model.OpRemoveElement, ID: "fax"})
	x.commit(t, model.Op{Kind: model.OpRemoveLink, ID: "l"}, model.Op{Kind: model.OpRemoveElement, ID: "fax"})
	text := textOfPage(t, x.browse(t, x.owner).get(t, "/w/lamps/states/one").want(t, http.StatusOK))
	if !strings.Contains(text, "Removed Fax server") || !strings.Contains(text, "Fax server supports Letters: what this needs is not there any more") {
		t.Errorf("the plan says: %s", text)
	}
}
