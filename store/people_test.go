package store_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"rootline/model"
	"rootline/store"
)

const (
	good = "correct horse battery"
	home = "192.0.2.1"
)

func signedUp(t testing.TB, s *store.Store, name string) store.User {
	t.Helper()
	u, err := s.AddUser(t.Context(), store.User{Email: name + "@example.org", Name: name}, good, command)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestAddUser(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		u, err := s.AddUser(t.Context(), store.User{Email: "  Ana@Example.ORG ", Name: " Ana "}, good, command)
		if err != nil || u.Email != "ana@example.org" || u.Name != "Ana" {
			t.Fatalf("user = %+v, %v", u, err)
		}
		for _, tt := range []struct {
			name, email, person, password string
			kind                          model.ErrorKind
			msg                           string
		}{
			{"address taken, in other letters", "ANA@example.org", "Ana 2", good, model.Conflict, "email.taken"},
			{"no address", "ana", "Ana", good, model.Invalid, "email"},
			{"a name in the address", "Ana <ana@example.org>", "Ana", good, model.Invalid, "email"},
			{"no name", "ben@example.org", "  ", good, model.Invalid, "person.name"},
			{"a name that nobody sees", "ben@example.org", "\u200b\u2060", good, model.Invalid, "name.blank"},
			{"short password", "ben@example.org", "Ben", "1234567", model.Invalid, "password.short"},
			{"common password", "ben@example.org", "Ben", "Password123", model.Invalid, "password.common"},
		} {
			_, err := s.AddUser(t.Context(), store.User{Email: tt.email, Name: tt.person}, tt.password, command)
			wantKind(t, err, tt.kind, tt.msg)
		}
		u.Name = "\u200d"
		wantKind(t, s.SetProfile(t.Context(), u, command), model.Invalid, "name.blank")
		list, err := s.Users(t.Context())
		if err != nil || len(list) != 1 {
			t.Errorf("%d users, %v, want 1", len(list), err)
		}
		if admin, err := s.HasAdmin(t.Context()); err != nil || admin {
			t.Errorf("HasAdmin = %v, %v", admin, err)
		}
	})
}

// The same answer whatever is wrong, and no more than ten tries for an account from an address.
func TestSignIn(t *testing.T) {
	eachBase(t, func(t *testing.T, b base) {
		s := b.open(t)
		ana, gone := signedUp(t, s, "ana"), signedUp(t, s, "gone")
		if err := s.SetDisabled(t.Context(), gone.ID, true, command); err != nil {
			t.Fatal(err)
		}
		person(t, s, "nopass")
		u, err := s.SignIn(t.Context(), " ANA@example.org", good, home)
		if err != nil || u.ID != ana.ID {
			t.Fatalf("sign-in = %+v, %v", u, err)
		}
		for _, tt := range [][2]string{{"ana@example.org", "wrong password"}, {"nobody@example.org", good}, {"gone@example.org", good}, {"nopass@example.org", ""}, {"", ""}} {
			u, err := s.SignIn(t.Context(), tt[0], tt[1], "192.0.2.77")
			e := wantKind(t, err, model.Unauthenticated, "sign-in.wrong")
			if u != (store.User{}) || e.Field != "" || e.Args != nil {
				t.Errorf("%s: the answer tells more: %+v %+v", tt[0], u, e)
			}
		}
		b.advance(4 * time.Minute)
		wrong := func(times int, account, from string) {
			t.Helper()
			for range times {
				_, err := s.SignIn(t.Context(), account, "wrong password", from)
				wantKind(t, err, model.Unauthenticated, "sign-in.wrong")
			}
		}
		refused := func(from *store.Store, address string) {
			t.Helper()
			_, err := from.SignIn(t.Context(), "ana@example.org", good, address)
			wantKind(t, err, model.TooMany, "sign-in.many")
		}
		wrong(10, "ana@example.org", "203.0.113.1")
		refused(s, "203.0.113.1")
		refused(b.open(t), "203.0.113.1") // another process counts the same
		if _, err = s.SignIn(t.Context(), "ana@example.org", good, home); err != nil {
			t.Errorf("from another address = %v: nobody may keep somebody else out", err)
		}
		for i := range 3 { // from many addresses, an account stands no more than thirty
			wrong(10, "ana@example.org", fmt.Sprintf("198.51.100.%d", i))
		}
		refused(s, home)
		b.advance(3*time.Minute + time.Millisecond)
		for i := range 12 { // whoever succeeds uses nothing up
			if _, err = s.SignIn(t.Context(), "ana@example.org", good, home); err != nil {
				t.Fatalf("sign-in %d = %v", i, err)
			}
		}
		for i := range 6 { // and an address no more than sixty, whatever the accounts
			wrong(10, fmt.Sprintf("guess-%d@example.org", i), home)
		}
		refused(s, home)
		if _, err = s.SignIn(t.Context(), "ana@example.org", good, "192.0.2.99"); err != nil {
			t.Errorf("from another address = %v", err)
		}
	})
}

