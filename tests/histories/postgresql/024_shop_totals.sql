-- /// migration
-- revision = "pg024"
-- down_revision = "pg023"
-- message = "totals by statement-level triggers with transition tables"
-- ///

-- aludel:upgrade
CREATE OR REPLACE FUNCTION shop_sum_orders() RETURNS TRIGGER AS $body$
DECLARE
    touched CURSOR FOR SELECT DISTINCT "order" AS number FROM changed;
    rows integer;
BEGIN
    <<each_order>>
    FOR one IN touched LOOP
        CONTINUE each_order WHEN one.number IS NULL;
        UPDATE shop_orders o
           SET total = (SELECT coalesce(sum(l.sum), 0) FROM shop_order_lines l WHERE l."order" = one.number)
         WHERE o.number = one.number;
        GET DIAGNOSTICS rows = ROW_COUNT;
        IF rows > 1 THEN RAISE EXCEPTION USING MESSAGE = 'number; not unique', ERRCODE = 'P0001'; END IF;
    END LOOP;
    RETURN NULL;
END $body$
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp COST 50;
CREATE TRIGGER shop_lines_inserted AFTER INSERT ON shop_order_lines REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION shop_sum_orders();
CREATE TRIGGER shop_lines_deleted AFTER DELETE ON shop_order_lines REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION shop_sum_orders();
INSERT INTO shop_orders (number) VALUES (1), (2);
INSERT INTO shop_order_lines VALUES (1, 1, 1, 2, 4.50), (1, 2, 3, 1, 9.00), (2, 1, 2, 10, 1);

-- aludel:downgrade
DELETE FROM shop_orders WHERE number < 3;
DROP TRIGGER shop_lines_inserted ON shop_order_lines; DROP TRIGGER shop_lines_deleted ON shop_order_lines;
DROP FUNCTION shop_sum_orders;
