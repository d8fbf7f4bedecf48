//! Makes a layout of a parsed world.

use std::collections::HashMap;
use std::fmt;

use wit_parser::abi::{AbiVariant, FlatTypes, WasmType};
use wit_parser::{
    Docs, FunctionKind, Handle, Int, InterfaceId, LiftLowerAbi, ManglingAndAbi, Resolve, ResourceIntrinsic, SizeAlign,
    TypeDefKind, TypeOwner, WasmExport, WasmExportKind, WasmImport, WorldId, WorldItem, WorldKey,
};

use super::{
    Case, Core, CoreFunction, Field, Function, Interface, Kind, Layout, Resource, ResourceIndex, Role, Type, TypeIndex,
};

/// The names that wit-component reads by default.
const MANGLING: ManglingAndAbi = ManglingAndAbi::Legacy(LiftLowerAbi::Sync);

/// More core numbers than any type of the interfaces flattens to.
const FLAT_MAX: usize = 512;

/// The interfaces use something that no generator here writes.
#[derive(Debug)]
pub struct UnsupportedType {
    what: &'static str,
}

impl fmt::Display for UnsupportedType {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "the interfaces use {}, which the layout does not know yet", self.what)
    }
}

impl std::error::Error for UnsupportedType {}

/// How a type is found again.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Plain(&'static str),
    List(TypeIndex),
    Option(TypeIndex),
    Result(Option<TypeIndex>, Option<TypeIndex>),
    Tuple(Vec<TypeIndex>),
    Own(ResourceIndex),
    Borrow(ResourceIndex),
    Declared(wit_parser::TypeId),
}

struct Reader<'resolve> {
    resolve: &'resolve Resolve,
    sizes: SizeAlign,
    layout: Layout,
    known: HashMap<Key, TypeIndex>,
    resources: HashMap<wit_parser::TypeId, ResourceIndex>,
}

impl Layout {
    /// Lays out a world.
    pub fn read(resolve: &Resolve, world: WorldId) -> Result<Self, UnsupportedType> {
        let mut sizes = SizeAlign::default();
        sizes.fill(resolve);
        let (known, resources) = (HashMap::new(), HashMap::new());
        let mut reader = Reader { resolve, sizes, layout: Self::default(), known, resources };
        let world = &resolve.worlds[world];
        for (key, item) in &world.imports {
            if let WorldItem::Interface { id, .. } = item {
                let interface = reader.interface(key, *id, AbiVariant::GuestImport)?;
                reader.layout.imports.push(interface);
            }
        }
        for (key, item) in &world.exports {
            if let WorldItem::Interface { id, .. } = item {
                let interface = reader.interface(key, *id, AbiVariant::GuestExport)?;
                reader.layout.exports.push(interface);
            }
        }
        Ok(reader.layout)
    }
}

