-- /// migration
-- revision = "my017"
-- down_revision = "my016"
-- message = "delimiters of every kind"
-- ///

-- aludel:upgrade
DELIMITER |
CREATE PROCEDURE shop_a() BEGIN SELECT 1; SELECT '|; still text'; END |
DELIMITER ;;
CREATE PROCEDURE shop_b()
BEGIN
	SELECT 2; -- two;; no, a comment
END ;;
delimiter GO
CREATE PROCEDURE shop_c() SELECT 'category; cargo' AS going GO
DELIMITER ;
CALL shop_c();

-- aludel:downgrade
DELIMITER $$
DROP PROCEDURE shop_c$$
DROP PROCEDURE shop_b $$ DROP PROCEDURE shop_a
$$
DELIMITER ;
