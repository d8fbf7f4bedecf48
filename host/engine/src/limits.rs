//! The limits of config and headers, as the sandbox has them.

use std::time::Duration;

use aludel_grants::Section;
use aludel_project::{Config, Limit, LimitSection, Migration};
use aludel_sandbox::Limits;

/// What a migration from elsewhere may take of time in all, where `[limits]` does not say: nobody knows it well enough to
/// let it run for ever, and whoever fills tables with it can say for how long.
const RUN_TIME_OF_OTHERS: Duration = Duration::from_hours(1);

/// What one migration may take: what the project allows, and of that what its header leaves.
pub(crate) fn of(migration: &Migration, config: &Config) -> Limits {
    let mut limits = configured(&config.limits);
    let given = config.grants.given(migration);
    if config.limits.get(Limit::RunTime).is_none() && matches!(given.section, Section::Trust(_) | Section::Package(_)) {
        limits.run_time = RUN_TIME_OF_OTHERS;
    }
    lowered(&limits, &migration.header.limits)
}

/// The sandbox's defaults, with what the config sets.
pub(crate) fn configured(section: &LimitSection) -> Limits {
    let mut limits = Limits::default();
    for (limit, value) in section.iter() {
        set(&mut limits, limit, value);
    }
    limits
}

/// The limits with what a header lowers; a header cannot raise one.
fn lowered(limits: &Limits, section: &LimitSection) -> Limits {
    let mut wanted = limits.clone();
    for (limit, value) in section.iter() {
        set(&mut wanted, limit, value);
    }
    Limits {
        component_bytes: limits.component_bytes.min(wanted.component_bytes),
        compile_time: limits.compile_time.min(wanted.compile_time),
        guest_time: limits.guest_time.min(wanted.guest_time),
        run_time: limits.run_time.min(wanted.run_time),
        memory_bytes: limits.memory_bytes.min(wanted.memory_bytes),
        table_elements: limits.table_elements.min(wanted.table_elements),
        instances: limits.instances.min(wanted.instances),
        stack_bytes: limits.stack_bytes.min(wanted.stack_bytes),
        call_bytes: limits.call_bytes.min(wanted.call_bytes),
        handles: limits.handles.min(wanted.handles),
        page_rows: limits.page_rows.min(wanted.page_rows),
        row_bytes: limits.row_bytes.min(wanted.row_bytes),
        result_bytes: limits.result_bytes.min(wanted.result_bytes),
        sql_bytes: limits.sql_bytes.min(wanted.sql_bytes),
        binds: limits.binds.min(wanted.binds),
        log_lines: limits.log_lines.min(wanted.log_lines),
        log_bytes: limits.log_bytes.min(wanted.log_bytes),
    }
}

fn set(limits: &mut Limits, limit: Limit, value: u64) {
    let count = usize::try_from(value).unwrap_or(usize::MAX);
    match limit {
        Limit::ComponentSize => limits.component_bytes = count,
        Limit::CompileTime => limits.compile_time = Duration::from_millis(value),
        Limit::GuestTime => limits.guest_time = Duration::from_millis(value),
        Limit::RunTime => limits.run_time = Duration::from_millis(value),
        Limit::Memory => limits.memory_bytes = count,
        Limit::TableElements => limits.table_elements = count,
        Limit::Instances => limits.instances = count,
        Limit::Stack => limits.stack_bytes = count,
        Limit::CallSize => limits.call_bytes = count,
        Limit::Handles => limits.handles = count,
        Limit::PageRows => limits.page_rows = u32::try_from(value).unwrap_or(u32::MAX),
        Limit::RowSize => limits.row_bytes = count,
        Limit::ResultSize => limits.result_bytes = count,
        Limit::SqlSize => limits.sql_bytes = count,
        Limit::Binds => limits.binds = count,
        Limit::LogLines => limits.log_lines = count,
        Limit::LogSize => limits.log_bytes = count,
    }
}

#[cfg(test)]
mod tests {
    use aludel_grants::Terms;
    use aludel_project::config::Trust;
    use aludel_project::{Header, Source, SourceKind};

    use super::*;

    #[test]
    fn migrations_from_elsewhere_end_unless_the_project_says_when() {
        let mut config = Config::defaults("aludel.toml".as_ref());
        let terms = Terms::default();
        config.grants.trust.push(Trust { whom: "vendor".to_owned(), terms, housing: None });
        let run_time = |config: &Config, path: &str| of(&migration(path), config).run_time;
        assert_eq!(run_time(&config, "migrations/a1.sql"), Limits::NO_END);
        assert_eq!(run_time(&config, "vendor/a1.sql"), RUN_TIME_OF_OTHERS);
        config.limits.set(Limit::RunTime, 20_000_000);
        assert_eq!(run_time(&config, "vendor/a1.sql"), Duration::from_secs(20_000));
    }

    fn migration(path: &str) -> Migration {
        let source = Source { path: path.into(), display_path: path.to_owned(), kind: SourceKind::Sql, header_line: 1 };
        Migration { header: Header::new("a1"), source, source_digest: None, prebuilt: None, package: None }
    }

    #[test]
    fn a_header_lowers_and_never_raises() {
        let mut config = LimitSection::default();
        config.set(Limit::Memory, 1000);
        let mut header = LimitSection::default();
        header.set(Limit::Memory, 2000);
        header.set(Limit::GuestTime, 5);
        let limits = lowered(&configured(&config), &header);
        assert_eq!((limits.memory_bytes, limits.guest_time), (1000, Duration::from_millis(5)));
    }
}
