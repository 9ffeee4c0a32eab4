package store

import (
	"context"
	"database/sql"
	"errors"
	"net/mail"
	"strings"
	"sync"
	"time"

	"github.com/alexedwards/argon2id"

	"rootline/model"
)

// User is a person who can sign in.
type User struct {
	ID       string
	Email    string // lower case
	Name     string
	Admin    bool
	Disabled bool
	Language string // "" = as the browser asks
	Theme    string // "light", "dark"; "" = as the system has it
	TimeZone string // IANA name; "" = as the browser has it
	KeysOff  bool   // single keys do nothing
	Epoch    int64  // sessions of an earlier epoch have ended
}

// Author is this person as the author of a change.
func (u User) Author() model.Author { return model.Author{Kind: model.ByUser, ID: u.ID, Name: u.Name} }

// MinPassword is the least length of a password, in characters.
const MinPassword = 8

// passwordParams are the least that OWASP asks of argon2id.
var passwordParams = &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// hashing lets two passwords be hashed at once, so that a flood of sign-ins does not take all memory.
var hashing = make(chan struct{}, 2)

func hashPassword(password string) (string, error) {
	hashing <- struct{}{}
	defer func() { <-hashing }()
	return argon2id.CreateHash(password, passwordParams)
}

func samePassword(password, hash string) bool {
	hashing <- struct{}{}
	defer func() { <-hashing }()
	ok, err := argon2id.ComparePasswordAndHash(password, hash)
	return ok && err == nil
}

// nobodyHash is the hash of no password: it takes the same time to compare as that of a person.
var nobodyHash = sync.OnceValue(func() string {
	h, err := hashPassword("nobody has this password")
	if err != nil {
		panic(err) // no random numbers to be had
	}
	return h
})

// CheckPassword says what is wrong with a password to be set, nil where nothing is.
func CheckPassword(password string) *model.Error {
	n := len([]rune(password))
	switch {
	case n < MinPassword:
		return model.Fault(model.Invalid, "password", "password.short", "Min", MinPassword)
	case n > 1000:
		return model.Fault(model.Invalid, "password", "password.long")
	case commonPasswords[strings.ToLower(password)]:
		return model.Fault(model.Invalid, "password", "password.common")
	}
	return nil
}

// NormalEmail returns an address in the form in which it is kept, and whether it is one.
func NormalEmail(s string) (string, bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	a, err := mail.ParseAddress(s)
	return s, err == nil && a.Address == s && len(s) <= 254
}

// AddUser makes a person. An empty password means that they cannot sign in by one yet. Errors: Invalid; Conflict where the
// address is taken.
func (s *Store) AddUser(ctx context.Context, u User, password string, by model.Author) (User, error) {
	u, hash, err := s.newUser(u, password)
	if err != nil {
		return User{}, err
	}
	err = s.write(ctx, func(t *txn) error { return t.addUser(ctx, u, hash, by) })
	return u, err
}

// newUser checks a person to be made and hashes the password, outside any transaction: hashing takes its time.
func (s *Store) newUser(u User, password string) (User, string, error) {
	email, ok := NormalEmail(u.Email)
	u.Name = strings.TrimSpace(u.Name)
	if !ok {
		return u, "", model.Fault(model.Invalid, "email", "email")
	}
	if err := checkPersonName(u.Name); err != nil {
		return u, "", err
	}
	u.ID, u.Email = NewID(), email
	if password == "" {
		return u, "", nil
	}
	if err := CheckPassword(password); err != nil {
		return u, "", err
	}
	hash, err := hashPassword(password)
	return u, hash, err
}

func (t *txn) addUser(ctx context.Context, u User, hash string, by model.Author) error {
	_, err := t.ExecContext(ctx, `
		INSERT INTO users (id, email, name, password_hash, is_admin, disabled, language, theme, epoch, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9)`,
		u.ID, u.Email, u.Name, hash, u.Admin, false, u.Language, u.Theme, millis(t.store.Now()))
	if kind, _ := t.store.dialect.kind(err); err != nil && kind == model.Conflict {
		return model.Fault(model.Conflict, "email", "email.taken", "Email", u.Email)
	}
	if err != nil {
		return err
	}
	return t.audit(ctx, "", by, "user.add", u.ID, map[string]any{"email": u.Email, "name": u.Name, "admin": u.Admin})
}

