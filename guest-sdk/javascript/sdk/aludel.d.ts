// The module `aludel`: what migrations in JavaScript and TypeScript are written with.
//
// A migration exports `upgrade(db)` and `downgrade(db)`, and `verify(db)` where it can check its own work.

// ---------------------------------------------------------------------------------------------------------------------
// Values
// ---------------------------------------------------------------------------------------------------------------------

/**
 * What a query gives for one column.
 *
 * A whole number is a `number` where a `number` holds it exactly, and a `bigint` elsewhere, so that no digit is ever
 * lost; `{ integers: "bigint" }` makes all of them bigints. NULL is `null`.
 */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | Decimal
  | Json
  | Uuid
  | PlainDate
  | PlainTime
  | PlainDateTime
  | Instant
  | Interval
  | ForeignValue
  | SqlArray;

/** An array of one dimension, as PostgreSQL has it. */
export type SqlArray = (boolean | null)[] | (number | bigint | null)[] | (string | null)[];

/**
 * What a statement takes as a parameter: anything that a query gives, and some that mean one of those. A `Date` is a
 * point in time, a plain object is JSON.
 */
export type Parameter =
  | Value
  | undefined
  | Date
  | ArrayBuffer
  | DataView
  | Uint8ClampedArray
  | BigInt64Array
  | Float64Array
  | { readonly [key: string]: unknown };

/** A row by the names of its columns. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Row = Record<string, any>;

/** A decimal fraction of any length. It does not calculate: that is what the database is for. */
export class Decimal {
  /** From text such as `"12.3400"`, whose trailing zeros are kept, or from a number. */
  constructor(value: string | number | bigint | Decimal);
  toString(): string;
  toJSON(): string;
  /** The nearest number. */
  toNumber(): number;
  /** Whether the value is the same, whatever the zeros at its ends. */
  equals(other: string | number | bigint | Decimal): boolean;
}

