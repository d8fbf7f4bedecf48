-- The same with one table changed and a column gone.
CREATE TABLE author (id INTEGER PRIMARY KEY, name VARCHAR(120) NOT NULL, born DATE);
CREATE INDEX ix_author_name ON author (name);
