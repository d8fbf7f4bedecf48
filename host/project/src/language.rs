//! The languages that a migration can be written in.

use std::path::Path;

/// A language whose sources are built into components here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// SQL, which needs no toolchain.
    Sql,
    /// Rust, as a crate in a folder.
    Rust,
    /// Python, as text on an interpreter.
    Python,
    /// JavaScript, as text on an interpreter.
    JavaScript,
    /// TypeScript, whose types are taken away.
    TypeScript,
    /// C.
    C,
    /// C++.
    Cpp,
    /// Zig.
    Zig,
    /// Go.
    Go,
    /// `AssemblyScript`, whose files end in `.as.ts`.
    AssemblyScript,
    /// WebAssembly text.
    Wat,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 11] = [
        Self::Sql,
        Self::Rust,
        Self::Python,
        Self::JavaScript,
        Self::TypeScript,
        Self::C,
        Self::Cpp,
        Self::Zig,
        Self::Go,
        Self::AssemblyScript,
        Self::Wat,
    ];

    /// Its name in configuration, manifests and `--lang`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sql => "sql",
            Self::Rust => "rust",
            Self::Python => "python",
            Self::JavaScript => "javascript",
            Self::TypeScript => "typescript",
            Self::C => "c",
            Self::Cpp => "cpp",
            Self::Zig => "zig",
            Self::Go => "go",
            Self::AssemblyScript => "assemblyscript",
            Self::Wat => "wat",
        }
    }

    /// Its name as its people write it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Sql => "SQL",
            Self::Rust => "Rust",
            Self::Python => "Python",
            Self::JavaScript => "JavaScript",
            Self::TypeScript => "TypeScript",
            Self::C => "C",
            Self::Cpp => "C++",
            Self::Zig => "Zig",
            Self::Go => "Go",
            Self::AssemblyScript => "AssemblyScript",
            Self::Wat => "WAT",
        }
    }

    /// The language of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.name() == name)
    }

    /// What starts a comment that runs to the end of the line.
    pub fn comment_prefix(self) -> &'static str {
        match self {
            Self::Sql => "--",
            Self::Python => "#",
            Self::Wat => ";;",
            _ => "//",
        }
    }

    /// How its files end, the usual way first. Where two endings fit a name, the longer one counts.
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Sql => &["sql"],
            Self::Rust => &["rs"],
            Self::Python => &["py"],
            Self::JavaScript => &["js", "mjs"],
            Self::TypeScript => &["ts", "mts"],
            Self::C => &["c"],
            Self::Cpp => &["cpp", "cc", "cxx"],
            Self::Zig => &["zig"],
            Self::Go => &["go"],
            Self::AssemblyScript => &["as.ts"],
            Self::Wat => &["wat"],
        }
    }

    /// The name of the file with the header, in a folder that is one migration.
    pub fn main_file_name(self) -> String {
        format!("migration.{}", self.extensions()[0])
    }

    /// The language of a file that can be a migration by itself. A file of Rust cannot: it takes a crate.
    pub fn of_file(path: &Path) -> Option<Self> {
        // A name that is no UTF-8 has an ending all the same, and a migration must not be passed over for it.
        let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
        let languages = Self::ALL.into_iter().filter(|language| *language != Self::Rust);
        let endings =
            languages.flat_map(|language| language.extensions().iter().map(move |ending| (*ending, language)));
        let fits = |ending: &str| name.strip_suffix(ending).is_some_and(|stem| stem.len() > 1 && stem.ends_with('.'));
        endings.filter(|(ending, _)| fits(ending)).max_by_key(|(ending, _)| ending.len()).map(|(_, language)| language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_tells_its_language_by_its_ending() {
        let table = [
            ("1_a.sql", Some(Language::Sql)),
            ("1_a.SQL", Some(Language::Sql)),
            ("1_a.py", Some(Language::Python)),
            ("1_a.mjs", Some(Language::JavaScript)),
            ("1_a.ts", Some(Language::TypeScript)),
            ("1_a.as.ts", Some(Language::AssemblyScript)),
            ("1_a.cc", Some(Language::Cpp)),
            ("1_a.c", Some(Language::C)),
            ("1_a.rs", None),
            ("1_a.wasm", None),
            ("sql", None),
            (".py", None),
        ];
        for (name, language) in table {
            assert_eq!(Language::of_file(Path::new(name)), language, "{name}");
        }
    }

    #[test]
    fn names_are_read_back() {
        for language in Language::ALL {
            assert_eq!(Language::from_name(language.name()), Some(language));
        }
    }
}
