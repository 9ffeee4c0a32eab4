package web

import (
	"net/url"
	"strings"
)

// backOr is the page that sent somebody to a form and asks to have them back, by the parameter back of its address; usual
// where it does not, or names no page of this workspace.
func (r *room) backOr(usual string) string {
	back := r.c.QueryParam("back")
	if path, _, _ := strings.Cut(back, "?"); back == "" || localPath(back) != back || !underPath(path, r.space.URL()) {
		return usual
	}
	return back
}

// withBack keeps the parameter back of this request in the address of a form.
func (r *room) withBack(address string) string {
	back := r.backOr("")
	if back == "" {
		return address
	}
	join := "?"
	if strings.Contains(address, "?") {
		join = "&"
	}
	return address + join + "back=" + url.QueryEscape(back)
}
