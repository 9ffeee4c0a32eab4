package api

import (
	"net/http"

	"rootline/model"
)

// The rights that operations ask, by their short names here.
const (
	signed  = model.RightSignIn
	read    = model.RightRead
	comment = model.RightComment
	answer  = model.RightAnswer
	change  = model.RightChange
	share   = model.RightShare
	own     = model.RightOwn
)

// operations is the map of the API.
func (a *API) operations() {
	const ws = "/workspaces/{ws}"
	get := func(path string, right model.Right, id, summary string) operation {
		return operation{http.MethodGet, path, right, id, summary, 0}
	}
	post := func(path string, right model.Right, id, summary string) operation {
		return operation{http.MethodPost, path, right, id, summary, http.StatusCreated}
	}
	remove := func(path string, right model.Right, id, summary string) operation {
		return operation{http.MethodDelete, path, right, id, summary, http.StatusNoContent}
	}

	on(a, get("/me", signed, "me", "Who the token acts for"), a.me)
	on(a, get("/tokens", signed, "tokens", "Your tokens, without their secrets"), a.tokens)
	on(a, post("/tokens", signed, "token-add", "Make a token; its secret is shown this once"), a.tokenAdd)
	on(a, remove("/tokens/{id}", signed, "token-remove", "Revoke a token"), a.tokenRemove)

	on(a, get("/workspaces", signed, "workspaces", "The workspaces you may enter"), a.workspaces)
	on(a, post("/workspaces", signed, "workspace-add", "Make a workspace, with you as its owner"), a.workspaceAdd)
	on(a, get(ws, read, "workspace", "One workspace"), a.workspace)
	on(a, operation{http.MethodPatch, ws, own, "workspace-set", "Change the settings of a workspace", 0}, a.workspaceSet)
	on(a, remove(ws, own, "workspace-remove", "Take a workspace out of use"), a.workspaceRemove)

	on(a, get(ws+"/members", read, "members", "Who works in a workspace"), a.members)
	on(a, get(ws+"/members/{user}", read, "member", "One member"), a.member)
	on(a, operation{http.MethodPut, ws + "/members/{user}", own, "member-set", "Give a person a role", 0}, a.memberSet)
	on(a, remove(ws+"/members/{user}", own, "member-remove", "End a membership"), a.memberRemove)

	on(a, get(ws+"/model", read, "model", "The whole graph as rootline/1, with its revision"), a.model)
	on(a, get(ws+"/elements", read, "elements", "Elements by kind, tag and words"), a.elements)
	on(a, get(ws+"/elements/{id}", read, "element", "One element with its links and history"), a.element)

	on(a, get(ws+"/changes", read, "changes", "The log"), a.changes)
	on(a, post(ws+"/changes", answer, "change-add", "Change the current state"), a.changeAdd)
	on(a, post(ws+"/changes/{id}/undo", answer, "change-undo", "Take a change back"), a.changeUndo)
	on(a, get(ws+"/events", read, "events", "Changes as they come, as server-sent events"), a.events)

	on(a, get(ws+"/sessions", read, "sessions", "The mapping sessions, newest first"), a.sessions)
	on(a, post(ws+"/sessions", change, "session-add", "Begin a mapping session; it can be joined at once"), a.sessionAdd)
	on(a, get(ws+"/sessions/{id}", read, "session", "One session with what was said in it"), a.session)
	on(a, operation{http.MethodPost, ws + "/sessions/{id}/stage", change, "session-stage", "Go to a part of a session's agenda, and start its clock", http.StatusOK}, a.sessionEnter)
	on(a, operation{http.MethodPost, ws + "/sessions/{id}/end", change, "session-end", "End a session", http.StatusOK}, a.sessionEnd)
	on(a, post(ws+"/sessions/{id}/cards", answer, "session-card-add", "Write a card in a session"), a.sessionCard)
	on(a, get(ws+"/states", read, "states", "The states beside the current one"), a.states)
	on(a, post(ws+"/states", change, "state-add", "Make a state"), a.stateAdd)
	on(a, get(ws+"/states/{id}", read, "state", "One state with its changes"), a.state)
	on(a, get(ws+"/diff", read, "diff", "What leads from one state, or moment, to another"), a.diff)
	on(a, operation{http.MethodPatch, ws + "/states/{id}", change, "state-set", "Give a state another name or kind", 0}, a.stateSet)
	on(a, remove(ws+"/states/{id}", change, "state-remove", "Take a state out of use"), a.stateRemove)
	on(a, post(ws+"/states/{id}/changes", answer, "state-change-add", "Change a state"), a.stateChangeAdd)
	act := func(path, id, summary string) operation {
		return operation{http.MethodPost, ws + "/states/{id}" + path, change, id, summary, 0}
	}
	on(a, act("/rebase", "state-rebase", "Settle what a state and its base changed apart"), a.stateRebase)
	on(a, act("/merge", "state-merge", "Bring in what another state does, as one change"), a.stateMerge)
	on(a, act("/order", "state-order", "Put the changes of a state in another order"), a.stateOrder)
	on(a, post(ws+"/states/{id}/changes/{change}/realise", change, "state-change-realise", "Make a planned change part of the current state"), a.stateRealise)
	on(a, post(ws+"/states/{id}/changes/{change}/drop", change, "state-change-drop", "Drop a planned change, with a reason"), a.stateDrop)
	on(a, post(ws+"/states/{id}/changes/{change}/deviate", change, "state-change-deviate", "Say that a planned change was done, but otherwise"), a.stateDeviate)
	on(a, post(ws+"/states/{id}/changes/{change}/start", change, "state-change-start", "Say that a planned change is being done"), a.stateStart)
	on(a, post(ws+"/states/{id}/changes/{change}/plan", change, "state-change-plan", "Plan again what was begun or dropped"), a.statePlan)
	on(a, post(ws+"/states/{id}/changes/{change}/settle", change, "state-change-settle", "Decide the stale ops of a planned change"), a.stateSettle)

	on(a, get(ws+"/problems/{id}/analysis", read, "analysis", "The causes of a problem, what is open, and the score"), a.analysis)
	on(a, post(ws+"/problems/{id}/findings/{key}/keep", answer, "finding-keep", "Keep a finding, with a reason"), a.findingKeep)
	on(a, get(ws+"/problems/{id}/report", read, "report", "The report of a problem; a draft where it is not ready"), a.report)

	on(a, get(ws+"/metrics", read, "metrics", "M1 to M18, M20 and M21 of a state"), a.metrics)
	on(a, get(ws+"/ripple/{id}", read, "ripple", "What rests on an element, and what it rests on, each with a way"), a.ripple)
	on(a, get(ws+"/disconnects", read, "disconnects", "Where the ecosystem falls apart"), a.disconnects)
	on(a, get(ws+"/thresholds", read, "thresholds", "The team's own bounds on metrics"), a.thresholds)
	on(a, get(ws+"/causes", read, "causes", "Where the causes of all problems lie, and which they share"), a.causes)
	on(a, operation{http.MethodPost, ws + "/fixes", read, "fixes", "The smallest set of causes to fix, or the best within a budget", 0}, a.fixes)
	on(a, operation{http.MethodPut, ws + "/thresholds", own, "thresholds-set", "Replace the bounds", 0}, a.thresholdsSet)

	on(a, get(ws+"/comments", read, "comments", "What was said on an element, a change or a report"), a.comments)
	on(a, post(ws+"/comments", comment, "comment-add", "Say something; those whom it mentions find it in their inbox"), a.commentAdd)
	on(a, operation{http.MethodPatch, ws + "/comments/{id}", comment, "comment-set", "Change the words of your own, or settle a thread", 0}, a.commentSet)
	on(a, remove(ws+"/comments/{id}", comment, "comment-remove", "Blank the words of a comment; its place stays"), a.commentRemove)

	on(a, get(ws+"/series", read, "series-list", "Measures over time, without their values"), a.seriesList)
	on(a, post(ws+"/series", answer, "series-add", "Measure an element over time"), a.seriesAdd)
	on(a, get(ws+"/series/{id}", read, "series", "One series with its values"), a.series)
	on(a, remove(ws+"/series/{id}", answer, "series-remove", "Take a series away"), a.seriesRemove)
	on(a, post(ws+"/series/{id}/points", answer, "points-add", "Add values, or correct those of a day"), a.pointsAdd)
	on(a, remove(ws+"/series/{id}/points/{on}", answer, "point-remove", "Take the value of a day away"), a.pointRemove)

	on(a, get(ws+"/shares", share, "shares", "Open share links"), a.shares)
	on(a, post(ws+"/shares", share, "share-add", "Make a share link; its address is shown this once"), a.shareAdd)
	on(a, remove(ws+"/shares/{id}", share, "share-remove", "Revoke a share link"), a.shareRemove)

	on(a, operation{http.MethodPost, ws + "/import", change, "import", "Bring a file in, as one change", 0}, a.importFile)
	on(a, get(ws+"/export", read, "export", "A workspace as a file"), a.exportFile)
	a.describeFiles()
}
