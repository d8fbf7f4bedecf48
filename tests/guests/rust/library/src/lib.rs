// /// migration
// revision = "library"
// message = "say what a library looks like"
// ///
//! A target: what the database of a library should look like. The header is there because tests build what has one.

use aludel_guest::schema::{DataType, data_type};
use aludel_guest::target::ColumnValue;
use aludel_guest::target::prelude::*;

const STATES: [&str; 3] = ["wanted", "lent", "back"];

target!(fn describe);

/// Tables in any order: what one points at may follow.
fn describe(schema: &mut SchemaBuilder, dialect: Dialect) -> Result<()> {
    schema.set_naming([
        ("ix", "ix_%(table_name)s_%(column_0_N_name)s"),
        ("uq", "uq_%(table_name)s_%(column_0_N_name)s"),
        ("fk", "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s"),
        ("pk", "pk_%(table_name)s"),
    ]);
    schema.table::<Loan>().table::<Book>().table::<Member>();
    schema.create_table("shelves", |t| {
        t.column("room", varchar(20));
        t.column("number", small_integer());
        t.column("holds", varchar(80)).not_null().default("it's empty");
        t.primary_key(["room", "number"]);
    });
    schema.create_view("lent_books", "SELECT id, title FROM books WHERE is_lent");
    if dialect == Dialect::Postgresql {
        schema.create_enum("loan_state", STATES);
    }
    Ok(())
}

/// How far a loan has come.
struct State;

impl ColumnValue for State {
    fn data_type() -> DataType {
        data_type::enumeration("loan_state", STATES)
    }
}

#[derive(Table)]
#[table(name = "members")]
#[expect(dead_code, reason = "it describes a table")]
struct Member {
    #[column(primary_key, autoincrement)]
    id: i64,
    #[column(length = 200, unique)]
    mail: String,
    #[column(length = 80, index)]
    name: String,
    #[column(references = "members.id", on_delete = "set_null")]
    invited_by: Option<i64>,
    born: Option<Date>,
    #[column(default_sql = "CURRENT_TIMESTAMP")]
    since: DateTime,
    #[column(skip)]
    loans: Vec<Loan>,
}

#[derive(Table)]
#[table(name = "books", check = "pages > 0")]
#[expect(dead_code, reason = "it describes a table")]
struct Book {
    #[column(primary_key)]
    id: i32,
    #[column(length = 120, default = "untitled")]
    title: String,
    blurb: Option<String>,
    pages: Option<i16>,
    #[column(default = false)]
    is_lent: bool,
    #[column(type = "numeric(8, 2)", default_sql = "0")]
    price: Decimal,
    #[column(unique)]
    number: Uuid,
    weight: f64,
    about: Option<Json>,
    cover: Option<Vec<u8>>,
    opens: Option<Time>,
    seen: Option<UtcDateTime>,
}

#[derive(Table)]
#[table(name = "loans")]
#[expect(dead_code, reason = "it describes a table")]
struct Loan {
    #[column(primary_key)]
    id: i64,
    #[column(name = "book", references = "books.id", on_delete = "restrict")]
    book_id: i32,
    #[column(references = "members.id", on_delete = "cascade", index)]
    member: i64,
    #[column(default = "wanted")]
    state: State,
}
