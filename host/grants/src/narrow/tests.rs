use proptest::prelude::*;

use super::*;
use crate::{Access, AccessKind, ObjectName};

fn patterns() -> impl Strategy<Value = Patterns> {
    let pattern = prop_oneof![
        Just(Pattern::everything()),
        "[ab]{1,2}\\*?".prop_map(|text| Pattern::parse(&text).unwrap()),
        "[ab]\\*?\\.[ab]?\\*".prop_map(|text| Pattern::parse(&text).unwrap()),
    ];
    proptest::collection::vec(pattern, 0..3).prop_map(|all| all.into_iter().collect())
}

fn extensions() -> impl Strategy<Value = Extensions> {
    let named = prop_oneof![Just("postgis"), Just("hstore"), Just("h*"), Just("*")];
    (any::<bool>(), proptest::collection::vec(named, 0..2))
        .prop_map(|(trusted, named)| Extensions { trusted, named: Patterns::parse(named).unwrap() })
}

prop_compose! {
    fn grants()(
        kinds in proptest::sample::subsequence(ObjectKind::definitions().collect::<Vec<_>>(), 0..5),
        names in (patterns(), patterns(), patterns()),
        extensions in extensions(),
        switches in any::<[bool; 9]>(),
    ) -> Grants {
        let (read, write, create) = names;
        let [raw_sql, temporary, code, privileges, roles, settings, server_settings, server_files, transaction] = switches;
        Grants {
            ddl: kinds.into_iter().collect(),
            read, write, create, raw_sql, temporary, code, privileges, roles, extensions, settings, server_settings, server_files,
            transaction,
        }
    }
}

fn access() -> impl Strategy<Value = Access> {
    let kind = prop_oneof![
        Just(AccessKind::RawSql),
        Just(AccessKind::Read),
        Just(AccessKind::Update),
        proptest::sample::select(&ObjectKind::ALL[..]).prop_map(AccessKind::Create),
        Just(AccessKind::Code),
        Just(AccessKind::Transaction),
        Just(AccessKind::ServerFile),
        Just(AccessKind::VirtualTable("fts5".to_owned())),
        Just(AccessKind::Unknown("X".to_owned())),
        Just(AccessKind::HouseTable),
    ];
    let name = prop_oneof![Just("postgis".to_owned()), Just("hstore".to_owned()), "[ab]{1,3}".prop_map(|name| name),];
    let object = (proptest::option::of("[ab]{1,2}"), name).prop_map(|(schema, name)| ObjectName { schema, name });
    (kind, proptest::option::of(object)).prop_map(|(kind, object)| Access { kind, object })
}

proptest! {
    #[test]
    fn what_two_grants_share_both_allow(one in grants(), two in grants(), access in access()) {
        if one.meet(&two).judge(&access).is_ok() {
            prop_assert!(one.judge(&access).is_ok() && two.judge(&access).is_ok());
        }
    }

    #[test]
    fn grants_that_cover_others_allow_all_that_they_do(one in grants(), two in grants(), access in access()) {
        if one.cover(&two) && two.judge(&access).is_ok() {
            prop_assert!(one.judge(&access).is_ok());
        }
    }

    #[test]
    fn narrowed_grants_are_within_both(one in grants(), two in grants()) {
        let meet = one.meet(&two);
        prop_assert!(one.cover(&meet), "{:?}", one.excess(&meet));
        prop_assert!(two.cover(&meet), "{:?}", two.excess(&meet));
        prop_assert_eq!(one.excess(&one), []);
        prop_assert!(one.cover(&Grants::nothing()));
    }
}

#[test]
fn an_excess_names_what_is_beyond_and_the_line() {
    let asked = crate::Terms {
        ddl: Some([ObjectKind::Table, ObjectKind::Database].into()),
        extensions: Some(Extensions::parse(["hstore", "postgis"]).unwrap()),
        server_files: Some(true),
        ..crate::Terms::default()
    };
    let excess = Grants::own().excess(&asked.asked());
    let lines: Vec<(&str, String)> = excess.into_iter().map(|excess| (excess.key, excess.line)).collect();
    assert_eq!(
        lines,
        [
            (
                "ddl",
                "ddl = [\"table\", \"view\", \"index\", \"sequence\", \"type\", \"schema\", \"database\", \"policy\", \
                 \"collation\", \"text-search\", \"statistics\", \"publication\"]"
                    .to_owned()
            ),
            ("extensions", "extensions = [\"trusted\", \"postgis\"]".to_owned()),
            ("server_files", "server_files = true".to_owned()),
        ]
    );
}
