//! `inspect`: what a database looks like.

use aludel_schema::script::Script;
use aludel_schema::{DiffOptions, Namespaces, Schema, diff};
use serde::Serialize;

use crate::comparison::{Place, text};
use crate::error::Error;
use crate::migrator::Migrator;

/// What to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InspectRequest {
    /// `database`, `target`, `migrations`, `migrations@REV`, a revision, or a path to SQL.
    pub of: String,
    /// How it is shown.
    pub format: InspectFormat,
    /// Only these schemas; all when there is none.
    pub namespaces: Vec<String>,
}

/// How a schema is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InspectFormat {
    /// SQL that makes it.
    Sql,
    /// JSON, over several lines.
    Json,
    /// A diagram of entities and relations as Mermaid text.
    Mermaid,
    /// The same as an SVG picture.
    Svg,
}

/// What a database looks like.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct InspectReport {
    /// As a value.
    pub schema: Schema,
    /// In the format that was asked for.
    #[serde(skip)]
    pub text: String,
}

impl Migrator {
    /// Reads a schema. Writes nothing to the database that is looked at.
    pub async fn inspect(&self, request: InspectRequest) -> Result<InspectReport, Error> {
        let place = Place::parse(&request.of, &self.options.directory)?;
        let schema = self.side(&place, namespaces(request.namespaces)).await?.schema;
        Ok(InspectReport { text: shown(&schema, request.format)?, schema })
    }
}

fn namespaces(names: Vec<String>) -> Namespaces {
    if names.is_empty() { Namespaces::All } else { Namespaces::Named(names) }
}

fn shown(schema: &Schema, format: InspectFormat) -> Result<String, Error> {
    match format {
        InspectFormat::Sql => sql(schema),
        InspectFormat::Json => json(schema),
        InspectFormat::Mermaid => Ok(aludel_schema::draw::mermaid(schema)),
        InspectFormat::Svg => Ok(aludel_schema::draw::svg(schema)),
    }
}

fn json(schema: &Schema) -> Result<String, Error> {
    let unwritable = |error| Error::Unexpected { message: format!("the schema cannot be written as JSON: {error}") };
    serde_json::to_string_pretty(schema).map(|text| text + "\n").map_err(unwritable)
}

/// What leads from nothing to the schema.
fn sql(schema: &Schema) -> Result<String, Error> {
    let empty = Schema::empty(schema.dialect, schema.version);
    let difference = diff(&empty, schema, &DiffOptions::default())?;
    let script = Script::of(&empty, &difference.operations)?;
    let statements = text::for_client(&script, schema.dialect);
    Ok(text::paragraphs([text::not_shown(&schema.uncompared), statements].into_iter()))
}
