//! Questions over HTTP whose answers are read up to a limit.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderMap, HeaderValue};
use reqwest::{RequestBuilder, Response, StatusCode, Url};

use crate::authorization::{self, Challenge, TokenAnswer};
use crate::credentials::Credentials;
use crate::error::RegistryError;
use crate::options::ClientOptions;
use crate::words;

/// How much of an answer that is an error is read.
const ERROR_BYTES_MAX: u64 = 64 << 10;

/// How much of a token service's answer is read.
const TOKEN_BYTES_MAX: u64 = 1 << 20;

/// How many redirects are followed.
const REDIRECTS_MAX: usize = 5;

/// What a token service is told of whoever has a token for it.
const CLIENT_NAME: &str = "aludel";

/// A repository of a registry.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Place {
    pub(crate) registry: String,
    /// The host that is spoken to, which may be called otherwise.
    pub(crate) host: String,
    pub(crate) repository: String,
}

/// What a token is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Action {
    Pull,
    Push,
}

/// One question.
pub(crate) struct Question<'a> {
    pub(crate) place: &'a Place,
    /// What follows `/v2/REPOSITORY/`.
    pub(crate) path: &'a str,
    pub(crate) accept: &'a str,
    pub(crate) action: Action,
    /// How messages call what is asked for.
    pub(crate) what: &'a str,
    pub(crate) bytes_max: u64,
    /// How long the whole answer may take.
    pub(crate) patience: Duration,
}

/// An answer that was read whole.
pub(crate) struct Answer {
    pub(crate) bytes: Vec<u8>,
    pub(crate) headers: HeaderMap,
}

/// Why a question was not answered: once and for all, or for now.
enum Trouble {
    Lasting(RegistryError),
    Passing(RegistryError),
}

impl From<RegistryError> for Trouble {
    fn from(error: RegistryError) -> Self {
        Self::Lasting(error)
    }
}

pub(crate) struct Http {
    client: reqwest::Client,
    options: ClientOptions,
    tokens: Mutex<HashMap<(Place, Action), HeaderValue>>,
}

impl Http {
    pub(crate) fn new(options: ClientOptions) -> Result<Self, RegistryError> {
        // Whoever was first is kept; then there is a provider, which is all that is needed.
        let _ = rustls::crypto::ring::default_provider().install_default();
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
        let client = reqwest::Client::builder()
            .connect_timeout(options.patience.connect)
            .read_timeout(options.patience.silence)
            .redirect(policy)
            .user_agent(concat!("aludel/", env!("CARGO_PKG_VERSION")))
            .build();
        let client = client.map_err(|error| RegistryError::Unreachable {
            registry: "of any name".to_owned(),
            reason: words::of_error(&error),
        })?;
        Ok(Self { client, options, tokens: Mutex::default() })
    }

    pub(crate) fn options(&self) -> &ClientOptions {
        &self.options
    }

    /// Asks, and reads the answer. Asks again while the registry cannot answer for now.
    pub(crate) async fn ask(&self, question: &Question<'_>) -> Result<Answer, RegistryError> {
        let mut pause = self.options.patience.pause;
        let mut attempt = 1;
        loop {
            match self.within(question, self.ask_once(question)).await {
                Ok(answer) => return Ok(answer),
                Err(Trouble::Passing(_)) if attempt < self.options.patience.attempts => {}
                Err(Trouble::Passing(error) | Trouble::Lasting(error)) => return Err(error),
            }
            tokio::time::sleep(pause).await;
            (pause, attempt) = (pause * 2, attempt + 1);
        }
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
        let response = self.send(question, self.known_token(question)).await?;
        if response.status() != StatusCode::UNAUTHORIZED {
            return self.accept(question, response, Asker::Unknown).await;
        }
        let challenge = authorization::challenge(response.headers());
        let words = words::of_answer(&self.read(question, response, ERROR_BYTES_MAX).await.unwrap_or_default());
        let Some(header) = self.authorize(question, challenge).await? else {
            return Err(unauthorized(question, words, Asker::Unknown).into());
        };
        let response = self.send(question, Some(header)).await?;
        self.accept(question, response, Asker::Known).await
    }

    async fn send(&self, question: &Question<'_>, authorization: Option<HeaderValue>) -> Result<Response, Trouble> {
        let Place { registry, host, repository } = question.place;
        let scheme = self.options.scheme(registry);
        let url = format!("{scheme}://{host}/v2/{repository}/{}", question.path);
        let mut request = self.client.get(url).header(ACCEPT, question.accept);
        if let Some(header) = authorization {
            request = request.header(AUTHORIZATION, header);
        }
        self.answered(question, request).await
    }

    async fn answered(&self, question: &Question<'_>, request: RequestBuilder) -> Result<Response, Trouble> {
        request.send().await.map_err(|error| self.trouble(question, &error))
    }

