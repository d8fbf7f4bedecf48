-- /// migration
-- revision = "my016"
-- down_revision = "my015"
-- message = "a move of data that survives single failures"
-- ///

-- aludel:upgrade
CREATE PROCEDURE shop_round_prices()
BEGIN
    DECLARE EXIT HANDLER FOR 1146, SQLSTATE '42S02' SELECT 'no table; nothing done' AS note;
    DECLARE CONTINUE HANDLER FOR SQLWARNING BEGIN END;
    START TRANSACTION;
    UPDATE shop_products SET price = ROUND(price, 1);
    SAVEPOINT half;
    UPDATE shop_products SET price = price - 0.01 WHERE price = FLOOR(price) AND price > 0;
    ROLLBACK TO SAVEPOINT half;
    COMMIT;
    SELECT * FROM shop_nothing_here;
END;
CALL shop_round_prices();
DROP PROCEDURE shop_round_prices;

-- aludel:downgrade
-- prices stay rounded
DO 0;
