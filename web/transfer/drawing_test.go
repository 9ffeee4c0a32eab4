package transfer_test

import (
	"bytes"
	"errors"
	"image/png"
	"io"
	"os"
	"strings"
	"testing"

	"rootline/model"
	"rootline/model/exchange"
	"rootline/web/paper"
	"rootline/web/transfer"
)

func shades() *exchange.File {
	return &exchange.File{Workspace: model.Workspace{Name: "Lamps & <shades>", Languages: []string{"fr"}},
		Elements: []*model.Element{{ID: "till", Kind: model.Technology, Name: "Till", Names: map[string]string{"fr": "Caisse"}}, {ID: "c", Kind: model.Customer, Name: "</text><script>"}}}
}

func TestGraphsForOtherPrograms(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"dot", "mermaid"} {
		var b bytes.Buffer
		if err := transfer.Write(t.Context(), &b, nil, shades(), format); err != nil {
			t.Fatalf("%s: %v", format, err)
		}
		if !strings.Contains(b.String(), "Caisse") {
			t.Errorf("%s is not in the first language of the workspace: %s", format, b.String())
		}
	}
}

func TestWithoutABrowserThereAreNoPictures(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"png", "pdf"} {
		err := transfer.Write(t.Context(), io.Discard, nil, shades(), format)
		if e, ok := errors.AsType[*model.Error](err); !ok || e.Kind != model.Lacking {
			t.Errorf("%s = %v, want Lacking", format, err)
		}
	}
}

func TestPictures(t *testing.T) {
	t.Parallel()
	p := paper.Find("")
	if p == nil {
		if os.Getenv("ROOTLINE_TEST_REQUIRE") != "" {
			t.Fatal("no Chromium, and ROOTLINE_TEST_REQUIRE is set: install the package chromium")
		}
		t.Skip("SKIPPED FOR WANT OF A BROWSER: install the package chromium")
	}
	var b bytes.Buffer
	if err := transfer.Write(t.Context(), &b, p, shades(), "png"); err != nil {
		t.Fatal(err)
	}
	if img, err := png.Decode(&b); err != nil || img.Bounds().Dx() < 200 {
		t.Errorf("picture: %v", err)
	}
	b.Reset()
	if err := transfer.Write(t.Context(), &b, p, shades(), "pdf"); err != nil || !bytes.HasPrefix(b.Bytes(), []byte("%PDF-")) {
		t.Errorf("pdf: %v", err)
	}
}
