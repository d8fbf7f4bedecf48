package aludel

import "aludel/internal/wit"

// Statement is a prepared statement. Close it when it is no longer needed.
type Statement struct {
	handle wit.Statement
	closed bool
}

// Execute runs it once.
func (statement *Statement) Execute(parameters ...any) (Outcome, error) {
	values, err := lowerAll(parameters)
	if err != nil {
		return Outcome{}, err
	}
	outcome, failure := statement.handle.Execute(values)
	if failure != nil {
		return Outcome{}, newDatabaseError(failure)
	}
	return outcomeOf(outcome), nil
}

// Query runs it and streams its rows.
func (statement *Statement) Query(parameters ...any) (*Cursor, error) {
	values, err := lowerAll(parameters)
	if err != nil {
		return nil, err
	}
	handle, failure := statement.handle.Query(values)
	if failure != nil {
		return nil, newDatabaseError(failure)
	}
	return newCursor(handle), nil
}

// ExecuteMany runs it once a row, in one call; gives the rows affected in all.
func (statement *Statement) ExecuteMany(rows [][]any) (uint64, error) {
	lowered := make([][]wit.Value, len(rows))
	for place, row := range rows {
		values, err := lowerAll(row)
		if err != nil {
			return 0, err
		}
		lowered[place] = values
	}
	affected, failure := statement.handle.ExecuteMany(lowered)
	return affected, asError(failure)
}

// ExecuteBatch is [Statement.ExecuteMany] of rows in columnar form.
func (statement *Statement) ExecuteBatch(rows *Batch) (uint64, error) {
	affected, failure := statement.handle.ExecuteBatch(rows.raw)
	return affected, asError(failure)
}

// Close gives the statement back to the server.
func (statement *Statement) Close() {
	if !statement.closed {
		statement.closed = true
		statement.handle.Drop()
	}
}
