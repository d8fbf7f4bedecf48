-- /// migration
-- revision = "li031"
-- down_revision = "li030"
-- message = "operators and literals that look like something else"
-- ///

-- aludel:upgrade
SELECT 'a' LIKE 'A', 'a' GLOB '[a-z;]', 1 <> 2, 1 != 2, 1 == 1, 3 << 1, 7 & 3 | 8, ~1, - -1, +1, 5 % 3, 'x' || 'y', NULL IS NOT 1, 1 IS NOT DISTINCT FROM 1;
SELECT X'', x'ff', 1e3, 1.e3, .5e-2, 0x1F, '''', '''''', """", CAST('1;2' AS INTEGER), datetime('2024-01-01'), iif(1, 'a;', 'b'), (SELECT max(a) FROM (SELECT 1 AS a UNION ALL SELECT 2)), CASE 1 WHEN 1 THEN 'x' END AS "end";
SELECT '{"a":[1,{"b;":2}]}' -> '$.a[1]', '{"a":1}' ->> 'a', title FROM forum_topic WHERE (id, closed) = (1, 0) AND title NOT IN ('x;y') AND id BETWEEN 1 AND 2 ORDER BY 1 NULLS LAST;

-- aludel:downgrade
SELECT 1;
