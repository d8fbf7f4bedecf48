use aludel_schema::model::{Index, IndexKey, ObjectName};
use aludel_schema::{Operation, Rebuild, TableChange};
use aludel_sql::Dialect;

use crate::trial::{
    Trial, add_column, add_constraint, add_index, alter, alter_column, column, constraint, create_table, drop_column,
    drop_constraint, index,
};

const NOTHING: [&str; 0] = [];
const BOOK: &str =
    "book(id int not null counted, title varchar(40), state enum('new','old'), primary key (id), engine InnoDB)";

fn mysql() -> Trial {
    Trial::on(Dialect::Mysql).with(&[BOOK, "shelf(id int not null, room int, primary key (id), engine InnoDB)"])
}

fn modified(before: &str, after: &str) -> Trial {
    let (before, after) = (format!("x {before}"), format!("x {after}"));
    let trial = mysql().after(add_column("book", &before));
    trial.runs("ALTER TABLE book MODIFY x", &[alter_column("book", &before, &after)])
}

#[test]
fn a_table_that_is_copied_is_told() {
    for (before, after) in
        [("int", "bigint"), ("varchar(40)", "varchar(200)"), ("varchar(40)", "text"), ("int", "int unsigned")]
    {
        assert_eq!(modified(before, after).found("AL5"), ["AL501"], "{before} to {after}");
    }
    for (before, after) in [
        ("varchar(40)", "varchar(60)"),
        ("varchar(100)", "varchar(200)"),
        ("varchar(40) collate latin1_swedish_ci", "varchar(200) collate latin1_swedish_ci"),
        ("int(11)", "int"),
        ("int", "int default 4"),
    ] {
        assert_eq!(modified(before, after).found("AL5"), NOTHING, "{before} to {after}");
    }
    let sql = "ALTER TABLE book MODIFY title text, ALGORITHM=INPLACE, LOCK=NONE";
    let change = alter_column("book", "title varchar(40)", "title text");
    assert_eq!(mysql().runs(sql, &[change]).found("AL5"), NOTHING);
}

#[test]
fn a_new_column_is_told_where_the_table_is_written_for_it() {
    let added = |trial: Trial, sql: &str, spec: &str| trial.runs(sql, &[add_column("book", spec)]).found("AL5");
    let sql = "ALTER TABLE book ADD x int";
    assert_eq!(added(mysql(), sql, "x int"), NOTHING);
    assert_eq!(added(mysql(), sql, "x int stored id + 1"), ["AL501"]);
    assert_eq!(added(mysql(), sql, "x varchar(36) default uuid()"), ["AL501"]);
    assert_eq!(added(mysql(), sql, "x varchar(36) default 'a(none)'"), NOTHING);
    assert_eq!(added(mysql(), sql, "x int default (1 + (1))"), ["AL501"]);
    assert_eq!(added(mysql(), sql, "x date default (curdate())"), ["AL501"]);
    assert_eq!(added(mysql(), sql, "x int default (1 + rand(4))"), ["AL501"]);
    assert_eq!(added(mysql(), sql, "x datetime default CURRENT_TIMESTAMP(6)"), NOTHING);
    assert_eq!(added(mysql().version(5, 7, 44), sql, "x int"), ["AL511"]);
    assert_eq!(added(mysql().version(8, 0, 20), sql, "x int"), NOTHING);
    assert_eq!(added(mysql().version(8, 0, 20), "ALTER TABLE book ADD x int AFTER id", "x int"), ["AL511"]);
    let maria = || Trial::on(Dialect::MariaDb).with(&[BOOK]);
    assert_eq!(added(maria(), sql, "x int default (1 + (1))"), NOTHING);
    assert_eq!(added(maria(), sql, "x date default curdate()"), NOTHING);
    assert_eq!(added(maria().version(10, 3, 9), sql, "x int"), NOTHING);
    assert_eq!(added(maria().version(10, 2, 9), sql, "x int"), ["AL511"]);
}

#[test]
fn a_dropped_column_is_told_where_the_table_is_written_for_it() {
    let dropped = |trial: Trial| {
        trial.runs("ALTER TABLE book DROP title", &[drop_column("book", "title varchar(40)")]).found("AL5")
    };
    assert_eq!(dropped(mysql()), NOTHING);
    assert_eq!(dropped(mysql().version(8, 0, 28)), ["AL511"]);
}

#[test]
fn a_column_beside_an_index_of_texts_is_told() {
    let words = Operation::AlterTable {
        table: ObjectName::local("book"),
        changes: vec![TableChange::AddIndex(Index {
            method: Some("fulltext".to_owned()),
            ..index("index words (title)")
        })],
        rebuild: Rebuild::Never,
    };
    let with_words = || mysql().after(words.clone());
    assert_eq!(with_words().runs("ALTER TABLE book ADD x int", &[add_column("book", "x int")]).found("AL5"), ["AL501"]);
    let title = "title varchar(40)";
    assert_eq!(with_words().runs("ALTER TABLE book DROP title", &[drop_column("book", title)]).found("AL5"), ["AL501"]);
}

