//! Names of WIT in the spelling of languages.

/// `next-rows` as `next_rows`.
pub fn snake(name: &str) -> String {
    name.replace('-', "_")
}

/// `next-rows` as `NextRows`.
pub fn pascal(name: &str) -> String {
    name.split('-').map(capitalised).collect()
}

/// `next-rows` as `nextRows`.
pub fn camel(name: &str) -> String {
    let mut words = name.split('-');
    let first = words.next().unwrap_or_default().to_owned();
    words.map(capitalised).fold(first, |name, word| name + &word)
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_every_spelling() {
        assert_eq!(
            (snake("next-rows"), pascal("next-rows"), camel("next-rows")),
            ("next_rows".into(), "NextRows".into(), "nextRows".into())
        );
    }
}
