use proptest::prelude::*;

use super::*;

fn pattern(text: &str) -> Pattern {
    Pattern::parse(text).unwrap()
}

#[test]
fn a_pattern_means_names() {
    let here = ObjectName::new;
    let there = |name: &str| ObjectName::in_schema("audit", name);
    let cases = [
        ("*", here("orders"), true),
        ("*", there("orders"), true),
        ("orders", here("orders"), true),
        ("orders", here("ORDERS"), true),
        ("orders", here("orders_old"), false),
        ("orders", there("orders"), false),
        ("shop_*", here("shop_orders"), true),
        ("shop_*", here("sho"), false),
        ("shop_*", there("shop_orders"), false),
        ("audit.*", there("orders"), true),
        ("audit.*", here("orders"), false),
        ("au*.o*", there("orders"), true),
        ("*.orders", there("orders"), true),
        ("*.orders", here("orders"), true),
        ("\"\"*", here("orders"), true),
        ("\"\"*", there("orders"), false),
        ("\"a.b*\"", here("a.b*"), true),
        ("\"a.b*\"", here("a.bc"), false),
        ("\"a\"\"b\"", here("a\"b"), true),
        ("ñ*", here("ñandú"), true),
        ("n*", here("ñandú"), false),
    ];
    for (text, object, expected) in cases {
        assert_eq!(pattern(text).matches(&object), expected, "{text} {object}");
    }
}

#[test]
fn a_schema_is_meant_by_all_that_is_in_it() {
    assert!(pattern("*").matches_schema("audit"));
    assert!(pattern("audit.*").matches_schema("audit"));
    assert!(!pattern("audit.a*").matches_schema("audit"));
    assert!(!pattern("audit*").matches_schema("audit"));
}

#[test]
fn texts_that_are_no_patterns_are_named() {
    let cases = [
        ("", PatternError::Empty),
        (".a", PatternError::Empty),
        ("a.", PatternError::Empty),
        ("\"\"", PatternError::Empty),
        ("a.b.c", PatternError::TooManyParts),
        ("a*b", PatternError::StarInside),
        ("**", PatternError::StarInside),
        ("a\"b", PatternError::Quote),
        ("\"a", PatternError::Quote),
        ("\"a\"b", PatternError::Quote),
        ("a\0", PatternError::HoldsNul),
    ];
    for (text, expected) in cases {
        assert_eq!(Pattern::parse(text), Err(expected), "{text}");
    }
}

#[test]
fn patterns_keep_no_one_twice() {
    let some = Patterns::parse(["a", "b*"]).unwrap();
    let more = some.clone().with(pattern("bc")).with(pattern("a*"));
    assert_eq!(more.iter().map(ToString::to_string).collect::<Vec<_>>(), ["b*", "a*"]);
    assert_eq!(some.missing(&more).len(), 1);
}

fn part() -> impl Strategy<Value = Part> {
    ("[abA.*\"]{0,3}", any::<bool>())
        .prop_filter("a name has a character", |(text, is_prefix)| *is_prefix || !text.is_empty())
        .prop_map(|(text, is_prefix)| Part { text, is_prefix })
}

fn any_pattern() -> impl Strategy<Value = Pattern> {
    let schema = prop_oneof![
        Just(SchemaPart::Default),
        Just(SchemaPart::Every),
        part().prop_filter("every schema has its own word", |part| !part.is_everything()).prop_map(SchemaPart::Named),
    ];
    (schema, part()).prop_map(|(schema, name)| Pattern { schema, name })
}

fn any_name() -> impl Strategy<Value = ObjectName> {
    (proptest::option::of("[abA]{1,3}"), "[abA.*\"]{1,4}").prop_map(|(schema, name)| ObjectName { schema, name })
}

proptest! {
    #[test]
    fn a_pattern_reads_back_as_it_was_written(pattern in any_pattern()) {
        prop_assert_eq!(Pattern::parse(&pattern.to_string()), Ok(pattern));
    }

    #[test]
    fn any_text_is_a_pattern_or_an_error(text in ".{0,12}") {
        if let Ok(pattern) = Pattern::parse(&text) {
            prop_assert_eq!(Pattern::parse(&pattern.to_string()), Ok(pattern));
        }
    }

    #[test]
    fn what_two_patterns_share_is_what_both_mean(one in any_pattern(), two in any_pattern(), name in any_name()) {
        let both = one.matches(&name) && two.matches(&name);
        prop_assert_eq!(one.meet(&two).is_some_and(|meet| meet.matches(&name)), both);
    }

    #[test]
    fn a_pattern_that_covers_another_means_all_of_its_names(one in any_pattern(), two in any_pattern(), name in any_name()) {
        prop_assert!(!one.covers(&two) || !two.matches(&name) || one.matches(&name));
        prop_assert!(one.covers(&one));
    }

    #[test]
    fn the_pattern_of_a_name_means_it(name in any_name()) {
        let exact = Pattern::exactly(&name);
        prop_assert!(exact.matches(&name));
        prop_assert_eq!(Pattern::parse(&exact.to_string()), Ok(exact));
    }
}
