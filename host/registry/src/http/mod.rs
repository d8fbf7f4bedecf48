//! Questions over HTTP whose answers are read up to a limit.
//!
//! - [`errand`]: what is asked
//! - [`link`]: where a list goes on
//! - [`challenge`] and [`token`]: how whoever asks is made known

mod challenge;
mod errand;
mod link;
mod token;

use std::collections::HashMap;
use std::future::Future;
use std::sync::Mutex;
use std::time::Duration;

use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{RequestBuilder, Response, StatusCode, Url};

pub(crate) use errand::{Action, Errand, Place, Question, sending_patience};

use crate::error::RegistryError;
use crate::options::ClientOptions;
use crate::words;

/// How much of an answer is read that is an error, or that says where something was put.
pub(crate) const WORDS_BYTES_MAX: u64 = 64 << 10;

/// How many redirects are followed.
const REDIRECTS_MAX: usize = 5;

/// An answer that was read whole.
pub(crate) struct Answer {
    pub(crate) bytes: Vec<u8>,
    pub(crate) headers: HeaderMap,
    /// Where it came from, behind all redirects.
    pub(crate) url: Url,
}

/// Where the list goes on that an answer is a page of, or what is wrong with what the answer says of that.
pub(crate) fn next_page(answer: &Answer) -> Result<Option<Url>, String> {
    let Some(text) = link::next(&answer.headers) else { return Ok(None) };
    let mut url = answer.url.join(text).map_err(|error| format!("the address of its next page is none: {error}"))?;
    // It is not sent, so two addresses that differ in it alone are one.
    url.set_fragment(None);
    Ok(Some(url))
}

/// Why a question was not answered: once and for all, or for now.
pub(crate) enum Trouble {
    Lasting(RegistryError),
    Passing(RegistryError),
}

impl From<RegistryError> for Trouble {
    fn from(error: RegistryError) -> Self {
        Self::Lasting(error)
    }
}

pub(crate) struct Http {
    reader: reqwest::Client,
    /// Without a limit of its own: what is sent may be on its way for longer than a registry may be silent.
    sender: reqwest::Client,
    options: ClientOptions,
    tokens: Mutex<HashMap<(Place, Action), (HeaderValue, Asker)>>,
}

impl Http {
    pub(crate) fn new(options: ClientOptions) -> Result<Self, RegistryError> {
        // Whoever was first is kept; then there is a provider, which is all that is needed.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let reader = client(&options, Some(options.patience.silence))?;
        let sender = client(&options, None)?;
        Ok(Self { reader, sender, options, tokens: Mutex::default() })
    }

    pub(crate) fn options(&self) -> &ClientOptions {
        &self.options
    }

    /// Asks, and reads the answer. Asks again while the registry cannot answer for now.
    pub(crate) async fn ask(&self, question: &Question<'_>) -> Result<Answer, RegistryError> {
        self.patiently(async || self.ask_now(question).await).await
    }

    /// Does what may fail for now, again and again.
    pub(crate) async fn patiently<T>(&self, work: impl AsyncFn() -> Result<T, Trouble>) -> Result<T, RegistryError> {
        let mut pause = self.options.patience.pause;
        let mut attempt = 1;
        loop {
            match work().await {
                Ok(done) => return Ok(done),
                Err(Trouble::Passing(_)) if attempt < self.options.patience.attempts => {}
                Err(Trouble::Passing(error) | Trouble::Lasting(error)) => return Err(error),
            }
            tokio::time::sleep(pause).await;
            (pause, attempt) = (pause * 2, attempt + 1);
        }
    }

    /// Asks once, apart from what it takes to be known there.
    pub(crate) async fn ask_now(&self, question: &Question<'_>) -> Result<Answer, Trouble> {
        self.within(question, self.ask_once(question)).await
    }

    async fn within<T>(
        &self,
        question: &Question<'_>,
        work: impl Future<Output = Result<T, Trouble>>,
    ) -> Result<T, Trouble> {
        let waited = question.patience;
        tokio::time::timeout(waited, work).await.unwrap_or_else(|_| Err(timed_out(question, waited).into()))
    }

    async fn ask_once(&self, question: &Question<'_>) -> Result<Answer, Trouble> {
        let known = self.known(question);
        let asker = known.as_ref().map_or(Asker::Unknown, |(_, asker)| *asker);
        let response = self.send(question, known.map(|(header, _)| header)).await?;
        // Whoever the registry leads to may not ask for its password.
        if response.status() != StatusCode::UNAUTHORIZED || !self.is_of_registry(question, response.url()) {
            return self.accept(question, response, asker).await;
        }
        let challenge = challenge::challenge(response.headers());
        let words = words::of_answer(&self.read(question, response, WORDS_BYTES_MAX).await.unwrap_or_default());
        let Some((header, asker)) = self.authorize(question, challenge).await? else {
            return Err(unauthorized(question, words, Asker::Unknown).into());
        };
        let response = self.send(question, Some(header)).await?;
        self.accept(question, response, asker).await
    }

    async fn send(&self, question: &Question<'_>, authorization: Option<HeaderValue>) -> Result<Response, Trouble> {
        let url = self.url(question)?;
        let is_of_registry = self.is_of_registry(question, &url);
        let client = if question.errand.is_sending() { &self.sender } else { &self.reader };
        let mut request = client.request(question.errand.method(), url).header(ACCEPT, question.accept);
        if let Some((media_type, bytes)) = question.errand.body() {
            request = request.header(CONTENT_TYPE, media_type).body(bytes);
        }
        if let Some(header) = authorization.filter(|_| is_of_registry) {
            request = request.header(AUTHORIZATION, header);
        }
        self.answered(question, request).await
    }

