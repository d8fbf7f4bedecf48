//! What the canonical ABI makes of a world, apart from any language.
//!
//! A guest in a language without bindings of its own talks to its host through core functions over numbers and through
//! its memory. [`Layout`] says which functions these are and where in memory each part of a value lies, so that an
//! emitter for a language has little more to do than to write loads and stores:
//!
//! - [`Layout::types`] holds every type once, each after those that it is made of. Aliases and `use` are followed, so
//!   only what was declared as a record, variant or enum has a name.
//! - To *lower* a value into memory, store its parts at their offsets; a string or list is a pointer and a count of
//!   bytes or items, four bytes each. To *lift* one, load them. Flat values are the same numbers in the
//!   order of [`Type::flat`].
//! - [`Function::core`] is what the module imports or exports. An import takes its parameters flat, or as one pointer
//!   to a record of them ([`CoreFunction::parameters_by_pointer`]); if its result does not fit into one number, the last
//!   parameter points to memory where the host puts it ([`CoreFunction::result_by_pointer`]). An export gives that
//!   pointer back instead, and [`CoreFunction::post_return`] is called when the host has read it.
//! - What the host hands over that has no fixed size, strings and lists of results, lies in memory that it asked of the
//!   export `cabi_realloc(old_pointer, old_size, align, new_size) -> pointer`; the guest owns it.
//! - A resource is a handle, an `i32`. Who owns one gives it back through [`Resource::drop`]; an export drops
//!   the handles that it borrowed before it returns, too.
//!
//! Source: the Component Model's `CanonicalABI.md`.

mod describe;
mod read;

/// The name of the export through which the host allocates in the guest's memory.
pub const REALLOC: &str = "cabi_realloc";

/// A place in [`Layout::types`].
pub type TypeIndex = usize;
/// A place in [`Layout::resources`].
pub type ResourceIndex = usize;

/// A world as core WebAssembly sees it.
#[derive(Debug, Default)]
pub struct Layout {
    /// Every type, each after those that it is made of.
    pub types: Vec<Type>,
    /// Every resource.
    pub resources: Vec<Resource>,
    /// Every interface with functions or named types that the world imports, in the order of the world.
    pub imports: Vec<Interface>,
    /// Every interface that the world exports.
    pub exports: Vec<Interface>,
}

/// An interface.
#[derive(Debug)]
pub struct Interface {
    /// Its full name: `aludel:sql/database@0.1.0`.
    pub id: String,
    /// Its own name: `database`.
    pub name: String,
    /// Its doc comment.
    pub docs: Option<String>,
    /// The types that it declares, without those that it takes from others.
    pub types: Vec<TypeIndex>,
    /// The resources that it declares.
    pub resources: Vec<ResourceIndex>,
    /// Its functions, those of resources included.
    pub functions: Vec<Function>,
}

/// A type.
#[derive(Debug)]
pub struct Type {
    /// The declared name, `error-kind`; none for `list<u8>` and the like.
    pub name: Option<String>,
    /// Its doc comment.
    pub docs: Option<String>,
    /// Bytes in memory.
    pub size: usize,
    /// The alignment in memory.
    pub align: usize,
    /// The core numbers when it is passed flat; those of a variant are its discriminant and the joined cases.
    pub flat: Vec<Core>,
    /// What it is.
    pub kind: Kind,
}

/// What a type is.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the comment of a kind says what its fields are")]
pub enum Kind {
    /// One byte, 0 or 1.
    Bool,
    /// A whole number of so many bits.
    Integer { bits: u8, signed: bool },
    /// A floating-point number of so many bits.
    Float { bits: u8 },
    /// A Unicode scalar value in four bytes.
    Char,
    /// UTF-8: a pointer, and a count of bytes.
    String,
    /// A pointer, and a count of items.
    List(TypeIndex),
    /// A discriminant of one byte, 0 for none, and the payload behind it.
    Option { payload: TypeIndex, payload_offset: usize },
    /// A discriminant of one byte, 0 for ok, and the payload behind it.
    Result { ok: Option<TypeIndex>, error: Option<TypeIndex>, payload_offset: usize },
    /// Parts without names.
    Tuple(Vec<Field>),
    /// Parts with names.
    Record(Vec<Field>),
    /// A discriminant of so many bytes, counted from 0 in the order of the cases, and the payload behind it.
    Variant { tag_size: usize, payload_offset: usize, cases: Vec<Case> },
    /// A discriminant of so many bytes.
    Enum { tag_size: usize, cases: Vec<Case> },
    /// A handle that the receiver owns.
    Own(ResourceIndex),
    /// A handle for the time of a call.
    Borrow(ResourceIndex),
}

/// A part of a record or tuple, or a parameter.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name; of a part of a tuple, its place.
    pub name: String,
    /// Its doc comment.
    pub docs: Option<String>,
    /// Bytes from the start of the whole.
    pub offset: usize,
    /// How many core numbers come before it when the whole is passed flat.
    pub flat_offset: usize,
    /// Its type.
    pub kind: TypeIndex,
}

/// A case of a variant or enum.
#[derive(Debug, Clone)]
pub struct Case {
    /// Its name.
    pub name: String,
    /// Its doc comment.
    pub docs: Option<String>,
    /// What it holds.
    pub payload: Option<TypeIndex>,
}

/// A resource.
#[derive(Debug)]
pub struct Resource {
    /// Its name.
    pub name: String,
    /// Its doc comment.
    pub docs: Option<String>,
    /// The import that gives a handle back.
    pub drop: CoreFunction,
}

/// What kind of function one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// One of an interface.
    Free,
    /// Its first parameter, `self`, borrows the resource.
    Method(ResourceIndex),
    /// It belongs to the resource in name only.
    Static(ResourceIndex),
    /// Its result owns a new resource.
    Constructor(ResourceIndex),
}

/// A function of an interface.
#[derive(Debug)]
pub struct Function {
    /// Its name, without that of the resource: `next-rows`. That of a constructor is its resource's.
    pub name: String,
    /// Its doc comment.
    pub docs: Option<String>,
    /// Where it belongs.
    pub role: Role,
    /// Its parameters; their offsets are those of the record that holds them when they go by pointer.
    pub parameters: Vec<Field>,
    /// The size of that record.
    pub parameters_size: usize,
    /// The alignment of that record.
    pub parameters_align: usize,
    /// What it gives.
    pub result: Option<TypeIndex>,
    /// What the module imports or exports for it.
    pub core: CoreFunction,
}

/// A function of the core module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoreFunction {
    /// The import's module; empty for an export.
    pub module: String,
    /// The import's field, or the export's name.
    pub field: String,
    /// The types of its parameters.
    pub parameters: Vec<Core>,
    /// The type of its result.
    pub result: Option<Core>,
    /// Whether the first parameter points to a record of all parameters.
    pub parameters_by_pointer: bool,
    /// Whether the result is put into memory: behind the last parameter of an import, behind the result of an export.
    pub result_by_pointer: bool,
    /// The name of the export that is called when the host has read the result of this export.
    pub post_return: Option<String>,
}

/// A number of core WebAssembly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Core {
    /// An integer of 32 bits; pointers and lengths too.
    I32,
    /// An integer of 64 bits.
    I64,
    /// A float of 32 bits.
    F32,
    /// A float of 64 bits.
    F64,
}

impl Layout {
    /// The interfaces that the world imports, then those that it only exports.
    pub fn interfaces(&self) -> impl Iterator<Item = &Interface> {
        self.imports.iter().chain(&self.exports)
    }
}
