//! A project on disk: configuration, migration files, headers, artefacts, templates and the lock file.