const userColumns = `id, email, name, is_admin, disabled, language, theme, time_zone, keys_off, epoch`

func scanUser(row interface{ Scan(...any) error }) (u User, err error) {
	return u, row.Scan(&u.ID, &u.Email, &u.Name, &u.Admin, &u.Disabled, &u.Language, &u.Theme, &u.TimeZone, &u.KeysOff, &u.Epoch)
}

// User returns a person by id. Errors: NotFound.
func (s *Store) User(ctx context.Context, id string) (User, error) {
	u, err := scanUser(s.db.QueryRowContext(ctx, `SELECT `+userColumns+` FROM users WHERE id = $1`, id))
	return u, s.fault(err)
}

// UserByEmail returns a person by address. Errors: NotFound.
func (s *Store) UserByEmail(ctx context.Context, email string) (User, error) {
	email, _ = NormalEmail(email)
	u, err := scanUser(s.db.QueryRowContext(ctx, `SELECT `+userColumns+` FROM users WHERE email = $1`, email))
	return u, s.fault(err)
}

// Users lists all people by name.
func (s *Store) Users(ctx context.Context) ([]User, error) {
	list, err := collect(ctx, s.db, func(rows *sql.Rows) (User, error) { return scanUser(rows) },
		`SELECT `+userColumns+` FROM users ORDER BY name, id`)
	return list, s.fault(err)
}

// HasAdmin says whether an administrator who can sign in exists.
func (s *Store) HasAdmin(ctx context.Context) (bool, error) {
	var n int
	err := s.db.QueryRowContext(ctx, `SELECT COUNT(*) FROM users WHERE is_admin AND NOT disabled`).Scan(&n)
	return n > 0, s.fault(err)
}

// Sign-in limits within signInWindow. The tight one is for one account from one address, so that nobody can keep somebody
// else out, nor one office behind a proxy itself; the wide ones bound guessing from many addresses and at many accounts.
const (
	signInTries        = 10
	signInTriesAccount = 30
	signInTriesAddress = 60
	signInWindow       = 3 * time.Minute
)

// limit is how many tries are allowed under a key.
type limit struct {
	key  string
	most int
}

// signInLimits are the limits for something guarded by a password, asked for from an address.
func signInLimits(what, address string) []limit {
	return []limit{{what + " from " + address, signInTries}, {what, signInTriesAccount}, {"address:" + address, signInTriesAddress}}
}

// SignIn returns the person with this address and password. The answer and its time are the same for unknown people.
// Errors: Unauthenticated; TooMany.
func (s *Store) SignIn(ctx context.Context, email, password, address string) (User, error) {
	email, _ = NormalEmail(email)
	now := s.Now()
	limits := signInLimits("account:"+email, address)
	if err := s.attempt(ctx, now, limits); err != nil {
		return User{}, err
	}
	var hash string
	err := s.db.QueryRowContext(ctx, `SELECT password_hash FROM users WHERE email = $1 AND NOT disabled`, email).Scan(&hash)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return User{}, s.fault(err)
	}
	known, nobody := hash != "", nobodyHash() // made on the first sign-in of all, whoever it is
	if !known {
		hash = nobody
	}
	if !samePassword(password, hash) || !known {
		return User{}, model.Fault(model.Unauthenticated, "", "sign-in.wrong")
	}
	u, err := s.UserByEmail(ctx, email)
	if err != nil {
		return u, err
	}
	a := u.Author()
	a.Address = address
	return u, s.write(ctx, func(t *txn) error {
		// What succeeded was no attack; of an address, others may still be one.
		if _, err := t.ExecContext(ctx, `DELETE FROM attempts WHERE key = $1 OR key = $2 OR key = $3 AND at = $4`,
			limits[0].key, limits[1].key, limits[2].key, millis(now)); err != nil {
			return err
		}
		return t.audit(ctx, "", a, "sign-in", u.ID, nil)
	})
}

// attempt counts one try at now under each limit. Errors: TooMany where one of them is reached; nothing is counted then.
func (s *Store) attempt(ctx context.Context, now time.Time, limits []limit) error {
	return s.write(ctx, func(t *txn) error {
		if _, err := t.ExecContext(ctx, `DELETE FROM attempts WHERE at < $1`, millis(now.Add(-signInWindow))); err != nil {
			return err
		}
		for _, l := range limits {
			var n int
			if err := t.QueryRowContext(ctx, `SELECT COUNT(*) FROM attempts WHERE key = $1`, l.key).Scan(&n); err != nil {
				return err
			}
			if n >= l.most {
				return model.Fault(model.TooMany, "", "sign-in.many")
			}
			if _, err := t.ExecContext(ctx, `INSERT INTO attempts (key, at) VALUES ($1, $2)`, l.key, millis(now)); err != nil {
				return err
			}
		}
		return nil
	})
}

