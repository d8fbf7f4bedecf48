//! Numbers in base ten.

use std::fmt;
use std::str::FromStr;

/// A number in base ten, kept as its digits: `-12.3400`. Trailing zeros are the scale.
///
/// It is for passing amounts through without rounding; arithmetic belongs into the SQL, or into a crate for decimals
/// that reads [`Decimal::as_str`].
///
/// ```
/// use aludel_guest::Decimal;
///
/// let price: Decimal = "19.90".parse()?;
/// assert_eq!(price.as_str(), "19.90");
/// assert!("1e3".parse::<Decimal>().is_err());
/// # Ok::<(), aludel_guest::ParseDecimalError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Decimal(String);

/// The text is no decimal: a sign, digits and at most one point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseDecimalError {
    text: String,
}

impl Decimal {
    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The digits, without a copy.
    pub fn into_string(self) -> String {
        self.0
    }

    /// How many digits stand after the point.
    pub fn scale(&self) -> usize {
        self.0.split_once('.').map_or(0, |(_, fraction)| fraction.len())
    }
}

impl FromStr for Decimal {
    type Err = ParseDecimalError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        if is_digits(whole) && is_digits(fraction) {
            Ok(Self(text.to_owned()))
        } else {
            Err(ParseDecimalError { text: text.to_owned() })
        }
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

impl From<i64> for Decimal {
    fn from(value: i64) -> Self {
        Self(value.to_string())
    }
}

impl From<u64> for Decimal {
    fn from(value: u64) -> Self {
        Self(value.to_string())
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl fmt::Display for ParseDecimalError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "`{}` is not a decimal number such as -12.34", self.text)
    }
}

impl std::error::Error for ParseDecimalError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_kept_as_they_are() {
        for text in ["0", "-12.3400", "99999999999999999999999999.5"] {
            assert_eq!(text.parse::<Decimal>().map(Decimal::into_string), Ok(text.to_owned()));
        }
        assert_eq!("12.3400".parse::<Decimal>().map(|decimal| decimal.scale()), Ok(4));
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "-", ".5", "5.", "1e3", "NaN", "1.2.3", "+1", " 1"] {
            assert!(text.parse::<Decimal>().is_err(), "{text}");
        }
    }
}
