// Command rootline serves the web application and does from the command line what needs no browser: people and tokens,
// files in and out, checks, copies of the database.
//
// run below reads the command line; each command has a file of its own.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	_ "time/tzdata" // people read times in their own zones, whatever the machine knows

	"github.com/alecthomas/kong"

	"rootline/model"
	"rootline/store"
	"rootline/templates/say"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// The exit codes.
const (
	exitWell   = 0
	exitFailed = 1
	exitUsage  = 2
)

// commands are the command line: flags that all commands share, then the commands.
type commands struct {
	DB string `name:"db" placeholder:"PATH" help:"The database: a file, or a postgres:// address. By default rootline.db in your data folder."`

	Serve   serveCommand   `cmd:"" help:"Serve the web application."`
	User    userCommands   `cmd:"" help:"People who can sign in."`
	Token   tokenCommands  `cmd:"" help:"Tokens, by which programs act for a person."`
	Import  importCommand  `cmd:"" help:"Bring files into a workspace."`
	Export  exportCommand  `cmd:"" help:"Write a workspace as a file."`
	Check   checkCommand   `cmd:"" help:"Look for findings that stop and for broken thresholds."`
	Backup  backupCommand  `cmd:"" help:"Write a consistent copy of the database; the server may go on."`
	Restore restoreCommand `cmd:"" help:"Put a copy in the place of the database."`
	Routes  routesCommand  `cmd:"" help:"List every route and the right it asks."`
	Migrate migrateCommand `cmd:"" help:"Bring the database to the form that this program knows."`
	Version versionCommand `cmd:"" help:"Say which version this is."`
}

// program is what every command is handed.
type program struct {
	ctx    context.Context
	env    func(string) string
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	say    *say.Printer
	db     string
}

// usage is an error of the person who typed the command.
type usage struct{ error }

// run does what args say and returns the exit code.
func run(ctx context.Context, args []string, env func(string) string, stdin io.Reader, stdout, stderr io.Writer) int {
	p := &program{ctx: ctx, env: env, stdin: stdin, stdout: stdout, stderr: stderr, say: say.For("en")}
	var c commands
	left := -1 // the exit code where help was asked for
	parser, err := kong.New(&c, kong.Name("rootline"), kong.Description("Find the root causes of customer problems, in the ecosystem that produces them."),
		kong.Writers(stdout, stderr), kong.Exit(func(code int) { left = code }), kong.Resolvers(twins(env)), kong.ValueFormatter(withTwin))
	if err != nil {
		return p.complain("", err)
	}
	chosen, err := parser.Parse(args)
	if left >= 0 {
		return left
	}
	if err != nil {
		p.print(stderr, "rootline: %v\n%s\n", err, p.say.T("cli.help"))
		return exitUsage
	}
	if p.db = c.DB; p.db == "" {
		if p.db, err = defaultDB(env); err != nil {
			return p.complain("", err)
		}
	}
	return p.complain("", chosen.Run(p))
}

// twins gives each flag its twin in the environment: ROOTLINE_BASE_URL for --base-url.
func twins(env func(string) string) kong.Resolver {
	return kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		if v := env(twin(flag.Name)); v != "" && flag.Name != "help" {
			return v, nil
		}
		return nil, nil // the library's way to say that there is none
	})
}

func twin(flag string) string {
	return "ROOTLINE_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// withTwin is the help of a flag, with its twin.
func withTwin(v *kong.Value) string {
	if v.Flag == nil || v.Name == "help" {
		return v.Help
	}
	return strings.TrimSpace(v.Help + " ($" + twin(v.Name) + ")")
}

// open opens the database, as one that other programs may have open too.
func (p *program) open(o store.Options) (*store.Store, error) { return store.Open(p.ctx, p.db, o) }

// byCommand is the author of what the command line does.
func byCommand() model.Author { return model.Author{Kind: model.ByCommand} }

// print writes; where nobody reads any more there is nobody to tell.
func (p *program) print(w io.Writer, format string, args ...any) {
	_, _ = fmt.Fprintf(w, format, args...)
}

// complain says an error, each fault of it on a line of its own with its place, and returns the exit code.
func (p *program) complain(where string, err error) int {
	if err == nil {
		return exitWell
	}
	if found, ok := errors.AsType[findingsError](err); ok {
		if found.stops > 0 {
			p.print(p.stderr, "rootline: %s\n", p.say.T("cli.check.stops", "count", found.stops))
		}
		if found.broken > 0 {
			p.print(p.stderr, "rootline: %s\n", p.say.T("cli.check.broken", "count", found.broken))
		}
		return exitFailed
	}
	if u, ok := errors.AsType[usage](err); ok {
		p.print(p.stderr, "rootline: %v\n%s\n", u.error, p.say.T("cli.help"))
		return exitUsage
	}
	if in, ok := errors.AsType[*inFile](err); ok {
		where = in.name
	}
	for _, line := range p.sentences(err) {
		if !strings.Contains(line, where) {
			line = where + ": " + line
		}
		p.print(p.stderr, "rootline: %s\n", line)
	}
	return exitFailed
}

// sentences says what went wrong and what to do about it.
func (p *program) sentences(err error) []string {
	e, ok := errors.AsType[*model.Error](err)
	if !ok || e.Kind == model.Internal {
		return []string{p.say.T("cli.failed") + " (" + err.Error() + ")"} // the operator is who can repair it
	}
	var out []string
	for _, f := range e.All() {
		one := *f
		one.Also = nil
		line := p.say.Error(&one)
		if !strings.Contains(line, f.Field) { // also where there is none
			line = f.Field + ": " + line
		}
		out = append(out, line)
	}
	return out
}

// inFile is an error about a file that was named on the command line.
type inFile struct {
	name string
	err  error
}

func (e *inFile) Error() string { return e.name + ": " + e.err.Error() }

func (e *inFile) Unwrap() error { return e.err }

// progress tells a person at a terminal what takes its time; a pipe hears nothing.
func (p *program) progress(id string, args ...any) {
	f, ok := p.stderr.(*os.File)
	if !ok {
		return
	}
	if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
		p.print(f, "%s\n", p.say.T(id, args...))
	}
}
