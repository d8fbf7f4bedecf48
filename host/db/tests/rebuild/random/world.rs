//! A random table `t` with rows, and what stands around it.

use super::dice::Dice;

const NAMES: [&str; 8] = ["a", "b c", "Mixed", "group", "ä", "say \"x\"", "rowid", "tail"];
const TYPES: [&str; 4] = ["INTEGER", "TEXT", "REAL", "BLOB"];

/// A column without a part in any key of its table.
#[derive(Debug, Clone)]
pub(super) struct Plain {
    pub(super) name: String,
    pub(super) data_type: &'static str,
    is_nullable: bool,
}

pub(super) struct World {
    pub(super) sql: String,
    pub(super) plain: Vec<Plain>,
    /// The one that the view, the triggers and the generated column read.
    pub(super) pinned: String,
    pub(super) is_strict: bool,
    pub(super) has_rowid: bool,
}

pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// How `t` tells its rows apart: columns, constraint, options and values of row `{}`.
const KEYS: [(&str, &str, &str); 7] = [
    ("", "", ""),
    ("id INTEGER PRIMARY KEY", "", "{}"),
    ("id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT", "", "{}"),
    ("id TEXT PRIMARY KEY NOT NULL", "", "'k{}'"),
    ("id TEXT NOT NULL, id2 INTEGER NOT NULL", "CONSTRAINT \"p k\" PRIMARY KEY (id2, id)", "'k{}', {}"),
    ("id TEXT PRIMARY KEY", "", "'k{}'"),
    ("id BLOB NOT NULL", "PRIMARY KEY (id DESC)", "x'0{}'"),
];
const WITHOUT_ROWID: usize = 5;

impl World {
    pub(super) fn roll(dice: &mut Dice) -> Self {
        let kind = dice.below(KEYS.len());
        let plain = columns(dice);
        let mut world = Self {
            sql: String::new(),
            pinned: plain[0].name.clone(),
            plain,
            is_strict: dice.one_in(3),
            has_rowid: kind != WITHOUT_ROWID,
        };
        world.add("CREATE TABLE log (what ANY)");
        world.add("CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT UNIQUE)");
        world.add("INSERT INTO p VALUES (1, 'x'), (2, 'y'), (3, 'z')");
        let is_parent = matches!(kind, 1 | 2);
        world.add_table(dice, kind, is_parent);
        let parent = if is_parent { " REFERENCES t ON DELETE CASCADE ON UPDATE CASCADE" } else { "" };
        world.add(&format!("CREATE TABLE u (id INTEGER PRIMARY KEY, t_id INTEGER{parent})"));
        world.add_rows(dice, kind, is_parent);
        world.add_around(dice);
        world
    }

    fn add(&mut self, sql: &str) {
        self.sql.push_str(sql);
        self.sql.push_str(";\n");
    }

    fn add_table(&mut self, dice: &mut Dice, kind: usize, is_parent: bool) {
        let (key, key_constraint, _) = KEYS[kind];
        let mut items: Vec<String> = if key.is_empty() { Vec::new() } else { vec![key.to_owned()] };
        items.extend(self.plain.iter().map(|plain| column(dice, plain)));
        items.push(format!(
            "p_id INTEGER{}",
            dice.pick(&["", " REFERENCES p", " REFERENCES p (id) ON DELETE SET NULL"])
        ));
        if is_parent && dice.one_in(2) {
            items.push("up INTEGER CONSTRAINT parent REFERENCES T (ID) DEFERRABLE INITIALLY DEFERRED".to_owned());
        }
        if dice.one_in(2) {
            let kind = dice.pick(&["", " VIRTUAL", " STORED"]);
            items.push(format!("made INTEGER AS (coalesce(length({}), 0)){kind}", quoted(&self.pinned)));
        }
        if !key_constraint.is_empty() {
            items.push(key_constraint.to_owned());
        }
        items.extend(table_constraints(dice, &self.plain));
        let separator = dice.pick(&[", ", ",\n    ", ", -- a, remark\n    ", " /* b, too */,\n    "]);
        let mut options = Vec::new();
        options.extend((!self.has_rowid).then_some("WITHOUT ROWID"));
        options.extend(self.is_strict.then_some("STRICT"));
        self.add(&format!("CREATE TABLE t ({}) {}", items.join(separator), options.join(", ")));
    }

    fn add_rows(&mut self, dice: &mut Dice, kind: usize, is_parent: bool) {
        let (key, _, key_values) = KEYS[kind];
        let mut names: Vec<String> = Vec::new();
        if !key.is_empty() {
            names.push("id".to_owned());
        }
        if key.contains("id2") {
            names.push("id2".to_owned());
        }
        names.extend(self.plain.iter().map(|plain| quoted(&plain.name)));
        names.push("p_id".to_owned());
        for row in 1..=dice.below(6) {
            let mut values: Vec<String> = Vec::new();
            if !key.is_empty() {
                values.push(key_values.replace("{}", &row.to_string()));
            }
            values.extend(self.plain.iter().map(|plain| value(dice, plain, row)));
            values.push((*dice.pick(&["NULL", "1", "2"])).to_owned());
            let insert = format!("INSERT INTO t ({}) VALUES ({})", names.join(", "), values.join(", "));
            self.add(&insert);
            if is_parent {
                self.add(&format!("INSERT INTO u (t_id) VALUES ({row})"));
            }
        }
        if dice.one_in(2) && self.has_rowid {
            // The rows are no longer numbered without a gap, and a counter is ahead of them.
            self.add("DELETE FROM t WHERE oid IN (2, 5)");
        }
    }

