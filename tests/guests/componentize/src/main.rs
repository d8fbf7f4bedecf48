//! `componentize MODULE COMPONENT`: wraps a core module that describes its world into a component.

use std::error::Error;
use std::process::ExitCode;

use wit_component::ComponentEncoder;

fn main() -> ExitCode {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let [module, component] = paths.as_slice() else {
        eprintln!("usage: componentize MODULE COMPONENT");
        return ExitCode::from(2);
    };
    match wrap(module, component) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {module}: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn wrap(module: &str, component: &str) -> Result<(), Box<dyn Error>> {
    let module = std::fs::read(module)?;
    let bytes = ComponentEncoder::default().validate(true).module(&module)?.encode()?;
    Ok(std::fs::write(component, bytes)?)
}
