//! A diagram as an image that needs nothing else.

use super::layout::{Layout, Place, Size, place};
use super::marks::Marks;
use super::{Drawing, Reference, key_marks};
use crate::model::{Column, Schema, Table};

const HEADER_HEIGHT: u32 = 28;
const ROW_HEIGHT: u32 = 20;
const PADDING: u32 = 10;
/// Of one character of the font.
const CHARACTER_WIDTH: u32 = 8;
const MARKS_WIDTH: u32 = 52;
/// A longer name or type is cut; the whole of it shows under the pointer.
const CHARACTERS_MAX: usize = 40;

const STYLE: &str = "
    text { font: 13px 'DejaVu Sans Mono', Menlo, Consolas, monospace; fill: #1f2933 }
    .table { fill: #ffffff; stroke: #7b8794 }
    .head { fill: #d9e2ec }
    .name { font-weight: bold }
    .type { fill: #52606d; text-anchor: end }
    .mark { fill: #9a6b00; font-size: 10px }
    .nullable { font-style: italic }
    .reference { fill: none; stroke: #486581; stroke-width: 1.3 }
    .optional { stroke-dasharray: 5 3 }
    .end { fill: none; stroke: #486581; stroke-width: 1.3 }
    .sign { font-weight: bold }
    rect.new { fill: #c6f7d0 }
    rect.gone { fill: #ffd3d3 }
    rect.changed { fill: #fff0b3 }
    text.gone { text-decoration: line-through }
";

/// A side of a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

/// Where a line ends.
#[derive(Debug, Clone, Copy)]
struct End {
    x: u32,
    y: u32,
    side: Side,
}

impl End {
    /// The point that lies so far outside of the box.
    fn outside(self, distance: u32) -> u32 {
        if self.side == Side::Left { self.x.saturating_sub(distance) } else { self.x + distance }
    }

    /// Three toes: many rows.
    fn toes(self) -> String {
        let (tip, y) = (self.outside(11), self.y);
        format!("M{} {}L{tip} {y}L{} {}", self.x, y.saturating_sub(5), self.x, y + 5)
    }

    /// A bar: one row.
    fn bar(self) -> String {
        format!("M{} {}V{}", self.outside(7), self.y.saturating_sub(5), self.y + 5)
    }
}

/// The tables of a schema as an SVG image: boxes with their columns, and lines from foreign keys to what they point at.
///
/// The end with three toes is where many rows may point from; a dashed line is a foreign key that may be NULL, and a
/// column in italics one that may.
pub fn svg(schema: &Schema) -> String {
    marked_svg(&Drawing::of(schema), &Marks::default())
}

/// The same of a drawing, with its marks.
pub(super) fn marked_svg(drawing: &Drawing<'_>, marks: &Marks<'_>) -> String {
    let sizes: Vec<Size> = drawing.tables.iter().map(|table| size(table)).collect();
    let edges: Vec<(usize, usize)> =
        drawing.references.iter().map(|reference| (reference.from, reference.to)).collect();
    let layout = place(&sizes, &edges);
    let boxes = Boxes { drawing, sizes: &sizes, layout: &layout, marks };
    let Size { width, height } = layout.size;
    let mut image = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\">\n<title>Tables and their foreign keys</title>\n\
         <style>{STYLE}</style>\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#f5f7fa\"/>\n"
    );
    drawing.references.iter().for_each(|reference| image.push_str(&boxes.line(reference)));
    (0..drawing.tables.len()).for_each(|index| image.push_str(&boxes.table(index)));
    image + "</svg>\n"
}

struct Boxes<'drawing> {
    drawing: &'drawing Drawing<'drawing>,
    sizes: &'drawing [Size],
    layout: &'drawing Layout,
    marks: &'drawing Marks<'drawing>,
}

fn size(table: &Table) -> Size {
    let row = |column: &Column| MARKS_WIDTH + width(&column.name) + 2 * CHARACTER_WIDTH + width(&column.data_type);
    let rows = table.columns.iter().map(row).max().unwrap_or_default();
    let rows_height = ROW_HEIGHT * u32::try_from(table.columns.len()).unwrap_or(u32::MAX / ROW_HEIGHT);
    Size {
        width: rows.max(width(&table.name.to_string()) + 2 * CHARACTER_WIDTH) + 2 * PADDING,
        height: HEADER_HEIGHT + rows_height + 6,
    }
}

/// Characters of East Asia are about twice as wide.
fn width(text: &str) -> u32 {
    let wide = |character: char| if character >= '\u{1100}' { 2 } else { 1 };
    CHARACTER_WIDTH * cut(text).chars().map(wide).sum::<u32>()
}

fn cut(text: &str) -> String {
    let count = text.chars().count();
    if count <= CHARACTERS_MAX {
        text.to_owned()
    } else {
        text.chars().take(CHARACTERS_MAX - 1).chain(['…']).collect()
    }
}

impl Boxes<'_> {
    fn table(&self, index: usize) -> String {
        let (table, Place { x, y }, Size { width, height }) =
            (self.drawing.tables[index], self.layout.places[index], self.sizes[index]);
        let mark = self.marks.table(table);
        let (head, class) = mark.map_or(("head".to_owned(), "name".to_owned()), |mark| {
            (format!("head {}", mark.class()), format!("name {}", mark.class()))
        });
        let sign = mark.map(|mark| text(x + width - PADDING - CHARACTER_WIDTH, y + 19, "sign", mark.sign()));
        let name = text(x + PADDING, y + 19, &class, &table.name.to_string()) + &sign.unwrap_or_default();
        let rows: String = (table.columns.iter().enumerate())
            .map(|(row, column)| self.row(index, column, row_middle(y, row)))
            .collect();
        format!(
            "<g>\n<rect class=\"table\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"4\"/>\n\
             <rect class=\"{head}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{HEADER_HEIGHT}\" rx=\"4\"/>\n\
             {name}{rows}</g>\n"
        )
    }

    fn row(&self, index: usize, column: &Column, middle: u32) -> String {
        let (x, baseline) = (self.layout.places[index].x, middle + 4);
        let marks = key_marks(self.drawing.tables[index], column).join(" ");
        let marks = if marks.is_empty() { marks } else { text(x + PADDING, baseline, "mark", &marks) };
        let class = if column.nullable { "nullable" } else { "required" };
        let (class, marked) = match self.marks.column(self.drawing.tables[index], &column.name) {
            None => (class.to_owned(), String::new()),
            Some(mark) => {
                let (width, top) = (self.sizes[index].width - 2, middle - ROW_HEIGHT / 2);
                let band = format!(
                    "<rect class=\"{}\" x=\"{}\" y=\"{top}\" width=\"{width}\" height=\"{ROW_HEIGHT}\"/>\n",
                    mark.class(),
                    x + 1,
                );
                let sign = text(x + PADDING + MARKS_WIDTH - 2 * CHARACTER_WIDTH, baseline, "sign", mark.sign());
                (format!("{class} {}", mark.class()), band + &sign)
            }
        };
        let name = text(x + PADDING + MARKS_WIDTH, baseline, &class, &column.name);
        let right = x + self.sizes[index].width - PADDING;
        let data_type =
            if column.data_type.is_empty() { "" } else { &text(right, baseline, "type", &column.data_type) };
        format!("{marked}{marks}{name}{data_type}")
    }

    /// From the column here to the column there, out of the sides that face each other.
    fn line(&self, reference: &Reference<'_>) -> String {
        let (start, end, bend) = self.ends(reference);
        let ends = if reference.is_unique { start.bar() } else { start.toes() } + &end.bar();
        let class = if reference.is_optional { "reference optional" } else { "reference" };
        format!(
            "<path class=\"{class}\" d=\"M{} {}C{} {} {} {} {} {}\"><title>{}</title></path>\n\
             <path class=\"end\" d=\"{ends}\"/>\n",
            start.x,
            start.y,
            start.outside(bend),
            start.y,
            end.outside(bend),
            end.y,
            end.x,
            end.y,
            escaped(&self.told(reference)),
        )
    }

    /// Both ends of a line, and how far it goes straight on from them.
    fn ends(&self, reference: &Reference<'_>) -> (End, End, u32) {
        let (from, to) = (self.edges(reference.from), self.edges(reference.to));
        let from_y = self.column_middle(reference.from, reference.key.columns.first());
        let to_y = self.column_middle(reference.to, reference.key.referenced_columns.first());
        let end = |edges: (u32, u32), y, side| End { x: if side == Side::Left { edges.0 } else { edges.1 }, y, side };
        let (from_side, to_side, distance) = if to.1 < from.0 {
            (Side::Left, Side::Right, from.0 - to.1)
        } else if from.1 < to.0 {
            (Side::Right, Side::Left, to.0 - from.1)
        } else {
            (Side::Right, Side::Right, 0)
        };
        (end(from, from_y, from_side), end(to, to_y, to_side), (distance / 2).max(48))
    }

    /// The left and the right edge of a box.
    fn edges(&self, index: usize) -> (u32, u32) {
        let left = self.layout.places[index].x;
        (left, left + self.sizes[index].width)
    }

    fn told(&self, reference: &Reference<'_>) -> String {
        let side = |table: usize, columns: &[String]| {
            let name = &self.drawing.tables[table].name;
            if columns.is_empty() { name.to_string() } else { format!("{name} ({})", columns.join(", ")) }
        };
        let from = side(reference.from, &reference.key.columns);
        format!("{from} → {}", side(reference.to, &reference.key.referenced_columns))
    }

    /// The middle of a column's row, or of the head where there is none of that name.
    fn column_middle(&self, index: usize, column: Option<&String>) -> u32 {
        let y = self.layout.places[index].y;
        let columns = &self.drawing.tables[index].columns;
        let row = column.and_then(|name| columns.iter().position(|column| column.name == *name));
        row.map_or(y + HEADER_HEIGHT / 2, |row| row_middle(y, row))
    }
}

fn row_middle(y: u32, row: usize) -> u32 {
    y + HEADER_HEIGHT + 3 + ROW_HEIGHT / 2 + ROW_HEIGHT * u32::try_from(row).unwrap_or_default()
}

fn text(x: u32, y: u32, class: &str, text: &str) -> String {
    let shown = cut(text);
    let whole = if shown == text { String::new() } else { format!("<title>{}</title>", escaped(text)) };
    format!("<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{whole}{}</text>\n", escaped(&shown))
}

/// As text between tags. XML has no way to write most control characters.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            other if other.is_control() => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    escaped
}