/** A JSON document, byte for byte as the server gave it. */
export class Json {
  /** From the text of a document. */
  constructor(text: string);
  /** The document of a value. */
  static of(value: unknown): Json;
  /** The document as text. */
  readonly text: string;
  /** What it says, parsed at each reading. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly value: any;
  toString(): string;
  toJSON(): unknown;
}

/** 128 bits, as `550e8400-e29b-41d4-a716-446655440000`. */
export class Uuid {
  constructor(text: string | Uuid);
  toString(): string;
  toJSON(): string;
  equals(other: string | Uuid): boolean;
}

/** A calendar day. */
export class PlainDate {
  constructor(year: number, month: number, day: number);
  /** From `"2024-02-29"`, or from anything with the same parts. */
  static from(value: string | PlainDate | PlainDateTime | { year: number; month: number; day: number }): PlainDate;
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  toString(): string;
  toJSON(): string;
}

/** A time of day without a zone. */
export class PlainTime {
  constructor(hour?: number, minute?: number, second?: number, nanosecond?: number);
  /** From `"23:59:59.123456"`, or from anything with the same parts. */
  static from(value: string | PlainTime | PlainDateTime): PlainTime;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** All digits of the second's fraction: 0 to 999,999,999. */
  readonly nanosecond: number;
  toString(): string;
  toJSON(): string;
}

/** A point on the wall clock without a zone. */
export class PlainDateTime {
  constructor(
    year: number,
    month: number,
    day: number,
    hour?: number,
    minute?: number,
    second?: number,
    nanosecond?: number,
  );
  /** From `"2024-02-29T23:59:59"`, with a `T` or a space. */
  static from(value: string | PlainDateTime): PlainDateTime;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanosecond: number;
  readonly date: PlainDate;
  readonly time: PlainTime;
  toString(): string;
  toJSON(): string;
}

/** A point in time, to the nanosecond. */
export class Instant {
  constructor(utc: PlainDateTime);
  /** From `"2024-02-29T23:59:59Z"`, with any offset, or from a `Date`. */
  static from(value: string | Date | Instant): Instant;
  static fromEpochMilliseconds(milliseconds: number): Instant;
  static fromEpochNanoseconds(nanoseconds: bigint): Instant;
  /** What the clock on the wall shows in UTC. */
  readonly utc: PlainDateTime;
  readonly epochMilliseconds: number;
  readonly epochNanoseconds: bigint;
  /** The same as a `Date`, which knows milliseconds only. */
  toDate(): Date;
  toString(): string;
  toJSON(): string;
}

/** A span of time in three parts, because months and days have no fixed length. */
export class Interval {
  constructor(parts?: { months?: number; days?: number; microseconds?: number | bigint });
  readonly months: number;
  readonly days: number;
  readonly microseconds: number | bigint;
  toString(): string;
}

/** A value of a type of the server's own, in the server's own text form: ranges, inet, hstore, zero dates. */
export class ForeignValue {
  constructor(typeName: string, text: string);
  readonly typeName: string;
  readonly text: string;
  toString(): string;
}

/** An array whose elements do not tell what they are: an empty one, or whole numbers in a column of fractions. */
export function sqlArray(kind: "boolean", items: Iterable<boolean | null>): (boolean | null)[];
export function sqlArray(kind: "integer" | "real", items: Iterable<number | bigint | null>): (number | bigint | null)[];
export function sqlArray(kind: "text", items: Iterable<string | null>): (string | null)[];

// ---------------------------------------------------------------------------------------------------------------------
// The database
// ---------------------------------------------------------------------------------------------------------------------

/** The kind of server. */
export type Dialect = "sqlite" | "postgresql" | "mysql" | "mariadb" | "other";

/** What is known about the server. */
export interface DatabaseInfo {
  readonly dialect: Dialect;
  readonly dialectName: string;
  readonly serverVersion: string;
  readonly versionNumber: readonly [number, number, number];
  readonly defaultSchema: string | null;
  /** False where definitions commit, as on MySQL. */
  readonly transactionalDdl: boolean;
}

/** What a statement did. */
export interface Outcome {
  readonly rowsAffected: number;
  readonly lastInsertId: number | bigint | null;
}

/** A column of a result. */
export interface Column {
  readonly name: string;
  /** The server's name of the type: `int4`, `varchar`. */
  readonly typeName: string;
  readonly nullable: boolean | null;
}

/** How rows are given. */
export interface QueryOptions {
  /** How many rows are fetched at once. 1,000 unless it is said. */
  pageRows?: number;
  /** `"bigint"` makes all whole numbers bigints. */
  integers?: "number" | "bigint";
  /** `"arrays"` gives each row as an array in the order of the columns. */
  rows?: "objects" | "arrays";
}

/** The name of a table or another object: `"orders"`, or `["sales", "orders"]` in a schema of its own. */
export type ObjectName = string | readonly [schema: string, name: string];

/**
 * The database that the migration works on.
 *
 * Every statement runs in the transaction of the step, unless the header of the migration says `transaction = false`.
 * One call takes one statement; placeholders are those of the database.
 */
export class Database {
  private constructor();

  /** What is known about the server, without asking it. */
  readonly info: DatabaseInfo;
  /** The kind of server. */
  readonly dialect: Dialect;
  /** What is in the database. */
  readonly inspect: Inspector;

  /** Whether the server has a feature: `returning`, `drop-column`, `arrays`, `check-constraints`. Unknown: false. */
  supports(feature: string): boolean;
  /** Quotes one identifier by the rules of the server. */
  quote(identifier: string): string;
  /** The server's text of parameter `index`, counted from 1: `$1` on PostgreSQL, `?` elsewhere. */
  placeholder(index: number): string;
  /** So many placeholders, as a row of values needs them: `$1, $2, $3`. */
  placeholders(count: number, first?: number): string;

  /** Runs one statement and drops its rows. */
  execute(sql: string, parameters?: readonly Parameter[]): Outcome;
  /** Runs several statements divided by semicolons, without parameters. */
  executeScript(sql: string): void;

  /**
   * Runs one statement and streams its rows.
   *
   * ```js
   * for (const { id, name } of db.query("SELECT id, name FROM customers")) log.info(`${id}: ${name}`);
   * ```
   */
  query<Result = Row>(sql: string, parameters?: readonly Parameter[], options?: QueryOptions): Cursor<Result>;
  /** The first row; `undefined` if there is none. */
  queryOne<Result = Row>(
    sql: string,
    parameters?: readonly Parameter[],
    options?: QueryOptions,
  ): Result | undefined;
  /** The first column of the first row; no row is an error. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  queryScalar<Result = any>(sql: string, parameters?: readonly Parameter[]): Result;

  /** Prepares a statement that runs many times. */
  prepare(sql: string): Statement;