    async fn accept(&self, question: &Question<'_>, response: Response, asker: Asker) -> Result<Answer, Trouble> {
        let (status, headers) = (response.status(), response.headers().clone());
        if status == StatusCode::OK {
            let bytes = self.read(question, response, question.bytes_max).await?;
            return Ok(Answer { bytes, headers });
        }
        let words = words::of_answer(&self.read(question, response, ERROR_BYTES_MAX).await.unwrap_or_default());
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

    fn known_token(&self, question: &Question<'_>) -> Option<HeaderValue> {
        let key = (question.place.clone(), question.action);
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned()
    }

    /// The header that answers a challenge; nothing where there is nothing to answer with.
    async fn authorize(
        &self,
        question: &Question<'_>,
        challenge: Option<Challenge>,
    ) -> Result<Option<HeaderValue>, Trouble> {
        let credentials = self.options.credentials.find(&question.place.registry).await?;
        let header = match (challenge, credentials) {
            (_, Credentials::Bearer { token }) => authorization::bearer(&token),
            (Some(Challenge::Basic), Credentials::Basic { user, password }) => self.basic(&user, &password),
            (Some(Challenge::Bearer { realm, service }), credentials) => {
                let token = self.token(question, &realm, service.as_deref(), &credentials).await?;
                authorization::bearer(&token)
            }
            _ => None,
        };
        if let Some(header) = &header {
            let key = (question.place.clone(), question.action);
            self.tokens.lock().unwrap_or_else(PoisonError::into_inner).insert(key, header.clone());
        }
        Ok(header)
    }

    /// A token for whoever has one for the token service; nothing where the registry asks for none.
    pub(crate) async fn service_token(&self, question: &Question<'_>) -> Result<Option<String>, RegistryError> {
        let asked = async {
            let response = self.send(question, None).await?;
            let Some(Challenge::Bearer { realm, service }) = authorization::challenge(response.headers()) else {
                return Ok(None);
            };
            let credentials = self.options.credentials.find(&question.place.registry).await?;
            self.token(question, &realm, service.as_deref(), &credentials).await.map(Some)
        };
        let answer = self.within(question, asked).await;
        answer.map_err(|(Trouble::Passing(error) | Trouble::Lasting(error))| error)
    }

    fn basic(&self, user: &str, password: &str) -> Option<HeaderValue> {
        let request = self.client.get("https://localhost/").basic_auth(user, Some(password)).build().ok()?;
        request.headers().get(AUTHORIZATION).cloned()
    }

    /// Asks the service for a token. It is the registry that names the service, so the secret goes to no place without
    /// encryption.
    async fn token(
        &self,
        question: &Question<'_>,
        realm: &str,
        service: Option<&str>,
        credentials: &Credentials,
    ) -> Result<String, Trouble> {
        let registry = question.place.registry.clone();
        let garbage = |reason: &str| RegistryError::Garbage {
            registry: registry.clone(),
            what: "a token".to_owned(),
            reason: reason.to_owned(),
        };
        let url = Url::parse(realm).map_err(|_| garbage("the service for it has no URL"))?;
        if !self.options.may_visit(&url) {
            return Err(RegistryError::InsecureRedirect { registry, url: without_secrets(&url) }.into());
        }
        let actions = if question.action == Action::Pull { "pull" } else { "pull,push" };
        let scope = format!("repository:{}:{actions}", question.place.repository);
        let response = self.answered(question, self.token_request(url, service, &scope, credentials)).await?;
        let asker = if *credentials == Credentials::Anonymous { Asker::Unknown } else { Asker::Known };
        let limited = Question { bytes_max: TOKEN_BYTES_MAX, what: "a token", ..*question };
        let answer = self.accept(&limited, response, asker).await?;
        let read: TokenAnswer =
            serde_json::from_slice(&answer.bytes).map_err(|_| garbage("it is not the JSON of one"))?;
        read.token().ok_or_else(|| garbage("there is none in the answer").into())
    }

    fn token_request(
        &self,
        mut url: Url,
        service: Option<&str>,
        scope: &str,
        credentials: &Credentials,
    ) -> RequestBuilder {
        if let Credentials::Identity { token } = credentials {
            let mut form = url::form_urlencoded::Serializer::new(String::new());
            form.append_pair("grant_type", "refresh_token").append_pair("client_id", CLIENT_NAME);
            form.append_pair("scope", scope).append_pair("refresh_token", token);
            service.map(|service| form.append_pair("service", service));
            let request = self.client.post(url).header("Content-Type", "application/x-www-form-urlencoded");
            return request.body(form.finish());
        }
        url.query_pairs_mut().append_pair("scope", scope);
        if let Some(service) = service {
            url.query_pairs_mut().append_pair("service", service);
        }
        let request = self.client.get(url);
        match credentials {
            Credentials::Basic { user, password } => request.basic_auth(user, Some(password)),
            _ => request,
        }
    }
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
fn without_secrets(url: &Url) -> String {
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
