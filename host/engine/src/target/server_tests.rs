//! Targets on servers: dumps, and logins that may make no database.

use std::fs;

use aludel_schema::{ObjectName, Scope};
use tempfile::TempDir;

use super::TargetSchema;
use crate::test_server::{Server, run};
use crate::{Error, Identity, Migrator, OpenOptions};

async fn read(url: &str, sql: &str) -> Result<TargetSchema, Error> {
    let folder = TempDir::new().expect("the system has a temporary folder");
    let config = format!("[database]\nurl = \"{url}\"\nallow_superuser = true\n[target]\nsql = \"schema.sql\"\n");
    fs::write(folder.path().join("aludel.toml"), config).expect("the folder is writable");
    fs::write(folder.path().join("schema.sql"), sql).expect("the folder is writable");
    let who = Identity::of_this_process("tester", "testhost");
    let migrator = Migrator::open(OpenOptions::new(folder.path(), who)).expect("the config is right");
    migrator.target_schema(&Scope::default()).await
}

async fn tables(url: &str, sql: &str) -> Vec<ObjectName> {
    read(url, sql).await.expect("the target can be read").schema.tables.into_keys().collect()
}

const PG_DUMP: &str = "\\restrict abc\n\nSET statement_timeout = 0;\nSET transaction_timeout = 0;\n\
    SET standard_conforming_strings = on;\nSELECT pg_catalog.set_config('search_path', '', false);\n\
    CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA public;\nCOMMENT ON EXTENSION citext IS 'text';\n\
    CREATE TABLE public.book (id integer NOT NULL, title public.citext DEFAULT 'x'::public.citext);\n\
    ALTER TABLE public.book OWNER TO no_such_login;\nALTER TABLE ONLY public.book ADD CONSTRAINT book_pkey PRIMARY KEY (id);\n\
    GRANT SELECT ON TABLE public.book TO no_such_login;\n\n\\unrestrict abc\n";

#[tokio::test]
async fn a_dump_of_postgresql_is_a_target() {
    let Some(server) = Server::with_database("ALUDEL_TEST_POSTGRES_URL").await else { return };
    let target = read(&server.url(), PG_DUMP).await.expect("the dump can be read");
    let table = &target.schema.tables[&ObjectName::local("book")];
    assert_eq!(table.column("title").map(|column| column.data_type.as_str()), Some("citext"));
    let error = read(&server.url(), "CREATE TABLE a (id int);\n\nCREATE TABLE b (\n  id integr);\n").await;
    assert_eq!(error.expect_err("no such type").to_string(), "schema.sql:4: type \"integr\" does not exist");
    server.gone(&[]).await;
}

#[tokio::test]
async fn a_schema_stands_for_a_database_where_none_may_be_made() {
    let Some(server) = Server::with_database("ALUDEL_TEST_POSTGRES_URL").await else { return };
    let (url, login) = (server.url(), format!("poor_{}", server.database));
    run(&url, &format!("CREATE ROLE {login} LOGIN PASSWORD 'poor'")).await;
    run(&url, &format!("GRANT CREATE ON DATABASE {} TO {login}", server.database)).await;
    run(&url, &format!("GRANT CREATE ON SCHEMA public TO {login}")).await;
    run(&url, "CREATE TABLE live (id int)").await;
    let poor = server.url_of(&format!("{login}:poor"));
    let sql = "BEGIN;\nCREATE TABLE book (id serial PRIMARY KEY);\nCREATE TABLE note (book_id int REFERENCES book (id));\nCOMMIT;\n";
    assert_eq!(tables(&poor, sql).await, [ObjectName::local("book"), ObjectName::local("note")]);
    let error = read(&poor, "CREATE TABLE public.stray (id int);").await.expect_err("it is elsewhere");
    assert!(error.to_string().starts_with("`public.stray` would be made outside"), "{error}");
    assert_eq!(error.code(), "target_outside_scratch");
    let left = "DO $$ BEGIN IF to_regclass('public.stray') IS NOT NULL OR EXISTS (SELECT 1 FROM pg_namespace \
                WHERE nspname LIKE 'aludel_scratch_%') THEN RAISE 'something was left'; END IF; END $$";
    run(&url, left).await;
    let (owned, role) = (format!("DROP OWNED BY {login}"), format!("DROP ROLE {login}"));
    server.gone(&[&owned, &role]).await;
}

#[tokio::test]
async fn the_live_database_of_mariadb_is_not_named() {
    let Some(server) = Server::with_database("ALUDEL_TEST_MARIADB_URL").await else { return };
    let url = server.url();
    run(&url, "CREATE TABLE live (id int)").await;
    let dump = "/*!40101 SET NAMES utf8mb4 */;\nDROP TABLE IF EXISTS `book`;\nCREATE TABLE `book` (`id` int NOT NULL) ENGINE=InnoDB;\n\
                LOCK TABLES `book` WRITE;\nINSERT INTO `book` VALUES (1);\nUNLOCK TABLES;\n";
    assert_eq!(tables(&url, dump).await, [ObjectName::local("book")]);
    let error = read(&url, &format!("\nDROP TABLE `{}`.live;", server.database)).await.expect_err("it is elsewhere");
    let expected = format!("schema.sql:2: the statement names the database `{}`", server.database);
    assert_eq!(error.to_string(), expected);
    run(&url, "SELECT * FROM live").await;
    server.gone(&[]).await;
}