func TestEpoch(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ana := signedUp(t, s, "ana")
		epoch := func() int64 {
			u, err := s.User(t.Context(), ana.ID)
			if err != nil {
				t.Fatal(err)
			}
			return u.Epoch
		}
		last := epoch()
		for name, act := range map[string]func() error{
			"a new password":      func() error { return s.SetPassword(t.Context(), ana.ID, "another long one", command) },
			"sign-out everywhere": func() error { return s.SignOutEverywhere(t.Context(), ana.ID, command) },
			"disabled":            func() error { return s.SetDisabled(t.Context(), ana.ID, true, command) },
		} {
			if err := act(); err != nil {
				t.Fatal(err)
			}
			if now := epoch(); now <= last {
				t.Errorf("%s: epoch %d after %d, sessions go on", name, now, last)
			}
			last = epoch()
		}
		if err := s.SetProfile(t.Context(), store.User{ID: ana.ID, Name: "Ana B", Language: "fr", Theme: "dark", TimeZone: "Asia/Tehran", KeysOff: true}, command); err != nil || epoch() != last {
			t.Errorf("a new name: %v, epoch %d after %d, sessions end", err, epoch(), last)
		}
		if u, err := s.User(t.Context(), ana.ID); err != nil || u.Name != "Ana B" || u.TimeZone != "Asia/Tehran" || !u.KeysOff {
			t.Errorf("profile = %+v, %v", u, err)
		}
		for _, zone := range []string{"Atlantis", "Local", "../etc/passwd"} {
			wantKind(t, s.SetProfile(t.Context(), store.User{ID: ana.ID, Name: "Ana B", TimeZone: zone}, command), model.Invalid, "zone")
		}
		for id, want := range map[string]bool{ana.ID: true, person(t, s, "ben").ID: false} {
			if set, err := s.PasswordSet(t.Context(), id); err != nil || set != want {
				t.Errorf("PasswordSet(%s) = %v, %v, want %v", id, set, err, want)
			}
		}
		if ok, err := s.HasPassword(t.Context(), ana.ID, "another long one"); err != nil || !ok {
			t.Errorf("HasPassword = %v, %v", ok, err)
		}
		if ok, err := s.HasPassword(t.Context(), ana.ID, good); err != nil || ok {
			t.Errorf("HasPassword of the old one = %v, %v", ok, err)
		}
		wantKind(t, s.SetPassword(t.Context(), "no-such", good, command), model.NotFound, "not-found")
	})
}

