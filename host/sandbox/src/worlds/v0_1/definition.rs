//! Between the definitions made from the WIT and those of `aludel_schema`: the same shapes, moved part by part.
//!
//! What a guest gives is checked on the way: every text goes through one place.

use aludel_schema::data_type::DataType;
use aludel_schema::model;
use aludel_schema::request::definition as own;
use aludel_sql::SqlError;

use super::bindings::aludel::schema::model as wit;
use super::intake;
use crate::limits::Limits;

/// Moves what a guest gives.
pub(super) trait Take {
    type Own;

    fn take(self, limits: &Limits) -> Result<Self::Own, SqlError>;
}

/// Moves what a guest gets.
pub(super) trait Give {
    type Wit;

    fn give(self) -> Self::Wit;
}

impl Take for String {
    type Own = Self;

    fn take(self, limits: &Limits) -> Result<Self, SqlError> {
        intake::sql(&self, limits)?;
        Ok(self)
    }
}

impl Give for String {
    type Wit = Self;

    fn give(self) -> Self {
        self
    }
}

/// Numbers and the like, which are what they are.
macro_rules! plain {
    ($($plain:ty),+) => {$(
        impl Take for $plain {
            type Own = Self;

            fn take(self, _: &Limits) -> Result<Self, SqlError> {
                Ok(self)
            }
        }

        impl Give for $plain {
            type Wit = Self;

            fn give(self) -> Self {
                self
            }
        }
    )+};
}

plain!(bool, u8, u16, u32, i16, i64);

impl<T: Take> Take for Option<T> {
    type Own = Option<T::Own>;

    fn take(self, limits: &Limits) -> Result<Self::Own, SqlError> {
        self.map(|item| item.take(limits)).transpose()
    }
}

impl<T: Give> Give for Option<T> {
    type Wit = Option<T::Wit>;

    fn give(self) -> Self::Wit {
        self.map(Give::give)
    }
}

impl<T: Take> Take for Vec<T> {
    type Own = Vec<T::Own>;

    fn take(self, limits: &Limits) -> Result<Self::Own, SqlError> {
        self.into_iter().map(|item| item.take(limits)).collect()
    }
}

impl<T: Give> Give for Vec<T> {
    type Wit = Vec<T::Wit>;

    fn give(self) -> Self::Wit {
        self.into_iter().map(Give::give).collect()
    }
}

impl<A: Take, B: Take> Take for (A, B) {
    type Own = (A::Own, B::Own);

    fn take(self, limits: &Limits) -> Result<Self::Own, SqlError> {
        Ok((self.0.take(limits)?, self.1.take(limits)?))
    }
}

impl<A: Give, B: Give> Give for (A, B) {
    type Wit = (A::Wit, B::Wit);

    fn give(self) -> Self::Wit {
        (self.0.give(), self.1.give())
    }
}

/// Moves records field by field, from the guest.
macro_rules! take_record {
    ($wit:ty, $own:ty { $($field:ident),+ }) => {
        impl Take for $wit {
            type Own = $own;

            fn take(self, limits: &Limits) -> Result<Self::Own, SqlError> {
                type Built = $own;
                Ok(Built { $($field: self.$field.take(limits)?),+ })
            }
        }
    };
}

/// Moves variants case by case, from the guest.
macro_rules! take_variant {
    ($wit:ty, $own:ty { $($case:ident),+ } $(without $($bare:ident),+)?) => {
        impl Take for $wit {
            type Own = $own;

            fn take(self, limits: &Limits) -> Result<Self::Own, SqlError> {
                type Given = $wit;
                type Built = $own;
                Ok(match self {
                    $($(Given::$bare => Built::$bare,)+)?
                    $(Given::$case(content) => Built::$case(content.take(limits)?)),+
                })
            }
        }
    };
}

/// Moves enums case by case, from the guest.
macro_rules! take_enum {
    ($wit:ty, $own:ty { $($case:ident),+ }) => {
        impl Take for $wit {
            type Own = $own;

            fn take(self, _: &Limits) -> Result<Self::Own, SqlError> {
                Ok(match self { $(<$wit>::$case => <$own>::$case),+ })
            }
        }
    };
}