#[test]
fn a_column_with_an_index_is_told() {
    let both = || vec![TableChange::AddColumn(column("x int")), TableChange::AddIndex(index("index by_x (x)"))];
    let trial = mysql().runs("ALTER TABLE book ADD x int, ADD INDEX by_x (x)", &[alter("book", both())]);
    assert_eq!(trial.found("AL5"), ["AL511"]);
    let indexed = |dialect: Dialect| {
        let index = add_index("book", "index by_title (title)");
        let trial = Trial::on(dialect).with(&[BOOK]).after(index);
        trial.runs("ALTER TABLE book DROP title", &[drop_column("book", "title varchar(40)")]).found("AL5")
    };
    assert_eq!((indexed(Dialect::Mysql), indexed(Dialect::MariaDb)), (vec!["AL511"], vec![]));
}

#[test]
fn a_column_that_is_computed_otherwise_is_told() {
    assert_eq!(modified("int virtual id + 1", "int virtual id + 2").found("AL5"), ["AL501"]);
    assert_eq!(modified("int stored id + 1", "int stored id + 2").found("AL5"), ["AL501"]);
    assert_eq!(modified("int virtual id + 1", "int virtual id + 1").found("AL5"), NOTHING);
}

#[test]
fn a_column_that_takes_null_or_no_longer_is_told() {
    assert_eq!(modified("int not null", "int").found("AL5"), ["AL511"]);
    assert_eq!(modified("int", "int not null").found("AL5"), ["AL511"]);
}

#[test]
fn values_of_an_enum_that_move_are_told() {
    assert_eq!(modified("enum('a','b')", "enum('a','x','b')").found("AL5"), ["AL502"]);
    assert_eq!(modified("enum('a','b')", "enum('b','a')").found("AL5"), ["AL502"]);
    assert_eq!(modified("enum('a','b')", "enum('a','b','c')").found("AL5"), NOTHING);
    assert_eq!(modified("enum('a','b')", "enum('a')").found("AL5"), NOTHING);
    let list = |count: usize| (0..count).map(|each| format!("'{each}'")).collect::<Vec<_>>().join(",");
    assert_eq!(modified(&format!("set({})", list(8)), &format!("set({})", list(9))).found("AL5"), ["AL502"]);
    assert_eq!(modified(&format!("enum({})", list(254)), &format!("enum({})", list(255))).found("AL5"), NOTHING);
    assert_eq!(modified(&format!("enum({})", list(255)), &format!("enum({})", list(256))).found("AL5"), ["AL502"]);
}

#[test]
fn references_that_make_no_key_are_told() {
    let sql = "CREATE TABLE leaf (id int PRIMARY KEY, book int REFERENCES book (id))";
    let ignored = "leaf(id int not null, book int, primary key (id), engine InnoDB)";
    assert_eq!(mysql().runs(sql, &[create_table(ignored)]).found("AL5"), ["AL503"]);
    let kept =
        "leaf(id int not null, book int, primary key (id), foreign key (book) references book(id), engine InnoDB)";
    assert_eq!(mysql().runs(sql, &[create_table(kept)]).found("AL5"), NOTHING);
    let added =
        mysql().runs("ALTER TABLE book ADD shelf int REFERENCES shelf (id)", &[add_column("book", "shelf int")]);
    assert_eq!(added.found("AL5"), ["AL503"]);
    let key = alter(
        "book",
        vec![
            TableChange::AddColumn(column("shelf int")),
            TableChange::AddConstraint(constraint("foreign key (shelf) references shelf(id)")),
        ],
    );
    let sql = "ALTER TABLE book ADD shelf int, ADD FOREIGN KEY (shelf) REFERENCES shelf (id)";
    assert_eq!(mysql().runs(sql, &[key]).found("AL5"), NOTHING);
}

#[test]
fn texts_that_are_converted_are_told() {
    assert_eq!(mysql().runs("ALTER TABLE book CONVERT TO CHARACTER SET utf8mb4", &[]).found("AL5"), ["AL504"]);
    let change = alter_column("book", "title varchar(40)", "title varchar(40) collate utf8mb4_bin");
    assert_eq!(
        mysql()
            .version(8, 0, 40)
            .runs("ALTER TABLE book MODIFY title varchar(40) COLLATE utf8mb4_bin", &[change])
            .found("AL5"),
        ["AL504"]
    );
    let change = || {
        let before = "title varchar(40) collate utf8mb4_0900_ai_ci";
        alter_column("book", before, "title varchar(40) collate utf8mb4_bin")
    };
    let sorted = || {
        Trial::on(Dialect::Mysql)
            .with(&[&BOOK.replace("title varchar(40)", "title varchar(40) collate utf8mb4_0900_ai_ci")])
            .version(9, 7, 4)
    };
    let change = |trial: Trial| trial.runs("ALTER TABLE book MODIFY title", &[change()]).found("AL5");
    assert_eq!(change(sorted()), NOTHING);
    assert_eq!(change(sorted().after(add_index("book", "index by_title (title)"))), ["AL504"]);
    let maria = || {
        Trial::on(Dialect::MariaDb)
            .with(&[&BOOK.replace("title varchar(40)", "title varchar(40) collate utf8mb4_general_ci")])
    };
    let change = |after: &str| {
        let after = format!("title varchar(40) collate {after}");
        maria().runs(
            "ALTER TABLE book MODIFY title",
            &[alter_column("book", "title varchar(40) collate utf8mb4_general_ci", &after)],
        )
    };
    assert_eq!(change("latin1_swedish_ci").found("AL5"), ["AL504"]);
    assert_eq!(change("utf8mb4_bin").found("AL5"), NOTHING);
    assert_eq!(mysql().runs("ALTER TABLE book DEFAULT CHARACTER SET utf8mb4", &[]).found("AL5"), NOTHING);
}

