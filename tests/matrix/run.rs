//! Runs a script on one database.

use std::process::Output;

use crate::databases::{Kind, Server};
use crate::screen;
use crate::script::{Action, Logins, Script, Step};
use crate::workspace::Workspace;

/// Runs a script and compares what is seen with what is expected.
pub(crate) fn check(script: &Script, server: &Server, logins: Logins) -> Result<(), String> {
    let kind = server.kind();
    let mut problems = Vec::new();
    let mut run = Run::begin(server, logins)?;
    if script.compares() {
        run.workspace.let_compare()?;
    }
    for step in script.steps().filter(|step| step.is_for(kind)) {
        match run.take(step) {
            Ok(Some(seen)) => problems.extend(compare(step, kind, &seen)),
            Ok(None) => {}
            Err(problem) => {
                problems.push(format!("line {}: {}\n{problem}", step.line, step.head));
                break;
            }
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n")) }
}

/// Runs a script and gives what each answered step showed, by its line.
pub(crate) fn record(script: &Script, server: &Server) -> Result<Vec<(usize, Vec<String>)>, String> {
    let mut run = Run::begin(server, Logins::One)?;
    let mut seen = Vec::new();
    for step in script.steps().filter(|step| step.is_for(server.kind())) {
        let lines = run.take(step).map_err(|problem| format!("line {}: {}\n{problem}", step.line, step.head))?;
        seen.extend(lines.map(|lines| (step.line, lines)));
    }
    Ok(seen)
}

fn compare(step: &Step, kind: Kind, seen: &[String]) -> Option<String> {
    let expected = step.body(kind);
    (expected != seen).then(|| {
        let difference = screen::difference(&expected.join("\n"), &seen.join("\n"));
        format!("line {}: {}\n{difference}", step.line, step.head)
    })
}

struct Run<'server> {
    server: &'server Server,
    workspace: Workspace,
    last_output: Option<Output>,
    kept_schema: Option<String>,
}

impl<'server> Run<'server> {
    fn begin(server: &'server Server, logins: Logins) -> Result<Self, String> {
        Ok(Self { server, workspace: Workspace::create(server, logins)?, last_output: None, kept_schema: None })
    }

    /// Does one step; gives what it showed, if it is one that shows something.
    fn take(&mut self, step: &Step) -> Result<Option<Vec<String>>, String> {
        let body = || step.body(self.server.kind()).join("\n") + "\n";
        let workspace = &self.workspace;
        match &step.action {
            Action::Write(name) => self.workspace.write(name, body())?,
            Action::Remove(name) => self.workspace.remove(name)?,
            Action::Command(line) => return self.command(line).map(Some),
            Action::Do(line) => self.succeed(line)?,
            Action::Question(sql) => return workspace.run(sql).map(|rows| Some(screen::tidy(&rows))),
            Action::Statements(sql) if sql.is_empty() => drop(workspace.run(&body())?),
            Action::Statements(sql) => drop(workspace.run(sql)?),
            Action::Apply => self.apply()?,
            Action::Fresh => self.workspace.take_new_database(self.server)?,
            Action::KeepSchema => self.kept_schema = Some(workspace.schema()?),
            Action::SameSchema => self.compare_schema()?,
        }
        Ok(None)
    }

    fn command(&mut self, line: &str) -> Result<Vec<String>, String> {
        let output = self.workspace.aludel(line)?;
        let lines = screen::lines(&output, &self.workspace);
        self.last_output = Some(output);
        Ok(lines)
    }

    fn succeed(&self, line: &str) -> Result<(), String> {
        let output = self.workspace.aludel(line)?;
        let screen = || screen::lines(&output, &self.workspace).join("\n");
        if output.status.success() { Ok(()) } else { Err(screen()) }
    }

    fn apply(&self) -> Result<(), String> {
        let output = self.last_output.as_ref().ok_or("no command was run before")?;
        self.workspace.database.run(&String::from_utf8_lossy(&output.stdout)).map(drop)
    }

    fn compare_schema(&self) -> Result<(), String> {
        let kept = self.kept_schema.as_ref().ok_or("`keep schema` must come first")?;
        let present = self.workspace.schema()?;
        if *kept == present { Ok(()) } else { Err(screen::difference(kept, &present)) }
    }
}
