-- /// migration
-- revision = "li024"
-- down_revision = "li023"
-- message = "attached files have no place here, temporary tables do"
-- ///

-- aludel:upgrade
CREATE TEMPORARY TABLE shop_scratch AS SELECT category, count(*) AS n, sum(price_cents) AS sum FROM shop_product GROUP BY category;
CREATE TABLE shop_report (category INTEGER PRIMARY KEY, n INTEGER, average REAL, note TEXT DEFAULT (printf('%s;%s', 'a', 'b')));
INSERT INTO shop_report (category, n, average) SELECT category, n, sum * 1.0 / n FROM temp.shop_scratch;
DROP TABLE temp.shop_scratch; EXPLAIN QUERY PLAN SELECT * FROM shop_report WHERE n = 1 AND category IN (SELECT 1 UNION VALUES (2), (3));

-- aludel:downgrade
DROP TABLE shop_report;