func TestTokens(t *testing.T) {
	eachBase(t, func(t *testing.T, b base) {
		s := b.open(t)
		ana := person(t, s, "ana")
		add := func(tok store.Token) (store.Token, string) {
			t.Helper()
			tok, secret, err := s.AddToken(t.Context(), ana, tok, command)
			if err != nil {
				t.Fatal(err)
			}
			return tok, secret
		}
		reading, read := add(store.Token{Name: "export", Scope: store.ScopeRead})
		_, brief := add(store.Token{Name: "brief", Scope: store.ScopeWrite, Expires: b.Now().Add(time.Hour)})
		u, scope, err := s.UserByToken(t.Context(), read)
		if err != nil || u.ID != ana.ID || scope != store.ScopeRead {
			t.Fatalf("by token = %v %s, %v", u, scope, err)
		}
		if _, scope, err = s.UserByToken(t.Context(), brief); err != nil || scope != store.ScopeWrite {
			t.Errorf("brief = %s, %v", scope, err)
		}
		unknown := func(when, secret string) {
			t.Helper()
			_, _, err := s.UserByToken(t.Context(), secret)
			wantKind(t, err, model.Unauthenticated, "token.unknown")
		}
		b.advance(time.Hour)
		unknown("expired", brief)
		unknown("never made", "rl_x")
		unknown("empty", "")
		wantKind(t, s.RemoveToken(t.Context(), "another", reading.ID, command), model.NotFound, "not-found")
		_, kept := add(store.Token{Name: "kept", Scope: store.ScopeWrite})
		if err := s.RemoveToken(t.Context(), ana.ID, reading.ID, command); err != nil {
			t.Fatal(err)
		}
		unknown("revoked", read)
		if err := s.SetDisabled(t.Context(), ana.ID, true, command); err != nil {
			t.Fatal(err)
		}
		unknown("its person is disabled", kept)
		list, err := s.Tokens(t.Context(), ana.ID)
		if err != nil || len(list) != 2 {
			t.Errorf("tokens = %v, %v, want 2", list, err)
		}
		for msg, tok := range map[string]store.Token{
			"token.admin": {Name: "x", Scope: store.ScopeAdmin}, "token.scope": {Name: "x", Scope: "all"},
			"required": {Name: " ", Scope: store.ScopeRead}, "date.past": {Name: "x", Scope: store.ScopeRead, Expires: b.Now()},
			"date.far": {Name: "x", Scope: store.ScopeRead, Expires: time.Date(9999, 12, 31, 23, 0, 0, 0, time.UTC)},
		} {
			_, _, err := s.AddToken(t.Context(), ana, tok, command)
			if kindOf(err) != model.Invalid && kindOf(err) != model.Forbidden {
				t.Errorf("%s = %v", msg, err)
			}
		}
		var stored int
		if err := b.raw(t).QueryRow(`SELECT COUNT(*) FROM tokens WHERE secret_hash = $1`, kept).Scan(&stored); err != nil || stored != 0 {
			t.Errorf("the secret itself is stored %d times, %v", stored, err)
		}
	})
}

