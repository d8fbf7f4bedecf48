//! Names by convention for constraints and indexes that were given none.
//!
//! The templates are those of `SQLAlchemy`'s `MetaData(naming_convention=...)`, and give the same names, so that a
//! project which comes from there keeps what its databases have.

mod digest;
mod template;

use aludel_sql::Dialect;

use super::change::TableChangeRequest;
use super::definition::{
    ConstraintBodyDefinition, ConstraintDefinition, IndexDefinition, SchemaDefinition, TableDefinition,
};
use super::{Request, Verb};
use crate::model::{IndexKey, IndexPart};
pub use template::NamingError;
use template::{Subject, Template};

/// An index must have a name, so it has a template even where none was given.
const INDEX_TEMPLATE: &str = "ix_%(table_name)s_%(column_0_N_name)s";

/// How constraints and indexes are named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Naming {
    primary_key: Option<Template>,
    unique: Option<Template>,
    foreign_key: Option<Template>,
    check: Option<Template>,
    exclude: Option<Template>,
    index: Template,
}

impl Default for Naming {
    fn default() -> Self {
        Self {
            primary_key: None,
            unique: None,
            foreign_key: None,
            check: None,
            exclude: None,
            index: Template::parse(INDEX_TEMPLATE).expect("the template is right"),
        }
    }
}

impl Naming {
    /// Reads templates by kind: `pk`, `uq`, `fk`, `ck`, `ex`, `ix`.
    pub fn parse(templates: &[(String, String)]) -> Result<Self, NamingError> {
        let mut naming = Self::default();
        for (kind, text) in templates {
            let template = Template::parse(text)?;
            match kind.as_str() {
                "pk" => naming.primary_key = Some(template),
                "uq" => naming.unique = Some(template),
                "fk" => naming.foreign_key = Some(template),
                "ck" => naming.check = Some(template),
                "ex" => naming.exclude = Some(template),
                "ix" => naming.index = template,
                _ => return Err(NamingError::UnknownKind { kind: kind.clone() }),
            }
        }
        Ok(naming)
    }

    /// Names what the request defines.
    pub fn apply(&self, request: &mut Request, dialect: Dialect) -> Result<(), NamingError> {
        match &mut request.verb {
            Verb::CreateTable(table) => self.name_table(table, dialect),
            Verb::AlterTable { table, changes, .. } => {
                changes.iter_mut().try_for_each(|change| match &mut change.change {
                    TableChangeRequest::AddConstraint(constraint) => {
                        self.name_constraint(&table.name, constraint, dialect)
                    }
                    TableChangeRequest::CreateIndex(index) => self.name_index(&table.name, index, dialect),
                    _ => Ok(()),
                })
            }
            Verb::CreateView(view) => {
                view.indexes.iter_mut().try_for_each(|index| self.name_index(&view.name.name, index, dialect))
            }
            _ => Ok(()),
        }
    }

    /// Names what a whole schema defines.
    pub fn apply_to_schema(&self, schema: &mut SchemaDefinition, dialect: Dialect) -> Result<(), NamingError> {
        schema.tables.iter_mut().try_for_each(|table| self.name_table(table, dialect))?;
        for view in &mut schema.views {
            view.indexes.iter_mut().try_for_each(|index| self.name_index(&view.name.name, index, dialect))?;
        }
        Ok(())
    }

    fn name_table(&self, table: &mut TableDefinition, dialect: Dialect) -> Result<(), NamingError> {
        let name = &table.name.name;
        table.constraints.iter_mut().try_for_each(|constraint| self.name_constraint(name, constraint, dialect))?;
        table.indexes.iter_mut().try_for_each(|index| self.name_index(name, index, dialect))
    }

    fn name_constraint(
        &self,
        table: &str,
        constraint: &mut ConstraintDefinition,
        dialect: Dialect,
    ) -> Result<(), NamingError> {
        let Some(template) = self.template(&constraint.body) else { return Ok(()) };
        let columns = constraint_columns(&constraint.body);
        let (referred_table, referred_columns) = match &constraint.body {
            ConstraintBodyDefinition::ForeignKey(key) => (Some(&*key.references.name), &*key.referenced_columns),
            _ => (None, &[][..]),
        };
        let subject = Subject { table, columns, referred_table, referred_columns, given: constraint.name.as_deref() };
        constraint.name = template.name(&subject, dialect)?;
        Ok(())
    }

    fn name_index(&self, table: &str, index: &mut IndexDefinition, dialect: Dialect) -> Result<(), NamingError> {
        let columns = part_columns(&index.parts);
        let given = index.name.as_deref();
        let subject = Subject { table, columns, referred_table: None, referred_columns: &[], given };
        index.name = self.index.name(&subject, dialect)?;
        Ok(())
    }

    fn template(&self, body: &ConstraintBodyDefinition) -> Option<&Template> {
        match body {
            ConstraintBodyDefinition::PrimaryKey(_) => self.primary_key.as_ref(),
            ConstraintBodyDefinition::Unique(_) => self.unique.as_ref(),
            ConstraintBodyDefinition::ForeignKey(_) => self.foreign_key.as_ref(),
            ConstraintBodyDefinition::Check(_) => self.check.as_ref(),
            ConstraintBodyDefinition::Exclude(_) => self.exclude.as_ref(),
        }
    }
}

fn constraint_columns(body: &ConstraintBodyDefinition) -> Vec<Option<&str>> {
    match body {
        ConstraintBodyDefinition::PrimaryKey(key) | ConstraintBodyDefinition::Unique(key) => part_columns(&key.parts),
        ConstraintBodyDefinition::ForeignKey(key) => key.columns.iter().map(|column| Some(&**column)).collect(),
        ConstraintBodyDefinition::Check(_) | ConstraintBodyDefinition::Exclude(_) => Vec::new(),
    }
}

/// None for a part that is an expression, which has no name.
fn part_columns(parts: &[IndexPart]) -> Vec<Option<&str>> {
    let columns = parts.iter().map(|part| match &part.key {
        IndexKey::Column(name) => Some(&**name),
        IndexKey::Expression(_) => None,
    });
    columns.collect()
}
