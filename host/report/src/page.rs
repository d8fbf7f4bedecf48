//! The parts of the page.

use std::fmt::Write as _;

use crate::escape::html;
use crate::model::{Blocking, Check, Finding, GraphLine, Level, Outcome, Pictures, Report, Statement, Step};
use crate::summary::{counted, took};

const FITS: &str = "writing to a String cannot fail";

pub(crate) fn facts(report: &Report) -> String {
    let rows = report
        .facts
        .iter()
        .map(|fact| format!("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", html(fact.name), html(&fact.value)));
    let rows: String = rows.collect();
    if rows.is_empty() { rows } else { format!("<table>\n{rows}</table>\n") }
}

pub(crate) fn notes(notes: &[String]) -> String {
    list("", notes.iter().map(|note| html(note)))
}

/// A list; nothing where it has no entries.
fn list(class: &str, entries: impl Iterator<Item = String>) -> String {
    let entries: String = entries.map(|entry| format!("<li>{entry}</li>\n")).collect();
    if entries.is_empty() { entries } else { format!("<ul class=\"{class}\">\n{entries}</ul>\n") }
}

pub(crate) fn checks(checks: &[Check]) -> String {
    let mut text = section("checks", "Checks", checks.is_empty());
    for check in checks {
        let class = match check.outcome {
            Outcome::Passed => "r-good",
            Outcome::Failed => "r-bad",
            Outcome::Skipped => "r-faint",
        };
        let (word, open) = (check.outcome.word(), if check.outcome == Outcome::Failed { " open" } else { "" });
        let head = format!(
            "<h3>{}</h3> <span class=\"{class}\">{word}</span> <span class=\"r-faint\">{}</span>",
            html(&check.name),
            took(check.took)
        );
        if check.text.is_empty() {
            writeln!(text, "<div class=\"r-check\">{head}</div>").expect(FITS);
        } else {
            writeln!(text, "<details{open}><summary>{head}</summary>\n<pre>{}</pre></details>", html(&check.text))
                .expect(FITS);
        }
    }
    text
}

fn section(id: &str, title: &str, is_empty: bool) -> String {
    if is_empty { String::new() } else { format!("<h2 id=\"{id}\">{title}</h2>\n") }
}

pub(crate) fn findings(report: &Report) -> String {
    let findings = report.findings();
    let mut text = section("findings", "Findings", findings.is_empty());
    text.push_str(&list(
        "r-findings",
        findings.into_iter().map(|(step, finding)| {
            format!("<a href=\"#{}\">{}</a> {}", anchor(step), html(&step.revision), told(finding))
        }),
    ));
    text
}

/// Where a step is on the page. Revisions are of letters, digits and dashes, yet nobody's word is taken for it.
fn anchor(step: &Step) -> String {
    let plain = |character: char| if character.is_ascii_alphanumeric() { character } else { '-' };
    format!("{}-{}", step.verb, step.revision.chars().map(plain).collect::<String>())
}

fn told(finding: &Finding) -> String {
    let class = match finding.level {
        Level::Note => "r-faint",
        Level::Warning => "r-care",
        Level::Error => "r-bad",
    };
    let line = finding.line.map(|line| format!(" <span class=\"r-faint\">line {line}</span>")).unwrap_or_default();
    let hint = if finding.hint.is_empty() { String::new() } else { format!("<br>{}", html(&finding.hint)) };
    let (word, code, message) = (finding.level.word(), html(&finding.code), html(&finding.message));
    format!("<span class=\"{class}\">{word} {code}</span>{line} {message}{hint}")
}

pub(crate) fn pictures(pictures: Option<&Pictures>, differences: &[String]) -> String {
    let mut text = section("schema", "The schema", differences.is_empty() && pictures.is_none());
    text.push_str(&list("", differences.iter().map(|difference| html(difference))));
    let Some(pictures) = pictures else { return text };
    for (title, picture) in [("Before", &pictures.before), ("After", &pictures.after)] {
        if let Some(picture) = picture {
            writeln!(
                text,
                "<figure><figcaption>{title}: <code>+</code> new, <code>−</code> gone, <code>~</code> changed</figcaption>\n\
                 <div class=\"r-picture\">{picture}</div></figure>"
            )
            .expect(FITS);
        }
    }
    if pictures.left_out > 0 {
        let count = counted(pictures.left_out, "table");
        writeln!(text, "<p class=\"r-faint\">{count} that nothing changes around not shown</p>").expect(FITS);
    }
    text
}

