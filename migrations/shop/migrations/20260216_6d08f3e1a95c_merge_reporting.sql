-- /// migration
-- revision = "6d08f3e1a95c"
-- down_revision = ["e81d3b6a7f52", "b4e95a07c32d"]
-- message = "merge reporting"
-- created = 2026-02-16T10:00:00Z
-- ///

-- aludel:upgrade

-- aludel:downgrade
