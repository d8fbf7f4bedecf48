-- /// migration
-- revision = "my014"
-- down_revision = "my013"
-- message = "orders, partitioned by year"
-- ///

-- aludel:upgrade
CREATE TABLE shop_orders (
    id BIGINT NOT NULL AUTO_INCREMENT, placed DATE NOT NULL, customer INT, total DECIMAL(12,2), state TINYINT NOT NULL DEFAULT 0,
    PRIMARY KEY (id, placed)
) ENGINE=InnoDB
PARTITION BY RANGE (YEAR(placed)) (
    PARTITION p2022 VALUES LESS THAN (2023) COMMENT = 'old; cold',
    PARTITION p2023 VALUES LESS THAN (2024),
    PARTITION pmax VALUES LESS THAN MAXVALUE
);
ALTER TABLE shop_orders REORGANIZE PARTITION pmax INTO (PARTITION p2024 VALUES LESS THAN (2025), PARTITION pmax VALUES LESS THAN MAXVALUE);
CREATE TABLE shop_sessions (k VARCHAR(64) PRIMARY KEY, v BLOB) PARTITION BY KEY (k) PARTITIONS 4;
INSERT INTO shop_orders (placed, customer, total) VALUES ('2022-05-05', 1, 9.5), (DATE '2024-02-29', 2, 1), ('2031-01-01', 3, -0.0);

-- aludel:downgrade
DROP TABLE shop_sessions; DROP TABLE shop_orders;
