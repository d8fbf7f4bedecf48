//! The name that somebody probably meant.

/// The candidate that is closest to the text, if one is close enough to be what was meant.
pub(crate) fn nearest<'a>(text: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let wanted: Vec<char> = text.chars().collect();
    let distance_max = wanted.len().div_ceil(4).min(4);
    candidates
        .filter_map(|candidate| {
            let distance = distance_within(&wanted, candidate, distance_max)?;
            Some((distance, candidate))
        })
        .min()
        .map(|(_, candidate)| candidate)
}

/// The number of characters to insert, remove or change, if it is not over the limit.
fn distance_within(wanted: &[char], candidate: &str, distance_max: usize) -> Option<usize> {
    let candidate: Vec<char> = candidate.chars().take(wanted.len() + distance_max + 1).collect();
    if wanted.len().abs_diff(candidate.len()) > distance_max {
        return None;
    }
    let mut above: Vec<usize> = (0..=candidate.len()).collect();
    for (row, expected) in wanted.iter().enumerate() {
        let mut line = vec![row + 1];
        for (column, found) in candidate.iter().enumerate() {
            let change = above[column] + usize::from(expected != found);
            line.push(change.min(above[column + 1] + 1).min(line[column] + 1));
        }
        if line.iter().min().is_some_and(|least| *least > distance_max) {
            return None;
        }
        above = line;
    }
    above.last().copied().filter(|distance| *distance <= distance_max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_a_typing_error_and_nothing_far_away() {
        let names = ["orders", "customers", "3f9a1c20b7d4"];
        assert_eq!(nearest("custmoers", names.into_iter()), Some("customers"));
        assert_eq!(nearest("3f9a1c20b7d5", names.into_iter()), Some("3f9a1c20b7d4"));
        assert_eq!(nearest("invoices", names.into_iter()), None);
        assert_eq!(nearest("", names.into_iter()), None);
    }
}
