//! Columns.

use super::constraint::{ConstraintBuilder, ForeignKeyBuilder};
use super::{DataType, ObjectName};
use crate::bindings::aludel::schema::model as wit;

/// A value that a column has when it is given none: a text, a number, or true and false.
#[derive(Debug, Clone, PartialEq)]
pub struct DefaultValue(pub(crate) wit::DefaultValue);

impl From<&str> for DefaultValue {
    fn from(text: &str) -> Self {
        Self(wit::DefaultValue::Text(text.to_owned()))
    }
}

impl From<String> for DefaultValue {
    fn from(text: String) -> Self {
        Self(wit::DefaultValue::Text(text))
    }
}

impl From<bool> for DefaultValue {
    fn from(truth: bool) -> Self {
        Self(wit::DefaultValue::Boolean(truth))
    }
}

macro_rules! number_defaults {
    ($($number:ty),+) => {$(
        impl From<$number> for DefaultValue {
            fn from(number: $number) -> Self {
                Self(wit::DefaultValue::Number(number.to_string()))
            }
        }
    )+};
}

number_defaults!(i16, i32, i64, u16, u32, f32, f64);

/// A column, which may hold NULL unless it is told otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnBuilder {
    pub(crate) definition: wit::ColumnDef,
    pub(crate) is_key: bool,
    pub(crate) if_not_exists: bool,
    /// Those that were written at the column.
    pub(crate) constraints: Vec<wit::ConstraintDef>,
    pub(crate) foreign_keys: Vec<ForeignKeyBuilder>,
    pub(crate) is_indexed: bool,
}

impl ColumnBuilder {
    pub(crate) fn new(name: &str, data_type: DataType) -> Self {
        let definition = wit::ColumnDef {
            name: name.to_owned(),
            column_type: data_type.into_wit(),
            nullable: true,
            generation: wit::Generation::None,
            collation: None,
            comment: None,
            options: Vec::new(),
        };
        Self {
            definition,
            is_key: false,
            if_not_exists: false,
            constraints: Vec::new(),
            foreign_keys: Vec::new(),
            is_indexed: false,
        }
    }

    /// Refuses NULL.
    pub fn not_null(&mut self) -> &mut Self {
        self.definition.nullable = false;
        self
    }

    /// Part of the primary key.
    pub fn primary_key(&mut self) -> &mut Self {
        self.is_key = true;
        self.not_null()
    }

    /// No two rows have the same value.
    pub fn unique(&mut self) -> &mut Self {
        self.constraints.push(ConstraintBuilder::unique([self.definition.name.as_str()]).into_wit());
        self
    }

    /// An index over this column, named by the convention.
    pub fn index(&mut self) -> &mut Self {
        self.is_indexed = true;
        self
    }

    /// Every row satisfies a condition.
    pub fn check(&mut self, condition: &str) -> &mut Self {
        self.constraints.push(ConstraintBuilder::check(condition).into_wit());
        self
    }

    /// The values are those of a column elsewhere. What follows is about the foreign key.
    pub fn references(&mut self, table: impl Into<ObjectName>, column: &str) -> &mut ForeignKeyBuilder {
        let mut key = ForeignKeyBuilder::new([self.definition.name.as_str()]);
        key.references(table, [column]);
        self.foreign_keys.push(key);
        self.foreign_keys.last_mut().expect("one was pushed")
    }

    /// The value when none is given.
    pub fn default(&mut self, value: impl Into<DefaultValue>) -> &mut Self {
        self.generation(wit::Generation::Default(value.into().0))
    }

    /// The value when none is given, as SQL: `CURRENT_TIMESTAMP`.
    pub fn default_sql(&mut self, expression: &str) -> &mut Self {
        self.generation(wit::Generation::Default(wit::DefaultValue::Expression(expression.to_owned())))
    }

    /// The server counts.
    pub fn autoincrement(&mut self) -> &mut Self {
        self.generation(wit::Generation::Autoincrement)
    }

    /// An identity column of the SQL standard.
    pub fn identity(&mut self, kind: wit::IdentityKind) -> &mut Self {
        let identity = wit::Identity { kind, start: None, increment: None, options: Vec::new() };
        self.generation(wit::Generation::Identity(identity))
    }

    /// Computed from other columns, at each reading.
    pub fn computed(&mut self, expression: &str) -> &mut Self {
        let expression = expression.to_owned();
        self.generation(wit::Generation::Computed(wit::Computed { expression, stored: false }))
    }

    /// Computed from other columns, and kept.
    pub fn computed_stored(&mut self, expression: &str) -> &mut Self {
        let expression = expression.to_owned();
        self.generation(wit::Generation::Computed(wit::Computed { expression, stored: true }))
    }

    fn generation(&mut self, generation: wit::Generation) -> &mut Self {
        self.definition.generation = generation;
        self
    }

    /// In place of the collation that it would inherit.
    pub fn collation(&mut self, collation: &str) -> &mut Self {
        self.definition.collation = Some(collation.to_owned());
        self
    }

    /// A remark.
    pub fn comment(&mut self, text: &str) -> &mut Self {
        self.definition.comment = Some(text.to_owned());
        self
    }

    /// A setting that one dialect knows: `("mysql.charset", "ascii")`.
    pub fn option(&mut self, name: &str, value: &str) -> &mut Self {
        self.definition.options.push((name.to_owned(), value.to_owned()));
        self
    }

    /// When it is added: nothing happens if it is there.
    pub fn if_not_exists(&mut self) -> &mut Self {
        self.if_not_exists = true;
        self
    }
}
