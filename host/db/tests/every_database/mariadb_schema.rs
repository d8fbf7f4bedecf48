//! The schema of a `MariaDB` database: read whole, written again, changed and changed back.

use aludel_db::{Session, introspect};
use aludel_schema::model::{ConstraintBody, Generation, Schema};
use aludel_schema::{ObjectName, Scope};

use crate::databases::TestDatabase;

macro_rules! on_mariadb {
    ($($test:ident),+ $(,)?) => {
        mod cases { $(crate::databases::one_test!($test, MariaDb);)+ }
    };
}

on_mariadb!(one_of_everything_is_read);

/// One of everything, with names that need quotes.
const ONE_OF_EVERYTHING: [&str; 19] = [
    "CREATE TABLE `Writer of books` (id INT PRIMARY KEY, `key` VARCHAR(10) NOT NULL, `select` INT) ENGINE=InnoDB \
     COMMENT='who''s who'",
    "CREATE TABLE book (id INT AUTO_INCREMENT PRIMARY KEY COMMENT 'number', a VARCHAR(10) DEFAULT 'it''s', \
     b DECIMAL(5,2) DEFAULT 1, c TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, d JSON, \
     e INT GENERATED ALWAYS AS (id2 * 2) VIRTUAL, id2 INT, f INT AS (id2 + 1) STORED COMMENT 'kept', g INT INVISIBLE, \
     h VARCHAR(10) DEFAULT (CONCAT('a', 'b')), i INT UNSIGNED ZEROFILL, j ENUM('a', 'b''c') DEFAULT 'a', \
     k SET('x', 'y'), l BIT(3) DEFAULT b'101', m CHAR(36) CHARSET latin1, n TEXT COLLATE utf8mb4_bin, o UUID, \
     p DATETIME(3) DEFAULT CURRENT_TIMESTAMP(3), q INT CHECK (q > 0), r TIMESTAMP NULL, s BIGINT UNSIGNED, \
     t POINT NOT NULL, u BOOL DEFAULT TRUE, v TEXT COMPRESSED CHARSET latin1, w INT DEFAULT (1 + 2), \
     x JSON DEFAULT '{}' CHECK (JSON_LENGTH(x) < 5), y VARBINARY(20) DEFAULT x'41', z YEAR, \
     CONSTRAINT ck CHECK (a <> 'x''y' AND b > 0), CHECK (b < 100), UNIQUE (a), UNIQUE uq (a(3), b DESC), \
     FULLTEXT ft (n), KEY ig (g) COMMENT 'hello' IGNORED, SPATIAL sp (t), KEY ix (h(4) DESC, id2)) \
     COMMENT='the book' ROW_FORMAT=DYNAMIC STATS_PERSISTENT=1",
    "CREATE TABLE loan (id INT PRIMARY KEY, bid INT, x INT, w INT, \
     CONSTRAINT fk FOREIGN KEY (bid) REFERENCES book (id) ON DELETE CASCADE ON UPDATE SET NULL, \
     FOREIGN KEY (x) REFERENCES book (id) ON UPDATE RESTRICT, \
     CONSTRAINT `fk 2` FOREIGN KEY (w) REFERENCES `Writer of books` (id), KEY kx (x, bid))",
    "CREATE TABLE old (id INT, a VARCHAR(10), b VARCHAR(10) COLLATE utf8mb4_bin) DEFAULT CHARSET=latin1 ENGINE=MyISAM",
    "CREATE TABLE ranged (id INT, d DATE) PARTITION BY RANGE (id) \
     (PARTITION p0 VALUES LESS THAN (10) COMMENT = 'few', PARTITION p1 VALUES LESS THAN MAXVALUE)",
    "CREATE TABLE hashed (id INT PRIMARY KEY) PARTITION BY HASH (id) PARTITIONS 4",
    "CREATE TABLE listed (id INT, d VARCHAR(10)) PARTITION BY LIST COLUMNS (d) \
     (PARTITION a VALUES IN ('a', 'b'), PARTITION c VALUES IN ('c', NULL))",
    "CREATE TABLE within (id INT, d DATE) PARTITION BY RANGE (id) SUBPARTITION BY HASH (TO_DAYS(d)) SUBPARTITIONS 2 \
     (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN MAXVALUE)",
    "CREATE TABLE history (id INT, x INT WITHOUT SYSTEM VERSIONING) WITH SYSTEM VERSIONING",
    "CREATE TABLE period (x INT, s TIMESTAMP(6) GENERATED ALWAYS AS ROW START, \
     e TIMESTAMP(6) GENERATED ALWAYS AS ROW END, PERIOD FOR SYSTEM_TIME (s, e)) WITH SYSTEM VERSIONING",
    "CREATE SEQUENCE number START WITH 5 INCREMENT BY 2 CACHE 10",
    "CREATE SEQUENCE `other number` MINVALUE -10 MAXVALUE 10 CYCLE NOCACHE",
    "CREATE VIEW z_first AS SELECT b.id, b.a FROM book b WHERE b.b > 1 AND b.a LIKE '%x%' WITH CHECK OPTION",
    "CREATE ALGORITHM=MERGE SQL SECURITY INVOKER VIEW a_second AS SELECT id AS `the id` FROM z_first",
    "CREATE FUNCTION joined(a INT, b VARCHAR(10)) RETURNS VARCHAR(20) CHARSET latin1 DETERMINISTIC COMMENT 'c' \
     BEGIN DECLARE x INT; RETURN CONCAT(a, b); END",
    "CREATE PROCEDURE work(IN a INT, OUT b DECIMAL(5,2), INOUT `c d` ENUM('x','y')) SQL SECURITY INVOKER \
     BEGIN SELECT 1; END",
    "CREATE AGGREGATE FUNCTION total(x INT) RETURNS INT BEGIN DECLARE mx INT DEFAULT 0; \
     DECLARE CONTINUE HANDLER FOR NOT FOUND RETURN mx; LOOP FETCH GROUP NEXT ROW; SET mx = mx + x; END LOOP; END",
    "CREATE TRIGGER second BEFORE INSERT ON loan FOR EACH ROW BEGIN SET new.x = 1; END",
    "CREATE TRIGGER first BEFORE INSERT ON loan FOR EACH ROW FOLLOWS second SET new.x = 2",
];

async fn run(session: &mut dyn Session, statements: impl IntoIterator<Item = &str>) {
    for statement in statements {
        session.execute(statement, &[]).await.unwrap_or_else(|error| panic!("{error:?} at:\n{statement}"));
    }
}

async fn schema(session: &mut dyn Session) -> Schema {
    introspect(session, &Scope::default()).await.unwrap()
}

async fn one_of_everything_is_read(database: &TestDatabase) {
    let mut session = database.session().await;
    run(&mut *session, ONE_OF_EVERYTHING).await;
    let schema = schema(&mut *session).await;
    let book = &schema.tables[&ObjectName::local("book")];
    assert_eq!(book.column("d").unwrap().data_type, "json");
    assert_eq!(book.column("id").unwrap().generation, Generation::AutoIncrement);
    assert!(book.constraints.iter().any(|constraint| matches!(constraint.body, ConstraintBody::Check { .. })));
}
