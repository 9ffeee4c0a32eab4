package store

import (
	"context"
	"database/sql"
	"math/bits"
	"strconv"
	"strings"
)

// statements keeps compiled what is run again and again, for an engine that would compile it anew each time. The writer has
// one and the readers share one, behind a lock.
type statements struct {
	ready map[string]*sql.Stmt
	asked map[string]int // how often, by text
}

const (
	maxStatements = 64
	maxStatement  = 2000 // bytes of text; longer ones carry many rows, whose work outweighs compiling
)

// of returns the compiled statement, nil where it is not one of those asked for often.
func (c *statements) of(query string) *sql.Stmt {
	if st := c.ready[query]; st != nil || len(c.ready) == maxStatements || len(query) > maxStatement {
		return st
	}
	if c.asked == nil || len(c.asked) > 4*maxStatements {
		c.asked = make(map[string]int)
	}
	c.asked[query]++
	return nil
}

// prepare compiles what was asked for twice. The connection must be free: call it between transactions.
func (c *statements) prepare(db *sql.DB) {
	for query, n := range c.asked {
		if n < 2 || len(c.ready) == maxStatements {
			continue
		}
		delete(c.asked, query) // one try
		c.keep(query)(db.PrepareContext(context.Background(), query))
	}
}

// keep takes in what compiling gave, and returns the statement to use: another where somebody was faster, nil where there
// is none or no more room.
func (c *statements) keep(query string) func(*sql.Stmt, error) *sql.Stmt {
	return func(st *sql.Stmt, err error) *sql.Stmt {
		if err != nil {
			return nil // it runs as it is; whatever is wrong shows then
		}
		if had := c.ready[query]; had != nil || len(c.ready) == maxStatements {
			_ = st.Close() // it was never used
			return had
		}
		if c.ready == nil {
			c.ready = make(map[string]*sql.Stmt)
		}
		delete(c.asked, query)
		c.ready[query] = st
		return st
	}
}

func (c *statements) close() {
	for _, st := range c.ready {
		_ = st.Close() // the connection goes next
	}
}

// maxParams is how many parameters one statement carries; the engines' own limits are higher.
const maxParams = 16_000

// chunk is how many of n rows the next statement takes: a power of two, so that few texts come up and each can be kept
// compiled.
func chunk(n, columns int) int {
	return 1 << (bits.Len(uint(min(n, maxParams/columns))) - 1)
}

// marks returns the places of n parameters in a list, the first of which has the given number.
func (d *dialect) marks(from, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		if d.plain {
			b.WriteByte('?')
		} else {
			b.WriteString("$" + strconv.Itoa(from+i))
		}
	}
	return b.String()
}

// values returns " VALUES ($1, $2), ($3, $4) " for rows of so many columns.
func (d *dialect) values(rows, columns int) string {
	var b strings.Builder
	b.WriteString(" VALUES ")
	for i := range rows {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString("(" + d.marks(1+i*columns, columns) + ")")
	}
	return b.String() + " "
}
