package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"

	"rootline/model"
)

// Backup writes a consistent copy of a SQLite database to a new file while others go on working. Errors: Conflict where the
// file exists; Invalid on PostgreSQL, which has tools of its own for this.
func (s *Store) Backup(ctx context.Context, file string) error {
	if s.dialect != &sqliteDialect {
		return model.Fault(model.Invalid, "", "backup.postgres")
	}
	if _, err := os.Stat(file); err == nil {
		return model.Fault(model.Conflict, file, "file.exists", "Path", file)
	}
	// VACUUM INTO wants a connection that may write and no transaction around it: one of its own, so that the writer goes on.
	db, err := sql.Open("sqlite", sqliteURL(s.dsn, "deferred", ground...))
	if err == nil {
		defer func() { _ = db.Close() }() // only read from the database itself
		_, err = db.ExecContext(ctx, `VACUUM INTO $1`, file)
	}
	if err == nil {
		err = seal(file)
	}
	if err != nil {
		_ = os.Remove(file)                                                       // perhaps never made; the first error tells
		if kind, msg := sqliteKind(err); msg == "db.format" || msg == "db.full" { // not for want of rights in a folder
			return &model.Error{Kind: kind, Field: s.dsn, Msg: msg, Args: map[string]any{"Path": s.dsn}, Err: err}
		}
		return &model.Error{Kind: model.Unavailable, Field: file, Msg: "backup.write", Args: map[string]any{"Path": file}, Err: err}
	}
	return nil
}

// A copy is sealed by a checksum of the whole file (CRC-32C) in the four bytes that SQLite leaves to applications
// (user_version, https://www.sqlite.org/fileformat.html): SQLite's own check does not notice one letter that became another.
const (
	sealAt  = 60
	sealLen = 4
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// seal writes the checksum of a file into it and sees it onto the disk.
func seal(file string) error {
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	sum, _, err := checksum(f)
	if err == nil {
		_, err = f.WriteAt(binary.BigEndian.AppendUint32(nil, sum), sealAt)
	}
	return errors.Join(err, f.Sync(), f.Close())
}

// checksum returns the checksum of a file, and the one that it carries; 0 = none.
func checksum(f io.ReadSeeker) (sum, sealed uint32, err error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return 0, 0, err
	}
	head := make([]byte, sealAt+sealLen)
	if _, err := io.ReadFull(f, head); err != nil {
		return 0, 0, err
	}
	sealed = binary.BigEndian.Uint32(head[sealAt:])
	clear(head[sealAt:])
	h := crc32.New(castagnoli)
	h.Write(head) // a hash never fails
	_, err = io.Copy(h, f)
	return max(h.Sum32(), 1), sealed, err
}

// unseal takes the checksum out of a file that is to be worked with.
func unseal(f io.WriterAt) error {
	_, err := f.WriteAt(make([]byte, sealLen), sealAt)
	return err
}

// Exists says whether a database is there, as far as its address tells: a file that is missing has none. Errors: NotFound.
func Exists(dsn string) error {
	if dialectOf(dsn) != &sqliteDialect {
		return nil
	}
	if _, err := os.Stat(dsn); err != nil {
		return &model.Error{Kind: model.NotFound, Field: dsn, Msg: "file.missing", Args: map[string]any{"Path": dsn}, Err: err}
	}
	return nil
}

// CheckBackup says whether a file is a whole database that this program can read. Errors: NotFound; Invalid where it is
// damaged or no database of ours; Unavailable where a newer program made it.
func CheckBackup(ctx context.Context, file string) error {
	bad := func(err error) error {
		return &model.Error{Kind: model.Invalid, Field: file, Msg: "backup.bad", Args: map[string]any{"Path": file}, Err: err}
	}
	f, err := os.Open(file)
	if err != nil {
		return &model.Error{Kind: model.NotFound, Field: file, Msg: "file.missing", Args: map[string]any{"Path": file}, Err: err}
	}
	sum, sealed, err := checksum(f)
	_ = f.Close() // only read
	if err != nil {
		return bad(err)
	}
	if sealed != 0 && sealed != sum {
		return bad(fmt.Errorf("checksum is %08x, the file says %08x", sum, sealed))
	}
	db, err := sql.Open("sqlite", sqliteURL(file, "deferred", "query_only(1)")+"&mode=ro")
	if err != nil {
		return bad(err)
	}
	defer func() { _ = db.Close() }() // only read
	var answer string
	if err := db.QueryRowContext(ctx, `PRAGMA integrity_check(1)`).Scan(&answer); err != nil || answer != "ok" {
		return bad(errors.Join(err, errors.New(answer)))
	}
	var have int64
	if err := db.QueryRowContext(ctx, `SELECT MAX(version_id) FROM goose_db_version, (SELECT COUNT(*) FROM workspaces) x`).Scan(&have); err != nil {
		return bad(err)
	}
	if want := newest(&sqliteDialect); have > want {
		return model.Fault(model.Unavailable, file, "backup.newer", "Have", have, "Want", want, "Path", file)
	}
	return nil
}
