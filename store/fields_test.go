package store_test

import (
	"fmt"
	"sync"
	"testing"

	"rootline/model"
	"rootline/store"
)

func (w shop) addFields(t testing.TB, fields ...model.OwnField) {
	t.Helper()
	err := w.EditFields(t.Context(), w.id, func(all []model.OwnField) ([]model.OwnField, error) { return append(all, fields...), nil }, command)
	if err != nil {
		t.Fatal(err)
	}
}

// A value of a workspace's own field must be of its type, whoever writes it; what an undo gives back was there before.
func TestCommitOwnField(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w, beside := newShop(t, s), newShopAt(t, s, "beside")
		beside.must(t, tech("crm", "CRM"))
		w.must(t, tech("crm", "CRM"))
		w.must(t, model.Set("crm", "props.seats", nil, "many")) // nobody has said yet what it is
		w.addFields(t, model.OwnField{Kind: model.Technology, Name: "seats", Type: model.TypeNumber})
		_, err := s.Commit(t.Context(), w.change(model.Set("crm", "props.seats", "many", "more")))
		if e := wantKind(t, err, model.Invalid, "prop.number"); e.Field != "ops[0].new" {
			t.Errorf("at %s", e.Field)
		}
		_, err = s.Commit(t.Context(), w.change(model.Add(&model.Element{ID: "erp", Kind: model.Technology, Props: model.Props{"seats": "x"}})))
		wantKind(t, err, model.Invalid, "prop.number")
		done := w.mustDone(t, w.change(model.Set("crm", "props.seats", "many", map[string]any{"value": 40.0, "confidence": "guess"})))
		if n, ok := w.graph(t).Element("crm").Props.Number("seats"); !ok || n != (model.Number{Lo: 40, Hi: 40, Confidence: "guess"}) {
			t.Errorf("seats = %v", w.graph(t).Element("crm").Props["seats"])
		}
		if _, err := s.Undo(t.Context(), model.Change{Workspace: w.id, Undoes: []string{done.ID}, Author: command, Title: "undo"}); err != nil {
			t.Fatal(err)
		}
		if got := w.graph(t).Element("crm").Props.Text("seats"); got != "many" {
			t.Errorf("after undo seats = %q", got)
		}
		beside.must(t, model.Set("crm", "props.seats", nil, "many")) // the field is another workspace's
	})
}

func TestEditFields(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		var all sync.WaitGroup
		for i := range 8 { // at once: none is lost
			all.Go(func() {
				w.addFields(t, model.OwnField{Kind: model.Data, Name: fmt.Sprint("f", i), Type: model.TypeText})
			})
		}
		all.Wait()
		got, err := s.WorkspaceByID(t.Context(), w.id)
		if err != nil || len(got.Fields) != 8 {
			t.Errorf("%d fields, %v", len(got.Fields), err)
		}
		err = s.EditFields(t.Context(), w.id, func(all []model.OwnField) ([]model.OwnField, error) {
			return append(all, model.OwnField{Kind: model.Data, Name: "personal", Type: model.TypeText}), nil
		}, command)
		wantKind(t, err, model.Invalid, "field.taken")
		err = s.EditFields(t.Context(), w.id, func(all []model.OwnField) ([]model.OwnField, error) {
			for i := range model.MaxFields {
				all = append(all, model.OwnField{Kind: model.Step, Name: fmt.Sprint("f", i), Type: model.TypeText})
			}
			return all, nil
		}, command)
		wantKind(t, err, model.Invalid, "field.many")
	})
}
