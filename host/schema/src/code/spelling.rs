//! Names as the customs of a language want them.

/// `big_integer` as `bigInteger`.
pub fn camel_case(snake_case: &str) -> String {
    let mut words = snake_case.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    first + &words.map(capitalised).collect::<String>()
}

/// `big_integer` as `BigInteger`.
pub fn pascal_case(snake_case: &str) -> String {
    snake_case.split('_').map(capitalised).collect()
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// Lines moved to the right, but for empty ones. For code whose texts do not span lines.
pub fn indented(code: &str, indent: &str) -> String {
    let line = |line: &str| if line.is_empty() { "\n".to_owned() } else { format!("{indent}{line}\n") };
    code.lines().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_customs() {
        assert_eq!((camel_case("big_integer"), pascal_case("big_integer")), ("bigInteger".into(), "BigInteger".into()));
        assert_eq!((camel_case("text"), pascal_case("text")), ("text".into(), "Text".into()));
    }

    #[test]
    fn empty_lines_stay_empty() {
        assert_eq!(indented("a\n\n  b", "    "), "    a\n\n      b\n");
    }
}
