//! Things of two lists that belong together.

/// Takes out of both lists what belongs together, each with the first that fits.
pub(super) fn take_pairs<'a, Thing>(
    before: &mut Vec<&'a Thing>,
    after: &mut Vec<&'a Thing>,
    belongs: impl Fn(&Thing, &Thing) -> bool,
) -> Vec<(&'a Thing, &'a Thing)> {
    let mut pairs = Vec::new();
    before.retain(|one| match after.iter().position(|other| belongs(one, other)) {
        Some(position) => {
            pairs.push((*one, after.remove(position)));
            false
        }
        None => true,
    });
    pairs
}
