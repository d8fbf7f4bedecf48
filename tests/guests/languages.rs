//! The languages, and what each of them leaves out.

use crate::cases::Case;

/// A language of migrations.
#[derive(Debug)]
pub(crate) struct Language {
    /// What `--lang` calls it.
    pub(crate) name: &'static str,
    /// What it is called in the table for people.
    pub(crate) title: &'static str,
    /// The migration of the suite, a file or a folder.
    pub(crate) file: &'static str,
    /// Cases that it leaves out.
    pub(crate) omissions: &'static [Omission],
    /// The configuration of the suite that it runs with.
    pub(crate) configuration: &'static str,
}

/// Cases that a language leaves out for one reason.
#[derive(Debug)]
pub(crate) struct Omission {
    cases: &'static [&'static str],
    /// Why, as a sentence for people.
    pub(crate) reason: &'static str,
}

/// The suite with processes for its guests.
const APART: &str = "processes.toml";

const NO_BUILDERS: &[Omission] =
    &[Omission { cases: &["operations"], reason: "Its library has no builders; statements do the same." }];

const ONLY_STATEMENTS: &[Omission] = &[
    Omission {
        cases: &[
            "operations",
            "values",
            "nulls",
            "one",
            "paging",
            "batch",
            "prepared",
            "bulk-insert",
            "bulk-update",
            "savepoint",
            "arguments",
            "progress",
            "caught",
            "crash",
            "precondition",
            "other",
            "refusal",
            "irreversible",
        ],
        reason: "SQL has statements alone: it reads nothing, calls nothing and decides nothing.",
    },
    Omission { cases: &["verify"], reason: "A section of queries is its check; it writes no log." },
];

const fn language(
    name: &'static str,
    title: &'static str,
    file: &'static str,
    omissions: &'static [Omission],
) -> Language {
    Language { name, title, file, omissions, configuration: "aludel.toml" }
}

/// In the order of the table.
pub(crate) const LANGUAGES: &[Language] = &[
    language("sql", "SQL", "conf_sql.sql", ONLY_STATEMENTS),
    language("rust", "Rust", "conf_rust", &[]),
    language("python", "Python", "conf_python.py", &[]),
    language("javascript", "JavaScript", "conf_javascript.js", &[]),
    language("typescript", "TypeScript", "conf_typescript.ts", &[]),
    language("go", "Go", "conf_go", &[]),
    language("c", "C", "conf_c.c", NO_BUILDERS),
    language("cpp", "C++", "conf_cpp.cpp", NO_BUILDERS),
    language("zig", "Zig", "conf_zig.zig", &[]),
    language("assemblyscript", "AssemblyScript", "conf_assemblyscript.as.ts", NO_BUILDERS),
    language("wat", "WAT", "conf_wat.wat", NO_BUILDERS),
];

impl Language {
    /// The same, each run in a process of its own: nothing else may differ.
    pub(crate) fn in_processes(&self) -> Self {
        Self { name: self.name, title: self.title, file: self.file, omissions: self.omissions, configuration: APART }
    }

    /// Whether what is seen of it is a row of the table for people.
    pub(crate) fn is_in_the_table(&self) -> bool {
        self.configuration != APART
    }
    /// Why it leaves a case out; none where it does not.
    pub(crate) fn omission(&self, case: &Case) -> Option<&'static Omission> {
        self.omissions.iter().find(|omission| omission.cases.contains(&case.name))
    }

    /// The revision that does a case. A file of SQL does one case only.
    pub(crate) fn revision(&self, case: &Case) -> String {
        match (self.is_sql(), case.name) {
            (true, "ddl") | (false, _) => format!("conf_{}", self.name),
            (true, other) => format!("conf_sql_{other}"),
        }
    }

    /// Whether it can tell nothing while it runs.
    pub(crate) fn is_sql(&self) -> bool {
        self.name == "sql"
    }
}
