//! What a migration imports, looked at before it is assembled: the host gives the interfaces of Aludel and nothing else.

use super::lexer::{Token, tokens};
use crate::toolchain::ToolchainError;

/// How the modules begin that the host gives.
const GIVEN: &str = "aludel:";

/// What languages with a library of a system import, and this one need not.
const WASI: &str = "wasi";

/// Refuses an import of anything else.
pub(super) fn check(text: &str, file: &str) -> Result<(), ToolchainError> {
    let tokens: Vec<Token<'_>> = tokens(text).filter(|token| !token.is_blank()).collect();
    let mut imports = tokens.windows(4).filter(|tokens| tokens[0].text == "(" && tokens[1].text == "import");
    let foreign = imports.find_map(|tokens| {
        let module = tokens[2].text.trim_matches('"');
        (!module.starts_with(GIVEN)).then(|| (tokens[1].line, module, tokens[3].text.trim_matches('"')))
    });
    let Some((line, module, name)) = foreign else { return Ok(()) };
    let reason = if module.starts_with(WASI) {
        "a migration has no files, no network and no clock"
    } else {
        "the host gives the interfaces of Aludel and nothing else"
    };
    Err(ToolchainError::Import {
        file: file.to_owned(),
        line,
        problem: format!("import of `{name}` from `{module}`: {reason}"),
        hint: Some("put it into the migration; what can be called is in .aludel/sdk/wat".to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_host_gives_is_imported() {
        let text = ";; (import \"no\" \"no\")\n(import \"aludel:sql/database@0.1.0\" \"x\" (func))\n";
        assert_eq!(check(text, "a.wat"), Ok(()));
        let refusal = |import: &str| check(&format!("{text}\n{import}"), "a.wat").expect_err(import).to_string();
        assert_eq!(
            refusal("(import \"pad\" \"left\" (func))"),
            "a.wat:4: import of `left` from `pad`: the host gives the interfaces of Aludel and nothing else"
        );
        assert!(refusal("(func (import \"wasi_snapshot_preview1\" \"path_open\"))").ends_with("no clock"));
    }
}
