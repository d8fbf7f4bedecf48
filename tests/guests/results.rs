//! What the runs saw, a file for each language and database, of which the table for people is made.

use std::fs;
use std::io;
use std::path::PathBuf;

use crate::databases::Kind;
use crate::languages::Language;
use crate::{expected, project};

/// Features with what was seen of each: `yes`, `no`, or `no: REASON`.
pub(crate) type Findings = Vec<(String, String)>;

/// Gives the difference from what an earlier run saw, where there is one; or writes down what is seen now.
pub(crate) fn compare(
    language: &Language,
    kind: Kind,
    found: &Findings,
    is_update: bool,
) -> Result<Option<String>, String> {
    let path = path(language, kind);
    let seen: String = found.iter().map(|(feature, answer)| format!("{feature} = {answer}\n")).collect();
    if is_update {
        let folder = path.parent().unwrap_or(&path);
        fs::create_dir_all(folder).and_then(|()| fs::write(&path, &seen)).map_err(|error| error.to_string())?;
    }
    let known = read_text(&path)?.unwrap_or_default();
    Ok((known != seen).then(|| {
        format!("the results differ; `UPDATE_DOCS=1` writes them down:\n{}", expected::difference(&known, &seen))
    }))
}

/// What was seen last; none where nobody has run it.
pub(crate) fn read(language: &Language, kind: Kind) -> Result<Option<Findings>, String> {
    let Some(text) = read_text(&path(language, kind))? else { return Ok(None) };
    let pairs = text.lines().filter_map(|line| line.split_once(" = "));
    Ok(Some(pairs.map(|(feature, answer)| (feature.to_owned(), answer.to_owned())).collect()))
}

fn read_text(path: &PathBuf) -> Result<Option<String>, String> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("{}: {error}", path.display())),
    }
}

fn path(language: &Language, kind: Kind) -> PathBuf {
    project::folder().join("results").join(kind.name()).join(format!("{}.txt", language.name))
}
