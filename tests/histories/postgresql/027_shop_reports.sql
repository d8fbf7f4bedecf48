-- /// migration
-- revision = "pg027"
-- down_revision = "pg026"
-- message = "a schema of its own for reports"
-- ///

-- aludel:upgrade
CREATE SCHEMA shop_reports;
CREATE TABLE shop_reports.days (day date PRIMARY KEY, revenue numeric NOT NULL DEFAULT 0);
CREATE VIEW shop_reports."shop_Best; sellers" AS SELECT product, sum(quantity) AS "how many" FROM public.shop_order_lines GROUP BY product;
SET search_path TO shop_reports, public;
CREATE FUNCTION revenue(from_day date, to_day date DEFAULT current_date, OUT total numeric, OUT days bigint) AS
    'SELECT coalesce(sum(revenue), 0), count(*) FROM shop_reports.days WHERE day BETWEEN from_day AND to_day; '
    LANGUAGE sql;
RESET search_path;
SELECT total, days FROM shop_reports.revenue('2024-01-01');

-- aludel:downgrade
DROP SCHEMA shop_reports CASCADE;
