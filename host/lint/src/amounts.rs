//! Amounts for people, as every text of findings and plans has them.

/// `12,000,000`.
pub fn number(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|group| std::str::from_utf8(group).ok()).collect();
    groups.join(",")
}

/// `1 row`, `1,204 rows`.
pub fn rows(count: u64) -> String {
    if count == 1 { "1 row".to_owned() } else { format!("{} rows", number(count)) }
}

/// `1,204 rows`, `about 1,200,000 rows`: what is estimated is not told as if it were counted.
pub fn rows_known(count: u64, is_estimate: bool) -> String {
    format!("{}{}", if is_estimate { "about " } else { "" }, rows(count))
}

/// `4.1 GB`.
pub fn bytes(count: u64) -> String {
    let units = [(1_000_000_000_000, "TB"), (1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")];
    match units.iter().find(|(size, _)| count >= *size) {
        Some((size, unit)) => format!("{}.{} {unit}", count / size, count % size * 10 / size),
        None => format!("{count} B"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_well() {
        assert_eq!([0, 999, 1_204, 12_000_000].map(number), ["0", "999", "1,204", "12,000,000"]);
        assert_eq!([1, 2].map(rows), ["1 row", "2 rows"]);
        assert_eq!([false, true].map(|is_estimate| rows_known(1_204, is_estimate)), ["1,204 rows", "about 1,204 rows"]);
        assert_eq!([12, 8_192, 4_190_000_000].map(bytes), ["12 B", "8.1 kB", "4.1 GB"]);
    }
}
