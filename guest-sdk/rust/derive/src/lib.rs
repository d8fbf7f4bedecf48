//! `#[derive(Table)]`: a table of a database, described by a struct.
//!
//! On the struct: `#[table(name = "orders", schema = "sales", comment = "...", check = "...")]`; the name is that of the
//! struct in lower case with underscores unless it is given. On a field: `#[column(...)]` with `name`, `primary_key`,
//! `autoincrement`, `unique`, `index`, `length = 80`, `type = "inet"`, `default = "x"`, `default_sql = "now()"`,
//! `check = "..."`, `references = "customers.id"`, `on_delete = "cascade"`, `comment = "..."`, `collation = "..."`, `skip`.

mod column;
mod table;

use proc_macro::TokenStream;

/// Implements `aludel_guest::target::Table`.
#[proc_macro_derive(Table, attributes(table, column))]
pub fn derive_table(input: TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(input as syn::DeriveInput);
    table::expand(&input).unwrap_or_else(|error| error.to_compile_error()).into()
}
