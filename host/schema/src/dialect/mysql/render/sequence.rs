//! Sequences (`MariaDB`).

use super::super::quote;
use super::Context;
use super::unsupported::unsupported;
use crate::dialect::Unsupported;
use crate::model::Sequence;

/// One less than the largest number: the largest stands for the end.
const MAXIMUM_USUAL: i64 = i64::MAX - 1;
const CACHE_USUAL: i64 = 1000;

pub(super) fn create(context: Context<'_>, sequence: &Sequence) -> Result<Vec<String>, Unsupported> {
    refuse_type(context, sequence)?;
    let usual = Sequence {
        start: if sequence.increment < 0 { sequence.maximum } else { sequence.minimum },
        increment: 1,
        minimum: 1,
        maximum: MAXIMUM_USUAL,
        cache: CACHE_USUAL,
        cycle: false,
        ..sequence.clone()
    };
    let clauses = differences(&usual, sequence);
    Ok(vec![format!("CREATE SEQUENCE {}{}{clauses}", context.if_not_exists(), quote::object(&sequence.name))])
}

pub(super) fn drop(context: Context<'_>, sequence: &Sequence) -> Vec<String> {
    vec![format!("DROP SEQUENCE {}{}", context.if_exists(), quote::object(&sequence.name))]
}

pub(super) fn alter(context: Context<'_>, before: &Sequence, after: &Sequence) -> Result<Vec<String>, Unsupported> {
    refuse_type(context, after)?;
    let clauses = differences(before, after);
    if clauses.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![format!("ALTER SEQUENCE {}{}{clauses}", context.if_exists(), quote::object(&before.name))])
}

fn refuse_type(context: Context<'_>, sequence: &Sequence) -> Result<(), Unsupported> {
    if sequence.data_type == "bigint" {
        return Ok(());
    }
    let operation = format!("make a sequence of the type `{}`", sequence.data_type);
    Err(unsupported(context.dialect, operation, "make it a bigint, with a smaller MAXVALUE"))
}

/// The words for what is not as it was.
fn differences(before: &Sequence, after: &Sequence) -> String {
    let numbers = [
        ("START WITH", before.start, after.start),
        ("INCREMENT BY", before.increment, after.increment),
        ("MINVALUE", before.minimum, after.minimum),
        ("MAXVALUE", before.maximum, after.maximum),
        ("CACHE", before.cache, after.cache),
    ];
    let changed = numbers.into_iter().filter(|(_, before, after)| before != after);
    let mut clauses: Vec<_> = changed.map(|(word, _, after)| format!(" {word} {after}")).collect();
    if before.cycle != after.cycle {
        clauses.push((if after.cycle { " CYCLE" } else { " NOCYCLE" }).to_owned());
    }
    clauses.concat()
}
