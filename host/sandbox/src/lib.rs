//! Runs migration components in wasmtime, with limits, against a database that the host owns.
