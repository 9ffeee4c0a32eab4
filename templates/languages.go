package templates

// OwnName is a language's name in itself, for the people who look for it.
func OwnName(lang string) string {
	switch lang {
	case "fr":
		return "Français"
	case "zh":
		return "中文"
	case "fa":
		return "فارسی"
	}
	return "English"
}
