-- /// migration
-- revision = "my029"
-- down_revision = "my028"
-- message = "places, spatial indexes and long strings"
-- ///

-- aludel:upgrade mariadb
CREATE TABLE tracker_places (id INT PRIMARY KEY, spot POINT NOT NULL, area POLYGON NOT NULL, SPATIAL INDEX (spot)) ENGINE=Aria;
INSERT INTO tracker_places VALUES (1, ST_GeomFromText('POINT(1 1)'), ST_GeomFromText('POLYGON((0 0, 0 3, 3 3, 3 0, 0 0))'));
SELECT ST_AsText(spot), 0xDEADBEEF, x'4D7953514C', b'1010', 1.5e-3, .5, TRUE, NULL, \N, DATE'2024-01-01', TIMESTAMP '2024-01-01 00:00:00', {d '2024-01-01'} FROM tracker_places;

-- aludel:upgrade mysql
CREATE TABLE tracker_places (id INT PRIMARY KEY, spot POINT NOT NULL, area POLYGON NOT NULL, SPATIAL INDEX (spot)) ENGINE=MyISAM;
INSERT INTO tracker_places VALUES (1, ST_GeomFromText('POINT(1 1)'), ST_GeomFromText('POLYGON((0 0, 0 3, 3 3, 3 0, 0 0))'));
SELECT ST_AsText(spot), 0xDEADBEEF, x'4D7953514C', b'1010', 1.5e-3, .5, TRUE, NULL, DATE'2024-01-01', TIMESTAMP '2024-01-01 00:00:00', {d '2024-01-01'} FROM tracker_places;

-- aludel:downgrade
DROP TABLE tracker_places;
