-- /// migration
-- revision = "my018"
-- down_revision = "my017"
-- message = "an anonymous block"
-- ///

-- aludel:upgrade mariadb
BEGIN NOT ATOMIC
    DECLARE n INT DEFAULT (SELECT COUNT(*) FROM shop_products);
    IF n > 1000000 THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'too many; products';
    END IF;
    FOR row IN (SELECT id FROM shop_products WHERE price = 0) DO
        UPDATE shop_products SET active = FALSE WHERE id = row.id;
    END FOR;
    FOR i IN 1..3 DO SET @sum = COALESCE(@sum, 0) + i; END FOR;
END;
UPDATE shop_products SET active = FALSE WHERE price = 0;
IF EXISTS (SELECT 1 FROM shop_products WHERE price < 0) THEN UPDATE shop_products SET price = 0 WHERE price < 0; ELSE SET @sum = 0; END IF;

-- aludel:upgrade mysql
UPDATE shop_products SET active = FALSE WHERE price = 0;
-- aludel:downgrade
UPDATE shop_products SET active = TRUE;