  /**
   * Writes many rows into a table, the fastest way that the database has.
   *
   * ```js
   * const countries = db.bulkInsert("countries", ["code", "name"]);
   * countries.push(["DE", "Germany"]);
   * countries.push({ code: "FR", name: "France" });
   * countries.finish();
   * ```
   */
  bulkInsert(table: ObjectName, columns: readonly string[]): BulkWriter;
  /**
   * Changes many rows of a table, found by key: each row holds the values of `keys`, then those of `columns`.
   *
   * ```js
   * const customers = db.bulkUpdate("customers", ["id"], ["email"]);
   * for (const { id, email } of db.query("SELECT id, email FROM customers")) {
   *   customers.push([id, email.toLowerCase()]);
   * }
   * customers.finish();
   * ```
   */
  bulkUpdate(table: ObjectName, keys: readonly string[], columns: readonly string[]): BulkWriter;

  /**
   * Runs a function in a savepoint: what it did is kept if it returns, and undone if it throws, so that the migration
   * can catch the error and go on.
   */
  savepoint<Result>(work: (db: Database) => Result): Result;
  /** Opens a savepoint. One that is neither released nor rolled back is undone when it is forgotten. */
  beginSavepoint(): Savepoint;

  /**
   * Creates a table.
   *
   * ```js
   * db.createTable("orders", (t) => {
   *   t.column("id", integer()).primaryKey().autoincrement();
   *   t.column("note", text()).notNull();
   *   t.foreignKey(["customer_id"]).references("customers", ["id"]).onDelete("cascade");
   * });
   * ```
   */
  createTable(name: ObjectName, define: (table: TableBuilder) => void, options?: { ifNotExists?: boolean }): void;
  dropTable(name: ObjectName, options?: DropOptions): void;
  /** Gives a table another name. */
  renameTable(name: ObjectName, to: ObjectName): void;
  /** Changes a table, all at once: one ALTER where the server can, one copy of the table where it cannot. */
  alterTable(name: ObjectName, define: (table: AlterTable) => void): void;

  /** Creates an index; `null` for its name leaves that to the naming convention. */
  createIndex(
    name: string | null,
    table: ObjectName,
    parts: IndexParts,
    define?: (index: IndexBuilder) => void,
  ): void;
  dropIndex(name: string, table: ObjectName, options?: DropOptions & { concurrently?: boolean }): void;

  /** Creates a type of named values; where types have no names, each column has the values itself. */
  createEnum(
    name: ObjectName,
    labels: readonly string[],
    options?: { comment?: string; ifNotExists?: boolean },
  ): void;
  /** Changes a type of named values (PostgreSQL). */
  alterEnum(name: ObjectName, define: (values: AlterEnum) => void): void;
  dropEnum(name: ObjectName, options?: DropOptions): void;

  createSequence(name: ObjectName, definition?: SequenceOptions & { comment?: string; ifNotExists?: boolean }): void;
  alterSequence(name: ObjectName, changes: SequenceOptions & { ifExists?: boolean }): void;
  dropSequence(name: ObjectName, options?: DropOptions): void;

  createView(name: ObjectName, query: string, options?: ViewOptions): void;
  dropView(name: ObjectName, options?: DropOptions & { materialized?: boolean }): void;

  /**
   * Creates a function, or puts it in the place of the one that is there. `definition` is the whole statement; the name
   * has the types of the arguments where the server has overloads: `touch()`, `add(integer, integer)`.
   */
  createFunction(name: ObjectName, definition: string, options?: { comment?: string }): void;
  /** As `createFunction`, a procedure. */
  createProcedure(name: ObjectName, definition: string, options?: { comment?: string }): void;
  dropFunction(name: ObjectName, options?: DropOptions): void;
  dropProcedure(name: ObjectName, options?: DropOptions): void;

  /** Creates a trigger of a table, or puts it in the place of the one that is there, by the whole statement. */
  createTrigger(name: string, table: ObjectName, definition: string, options?: { comment?: string }): void;
  dropTrigger(name: string, table: ObjectName, options?: DropOptions): void;

  /** Creates a schema (PostgreSQL), unless it is there. */
  createSchema(name: string): void;
  dropSchema(name: string, options?: DropOptions): void;
  /** Creates an extension (PostgreSQL), unless it is there. */
  createExtension(name: string, options?: { schema?: string; version?: string }): void;
  dropExtension(name: string, options?: DropOptions): void;

