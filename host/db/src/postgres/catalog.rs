//! Which type an OID stands for, and how its values travel.

use std::collections::HashMap;

/// How the text form of a type is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Boolean,
    Integer,
    Real,
    Numeric,
    Text,
    Bytes,
    Json,
    Uuid,
    Date,
    Time,
    Timestamp,
    Timestamptz,
    Interval,
    /// What a function without result gives.
    Void,
    Array {
        element: ElementShape,
        delimiter: u8,
    },
    Foreign,
}

/// How the elements of an array are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ElementShape {
    Boolean,
    Integer,
    Real,
    Text,
}

/// One type of the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ServerType {
    /// `int4`, `varchar`, `int4[]`.
    pub(super) name: String,
    pub(super) shape: Shape,
    /// The name to use in SQL, quoted and with its schema where that is needed.
    pub(super) sql_name: String,
    /// The type of the elements, for an array.
    pub(super) element: Option<u32>,
}

/// The types that have OIDs of their own in every database.
const BUILT_IN: [(u32, &str, Shape); 24] = [
    (oid::BOOL, "bool", Shape::Boolean),
    (oid::BYTEA, "bytea", Shape::Bytes),
    (18, "char", Shape::Text),
    (oid::NAME, "name", Shape::Text),
    (oid::INT8, "int8", Shape::Integer),
    (oid::INT2, "int2", Shape::Integer),
    (oid::INT4, "int4", Shape::Integer),
    (oid::TEXT, "text", Shape::Text),
    (26, "oid", Shape::Integer),
    (oid::JSON, "json", Shape::Json),
    (oid::FLOAT4, "float4", Shape::Real),
    (oid::FLOAT8, "float8", Shape::Real),
    (oid::UNKNOWN, "unknown", Shape::Text),
    (oid::BPCHAR, "bpchar", Shape::Text),
    (oid::VARCHAR, "varchar", Shape::Text),
    (oid::DATE, "date", Shape::Date),
    (oid::TIME, "time", Shape::Time),
    (oid::TIMESTAMP, "timestamp", Shape::Timestamp),
    (oid::TIMESTAMPTZ, "timestamptz", Shape::Timestamptz),
    (oid::INTERVAL, "interval", Shape::Interval),
    (oid::NUMERIC, "numeric", Shape::Numeric),
    (2278, "void", Shape::Void),
    (oid::UUID, "uuid", Shape::Uuid),
    (oid::JSONB, "jsonb", Shape::Json),
];

/// OIDs of `pg_type.dat` that never change.
pub(super) mod oid {
    pub(crate) const BOOL: u32 = 16;
    pub(crate) const BYTEA: u32 = 17;
    pub(crate) const NAME: u32 = 19;
    pub(crate) const INT8: u32 = 20;
    pub(crate) const INT2: u32 = 21;
    pub(crate) const INT4: u32 = 23;
    pub(crate) const TEXT: u32 = 25;
    pub(crate) const JSON: u32 = 114;
    pub(crate) const FLOAT4: u32 = 700;
    pub(crate) const FLOAT8: u32 = 701;
    pub(crate) const UNKNOWN: u32 = 705;
    pub(crate) const BPCHAR: u32 = 1042;
    pub(crate) const VARCHAR: u32 = 1043;
    pub(crate) const DATE: u32 = 1082;
    pub(crate) const TIME: u32 = 1083;
    pub(crate) const TIMESTAMP: u32 = 1114;
    pub(crate) const TIMESTAMPTZ: u32 = 1184;
    pub(crate) const INTERVAL: u32 = 1186;
    pub(crate) const NUMERIC: u32 = 1700;
    pub(crate) const UUID: u32 = 2950;
    pub(crate) const JSONB: u32 = 3802;
}

/// What `pg_type` says of one type.
#[derive(Debug, Clone)]
pub(super) struct CatalogRow {
    pub(super) oid: u32,
    pub(super) name: String,
    /// `typtype`: `b` base, `c` composite, `d` domain, `e` enum, `p` pseudo, `r` range, `m` multirange.
    pub(super) kind: String,
    pub(super) category: String,
    pub(super) element: u32,
    pub(super) base: u32,
    pub(super) delimiter: String,
    pub(super) sql_name: String,
}

