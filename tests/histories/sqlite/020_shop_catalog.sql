-- /// migration
-- revision = "li020"
-- down_revision = "li019"
-- message = "products and their categories"
-- ///

-- aludel:upgrade
CREATE TABLE shop_category (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES shop_category (id), name TEXT NOT NULL);
CREATE TABLE shop_product (
	sku TEXT PRIMARY KEY NOT NULL CHECK (sku GLOB '[A-Z]*-[0-9]*'), category INTEGER REFERENCES shop_category,
	title TEXT NOT NULL, price_cents INTEGER NOT NULL DEFAULT 0 CHECK (price_cents >= 0), tags TEXT DEFAULT '[]'
) WITHOUT ROWID;
INSERT INTO shop_category VALUES (1, NULL, 'All'), (2, 1, 'Cups; mugs'), (3, 1, 'Tea -- loose'), (4, 2, 'O''Reilly');
INSERT INTO shop_product VALUES ('A-1', 2, 'Cup', 450, '["blue;", "it''s"]'), ('A-2', 2, 'Mug "XL"', 900, '[]'), ('T-1', 3, 'Grün 茶 🍵', 99, '["a"]');

-- aludel:downgrade
DROP TABLE shop_product; DROP TABLE shop_category;