    fn add_around(&mut self, dice: &mut Dice) {
        for (index, plain) in self.plain.clone().iter().enumerate() {
            if dice.one_in(2) {
                self.add(&index_of(dice, plain, index));
            }
        }
        let pinned = quoted(&self.pinned);
        for sql in [
            format!("CREATE VIEW v (label) AS SELECT {pinned} FROM t"),
            "CREATE VIEW \"w w\" AS SELECT label, count(*) AS many FROM v GROUP BY label".to_owned(),
            "CREATE TRIGGER ins AFTER INSERT ON t BEGIN INSERT INTO log VALUES ('inserted'); END".to_owned(),
            "CREATE TRIGGER del BEFORE DELETE ON t BEGIN INSERT INTO log VALUES ('deleted'); END".to_owned(),
            "CREATE TRIGGER away AFTER UPDATE ON p BEGIN DELETE FROM t WHERE p_id = OLD.id; END".to_owned(),
            "CREATE TRIGGER over INSTEAD OF INSERT ON v BEGIN INSERT INTO log VALUES (NEW.label); END".to_owned(),
        ] {
            // The second view needs the first.
            if sql.contains(" v") || dice.one_in(2) {
                self.add(&sql);
            }
        }
    }
}

fn columns(dice: &mut Dice) -> Vec<Plain> {
    let mut names = NAMES.to_vec();
    let count = 2 + dice.below(5);
    let mut plain = |_| Plain {
        name: names.remove(dice.below(names.len())).to_owned(),
        data_type: TYPES[dice.below(TYPES.len())],
        is_nullable: !dice.one_in(3),
    };
    (0..count).map(&mut plain).collect()
}

fn column(dice: &mut Dice, plain: &Plain) -> String {
    let mut words = vec![quoted(&plain.name), plain.data_type.to_owned()];
    if !plain.is_nullable {
        words.push(
            (*dice.pick(&["NOT NULL", "CONSTRAINT filled NOT NULL ON CONFLICT ABORT", "NOT NULL ON CONFLICT FAIL"]))
                .to_owned(),
        );
    }
    if dice.one_in(4) {
        words.push((*dice.pick(&["UNIQUE", "UNIQUE ON CONFLICT REPLACE"])).to_owned());
    }
    if dice.one_in(3) {
        let default = match plain.data_type {
            "INTEGER" => dice.pick(&["7", "-7", "(1 + 2)"]),
            "TEXT" => dice.pick(&["'it''s'", "(lower('X'))", "CURRENT_TIMESTAMP"]),
            "REAL" => dice.pick(&["1.5", "-.5", "1e3"]),
            _ => dice.pick(&["x'0a'", "NULL", "(zeroblob(2))"]),
        };
        words.push(format!("DEFAULT {default}"));
    }
    if plain.data_type == "TEXT" && dice.one_in(3) {
        words.push("COLLATE NOCASE".to_owned());
    }
    if dice.one_in(4) {
        let name = dice.pick(&["", "CONSTRAINT \"not, odd\" "]);
        words.push(format!("{name}CHECK ({} IS NOT 'odd')", quoted(&plain.name)));
    }
    words.join(" ")
}

fn table_constraints(dice: &mut Dice, plain: &[Plain]) -> Vec<String> {
    let (one, other) = (quoted(&plain[0].name), quoted(&plain[1].name));
    let mut constraints = Vec::new();
    if dice.one_in(3) {
        constraints.push(format!("{}UNIQUE ({one}, {other})", dice.pick(&["", "CONSTRAINT both "])));
    }
    if dice.one_in(3) {
        constraints.push(format!("{}CHECK ({other} IS NOT t.{other} OR 1)", dice.pick(&["", "CONSTRAINT same "])));
    }
    constraints
}

fn value(dice: &mut Dice, plain: &Plain, row: usize) -> String {
    if plain.is_nullable && dice.one_in(4) {
        return "NULL".to_owned();
    }
    match plain.data_type {
        "INTEGER" => (row * 10).to_string(),
        "TEXT" => format!("'v{row}'"),
        "REAL" => format!("{row}.5"),
        _ => format!("x'0{row}ff'"),
    }
}

fn index_of(dice: &mut Dice, plain: &Plain, number: usize) -> String {
    let name = quoted(&plain.name);
    let key = match dice.below(4) {
        0 => format!("{name} DESC"),
        1 => format!("{name} COLLATE NOCASE, p_id"),
        2 => format!("coalesce({name}, 0)"),
        _ => name.clone(),
    };
    let predicate = if dice.one_in(3) { format!(" WHERE {name} IS NOT NULL AND p_id > 0") } else { String::new() };
    format!("CREATE INDEX \"index {number}\" ON t ({key}){predicate}")
}
