package templates

// LoginForm is the form in which one signs in.
type LoginForm struct {
	Email, Back string
	Errors      []FieldError
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
