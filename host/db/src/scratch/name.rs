//! What scratch databases are called, so that one that was left behind is known by its name.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::ScratchError;

/// What every name begins with.
pub(super) const PREFIX: &str = "aludel_scratch_";

/// After this time whoever made one is not coming back for it.
const AGE_MAX: Duration = Duration::from_hours(1);

/// `aludel_scratch_<unix seconds>_<random>`: when it was made is in the name, because not every server keeps it.
pub(super) fn new_name() -> Result<String, ScratchError> {
    let mut bytes = [0_u8; 4];
    getrandom::fill(&mut bytes).map_err(|error| ScratchError::NoRandomness { reason: error.to_string() })?;
    Ok(format!("{PREFIX}{}_{:08x}", now_seconds(), u32::from_be_bytes(bytes)))
}

/// Those of the names that are scratch databases left behind.
pub(super) fn left_behind(names: Vec<String>) -> impl Iterator<Item = String> {
    let now = now_seconds();
    names.into_iter().filter(move |name| made_at(name).is_some_and(|made| now.saturating_sub(made) > AGE_MAX.as_secs()))
}

fn made_at(name: &str) -> Option<u64> {
    let (seconds, random) = name.strip_prefix(PREFIX)?.split_once('_')?;
    let is_random = random.len() == 8 && random.chars().all(|character| character.is_ascii_hexdigit());
    if is_random { seconds.parse().ok() } else { None }
}

fn now_seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_old_names_of_our_own_shape_are_left_behind() {
        let fresh = new_name().expect("the system gives random numbers");
        let names = ["aludel_scratch_1000_0123abcd", "aludel_scratch_1000", "aludel_scratch_1000_shop", "shop", &fresh];
        let found: Vec<String> = left_behind(names.map(str::to_owned).to_vec()).collect();
        assert_eq!(found, ["aludel_scratch_1000_0123abcd"]);
    }
}
