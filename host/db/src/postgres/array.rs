//! Arrays in the server's text form.

use aludel_sql::Value;

use super::catalog::ElementShape;
use super::text;

/// Reads a one-dimensional array that starts at 1; none for any other.
pub(super) fn value(array: &str, element: ElementShape, delimiter: u8) -> Option<Value> {
    let elements = elements(array, delimiter)?;
    match element {
        ElementShape::Boolean => convert(elements, text::boolean).map(Value::BooleanArray),
        ElementShape::Integer => convert(elements, |text| text.parse().ok()).map(Value::IntegerArray),
        ElementShape::Real => convert(elements, |text| text.parse().ok()).map(Value::RealArray),
        ElementShape::Text => Some(Value::TextArray(elements)),
    }
}

fn convert<Element>(
    elements: Vec<Option<String>>,
    read: impl Fn(&str) -> Option<Element>,
) -> Option<Vec<Option<Element>>> {
    let converted = elements.into_iter().map(|element| match element {
        None => Some(None),
        Some(text) => read(&text).map(Some),
    });
    converted.collect()
}

/// `{1,NULL,"a \"b\""}`. Braces inside are more dimensions, a `[2:3]=` in front other bounds: none.
fn elements(array: &str, delimiter: u8) -> Option<Vec<Option<String>>> {
    let inner = array.strip_prefix('{')?.strip_suffix('}')?;
    let mut elements = Vec::new();
    let mut rest = inner;
    if inner.is_empty() {
        return Some(elements);
    }
    loop {
        let (element, after) = next_element(rest, delimiter)?;
        elements.push(element);
        match after.as_bytes().first() {
            None => return Some(elements),
            Some(&found) if found == delimiter => rest = &after[1..],
            Some(_) => return None,
        }
    }
}

fn next_element(text: &str, delimiter: u8) -> Option<(Option<String>, &str)> {
    if let Some(quoted) = text.strip_prefix('"') {
        return quoted_element(quoted);
    }
    let end = text.bytes().position(|byte| byte == delimiter).unwrap_or(text.len());
    let (element, rest) = text.split_at(end);
    match element {
        "NULL" => Some((None, rest)),
        _ if element.contains('{') => None,
        _ => Some((Some(element.to_owned()), rest)),
    }
}

fn quoted_element(text: &str) -> Option<(Option<String>, &str)> {
    let mut element = String::new();
    let mut characters = text.char_indices();
    while let Some((index, character)) = characters.next() {
        match character {
            '"' => return Some((Some(element), &text[index + 1..])),
            '\\' => element.push(characters.next()?.1),
            _ => element.push(character),
        }
    }
    None
}

/// Writes the array that the server reads, with a comma between elements.
pub(super) fn write<'element>(
    elements: impl Iterator<Item = Option<std::borrow::Cow<'element, str>>>,
    out: &mut String,
) {
    out.push('{');
    for (index, element) in elements.enumerate() {
        if index > 0 {
            out.push(',');
        }
        match element {
            None => out.push_str("NULL"),
            Some(text) => write_quoted(&text, out),
        }
    }
    out.push('}');
}

fn write_quoted(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        if matches!(character, '"' | '\\') {
            out.push('\\');
        }
        out.push(character);
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nulls_quotes_and_other_dimensions() {
        let texts = |array: &str| elements(array, b',');
        assert_eq!(texts("{}"), Some(Vec::new()));
        assert_eq!(texts("{a,NULL,\"NULL\"}"), Some(vec![Some("a".into()), None, Some("NULL".into())]));
        assert_eq!(texts(r#"{"a,\"b\"\\",é}"#), Some(vec![Some(r#"a,"b"\"#.into()), Some("é".into())]));
        assert_eq!(texts("{{1,2},{3,4}}"), None);
        assert_eq!(texts("[0:1]={1,2}"), None);
        assert_eq!(elements("{(1,1),(0,0);(2,2),(1,1)}", b';').map(|boxes| boxes.len()), Some(2));
        assert_eq!(
            value("{1,NULL,-3}", ElementShape::Integer, b','),
            Some(Value::IntegerArray(vec![Some(1), None, Some(-3)]))
        );
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(array: Vec<Option<String>>) {
            let mut text = String::new();
            write(array.iter().map(|element| element.as_deref().map(Into::into)), &mut text);
            prop_assert_eq!(elements(&text, b','), Some(array));
        }
    }
}
