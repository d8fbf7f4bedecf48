// /// migration
// revision = "9a2c71f0d5e4"
// down_revision = "05d7b2e8f64a"
// message = "split the addresses of customers into columns"
// created = 2026-02-03T08:55:00Z
// ///

use aludel_guest::prelude::*;

migration!(upgrade, downgrade, verify);

/// The new columns, in the order in which an address has them.
const COLUMNS: [(&str, &str); 4] =
    [("street", "VARCHAR(160)"), ("postcode", "VARCHAR(20)"), ("city", "VARCHAR(120)"), ("country", "VARCHAR(100)")];

/// Customers read and written at once.
const BATCH_ROWS: u32 = 1_000;

fn upgrade(db: &Database) -> Result<()> {
    for (name, data_type) in COLUMNS {
        db.execute(&format!("ALTER TABLE customers ADD COLUMN {name} {data_type}"), params![])?;
    }
    let customers: u64 = db.query_scalar("SELECT count(*) FROM customers", params![])?;
    let task = progress::task("splitting addresses", Some(customers));
    let mut parts = db.bulk_update("customers", &["id"], &COLUMNS.map(|(name, _)| name))?;
    for batch in db.query("SELECT id, address FROM customers ORDER BY id", params![])?.batches(BATCH_ROWS) {
        let batch = batch?;
        for (id, address) in batch.integers(0)?.required()?.into_iter().zip(batch.texts(1)?.required()?) {
            let address = Address::parse(address).ok_or_else(|| not_an_address(id, address))?;
            parts.push(params![id, address.street, address.postcode, address.city, address.country])?;
        }
        task.advance(batch.row_count() as u64);
    }
    let changed = parts.finish()?;
    info!("{changed} addresses split");
    Ok(())
}

/// The old column is still there and filled, so that nothing is lost.
fn downgrade(db: &Database) -> Result<()> {
    for (name, _) in COLUMNS {
        db.execute(&format!("ALTER TABLE customers DROP COLUMN {name}"), params![])?;
    }
    Ok(())
}

fn verify(db: &Database) -> Result<()> {
    let missing =
        "SELECT count(*) FROM customers WHERE street IS NULL OR postcode IS NULL OR city IS NULL OR country IS NULL";
    match db.query_scalar::<i64>(missing, params![])? {
        0 => Ok(()),
        count => Err(Error::other(format!("{count} customers have no complete address"))),
    }
}

/// An address as customers wrote it: `Street 1, 12345 City, Country`.
#[derive(Debug, PartialEq)]
struct Address<'text> {
    street: &'text str,
    postcode: &'text str,
    city: &'text str,
    country: &'text str,
}

impl<'text> Address<'text> {
    fn parse(text: &'text str) -> Option<Self> {
        let (rest, country) = text.rsplit_once(',')?;
        let (street, place) = rest.rsplit_once(',')?;
        let (postcode, city) = place.trim().split_once(' ')?;
        let address = Self { street: street.trim(), postcode, city: city.trim(), country: country.trim() };
        let parts = [address.street, address.postcode, address.city, address.country];
        parts.iter().all(|part| !part.is_empty()).then_some(address)
    }
}

fn not_an_address(customer: i64, address: &str) -> Error {
    Error::precondition(format!("customer {customer} has the address `{address}`, not `Street 1, 12345 City, Country`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_four_parts() {
        let address = Address::parse("Schillerplatz 1, 91054 Erlangen, Germany");
        let expected = Address { street: "Schillerplatz 1", postcode: "91054", city: "Erlangen", country: "Germany" };
        assert_eq!(address, Some(expected));
    }

    #[test]
    fn a_street_may_hold_a_comma_and_a_city_a_space() {
        let address = Address::parse("5th Avenue 350, Floor 3, 10118 New York, United States").expect("an address");
        assert_eq!((address.street, address.city), ("5th Avenue 350, Floor 3", "New York"));
    }

    #[test]
    fn anything_else_is_none() {
        for text in ["", "Erlangen", "Erlangen, Germany", "Schillerplatz 1, Erlangen, Germany", ", 1 a, b"] {
            assert_eq!(Address::parse(text), None, "{text}");
        }
    }
}
