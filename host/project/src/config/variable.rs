//! `${VARIABLE}` in a text.

/// Why a text with variables has no value.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum VariableError {
    Missing { variable: String },
    Malformed,
}

/// Puts the values of variables in their places; `$${` stands for the characters `${`.
pub(super) fn replace(text: &str, variable: &dyn Fn(&str) -> Option<String>) -> Result<String, VariableError> {
    let mut replaced = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("${") {
        let (before, from_dollar) = rest.split_at(start);
        if let Some(kept) = before.strip_suffix('$') {
            replaced.push_str(kept);
            replaced.push_str("${");
            rest = &from_dollar[2..];
            continue;
        }
        let (name, after) = from_dollar[2..].split_once('}').ok_or(VariableError::Malformed)?;
        replaced.push_str(before);
        replaced.push_str(&value(name, variable)?);
        rest = after;
    }
    replaced.push_str(rest);
    Ok(replaced)
}

fn value(name: &str, variable: &dyn Fn(&str) -> Option<String>) -> Result<String, VariableError> {
    let legal = |character: char| character == '_' || character.is_ascii_alphanumeric();
    if name.is_empty() || !name.chars().all(legal) {
        return Err(VariableError::Malformed);
    }
    variable(name).ok_or_else(|| VariableError::Missing { variable: name.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_replaced_and_escapes_kept() {
        let variable = |name: &str| (name == "HOST").then(|| "${db}".to_owned());
        let missing = |name: &str| Err(VariableError::Missing { variable: name.to_owned() });
        let table = [
            ("a", Ok("a".to_owned())),
            ("x${HOST}y${HOST}", Ok("x${db}y${db}".to_owned())),
            ("$${HOST}", Ok("${HOST}".to_owned())),
            ("$5 ${HOST}", Ok("$5 ${db}".to_owned())),
            ("${PORT}", missing("PORT")),
            ("${}", Err(VariableError::Malformed)),
            ("${HOST", Err(VariableError::Malformed)),
            ("${A B}", Err(VariableError::Malformed)),
        ];
        for (text, expected) in table {
            assert_eq!(replace(text, &variable), expected, "{text}");
        }
    }
}