/// The types that this connection has met.
#[derive(Debug, Default)]
pub(super) struct TypeCatalog {
    known: HashMap<u32, ServerType>,
}

impl TypeCatalog {
    pub(super) fn get(&self, oid: u32) -> Option<ServerType> {
        built_in(oid).or_else(|| self.known.get(&oid).cloned())
    }

    /// Those of the OIDs that must be asked for.
    pub(super) fn missing(&self, oids: impl IntoIterator<Item = u32>) -> Vec<u32> {
        let mut missing: Vec<u32> = oids.into_iter().filter(|&oid| oid != 0 && self.get(oid).is_none()).collect();
        missing.sort_unstable();
        missing.dedup();
        missing
    }

    /// The question for [`Self::learn`].
    pub(super) fn question(missing: &[u32]) -> String {
        let list: Vec<String> = missing.iter().map(u32::to_string).collect();
        format!(
            "SELECT oid, typname, typtype, typcategory, typelem, typbasetype, typdelim, \
             pg_catalog.format_type(oid, -1) FROM pg_catalog.pg_type WHERE oid IN ({})",
            list.join(", ")
        )
    }

    /// Takes what the server said; gives the OIDs that those types are made of and that are not known yet.
    pub(super) fn needs(&self, rows: &[CatalogRow]) -> Vec<u32> {
        self.missing(rows.iter().flat_map(|row| [row.element, row.base]))
    }

    /// Enters types together with their element and base types, in any order.
    pub(super) fn learn(&mut self, rows: &[CatalogRow]) {
        // A type is right once those that it is made of are, so each pass settles one more level.
        for _ in rows {
            let mut has_changed = false;
            for row in rows {
                let entry = self.entry(row);
                has_changed |= self.known.insert(row.oid, entry.clone()) != Some(entry);
            }
            if !has_changed {
                break;
            }
        }
    }

    /// Enters a type of which the server knows nothing, so that it is not asked again and again.
    pub(super) fn learn_unknown(&mut self, oid: u32) {
        let entry = ServerType { name: oid.to_string(), shape: Shape::Foreign, sql_name: String::new(), element: None };
        self.known.entry(oid).or_insert(entry);
    }

    /// Forgets all, because types may have been renamed or dropped.
    pub(super) fn forget(&mut self) {
        self.known.clear();
    }

    fn entry(&self, row: &CatalogRow) -> ServerType {
        let element = (row.category == "A" && row.element != 0).then(|| self.get(row.element)).flatten();
        let name = match &element {
            Some(element) => format!("{}[]", element.name),
            None => row.name.clone(),
        };
        ServerType {
            name,
            shape: self.shape(row, element.as_ref()),
            sql_name: row.sql_name.clone(),
            element: element.map(|_| row.element),
        }
    }

    fn shape(&self, row: &CatalogRow, element: Option<&ServerType>) -> Shape {
        if let Some(element) = element {
            let delimiter = row.delimiter.bytes().next().unwrap_or(b',');
            return Shape::Array { element: element_shape(element.shape), delimiter };
        }
        match row.kind.as_str() {
            "d" => self.get(row.base).map_or(Shape::Foreign, |base| base.shape),
            "e" => Shape::Text,
            // The string category holds `citext` and its like.
            "b" if row.category == "S" => Shape::Text,
            _ => Shape::Foreign,
        }
    }
}

fn element_shape(shape: Shape) -> ElementShape {
    match shape {
        Shape::Boolean => ElementShape::Boolean,
        Shape::Integer => ElementShape::Integer,
        Shape::Real => ElementShape::Real,
        _ => ElementShape::Text,
    }
}

fn built_in(oid: u32) -> Option<ServerType> {
    let &(_, name, shape) = BUILT_IN.iter().find(|(known, ..)| *known == oid)?;
    Some(ServerType { name: name.to_owned(), shape, sql_name: format!("pg_catalog.\"{name}\""), element: None })
}