#[test]
fn settings_and_words_are_told() {
    for (sql, expected) in [
        ("SET foreign_key_checks = 0", &["AL505"][..]),
        ("SET SESSION FOREIGN_KEY_CHECKS=OFF, unique_checks=0", &["AL505"]),
        ("SET @@session.foreign_key_checks = 0", &["AL505"]),
        ("SET foreign_key_checks = 1", &[]),
        ("CREATE DEFINER=`root`@`%` VIEW v AS SELECT 1", &["AL510"]),
        ("CREATE DEFINER = CURRENT_USER VIEW v AS SELECT 1", &[]),
        ("ALTER TABLE book ADD INDEX (title), ALGORITHM=COPY", &["AL512"]),
        ("CREATE INDEX by_title ON book (title) LOCK = EXCLUSIVE", &["AL512"]),
        ("ALTER TABLE book ADD INDEX (title), LOCK=NONE", &[]),
        ("ALTER TABLE unknown ADD INDEX (title), LOCK=SHARED", &[]),
        ("ALTER TABLE book ADD x int(11)", &["AL509"]),
        ("ALTER TABLE book ADD x tinyint(1), ADD y int(5) ZEROFILL, ADD z int(5) unsigned zerofill", &[]),
        ("SELECT int(11)", &[]),
    ] {
        assert_eq!(mysql().runs(sql, &[]).found("AL5"), expected, "{sql}");
    }
}

#[test]
fn tables_that_are_no_good_are_told() {
    let made = |spec: &str| mysql().runs("CREATE TABLE leaf", &[create_table(spec)]).found("AL5");
    assert_eq!(made("leaf(id int not null, primary key (id), engine MyISAM)"), ["AL506"]);
    assert_eq!(
        made("leaf(id int not null, x varchar(9) collate utf8mb3_general_ci, primary key (id), engine InnoDB)"),
        ["AL507"]
    );
    assert_eq!(
        made("leaf(id int not null, x varchar(9) collate utf8mb4_bin, primary key (id), engine InnoDB)"),
        NOTHING
    );
    assert_eq!(made("leaf(id int not null, x date default '0000-00-00', primary key (id), engine InnoDB)"), ["AL508"]);
    let loose =
        "leaf(id int not null, room int, primary key (id), foreign key (room) references shelf(room), engine InnoDB)";
    assert_eq!(made(loose), ["AL513"]);
    assert_eq!(made(&loose.replace("shelf(room)", "shelf(id)")), NOTHING);
    let old = Trial::on(Dialect::Mysql).with(&["leaf(id int, engine MyISAM)"]);
    let old = old.runs("ALTER TABLE leaf ADD x int", &[add_column("leaf", "x int")]);
    assert_eq!(old.found("AL506"), NOTHING);
}

#[test]
fn an_index_that_lets_writers_wait_is_told() {
    let added = |method: &str| {
        let mut index = crate::trial::index("index words (title)");
        index.method = Some(method.to_owned());
        mysql().runs("ALTER TABLE book ADD INDEX", &[alter("book", vec![TableChange::AddIndex(index)])]).found("AL5")
    };
    assert_eq!((added("fulltext"), added("spatial"), added("hash")), (vec!["AL515"], vec!["AL515"], vec![]));
    let mut computed = crate::trial::index("index sum (id)");
    computed.parts[0].key = IndexKey::Expression("(id + 1)".to_owned());
    let change = alter("book", vec![TableChange::AddIndex(computed)]);
    assert_eq!(mysql().runs("ALTER TABLE book ADD INDEX sum ((id + 1))", &[change]).found("AL5"), ["AL515"]);
}

#[test]
fn a_primary_key_that_goes_is_told_unless_another_comes() {
    let key = "primary key (id)";
    let dropped = mysql().runs("ALTER TABLE book DROP PRIMARY KEY", &[drop_constraint("book", key)]);
    assert_eq!(dropped.found("AL5"), ["AL514"]);
    let replaced: Operation = alter(
        "book",
        vec![
            TableChange::DropConstraint(constraint(key)),
            TableChange::AddConstraint(constraint("primary key (id, title)")),
        ],
    );
    assert_eq!(
        mysql().runs("ALTER TABLE book DROP PRIMARY KEY, ADD PRIMARY KEY (id, title)", &[replaced]).found("AL5"),
        NOTHING
    );
    assert_eq!(
        mysql().runs("ALTER TABLE book ADD UNIQUE (title)", &[add_constraint("book", "unique (title)")]).found("AL5"),
        NOTHING
    );
}
