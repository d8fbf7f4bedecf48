//! Where the tables of a diagram stand.
//!
//! Layers, after Sugiyama, Tagawa and Toda (1981): a table stands right of all that it points at, and near them. What
//! neither points nor is pointed at fills the columns at the end.

/// Places are whole pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Size {
    pub(super) width: u32,
    pub(super) height: u32,
}

/// The left upper corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Place {
    pub(super) x: u32,
    pub(super) y: u32,
}

/// Where everything stands.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Layout {
    /// One for each table.
    pub(super) places: Vec<Place>,
    /// Of the whole.
    pub(super) size: Size,
}

const MARGIN: u32 = 24;
const GAP_BETWEEN_COLUMNS: u32 = 96;
const GAP_BETWEEN_TABLES: u32 = 24;
const COLUMN_HEIGHT_MIN: u32 = 900;
const SWEEPS: usize = 4;

/// Places boxes, of which `edges` point from the first to the second.
pub(super) fn place(sizes: &[Size], edges: &[(usize, usize)]) -> Layout {
    let edges: Vec<(usize, usize)> = edges.iter().copied().filter(|(from, to)| from != to).collect();
    let links = Links::of(sizes.len(), &edges);
    let mut layers = layers(&links);
    order(&mut layers, &links);
    let alone = (0..sizes.len()).filter(|&table| links.is_alone(table)).collect();
    layers.push(alone);
    let height = column_height(sizes);
    let columns = layers.iter().flat_map(|layer| divide(layer, sizes, height)).collect::<Vec<_>>();
    stack(&columns, sizes)
}

/// Who points at whom.
struct Links {
    targets: Vec<Vec<usize>>,
    sources: Vec<Vec<usize>>,
}

impl Links {
    fn of(count: usize, edges: &[(usize, usize)]) -> Self {
        let mut links = Self { targets: vec![Vec::new(); count], sources: vec![Vec::new(); count] };
        for &(from, to) in edges {
            links.targets[from].push(to);
            links.sources[to].push(from);
        }
        links
    }

    fn is_alone(&self, table: usize) -> bool {
        self.targets[table].is_empty() && self.sources[table].is_empty()
    }
}

/// The tables that point at others, layer by layer. In a cycle, one of them stands left of what it points at.
fn layers(links: &Links) -> Vec<Vec<usize>> {
    let mut layer_of: Vec<Option<usize>> = vec![None; links.targets.len()];
    let mut is_seen = vec![false; links.targets.len()];
    for table in 0..links.targets.len() {
        visit(table, links, &mut layer_of, &mut is_seen);
    }
    let mut layers = vec![Vec::new(); layer_of.iter().flatten().max().map_or(0, |last| last + 1)];
    for (table, layer) in layer_of.into_iter().enumerate().filter(|(table, _)| !links.is_alone(*table)) {
        layers[layer.unwrap_or_default()].push(table);
    }
    layers
}

/// Finds the layer of a table after those of its targets, without recursion: chains can be long.
fn visit(start: usize, links: &Links, layer_of: &mut [Option<usize>], is_seen: &mut [bool]) {
    let mut path = vec![(start, 0)];
    is_seen[start] = true;
    while let Some((table, next)) = path.last_mut() {
        let (table, target) = (*table, links.targets[*table].get(*next).copied());
        *next += 1;
        match target {
            // One that was seen and has no layer yet is on the path: it closes a cycle, and is passed over.
            Some(target) if !is_seen[target] => {
                is_seen[target] = true;
                path.push((target, 0));
            }
            Some(_) => {}
            None => {
                let known = links.targets[table].iter().filter_map(|&target| layer_of[target]);
                layer_of[table].get_or_insert(known.max().map_or(0, |deepest| deepest + 1));
                path.pop();
            }
        }
    }
}

