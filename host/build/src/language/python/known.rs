//! Modules that come with the interpreters, and those that no migration gets.

use std::collections::BTreeMap;
use std::sync::LazyLock;

const STANDARD_LIBRARY: &str =
    include_str!("../../../../../guest-sdk/python/interpreter/aludel_interpreter/standard_library.txt");
const REFUSED: &str =
    include_str!("../../../../../guest-sdk/python/interpreter/aludel_interpreter/refused_modules.txt");

/// Packages of the interpreter `alembic`.
const ALEMBIC: [&str; 4] = ["alembic", "sqlalchemy", "sqlmodel", "typing_extensions"];

/// Packages that are there for the network, which a migration does not have.
const NETWORK: [&str; 21] = [
    "aiohttp",
    "aiomysql",
    "aiosqlite",
    "asyncpg",
    "boto3",
    "botocore",
    "django",
    "grpc",
    "httpcore",
    "httpx",
    "mysql",
    "paramiko",
    "psycopg",
    "psycopg2",
    "pymongo",
    "pymysql",
    "redis",
    "requests",
    "urllib3",
    "websocket",
    "websockets",
];

/// Packages that are native code for the greater part.
const NATIVE: [&str; 10] =
    ["PIL", "cryptography", "cv2", "lxml", "numpy", "orjson", "pandas", "polars", "pyarrow", "scipy"];

/// Where a module comes from that is not looked for in folders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Known {
    /// The interpreter has it.
    Given,
    /// The interpreter `alembic` has it.
    Alembic,
    /// It can be imported, and nothing of it can be used.
    Refused(&'static str),
}

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// What is known of a module; nothing of one that has to be looked for.
pub(super) fn known(module: &str) -> Option<Known> {
    static REASONS: LazyLock<BTreeMap<&str, &str>> =
        LazyLock::new(|| lines(REFUSED).filter_map(|line| line.split_once(' ')).collect());
    static GIVEN: LazyLock<Vec<&str>> = LazyLock::new(|| lines(STANDARD_LIBRARY).collect());
    let top = module.split('.').next().unwrap_or(module);
    if let Some(reason) = REASONS.get(module).or_else(|| REASONS.get(top)) {
        return Some(Known::Refused(reason));
    }
    if ALEMBIC.contains(&top) {
        return Some(Known::Alembic);
    }
    (top == "aludel" || GIVEN.contains(&module)).then_some(Known::Given)
}

/// Why a package cannot be had at all, where that is known.
pub(super) fn refused_package(module: &str) -> Option<&'static str> {
    let top = module.split('.').next().unwrap_or(module);
    if NETWORK.contains(&top) {
        return Some("a migration has no network; pass data with -x or put it into the migration");
    }
    NATIVE.contains(&top).then_some("it has native code, which the interpreter cannot load")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_read() {
        assert_eq!(known("aludel.schema"), Some(Known::Given));
        assert_eq!(known("collections.abc"), Some(Known::Given));
        assert_eq!(known("sqlalchemy.dialects"), Some(Known::Alembic));
        assert!(matches!(known("urllib.request"), Some(Known::Refused(reason)) if reason.contains("no network")));
        assert!(matches!(known("multiprocessing.pool"), Some(Known::Refused(_))));
        assert_eq!(known("vendored"), None);
    }
}
