//! The declarations of types.

use std::collections::BTreeSet;

use aludel_generate::layout::{Case, Field, Kind, TypeIndex};
use aludel_generate::names::pascal;

use super::Go;
use super::spelling::{comment, field};

impl Go<'_> {
    pub(super) fn types(&self) -> String {
        let mut out =
            "// Package wit holds the interfaces between host and guest as they are.\npackage wit\n".to_owned();
        for resource in &self.layout.resources {
            let name = pascal(&resource.name);
            out += &format!("\n{}", comment("", &name, resource.docs.as_deref(), "is a handle of the host."));
            out += &format!("type {name} uint32\n");
        }
        for place in self.stored.union(&self.loaded).copied().collect::<BTreeSet<_>>() {
            out += &self.declaration(place);
        }
        out
    }

    fn declaration(&self, place: TypeIndex) -> String {
        let name = self.word(place);
        let kind = &self.layout.types[place];
        let docs = |otherwise: &str| comment("", &name, kind.docs.as_deref(), otherwise);
        match &kind.kind {
            Kind::Record(fields) => format!("\n{}{}", docs("is a record."), self.structure(&name, fields)),
            Kind::Tuple(fields) => format!("\n{}{}", docs("is a tuple."), self.structure(&name, fields)),
            Kind::Enum { cases, .. } => {
                let constants = constants(&name, &name, cases);
                let names = names_of(&name, cases);
                format!("\n{}type {name} uint8\n\n{constants}{names}", docs("is one of a list."))
            }
            Kind::Variant { cases, .. } => {
                let tag = format!("{name}Tag");
                let fields = format!(
                    "\t// Tag says which case it is.\n\tTag {tag}\n\t// Payload is what the case holds, if it holds something.\n\tPayload any\n"
                );
                let constants = self.tags(&name, &tag, cases);
                format!(
                    "\n{}type {name} struct {{\n{fields}}}\n\n// {tag} names the cases of {name}.\ntype {tag} uint8\n\n{constants}",
                    docs("is one of several cases.")
                )
            }
            _ => String::new(),
        }
    }

    fn structure(&self, name: &str, fields: &[Field]) -> String {
        let lines = aligned(fields.iter().map(|part| {
            let docs = part.docs.as_deref().map(|docs| comment("\t", "", Some(docs), "")).unwrap_or_default();
            [docs, field(&part.name), self.spelled(part.kind)]
        }));
        format!("type {name} struct {{\n{lines}}}\n")
    }

    fn tags(&self, name: &str, tag: &str, cases: &[Case]) -> String {
        let described: Vec<_> = cases
            .iter()
            .map(|case| {
                let holds = case.payload.map_or("nothing".to_owned(), |payload| self.spelled(payload));
                let docs = case.docs.as_deref().map(|docs| format!("{docs}\n")).unwrap_or_default();
                Case { docs: Some(format!("{docs}Payload: {holds}")), ..case.clone() }
            })
            .collect();
        constants(name, tag, &described)
    }
}

/// The method that gives the name that WIT has for a value.
fn names_of(name: &str, cases: &[Case]) -> String {
    let names: Vec<_> = cases.iter().map(|case| format!("{:?}", case.name)).collect();
    let (names, listed) = (names.join(", "), format!("names{name}"));
    format!(
        "\n// String gives the name of the value, in lower case with dashes.\nfunc (value {name}) String() string {{\n\treturn {listed}[value]\n}}\n\nvar {listed} = [...]string{{{names}}}\n"
    )
}

fn constants(prefix: &str, kind: &str, cases: &[Case]) -> String {
    let lines = cases.iter().enumerate().map(|(number, case)| {
        let docs = case.docs.as_deref().map(|docs| comment("\t", "", Some(docs), "")).unwrap_or_default();
        let counted = if number == 0 { format!(" {kind} = iota") } else { String::new() };
        format!("{docs}\t{prefix}{}{counted}\n", pascal(&case.name))
    });
    format!("const (\n{})\n", lines.collect::<String>())
}

/// Lines of a comment, a name and a type, with the types below each other as gofmt wants it: a comment begins anew.
fn aligned(lines: impl Iterator<Item = [String; 3]>) -> String {
    let mut groups: Vec<Vec<[String; 3]>> = Vec::new();
    for line in lines {
        match groups.last_mut() {
            Some(group) if line[0].is_empty() => group.push(line),
            _ => groups.push(vec![line]),
        }
    }
    let group = |group: &Vec<[String; 3]>| -> String {
        let width = group.iter().map(|[_, name, _]| name.len()).max().unwrap_or_default();
        group.iter().map(|[docs, name, kind]| format!("{docs}\t{name:width$} {kind}\n")).collect()
    };
    groups.iter().map(group).collect()
}