/// Brings the tables of a layer near those that they are linked to, from left to right and back.
fn order(layers: &mut [Vec<usize>], links: &Links) {
    let mut ranks = vec![0; links.targets.len()];
    let rank_all = |layer: &[usize], ranks: &mut Vec<usize>| {
        for (rank, &table) in layer.iter().enumerate() {
            // Layers of different lengths compare by the share of the way.
            ranks[table] = rank * 1_000_000 / layer.len();
        }
    };
    for layer in &*layers {
        rank_all(layer, &mut ranks);
    }
    for sweep in 0..SWEEPS {
        let neighbours = if sweep % 2 == 0 { &links.targets } else { &links.sources };
        for index in 0..layers.len() {
            let index = if sweep % 2 == 0 { index } else { layers.len() - 1 - index };
            layers[index].sort_by_key(|&table| mean(&neighbours[table], &ranks).unwrap_or(ranks[table]));
            rank_all(&layers[index], &mut ranks);
        }
    }
}

fn mean(tables: &[usize], ranks: &[usize]) -> Option<usize> {
    let sum: usize = tables.iter().map(|&table| ranks[table]).sum();
    sum.checked_div(tables.len())
}

/// A height at which the whole is about as wide as high.
fn column_height(sizes: &[Size]) -> u32 {
    let area = |size: &Size| u64::from(size.width + GAP_BETWEEN_COLUMNS) * u64::from(size.height + GAP_BETWEEN_TABLES);
    let side = sizes.iter().map(area).sum::<u64>().isqrt();
    u32::try_from(side).unwrap_or(u32::MAX).max(COLUMN_HEIGHT_MIN)
}

/// A layer as columns that are not too high.
fn divide(layer: &[usize], sizes: &[Size], height_max: u32) -> Vec<Vec<usize>> {
    let mut columns: Vec<Vec<usize>> = Vec::new();
    let mut height = 0;
    for &table in layer {
        let needed = sizes[table].height + GAP_BETWEEN_TABLES;
        match columns.last_mut() {
            Some(column) if height + needed <= height_max => column.push(table),
            _ => {
                columns.push(vec![table]);
                height = 0;
            }
        }
        height += needed;
    }
    columns
}

fn stack(columns: &[Vec<usize>], sizes: &[Size]) -> Layout {
    let height_of = |column: &Vec<usize>| {
        column
            .iter()
            .map(|&table| sizes[table].height + GAP_BETWEEN_TABLES)
            .sum::<u32>()
            .saturating_sub(GAP_BETWEEN_TABLES)
    };
    let height = columns.iter().map(height_of).max().unwrap_or_default();
    let mut places = vec![Place::default(); sizes.len()];
    let mut x = MARGIN;
    for column in columns {
        let mut y = MARGIN + (height - height_of(column)) / 2;
        for &table in column {
            places[table] = Place { x, y };
            y += sizes[table].height + GAP_BETWEEN_TABLES;
        }
        x += column.iter().map(|&table| sizes[table].width).max().unwrap_or_default() + GAP_BETWEEN_COLUMNS;
    }
    let width = if columns.is_empty() { 2 * MARGIN } else { x - GAP_BETWEEN_COLUMNS + MARGIN };
    // A line that leaves a table at the right end needs some room.
    Layout { places, size: Size { width: width + 2 * MARGIN, height: height + 2 * MARGIN } }
}

#[cfg(test)]
mod tests {
    use super::{Place, Size, place};

    const BOX: Size = Size { width: 100, height: 50 };

    fn places(count: usize, edges: &[(usize, usize)]) -> Vec<Place> {
        place(&vec![BOX; count], edges).places
    }

    #[test]
    fn a_table_stands_right_of_what_it_points_at() {
        let places = places(4, &[(0, 1), (1, 2), (0, 2)]);
        assert!(places[2].x < places[1].x && places[1].x < places[0].x);
        assert!(places[3].x > places[0].x, "what is alone stands at the end");
    }

    #[test]
    fn cycles_and_self_references_have_places_of_their_own() {
        let places = places(3, &[(0, 1), (1, 2), (2, 0), (1, 1)]);
        let distinct: std::collections::BTreeSet<_> = places.iter().map(|place| (place.x, place.y)).collect();
        assert_eq!(distinct.len(), 3);
    }

    #[test]
    fn nothing_has_a_size() {
        assert_eq!(place(&[], &[]).places, []);
    }

    #[test]
    fn many_tables_fill_a_square() {
        let layout = place(&vec![BOX; 1_000], &[]);
        assert!(layout.size.width < 4 * layout.size.height && layout.size.height < 4 * layout.size.width);
    }
}
