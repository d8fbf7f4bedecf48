//! Modules that no migration is given, whatever is installed.

/// The modules of Node by their plain names.
const NODE_MODULES: [&str; 40] = [
    "assert",
    "async_hooks",
    "buffer",
    "child_process",
    "cluster",
    "console",
    "constants",
    "crypto",
    "dgram",
    "diagnostics_channel",
    "dns",
    "domain",
    "events",
    "fs",
    "http",
    "http2",
    "https",
    "inspector",
    "module",
    "net",
    "os",
    "path",
    "perf_hooks",
    "process",
    "punycode",
    "querystring",
    "readline",
    "repl",
    "stream",
    "string_decoder",
    "timers",
    "tls",
    "tty",
    "url",
    "util",
    "v8",
    "vm",
    "wasi",
    "worker_threads",
    "zlib",
];

/// Why a module cannot be had; none for one that may be.
pub(super) fn reason(specifier: &str) -> Option<String> {
    if specifier.contains("://") || specifier.starts_with("data:") {
        return Some("a migration has no network; save the module beside it and import it by its path".to_owned());
    }
    let prefix = ["bun:", "deno:", "jsr:", "npm:"].into_iter().find(|prefix| specifier.starts_with(prefix));
    if let Some(prefix) = prefix {
        return Some(format!("`{prefix}` is known to another runtime; a migration runs on QuickJS"));
    }
    let name = specifier.strip_prefix("node:").unwrap_or(specifier);
    let module = name.split('/').next().unwrap_or(name);
    if !specifier.starts_with("node:") && !NODE_MODULES.contains(&module) {
        return None;
    }
    Some(what_is_missing(module).to_owned())
}

fn what_is_missing(module: &str) -> &'static str {
    match module {
        "fs" | "path" | "readline" => {
            "a migration has no files; pass data with `-x name=value` or put it into the migration"
        }
        "http" | "http2" | "https" | "net" | "dgram" | "dns" | "tls" => {
            "a migration has no network; put the data into the migration or pass it with `-x name=value`"
        }
        "child_process" | "cluster" | "process" | "os" => {
            "a migration has no environment and no processes; pass values with `-x name=value`"
        }
        "timers" => "a migration has no timers: it runs from start to end",
        "worker_threads" => "a migration has no threads",
        "crypto" | "perf_hooks" => {
            "a migration has no clock and no random numbers, so that it does the same at every run"
        }
        _ => "it is part of Node, and a migration runs on QuickJS",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_runtime_has_is_refused_and_packages_are_not() {
        for specifier in ["node:fs", "fs", "fs/promises", "node:whatever", "https://deno.land/x", "npm:a", "bun:sqlite"]
        {
            assert!(reason(specifier).is_some(), "{specifier}");
        }
        for specifier in ["lodash", "@scope/fs", "fs-extra"] {
            assert_eq!(reason(specifier), None, "{specifier}");
        }
        assert!(reason("node:fs").is_some_and(|reason| reason.starts_with("a migration has no files")));
    }
}
