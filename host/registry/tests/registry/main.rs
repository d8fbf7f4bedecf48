//! Registries: a real one, and some that lie, stall and mislead.

mod bad_answers;
mod impostor;
mod real_registry;
mod sample;
