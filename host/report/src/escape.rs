//! Text of strangers, made harmless for where it goes.

/// As text of HTML, between tags and in attributes. What no page can hold, and what turns the direction of writing, is shown
/// as a replacement character.
pub(crate) fn html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(shown(other)),
        }
    }
    escaped
}

/// As text of Markdown on one line: nothing of it is markup, a mention, a link or HTML.
pub(crate) fn markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\n' | '\t' => escaped.push(' '),
            // Before a slash it would make a link of an address.
            ':' if characters.peek() == Some(&'/') => escaped.push_str("\\:"),
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            // Names of people and numbers of issues would be told to them.
            '@' => escaped.push_str("&#64;"),
            '#' => escaped.push_str("&#35;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '!' | '$' => {
                escaped.push('\\');
                escaped.push(character);
            }
            other => escaped.push(shown(other)),
        }
    }
    escaped
}

/// As code within a line of Markdown. A backtick would end it, and loses its meaning.
pub(crate) fn code(text: &str) -> String {
    let text: String =
        text.chars().map(|character| if matches!(character, '`' | '\n') { ' ' } else { shown(character) }).collect();
    format!("`{text}`")
}

/// As a block of code of Markdown, behind a fence that the text cannot close.
pub(crate) fn fenced(text: &str, language: &str) -> String {
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    let text: String = text.chars().map(shown).collect();
    format!("{fence}{language}\n{}\n{fence}\n", text.trim_end())
}

fn shown(character: char) -> char {
    let is_text = !character.is_control() || matches!(character, '\n' | '\t');
    let turns =
        matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}');
    if is_text && !turns { character } else { '\u{fffd}' }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_markup() {
        assert_eq!(html("<script>\"&'\u{1b}\u{202e}x"), "&lt;script&gt;&quot;&amp;&#39;\u{fffd}\u{fffd}x");
        assert_eq!(markdown("**@all** #1 [x](http://y)\n|"), "\\*\\*&#64;all\\*\\* &#35;1 \\[x\\](http\\://y) \\|");
    }

    #[test]
    fn a_fence_is_longer_than_what_it_holds() {
        assert_eq!(fenced("SELECT 1", "sql"), "```sql\nSELECT 1\n```\n");
        assert_eq!(fenced("a ```` b", "sql"), "`````sql\na ```` b\n`````\n");
    }
}
