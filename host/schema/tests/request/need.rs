//! What must be known for a request.

use aludel_schema::ObjectName;
use aludel_schema::data_type::DataType;
use aludel_schema::request::change::TableChangeRequest as Change;
use aludel_schema::request::change::{EnumChange, Guard, LabelPlace, NewLabel};
use aludel_schema::request::{Need, Request, Verb};

use crate::requests::{DIALECTS, IF_NOT_EXISTS, PLAIN, alter, column, note, rename, request};

/// `-` for nothing, `t` for its table, `*` for everything: on `SQLite`, `PostgreSQL` and `MariaDB`.
fn needs(request: &Request) -> String {
    let needs = DIALECTS.map(|dialect| match request.need(dialect) {
        Need::Nothing => '-',
        Need::Tables(tables) => {
            assert_eq!(tables, [ObjectName::local("orders")]);
            't'
        }
        Need::Everything => '*',
    });
    needs.iter().collect()
}

#[test]
fn a_request_asks_only_for_what_it_needs() {
    let orders = || ObjectName::local("orders");
    let added = || Change::AddColumn(column("x", DataType::Text));
    let label = |place| Verb::AlterEnum {
        name: orders(),
        changes: vec![EnumChange::AddLabel(NewLabel { label: "lost".to_owned(), place })],
    };
    let cascade = Guard { cascade: true, ..PLAIN };
    for (asked, expected) in [
        (request(Verb::DropTable(orders()), PLAIN), "---"),
        (request(Verb::DropTable(orders()), cascade), "*--"),
        (request(Verb::RenameTable { from: orders(), to: ObjectName::local("sales") }, PLAIN), "*--"),
        (alter(added(), PLAIN), "*--"),
        (alter(added(), IF_NOT_EXISTS), "*tt"),
        (alter(Change::DropColumn("note".to_owned()), PLAIN), "*tt"),
        (alter(Change::RenameColumn(rename("note", "remark")), PLAIN), "*tt"),
        (alter(Change::AlterColumn(note()), PLAIN), "*tt"),
        (alter(Change::SetComment(None), PLAIN), "*-t"),
        (request(label(LabelPlace::End), PLAIN), "---"),
        (request(label(LabelPlace::After("open".to_owned())), PLAIN), "***"),
        (request(Verb::DropSchema("archive".to_owned()), PLAIN), "---"),
    ] {
        assert_eq!(needs(&asked), expected, "{asked}");
    }
}