    fn url(&self, question: &Question<'_>) -> Result<Url, Trouble> {
        let registry = question.place.registry.clone();
        if let Errand::PutAt { location, .. } | Errand::ReadAt { location } = question.errand {
            let is_allowed = self.options.may_visit(location);
            let insecure = || RegistryError::InsecureRedirect { registry, url: without_secrets(location) };
            return if is_allowed { Ok(location.clone()) } else { Err(insecure().into()) };
        }
        let text = format!("{}/v2/{}/{}", self.origin(question.place), question.place.repository, question.path);
        let reason = |error: url::ParseError| RegistryError::Unreachable { registry, reason: error.to_string() };
        text.parse().map_err(|error| reason(error).into())
    }

    fn origin(&self, place: &Place) -> String {
        format!("{}://{}", self.options.scheme(&place.registry), place.host)
    }

    fn is_of_registry(&self, question: &Question<'_>, url: &Url) -> bool {
        let own = self.origin(question.place).parse::<Url>();
        own.is_ok_and(|own| own.origin() == url.origin())
    }

    async fn answered(&self, question: &Question<'_>, request: RequestBuilder) -> Result<Response, Trouble> {
        request.send().await.map_err(|error| self.trouble(question, &error))
    }

    async fn accept(&self, question: &Question<'_>, response: Response, asker: Asker) -> Result<Answer, Trouble> {
        let (status, headers, url) = (response.status(), response.headers().clone(), response.url().clone());
        if question.errand.is_done(status) {
            let bytes = self.read(question, response, question.bytes_max).await?;
            return Ok(Answer { bytes, headers, url });
        }
        let words = words::of_answer(&self.read(question, response, WORDS_BYTES_MAX).await.unwrap_or_default());
        let (registry, what) = (question.place.registry.clone(), question.what.to_owned());
        Err(match status {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => unauthorized(question, words, asker).into(),
            StatusCode::NOT_FOUND => RegistryError::NotFound { registry, what, words }.into(),
            status => {
                let error = RegistryError::Answer { registry, status: status.as_u16(), what, words };
                let is_passing = status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS;
                if is_passing { Trouble::Passing(error) } else { error.into() }
            }
        })
    }

    /// Reads at most so many bytes, whatever the answer claims.
    async fn read(&self, question: &Question<'_>, mut response: Response, bytes_max: u64) -> Result<Vec<u8>, Trouble> {
        let too_large = |bytes| RegistryError::Package {
            reference: question.place.registry.clone(),
            problem: aludel_project::package::PackageError::TooLarge {
                what: question.what.to_owned(),
                bytes,
                allowed_bytes: bytes_max,
            },
        };
        if let Some(claimed) = response.content_length().filter(|claimed| *claimed > bytes_max) {
            return Err(too_large(claimed).into());
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| self.trouble(question, &error))? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() as u64 > bytes_max {
                return Err(too_large(bytes.len() as u64).into());
            }
        }
        Ok(bytes)
    }

    fn trouble(&self, question: &Question<'_>, error: &reqwest::Error) -> Trouble {
        let registry = question.place.registry.clone();
        if let Some(insecure) = cause::<Insecure>(error) {
            return RegistryError::InsecureRedirect { registry, url: insecure.url.clone() }.into();
        }
        if cause::<Circle>(error).is_some() {
            return RegistryError::RedirectCircle { registry }.into();
        }
        if error.is_timeout() {
            let patience = &self.options.patience;
            let waited = if error.is_connect() { patience.connect } else { patience.silence };
            return timed_out(question, waited).into();
        }
        Trouble::Passing(RegistryError::Unreachable { registry, reason: words::of_error(error) })
    }
}

/// A client that waits so long for the next byte.
fn client(options: &ClientOptions, silence: Option<Duration>) -> Result<reqwest::Client, RegistryError> {
    let followed = options.clone();
    let policy = reqwest::redirect::Policy::custom(move |attempt| {
        if attempt.previous().len() > REDIRECTS_MAX {
            attempt.error(Circle)
        } else if followed.may_visit(attempt.url()) {
            attempt.follow()
        } else {
            let url = without_secrets(attempt.url());
            attempt.error(Insecure { url })
        }
    });
    let mut builder = reqwest::Client::builder()
        .connect_timeout(options.patience.connect)
        .redirect(policy)
        .user_agent(concat!("aludel/", env!("CARGO_PKG_VERSION")));
    if let Some(silence) = silence {
        builder = builder.read_timeout(silence);
    }
    builder.build().map_err(|error| RegistryError::Unreachable {
        registry: "of any name".to_owned(),
        reason: words::of_error(&error),
    })
}

/// Whether the registry was told who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asker {
    Known,
    Unknown,
}

fn unauthorized(question: &Question<'_>, words: String, asker: Asker) -> RegistryError {
    let registry = question.place.registry.clone();
    RegistryError::Unauthorized { registry, words, has_credentials: asker == Asker::Known }
}

fn timed_out(question: &Question<'_>, waited: Duration) -> RegistryError {
    RegistryError::TimedOut { registry: question.place.registry.clone(), what: question.what.to_owned(), waited }
}

/// A URL without what may be a secret.
pub(crate) fn without_secrets(url: &Url) -> String {
    format!("{}://{}{}", url.scheme(), url.host_str().unwrap_or_default(), url.path())
}

/// Why a redirect was not followed.
#[derive(Debug, thiserror::Error)]
#[error("{url} is not encrypted")]
struct Insecure {
    url: String,
}

/// Why another was not.
#[derive(Debug, thiserror::Error)]
#[error("too many redirects")]
struct Circle;

fn cause<T: std::error::Error + 'static>(error: &reqwest::Error) -> Option<&T> {
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        if let Some(found) = error.downcast_ref::<T>() {
            return Some(found);
        }
        source = error.source();
    }
    None
}