/// Moves records in both directions.
macro_rules! record {
    ($wit:ty, $own:ty { $($field:ident),+ }) => {
        take_record!($wit, $own { $($field),+ });

        impl Give for $own {
            type Wit = $wit;

            fn give(self) -> Self::Wit {
                type Built = $wit;
                Built { $($field: self.$field.give()),+ }
            }
        }
    };
}

/// Moves variants in both directions.
macro_rules! variant {
    ($wit:ty, $own:ty { $($case:ident),+ } $(without $($bare:ident),+)?) => {
        take_variant!($wit, $own { $($case),+ } $(without $($bare),+)?);

        impl Give for $own {
            type Wit = $wit;

            fn give(self) -> Self::Wit {
                type Given = $own;
                type Built = $wit;
                match self {
                    $($(Given::$bare => Built::$bare,)+)?
                    $(Given::$case(content) => Built::$case(content.give())),+
                }
            }
        }
    };
}

/// Moves enums in both directions.
macro_rules! plain_enum {
    ($wit:ty, $own:ty { $($case:ident),+ }) => {
        take_enum!($wit, $own { $($case),+ });

        impl Give for $own {
            type Wit = $wit;

            fn give(self) -> Self::Wit {
                match self { $(<$own>::$case => <$wit>::$case),+ }
            }
        }
    };
}

pub(super) use {take_enum, take_record, take_variant};

record!(wit::ObjectName, model::ObjectName { schema, name });
record!(wit::EnumDef, own::EnumDefinition { name, labels, comment });
record!(wit::ColumnDef, own::ColumnDefinition { name, column_type, nullable, generation, collation, comment, options });
record!(wit::Identity, own::IdentityDefinition { kind, start, increment, options });
record!(wit::Computed, own::Computed { expression, stored });
record!(wit::IndexPart, model::IndexPart { key, descending, nulls, collation, operator_class, prefix_length });
record!(wit::Key, model::Key { parts, include, nulls_not_distinct });
record!(
    wit::ForeignKey,
    model::ForeignKey { columns, references, referenced_columns, on_delete, on_update, match_kind }
);
record!(wit::ConstraintDef, own::ConstraintDefinition { name, body, deferral, comment, options });
record!(
    wit::IndexDef,
    own::IndexDefinition { name, parts, unique, predicate, include, method, nulls_not_distinct, comment, options }
);
record!(wit::TableDef, own::TableDefinition { name, columns, constraints, indexes, comment, options });
record!(wit::ViewDef, own::ViewDefinition { name, query, columns, materialized, indexes, comment, options });
record!(
    wit::SequenceDef,
    own::SequenceDefinition { name, data_type, start, increment, minimum, maximum, cache, cycle, comment }
);
record!(wit::RoutineDef, own::RoutineDefinition { name, kind, definition, comment });
record!(wit::TriggerDef, own::TriggerDefinition { table, name, definition, comment });
record!(wit::ExtensionDef, own::ExtensionDefinition { name, schema, version });
record!(
    wit::SchemaDef,
    own::SchemaDefinition { namespaces, extensions, enums, sequences, tables, views, routines, triggers, naming }
);
variant!(wit::DefaultValue, own::DefaultValue { Text, Number, Boolean, Expression });
variant!(wit::Generation, own::GenerationDefinition { Default, Identity, Computed } without None, Autoincrement);
variant!(wit::IndexKey, model::IndexKey { Column, Expression });
variant!(wit::ConstraintBody, own::ConstraintBodyDefinition { PrimaryKey, Unique, ForeignKey, Check, Exclude });
plain_enum!(wit::IdentityKind, model::IdentityKind { Always, ByDefault });
plain_enum!(wit::NullsOrder, model::NullsOrder { First, Last });
plain_enum!(wit::ReferentialAction, model::ReferentialAction { NoAction, Restrict, Cascade, SetNull, SetDefault });
plain_enum!(wit::MatchKind, model::MatchKind { Simple, Full, Partial });
plain_enum!(wit::Deferral, model::Deferral { NotDeferrable, InitiallyImmediate, InitiallyDeferred });
plain_enum!(wit::RoutineKind, model::RoutineKind { Function, Procedure });

