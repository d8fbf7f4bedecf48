//! What the build script took in: the libraries of all languages, and the interpreter of JavaScript.

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
