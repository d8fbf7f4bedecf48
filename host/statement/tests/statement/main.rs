//! What is read from statements: the hostile ones of `tests/hostile/sql`, and the everyday ones of `tests/histories`.

mod any_text;
mod cases;
mod histories;
mod hostile;
mod precise;
mod scripts;
