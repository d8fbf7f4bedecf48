-- /// migration
-- revision = "my023"
-- down_revision = "my022"
-- message = "names that need their quotes"
-- ///

-- aludel:upgrade
CREATE TABLE `forum_weird; ``name`` -- x` (`a b` INT, `select` INT, `UPPER` INT, `día` INT, `/*` INT, `#` INT, `'` INT, `"` INT, `$1` INT, $dollar INT, 1digit INT, KEY `k;` (`a b`, `#`));
INSERT INTO `forum_weird; ``name`` -- x` (`a b`, `/*`, $dollar, 1digit) SELECT 1, 2, 3, 4 FROM (SELECT 1) AS begin_;

-- aludel:downgrade
DROP TABLE `forum_weird; ``name`` -- x`;