// A pass is used once, by the first of those who come at once, in whichever process.
func TestPasses(t *testing.T) {
	eachBase(t, func(t *testing.T, b base) {
		nodes := []*store.Store{b.open(t), b.open(t)}
		s := nodes[0]
		w := newShop(t, s)
		add := func(p store.Pass) string {
			t.Helper()
			p.Expires = b.Now().Add(time.Hour)
			_, secret, err := s.AddPass(t.Context(), p, command)
			if err != nil {
				t.Fatal(err)
			}
			return secret
		}
		atOnce := func(use func(s *store.Store, i int) error) (used int) {
			var mu sync.Mutex
			var all sync.WaitGroup
			for i := range 4 {
				all.Go(func() {
					err := use(nodes[i%2], i)
					mu.Lock()
					defer mu.Unlock()
					switch {
					case err == nil:
						used++
					case kindOf(err) != model.NotFound:
						t.Errorf("the later one = %v, want NotFound", err)
					}
				})
			}
			all.Wait()
			return used
		}
		invite := store.Pass{Kind: store.PassInvite, Workspace: w.id, Role: model.Editor}
		secret := add(invite)
		register := func(kind store.PassKind, secret, name string) func(*store.Store, int) error {
			return func(s *store.Store, i int) error {
				_, err := s.Register(t.Context(), kind, secret, store.User{Email: name + string(rune('a'+i)) + "@example.org", Name: name}, good)
				return err
			}
		}
		if n := atOnce(register(store.PassInvite, secret, "inv")); n != 1 {
			t.Errorf("an invitation was used %d times", n)
		}
		members, err := s.Members(t.Context(), w.id)
		if err != nil || len(members) != 1 || members[0].Role != model.Editor {
			t.Errorf("members = %v, %v, want one editor", members, err)
		}
		setup := add(store.Pass{Kind: store.PassSetup})
		if got := kindOf(register(store.PassInvite, setup, "wrong")(s, 0)); got != model.NotFound {
			t.Errorf("a pass of another kind: kind %d, want NotFound", got)
		}
		later := add(store.Pass{Kind: store.PassSetup})
		if got := kindOf(register(store.PassSetup, setup, "old")(s, 0)); got != model.NotFound {
			t.Errorf("an older setup link: kind %d, want NotFound", got)
		}
		if n := atOnce(register(store.PassSetup, later, "adm")); n != 1 {
			t.Errorf("the setup link was used %d times", n)
		}
		if admin, err := s.HasAdmin(t.Context()); err != nil || !admin {
			t.Errorf("HasAdmin = %v, %v", admin, err)
		}
		// A refused registration leaves the pass open.
		secret = add(invite)
		_, err = s.Register(t.Context(), store.PassInvite, secret, store.User{Email: members[0].Email, Name: "Twice"}, good)
		wantKind(t, err, model.Conflict, "email.taken")
		ben := person(t, s, "ben")
		if n := atOnce(func(s *store.Store, _ int) error { return s.AcceptInvitation(t.Context(), secret, ben) }); n != 1 {
			t.Errorf("an invitation was accepted %d times", n)
		}
		lower := add(store.Pass{Kind: store.PassInvite, Workspace: w.id, Role: model.Viewer})
		if err := s.AcceptInvitation(t.Context(), lower, ben); err != nil {
			t.Error(err)
		}
		if p, err := s.Place(t.Context(), "lamp-shop", ben); err != nil || p.Role != model.Editor {
			t.Errorf("after a lower invitation the role is %q, %v, want it kept", p.Role, err)
		}
		reset := add(store.Pass{Kind: store.PassPassword, User: ben.ID})
		_, err = s.ResetPassword(t.Context(), reset, "short")
		wantKind(t, err, model.Invalid, "password.short")
		if n := atOnce(func(s *store.Store, _ int) error { _, err := s.ResetPassword(t.Context(), reset, good); return err }); n != 1 {
			t.Errorf("a reset link was used %d times", n)
		}
		if _, err := s.SignIn(t.Context(), "ben@example.org", good, home); err != nil {
			t.Errorf("sign-in with the new password = %v", err)
		}
		open := add(invite)
		list, err := s.Invitations(t.Context(), w.id)
		if err != nil || len(list) != 1 {
			t.Fatalf("open invitations = %v, %v, want 1", list, err)
		}
		b.advance(time.Hour)
		if _, err = s.Pass(t.Context(), store.PassInvite, open); kindOf(err) != model.NotFound {
			t.Errorf("expired = %v, want NotFound", err)
		}
		if err := s.RemoveInvitation(t.Context(), w.id, list[0].ID, command); err != nil {
			t.Error(err)
		}
		wantKind(t, s.RemoveInvitation(t.Context(), w.id, list[0].ID, command), model.NotFound, "not-found")
	})
}

func TestShares(t *testing.T) {
	eachBase(t, func(t *testing.T, b base) {
		s := b.open(t)
		w := newShop(t, s)
		add := func(sh store.Share, password string) (store.Share, string) {
			t.Helper()
			sh.Workspace, sh.Target, sh.Expires = w.id, "problem:p", b.Now().Add(time.Hour)
			sh, secret, err := s.AddShare(t.Context(), sh, password, command)
			if err != nil {
				t.Fatal(err)
			}
			return sh, secret
		}
		open, secret := add(store.Share{Audience: "board", Language: "fr", Redact: true}, "")
		revoked, revokedSecret := add(store.Share{}, "")
		locked, lockedSecret := add(store.Share{}, "a word")
		got, err := s.ShareBySecret(t.Context(), secret)
		if err != nil || got != open {
			t.Errorf("share = %+v, %v, want %+v", got, err, open)
		}
		if got, err := s.ShareBySecret(t.Context(), lockedSecret); err != nil || !got.Password {
			t.Errorf("locked share = %+v, %v", got, err)
		}
		if err := s.RevokeShare(t.Context(), w.id, revoked.ID, command); err != nil {
			t.Fatal(err)
		}
		list, err := s.Shares(t.Context(), w.id)
		if err != nil || len(list) != 2 {
			t.Errorf("open shares = %v, %v, want 2", list, err)
		}
		closed := map[string]string{"revoked": revokedSecret, "unknown": "no-such", "empty": ""}
		b.advance(time.Hour)
		closed["expired"] = secret
		var answers []string
		for name, secret := range closed {
			_, err := s.ShareBySecret(t.Context(), secret)
			wantKind(t, err, model.NotFound, "not-found")
			answers = append(answers, err.Error())
			if err.Error() != answers[0] {
				t.Errorf("%s answers %q, others %q", name, err, answers[0])
			}
		}
		wantKind(t, s.RevokeShare(t.Context(), "another", locked.ID, command), model.NotFound, "not-found")
		wantKind(t, s.RevokeShare(t.Context(), w.id, revoked.ID, command), model.NotFound, "not-found")
		_, _, err = s.AddShare(t.Context(), store.Share{Workspace: w.id, Expires: b.Now()}, "", command)
		wantKind(t, err, model.Invalid, "date.past")
		for password, want := range map[string]bool{"a word": true, "another": false, "": false} {
			if ok, err := s.OpensShare(t.Context(), locked, password, home); err != nil || ok != want {
				t.Errorf("OpensShare(%q) = %v, %v, want %v", password, ok, err, want)
			}
		}
		var last error
		for range 8 {
			_, last = s.OpensShare(t.Context(), locked, "a guess", home)
		}
		wantKind(t, last, model.TooMany, "sign-in.many")
	})
}

