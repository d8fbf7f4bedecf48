//! The languages beside SQL and Rust, a file each: where their tools are found, and how they are asked.

mod assemblyscript;
mod c;
mod clang;
mod cpp;
mod debug_lines;
mod go;
mod javascript;
mod python;
mod tool;
mod typescript;
mod wat;
mod zig;

use aludel_project::{Config, Language};

use crate::environment::ToolEnvironment;
use crate::script::Frontend;
use crate::toolchain::Toolchain;

/// How a language is built.
#[derive(Debug)]
pub(crate) enum Way {
    /// By a compiler.
    Compiled(Box<dyn Toolchain>),
    /// As text on an interpreter.
    Script(Box<dyn Frontend>),
}

/// How a language is built here; none of those that are built by means of their own.
pub(crate) fn way(language: Language, config: &Config, environment: &ToolEnvironment) -> Option<Way> {
    match language {
        Language::Sql | Language::Rust => None,
        Language::Python => Some(Way::Script(Box::new(python::Python::new(config, environment)))),
        Language::JavaScript => Some(Way::Script(Box::new(javascript::JavaScript::new(environment)))),
        Language::TypeScript => Some(Way::Script(Box::new(typescript::TypeScript::new(environment)))),
        Language::C => Some(Way::Compiled(Box::new(c::toolchain(environment)))),
        Language::Cpp => Some(Way::Compiled(Box::new(cpp::toolchain(environment)))),
        Language::Zig => Some(Way::Compiled(Box::new(zig::Zig::new(environment)))),
        Language::Go => Some(Way::Compiled(Box::new(go::Go::new(environment)))),
        Language::AssemblyScript => {
            Some(Way::Compiled(Box::new(assemblyscript::AssemblyScript::new(&config.root, environment))))
        }
        Language::Wat => Some(Way::Compiled(Box::new(wat::Wat))),
    }
}