  /**
   * Says how constraints and indexes without a name are named from here on, by kind (`pk`, `uq`, `fk`, `ck`, `ix`), in
   * the tokens of SQLAlchemy: `{ pk: "pk_%(table_name)s" }`.
   */
  setNaming(templates: Partial<Record<"pk" | "uq" | "fk" | "ck" | "ix", string>>): void;
}

/** The rows of a running query: an iterator, fetched page by page. A loop that is left early ends the query. */
export class Cursor<Result = Row> implements Iterable<Result> {
  private constructor();
  /** The columns of the result. */
  readonly columns: readonly Column[];
  [Symbol.iterator](): IterableIterator<Result>;
  next(): IteratorResult<Result>;
  map<Mapped>(change: (row: Result, index: number) => Mapped): IterableIterator<Mapped> & { toArray(): Mapped[] };
  filter(test: (row: Result, index: number) => boolean): IterableIterator<Result> & { toArray(): Result[] };
  toArray(): Result[];
  /** All rows at once. */
  all(): Result[];
  /**
   * The rows in columnar form, at most so many at a time: an array of values for each column. The fastest way through a
   * large result.
   *
   * ```js
   * for (const [ids, names] of db.query("SELECT id, name FROM customers").batches(10_000)) { ... }
   * ```
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  batches(rows?: number): IterableIterator<any[][]>;
  /** Ends the query. */
  close(): void;
  [Symbol.dispose](): void;
}

/** A prepared statement. */
export class Statement {
  private constructor();
  execute(parameters?: readonly Parameter[]): Outcome;
  query<Result = Row>(parameters?: readonly Parameter[], options?: QueryOptions): Cursor<Result>;
  /** Runs it once for each row of parameters; gives the rows affected in all. */
  executeMany(rows: Iterable<readonly Parameter[]>): number;
  /** As `executeMany`, with an array of values for each parameter. */
  executeBatch(columns: readonly ArrayLike<Parameter>[]): number;
  close(): void;
  [Symbol.dispose](): void;
}

/**
 * Writes many rows. They are collected and sent in large batches. What a writer wrote is undone unless it is finished.
 */
export class BulkWriter {
  private constructor();
  /** Writes one row: its values in the order of the columns, or an object with their names. */
  push(row: readonly Parameter[] | { readonly [column: string]: Parameter }): void;
  pushAll(rows: Iterable<readonly Parameter[] | { readonly [column: string]: Parameter }>): void;
  /** Writes many rows that are in columnar form already: an array of values for each column. */
  writeBatch(columns: readonly ArrayLike<Parameter>[]): void;
  /** Ends the writing; gives the rows written in all. */
  finish(): number;
  /** Undoes what was written. */
  discard(): void;
  [Symbol.dispose](): void;
}

/** A point to return to within the transaction of the step. */
export class Savepoint {
  private constructor();
  /** Keeps what was done since. */
  release(): void;
  /** Undoes what was done since. */
  rollback(): void;
  /** Undoes what was done since, unless it was released or rolled back. */
  discard(): void;
  [Symbol.dispose](): void;
}

// ---------------------------------------------------------------------------------------------------------------------
// Changes of the schema
// ---------------------------------------------------------------------------------------------------------------------

/** How something is dropped. */
export interface DropOptions {
  /** Nothing happens if it is not there. */
  ifExists?: boolean;
  /** What depends on it goes as well. */
  cascade?: boolean;
}

/** A sequence, or what changes of one. */
export interface SequenceOptions {
  dataType?: string;
  start?: number | bigint;
  increment?: number | bigint;
  minimum?: number | bigint;
  maximum?: number | bigint;
  cache?: number | bigint;
  cycle?: boolean;
}

/** More of a view than its query. */
export interface ViewOptions {
  /** Names of its columns, where the query does not give them. */
  columns?: readonly string[];
  /** Its rows are kept (PostgreSQL). */
  materialized?: boolean;
  comment?: string;
  /** Settings that one dialect knows: `{ "postgresql.security_barrier": "true" }`. */
  options?: Record<string, string>;
  ifNotExists?: boolean;
  /** In place of the one that is there. */
  replace?: boolean;
}

/** The type of a column. */
export interface DataType {
  /** Many values of this type (PostgreSQL). */
  array(): DataType;
  /** The text to use in its place on one kind of server: `json().on("postgresql", "json")`. */
  on(dialect: string, text: string): DataType;
}

/** True or false. */
export function boolean(): DataType;
/** A whole number of 16 bits. */
export function smallInteger(): DataType;
/** A whole number of 32 bits. */
export function integer(): DataType;
/** A whole number of 64 bits. */
export function bigInteger(): DataType;
/** A binary fraction of 32 bits. */
export function real(): DataType;
/** A binary fraction of 64 bits. */
export function double(): DataType;
/** A decimal fraction of so many digits, so many of them after the point. */
export function numeric(precision: number, scale?: number): DataType;
/** A decimal fraction of any length. */
export function decimal(): DataType;
/** Text of exactly that many characters. */
export function character(length: number): DataType;
/** Text of at most that many characters. */
export function varchar(length?: number): DataType;
/** Text. */
export function text(): DataType;
/** Bytes, at most that many. */
export function binary(length?: number): DataType;
/** A JSON document. */
export function json(): DataType;
/** 128 bits. */
export function uuid(): DataType;
/** A day. */
export function date(): DataType;
/** A time of day, with that many digits of the second's fraction. */
export function time(digits?: number): DataType;
/** A point on the wall clock. */
export function timestamp(digits?: number): DataType;
/** A point in time. */
export function timestamptz(digits?: number): DataType;
/** A span of time. */
export function interval(): DataType;
/** One of these values. Where types have names, `db.createEnum` makes it. */
export function enumeration(name: ObjectName, labels: readonly string[]): DataType;
/** The text of a type, as it stands. */
export function custom(sql: string): DataType;

/** What happens to a row when the row that it points at goes, or gets another key. */
export type ReferentialAction = "no-action" | "restrict" | "cascade" | "set-null" | "set-default";

/** What every builder has. */
interface Described {
  /** A remark. */
  comment(text: string): this;
  /** A setting that one dialect knows: `("mysql.charset", "ascii")`. */
  option(name: string, value: string | number | boolean): this;
}

/** A column, which may hold NULL unless it is told otherwise. */
export interface ColumnBuilder extends Described {
  /** Refuses NULL. */
  notNull(): this;
  /** Part of the primary key. */
  primaryKey(): this;
  /** No two rows have the same value. */
  unique(name?: string): this;
  /** An index over this column, named by the convention unless it is given a name. */
  index(name?: string): this;
  /** Every row satisfies a condition. */
  check(condition: string, name?: string): this;
  /** The values are those of a column elsewhere. What follows is about the foreign key. */
  references(table: ObjectName, column?: string): ForeignKeyBuilder;
  /** The value when none is given. */
  default(value: string | number | bigint | boolean): this;
  /** The value when none is given, as SQL: `CURRENT_TIMESTAMP`. */
  defaultSql(sql: string): this;
  /** The server counts. */
  autoincrement(): this;
  /** An identity column of the SQL standard. */
  identity(
    kind?: "always" | "by-default",
    options?: { start?: number; increment?: number; options?: Record<string, string> },
  ): this;
  /** Computed from other columns, at each reading. */
  computed(expression: string): this;
  /** Computed from other columns, and kept. */
  computedStored(expression: string): this;
  /** In place of the collation that it would inherit. */
  collate(collation: string): this;
  /** When it is added: nothing happens if it is there. */
  ifNotExists(): this;
}

/** A constraint. Without a name, the naming convention names it, or the server. */
export interface ConstraintBuilder extends Described {
  named(name: string): this;
  /** Checked at each statement, unless a transaction says otherwise. */
  deferrable(): this;
  /** Checked when the transaction commits. */
  initiallyDeferred(): this;
  /** Columns carried along in the index of a key (PostgreSQL). */
  include(columns: string | readonly string[]): this;
  /** Two NULLs are the same value (PostgreSQL). */
  nullsNotDistinct(): this;
}

/** A foreign key. */
export interface ForeignKeyBuilder extends ConstraintBuilder {
  /** The table and the columns that it points at. */
  references(table: ObjectName, columns?: string | readonly string[]): this;
  /** What happens when the row there goes. */
  onDelete(action: ReferentialAction): this;
  /** What happens when its key changes. */
  onUpdate(action: ReferentialAction): this;
  /** What a key that is NULL in part means. */
  match(kind: "simple" | "full" | "partial"): this;
}

/** One part of an index or key, to say more of it than its name. */
export interface IndexPart {
  /** Largest first. */
  descending(): IndexPart;
  /** NULLs before all values. */
  nullsFirst(): IndexPart;
  /** NULLs after all values. */
  nullsLast(): IndexPart;
  /** In place of the column's own collation. */
  collate(collation: string): IndexPart;
  /** In place of the type's own operators (PostgreSQL): `text_pattern_ops`. */
  operators(operatorClass: string): IndexPart;
  /** Only so many characters count (MySQL). */
  prefix(characters: number): IndexPart;
}

/** Names of columns, or parts with more to say. */
export type IndexParts = string | IndexPart | readonly (string | IndexPart)[];

/** A column of an index, to say more of it. */
export function column(name: string): IndexPart;
/** An expression of an index. */
export function expression(sql: string): IndexPart;

/** An index. */
export interface IndexBuilder extends Described {
  /** No two rows may agree in it. */
  unique(): this;
  /** Only rows that satisfy a condition are in it. */
  where(condition: string): this;
  /** Columns carried along (PostgreSQL). */
  include(columns: string | readonly string[]): this;
  /** Another kind of index: `gin`, `hash`, `fulltext`. */
  method(method: string): this;
  /** Two NULLs are the same value (PostgreSQL). */
  nullsNotDistinct(): this;
  /** Nothing happens if it is there. */
  ifNotExists(): this;
  /** Without locking writers out (PostgreSQL). The header of the migration says `transaction = false`. */
  concurrently(): this;
}

/** A table that is to be: what the function of `createTable` gets. */
export class TableBuilder {
  private constructor();
  /** A column, after those before. */
  column(name: string, type: DataType): ColumnBuilder;

