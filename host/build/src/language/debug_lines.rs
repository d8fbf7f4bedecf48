//! The debugging information that components carry: tables that say which line an instruction comes from, and no more.
//!
//! A table is found through a unit, of which as much is made as says that there is such a table.
//!
//! Source: DWARF version 4, 6.2 (tables of lines) and 7.5 (units).

use aludel_project::component::append_section;
use wasmparser::{Parser, Payload};

/// The version of tables and units.
pub(super) const VERSION: u16 = 4;

/// A unit has one attribute, the place of its table: `DW_TAG_compile_unit` without children, `DW_AT_stmt_list` as
/// `DW_FORM_sec_offset`.
const ABBREVIATIONS: &[u8] = &[1, 0x11, 0, 0x10, 0x17, 0, 0, 0];

/// What the lowest special instruction adds to the line, how many lines there are to add, and the number of that instruction.
const LINE_BASE: i64 = -5;
const LINE_RANGE: i64 = 14;
const OPCODE_BASE: u8 = 13;

/// How many operands the instructions below `OPCODE_BASE` have.
const OPERAND_COUNTS: [u8; 12] = [0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1];

const COPY: u8 = 1;
const ADVANCE_ADDRESS: u8 = 2;
const ADVANCE_LINE: u8 = 3;
const SET_FILE: u8 = 4;
const SET_ADDRESS: [u8; 3] = [0, 5, 2];
const END_SEQUENCE: [u8; 3] = [0, 1, 1];

/// Where the instructions from an address on come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    /// From the beginning of the code section on.
    pub(super) address: u32,
    /// The file, by its place in the list, and the line from 1. None where nobody needs to know.
    pub(super) place: Option<(usize, u32)>,
}

/// The module without the custom sections whose names are asked for.
pub(super) fn without_sections(module: &[u8], is_dropped: impl Fn(&str) -> bool) -> Vec<u8> {
    let mut kept = module.get(..8).unwrap_or(module).to_vec();
    let mut end = kept.len();
    for payload in Parser::new(0).parse_all(module).map_while(Result::ok) {
        let Some((_, range)) = payload.as_section() else { continue };
        // From the end of the section before, so that the number and the length of this one are in it.
        let whole = &module[end..range.end];
        end = range.end;
        match &payload {
            Payload::CustomSection(section) if is_dropped(section.name()) => {}
            _ => kept.extend(whole),
        }
    }
    kept
}

/// Adds tables to a module, whole ones with their headers.
pub(super) fn append(module: &mut Vec<u8>, tables: &[Vec<u8>]) {
    append_section(module, ".debug_abbrev", ABBREVIATIONS);
    append_section(module, ".debug_info", &units(tables));
    append_section(module, ".debug_line", &tables.concat());
}

/// A unit for every table.
fn units(tables: &[Vec<u8>]) -> Vec<u8> {
    let mut units = Vec::new();
    let mut offset: u32 = 0;
    for table in tables {
        // Its length, its version, the place of its abbreviations, the size of an address, the number of its abbreviation.
        units.extend(12_u32.to_le_bytes());
        units.extend(VERSION.to_le_bytes());
        units.extend(0_u32.to_le_bytes());
        units.extend([4, 1]);
        units.extend(offset.to_le_bytes());
        offset += u32::try_from(table.len()).unwrap_or(u32::MAX);
    }
    units
}

/// A table of these rows, which are in the order of their addresses. The last has no place, and ends the code.
pub(super) fn table(files: &[&str], rows: &[Row]) -> Vec<u8> {
    // The shortest instruction, instructions in one, whether rows begin statements, and the numbers from above.
    let mut header = vec![1, 1, 1, LINE_BASE.to_le_bytes()[0], LINE_RANGE.to_le_bytes()[0], OPCODE_BASE];
    header.extend(OPERAND_COUNTS);
    // No folders: the names of the files hold them.
    header.push(0);
    for file in files {
        header.extend(file.as_bytes());
        // The end of the name; its folder, time and size, which are not known.
        header.extend([0; 4]);
    }
    header.push(0);
    let program = program(rows);
    let mut table = Vec::new();
    table.extend(length(6 + header.len() + program.len()));
    table.extend(VERSION.to_le_bytes());
    table.extend(length(header.len()));
    table.extend(header);
    table.extend(program);
    table
}

fn length(bytes: usize) -> [u8; 4] {
    u32::try_from(bytes).unwrap_or(u32::MAX).to_le_bytes()
}