impl Take for wit::ColumnType {
    type Own = own::ColumnType;

    fn take(self, limits: &Limits) -> Result<Self::Own, SqlError> {
        let base = self.base.take(limits)?;
        let data_type = match self.array_dimensions {
            0 => base,
            dimensions => DataType::Array { element: Box::new(base), dimensions },
        };
        Ok(own::ColumnType { data_type, overrides: self.overrides.take(limits)? })
    }
}

impl Give for own::ColumnType {
    type Wit = wit::ColumnType;

    fn give(self) -> Self::Wit {
        let (base, array_dimensions) = match self.data_type {
            DataType::Array { element, dimensions } => (element.give(), dimensions),
            base => (base.give(), 0),
        };
        wit::ColumnType { base, array_dimensions, overrides: self.overrides }
    }
}

impl Take for wit::ScalarType {
    type Own = DataType;

    fn take(self, limits: &Limits) -> Result<Self::Own, SqlError> {
        Ok(match self {
            Self::Boolean => DataType::Boolean,
            Self::Smallint => DataType::SmallInteger,
            Self::Integer => DataType::Integer,
            Self::Bigint => DataType::BigInteger,
            Self::Real => DataType::Real,
            Self::Double => DataType::Double,
            Self::Numeric(wit::NumericType { precision, scale }) => DataType::Numeric { precision, scale },
            Self::Character(length) => DataType::Character(length),
            Self::Varchar(length) => DataType::Varchar(length),
            Self::Text => DataType::Text,
            Self::Binary(length) => DataType::Binary(length),
            Self::Json => DataType::Json,
            Self::Uuid => DataType::Uuid,
            Self::Date => DataType::Date,
            Self::Time(digits) => DataType::Time(digits),
            Self::Timestamp(digits) => DataType::Timestamp(digits),
            Self::Timestamptz(digits) => DataType::TimestampTz(digits),
            Self::Interval => DataType::Interval,
            Self::Enumeration(definition) => {
                let definition = definition.take(limits)?;
                DataType::Enumeration { name: definition.name, labels: definition.labels }
            }
            Self::Custom(text) => DataType::Custom(text.take(limits)?),
        })
    }
}

impl Give for DataType {
    type Wit = wit::ScalarType;

    fn give(self) -> Self::Wit {
        match self {
            Self::Boolean => wit::ScalarType::Boolean,
            Self::SmallInteger => wit::ScalarType::Smallint,
            Self::Integer => wit::ScalarType::Integer,
            Self::BigInteger => wit::ScalarType::Bigint,
            Self::Real => wit::ScalarType::Real,
            Self::Double => wit::ScalarType::Double,
            Self::Numeric { precision, scale } => wit::ScalarType::Numeric(wit::NumericType { precision, scale }),
            Self::Character(length) => wit::ScalarType::Character(length),
            Self::Varchar(length) => wit::ScalarType::Varchar(length),
            Self::Text => wit::ScalarType::Text,
            Self::Binary(length) => wit::ScalarType::Binary(length),
            Self::Json => wit::ScalarType::Json,
            Self::Uuid => wit::ScalarType::Uuid,
            Self::Date => wit::ScalarType::Date,
            Self::Time(digits) => wit::ScalarType::Time(digits),
            Self::Timestamp(digits) => wit::ScalarType::Timestamp(digits),
            Self::TimestampTz(digits) => wit::ScalarType::Timestamptz(digits),
            Self::Interval => wit::ScalarType::Interval,
            Self::Enumeration { name, labels } => {
                wit::ScalarType::Enumeration(wit::EnumDef { name: name.give(), labels, comment: None })
            }
            // No type of a database is an array of arrays: the dimensions are counted in one place.
            Self::Array { element, .. } => element.give(),
            Self::Custom(text) => wit::ScalarType::Custom(text),
        }
    }
}
