-- /// migration
-- revision = "pg020"
-- down_revision = "pg019"
-- message = "arrays, hstore, ranges and their operators"
-- ///

-- aludel:upgrade
CREATE TABLE chat_bots (
    id integer PRIMARY KEY, tags text[] NOT NULL DEFAULT ARRAY['a;b', 'c''d'], grid integer[][] DEFAULT '{{1,2},{3,4}}',
    settings hstore DEFAULT '"a"=>"1;2", "b"=>NULL', active tstzrange, ports int4range DEFAULT int4range(1, 1024, '[]')
);
INSERT INTO chat_bots (id, tags) VALUES (1, '{"x\"y",NULL,"{z}"}');
UPDATE chat_bots SET tags = tags[1:2] || ARRAY['q'], settings = settings || 'c=>3' WHERE settings ? 'a' AND tags @> ARRAY['x"y'] AND NOT ports @> 5000;
SELECT settings -> 'a', tags[1], 5 # 3, 2 ^ 3, |/ 25.0, @ -5, ~1, 'a' ~* 'A', '{"a":{"b":1}}'::jsonb #>> '{a,b}', '{"a":1}'::jsonb ?| array['a'] FROM chat_bots;
CREATE INDEX chat_bots_tags ON chat_bots USING GIN (tags);

-- aludel:downgrade
DROP TABLE chat_bots;
