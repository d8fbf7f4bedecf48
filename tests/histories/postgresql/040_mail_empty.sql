-- /// migration
-- revision = "pg040"
-- down_revision = "pg039"
-- message = "a place in the history without statements"
-- ///

-- aludel:upgrade
-- Kept so that servers that ran it before it was withdrawn still find it.

-- aludel:downgrade
-- nothing to take back
