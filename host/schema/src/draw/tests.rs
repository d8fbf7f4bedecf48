use aludel_sql::{Dialect, Row, Value};

use super::{difference, mermaid, svg};
use crate::dialect::{Scope, rules};
use crate::model::Schema;

/// The schema that these statements of `SQLite` make.
fn schema(tables: &[(&str, &str)]) -> Schema {
    let text = |text: &str| Value::Text(text.to_owned());
    let row = |(name, body): &(&str, &str)| -> Row {
        let sql = format!("CREATE TABLE \"{}\" {body}", name.replace('"', "\"\""));
        vec![text("table"), text(name), text(name), text(&sql)]
    };
    let answers = [tables.iter().map(row).collect(), Vec::new(), Vec::new()];
    rules(Dialect::Sqlite).read_catalog((3, 50, 0), &Scope::default(), &answers).expect("tables")
}

fn library() -> Schema {
    schema(&[
        ("author", "(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)"),
        (
            "book",
            "(id INTEGER PRIMARY KEY, title VARCHAR(80) NOT NULL, author INT REFERENCES author, price NUMERIC(8,2))",
        ),
        ("blurb", "(book INTEGER PRIMARY KEY REFERENCES book (id), \"or der\" [])"),
        (
            "chapter",
            "(book INT NOT NULL REFERENCES book, number INT, part_of INT REFERENCES gone, PRIMARY KEY (book, number))",
        ),
        ("person", "(id INTEGER PRIMARY KEY, boss INT REFERENCES person)"),
        ("a \"quoted\" <name>", "(id)"),
    ])
}

#[test]
fn mermaid_tells_tables_and_relationships() {
    let expected = r#"erDiagram
    table1["a 'quoted' <name>"] {
        any id
    }
    author {
        INTEGER id PK
        TEXT name UK
    }
    blurb {
        INTEGER book PK, FK
        any or_der "or der"
    }
    book {
        INTEGER id PK
        VARCHAR(80) title
        INT author FK
        NUMERIC(8_2) price
    }
    chapter {
        INT book PK, FK
        INT number PK
        INT part_of FK
    }
    person {
        INTEGER id PK
        INT boss FK
    }
    blurb |o--|| book : "book"
    book }o..o| author : "author"
    chapter }o--|| book : "book"
    person }o..o| person : "boss"
"#;
    assert_eq!(mermaid(&library()), expected);
}

#[test]
fn names_that_mermaid_would_read_as_its_own_have_others() {
    let schema = schema(&[
        ("Direction", "(a)"),
        ("table1", "(b)"),
        ("名前", "(\"1\" \"enum('a','b')\")"),
        ("End", "(pk UK)"),
        ("x-y", "(\"\" INT)"),
    ]);
    let expected = "erDiagram
    table2[\"Direction\"] {
        any a
    }
    table3[\"End\"] {
        _UK _pk \"pk\"
    }
    table1 {
        any b
    }
    table4[\"x-y\"] {
        INT _ \"\"
    }
    table5[\"名前\"] {
        enum(a_b) _1 \"1\"
    }
";
    assert_eq!(mermaid(&schema), expected);
}

/// Holds that every tag is closed in its order, and that nothing between tags looks like one.
fn check_xml(image: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = image;
    while let Some((before, after)) = rest.split_once('<') {
        assert!(!before.contains('>'), "{before}");
        let (tag, after) = after.split_once('>').expect("the end of a tag");
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name));
        } else if !tag.ends_with('/') {
            open.push(name);
        }
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        rest = after;
    }
    assert!(open.is_empty() && rest.trim().is_empty());
    let is_entity = |after: &str| ["amp;", "lt;", "gt;", "quot;"].iter().any(|entity| after.starts_with(entity));
    assert!(image.split('&').skip(1).all(is_entity));
    let is_plain = |character: char| character == '\n' || !character.is_control();
    assert!(image.chars().all(is_plain));
}

