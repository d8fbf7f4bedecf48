//! The bindings of C, on which those of C++ stand.

use std::error::Error;

use aludel_generate::{Generated, Source};
use wit_bindgen_core::Files;

/// What a migration in C imports: what it exports is written by hand, because not every migration can verify.
const WORLD: &str = "package aludel:bindings;

world bindings {
    import aludel:sql/types@0.1.0;
    import aludel:sql/database@0.1.0;
    import aludel:migration/context@0.1.0;
    import aludel:migration/progress@0.1.0;
    import aludel:migration/failures@0.1.0;
}
";

/// Where the generator asks for an object file with the world in it. The host puts that in.
const OBJECT_FILE: &str = "// Ensure that the *_component_type.o object is linked in";

/// The allocation function of the generator, in place of which the SDK has one of its own.
const REALLOCATION: (&str, &str) = ("__attribute__((__weak__, __export_name__(\"cabi_realloc\")))\n", "\n}\n");

/// Writes `bindings.h` and `bindings.c`.
pub(crate) fn generate(source: &Source) -> Result<Vec<Generated>, Box<dyn Error>> {
    let mut resolve = source.resolve.clone();
    let package = resolve.push_str("bindings.wit", WORLD)?;
    let world = resolve.select_world(&[package], Some("bindings"))?;
    let options = wit_bindgen_c::Opts { no_object_file: true, ..Default::default() };
    let mut files = Files::default();
    options.build().generate(&mut resolve, world, &mut files)?;
    let text = |wanted: &str| {
        let content = files.iter().find(|(name, _)| *name == wanted).map(|(_, content)| content.to_vec());
        String::from_utf8(content.ok_or_else(|| format!("the generator wrote no `{wanted}`"))?)
            .map_err(Box::<dyn Error>::from)
    };
    Ok(vec![
        Generated::text("c/sdk/include/aludel/bindings.h", text("bindings.h")?),
        Generated::text("c/sdk/src/bindings.c", implementation(&text("bindings.c")?)?),
    ])
}

fn implementation(source: &str) -> Result<String, Box<dyn Error>> {
    let (source, _) = source.split_once(OBJECT_FILE).ok_or("the generated code asks for no object file")?;
    let (before, rest) = source.split_once(REALLOCATION.0).ok_or("the generated code has no cabi_realloc")?;
    let (_, after) = rest.split_once(REALLOCATION.1).ok_or("the generated cabi_realloc has no end")?;
    let declaration = "extern void *cabi_realloc(void *ptr, size_t old_size, size_t align, size_t new_size);\n";
    let source = format!("{before}{declaration}{after}");
    Ok(source.replace("#include \"bindings.h\"", "#include <aludel/bindings.h>").trim_end().to_owned() + "\n")
}