  // The same by the name of the type: `t.integer("id")`.
  boolean(name: string): ColumnBuilder;
  smallInteger(name: string): ColumnBuilder;
  integer(name: string): ColumnBuilder;
  bigInteger(name: string): ColumnBuilder;
  real(name: string): ColumnBuilder;
  double(name: string): ColumnBuilder;
  numeric(name: string, precision: number, scale?: number): ColumnBuilder;
  decimal(name: string): ColumnBuilder;
  character(name: string, length: number): ColumnBuilder;
  varchar(name: string, length?: number): ColumnBuilder;
  text(name: string): ColumnBuilder;
  binary(name: string, length?: number): ColumnBuilder;
  json(name: string): ColumnBuilder;
  uuid(name: string): ColumnBuilder;
  date(name: string): ColumnBuilder;
  time(name: string, digits?: number): ColumnBuilder;
  timestamp(name: string, digits?: number): ColumnBuilder;
  timestamptz(name: string, digits?: number): ColumnBuilder;
  interval(name: string): ColumnBuilder;

  /** A primary key of several columns; one column says it itself. */
  primaryKey(columns: IndexParts): ConstraintBuilder;
  /** No two rows agree in these columns. */
  unique(columns: IndexParts): ConstraintBuilder;
  /** Every row satisfies a condition. */
  check(condition: string): ConstraintBuilder;
  /** No two rows agree by operators (PostgreSQL): SQL from the word EXCLUDE on. */
  exclude(definition: string): ConstraintBuilder;
  /** The values of these columns are those of a row elsewhere. */
  foreignKey(columns: string | readonly string[]): ForeignKeyBuilder;
  /** An index. */
  index(name: string, parts: IndexParts): IndexBuilder;
  /** An index, named by the convention: `ix_orders_note`, unless there is another. */
  indexOn(parts: IndexParts): IndexBuilder;
  /** A remark. */
  comment(text: string): this;
  /** A setting that one dialect knows: `("sqlite.strict", "true")`, `("mysql.engine", "InnoDB")`. */
  option(name: string, value: string | number | boolean): this;
}

/** What changes of a column; what is not named stays as it is. */
export interface AlterColumn {
  setType(type: DataType): this;
  /** SQL that makes the new value of the old one, where a cast does not do. */
  using(expression: string): this;
  nullable(): this;
  notNull(): this;
  default(value: string | number | bigint | boolean): this;
  defaultSql(sql: string): this;
  /** It becomes NULL when nothing is given: no default, no counting, nothing computed. */
  dropDefault(): this;
  collate(collation: string): this;
  dropCollation(): this;
  comment(text: string): this;
  dropComment(): this;
  /** A setting that one dialect knows; an empty value removes it. */
  option(name: string, value: string | number | boolean): this;
}

/** The changes of one table, made all at once: what the function of `alterTable` gets. */
export class AlterTable {
  private constructor();
  addColumn(name: string, type: DataType): ColumnBuilder;
  dropColumn(name: string, options?: DropOptions): this;
  renameColumn(old: string, to: string): this;
  alterColumn(name: string): AlterColumn;

