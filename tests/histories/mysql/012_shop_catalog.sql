-- /// migration
-- revision = "my012"
-- down_revision = "my011"
-- message = "products, prices and categories"
-- ///

-- aludel:upgrade
CREATE TABLE shop_categories (id SMALLINT UNSIGNED PRIMARY KEY, parent SMALLINT UNSIGNED, name VARCHAR(80) NOT NULL, lft INT, rgt INT, KEY (parent), CONSTRAINT `shop_cat; parent` FOREIGN KEY (parent) REFERENCES shop_categories (id)) ENGINE=InnoDB;
CREATE TABLE shop_products (
    id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY, category SMALLINT UNSIGNED NULL, sku CHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL UNIQUE,
    name VARCHAR(200) NOT NULL, description TEXT, price DECIMAL(9,2) NOT NULL, tax FLOAT(5,2) DEFAULT 19.0, weight DOUBLE PRECISION,
    attributes JSON DEFAULT ('{}'), active BOOL NOT NULL DEFAULT TRUE,
    FULLTEXT shop_words (name, description), FOREIGN KEY (category) REFERENCES shop_categories (id)
) ENGINE=InnoDB CHARACTER SET = utf8mb4 COLLATE = utf8mb4_unicode_ci MAX_ROWS=1000000 CHECKSUM=0;
INSERT INTO shop_categories VALUES (1, NULL, 'All', 1, 8), (2, 1, 'Cups; mugs', 2, 3), (3, 1, 'Tea -- loose', 4, 5), (4, 1, 'O''Reilly\'s', 6, 7);
INSERT INTO shop_products (category, sku, name, price) VALUES (2, 'A-1', 'Cup', 4.5), (2, 'A-2', 'Mug "XL"; blue', 1e1), (3, 'T-1', 'Grün 茶 🍵', .99), (NULL, 'N-1', N'national', 0x0F), (4, 'B-1', _utf8mb4'introduced; text', 1.0);

-- aludel:downgrade
DROP TABLE shop_products, shop_categories;
