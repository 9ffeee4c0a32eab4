package web

import (
	"sync"
	"time"

	"github.com/labstack/echo/v4"
)

// zones are the zones that were asked for by name: reading one takes a file.
var zones sync.Map

// zoneNamed returns the zone of this IANA name, nil where there is none or none is named.
func zoneNamed(name string) *time.Location {
	if name == "" || name == "Local" {
		return nil
	}
	if z, ok := zones.Load(name); ok {
		return z.(*time.Location)
	}
	z, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	zones.Store(name, z) // only names that exist: there are some six hundred
	return z
}

// zoneOf is the zone in which a person reads times: the one that they chose, else that of their browser, which its script
// tells, else the server's.
func zoneOf(c echo.Context, chosen string) *time.Location {
	for _, name := range []string{chosen, cookie(c, "tz")} {
		if z := zoneNamed(name); z != nil {
			return z
		}
	}
	return time.Local
}

// someZones are offered to who chooses one; any other can be typed.
var someZones = []string{"Africa/Cairo", "Africa/Casablanca", "Africa/Johannesburg", "Africa/Lagos", "Africa/Nairobi", "America/Bogota", "America/Buenos_Aires",
	"America/Chicago", "America/Denver", "America/Halifax", "America/Los_Angeles", "America/Mexico_City", "America/Montreal", "America/New_York", "America/Sao_Paulo",
	"America/Toronto", "America/Vancouver", "Asia/Baghdad", "Asia/Baku", "Asia/Bangkok", "Asia/Beirut", "Asia/Dhaka", "Asia/Dubai", "Asia/Ho_Chi_Minh", "Asia/Hong_Kong",
	"Asia/Istanbul", "Asia/Jakarta", "Asia/Jerusalem", "Asia/Kabul", "Asia/Karachi", "Asia/Kolkata", "Asia/Kuala_Lumpur", "Asia/Manila", "Asia/Riyadh", "Asia/Seoul",
	"Asia/Shanghai", "Asia/Singapore", "Asia/Taipei", "Asia/Tashkent", "Asia/Tehran", "Asia/Tokyo", "Atlantic/Reykjavik", "Australia/Adelaide", "Australia/Brisbane",
	"Australia/Melbourne", "Australia/Perth", "Australia/Sydney", "Europe/Amsterdam", "Europe/Athens", "Europe/Berlin", "Europe/Brussels", "Europe/Bucharest",
	"Europe/Budapest", "Europe/Copenhagen", "Europe/Dublin", "Europe/Helsinki", "Europe/Kyiv", "Europe/Lisbon", "Europe/London", "Europe/Luxembourg", "Europe/Madrid",
	"Europe/Oslo", "Europe/Paris", "Europe/Prague", "Europe/Rome", "Europe/Sofia", "Europe/Stockholm", "Europe/Vienna", "Europe/Warsaw", "Europe/Zurich",
	"Indian/Mauritius", "Pacific/Auckland", "Pacific/Honolulu", "UTC"}