  addPrimaryKey(columns: IndexParts): ConstraintBuilder;
  addUnique(columns: IndexParts): ConstraintBuilder;
  addCheck(condition: string): ConstraintBuilder;
  addExclude(definition: string): ConstraintBuilder;
  addForeignKey(columns: string | readonly string[]): ForeignKeyBuilder;
  dropConstraint(name: string, options?: DropOptions): this;
  dropPrimaryKey(options?: DropOptions): this;
  /** By its name, or by its columns where it has none. */
  dropUnique(choice: string | readonly string[], options?: DropOptions): this;
  /** By its name, or by its columns where it has none. */
  dropForeignKey(choice: string | readonly string[], options?: DropOptions): this;
  dropCheck(name: string, options?: DropOptions): this;
  renameConstraint(old: string, to: string): this;

  addIndex(name: string, parts: IndexParts): IndexBuilder;
  /** A new index, named by the convention. */
  addIndexOn(parts: IndexParts): IndexBuilder;
  dropIndex(name: string, options?: DropOptions): this;
  renameIndex(old: string, to: string): this;

  /** The remark on the table. */
  comment(text: string): this;
  dropComment(): this;
  /** A setting of the table that one dialect knows. */
  option(name: string, value: string | number | boolean): this;
  dropOption(name: string): this;

