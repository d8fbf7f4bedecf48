//! The command line as a person sees it: whole screens.

#[path = "../copied_folder.rs"]
mod copied_folder;
#[path = "../matrix/databases.rs"]
#[expect(dead_code, reason = "what is shared with the scripts of whole sessions has more than these tests need")]
mod databases;
#[path = "../registries/docker.rs"]
mod docker_registry;
#[path = "../registries/listing.rs"]
mod listing_registry;
mod workspace;

mod alembic;
mod bad_sources;
mod builds;
mod cage;
mod comparisons;
mod connections;
mod distribution;
mod failures;
mod files;
mod folders;
mod foreign_targets;
mod generated;
mod guest_login;
mod guest_login_mariadb;
mod installed;
mod interruptions;
mod killed_builds;
mod kit;
mod languages;
mod lints;
mod listings;
mod locks;
mod logins;
mod package_files;
mod packaged_interpreter;
mod packages;
mod plan_files;
mod plan_findings;
mod plans;
mod pooler;
mod project_tests;
mod project_tests_in_code;
mod python;
mod remote;
mod reports;
mod runs;
mod shop;
mod signatures;
mod signers;
mod sqlmodel;
mod toolchains;
mod unjudged;
mod unsigned;
mod waits;