#[test]
fn the_image_is_well_formed_and_tells_everything() {
    let image = svg(&library());
    check_xml(&image);
    for part in ["a &quot;quoted&quot; &lt;name&gt;", ">title<", ">VARCHAR(80)<", ">PK FK<", "blurb (book) → book (id)"]
    {
        assert!(image.contains(part), "{part}");
    }
    assert_eq!(image.matches("<path class=\"reference").count(), 4);
    assert_eq!(image.matches("<rect class=\"table\"").count(), 6);
    assert!(!image.contains("href") && image.matches("http").count() == 1, "it needs nothing else");
}

#[test]
fn odd_names_stay_inside_of_their_place() {
    let long = "x".repeat(200);
    let schema = schema(&[("</text><script>&\u{1}\u{ffff}]]>", "(\"a\u{7}<b\" INT)"), (&long, "(a)")]);
    check_xml(&svg(&schema));
    assert!(svg(&schema).contains(&format!("<title>{long}</title>")));
    assert!(!svg(&schema).contains("<script>"));
    assert_eq!(mermaid(&schema).lines().count(), 7);
}

#[test]
fn the_same_schema_gives_the_same_diagram() {
    assert_eq!(svg(&library()), svg(&library()));
    assert_eq!(mermaid(&library()), mermaid(&library()));
    check_xml(&svg(&schema(&[])));
    assert_eq!(mermaid(&schema(&[])), "erDiagram\n");
}

#[test]
fn a_thousand_tables_in_chains_stars_and_cycles_are_drawn() {
    let tables: Vec<(String, String)> = (0..1_000)
        .map(|number: usize| {
            let (chain, star, cycle) = (number.saturating_sub(1), number / 100, (number + 37) % 1_000);
            let body = format!("(id INTEGER PRIMARY KEY, a INT REFERENCES t{chain}, b INT REFERENCES t{star}, c INT REFERENCES t{cycle})");
            (format!("t{number}"), body)
        })
        .collect();
    let tables: Vec<(&str, &str)> = tables.iter().map(|(name, body)| (&**name, &**body)).collect();
    let image = svg(&schema(&tables));
    assert_eq!(image.matches("<path class=\"reference").count(), 3_000);
    check_xml(&image);
}

#[test]
fn what_differs_is_marked_in_both_pictures() {
    let before = schema(&[
        ("author", "(id INTEGER PRIMARY KEY, name TEXT)"),
        ("book", "(id INTEGER PRIMARY KEY, title TEXT, pages INT, author INT REFERENCES author)"),
        ("draft", "(id INTEGER PRIMARY KEY)"),
        ("person", "(id INTEGER PRIMARY KEY)"),
    ]);
    let after = schema(&[
        ("author", "(id INTEGER PRIMARY KEY, name TEXT)"),
        ("book", "(id INTEGER PRIMARY KEY, title TEXT NOT NULL, isbn TEXT, author INT REFERENCES author)"),
        ("person", "(id INTEGER PRIMARY KEY)"),
        ("review", "(book INT REFERENCES book)"),
    ]);
    let drawn = difference(&before, &after);
    let (was, is) = (drawn.before.expect("something went"), drawn.after.expect("something came"));
    assert_eq!(drawn.left_out, 1, "person");
    for (picture, marked) in [
        (&was, ["name gone\" x=", ">draft<", "nullable gone\" x=", ">pages<", "nullable changed\" x=", ">title<"]),
        (&is, ["name new\" x=", ">review<", "nullable new\" x=", ">isbn<", "required changed\" x=", ">title<"]),
    ] {
        for part in marked {
            assert!(picture.contains(part), "no {part} in {picture}");
        }
        assert!(picture.contains(">author<") && !picture.contains("person"));
    }
}

#[test]
fn schemas_that_are_alike_have_no_pictures() {
    let drawn = difference(&library(), &library());
    assert_eq!((drawn.before, drawn.after, drawn.left_out), (None, None, library().tables.len()));
    let empty = schema(&[]);
    let made = difference(&empty, &library());
    assert!(made.before.is_none() && made.after.is_some_and(|picture| picture.matches("head new").count() == 6));
}
