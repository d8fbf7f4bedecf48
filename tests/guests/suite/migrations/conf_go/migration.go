// /// migration
// revision = "conf_go"
// message = "conformance in Go"
// ///

// What a migration of every language does in the same way, one case after the other.
package main

import (
	"fmt"

	"aludel"
)

const unicodeTable = `conf_größe "q"`

// testCase is what a migration can do, and what it leaves behind: tables in the order of their creation.
type testCase struct {
	upgrade func(*aludel.DB) error
	tables  []string
}

var cases = map[string]testCase{
	"ddl":          {ddl, []string{"conf_ddl"}},
	"values":       {values, []string{"conf_values", "conf_copy"}},
	"nulls":        {nulls, []string{"conf_nulls"}},
	"unicode":      {unicode, []string{unicodeTable}},
	"batch":        {batch, []string{"conf_batch"}},
	"paging":       {paging, []string{"conf_paging"}},
	"one":          {one, nil},
	"prepared":     {prepared, []string{"conf_prepared"}},
	"savepoint":    {savepoint, []string{"conf_savepoint"}},
	"bulk-insert":  {bulkInsert, []string{"conf_bulk", "conf_undone"}},
	"bulk-update":  {bulkUpdate, []string{"conf_update"}},
	"arguments":    {arguments, nil},
	"progress":     {progress, nil},
	"caught":       {caught, []string{"conf_caught"}},
	"uncaught":     {uncaught, []string{"conf_uncaught"}},
	"crash":        {crash, nil},
	"panic-beside": {panicBeside, nil},
	"deadlock":     {deadlock, nil},
	"precondition": {precondition, nil},
	"other":        {other, nil},
	"refusal":      {refusal, nil},
	"offline":      {offline, []string{"conf_offline"}},
	"irreversible": {say("nothing to do"), nil},
	"verify":       {say("to verify"), nil},
	"operations":   {operations, []string{"conf_parent", "conf_child"}},
}

func chosen() (string, testCase, error) {
	name, _ := aludel.Argument("case")
	found, known := cases[name]
	if !known {
		return name, found, fmt.Errorf("there is no case `%s`", name)
	}
	return name, found, nil
}

// Upgrade does what the argument `case` names.
func Upgrade(db *aludel.DB) error {
	_, found, err := chosen()
	if err != nil {
		return err
	}
	return found.upgrade(db)
}

// Downgrade drops what the case made.
func Downgrade(db *aludel.DB) error {
	name, found, err := chosen()
	if err != nil {
		return err
	}
	if name == "irreversible" {
		return aludel.Irreversible("there is no way back")
	}
	for place := len(found.tables) - 1; place >= 0; place-- {
		table := found.tables[place]
		if table == unicodeTable {
			table = db.Quote(table)
		}
		if err := execute(db, "DROP TABLE "+table); err != nil {
			return err
		}
	}
	return nil
}

// Verify runs after the upgrade.
func Verify(*aludel.DB) error {
	name, _, err := chosen()
	if name == "verify" {
		aludel.Info("verified")
	}
	return err
}

func execute(db *aludel.DB, sql string, parameters ...any) error {
	_, err := db.Execute(sql, parameters...)
	return err
}

func say(text string) func(*aludel.DB) error {
	return func(*aludel.DB) error {
		aludel.Info(text)
		return nil
	}
}

func given(name string) (string, error) {
	value, found := aludel.Argument(name)
	if !found {
		return "", fmt.Errorf("the argument `%s` is missing", name)
	}
	return value, nil
}

func runGiven(db *aludel.DB) error {
	script, err := given("ddl")
	if err != nil {
		return err
	}
	return db.ExecuteScript(script)
}

func logf(format string, values ...any) {
	aludel.Info(fmt.Sprintf(format, values...))
}
