//! What must come before what.

use std::collections::BTreeSet;

/// The names, each after those of the list that it needs. Those that need each other keep the order of the list.
pub(super) fn by_need<Name: Ord + Clone>(names: &[Name], needs: impl Fn(&Name) -> Vec<Name>) -> Vec<Name> {
    let known: BTreeSet<&Name> = names.iter().collect();
    let mut seen = BTreeSet::new();
    let mut ordered = Vec::with_capacity(names.len());
    for name in names {
        visit(name, &known, &needs, &mut seen, &mut ordered);
    }
    ordered
}

/// Walks with a stack of its own: a chain of needs may be as long as the schema is large.
fn visit<Name: Ord + Clone>(
    start: &Name,
    known: &BTreeSet<&Name>,
    needs: &impl Fn(&Name) -> Vec<Name>,
    seen: &mut BTreeSet<Name>,
    ordered: &mut Vec<Name>,
) {
    let mut stack = Vec::new();
    if seen.insert(start.clone()) {
        stack.push((start.clone(), needs(start).into_iter()));
    }
    while let Some((_, pending)) = stack.last_mut() {
        match pending.next() {
            Some(next) if known.contains(&next) && seen.insert(next.clone()) => {
                let pending = needs(&next).into_iter();
                stack.push((next, pending));
            }
            Some(_) => {}
            None => ordered.extend(stack.pop().map(|(name, _)| name)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ordered(names: &[char], needs: &[(char, char)]) -> String {
        let needs_of = |name: &char| needs.iter().filter(|(from, _)| from == name).map(|(_, to)| *to).collect();
        by_need(names, needs_of).into_iter().collect()
    }

    #[test]
    fn what_is_needed_comes_first() {
        assert_eq!(ordered(&['a', 'b', 'c'], &[('a', 'b'), ('b', 'c')]), "cba");
        assert_eq!(ordered(&['a', 'b', 'c'], &[('a', 'x')]), "abc");
        assert_eq!(ordered(&['a', 'b', 'c'], &[('a', 'c'), ('c', 'a')]), "cab");
    }
}
