//! The page.

use crate::escape::html as escaped;
use crate::model::Report;
use crate::page;
use crate::style::STYLE;
use crate::summary::Verdict;

/// One file of HTML. It loads nothing and runs nothing: its own policy says so to the browser as well.
pub fn html(report: &Report) -> String {
    let title = escaped(&report.title);
    let (class, verdict) = match Verdict::of(report) {
        Verdict::Good(words) => ("r-good", words),
        Verdict::Care(words) => ("r-care", words),
        Verdict::Bad(words) => ("r-bad", words),
    };
    let body = [
        page::facts(report),
        page::notes(&report.notes),
        page::checks(&report.checks),
        page::findings(report),
        page::pictures(report.pictures.as_ref(), &report.differences),
        page::steps(&report.steps),
        page::graph(&report.graph),
    ]
    .concat();
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <h1>{title}</h1>\n<p class=\"r-verdict {class}\">{}</p>\n<main>\n{body}</main>\n</body>\n</html>\n",
        escaped(&verdict)
    )
}