  /** Copies the table to a new one, also where there is another way (SQLite). */
  alwaysRebuild(): this;
  /** Fails where the table would have to be copied to a new one (SQLite). */
  neverRebuild(): this;
}

/** The changes of an enum, in order. */
export interface AlterEnum {
  /** One more value: at the end, or beside another one. */
  addValue(label: string, place?: { before?: string; after?: string }): this;
  renameValue(old: string, to: string): this;
  /** A new type without the value, to which every column moves. */
  dropValue(label: string): this;
  renameTo(name: ObjectName): this;
}

/** What is in the database, without the tables that the host keeps for itself. */
export class Inspector {
  private constructor();
  /** The tables of a schema; of the default one unless it is named. */
  tableNames(schema?: string): string[];
  /** A table with everything that belongs to it; `undefined` if it is not there. */
  table(name: ObjectName): TableDefinition | undefined;
  hasTable(name: ObjectName): boolean;
  hasColumn(table: ObjectName, column: string): boolean;
  hasIndex(table: ObjectName, index: string): boolean;
  hasConstraint(table: ObjectName, constraint: string): boolean;
  /** Everything that is there. */
  schema(): SchemaDefinition;
}

/** One of several, told apart by `tag`. */
export interface Tagged {
  readonly tag: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly val?: any;
}

/** The name of an object, as inspection gives it. */
export interface QualifiedName {
  readonly schema: string | null;
  readonly name: string;
}

/** A column, as inspection gives it. */
export interface ColumnDefinition {
  readonly name: string;
  readonly columnType: {
    readonly base: Tagged;
    readonly arrayDimensions: number;
    readonly overrides: readonly [string, string][];
  };
  readonly nullable: boolean;
  readonly generation: Tagged;
  readonly collation: string | null;
  readonly comment: string | null;
  readonly options: readonly [string, string][];
}

/** A constraint, as inspection gives it. */
export interface ConstraintDefinition {
  readonly name: string | null;
  readonly body: Tagged;
  readonly deferral: "not-deferrable" | "initially-immediate" | "initially-deferred";
  readonly comment: string | null;
  readonly options: readonly [string, string][];
}

/** An index, as inspection gives it. */
export interface IndexDefinition {
  readonly name: string | null;
  readonly parts: readonly { readonly key: Tagged; readonly descending: boolean }[];
  readonly unique: boolean;
  readonly predicate: string | null;
  readonly include: readonly string[];
  readonly method: string | null;
  readonly nullsNotDistinct: boolean;
  readonly comment: string | null;
  readonly options: readonly [string, string][];
}

/** A table, as inspection gives it. */
export interface TableDefinition {
  readonly name: QualifiedName;
  readonly columns: readonly ColumnDefinition[];
  readonly constraints: readonly ConstraintDefinition[];
  readonly indexes: readonly IndexDefinition[];
  readonly comment: string | null;
  readonly options: readonly [string, string][];
}

/** A whole database, as inspection gives it. */
export interface SchemaDefinition {
  readonly namespaces: readonly string[];
  readonly extensions: readonly { readonly name: string; readonly schema: string | null }[];
  readonly enums: readonly { readonly name: QualifiedName; readonly labels: readonly string[] }[];
  readonly sequences: readonly { readonly name: QualifiedName }[];
  readonly tables: readonly TableDefinition[];
  readonly views: readonly { readonly name: QualifiedName; readonly query: string }[];
  readonly routines: readonly { readonly name: QualifiedName; readonly definition: string }[];
  readonly triggers: readonly { readonly table: QualifiedName; readonly name: string; readonly definition: string }[];
}

// ---------------------------------------------------------------------------------------------------------------------
// The run
// ---------------------------------------------------------------------------------------------------------------------

/** About the run that the migration is part of. */
export const context: {
  /** The revision that is applied. */
  readonly revision: string;
  readonly phase: "upgrade" | "downgrade" | "verify";
  /** Whether SQL is only written out, so that queries have no answer. */
  readonly offline: boolean;
  /** The tag given with `--tag`. */
  readonly tag: string | undefined;
  /** All of `-x name=value`, in the order of the command line. */
  readonly arguments: [name: string, value: string][];
  /** The value of `-x name=value`, if it was given. */
  argument(name: string): string | undefined;
  /** The content of this component's own custom section `aludel:NAME`. */
  section(name: string): Uint8Array | undefined;
};

/** Writes one line; fields are shown by their names in structured output. */
type LogLine = (message: string, fields?: Record<string, unknown>) => void;

/** Lines that the person at the terminal sees. `console` writes the same. */
export const log: {
  readonly trace: LogLine;
  readonly debug: LogLine;
  readonly info: LogLine;
  readonly warn: LogLine;
  readonly error: LogLine;
};

/** A unit of work with a bar. */
export interface Task {
  /** Moves the bar on by so many units, or by one. */
  advance(units?: number): void;
  /** Tells the number of units once it is known. */
  setTotal(total: number): void;
  /** Closes the bar. */
  end(): void;
  [Symbol.dispose](): void;
}

/** Progress bars. */
export const progress: {
  /** Opens a bar with a label; `total` is the number of units, where it is known. */
  task(label: string, total?: number): Task;
};

// ---------------------------------------------------------------------------------------------------------------------
// Errors
// ---------------------------------------------------------------------------------------------------------------------

/** What kind of error the database answered. */
export type ErrorKind =
  | "connection"
  | "syntax"
  | "constraint-violation"
  | "undefined-object"
  | "duplicate-object"
  | "permission-denied"
  | "serialization-failure"
  | "deadlock"
  | "timeout"
  | "cancelled"
  | "limit-exceeded"
  | "denied"
  | "offline"
  | "conversion"
  | "unsupported"
  | "other";

/** What the database, or the host in its place, answered. */
export class DatabaseError extends Error {
  private constructor();
  readonly kind: ErrorKind;
  /** The five characters, where the server has them. */
  readonly sqlstate: string | undefined;
  /** The server's own number, such as 1062 of MySQL. */
  readonly nativeCode: number | bigint | undefined;
  /** Whatever else the server said: `detail`, `hint`, `table`, `column`, `constraint`, `position`. */
  readonly extras: Readonly<Record<string, string>>;
}

/** A failure that the migration itself decided on. */
export class MigrationError extends Error {}
/** There is no way back from this revision. */
export class IrreversibleError extends MigrationError {}
/** The data is not as the migration needs it. */
export class PreconditionError extends MigrationError {}

/** There is no way back from this revision: `throw irreversible("the old column is gone")`. */
export function irreversible(message: string): IrreversibleError;
/** The data is not as the migration needs it: `throw precondition("three customers have no address")`. */
export function precondition(message: string): PreconditionError;
/** Anything else, told without a trace: `throw other("something else")`. */
export function other(message: string): MigrationError;
