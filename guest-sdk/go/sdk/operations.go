package aludel

import (
	"aludel/internal/wit"
	"aludel/schema"
)

// CreateTable makes a table: see package [schema].
func (db *DB) CreateTable(name schema.Name, define func(*schema.Table)) error {
	table, guard := schema.BuildTable(name, define)
	return asError(wit.OperationsCreateTable(db.handle, table, guard))
}

// DropTable drops a table.
func (db *DB) DropTable(name schema.Name, conditions ...schema.Condition) error {
	return asError(wit.OperationsDropTable(db.handle, name.Build(), schema.BuildGuard(conditions)))
}

// RenameTable gives a table another name.
func (db *DB) RenameTable(name, to schema.Name) error {
	return asError(wit.OperationsRenameTable(db.handle, name.Build(), to.Build()))
}

// AlterTable changes a table. All changes are one ALTER where the database can, and one copy of the table where it cannot.
func (db *DB) AlterTable(name schema.Name, define func(*schema.Alter)) error {
	changes, rebuild := schema.BuildAlter(define)
	return asError(wit.OperationsAlterTable(db.handle, name.Build(), changes, rebuild))
}

// CreateIndex makes an index over columns of a table. [DB.AlterTable] can say more of one.
func (db *DB) CreateIndex(name string, table schema.Name, columns ...string) error {
	return db.AlterTable(table, func(t *schema.Alter) { t.AddIndex(name, columns...) })
}

// DropIndex drops an index of a table.
func (db *DB) DropIndex(name string, table schema.Name, conditions ...schema.Condition) error {
	return db.AlterTable(table, func(t *schema.Alter) { t.DropIndex(name, conditions...) })
}

// CreateEnum makes an enum, where the dialect has named ones.
func (db *DB) CreateEnum(name schema.Name, labels ...string) error {
	definition := wit.EnumDef{Name: name.Build(), Labels: labels}
	return asError(wit.OperationsCreateEnum(db.handle, definition, wit.Guard{}))
}

// AlterEnum changes an enum.
func (db *DB) AlterEnum(name schema.Name, define func(*schema.Enum)) error {
	return asError(wit.OperationsAlterEnum(db.handle, name.Build(), schema.BuildEnum(define), wit.Guard{}))
}

// DropEnum drops an enum.
func (db *DB) DropEnum(name schema.Name, conditions ...schema.Condition) error {
	return asError(wit.OperationsDropEnum(db.handle, name.Build(), schema.BuildGuard(conditions)))
}

// CreateSequence makes a sequence; define may be nil.
func (db *DB) CreateSequence(name schema.Name, define func(*schema.Sequence), conditions ...schema.Condition) error {
	definition := schema.BuildSequence(name, define)
	return asError(wit.OperationsCreateSequence(db.handle, definition, schema.BuildGuard(conditions)))
}

// AlterSequence changes a sequence.
func (db *DB) AlterSequence(name schema.Name, define func(*schema.Sequence)) error {
	change := schema.BuildSequenceChange(define)
	return asError(wit.OperationsAlterSequence(db.handle, name.Build(), change, wit.Guard{}))
}

// DropSequence drops a sequence.
func (db *DB) DropSequence(name schema.Name, conditions ...schema.Condition) error {
	return asError(wit.OperationsDropSequence(db.handle, name.Build(), schema.BuildGuard(conditions)))
}

// CreateView makes a view of a query.
func (db *DB) CreateView(name schema.Name, query string, conditions ...schema.Condition) error {
	return db.CreateViewWith(name, query, nil, conditions...)
}

// CreateViewWith makes a view, and says more of it than its query.
func (db *DB) CreateViewWith(name schema.Name, query string, define func(*schema.View), conditions ...schema.Condition) error {
	definition := schema.BuildView(name, query, define)
	return asError(wit.OperationsCreateView(db.handle, definition, schema.BuildGuard(conditions)))
}

// DropView drops a view.
func (db *DB) DropView(name schema.Name, conditions ...schema.Condition) error {
	return asError(wit.OperationsDropView(db.handle, name.Build(), false, schema.BuildGuard(conditions)))
}

