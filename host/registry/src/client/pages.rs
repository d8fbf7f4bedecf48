//! Lists that a registry sends in pages: each says where the next one is.

use std::collections::HashSet;

use aludel_project::package::PackageError;
use reqwest::Url;

use super::Client;
use crate::error::RegistryError;
use crate::http::{Answer, Errand, Question, next_page, without_secrets};

/// How many pages of one list are read.
const PAGES_MAX: usize = 1000;

/// A list as far as it was read.
struct Walk {
    pages: Vec<Vec<u8>>,
    bytes: u64,
    visited: HashSet<Url>,
}

impl Client {
    /// All pages of a list, the first one included. Together they may have as many bytes as the question allows for one, and
    /// take as long as a layer.
    pub(super) async fn pages(&self, question: &Question<'_>, first: Answer) -> Result<Vec<Vec<u8>>, RegistryError> {
        let waited = self.http.options().patience.layer;
        let (registry, what) = (question.place.registry.clone(), question.what.to_owned());
        let walked = tokio::time::timeout(waited, self.walk(question, first)).await;
        walked.unwrap_or(Err(RegistryError::TimedOut { registry, what, waited }))
    }

    async fn walk(&self, question: &Question<'_>, first: Answer) -> Result<Vec<Vec<u8>>, RegistryError> {
        let mut walk = Walk { pages: Vec::new(), bytes: 0, visited: HashSet::from([first.url.clone()]) };
        let mut answer = first;
        loop {
            let next = next_page(&answer).map_err(|reason| garbage(question, reason))?;
            walk.keep(question, answer.bytes)?;
            let Some(location) = next else { return Ok(walk.pages) };
            walk.visit(question, &location)?;
            answer = self.http.ask(&Question { errand: Errand::ReadAt { location: &location }, ..*question }).await?;
        }
    }
}

impl Walk {
    fn keep(&mut self, question: &Question<'_>, page: Vec<u8>) -> Result<(), RegistryError> {
        self.bytes += page.len() as u64;
        self.pages.push(page);
        if self.bytes <= question.bytes_max {
            return Ok(());
        }
        let what = question.what.to_owned();
        Err(refused(question, PackageError::TooLarge { what, bytes: self.bytes, allowed_bytes: question.bytes_max }))
    }

    fn visit(&mut self, question: &Question<'_>, location: &Url) -> Result<(), RegistryError> {
        if !self.visited.insert(location.clone()) {
            return Err(RegistryError::PageCircle {
                registry: question.place.registry.clone(),
                what: question.what.to_owned(),
                url: without_secrets(location),
            });
        }
        if self.pages.len() < PAGES_MAX {
            return Ok(());
        }
        Err(RegistryError::TooManyPages {
            registry: question.place.registry.clone(),
            what: question.what.to_owned(),
            allowed: PAGES_MAX,
        })
    }
}

fn refused(question: &Question<'_>, problem: PackageError) -> RegistryError {
    RegistryError::Package { reference: question.place.registry.clone(), problem }
}

fn garbage(question: &Question<'_>, reason: String) -> RegistryError {
    RegistryError::Garbage { registry: question.place.registry.clone(), what: question.what.to_owned(), reason }
}
