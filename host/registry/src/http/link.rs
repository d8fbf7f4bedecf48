//! Where a list goes on: the header `Link` with `rel="next"` ([RFC 8288](https://www.rfc-editor.org/rfc/rfc8288)).

use reqwest::header::{HeaderMap, LINK};

/// The address of the next page as it was sent, which may be relative; nothing where this was the last one.
pub(crate) fn next(headers: &HeaderMap) -> Option<&str> {
    let texts = headers.get_all(LINK).iter().filter_map(|header| header.to_str().ok());
    texts.flat_map(links).find(Link::is_next).map(|link| link.address)
}

/// One link of a header, which may have several.
struct Link<'a> {
    address: &'a str,
    parameters: &'a str,
}

impl Link<'_> {
    /// The first `rel` counts, and has the names of what the link is with spaces between them.
    fn is_next(&self) -> bool {
        let mut pairs = parts(self.parameters, ';').into_iter().filter_map(|parameter| parameter.split_once('='));
        let relation = pairs.find(|(name, _)| name.trim().eq_ignore_ascii_case("rel"));
        let words = relation.map(|(_, value)| value.trim().trim_matches('"')).unwrap_or_default();
        words.split_whitespace().any(|word| word.eq_ignore_ascii_case("next"))
    }
}

/// An address may have commas in it, so the links are looked for by their brackets.
fn links(text: &str) -> Vec<Link<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, opened)) = rest.split_once('<') {
        let Some((address, after)) = opened.split_once('>') else { break };
        let parameters = parts(after, ',').first().copied().unwrap_or_default();
        found.push(Link { address, parameters });
        rest = &after[parameters.len()..];
    }
    found
}

/// The parts between separators that are not in quotes.
fn parts(text: &str, separator: char) -> Vec<&str> {
    let mut is_quoted = false;
    let is_end = |character: char| {
        is_quoted ^= character == '"';
        character == separator && !is_quoted
    };
    text.split(is_end).collect()
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    fn next_of(texts: &[&'static str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for text in texts {
            headers.append(LINK, HeaderValue::from_static(text));
        }
        next(&headers).map(str::to_owned)
    }

    #[test]
    fn the_next_page_is_found_among_other_links() {
        let next = Some("/v2/a/tags/list?n=2&last=b".to_owned());
        assert_eq!(next_of(&["</v2/a/tags/list?n=2&last=b>; rel=\"next\""]), next);
        assert_eq!(next_of(&["</v2/a/tags/list?n=2&last=b>;REL=Next"]), next);
        assert_eq!(next_of(&["</first>; rel=first", "</v2/a/tags/list?n=2&last=b>; rel=next"]), next);
        let several =
            "</first>; title=\"a, <b>; rel=next\"; rel=first, </v2/a/tags/list?n=2&last=b>; rel=\"last next\"";
        assert_eq!(next_of(&[several]), next);
        assert_eq!(next_of(&["<a,b;c>; rel=next"]), Some("a,b;c".to_owned()));
    }

    #[test]
    fn other_links_are_no_next_page() {
        for text in
            ["", "</a>", "</a>; rel=prev", "</a>; rel=prev; rel=next", "</a; rel=next", "/a; rel=next", "<a>, next"]
        {
            assert_eq!(next_of(&[text]), None, "{text}");
        }
    }
}
