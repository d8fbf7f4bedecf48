//! One value, as SQL text.

use aludel_sql::{Dialect, Value, literal};

use super::bounds::Bounds;
use super::kind::Kind;
use crate::dice::Dice;

/// What a value is made for.
pub(super) struct Place<'a> {
    pub(super) column: &'a str,
    /// Counted from 1; values of a column that is unique differ where this differs.
    pub(super) number: u64,
    /// Counted from 0: the first did not fit.
    pub(super) attempt: u32,
    pub(super) is_unique: bool,
    pub(super) dialect: Dialect,
}

/// Where the keys of made-up rows begin: migrations bring rows of their own, whose keys are small.
const KEYS_FROM: u64 = 900_000;

const WORDS: [&str; 12] =
    ["amber", "basil", "cedar", "dahlia", "ember", "fern", "ginger", "hazel", "iris", "juniper", "kelp", "linden"];

/// A literal that fits.
pub(super) fn value(kind: &Kind, bounds: &Bounds, place: &Place<'_>, dice: &mut Dice) -> String {
    if let Some(one) = dice.pick(&bounds.values) {
        return if one.parse::<f64>().is_ok() { one.clone() } else { text(one, place.dialect) };
    }
    match kind {
        Kind::Boolean => boolean(dice.below(2) == 1, place.dialect),
        Kind::Integer(most) => integer(*most, bounds, place, dice),
        Kind::Decimal { whole, fraction } => decimal((*whole, *fraction), bounds, place, dice),
        Kind::Real => decimal((6, 2), bounds, place, dice),
        Kind::Text(length) => text(&words(*length, bounds, place, dice), place.dialect),
        Kind::Bytes(length) => bytes(*length, place, dice),
        Kind::Date => quoted(&date(place, dice)),
        Kind::Time => quoted(&format!("{:02}:{:02}:{:02}", dice.below(24), dice.below(60), place.number % 60)),
        Kind::Timestamp => quoted(&format!("{} {:02}:{:02}:00", date(place, dice), dice.below(24), dice.below(60))),
        Kind::Year => (2001 + (place.number + dice.below(4)) % 18).to_string(),
        Kind::Uuid => quoted(&uuid(place, dice)),
        Kind::Json => quoted(&format!("{{\"word\": \"{}\", \"number\": {}}}", word(dice), place.number)),
        Kind::Labels(labels) => dice.pick(labels).map_or_else(|| "NULL".to_owned(), |label| text(label, place.dialect)),
        Kind::Bits(count) => bits(*count, place.number),
        Kind::Sample(sample) => quoted(sample),
        Kind::Unknown => unknown(place, dice),
    }
}

fn boolean(is_true: bool, dialect: Dialect) -> String {
    let words = if dialect == Dialect::Postgres { ["false", "true"] } else { ["0", "1"] };
    words[usize::from(is_true)].to_owned()
}

fn integer(most: u64, bounds: &Bounds, place: &Place<'_>, dice: &mut Dice) -> String {
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let (least, limit) = (whole(bounds.least), whole(bounds.most));
    if place.is_unique && least.is_none() && limit.is_none() {
        let first = i64::try_from(KEYS_FROM).unwrap_or(i64::MAX).min(most - most / 4);
        return (first + i64::try_from(place.number).unwrap_or(0)).min(most).to_string();
    }
    let least = least.unwrap_or_else(|| limit.map_or(1, |limit| limit.saturating_sub(100).min(1)));
    let limit = limit.unwrap_or_else(|| least.saturating_add(100)).min(most).max(least);
    let span = u64::try_from(limit.saturating_sub(least)).unwrap_or(0).saturating_add(1);
    let offset = if place.is_unique { place.number % span } else { dice.below(span) };
    least.saturating_add(i64::try_from(offset).unwrap_or(0)).to_string()
}

#[expect(clippy::cast_possible_truncation, reason = "a bound beyond every integer is as good as the last integer")]
fn whole(bound: Option<f64>) -> Option<i64> {
    bound.map(|bound| bound.ceil() as i64)
}

fn decimal((digits, fraction): (u32, u32), bounds: &Bounds, place: &Place<'_>, dice: &mut Dice) -> String {
    let most = 10_u64.saturating_pow(digits.min(4)).saturating_sub(1);
    let number = integer(most, bounds, &Place { is_unique: place.is_unique && digits > 2, ..*place }, dice);
    if fraction == 0 || bounds.most.is_some() {
        return number;
    }
    // Halves and quarters are the same in every representation.
    let part = if fraction == 1 {
        ["0", "5"][usize::from(dice.below(2) == 1)]
    } else {
        ["25", "50"][usize::from(dice.below(2) == 1)]
    };
    format!("{number}.{part}")
}

fn words(length: Option<u32>, bounds: &Bounds, place: &Place<'_>, dice: &mut Dice) -> String {
    let most = bounds.characters_most.unwrap_or(u32::MAX).min(length.unwrap_or(u32::MAX));
    let mut text = shaped(place, dice);
    if u32::try_from(text.len()).unwrap_or(u32::MAX) > most {
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let tail = letters(place.number + u64::from(place.attempt));
        text = format!("{}{tail}", word(dice).chars().take(most.saturating_sub(tail.len())).collect::<String>());
        text = text.chars().take(most).collect();
    }
    let least = usize::try_from(bounds.characters_least.unwrap_or(0)).unwrap_or(0).min(1 << 16);
    text.push_str(&"x".repeat(least.saturating_sub(text.len())));
    text
}

