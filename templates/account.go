package templates

// LoginForm is the form in which one signs in.
type LoginForm struct {
	Email, Back string
	Kept        *KeptFields // what was sent when the session had ended; nil = nothing
	Errors      []FieldError
}

// KeptFields are the fields of a form that waits until one has signed in.
type KeptFields struct {
	To     string   // where it was sent
	Who    string   // who had signed in last, as the browser knows
	Fields []Option // Label is the name of a field
}

// KeptView shows what was written when the session ended.
type KeptView struct {
	To     string
	Back   string   // the page that it stood on
	Fields []Option // all, to be sent again
	Wrote  []Option // those that people write, with their words
}

// PersonForm is the form in which one makes an account by a link.
type PersonForm struct {
	Action      string
	Name, Email string
	Errors      []FieldError
}

// SpaceForm is the form of a workspace's settings.
type SpaceForm struct {
	Name, Slug, Currency string
	Languages            []string
	Errors               []FieldError
	Seen                 Seen
}

// FieldMessage is the message of a field among errors, "" where it has none.
func FieldMessage(errors []FieldError, field string) string {
	for _, e := range errors {
		if e.Field == field {
			return e.Message
		}
	}
	return ""
}
