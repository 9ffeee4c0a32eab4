package main

import (
	"encoding/json"

	"rootline/web"
)

type routesCommand struct {
	JSON bool `name:"json" help:"As JSON."`
}

// Run lists the routes. It needs no database.
func (c *routesCommand) Run(p *program) error {
	routes := web.New(web.Options{}).Routes()
	if c.JSON {
		e := json.NewEncoder(p.stdout)
		e.SetIndent("", "  ")
		return e.Encode(routes)
	}
	for _, r := range routes {
		p.print(p.stdout, "%-7s %-60s %s\n", r.Method, r.Path, r.Right)
	}
	return nil
}
