//! Bytes to scripts. Anybody may have written the bytes.

use std::borrow::Cow;

use aludel_sql::Dialect;

use super::{
    DIALECTS, MAGIC, OFFSETS_START, Script, ScriptPhase, ScriptStatement, Scripts, VERSION, dialect_index, no_checks,
};

const STATEMENT_LENGTH: usize = 12;

/// Why bytes are no `aludel:sql` section.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SectionError {
    /// The first bytes are others.
    #[error("the section `aludel:sql` does not start as one")]
    Unrecognized,
    /// A newer tool wrote it.
    #[error("the section `aludel:sql` has version {version}; this tool reads version 1")]
    UnknownVersion {
        /// Its version.
        version: u32,
    },
    /// Something points outside of it.
    #[error("the section `aludel:sql` ends at byte {length}, before what should be at byte {offset}")]
    Truncated {
        /// Where something should be.
        offset: usize,
        /// Its length.
        length: usize,
    },
    /// A script of a kind that does not exist.
    #[error("the section `aludel:sql` holds a script of the unknown kind {kind}")]
    UnknownKind {
        /// The kind.
        kind: u32,
    },
    /// A text that is not UTF-8.
    #[error("the section `aludel:sql` holds a text at byte {offset} that is not UTF-8")]
    NotUtf8 {
        /// Where the text is.
        offset: usize,
    },
}

/// A section that can be asked for one script without reading the others.
#[derive(Debug, Clone, Copy)]
pub struct SqlSection<'section> {
    bytes: &'section [u8],
}

/// Where the statements of a script are.
struct Listing {
    kind: u32,
    /// The offset of the first statement.
    start: usize,
    count: usize,
}

impl<'section> SqlSection<'section> {
    /// Takes bytes for a section.
    pub fn new(bytes: &'section [u8]) -> Result<Self, SectionError> {
        let section = Self { bytes };
        if !bytes.starts_with(&MAGIC) {
            return Err(SectionError::Unrecognized);
        }
        match section.number(4)? {
            VERSION => Ok(section),
            version => Err(SectionError::UnknownVersion { version }),
        }
    }

    /// All scripts of the section `aludel:sql`. The checks are in a section of their own.
    pub fn scripts(&self) -> Result<Scripts<'section>, SectionError> {
        let read = |phase| DIALECTS.map(|dialect| self.script(phase, dialect));
        let (upgrades, downgrades) = (read(ScriptPhase::Upgrade), read(ScriptPhase::Downgrade));
        Ok(Scripts { upgrades: all(upgrades)?, downgrades: all(downgrades)?, checks: no_checks() })
    }

    /// What is done in that phase on that dialect.
    pub fn script(&self, phase: ScriptPhase, dialect: Dialect) -> Result<Script<'section>, SectionError> {
        let listing = self.listing(phase, dialect)?;
        match listing.kind {
            0 => (0..listing.count)
                .map(|index| self.statement(&listing, index))
                .collect::<Result<_, _>>()
                .map(Script::Statements),
            1 => Ok(Script::Irreversible { message: self.message(&listing)? }),
            2 => Ok(Script::Refused { message: self.message(&listing)? }),
            kind => Err(SectionError::UnknownKind { kind }),
        }
    }

    /// The line of the statement at `index`, from 0.
    pub fn statement_line(&self, phase: ScriptPhase, dialect: Dialect, index: usize) -> Option<u32> {
        let listing = self.listing(phase, dialect).ok()?;
        let is_statement = listing.kind == 0 && index < listing.count;
        is_statement.then(|| self.statement(&listing, index).ok()).flatten().map(|statement| statement.line)
    }

    fn listing(&self, phase: ScriptPhase, dialect: Dialect) -> Result<Listing, SectionError> {
        let first = match phase {
            ScriptPhase::Upgrade | ScriptPhase::Verify => 0,
            ScriptPhase::Downgrade => DIALECTS.len(),
        };
        let offset = self.number(OFFSETS_START + 4 * (first + dialect_index(dialect)))? as usize;
        let kind = self.number(offset)?;
        let count = self.number(offset.saturating_add(4))? as usize;
        let start = offset.saturating_add(8);
        // Checked before anything is reserved for so many statements.
        self.slice(start, count.saturating_mul(STATEMENT_LENGTH))?;
        Ok(Listing { kind, start, count })
    }

    fn statement(&self, listing: &Listing, index: usize) -> Result<ScriptStatement<'section>, SectionError> {
        let place = listing.start + index * STATEMENT_LENGTH;
        let line = self.number(place)?;
        let offset = self.number(place + 4)? as usize;
        let length = self.number(place + 8)? as usize;
        let text = str::from_utf8(self.slice(offset, length)?).map_err(|_| SectionError::NotUtf8 { offset })?;
        Ok(ScriptStatement { line, text })
    }

    fn message(&self, listing: &Listing) -> Result<Cow<'section, str>, SectionError> {
        // A script of these kinds without its text reads past its end, or what follows it; never outside the section.
        self.statement(listing, 0).map(|statement| Cow::Borrowed(statement.text))
    }

    fn number(&self, offset: usize) -> Result<u32, SectionError> {
        let bytes = self.slice(offset, 4)?;
        Ok(u32::from_le_bytes(bytes.try_into().expect("the slice has four bytes")))
    }

    fn slice(&self, offset: usize, length: usize) -> Result<&'section [u8], SectionError> {
        let end = offset.saturating_add(length);
        self.bytes.get(offset..end).ok_or(SectionError::Truncated { offset: end, length: self.bytes.len() })
    }
}

/// All of them, or the first error.
fn all(
    scripts: [Result<Script<'_>, SectionError>; DIALECTS.len()],
) -> Result<[Script<'_>; DIALECTS.len()], SectionError> {
    let [one, two, three, four] = scripts;
    Ok([one?, two?, three?, four?])
}
