//! `aludel inspect`.

use aludel_engine::{InspectFormat, InspectRequest};
use clap::ValueEnum;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::shell::Shell;

/// Show what a database looks like
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// What to look at: database, target, migrations, a revision, or a SQL file or folder
    #[arg(long, value_name = "PLACE", default_value = "database")]
    of: String,
    /// How: SQL that makes it, JSON, or a diagram
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "sql")]
    format: Format,
    /// Only this schema and the default one; can be given several times
    #[arg(long, value_name = "NAME")]
    schema: Vec<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// Statements that make the same database
    Sql,
    /// One document
    Json,
    /// A diagram as Mermaid text
    Mermaid,
    /// A diagram as a picture
    Svg,
}

impl From<Format> for InspectFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Sql => Self::Sql,
            Format::Json => Self::Json,
            Format::Mermaid => Self::Mermaid,
            Format::Svg => Self::Svg,
        }
    }
}

pub(crate) async fn run(args: Args, shell: &Shell) -> Result<Exit, Failure> {
    let request = InspectRequest { of: args.of, format: args.format.into(), namespaces: args.schema };
    let report = shell.migrator()?.inspect(request).await?;
    shell.hand_over(&report, |report| report.text.clone())?;
    Ok(Exit::Done)
}
