//! The cases as they stand in their files.

use std::collections::BTreeSet;

use serde::Deserialize;

const FILES: [&str; 3] = [
    include_str!("../cases/autogenerate.json"),
    include_str!("../cases/autogenerate_more.json"),
    include_str!("../cases/autogenerate_edges.json"),
];

/// Two databases, and what differs.
#[derive(Debug, Deserialize)]
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) dialect: String,
    pub(crate) before_sql: String,
    pub(crate) after_sql: String,
    expected_ops: BTreeSet<String>,
    #[serde(default)]
    also_accept: Vec<BTreeSet<String>>,
    /// What is right as a difference and loses what a rename would keep.
    #[serde(default)]
    pub(crate) lossy_fallback: Vec<BTreeSet<String>>,
}

impl Case {
    /// Whether these words are among the right answers.
    pub(crate) fn accepts(&self, summaries: &BTreeSet<String>) -> bool {
        self.expected_ops == *summaries || self.also_accept.contains(summaries)
    }

    /// Whether the answer that is best has these words.
    pub(crate) fn expects(&self, summary: &str) -> bool {
        self.expected_ops.contains(summary)
    }

    /// The right answers, for a message.
    pub(crate) fn expectation(&self) -> String {
        let others: String = self.also_accept.iter().map(|other| format!("\n    or {other:?}")).collect();
        format!("{:?}{others}", self.expected_ops)
    }
}

/// Every case of every file.
pub(crate) fn all() -> Vec<Case> {
    let read = |text: &str| -> Vec<Case> { serde_json::from_str(text).expect("the cases are JSON of this form") };
    FILES.into_iter().flat_map(read).collect()
}
