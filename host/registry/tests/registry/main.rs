//! Registries: a real one, and some that lie, stall and mislead.

#[path = "../../../../tests/registries/docker.rs"]
mod docker_registry;
#[path = "../../../../tests/registries/listing.rs"]
mod listing_registry;

mod bad_answers;
mod impostor;
mod listed;
mod oras;
mod pages;
mod pushes;
mod real_registry;
mod sample;