// DropMaterializedView drops a materialized view.
func (db *DB) DropMaterializedView(name schema.Name, conditions ...schema.Condition) error {
	return asError(wit.OperationsDropView(db.handle, name.Build(), true, schema.BuildGuard(conditions)))
}

// CreateFunction makes a function by the whole statement that does. The name has the types of the arguments where the
// dialect has overloads: `add(integer, integer)`.
func (db *DB) CreateFunction(name schema.Name, definition string, conditions ...schema.Condition) error {
	return db.createRoutine(wit.RoutineKindFunction, name, definition, conditions)
}

// CreateProcedure makes a procedure by the whole statement that does.
func (db *DB) CreateProcedure(name schema.Name, definition string, conditions ...schema.Condition) error {
	return db.createRoutine(wit.RoutineKindProcedure, name, definition, conditions)
}

func (db *DB) createRoutine(kind wit.RoutineKind, name schema.Name, statement string, conditions []schema.Condition) error {
	definition := wit.RoutineDef{Name: name.Build(), Kind: kind, Definition: statement}
	return asError(wit.OperationsCreateRoutine(db.handle, definition, schema.BuildGuard(conditions)))
}

// DropFunction drops a function.
func (db *DB) DropFunction(name schema.Name, conditions ...schema.Condition) error {
	guard := schema.BuildGuard(conditions)
	return asError(wit.OperationsDropRoutine(db.handle, name.Build(), wit.RoutineKindFunction, guard))
}

// DropProcedure drops a procedure.
func (db *DB) DropProcedure(name schema.Name, conditions ...schema.Condition) error {
	guard := schema.BuildGuard(conditions)
	return asError(wit.OperationsDropRoutine(db.handle, name.Build(), wit.RoutineKindProcedure, guard))
}

// CreateTrigger makes a trigger of a table by the whole statement that does.
func (db *DB) CreateTrigger(name string, table schema.Name, definition string, conditions ...schema.Condition) error {
	trigger := wit.TriggerDef{Table: table.Build(), Name: name, Definition: definition}
	return asError(wit.OperationsCreateTrigger(db.handle, trigger, schema.BuildGuard(conditions)))
}

// DropTrigger drops a trigger of a table.
func (db *DB) DropTrigger(name string, table schema.Name, conditions ...schema.Condition) error {
	return asError(wit.OperationsDropTrigger(db.handle, table.Build(), name, schema.BuildGuard(conditions)))
}

// CreateSchema makes a schema.
func (db *DB) CreateSchema(name string, conditions ...schema.Condition) error {
	return asError(wit.OperationsCreateSchema(db.handle, name, schema.BuildGuard(conditions)))
}

// DropSchema drops a schema.
func (db *DB) DropSchema(name string, conditions ...schema.Condition) error {
	return asError(wit.OperationsDropSchema(db.handle, name, schema.BuildGuard(conditions)))
}

// CreateExtension makes an extension of the server available (PostgreSQL).
func (db *DB) CreateExtension(name string, conditions ...schema.Condition) error {
	return asError(wit.OperationsCreateExtension(db.handle, wit.ExtensionDef{Name: name}, schema.BuildGuard(conditions)))
}

// DropExtension drops an extension.
func (db *DB) DropExtension(name string, conditions ...schema.Condition) error {
	return asError(wit.OperationsDropExtension(db.handle, name, schema.BuildGuard(conditions)))
}

// SetNaming sets the names for the unnamed constraints and indexes of all calls that follow: one template by kind (`pk`,
// `uq`, `fk`, `ck`, `ix`), with the tokens of SQLAlchemy.
//
//	err := db.SetNaming(map[string]string{"pk": "pk_%(table_name)s"})
func (db *DB) SetNaming(templates map[string]string) error {
	naming := make([]wit.TupleStringString, 0, len(templates))
	for _, kind := range []string{"pk", "uq", "fk", "ck", "ix"} {
		if template, given := templates[kind]; given {
			naming = append(naming, wit.TupleStringString{F0: kind, F1: template})
		}
	}
	return asError(wit.OperationsSetNaming(db.handle, naming))
}
