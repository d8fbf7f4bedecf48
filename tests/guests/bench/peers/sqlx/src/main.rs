//! Lower-case e-mail addresses: pages by key, and one UPDATE a page, or one a row where the second argument is `rows`.

use sqlx::{Connection, QueryBuilder, Sqlite, SqliteConnection, Transaction, query, query_as};

type Page = Vec<(i64, String)>;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let database = arguments.next().ok_or("usage: bench-sqlx FILE [rows]")?;
    let by_rows = arguments.next().is_some_and(|mode| mode == "rows");
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    Ok(runtime.block_on(backfill(&database, by_rows))?)
}

async fn backfill(database: &str, by_rows: bool) -> sqlx::Result<()> {
    let mut connection = SqliteConnection::connect(&format!("sqlite://{database}")).await?;
    let mut transaction = connection.begin().await?;
    let mut last = i64::MIN;
    loop {
        let page: Page = query_as("SELECT id, email FROM customers WHERE id > ? ORDER BY id LIMIT 1000")
            .bind(last)
            .fetch_all(&mut *transaction)
            .await?;
        let Some((id, _)) = page.last() else { break };
        last = *id;
        if by_rows { write_rows(&mut transaction, page).await? } else { write_page(&mut transaction, page).await? }
    }
    transaction.commit().await
}

async fn write_page(transaction: &mut Transaction<'_, Sqlite>, page: Page) -> sqlx::Result<()> {
    let mut update = QueryBuilder::new("UPDATE customers SET email = new.column2 FROM (");
    update.push_values(page, |mut row, (id, email)| {
        row.push_bind(id).push_bind(email.to_ascii_lowercase());
    });
    update.push(") AS new WHERE customers.id = new.column1");
    update.build().execute(&mut **transaction).await?;
    Ok(())
}

async fn write_rows(transaction: &mut Transaction<'_, Sqlite>, page: Page) -> sqlx::Result<()> {
    for (id, email) in page {
        let update = query("UPDATE customers SET email = ? WHERE id = ?").bind(email.to_ascii_lowercase()).bind(id);
        update.execute(&mut **transaction).await?;
    }
    Ok(())
}