func TestSessions(t *testing.T) {
	eachBase(t, func(t *testing.T, b base) {
		x := b.open(t).Sessions()
		at := b.Now()
		if err := x.Commit("token", []byte("one"), at.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		if err := x.Commit("token", []byte("two\x00\xff"), at.Add(2*time.Hour)); err != nil {
			t.Fatal(err)
		}
		if err := x.Commit("short", []byte("x"), at.Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		find := func(token, want string) {
			t.Helper()
			got, ok, err := x.Find(token)
			if err != nil || ok != (want != "") || string(got) != want {
				t.Errorf("Find(%s) = %q, %v, %v, want %q", token, got, ok, err, want)
			}
		}
		find("token", "two\x00\xff")
		find("short", "x")
		find("nobody's", "")
		b.advance(time.Hour)
		find("token", "two\x00\xff")
		find("short", "")
		if err := x.Delete("token"); err != nil {
			t.Fatal(err)
		}
		find("token", "")
		if err := x.Commit("new", []byte("n"), b.Now().Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		var rows, plain int
		err := b.raw(t).QueryRow(`SELECT COUNT(*), COALESCE(SUM(CASE WHEN token_hash = 'new' THEN 1 ELSE 0 END), 0) FROM sessions`).Scan(&rows, &plain)
		if err != nil || rows != 1 || plain != 0 {
			t.Errorf("%d rows, %d with the token itself, %v: want what expired gone, and hashes", rows, plain, err)
		}
	})
}

// What is done to people and places is in the audit, in the same transaction: what failed is not.
func TestAudit(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		by := model.Author{Kind: model.ByUser, ID: "u1", Name: "Root", Address: home, Request: "r-1"}
		w := newShop(t, s)
		ana, err := s.AddUser(t.Context(), store.User{Email: "ana@example.org", Name: "Ana"}, "", by)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.SetMember(t.Context(), w.id, ana.ID, model.Owner, by); err != nil {
			t.Fatal(err)
		}
		wantKind(t, s.RemoveMember(t.Context(), w.id, ana.ID, by), model.Conflict, "member.last-owner")
		_, err = s.AddUser(t.Context(), store.User{Email: "ana@example.org", Name: "Ana"}, "", by)
		wantKind(t, err, model.Conflict, "email.taken")
		acts := func(workspace string) (got []string) {
			list, err := s.Audit(t.Context(), workspace, 10)
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range list {
				got = append(got, a.Act+" "+a.Target+" "+a.Actor.Name+" "+a.Actor.Address+" "+a.Actor.Request)
			}
			return got
		}
		if got := acts(""); len(got) != 1 || got[0] != "user.add "+ana.ID+" Root "+home+" r-1" {
			t.Errorf("acts = %q", got)
		}
		if got := acts(w.id); len(got) != 2 || got[0] != "member.set "+ana.ID+" Root "+home+" r-1" {
			t.Errorf("acts in the workspace = %q", got)
		}
	})
}
