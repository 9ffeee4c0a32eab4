package live

// Remember makes rooms forget events sooner than they would.
func (s *Streams) Remember(n int) { s.kept = n }