impl Reader<'_> {
    fn interface(
        &mut self,
        key: &WorldKey,
        id: InterfaceId,
        variant: AbiVariant,
    ) -> Result<Interface, UnsupportedType> {
        let resolve = self.resolve;
        let interface = &resolve.interfaces[id];
        let (mut types, mut resources) = (Vec::new(), Vec::new());
        for (_, declared) in &interface.types {
            match resolve.types[*declared].kind {
                TypeDefKind::Type(_) => {}
                TypeDefKind::Resource => resources.push(self.resource(*declared)),
                _ if resolve.types[*declared].owner == TypeOwner::Interface(id) => {
                    let place = self.declared(*declared)?;
                    if self.layout.types[place].name.is_some() {
                        types.push(place);
                    }
                }
                _ => {}
            }
        }
        let functions = interface
            .functions
            .values()
            .map(|function| self.function(key, function, variant))
            .collect::<Result<_, _>>()?;
        let name = interface.name.clone().unwrap_or_default();
        Ok(Interface {
            id: resolve.name_world_key(key),
            name,
            docs: text(&interface.docs),
            types,
            resources,
            functions,
        })
    }

    fn resource(&mut self, id: wit_parser::TypeId) -> ResourceIndex {
        let id = self.root(id);
        if let Some(place) = self.resources.get(&id) {
            return *place;
        }
        let declared = &self.resolve.types[id];
        let interface = match declared.owner {
            TypeOwner::Interface(interface) => Some(WorldKey::Interface(interface)),
            _ => None,
        };
        let intrinsic = ResourceIntrinsic::ImportedDrop;
        let import = WasmImport::ResourceIntrinsic { interface: interface.as_ref(), resource: id, intrinsic };
        let (module, field) = self.resolve.wasm_import_name(MANGLING, import);
        let drop = CoreFunction {
            module,
            field,
            parameters: vec![Core::I32],
            result: None,
            parameters_by_pointer: false,
            result_by_pointer: false,
            post_return: None,
        };
        let place = self.layout.resources.len();
        let name = declared.name.clone().unwrap_or_default();
        self.layout.resources.push(Resource { name, docs: text(&declared.docs), drop });
        self.resources.insert(id, place);
        place
    }

    /// Follows `use` and aliases of declared types.
    fn root(&self, id: wit_parser::TypeId) -> wit_parser::TypeId {
        match self.resolve.types[id].kind {
            TypeDefKind::Type(wit_parser::Type::Id(next)) => self.root(next),
            _ => id,
        }
    }

    fn function(
        &mut self,
        key: &WorldKey,
        function: &wit_parser::Function,
        variant: AbiVariant,
    ) -> Result<Function, UnsupportedType> {
        let role = match function.kind {
            FunctionKind::Freestanding => Role::Free,
            FunctionKind::Method(id) => Role::Method(self.resource(id)),
            FunctionKind::Static(id) => Role::Static(self.resource(id)),
            FunctionKind::Constructor(id) => Role::Constructor(self.resource(id)),
            _ => return Err(UnsupportedType { what: "an async function" }),
        };
        let types: Vec<_> = function.params.iter().map(|parameter| parameter.ty).collect();
        let names = function.params.iter().map(|parameter| (parameter.name.clone(), None)).collect();
        let parameters = self.fields(&types, names)?;
        let record = self.sizes.params(types.iter());
        Ok(Function {
            name: function.item_name().to_owned(),
            docs: text(&function.docs),
            role,
            parameters,
            parameters_size: record.size.size_wasm32(),
            parameters_align: record.align.align_wasm32(),
            result: function.result.map(|result| self.place(result)).transpose()?,
            core: self.core(key, function, variant),
        })
    }

    fn core(&self, key: &WorldKey, function: &wit_parser::Function, variant: AbiVariant) -> CoreFunction {
        let signature = self.resolve.wasm_signature(variant, function);
        let interface = Some(key);
        let export =
            |kind| self.resolve.wasm_export_name(MANGLING, WasmExport::Func { interface, func: function, kind });
        let imported = variant == AbiVariant::GuestImport;
        let (module, field) = if imported {
            self.resolve.wasm_import_name(MANGLING, WasmImport::Func { interface, func: function })
        } else {
            (String::new(), export(WasmExportKind::Normal))
        };
        let has_post_return = !imported && signature.retptr;
        CoreFunction {
            module,
            field,
            parameters: signature.params.into_iter().map(core).collect(),
            result: signature.results.into_iter().map(core).next(),
            parameters_by_pointer: signature.indirect_params,
            result_by_pointer: signature.retptr,
            post_return: has_post_return.then(|| export(WasmExportKind::PostReturn)),
        }
    }

    fn fields(
        &mut self,
        types: &[wit_parser::Type],
        names: Vec<(String, Option<String>)>,
    ) -> Result<Vec<Field>, UnsupportedType> {
        let offsets: Vec<_> = self.sizes.field_offsets(types).iter().map(|(offset, _)| offset.size_wasm32()).collect();
        let mut flat_offset = 0;
        let mut fields = Vec::new();
        for ((kind, offset), (name, docs)) in types.iter().zip(offsets).zip(names) {
            let kind = self.place(*kind)?;
            fields.push(Field { name, docs, offset, flat_offset, kind });
            flat_offset += self.layout.types[kind].flat.len();
        }
        Ok(fields)
    }

    fn place(&mut self, kind: wit_parser::Type) -> Result<TypeIndex, UnsupportedType> {
        let integer = |bits, signed| Kind::Integer { bits, signed };
        let (name, plain) = match kind {
            wit_parser::Type::Id(id) => return self.declared(id),
            wit_parser::Type::Bool => ("bool", Kind::Bool),
            wit_parser::Type::U8 => ("u8", integer(8, false)),
            wit_parser::Type::U16 => ("u16", integer(16, false)),
            wit_parser::Type::U32 => ("u32", integer(32, false)),
            wit_parser::Type::U64 => ("u64", integer(64, false)),
            wit_parser::Type::S8 => ("s8", integer(8, true)),
            wit_parser::Type::S16 => ("s16", integer(16, true)),
            wit_parser::Type::S32 => ("s32", integer(32, true)),
            wit_parser::Type::S64 => ("s64", integer(64, true)),
            wit_parser::Type::F32 => ("f32", Kind::Float { bits: 32 }),
            wit_parser::Type::F64 => ("f64", Kind::Float { bits: 64 }),
            wit_parser::Type::Char => ("char", Kind::Char),
            wit_parser::Type::String => ("string", Kind::String),
            wit_parser::Type::ErrorContext => return Err(UnsupportedType { what: "an error context" }),
        };
        Ok(self.insert(Key::Plain(name), kind, plain, (None, None)))
    }

    fn declared(&mut self, id: wit_parser::TypeId) -> Result<TypeIndex, UnsupportedType> {
        if let Some(place) = self.known.get(&Key::Declared(id)) {
            return Ok(*place);
        }
        let resolve = self.resolve;
        let declared = &resolve.types[id];
        let (key, kind) = match &declared.kind {
            TypeDefKind::Type(inner) => return self.place(*inner),
            TypeDefKind::List(item) => {
                let item = self.place(*item)?;
                (Key::List(item), Kind::List(item))
            }
            TypeDefKind::Option(payload) => self.option(*payload)?,
            TypeDefKind::Result(result) => self.result(result)?,
            TypeDefKind::Tuple(tuple) => self.tuple(tuple)?,
            TypeDefKind::Handle(Handle::Own(resource)) => {
                let resource = self.resource(*resource);
                (Key::Own(resource), Kind::Own(resource))
            }
            TypeDefKind::Handle(Handle::Borrow(resource)) => {
                let resource = self.resource(*resource);
                (Key::Borrow(resource), Kind::Borrow(resource))
            }
            other => (Key::Declared(id), self.composed(other)?),
        };
        let name = matches!(key, Key::Declared(_)).then(|| declared.name.clone()).flatten();
        Ok(self.insert(key, wit_parser::Type::Id(id), kind, (name, text(&declared.docs))))
    }

    fn option(&mut self, payload: wit_parser::Type) -> Result<(Key, Kind), UnsupportedType> {
        let payload_offset = self.sizes.payload_offset(Int::U8, [Some(&payload)]).size_wasm32();
        let payload = self.place(payload)?;
        Ok((Key::Option(payload), Kind::Option { payload, payload_offset }))
    }

    fn result(&mut self, result: &wit_parser::Result_) -> Result<(Key, Kind), UnsupportedType> {
        let payload_offset =
            self.sizes.payload_offset(Int::U8, [result.ok.as_ref(), result.err.as_ref()]).size_wasm32();
        let ok = result.ok.map(|ok| self.place(ok)).transpose()?;
        let error = result.err.map(|error| self.place(error)).transpose()?;
        Ok((Key::Result(ok, error), Kind::Result { ok, error, payload_offset }))
    }

    fn tuple(&mut self, tuple: &wit_parser::Tuple) -> Result<(Key, Kind), UnsupportedType> {
        let names = (0..tuple.types.len()).map(|place| (place.to_string(), None)).collect();
        let fields = self.fields(&tuple.types, names)?;
        Ok((Key::Tuple(fields.iter().map(|field| field.kind).collect()), Kind::Tuple(fields)))
    }

    fn composed(&mut self, kind: &TypeDefKind) -> Result<Kind, UnsupportedType> {
        match kind {
            TypeDefKind::Record(record) => {
                let types: Vec<_> = record.fields.iter().map(|field| field.ty).collect();
                let names = record.fields.iter().map(|field| (field.name.clone(), text(&field.docs))).collect();
                Ok(Kind::Record(self.fields(&types, names)?))
            }
            TypeDefKind::Variant(variant) => self.variant(variant),
            TypeDefKind::Enum(cases) => {
                let case = |case: &wit_parser::EnumCase| Case {
                    name: case.name.clone(),
                    docs: text(&case.docs),
                    payload: None,
                };
                Ok(Kind::Enum { tag_size: bytes(cases.tag()), cases: cases.cases.iter().map(case).collect() })
            }
            other => Err(UnsupportedType { what: other.as_str() }),
        }
    }

    fn variant(&mut self, variant: &wit_parser::Variant) -> Result<Kind, UnsupportedType> {
        let payloads = variant.cases.iter().map(|case| case.ty.as_ref());
        let payload_offset = self.sizes.payload_offset(variant.tag(), payloads).size_wasm32();
        let mut cases = Vec::new();
        for case in &variant.cases {
            let payload = case.ty.map(|payload| self.place(payload)).transpose()?;
            cases.push(Case { name: case.name.clone(), docs: text(&case.docs), payload });
        }
        Ok(Kind::Variant { tag_size: bytes(variant.tag()), payload_offset, cases })
    }

    fn insert(
        &mut self,
        key: Key,
        source: wit_parser::Type,
        kind: Kind,
        (name, docs): (Option<String>, Option<String>),
    ) -> TypeIndex {
        if let Some(place) = self.known.get(&key) {
            return *place;
        }
        let mut storage = vec![WasmType::I32; FLAT_MAX];
        let mut flat = FlatTypes::new(&mut storage);
        let fits = self.resolve.push_flat(&source, &mut flat);
        assert!(fits, "no type of the interfaces flattens to {FLAT_MAX} numbers");
        let flat = flat.to_vec().into_iter().map(core).collect();
        let (size, align) = (self.sizes.size(&source).size_wasm32(), self.sizes.align(&source).align_wasm32());
        let place = self.layout.types.len();
        self.layout.types.push(Type { name, docs, size, align, flat, kind });
        self.known.insert(key, place);
        place
    }
}

