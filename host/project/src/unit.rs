//! Durations and sizes as people write them.

use std::time::Duration;

/// What a duration looks like, for messages.
pub(crate) const DURATION_EXPECTED: &str = "a duration such as \"5s\", \"250ms\", \"2m\", \"1h\" or \"0\"";
/// What a size looks like, for messages.
pub(crate) const SIZE_EXPECTED: &str = "a size such as \"128MiB\", \"64KiB\", \"1GiB\", \"500kB\" or \"4096B\"";

const DURATION_UNITS: [(&str, u64); 4] = [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000)];
const SIZE_UNITS: [(&str, u64); 7] = [
    ("KiB", 1 << 10),
    ("MiB", 1 << 20),
    ("GiB", 1 << 30),
    ("kB", 1_000),
    ("MB", 1_000_000),
    ("GB", 1_000_000_000),
    ("B", 1),
];

/// Reads `5s`, `250ms`, `2m`, `1h` or `0`, in whole milliseconds.
pub fn parse_duration(text: &str) -> Option<Duration> {
    if text == "0" { Some(Duration::ZERO) } else { parse(text, &DURATION_UNITS).map(Duration::from_millis) }
}

/// Reads `128MiB`, `64KiB`, `500kB` or `0` as bytes.
pub(crate) fn parse_size(text: &str) -> Option<u64> {
    if text == "0" { Some(0) } else { parse(text, &SIZE_UNITS) }
}

/// Writes milliseconds in the largest unit that takes them whole.
pub(crate) fn print_duration(milliseconds: u64) -> String {
    print(milliseconds, &[("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)])
}

/// Writes bytes in the largest unit that takes them whole.
pub(crate) fn print_size(bytes: u64) -> String {
    print(bytes, &[("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("B", 1)])
}

fn parse(text: &str, units: &[(&str, u64)]) -> Option<u64> {
    let unit_start = text.find(|character: char| !character.is_ascii_digit())?;
    let (number, unit) = text.split_at(unit_start);
    let (_, factor) = units.iter().find(|(name, _)| *name == unit.trim_start())?;
    number.parse::<u64>().ok()?.checked_mul(*factor)
}

fn print(value: u64, units: &[(&str, u64)]) -> String {
    let whole = units.iter().find(|(_, factor)| value != 0 && value.is_multiple_of(*factor));
    whole.map_or_else(|| "0".to_owned(), |(name, factor)| format!("{}{name}", value / factor))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn durations_are_read_with_their_unit() {
        let table = [
            ("0", Some(0)),
            ("5s", Some(5_000)),
            ("250ms", Some(250)),
            ("2m", Some(120_000)),
            ("1 h", Some(3_600_000)),
        ];
        for (text, milliseconds) in table {
            assert_eq!(parse_duration(text), milliseconds.map(Duration::from_millis), "{text}");
        }
        for text in ["", "5", "s", "-5s", "5 parsecs", "1.5s", "99999999999999999999s", "18446744073709551615h", "５s"]
        {
            assert_eq!(parse_duration(text), None, "{text}");
        }
    }

    #[test]
    fn sizes_are_read_with_their_unit() {
        let table =
            [("128MiB", 128 << 20), ("64KiB", 65_536), ("500kB", 500_000), ("7B", 7), ("0", 0), ("1 GiB", 1 << 30)];
        for (text, bytes) in table {
            assert_eq!(parse_size(text), Some(bytes), "{text}");
        }
        for text in ["", "12", "1mib", "1TiB", "-1B", "20000000000GiB"] {
            assert_eq!(parse_size(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_back(value in any::<u64>()) {
            prop_assert_eq!(parse_size(&print_size(value)), Some(value));
            prop_assert_eq!(parse_duration(&print_duration(value)), Some(Duration::from_millis(value)));
        }
    }
}
