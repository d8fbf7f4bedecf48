//! The shop of `migrations/shop` on every database, without a toolchain for its migration in Rust.

#[path = "../../../tests/copied_folder.rs"]
mod copied_folder;
mod support;

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use aludel_engine::{Event, Migrator, OpenOptions, Silent};
use copied_folder::copy;
use support::Heard;
use support::databases::{self, TestDatabase};

/// A shop of its own for a database. Nothing is told of the environment, so that no toolchain is found.
fn shop(database: &TestDatabase) -> OpenOptions {
    let root = database.project.root().join("shop");
    copy(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../migrations/shop"), &root);
    let config = fs::read_to_string(root.join("aludel.toml")).expect("the shop has it");
    // The servers of the tests are logged in to as who makes databases.
    let config = config.replace("[database]\n", "[database]\nallow_superuser = true\n");
    fs::write(root.join("aludel.toml"), config).expect("the folder is writable");
    OpenOptions { directory: root, url: Some(database.url.clone()), ..database.project.options() }
}

fn open(options: &OpenOptions) -> Migrator {
    Migrator::open(options.clone()).expect("the config is right")
}

#[tokio::test]
async fn the_shop_goes_up_and_down_and_up_again() {
    for database in databases::all("shop").await {
        let options = shop(&database);
        let heard = Arc::new(Heard::default());
        let outcome = open(&options).upgrade("heads", heard.clone()).await;
        let report = outcome.unwrap_or_else(|error| panic!("{}: {error}", database.name()));
        assert_eq!((report.steps.len(), report.heads_after.as_slice()), (10, ["f17b84c0e2d9".to_owned()].as_slice()));
        check_upgraded(&database).await;
        check_events(&heard.events());

        let outcome = open(&options).downgrade("05d7b2e8f64a", Arc::new(Silent)).await;
        outcome.unwrap_or_else(|error| panic!("{}: {error}", database.name()));
        check_downgraded(&database).await;

        let outcome = open(&options).downgrade("base", Arc::new(Silent)).await;
        outcome.unwrap_or_else(|error| panic!("{}: {error}", database.name()));
        for table in ["customers", "products", "orders", "order_items"] {
            assert!(!database.has_table(table).await, "{} {table}", database.name());
        }
        let outcome = open(&options).upgrade("heads", Arc::new(Silent)).await;
        outcome.unwrap_or_else(|error| panic!("{}: {error}", database.name()));
        check_upgraded(&database).await;
        database.gone().await;
    }
}

async fn check_upgraded(database: &TestDatabase) {
    let parts = [
        ("street", ["St James's Square 12", "Wilson Boulevard 17", "Schillerplatz 1", "Sturegatan 56"]),
        ("postcode", ["SW1Y", "22201", "91054", "11436"]),
        ("city", ["London", "Arlington", "Erlangen", "Stockholm"]),
        ("country", ["United Kingdom", "United States", "Germany", "Sweden"]),
    ];
    for (column, expected) in parts {
        let found = database.column(&format!("SELECT {column} FROM customers ORDER BY id")).await;
        assert_eq!(found[..4], expected, "{}", database.name());
    }
    assert_eq!(database.column("SELECT country FROM sales_by_country ORDER BY country").await.len(), 3);
    assert_eq!(database.column("SELECT number FROM orders WHERE status = 'sent'").await.len(), 4);
}

fn check_events(events: &[Event]) {
    assert!(!events.iter().any(|event| matches!(event, Event::BuildStarted { .. })), "the component is there, built");
    let told =
        |wanted: &str| events.iter().any(|event| matches!(event, Event::Log { message, .. } if message == wanted));
    assert!(told("5 addresses split"));
    assert!(events.iter().any(|event| matches!(event, Event::TaskStarted { total: Some(5), .. })));
}

/// The addresses are put together again, and their parts are gone.
async fn check_downgraded(database: &TestDatabase) {
    let addresses = database.column("SELECT address FROM customers ORDER BY id").await;
    assert_eq!(addresses[0], "St James's Square 12, SW1Y London, United Kingdom", "{}", database.name());
    assert_eq!(addresses[3], "Sturegatan 56, 11436 Stockholm, Sweden", "{}", database.name());
    for gone in ["SELECT street FROM customers", "SELECT day FROM daily_sales", "SELECT status FROM orders"] {
        assert!(database.session().await.execute(gone, &[]).await.is_err(), "{} {gone}", database.name());
    }
    assert_eq!(database.heads().await, ["05d7b2e8f64a"]);
}