// SetPassword sets a password and ends all sessions of this person. Errors: Invalid; NotFound.
func (s *Store) SetPassword(ctx context.Context, user, password string, by model.Author) error {
	if err := CheckPassword(password); err != nil {
		return err
	}
	hash, err := hashPassword(password)
	if err != nil {
		return err
	}
	return s.updateUser(ctx, user, by, "user.password", nil, setPassword, hash)
}

const setPassword = `password_hash = $2, epoch = epoch + 1`

// HasPassword says whether this is the person's password.
func (s *Store) HasPassword(ctx context.Context, user, password string) (bool, error) {
	var hash string
	if err := s.db.QueryRowContext(ctx, `SELECT password_hash FROM users WHERE id = $1`, user).Scan(&hash); err != nil {
		return false, s.fault(err)
	}
	return hash != "" && samePassword(password, hash), nil
}

// PasswordSet says whether a person has a password: who came by a link may have none yet. Errors: NotFound.
func (s *Store) PasswordSet(ctx context.Context, user string) (bool, error) {
	var hash string
	err := s.db.QueryRowContext(ctx, `SELECT password_hash FROM users WHERE id = $1`, user).Scan(&hash)
	return hash != "", s.fault(err)
}

// SignOutEverywhere ends all sessions of a person.
func (s *Store) SignOutEverywhere(ctx context.Context, user string, by model.Author) error {
	return s.updateUser(ctx, user, by, "user.sign-out", nil, `epoch = epoch + 1`)
}

// SetDisabled keeps a person from signing in, or lets them again.
func (s *Store) SetDisabled(ctx context.Context, user string, disabled bool, by model.Author) error {
	return s.updateUser(ctx, user, by, "user.disable", map[string]any{"disabled": disabled}, `disabled = $2, epoch = epoch + 1`, disabled)
}

func checkPersonName(name string) error {
	switch {
	case name == "" || len(name) > 200 || strings.ContainsRune(name, 0):
		return model.Fault(model.Invalid, "name", "person.name")
	case model.Blank(name):
		return model.Fault(model.Invalid, "name", "name.blank")
	}
	return nil
}

// SetProfile sets how the person with u's id is named and served: name, language, theme, time zone, keys. Errors: Invalid;
// NotFound.
func (s *Store) SetProfile(ctx context.Context, u User, by model.Author) error {
	u.Name = strings.TrimSpace(u.Name)
	if err := checkPersonName(u.Name); err != nil {
		return err
	}
	if _, err := time.LoadLocation(u.TimeZone); err != nil || u.TimeZone == "Local" {
		return model.Fault(model.Invalid, "zone", "zone", "Value", u.TimeZone)
	}
	return s.updateUser(ctx, u.ID, by, "user.profile", map[string]any{"name": u.Name},
		`name = $2, language = $3, theme = $4, time_zone = $5, keys_off = $6`, u.Name, u.Language, u.Theme, u.TimeZone, u.KeysOff)
}

func (s *Store) updateUser(ctx context.Context, user string, by model.Author, act string, detail any, set string, args ...any) error {
	return s.write(ctx, func(t *txn) error { return t.updateUser(ctx, user, by, act, detail, set, args...) })
}

func (t *txn) updateUser(ctx context.Context, user string, by model.Author, act string, detail any, set string, args ...any) error {
	r, err := t.ExecContext(ctx, `UPDATE users SET `+set+` WHERE id = $1`, append([]any{user}, args...)...)
	if err := oneRow(r, err); err != nil {
		return err
	}
	if strings.Contains(set, "epoch") { // sessions end: streams ask again who they serve
		if err := t.wake(ctx, ""); err != nil {
			return err
		}
	}
	return t.audit(ctx, "", by, act, user, detail)
}

// oneRow turns "nothing was there" into NotFound.
func oneRow(r sql.Result, err error) error {
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return errors.Join(sql.ErrNoRows, err)
	}
	return nil
}
