use super::*;

fn problem(line: &str) -> Option<String> {
    too_much(&[read(line).expect("it is a privilege")], "aludel_shop").map(|problem| problem.to_string())
}

#[test]
fn what_an_application_needs_is_no_problem() {
    for line in [
        "GRANT USAGE ON *.* TO `shop`@`%` IDENTIFIED BY PASSWORD '*B69027D44F6E5EDC07F1AEAD1477967B16F28227'",
        "GRANT CREATE TEMPORARY TABLES, LOCK TABLES, BINLOG MONITOR ON *.* TO `shop`@`%`",
        "GRANT ALL PRIVILEGES ON `shop`.* TO `shop`@`%` WITH GRANT OPTION",
        r"GRANT ALL PRIVILEGES ON `aludel\_scratch\_%`.* TO `shop`@`%`",
        "GRANT SELECT (`a`, `b`), INSERT ON `crm`.`aludel_version` TO `shop`@`%`",
        "GRANT EXECUTE ON PROCEDURE `aludel_shop`.`aludel_record` TO `shop`@`%`",
        "GRANT EXECUTE ON FUNCTION `mysql`.`distance` TO `shop`@`%`",
    ] {
        assert_eq!(problem(line), None, "{line}");
    }
    assert_eq!(read("GRANT `role` TO `shop`@`%`"), None);
    assert_eq!(read("SET DEFAULT ROLE `role` FOR `shop`@`%`"), None);
    assert_eq!(read("REVOKE INSERT ON `mysql`.* FROM `shop`@`%`"), None);
}

#[test]
fn what_reaches_the_house_is_named() {
    for (line, expected) in [
        ("GRANT SELECT, FILE ON *.* TO `shop`@`%`", "`shop`@`%` has SELECT on *.*"),
        ("GRANT USAGE, SUPER ON *.* TO `it's`@`%` REQUIRE SSL", "`it's`@`%` has SUPER on *.*"),
        ("GRANT PROCESS ON *.* TO `shop`@`%`", "`shop`@`%` has PROCESS on *.*"),
        ("GRANT USAGE ON *.* TO `shop`@`%` WITH GRANT OPTION", "`shop`@`%` has GRANT OPTION on *.*"),
        ("GRANT ALL PRIVILEGES ON *.* TO `shop`@`%`", "`shop`@`%` has ALL PRIVILEGES on *.*"),
        ("GRANT SELECT ON `aludel_shop`.* TO `role`", "`role` has SELECT on `aludel_shop`.*"),
        ("GRANT SELECT ON `ALUDEL_%`.* TO `role`", "`role` has SELECT on `ALUDEL_%`.*"),
        ("GRANT DROP ON `%`.* TO `role`", "`role` has DROP on `%`.*"),
        (
            "GRANT SELECT (`version_num`) ON `aludel_shop`.`aludel_version` TO `role`",
            "`role` has SELECT on `aludel_shop`.`aludel_version`",
        ),
        (
            "GRANT ALTER ROUTINE ON PROCEDURE `aludel_shop`.`aludel_record` TO `role`",
            "`role` has ALTER ROUTINE on PROCEDURE `aludel_shop`.`aludel_record`",
        ),
        (
            "GRANT EXECUTE ON PROCEDURE `aludel_shop`.`aludel_record` TO `role` WITH GRANT OPTION",
            "`role` has GRANT OPTION on PROCEDURE `aludel_shop`.`aludel_record`",
        ),
        ("GRANT SELECT ON `mysql`.`user` TO `role`", "`role` has SELECT on `mysql`.`user`"),
        ("GRANT SELECT ON `performance_schema`.* TO `role`", "`role` has SELECT on `performance_schema`.*"),
        ("GRANT PROXY ON 'root'@'%' TO 'shop'@'%'", "'shop'@'%' has PROXY on 'root'@'%'"),
    ] {
        assert_eq!(problem(line).as_deref(), Some(expected), "{line}");
    }
}

#[test]
fn what_goes_beyond_the_database_is_told() {
    let read = |line: &str| vec![read(line).expect("it is a privilege")];
    let others = |line: &str| reaches_others(&read(line), "my_shop", "aludel_my_shop");
    assert_eq!(others("GRANT ALL PRIVILEGES ON `my_shop`.* TO `a`@`%`"), None);
    assert_eq!(others(r"GRANT ALL PRIVILEGES ON `my\_shop`.* TO `a`@`%`"), None);
    assert_eq!(others("GRANT EXECUTE ON PROCEDURE `aludel_my_shop`.`aludel_record` TO `a`@`%`"), None);
    assert_eq!(others("GRANT SELECT ON `my_%`.* TO `a`@`%`").as_deref(), Some("`a`@`%`"));
    assert_eq!(others("GRANT SELECT ON `crm`.`t` TO `a`@`%`").as_deref(), Some("`a`@`%`"));
    assert_eq!(passes_on(&read("GRANT ALL PRIVILEGES ON `crm`.* TO `a`@`%`")), None);
    assert_eq!(
        passes_on(&read("GRANT ALL PRIVILEGES ON `crm`.* TO `a`@`%` WITH GRANT OPTION")).as_deref(),
        Some("`a`@`%`")
    );
}

#[test]
fn patterns_are_those_of_the_server() {
    assert!(is_like("aludel_shop", "aludel_shop"));
    assert!(is_like("aludel_shop", r"aludel\_shop"));
    assert!(is_like("aludel_shop", "aludel%shop"));
    assert!(is_like("aludel_shop", "%"));
    assert!(!is_like("aludel_shop", r"aludel\_sho"));
    assert!(!is_like("aludelxshop", r"aludel\_shop"));
    assert!(is_like("aludelxshop", "aludel_shop"));
    assert!(!is_like("shop", "aludel%"));
}
