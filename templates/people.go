package templates

// Secret is something that is shown once and never again: a link, a token.
type Secret struct{ Label, Says, Value string }

// PeopleView is what the page of a workspace's members shows.
type PeopleView struct {
	Members   []MemberRow
	Open      []InvitationRow
	Owns      bool // the person decides over members
	Form      InviteForm
	InviteURL string
	Roles     []Option
	Days      []Option
	Link      Secret // an invitation just made
	Fault     string // why what was asked was not done
}

// MemberRow is a member of a workspace.
type MemberRow struct {
	ID, Name, Email, Role, URL string
	Disabled, You              bool
}

// InvitationRow is an open invitation.
type InvitationRow struct{ Email, Role, Until, RemoveURL string }

// InviteForm is the form in which one invites somebody.
type InviteForm struct {
	Email, Role string
	Days        int
	Errors      []FieldError
}

// JoinView greets who comes by an invitation.
type JoinView struct {
	Workspace, Role, RoleSays string
	Form                      PersonForm
}

// PasswordForm asks for a new password.
type PasswordForm struct {
	Action, Name, Email string
	Errors              []FieldError
}

// AccountView is the page of who has signed in.
type AccountView struct {
	Name, Email, Language, Theme string
	Zone                         string // IANA name; "" = the browser's
	BrowserZone                  string // "" = not known
	Zones                        []string
	Keys                         bool // single keys do something
	HasPassword                  bool
	Errors                       []FieldError
	Tokens                       []TokenRow
	Token                        TokenForm
	Scopes, Days                 []Option
	Fresh                        Secret // a token just made
}

// TokenRow is a token of a person.
type TokenRow struct {
	Name, Scope, Made, Until, RemoveURL string
	Over                                bool // it has expired
}

// TokenForm is the form in which one makes a token.
type TokenForm struct{ Name, Scope, Days string }

// AdminView is the page of the installation's people.
type AdminView struct {
	People []AdminRow
	Form   AdminForm
	Link   Secret
	Fault  string
}

// AdminRow is a person of the installation.
type AdminRow struct {
	Name, Email, URL     string
	Admin, Disabled, You bool
}

// AdminForm is the form in which an administrator adds somebody.
type AdminForm struct {
	Name, Email string
	Admin       bool
	Errors      []FieldError
}

func (r MemberRow) roleOptions(roles []Option) []Option {
	out := append([]Option(nil), roles...)
	for i := range out {
		out[i].On = out[i].Value == r.Role
	}
	return out
}