/// What a text looks like: as its column is called, and otherwise at each attempt.
fn shaped(place: &Place<'_>, dice: &mut Dice) -> String {
    let (word, number) = (word(dice), place.number);
    let column = place.column.to_lowercase();
    let plain = format!("{word}-{number}");
    match place.attempt {
        0..4 if column.contains("mail") => format!("{word}{number}@example.org"),
        0..4 if column.contains("url") || column.contains("link") => format!("https://example.org/{word}/{number}"),
        0..4 if column.contains("phone") => format!("+1555010{number:02}"),
        4 => format!("{word}{}", letters(number)),
        5 => format!("{word}{number}@example.org"),
        6 => format!("{:06}", 100 + number),
        7 => format!("{word}{}", letters(number)).to_uppercase(),
        8 => format!("https://example.org/{word}/{number}"),
        _ => plain,
    }
}

fn word(dice: &mut Dice) -> &'static str {
    dice.pick(&WORDS).copied().unwrap_or("word")
}

/// A number in letters: `b`, `c`, .., `z`, `ba`.
fn letters(number: u64) -> String {
    let mut rest = number;
    let mut reversed = Vec::new();
    loop {
        reversed.push(char::from(b'a' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
        if rest == 0 {
            return reversed.into_iter().rev().collect();
        }
    }
}

/// Years from 2001 on: nothing made up is from the day of the test.
fn date(place: &Place<'_>, dice: &mut Dice) -> String {
    format!("20{:02}-{:02}-{:02}", 1 + dice.below(18), 1 + dice.below(12), 1 + place.number % 28)
}

fn uuid(place: &Place<'_>, dice: &mut Dice) -> String {
    let (high, low) = (dice.roll(), dice.roll());
    let (group, variant) = (high & 0xffff, 0x8000 | (low & 0x3fff));
    format!("{:08x}-{group:04x}-4{:03x}-{variant:04x}-{:012x}", high >> 32, low >> 52, place.number)
}

fn bytes(length: Option<u32>, place: &Place<'_>, dice: &mut Dice) -> String {
    let count = usize::try_from(length.unwrap_or(6)).unwrap_or(6).min(16);
    let mut bytes: Vec<u8> = (0..count).map(|_| u8::try_from(dice.below(256)).unwrap_or(0)).collect();
    if let Some(last) = bytes.last_mut() {
        *last = u8::try_from(place.number % 256).unwrap_or(0);
    }
    literal(&Value::Bytes(bytes), place.dialect).unwrap_or_else(|_| "NULL".to_owned())
}

fn bits(count: u32, number: u64) -> String {
    let digits: String = (0..count.min(64)).rev().map(|bit| if number >> bit & 1 == 1 { '1' } else { '0' }).collect();
    format!("b'{digits}'")
}

fn unknown(place: &Place<'_>, dice: &mut Dice) -> String {
    match place.attempt % 5 {
        0 => quoted(&format!("{}{}", word(dice), letters(place.number))),
        1 => place.number.to_string(),
        2 => quoted(&date(place, dice)),
        3 => quoted(&format!("{}{}@example.org", word(dice), place.number)),
        _ => quoted("{}"),
    }
}

/// A text that holds nothing that would have to be escaped.
fn quoted(text: &str) -> String {
    format!("'{text}'")
}

fn text(text: &str, dialect: Dialect) -> String {
    literal(&Value::Text(text.to_owned()), dialect).unwrap_or_else(|_| "''".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(kind: &Kind, bounds: &Bounds, number: u64) -> String {
        let place = Place { column: "c", number, attempt: 0, is_unique: true, dialect: Dialect::Postgres };
        value(kind, bounds, &place, &mut Dice::of(1, &["t", "c", &number.to_string()]))
    }

    #[test]
    fn values_of_a_unique_column_differ() {
        let kinds = [
            Kind::Integer(127),
            Kind::Integer(9_000_000_000_000_000_000),
            Kind::Text(Some(1)),
            Kind::Text(Some(3)),
            Kind::Text(None),
            Kind::Uuid,
            Kind::Bytes(Some(2)),
            Kind::Decimal { whole: 8, fraction: 2 },
        ];
        for kind in kinds {
            let values: std::collections::HashSet<String> =
                (1..=9).map(|number| made(&kind, &Bounds::default(), number)).collect();
            assert_eq!(values.len(), 9, "{kind:?}: {values:?}");
        }
    }

    #[test]
    fn values_stay_within_what_is_asked() {
        let small = Bounds { least: Some(1.0), most: Some(5.0), ..Bounds::default() };
        for number in 1..20 {
            let value: f64 = made(&Kind::Integer(32_767), &small, number).parse().expect("it is a number");
            assert!((1.0..=5.0).contains(&value), "{value}");
            let value: f64 =
                made(&Kind::Decimal { whole: 3, fraction: 2 }, &small, number).parse().expect("it is a number");
            assert!((1.0..=5.0).contains(&value), "{value}");
        }
        let long = Bounds { characters_least: Some(12), characters_most: Some(14), ..Bounds::default() };
        let text = made(&Kind::Text(None), &long, 3);
        assert!((14..=16).contains(&text.len()), "{text}");
        let one = Bounds { values: vec!["it's".to_owned()], ..Bounds::default() };
        assert_eq!(made(&Kind::Text(None), &one, 1), "'it''s'");
    }
}
