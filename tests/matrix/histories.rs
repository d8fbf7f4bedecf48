//! Long histories, as big applications have them: up, down, and up again.
//!
//! The files in `tests/histories/DIALECT` are in the order of their names. Everything that they make has a name with
//! the prefix of one of five imagined applications, so that the whole line can be repeated with other prefixes
//! (`forum_` becomes `forum2_`) until there are hundreds. A file that makes nothing of the kind, such as one that
//! installs an extension, is taken once.

use std::fs;
use std::path::{Path, PathBuf};

use crate::databases::{Kind, Server};
use crate::screen;
use crate::script::Logins;
use crate::workspace::Workspace;

const PREFIXES: [&str; 5] = ["forum_", "chat_", "shop_", "tracker_", "mail_"];

/// How long a line is at least. What length alone brings is seen on the others: `MySQL` runs each file once.
fn revisions_min(kind: Kind) -> usize {
    if kind == Kind::Mysql { 0 } else { 300 }
}

/// One file of a history.
struct File {
    name: String,
    revision: String,
    content: String,
}

/// Upgrades to the head, goes back to the base, upgrades again; compares the schemas.
pub(crate) fn run(server: &Server, logins: Logins) -> Result<(), String> {
    let files = read(server.kind())?;
    let workspace = Workspace::create(server, logins)?;
    let count = write_line(&workspace, &files, revisions_min(server.kind()))?;
    let empty = workspace.schema()?;
    succeed(&workspace, "upgrade head")?;
    let full = workspace.schema()?;
    expect_rows(&workspace, "SELECT count(*) FROM aludel_history;", &count.to_string())?;
    succeed(&workspace, "downgrade base")?;
    same("after the downgrade", &empty, &workspace.schema()?)?;
    expect_rows(&workspace, "SELECT count(*) FROM aludel_version;", "0")?;
    succeed(&workspace, "upgrade head")?;
    same("after the second upgrade", &full, &workspace.schema()?)?;
    succeed(&workspace, "current --check-heads")
}

fn succeed(workspace: &Workspace, line: &str) -> Result<(), String> {
    let output = workspace.aludel(line)?;
    if output.status.success() {
        return Ok(());
    }
    let stderr = String::from_utf8_lossy(&output.stderr);
    Err(format!("aludel {line} ended with {}:\n{stderr}", output.status))
}

fn expect_rows(workspace: &Workspace, sql: &str, expected: &str) -> Result<(), String> {
    let rows = workspace.run(sql)?;
    if rows.trim_end() == expected { Ok(()) } else { Err(format!("{sql} gives {rows}, not {expected}")) }
}

fn same(when: &str, expected: &str, seen: &str) -> Result<(), String> {
    if expected == seen {
        return Ok(());
    }
    let difference = screen::difference(expected, seen);
    let changed = difference.lines().filter(|line| !line.starts_with("    ")).take(60).collect::<Vec<_>>();
    Err(format!("the schema differs {when}:\n{}", changed.join("\n")))
}

fn folder(kind: Kind) -> PathBuf {
    let name = match kind {
        Kind::Sqlite => "sqlite",
        Kind::Postgresql => "postgresql",
        Kind::MariaDb | Kind::Mysql => "mysql",
    };
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/histories").join(name)
}

fn read(kind: Kind) -> Result<Vec<File>, String> {
    let entries = fs::read_dir(folder(kind)).map_err(|error| error.to_string())?;
    let paths: Result<Vec<PathBuf>, _> = entries.map(|entry| entry.map(|entry| entry.path())).collect();
    let mut paths = paths.map_err(|error| error.to_string())?;
    paths.sort();
    paths.iter().map(|path| File::read(path)).collect()
}

impl File {
    fn read(path: &Path) -> Result<Self, String> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let content = fs::read_to_string(path).map_err(|error| format!("{name}: {error}"))?;
        let revision = content.lines().find_map(|line| line.strip_prefix("-- revision = "));
        let revision = revision.ok_or_else(|| format!("{name} names no revision"))?.trim().trim_matches('"').to_owned();
        Ok(Self { name, revision, content })
    }

    /// The same for other tables; nothing if it is about none.
    fn renamed(&self, round: usize) -> Option<Self> {
        let mut content = self.content.clone();
        for prefix in PREFIXES {
            content = content.replace(prefix, &format!("{}{round}_", prefix.trim_end_matches('_')));
        }
        let revision = format!("{}r{round}", self.revision);
        (content != self.content).then(|| Self { name: format!("{round}_{}", self.name), revision, content })
    }

    /// The content with the renamed revision, after another parent.
    fn following(&self, parent: &str) -> String {
        let replace = |line: &str| {
            let end = if line.ends_with("\r\n") { "\r\n" } else { "\n" };
            if line.starts_with("-- revision = ") {
                let revision = &self.revision;
                return format!("-- revision = \"{revision}\"{end}-- down_revision = \"{parent}\"{end}");
            }
            if line.starts_with("-- down_revision = ") { String::new() } else { line.to_owned() }
        };
        self.content.split_inclusive('\n').map(replace).collect()
    }
}

/// Writes the line of migrations, repeated until it is long enough; gives its length.
fn write_line(workspace: &Workspace, files: &[File], revisions_min: usize) -> Result<usize, String> {
    for file in files {
        workspace.write(&format!("migrations/{}", file.name), &file.content)?;
    }
    let mut count = files.len();
    let mut parent = files.last().ok_or("the history is empty")?.revision.clone();
    for round in 2.. {
        if count >= revisions_min {
            break;
        }
        for file in files.iter().filter_map(|file| file.renamed(round)) {
            workspace.write(&format!("migrations/{}", file.name), file.following(&parent))?;
            parent = file.revision;
            count += 1;
        }
    }
    Ok(count)
}
