//! The limits of config and headers, as the sandbox has them.

use std::time::Duration;

use aludel_project::{Limit, LimitSection};
use aludel_sandbox::Limits;

/// The sandbox's defaults, with what the config sets.
pub(crate) fn configured(section: &LimitSection) -> Limits {
    let mut limits = Limits::default();
    for (limit, value) in section.iter() {
        set(&mut limits, limit, value);
    }
    limits
}

/// The limits with what a header lowers; a header cannot raise one.
pub(crate) fn lowered(limits: &Limits, section: &LimitSection) -> Limits {
    let mut wanted = limits.clone();
    for (limit, value) in section.iter() {
        set(&mut wanted, limit, value);
    }
    Limits {
        component_bytes: limits.component_bytes.min(wanted.component_bytes),
        compile_time: limits.compile_time.min(wanted.compile_time),
        guest_time: limits.guest_time.min(wanted.guest_time),
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
    use super::*;

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
