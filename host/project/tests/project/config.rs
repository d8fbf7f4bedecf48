use std::time::Duration;

use aludel_project::config::{SdkSource, TargetSection};
use aludel_project::{Config, ConfigError, Language, Limit, TransactionMode};

use crate::folder::Folder;

/// Every mistake of a file with its hint, one a line.
fn mistakes(text: &str) -> String {
    let errors = Folder::with_config(text).read_config().expect_err("the configuration is wrong").errors;
    let line = |error: &ConfigError| match error.hint() {
        Some(hint) => format!("{error}\n  hint: {hint}"),
        None => error.to_string(),
    };
    errors.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn grants_are_read_and_their_mistakes_are_named() {
    let folder = Folder::with_config("[trust.vendor]\n[trust.\"vendor/auth\"]\ncode = true\n[grants]\ncode = false\n");
    let config = folder.read_config().expect("it is right");
    assert_eq!(config.grants.own.code, Some(false));
    assert_eq!(
        config.grants.trust.iter().map(|trust| trust.whom.as_str()).collect::<Vec<_>>(),
        ["vendor", "vendor/auth"]
    );
    assert_eq!(
        mistakes("[grants]\nddl = \"trigger\"\nroles = 1\n[trust]\nvendor = true\n[trust.x]\nextension = []\n"),
        "aludel.toml:2:7: `grants.ddl` is `trigger`, but must be one of table, view, index, sequence, type, schema, \
         database, policy, collation, text-search, statistics, publication\n\
         aludel.toml:3:9: `grants.roles` must be true or false, not a whole number\n\
         aludel.toml:5:1: unknown key `vendor` in [trust]\n  \
         hint: known here: unsigned, revoked_keys, revoked_packages, signers\n\
         aludel.toml:7:1: unknown key `extension` in [trust.x]\n  hint: did you mean `extensions`?"
    );
}

#[test]
fn everything_in_the_file_is_read() {
    let folder = Folder::with_config(
        r#"
[project]
migrations = ["migrations", "billing/migrations"]
file_template = "{year}/{rev}"
"#
        .replace("{year}/{rev}", "{epoch}_{rev}")
        .as_str(),
    );
    let text = std::fs::read_to_string(folder.path("aludel.toml")).expect("the file is there")
        + r#"timezone = "UTC"
language = "rust"

[database]
url = "postgres://shop:${PASSWORD}@localhost/shop"
version_table = "alembic_version"
transaction = "run"
lock_timeout = "250ms"
statement_timeout = "2m"
on_connect = ["SET FOREIGN_KEY_CHECKS = 0"]
allow_superuser = true

[database.reports]
url = "sqlite://reports.db"
scratch_url = "postgres://${PASSWORD}@localhost/scratch"

[target]
program = ["python3", "-m", "aludel_models", "app.models", "--dialect", "{dialect}"]
timeout = "5m"

[autogenerate]
include = "shop_*"
exclude = ["shop_audit_*", "*.tmp_*"]
schemas = ["sales"]

[grants]
roles = true
read = ["*"]

[trust."vendor/auth"]
create = ["auth_*"]

[limits]
guest_time = "90s"
memory = "256MiB"
page_rows = 5_000

[[hooks.post_write]]
command = ["rustfmt", "{path}"]

[sdk]
rust = { path = "../guest-sdk/rust" }
"#;
    let path = folder.write("aludel.toml", text);
    let config = Config::read(&path, &|name| (name == "PASSWORD").then(|| "s3cret".to_owned())).expect("it is right");

    let locations: Vec<&str> = config.project.migrations.iter().map(|location| location.text.as_str()).collect();
    assert_eq!(locations, ["migrations", "billing/migrations"]);
    assert_eq!(config.project.migrations[1].path, folder.path("billing/migrations"));
    assert_eq!(config.project.file_template.as_str(), "{epoch}_{rev}");
    assert_eq!(config.project.language, Language::Rust);
    let database = config.database(None).expect("it is there");
    assert_eq!(database.url(), Ok(Some("postgres://shop:s3cret@localhost/shop")));
    assert_eq!(database.version_table, "alembic_version");
    assert_eq!(database.transaction, TransactionMode::Run);
    assert_eq!(database.lock_timeout, Duration::from_millis(250));
    assert_eq!(database.statement_timeout, Duration::from_mins(2));
    assert_eq!(database.on_connect, ["SET FOREIGN_KEY_CHECKS = 0"]);
    assert!(database.allow_superuser);
    assert!(!format!("{config:?}").contains("s3cret"), "a password is shown");
    let reports = config.database(Some("reports")).expect("it is there");
    assert_eq!(reports.url(), Ok(Some("sqlite://reports.db")));
    assert_eq!(reports.version_table, "aludel_version");
    assert_eq!(reports.scratch_url(), Ok(Some("postgres://s3cret@localhost/scratch")));
    let Some(TargetSection::Program(program)) = &config.target else { panic!("the target is a program") };
    assert_eq!(program.arguments("mariadb")[3..], ["app.models", "--dialect", "mariadb"]);
    assert_eq!((program.timeout, program.line), (Duration::from_mins(5), 22));
    let patterns: Vec<&str> = config.autogenerate.exclude.iter().map(|pattern| pattern.text.as_str()).collect();
    assert_eq!(patterns, ["shop_audit_*", "*.tmp_*"]);
    assert_eq!(config.autogenerate.include[0].text, "shop_*");
    assert_eq!(config.autogenerate.schemas.as_deref(), Some(["sales".to_owned()].as_slice()));
    assert_eq!(config.limits.get(Limit::GuestTime), Some(90_000));
    assert_eq!(config.limits.get(Limit::Memory), Some(256 << 20));
    assert_eq!(config.limits.get(Limit::PageRows), Some(5_000));
    assert_eq!(config.limits.get(Limit::Binds), None);
    assert_eq!(config.hooks.post_write[0].arguments(&folder.path("a.rs"))[0], "rustfmt");
    assert_eq!(config.hooks.post_write[0].arguments("a.rs".as_ref())[1], "a.rs");
    assert_eq!(config.sdk.rust, SdkSource::Path(folder.path("../guest-sdk/rust")));
}

#[test]
fn a_file_that_says_little_gets_every_default() {
    let folder = Folder::with_config("# nothing yet\n");
    let config = folder.config();
    assert_eq!(config.root, folder.root());
    assert_eq!(config.project.migrations[0].path, folder.path("migrations"));
    assert_eq!(config.project.file_template.as_str(), "{date}_{rev}_{slug}");
    assert_eq!(config.project.language, Language::Sql);
    let database = config.database(None).expect("defaults are there");
    assert_eq!(database.url(), Ok(None));
    assert_eq!(database.lock_timeout, Duration::from_secs(5));
    assert_eq!(database.transaction, TransactionMode::Migration);
}

#[test]
fn all_mistakes_are_named_at_once_with_their_place() {
    let found = mistakes(
        r#"[project]
migrations = []
file_tamplate = "{rev}"
file_template = "{revision}"
timezone = "Europe/Berln"
language = "sq"

[databse]
url = "x"

[database]
url = 5
version_tabel = "x"
version_table = ""
transaction = "runs"
lock_timeout = "5"
statement_timeout = 5
on_connect = ["a", 1]
allow_superuser = "yes"

[database.other]
urll = "sqlite://x"

[limits]
memroy = "1MiB"
memory = "1MB5"
guest_time = 60
handles = -1
binds = "many"

[[hooks.post_write]]
command = ["rustfmt", "{pth}"]

[[hooks.post_write]]
program = "rustfmt"

[hooks.post_read]

[targets]
sql = "schema.sql"

[target]
sql = []
program = ["", "x"]
timeout = "1"

[autogenerate]
include = ["book_*", ""]
exclude = 5
schema = "shop"
"#,
    );
    insta::assert_snapshot!(found);
}

#[test]
fn what_is_no_toml_is_said_with_its_place() {
    insta::assert_snapshot!(mistakes("[project]\nlanguage = \"sql\"\nlanguage = \"rust\"\ntimezone = \n[database\n"));
}

#[test]
fn a_missing_variable_matters_only_to_the_database_that_needs_it() {
    let folder = Folder::with_config(
        "[database.one]\nurl = \"sqlite://one.db\"\n[database.two]\nurl = \"postgres://u:${TWO_PASSWORD}@h/d\"\n",
    );
    let config = folder.config();
    assert!(config.database(Some("one")).and_then(|one| one.url().map(|_| ())).is_ok());
    let error =
        config.database(Some("two")).expect("it is there").url().map(drop).expect_err("the variable is missing");
    assert_eq!(
        error.to_string(),
        "aludel.toml:4:7: `database.two.url` needs the environment variable `TWO_PASSWORD`, which is not set"
    );
    assert_eq!(error.hint().as_deref(), Some("export TWO_PASSWORD=..."));
}

#[test]
fn a_variable_without_end_and_a_nul_are_mistakes() {
    insta::assert_snapshot!(mistakes("[database]\nurl = \"${HOST\"\nversion_table = \"a\\u0000b\"\n"), @r"
    aludel.toml:2:7: `database.url` holds a `${` that is no `${VARIABLE}`
      hint: write `$${` for the two characters themselves
    aludel.toml:3:17: `database.version_table` holds a NUL character
    ");
}

#[test]
fn the_database_is_chosen_by_name() {
    let several = Folder::with_config("[database.orders]\n[database.reports]\n").config();
    let error = several.database(None).expect_err("nobody chose");
    assert_eq!(error.to_string(), "the configuration has several databases (orders, reports) and none was chosen");
    assert_eq!(error.hint().as_deref(), Some("choose one: -n orders"));
    let error = several.database(Some("report")).expect_err("no such database");
    assert_eq!(error.to_string(), "no database `report` in the configuration");
    assert_eq!(error.hint().as_deref(), Some("did you mean `-n reports`?"));
    let only = Folder::with_config("[database.orders]\n").config();
    assert_eq!(only.database(None).expect("it is the only one").name, "orders");
}

#[test]
fn files_that_are_no_text_are_named() {
    let message = |content: &[u8]| {
        let folder = Folder::new();
        folder.write("aludel.toml", content);
        folder.read_config().expect_err("it is no text").to_string()
    };
    assert_eq!(message(b""), "aludel.toml: the file is empty");
    assert_eq!(message(b"a = \"\xff\""), "aludel.toml:1: the file is not UTF-8 (byte 5)");
    assert_eq!(message(b"\n\0"), "aludel.toml:2: the file holds a NUL character");
    let huge = message(&vec![b'#'; 2 << 20]);
    assert_eq!(huge, "aludel.toml: the file is larger than the limit `config_size` of 1048576 bytes");
    let absent = Folder::new().read_config().expect_err("it is not there").to_string();
    assert!(absent.starts_with("aludel.toml: cannot be read: "), "{absent}");
}

#[test]
fn the_file_is_found_from_a_folder_below() {
    let folder = Folder::with_config("[project]\n");
    folder.write("one/two/three.txt", "");
    assert_eq!(Config::find(&folder.path("one/two")), Some(folder.path("aludel.toml")));
}

#[test]
fn a_target_is_exactly_one_thing() {
    insta::assert_snapshot!(mistakes("[target]\ntimeout = \"5s\"\n"), @r"
    aludel.toml:1:1: [target] must name exactly one of `sql`, `program`, `component`, and names none
      hint: known here: sql, program, component
    aludel.toml:2:11: `target.timeout` is `set`, but must be left out where there is no `program`
    ");
    let folder = Folder::with_config("[target]\nsql = [\"schema\", \"views.sql\"]\n");
    let config = folder.config();
    let Some(TargetSection::Sql(paths)) = &config.target else { panic!("the target is SQL") };
    let found: Vec<_> = paths.iter().map(|path| (path.path.clone(), path.line)).collect();
    assert_eq!(found, [(folder.path("schema"), 2), (folder.path("views.sql"), 2)]);
    let config = Folder::with_config("[target]\ncomponent = \"target.wasm\"\n").config();
    assert!(matches!(config.target, Some(TargetSection::Component(path)) if path.text == "target.wasm"));
}
