//! What is kept of a module's debugging information: which line an instruction comes from, without places of the machine.
//!
//! Zig writes all of DWARF, five times the size of the code, with the folders of the machine in it. A trap needs the table
//! of lines alone.
//!
//! Source: DWARF version 4, 6.2.4 (the header of a table).

use std::path::Path;

use wasmparser::{Parser, Payload};

use crate::language::debug_lines::{self, VERSION};

/// What a folder outside of the project is called.
const ELSEWHERE: &str = "/zig";

/// The module with a table of lines instead of its debugging information; without either where that is not understood.
pub(super) fn without_places_of_the_machine(module: &[u8], root: &Path) -> Vec<u8> {
    let mut kept = debug_lines::without_sections(module, |name| name.starts_with(".debug_"));
    let root = root.display().to_string();
    let tables = lines(module).and_then(|lines| rewrite_tables(lines, &root));
    if let Some(tables) = tables {
        debug_lines::append(&mut kept, &tables);
    }
    kept
}

fn lines(module: &[u8]) -> Option<&[u8]> {
    Parser::new(0).parse_all(module).map_while(Result::ok).find_map(|payload| match payload {
        Payload::CustomSection(section) if section.name() == ".debug_line" => Some(section.data()),
        _ => None,
    })
}

/// The tables with folders that are not of the machine; none where one is not understood.
fn rewrite_tables(mut lines: &[u8], root: &str) -> Option<Vec<Vec<u8>>> {
    let mut tables = Vec::new();
    while !lines.is_empty() {
        let length = usize::try_from(number(lines, 0)?).ok()?;
        let table = lines.get(4..4 + length)?;
        tables.push(rewrite_table(table, root)?);
        lines = &lines[4 + length..];
    }
    Some(tables)
}

/// A table without its length: version, length of the header, header, program.
fn rewrite_table(table: &[u8], root: &str) -> Option<Vec<u8>> {
    if table.get(..2)? != VERSION.to_le_bytes() {
        return None;
    }
    let header = table.get(6..6 + usize::try_from(number(table, 2)?).ok()?)?;
    let program = &table[6 + header.len()..];
    let opcode_count = usize::from(*header.get(5)?);
    let fixed = header.get(..6 + opcode_count.checked_sub(1)?)?;
    let mut rest = &header[fixed.len()..];
    let mut rewritten = fixed.to_vec();
    while *rest.first()? != 0 {
        let end = rest.iter().position(|byte| *byte == 0)?;
        rewritten.extend(name_of_folder(&String::from_utf8_lossy(&rest[..end]), root).as_bytes());
        rewritten.push(0);
        rest = &rest[end + 1..];
    }
    rewritten.extend(rest);
    let header_length = u32::try_from(rewritten.len()).ok()?;
    let length = u32::try_from(6 + rewritten.len() + program.len()).ok()?;
    let parts: [&[u8]; 5] =
        [&length.to_le_bytes(), &VERSION.to_le_bytes(), &header_length.to_le_bytes(), &rewritten, program];
    Some(parts.concat())
}

/// A folder of the project as the project calls it. None may be empty: that would end the list.
fn name_of_folder(folder: &str, root: &str) -> String {
    let below = folder.strip_prefix(root).map(|below| below.trim_start_matches('/'));
    match below {
        Some("") => ".".to_owned(),
        Some(below) => below.to_owned(),
        None if folder.starts_with('/') => ELSEWHERE.to_owned(),
        None => folder.to_owned(),
    }
}

fn number(bytes: &[u8], place: usize) -> Option<u32> {
    bytes.get(place..place + 4)?.try_into().ok().map(u32::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use aludel_project::component::append_section;

    use super::*;

    /// A table with these folders, one file, and a program of one byte.
    fn table(folders: &[&str]) -> Vec<u8> {
        let mut header = vec![1, 1, 1, 0xfb, 14, 2, 0];
        for folder in folders {
            header.extend(folder.as_bytes());
            header.push(0);
        }
        header.extend(b"\0migration.zig\0\x01\0\0\0");
        let header_length = u32::try_from(header.len()).expect("it is short");
        let body = [&VERSION.to_le_bytes()[..], &header_length.to_le_bytes(), &header, &[0x99]].concat();
        [&u32::try_from(body.len()).expect("it is short").to_le_bytes()[..], &body].concat()
    }

    #[test]
    fn folders_are_those_of_the_project() {
        let before = [table(&["/home/me/orders", "/usr/lib/zig/lib"]), table(&["/home/me/orders/migrations", "lib"])];
        let after = rewrite_tables(&before.concat(), "/home/me/orders");
        assert_eq!(after, Some(vec![table(&[".", "/zig"]), table(&["migrations", "lib"])]));
    }

    #[test]
    fn a_module_keeps_its_code_and_gets_a_unit_for_each_table() {
        let module = b"\0asm\x01\0\0\0\x01\x01\0";
        let mut debug = module.to_vec();
        append_section(&mut debug, ".debug_str", b"/home/me/orders");
        append_section(&mut debug, ".debug_line", &[table(&["/home/me/orders"]), table(&["/opt"])].concat());
        append_section(&mut debug, "name", b"");
        let kept = without_places_of_the_machine(&debug, Path::new("/home/me/orders"));
        assert!(kept.starts_with(module));
        assert!(!kept.windows(8).any(|bytes| bytes == b"/home/me"));
        let units = kept.windows(11).position(|bytes| bytes == b".debug_info").expect("there are units") + 11;
        assert_eq!((kept[units], kept[units + 16]), (12, 12), "both have this length");
    }

    #[test]
    fn what_is_not_understood_is_left_out() {
        let mut debug = b"\0asm\x01\0\0\0".to_vec();
        append_section(&mut debug, ".debug_line", b"\x02\0\0\0\x05\0");
        assert_eq!(without_places_of_the_machine(&debug, Path::new("/")), b"\0asm\x01\0\0\0");
    }
}
