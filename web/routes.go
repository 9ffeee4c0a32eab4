package web

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"rootline/model"
	"rootline/static"
	"rootline/web/api"
)

// The rights that routes ask, by their short names here.
const (
	open    = model.RightNone
	signed  = model.RightSignIn
	admin   = model.RightAdmin
	read    = model.RightRead
	comment = model.RightComment
	answer  = model.RightAnswer
	change  = model.RightChange
	share   = model.RightShare
	own     = model.RightOwn
)

// pages is the map of the site.
func (s *Server) pages() []Route {
	get := func(path string, right model.Right, h echo.HandlerFunc) Route {
		return Route{http.MethodGet, path, right, h}
	}
	post := func(path string, right model.Right, h echo.HandlerFunc) Route {
		return Route{http.MethodPost, path, right, h}
	}
	return []Route{
		get("/", open, s.front),
		get("/login", open, s.loginPage),
		post("/login", open, s.login),
		post("/logout", open, s.logout),
		get("/setup/:secret", open, s.setupPage),
		post("/setup/:secret", open, s.setup),
		get("/demo/:secret", open, s.demo),
		post("/preferences", open, s.preferences),
		get("/keys", open, s.keys),
		get("/guide", signed, s.guide),
		get("/workspaces/new", signed, s.spaceNewPage),
		post("/workspaces/new", signed, s.spaceNew),

		get("/w/:ws", read, s.home),
		get("/w/:ws/problems", read, s.problemList),
		get("/w/:ws/elements", read, s.elementList),
		post("/w/:ws/elements/bulk", answer, s.elementBulk),
		get("/w/:ws/new/list", answer, s.pastePage),
		post("/w/:ws/new/list", answer, s.paste),
		get("/w/:ws/views", read, s.viewList),
		post("/w/:ws/views", read, s.viewAdd),
		post("/w/:ws/views/:id", read, s.viewRename),
		post("/w/:ws/views/:id/remove", read, s.viewRemove),
		get("/w/:ws/elements/:id", read, s.elementShow),
		get("/w/:ws/elements/:id/links", read, s.elementLinks),
		get("/w/:ws/elements/:id/history", read, s.elementHistory),
		get("/w/:ws/elements/:id/ripple", read, s.elementRipple),
		get("/w/:ws/elements/:id/comments", read, s.elementComments),
		post("/w/:ws/comments", comment, s.commentAdd),
		get("/w/:ws/comments/:id/edit", comment, s.commentEditPage),
		post("/w/:ws/comments/:id/edit", comment, s.commentEdit),
		get("/w/:ws/comments/:id/remove", comment, s.commentRemovePage),
		post("/w/:ws/comments/:id/remove", comment, s.commentRemove),
		post("/w/:ws/comments/:id/settle", comment, s.commentSettle),
		post("/w/:ws/comments/:id/reopen", comment, s.commentReopen),
		get("/w/:ws/problems/:id", read, s.problemShow),
		get("/w/:ws/engagement", read, s.engagementShow),
		get("/w/:ws/network", read, s.networkAny),
		get("/w/:ws/value", read, s.valueShow),
		get("/w/:ws/blueprint", read, s.blueprintAny),
		get("/w/:ws/journeys/:id/blueprint", read, s.blueprintShow),
		get("/w/:ws/journeys/:id/trace", read, s.traceShow),
		post("/w/:ws/value", change, s.valueSave),
		get("/w/:ws/elements/:id/network", read, s.networkShow),
		get("/w/:ws/journeys", read, s.journeyList),
		get("/w/:ws/map", read, s.mapShow),
		get("/w/:ws/map.svg", read, s.mapFile),
		post("/w/:ws/map/edit", answer, s.mapEdit),
		get("/w/:ws/new/journey", change, s.journeyNewPage),
		post("/w/:ws/new/journey", change, s.journeyNew),
		get("/w/:ws/journeys/:id", read, s.journeyShow),
		post("/w/:ws/journeys/:id/stage", change, s.stageSave),
		post("/w/:ws/journeys/:id/steps", change, s.stepsAdd),
		get("/w/:ws/journeys/:id/steps/:step", read, s.stepShow),
		post("/w/:ws/journeys/:id/steps/:step", change, s.stepSave),
		post("/w/:ws/journeys/:id/steps/:step/move", change, s.stepMove),
		post("/w/:ws/journeys/:id/steps/:step/remove", change, s.stepRemove),
		post("/w/:ws/journeys/:id/steps/:step/links", answer, s.stepLink),
		post("/w/:ws/journeys/:id/steps/:step/unlink", answer, s.stepUnlink),
		post("/w/:ws/journeys/:id/steps/:step/open", change, s.stepOpen),
		get("/w/:ws/add", answer, s.addChoice),
		get("/w/:ws/add/:kind", answer, s.elementNewPage),
		post("/w/:ws/add/:kind", answer, s.elementNew),
		get("/w/:ws/elements/:id/edit", answer, s.elementEditPage),
		post("/w/:ws/elements/:id/edit", answer, s.elementEdit),
		get("/w/:ws/elements/:id/remove", answer, s.elementRemovePage),
		post("/w/:ws/elements/:id/remove", answer, s.elementRemove),
		get("/w/:ws/elements/:id/say", answer, s.sayMore),
		post("/w/:ws/elements/:id/say", answer, s.linkNew),
		get("/w/:ws/links/:id", answer, s.linkEditPage),
		post("/w/:ws/links/:id", answer, s.linkEdit),
		post("/w/:ws/links/:id/remove", answer, s.linkRemove),
		get("/w/:ws/pick", read, s.pickOptions),
		post("/w/:ws/elements/:id/refs", answer, s.refAdd),
		post("/w/:ws/elements/:id/refs/remove", answer, s.refRemove),
		get("/w/:ws/elements/:id/measure", answer, s.seriesNewPage),
		post("/w/:ws/elements/:id/measure", answer, s.seriesNew),
		post("/w/:ws/elements/:id/measure/:series/restore", answer, s.seriesRestore),
		get("/w/:ws/series/:id", read, s.seriesShow),
		post("/w/:ws/series/:id/points", answer, s.pointsAdd),
		post("/w/:ws/series/:id/points/:on/remove", answer, s.pointRemove),
		post("/w/:ws/series/:id/undo/:act", answer, s.seriesUndo),
		get("/w/:ws/series/:id/edit", answer, s.seriesEditPage),
		post("/w/:ws/series/:id/edit", answer, s.seriesEdit),
		post("/w/:ws/series/:id/remove", answer, s.seriesRemove),
		get("/w/:ws/inbox", read, s.inbox),
		post("/w/:ws/inbox/open", read, s.inboxOpen),
		post("/w/:ws/inbox/mark", read, s.inboxMark),
		post("/w/:ws/inbox/all", read, s.inboxAll),
		get("/w/:ws/search", read, s.searchShow),
		get("/w/:ws/sessions", read, s.meetingList),
		post("/w/:ws/sessions", change, s.meetingNew),
		get("/w/:ws/sessions/:id", read, s.meetingShow),
		get("/w/:ws/sessions/:id/events", read, s.meetingEvents),
		get("/w/:ws/sessions/:id/qr.png", read, s.meetingQR),
		get("/w/:ws/sessions/:id/record", read, s.meetingRecord),
		get("/w/:ws/sessions/:id/agenda", change, s.meetingAgenda),
		post("/w/:ws/sessions/:id/agenda", change, s.meetingAgendaSave),
		get("/w/:ws/sessions/:id/slips", change, s.meetingSlips),
		post("/w/:ws/sessions/:id/do", change, s.meetingDo),
		post("/w/:ws/sessions/:id/undo", change, s.meetingUndo),
		post("/w/:ws/sessions/:id/guests/:guest", change, s.meetingGuest),
		post("/w/:ws/sessions/:id/cards", change, s.meetingPaper),
		post("/w/:ws/sessions/:id/cards/:card", change, s.meetingCard),
		post("/w/:ws/sessions/:id/polls", change, s.meetingPoll),
		post("/w/:ws/sessions/:id/polls/:poll/close", change, s.meetingPollClose),
		post("/join/:code/cards", open, s.partCard),
		post("/join/:code/cards/:card", open, s.partCardSet),
		post("/join/:code/votes/:poll", open, s.partVote),
		post("/join/:code/hand", open, s.partHand),
		post("/join/:code/mood", open, s.partMood),
		post("/join/:code/leave", open, s.partLeave),
		get("/join/:code/events", open, s.partEvents),
		get("/join/:code/here", open, s.partWhose),

		get("/w/:ws/events", read, s.events),
		get("/w/:ws/here", read, s.hereWhose),
		post("/w/:ws/here", read, s.hereMove),
		get("/w/:ws/states", read, s.stateList),
		post("/w/:ws/states", change, s.stateNew),
		get("/w/:ws/states/timeline", read, s.timelineShow),
		get("/w/:ws/states/import", change, s.targetPage),
		post("/w/:ws/states/import", change, s.targetPair),
		get("/w/:ws/states/:id", read, s.stateShow),
		post("/w/:ws/states/:id", change, s.stateSet),
		post("/w/:ws/states/:id/remove", change, s.stateRemove),
		post("/w/:ws/states/:id/restore", change, s.stateRestore),
		get("/w/:ws/states/:id/merge", change, s.stateMergePage),
		post("/w/:ws/states/:id/merge", change, s.stateMerge),
		post("/w/:ws/states/:id/changes/:change/:do", change, s.stateAct),
		get("/w/:ws/compare", read, s.compare),
		get("/w/:ws/change", change, s.readyChoice),
		get("/w/:ws/change/:template", change, s.readyAsk),
		post("/w/:ws/change/:template", change, s.readyMake),
		get("/w/:ws/film", read, s.filmShow),
		get("/w/:ws/history", read, s.history),
		get("/w/:ws/history/:id", read, s.changeShow),
		post("/w/:ws/history/:id/undo", answer, s.changeUndo),
		post("/w/:ws/undo", answer, s.ownUndo),
		post("/w/:ws/redo", answer, s.ownRedo),
		get("/w/:ws/trash", read, s.trash),

		get("/w/:ws/problems/:id/analysis", read, s.analysisResume),
		get("/w/:ws/problems/:id/analysis/outline", read, s.analysisOutline),
		get("/w/:ws/problems/:id/analysis/outline/edit", answer, s.analysisLines),
		post("/w/:ws/problems/:id/analysis/outline/edit", answer, s.analysisLinesSave),
		get("/w/:ws/problems/:id/analysis/graph", read, s.analysisGraph),
		get("/w/:ws/problems/:id/analysis/check", read, s.analysisCheck),
		get("/w/:ws/problems/:id/analysis/remove/:on", answer, s.analysisRemovePage),
		post("/w/:ws/problems/:id/analysis/remove/:on", answer, s.analysisRemove),
		post("/w/:ws/problems/:id/analysis/links/:link/:do", answer, s.analysisAct),
		post("/w/:ws/problems/:id/analysis/findings/:key/keep", answer, s.analysisKeep),
		post("/w/:ws/problems/:id/analysis/findings/:key/speak", answer, s.analysisSpeak),
		get("/w/:ws/problems/:id/analysis/:page", read, s.analysisAsk),
		post("/w/:ws/problems/:id/analysis/:page", answer, s.analysisAnswer),
		get("/w/:ws/problems/:id/analysis/:page/:on", read, s.analysisAsk),
		post("/w/:ws/problems/:id/analysis/:page/:on", answer, s.analysisAnswer),

		get("/w/:ws/metrics", read, s.metricList),
		get("/w/:ws/metrics/thresholds", read, s.promiseList),
		get("/w/:ws/metrics/:id", read, s.metricShow),
		post("/w/:ws/metrics/:id/promise", own, s.promiseSet),
		post("/w/:ws/metrics/:id/promise/remove", own, s.promiseRemove),
		get("/w/:ws/disconnects", read, s.disconnectList),
		get("/w/:ws/causes", read, s.causeList),
		get("/w/:ws/unknowns", read, s.unknownList),
		get("/w/:ws/unknowns/:id/:prop", answer, s.unknownPage),
		post("/w/:ws/unknowns/:id/:prop", answer, s.unknownSave),
		post("/w/:ws/unknowns/:id/:prop/ask", answer, s.unknownAsk),

		get("/w/:ws/reports", read, s.reportList),
		get("/w/:ws/problems/:id/report", read, s.reportShow),
		get("/w/:ws/problems/:id/share", share, s.sharePage),
		post("/w/:ws/problems/:id/share", share, s.shareNew),
		post("/w/:ws/problems/:id/share/:share/revoke", share, s.shareRevoke),
		get("/s/:token", open, s.sharedShow),
		post("/s/:token", open, s.sharedOpen),

		get("/w/:ws/people", read, s.people),
		post("/w/:ws/people/invitations", own, s.invite),
		post("/w/:ws/people/invitations/:id/remove", own, s.inviteRemove),
		post("/w/:ws/people/:user", own, s.memberSet),
		post("/w/:ws/people/:user/remove", own, s.memberRemove),
		get("/w/:ws/settings", own, s.settings),
		post("/w/:ws/settings", own, s.settingsSet),
		get("/w/:ws/settings/fields", own, s.fieldList),
		post("/w/:ws/settings/fields", own, s.fieldAdd),
		get("/w/:ws/settings/fields/:kind/:name", own, s.fieldEditPage),
		post("/w/:ws/settings/fields/:kind/:name", own, s.fieldEdit),
		post("/w/:ws/settings/fields/:kind/:name/move", own, s.fieldMove),
		get("/w/:ws/settings/fields/:kind/:name/remove", own, s.fieldRemovePage),
		post("/w/:ws/settings/fields/:kind/:name/remove", own, s.fieldRemove),
		get("/w/:ws/settings/remove", own, s.spaceRemovePage),
		post("/w/:ws/settings/remove", own, s.spaceRemove),
		get("/join", open, s.codePage),
		get("/join/:code", open, s.joinPage),
		post("/join/:code", open, s.join),
		get("/password/:secret", open, s.passwordPage),
		post("/password/:secret", open, s.passwordReset),
		get("/account", signed, s.account),
		post("/account", signed, s.accountSet),
		post("/account/password", signed, s.accountPassword),
		post("/account/signout", signed, s.accountSignOut),
		post("/account/tokens", signed, s.tokenNew),
		post("/account/tokens/:id/remove", signed, s.tokenRemove),
		get("/admin", admin, s.administration),
		post("/admin/people", admin, s.adminAdd),
		post("/admin/people/:user/password", admin, s.adminPassword),
		post("/admin/people/:user/disable", admin, s.adminDisable),
	}
}

