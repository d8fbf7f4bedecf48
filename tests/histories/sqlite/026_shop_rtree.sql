-- /// migration
-- revision = "li026"
-- down_revision = "li025"
-- message = "places in an R-tree"
-- ///

-- aludel:upgrade
CREATE VIRTUAL TABLE shop_places USING rtree(id, min_x, max_x, min_y, max_y, +note TEXT);
INSERT INTO shop_places VALUES (1, 0, 1.5, 0, 1, 'first; place'), (2, -1, 1, -1e2, 1, NULL);
SELECT id FROM shop_places WHERE min_x >= -2 AND max_y <= 5 ORDER BY id LIMIT 5 OFFSET 0;

-- aludel:downgrade
DROP TABLE shop_places;
