//! Who may use what is made again.

use std::borrow::Cow;

use super::sheet::Sheet;
use crate::model::{Options, PRIVILEGES, View};

/// A new view in place of an old one: those who may use it stay the same.
pub(super) fn kept<'after>(before: &View, after: &'after View) -> Cow<'after, View> {
    let mut view = Cow::Borrowed(after);
    if before.options.get(PRIVILEGES) != after.options.get(PRIVILEGES) {
        let options = &mut view.to_mut().options;
        options.remove(PRIVILEGES);
        options.extend(before.options.get(PRIVILEGES).map(|lines| (PRIVILEGES.to_owned(), lines.clone())));
    }
    view
}

/// The statements after the one that makes an object. The owner comes first: it is in his name that others get theirs.
pub(super) fn write(sheet: &mut Sheet, kind: &str, name: &str, options: &Options) {
    // A privilege is one on a table whatever the kind of view.
    let object = if kind.ends_with("VIEW") { "TABLE" } else { kind };
    for line in options.get(PRIVILEGES).into_iter().flat_map(|lines| lines.lines()) {
        match line.split_once('\t') {
            Some((what, who)) => sheet.add(format!("{what} ON {object} {name} {who}")),
            None => sheet.add(format!("ALTER {kind} {name} {line}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn privileges_follow_the_owner() {
        let lines = "OWNER TO clerk\nREVOKE ALL\tFROM PUBLIC\nGRANT SELECT (a)\tTO reader WITH GRANT OPTION";
        let mut sheet = Sheet::default();
        write(&mut sheet, "MATERIALIZED VIEW", "v", &[(PRIVILEGES.to_owned(), lines.to_owned())].into());
        let written: Vec<String> = sheet.rendered().statements.into_iter().map(|statement| statement.sql).collect();
        assert_eq!(
            written,
            [
                "ALTER MATERIALIZED VIEW v OWNER TO clerk",
                "REVOKE ALL ON TABLE v FROM PUBLIC",
                "GRANT SELECT (a) ON TABLE v TO reader WITH GRANT OPTION"
            ]
        );
    }
}