// mount registers every route. Those for machines and files stand outside of sessions.
func (s *Server) mount(e *echo.Echo) {
	plain := []Route{
		{http.MethodGet, "/healthz", open, s.alive},
		{http.MethodGet, "/readyz", open, s.ready},
		{http.MethodGet, static.Prefix + "*", open, s.asset},
	}
	for _, r := range plain {
		e.Add(r.Method, r.Path, r.handle)
	}
	pages := s.pages()
	for _, r := range pages {
		within := middleware.BodyLimit(strconv.Itoa(mostMegabytes(r.Path)) + "M")
		e.Add(r.Method, r.Path, s.guarded(r), s.remembered, s.known, within)
	}
	e.RouteNotFound("/*", func(echo.Context) error { return echo.ErrNotFound }, s.remembered, s.known)
	s.routes = append(plain, pages...)
	s.api = api.Mount(e, api.Deps{Store: s.store, Streams: s.streams, Log: s.log, Status: Status, BaseURL: s.baseURL, Paper: s.paper})
	for _, r := range s.api.Routes() {
		s.routes = append(s.routes, Route{Method: r.Method, Path: r.Path, Right: r.Right})
	}
}

// alive says that the program runs.
func (s *Server) alive(c echo.Context) error { return c.String(http.StatusOK, "ok\n") }

// ready says that the database is reachable and migrated.
func (s *Server) ready(c echo.Context) error {
	if err := s.store.Ready(c.Request().Context()); err != nil {
		return c.String(http.StatusServiceUnavailable, "database\n")
	}
	return c.String(http.StatusOK, "ok\n")
}
