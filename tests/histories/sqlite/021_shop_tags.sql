-- /// migration
-- revision = "li021"
-- down_revision = "li020"
-- message = "tags of a JSON list become a table"
-- ///

-- aludel:upgrade
CREATE TABLE shop_tag (sku TEXT REFERENCES shop_product (sku) ON DELETE CASCADE, tag TEXT, PRIMARY KEY (sku, tag));
INSERT INTO shop_tag SELECT p.sku, j.value FROM shop_product p, json_each(p.tags) j;
UPDATE shop_product SET tags = NULL;
ALTER TABLE shop_product DROP COLUMN tags;

-- aludel:downgrade
ALTER TABLE shop_product ADD COLUMN tags TEXT DEFAULT '[]';
UPDATE shop_product SET tags = (SELECT json_group_array(tag) FROM shop_tag t WHERE t.sku = shop_product.sku);
DROP TABLE shop_tag;
