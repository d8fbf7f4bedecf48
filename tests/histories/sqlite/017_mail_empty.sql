-- /// migration
-- revision = "li017"
-- down_revision = "li016"
-- message = "a place in the history without statements"
-- ///

-- aludel:upgrade
-- Kept so that servers that ran it before it was withdrawn still find it.

-- aludel:downgrade
/* nothing to take back */
