-- /// migration
-- revision = "li036"
-- down_revision = "li035"
-- message = "comments in the middle of everything"
-- ///

-- aludel:upgrade
CREATE /* a; */ TABLE -- b;
chat_commented /* c; */ ( -- d;
    id INTEGER /* e; */ PRIMARY KEY -- f;
    , name TEXT /* '; */ DEFAULT 'it''s -- g; /* h */' -- i'; j
) /* k; */ ;
CREATE TRIGGER chat_commented_t AFTER INSERT ON chat_commented BEGIN -- END;
    /* END; */ SELECT 'END;'; -- l
    SELECT "name" FROM chat_commented /* ; END; */; END /* m; */ ; -- n;
INSERT INTO chat_commented DEFAULT VALUES;

-- aludel:downgrade
DROP TABLE chat_commented;
