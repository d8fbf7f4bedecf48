//! Who may use what is made again.

use std::borrow::Cow;

use crate::model::{Options, PRIVILEGES, Schema};

/// The schema to come with the privileges that are there: nobody asks to change them, and what must be made again gets
/// them again. They are those of roles, which another server may not have.
pub(super) fn as_before<'after>(before: &Schema, after: &'after Schema) -> Cow<'after, Schema> {
    let has_some = |schema: &Schema| {
        let views = schema.views.values().map(|view| view.options.contains_key(PRIVILEGES));
        views.chain(schema.routines.values().map(|routine| routine.options.contains_key(PRIVILEGES))).any(|has| has)
    };
    if !has_some(before) && !has_some(after) {
        return Cow::Borrowed(after);
    }
    let mut after = after.clone();
    for (name, view) in &mut after.views {
        take(&mut view.options, before.views.get(name).map(|view| &view.options));
    }
    for (name, routine) in &mut after.routines {
        take(&mut routine.options, before.routines.get(name).map(|routine| &routine.options));
    }
    Cow::Owned(after)
}

fn take(options: &mut Options, before: Option<&Options>) {
    options.remove(PRIVILEGES);
    let kept = before.and_then(|before| before.get(PRIVILEGES));
    options.extend(kept.map(|lines| (PRIVILEGES.to_owned(), lines.clone())));
}
