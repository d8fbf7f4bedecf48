//! Words that must be quoted to be names.

use aludel_sql::Dialect;

/// Reserved in `PostgreSQL` as names of tables and columns (appendix C of its manual).
const POSTGRES: &str = "all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate \
    collation column concurrently constraint create cross current_catalog current_date current_role \
    current_schema current_time current_timestamp current_user default deferrable desc distinct do else end \
    except false fetch for foreign freeze from full grant group having ilike in initially inner intersect into \
    is isnull join lateral leading left like limit localtime localtimestamp natural not notnull null offset on \
    only or order outer overlaps placing primary references returning right select session_user similar some \
    symmetric system_user table tablesample then to trailing true union unique user using variadic verbose when \
    where window with";

/// Reserved in `MySQL` 8 (section 11.3 of its manual), without those that nobody takes for a name.
const MYSQL: &str = "accessible add all binary alter analyze and as asc before between both by call cascade case change check collate \
    column condition constraint continue convert create cross cube cume_dist current_date current_time \
    current_timestamp current_user cursor database databases declare default delayed delete dense_rank desc \
    describe deterministic distinct div drop dual each else elseif empty enclosed escaped except exists exit \
    explain false fetch first_value for force foreign from fulltext function generated get grant group grouping \
    groups having if ignore in index infile inner insert intersect interval into is iterate join json_table key \
    keys kill lag last_value lateral lead leading leave left like limit linear lines load localtime \
    localtimestamp lock loop match maxvalue mod modifies natural not nth_value ntile null of on optimize option \
    optionally or order out outer outfile over partition percent_rank precision primary procedure purge range \
    rank read reads recursive references regexp release rename repeat replace require resignal restrict return \
    revoke right rlike row row_number rows schema schemas select sensitive separator set show signal spatial \
    specific sql starting stored straight_join system table terminated then to trailing trigger true undo union \
    unique unlock unsigned update usage use using values varying virtual when where while window with write xor";

/// Of those, what `MariaDB` takes as a name.
const NOT_IN_MARIADB: &str = "cube cume_dist database dense_rank empty first_value function generated get grouping groups json_table lag \
    last_value lateral lead nth_value ntile of option percent_rank rank row schema stored system virtual window";

/// What `MariaDB` alone does not take as a name.
const ONLY_IN_MARIADB: &str = "current_role offset returning";

/// What `SQLite` does not take as a name (its `parse.y` has no fallback for them).
const SQLITE: &str = "add all alter and as autoincrement between case check collate commit constraint create default deferrable \
    delete distinct drop else escape except exists foreign from group having in index insert intersect into is \
    isnull join limit not notnull null on or order primary references returning select set table then to \
    transaction union unique update using values when where";

/// Whether a name must be quoted for its word alone.
pub(super) fn is_reserved(dialect: Dialect, name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let holds = |words: &str| words.split_whitespace().any(|word| word == lower);
    match dialect {
        Dialect::Postgres => holds(POSTGRES),
        Dialect::Mysql => holds(MYSQL),
        Dialect::MariaDb => holds(ONLY_IN_MARIADB) || holds(MYSQL) && !holds(NOT_IN_MARIADB),
        Dialect::Sqlite => holds(SQLITE),
    }
}