/// The instructions that make the rows. Rows without a place end a sequence, so that nothing is known of what follows.
fn program(rows: &[Row]) -> Vec<u8> {
    let mut program = Vec::new();
    let mut state: Option<(u32, usize, u32)> = None;
    for row in rows {
        state = match (state, row.place) {
            (None, None) => None,
            (Some((address, ..)), None) => {
                program.push(ADVANCE_ADDRESS);
                unsigned(&mut program, i64::from(row.address - address));
                program.extend(END_SEQUENCE);
                None
            }
            (state, Some((file, line))) => {
                let before = state.unwrap_or_else(|| {
                    program.extend(SET_ADDRESS);
                    program.extend(row.address.to_le_bytes());
                    (row.address, 0, 1)
                });
                advance(&mut program, before, (row.address, file, line));
                Some((row.address, file, line))
            }
        };
    }
    program
}

/// From one row, by address, file and line, to the next.
fn advance(program: &mut Vec<u8>, before: (u32, usize, u32), after: (u32, usize, u32)) {
    if before.1 != after.1 {
        program.push(SET_FILE);
        unsigned(program, i64::try_from(after.1 + 1).unwrap_or(i64::MAX));
    }
    let addresses = i64::from(after.0 - before.0);
    let lines = i64::from(after.2) - i64::from(before.2);
    let special = (lines - LINE_BASE) + LINE_RANGE * addresses + i64::from(OPCODE_BASE);
    let is_special = (LINE_BASE..LINE_BASE + LINE_RANGE).contains(&lines);
    match u8::try_from(special) {
        Ok(instruction) if is_special => program.push(instruction),
        _ => {
            program.push(ADVANCE_LINE);
            signed(program, lines);
            program.push(ADVANCE_ADDRESS);
            unsigned(program, addresses);
            program.push(COPY);
        }
    }
}

/// A number in LEB128, seven bits a byte, without a sign.
fn unsigned(program: &mut Vec<u8>, mut number: i64) {
    while number >= 0x80 {
        program.push(low_bits(number) | 0x80);
        number >>= 7;
    }
    program.push(low_bits(number));
}

/// The same with a sign, which is the highest bit of the last seven.
fn signed(program: &mut Vec<u8>, mut number: i64) {
    while !(-0x40..0x40).contains(&number) {
        program.push(low_bits(number) | 0x80);
        number >>= 7;
    }
    program.push(low_bits(number));
}

fn low_bits(number: i64) -> u8 {
    number.to_le_bytes()[0] & 0x7f
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(address: u32, place: Option<(usize, u32)>) -> Row {
        Row { address, place }
    }

    #[test]
    fn numbers_are_as_the_standard_shows_them() {
        // DWARF version 4, figures 22 and 23.
        for (number, bytes) in [(2, vec![2]), (127, vec![127]), (128, vec![0x80, 1]), (12_857, vec![0xb9, 0x64])] {
            let mut written = Vec::new();
            unsigned(&mut written, number);
            assert_eq!(written, bytes, "{number}");
        }
        for (number, bytes) in
            [(2, vec![2]), (-2, vec![0x7e]), (127, vec![0xff, 0]), (-127, vec![0x81, 0x7f]), (-129, vec![0xff, 0x7e])]
        {
            let mut written = Vec::new();
            signed(&mut written, number);
            assert_eq!(written, bytes, "{number}");
        }
    }

    #[test]
    fn near_rows_take_a_byte_and_gaps_end_a_sequence() {
        let rows = [
            row(3, None),
            row(16, Some((0, 2))),
            row(18, Some((0, 3))),
            row(20, Some((1, 300))),
            row(30, None),
            row(31, None),
        ];
        let expected = [
            &[0, 5, 2, 16, 0, 0, 0][..],
            &[13 + 5 + 1, 13 + 5 + 1 + 28],
            &[SET_FILE, 2, ADVANCE_LINE, 0xa9, 2, ADVANCE_ADDRESS, 2, COPY],
            &[ADVANCE_ADDRESS, 10, 0, 1, 1],
        ];
        assert_eq!(program(&rows), expected.concat());
    }

    #[test]
    fn a_table_says_how_long_it_and_its_header_are() {
        let table = table(&["a.ts"], &[row(0, Some((0, 1))), row(4, None)]);
        let number =
            |place: usize| table[place..place + 4].iter().rev().fold(0, |sum, byte| sum * 256 + usize::from(*byte));
        assert_eq!(number(0), table.len() - 4);
        assert_eq!(&table[10 + number(6)..][..3], SET_ADDRESS);
    }
}
