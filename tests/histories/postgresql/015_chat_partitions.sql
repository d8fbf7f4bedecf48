-- /// migration
-- revision = "pg015"
-- down_revision = "pg014"
-- message = "messages by month"
-- ///

-- aludel:upgrade
CREATE TABLE chat_events (
    id UUID NOT NULL DEFAULT gen_random_uuid(), at TIMESTAMP NOT NULL, kind TEXT, payload JSONB
) PARTITION BY RANGE (at);
CREATE TABLE chat_events_2024_01 PARTITION OF chat_events FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
CREATE TABLE chat_events_2024_02 PARTITION OF chat_events FOR VALUES FROM ('2024-02-01') TO ('2024-03-01')
    PARTITION BY LIST (kind);
CREATE TABLE chat_events_2024_02_join PARTITION OF chat_events_2024_02 FOR VALUES IN ('join', 'le;ave', NULL);
CREATE TABLE chat_events_rest PARTITION OF chat_events DEFAULT;
ALTER TABLE chat_events ADD PRIMARY KEY (id, at, kind);
CREATE INDEX ON chat_events (at DESC);
INSERT INTO chat_events (at, kind, payload) SELECT '2024-01-01'::timestamp + n * interval '1 day', 'join', jsonb_build_object('n', n)
FROM generate_series(0, 45) AS n;

-- aludel:downgrade
DROP TABLE chat_events;