fn core(number: WasmType) -> Core {
    match number {
        WasmType::I32 | WasmType::Pointer | WasmType::Length => Core::I32,
        WasmType::I64 | WasmType::PointerOrI64 => Core::I64,
        WasmType::F32 => Core::F32,
        WasmType::F64 => Core::F64,
    }
}

fn bytes(tag: Int) -> usize {
    match tag {
        Int::U8 => 1,
        Int::U16 => 2,
        Int::U32 => 4,
        Int::U64 => 8,
    }
}

fn text(docs: &Docs) -> Option<String> {
    docs.contents.as_ref().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use crate::Source;
    use crate::layout::{Core, Function, Kind, Layout, Role};

    fn layout() -> Layout {
        Source::read().expect("the WIT files of the project are valid").layout
    }

    fn function<'layout>(layout: &'layout Layout, interface: &str, field: &str) -> &'layout Function {
        let interface = layout.interfaces().find(|each| each.id == interface).expect("the interface is there");
        interface.functions.iter().find(|each| each.core.field == field).expect("the function is there")
    }

    #[test]
    fn a_type_stands_after_what_it_is_made_of() {
        let layout = layout();
        for (place, kind) in layout.types.iter().enumerate() {
            if let Kind::Record(fields) | Kind::Tuple(fields) = &kind.kind {
                assert!(fields.iter().all(|field| field.kind < place));
            }
        }
    }

    #[test]
    fn a_value_has_its_payload_behind_a_byte() {
        let layout = layout();
        let value = layout.types.iter().find(|kind| kind.name.as_deref() == Some("value")).expect("it is declared");
        assert_eq!((value.size, value.align), (24, 8));
        assert!(matches!(&value.kind, Kind::Variant { tag_size: 1, payload_offset: 8, cases } if cases.len() == 20));
    }

    #[test]
    fn a_method_takes_its_parameters_flat_and_a_place_for_its_result() {
        let layout = layout();
        let execute = function(&layout, "aludel:sql/database@0.1.0", "[method]database.execute");
        assert_eq!(execute.role, Role::Method(0));
        assert_eq!((execute.core.parameters.as_slice(), execute.core.result), ([Core::I32; 6].as_slice(), None));
        assert!(execute.core.result_by_pointer && !execute.core.parameters_by_pointer);
    }

    #[test]
    fn a_large_record_goes_by_pointer() {
        let layout = layout();
        let create = function(&layout, "aludel:schema/operations@0.1.0", "create-table");
        assert!(create.core.parameters_by_pointer);
        let offsets: Vec<_> = create.parameters.iter().map(|parameter| parameter.offset).collect();
        assert_eq!((offsets, create.parameters_size), (vec![0, 4, 68], 76));
    }

    #[test]
    fn an_export_gives_a_pointer_back_and_is_told_when_it_was_read() {
        let layout = layout();
        let upgrade = function(&layout, "aludel:migration/revision@0.1.0", "aludel:migration/revision@0.1.0#upgrade");
        assert_eq!(upgrade.core.result, Some(Core::I32));
        assert_eq!(upgrade.core.post_return.as_deref(), Some("cabi_post_aludel:migration/revision@0.1.0#upgrade"));
    }
}
