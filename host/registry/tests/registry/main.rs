//! Registries: a real one, and some that lie, stall and mislead.

#[path = "../../../../tests/registries/docker.rs"]
mod docker_registry;

mod bad_answers;
mod impostor;
mod pushes;
mod real_registry;
mod sample;