pub(crate) fn graph(lines: &[GraphLine]) -> String {
    let mut text = section("revisions", "Revisions", lines.is_empty());
    if lines.is_empty() {
        return text;
    }
    text.push_str("<pre class=\"r-graph\">");
    for line in lines {
        let class = line.standing.class();
        write!(text, "<span class=\"{class}\">{} ", html(&line.lanes)).expect(FITS);
        if let Some(revision) = &line.revision {
            write!(text, "{} {}", html(revision), html(&line.message)).expect(FITS);
            let marks = line.marks.iter().map(String::as_str).chain([line.standing.words()]);
            for mark in marks.filter(|mark| !mark.is_empty()) {
                write!(text, " ({})", html(mark)).expect(FITS);
            }
        }
        text.push_str("</span>\n");
    }
    text + "</pre>\n"
}

pub(crate) fn steps(steps: &[Step]) -> String {
    let mut text = section("steps", "Steps", steps.is_empty());
    text.extend(steps.iter().map(step));
    text
}

fn step(step: &Step) -> String {
    let outside = if step.in_transaction { "" } else { " · in no transaction" };
    let package = step.package.as_ref().map(|package| format!(" · from {}", html(package))).unwrap_or_default();
    let mut text = format!(
        "<details open id=\"{}\"><summary><h3>{} <code>{}</code> {}</h3> <span class=\"r-faint\">{}{package} · {} · {}{outside}</span>\
         </summary>\n",
        anchor(step),
        step.verb,
        html(&step.revision),
        html(&step.message),
        html(&step.path),
        counted(step.statements.len(), "statement"),
        took(step.took),
    );
    text.push_str(&list("r-findings", step.findings.iter().map(told)));
    let losses = step.losses.iter().map(|loss| format!("<span class=\"r-care\">{}</span>", html(loss)));
    text.push_str(&list("", losses.chain(step.remarks.iter().map(|remark| html(remark)))));
    text.extend(step.statements.iter().map(statement));
    if step.statements_left_out > 0 {
        writeln!(text, "<p class=\"r-faint\">and {} more</p>", step.statements_left_out).expect(FITS);
    }
    if !step.touched.is_empty() {
        writeln!(text, "<p class=\"r-faint\">{}</p>", html(&step.touched.join(" · "))).expect(FITS);
    }
    text + "</details>\n"
}

fn statement(statement: &Statement) -> String {
    let mut remarks = Vec::new();
    if statement.times > 1 {
        remarks.push(format!("{} times", statement.times));
    }
    if statement.rows_changed > 0 {
        remarks.push(format!("{} changed", counted_rows(statement.rows_changed)));
    }
    remarks.extend(statement.remarks.iter().map(|remark| html(remark)));
    remarks.extend(statement.locks.iter().map(|lock| {
        let class = match lock.blocking {
            Blocking::Little => "r-faint",
            Blocking::Writes => "r-care",
            Blocking::Everything => "r-bad",
        };
        format!("<span class=\"{class}\">{}</span>", html(&lock.text))
    }));
    remarks.extend(
        statement
            .error
            .iter()
            .map(|error| format!("<span class=\"r-bad\">failed, and it went on:</span> {}", html(error))),
    );
    let (remarks, time, sql) = (list("", remarks.into_iter()), took(statement.took), html(statement.sql.trim()));
    format!(
        "<div class=\"r-statement\"><pre><code>{sql}</code></pre><span class=\"r-time r-faint\">{time}</span>\n{remarks}</div>\n"
    )
}

fn counted_rows(rows: u64) -> String {
    if rows == 1 { "1 row".to_owned() } else { format!("{rows} rows") }
}
