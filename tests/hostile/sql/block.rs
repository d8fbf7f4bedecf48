//! Reads files of hostile SQL.

/// How a block has to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    /// Refused by what it was granted.
    Refused,
    /// Refused by what it was granted, when it had run.
    Found,
    /// With any error, and rolled back.
    Fails,
    /// Well, and the canaries stay.
    Runs,
}

/// One migration's worth of hostile SQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    /// The file and the words.
    pub(super) name: String,
    pub(super) ends: Ends,
    /// How it ends with a login of its own, where that is another way.
    pub(super) ends_parted: Option<Ends>,
    /// Lines for `[grants]`.
    pub(super) grants: String,
    pub(super) body: String,
    /// Whether the tables of the house are to be named by where they are.
    pub(super) is_of_the_house: bool,
}

impl Block {
    /// The same against the tables of the house where these are elsewhere.
    pub(super) fn of_the_house(self) -> Self {
        Self { name: format!("{}, where the house is", self.name), is_of_the_house: true, ..self }
    }
}

const CASE: &str = "-- case:";

/// Reads the blocks of a file.
pub(super) fn read(file: &str, text: &str) -> Result<Vec<Block>, String> {
    let mut blocks: Vec<Block> = Vec::new();
    for line in text.lines() {
        if let Some(words) = line.strip_prefix(CASE) {
            let name = format!("{file}: {}", words.trim());
            let (grants, body) = (String::new(), String::new());
            blocks.push(Block { name, ends: Ends::Refused, ends_parted: None, grants, body, is_of_the_house: false });
        } else if let Some(block) = blocks.last_mut() {
            add(block, line)?;
        }
    }
    match blocks.iter().find(|block| block.body.trim().is_empty()) {
        Some(empty) => Err(format!("`{}` is empty", empty.name)),
        None => Ok(blocks),
    }
}

fn add(block: &mut Block, line: &str) -> Result<(), String> {
    if let Some(ends) = line.strip_prefix("-- ends:") {
        block.ends = way(block, ends)?;
    } else if let Some(ends) = line.strip_prefix("-- ends with two logins:") {
        block.ends_parted = Some(way(block, ends)?);
    } else if let Some(grant) = line.strip_prefix("-- grants:") {
        block.grants.extend([grant.trim(), "\n"]);
    } else if !line.starts_with("-- sees:") {
        // What a parser should see in it is for the tests of the parser.
        block.body.extend([line, "\n"]);
    }
    Ok(())
}

fn way(block: &Block, word: &str) -> Result<Ends, String> {
    match word.trim() {
        "refused" => Ok(Ends::Refused),
        "found" => Ok(Ends::Found),
        "fails" => Ok(Ends::Fails),
        "runs" => Ok(Ends::Runs),
        other => Err(format!("`{}` ends in `{other}`, which is no way to end", block.name)),
    }
}

const REPEAT: &str = "{REPEAT ";

/// Writes `{REPEAT 3 ab#}` out as `ab0ab1ab2`.
pub(super) fn repeated(text: &str) -> String {
    let mut parts = text.split(REPEAT);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let parsed = part.split_once('}').and_then(|(repeat, rest)| Some((repeat.split_once(' ')?, rest)));
        let Some(((count, pattern), rest)) = parsed else { continue };
        let count: usize = count.parse().unwrap_or_default();
        out.extend((0..count).map(|index| pattern.replace('#', &index.to_string())));
        out.push_str(rest);
    }
    out
}
