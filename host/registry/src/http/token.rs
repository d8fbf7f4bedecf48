//! How whoever asks is made known: by a password, or by a token of the service that the registry names.

use std::sync::PoisonError;

use reqwest::header::{AUTHORIZATION, HeaderValue};
use reqwest::{RequestBuilder, Url};

use super::challenge::{self, Challenge, TokenAnswer};
use super::{Action, Asker, Errand, Http, Question, Trouble, without_secrets};
use crate::credentials::Credentials;
use crate::error::RegistryError;

/// How much of a token service's answer is read.
const TOKEN_BYTES_MAX: u64 = 1 << 20;

/// What a token service is told of whoever has a token for it.
const CLIENT_NAME: &str = "aludel";

impl Http {
    /// What was answered with before, and who that made known.
    pub(super) fn known(&self, question: &Question<'_>) -> Option<(HeaderValue, Asker)> {
        let key = (question.place.clone(), question.action);
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned()
    }

    /// The header that answers a challenge, and whom it makes known; nothing where there is nothing to answer with.
    pub(super) async fn authorize(
        &self,
        question: &Question<'_>,
        challenge: Option<Challenge>,
    ) -> Result<Option<(HeaderValue, Asker)>, Trouble> {
        let credentials = self.options.credentials.find(&question.place.registry).await?;
        let asker = if credentials == Credentials::Anonymous { Asker::Unknown } else { Asker::Known };
        let header = match (challenge, credentials) {
            (_, Credentials::Bearer { token }) => challenge::bearer(&token),
            (Some(Challenge::Basic), Credentials::Basic { user, password }) => self.basic(&user, &password),
            (Some(Challenge::Bearer { realm, service }), credentials) => {
                let token = self.token(question, &realm, service.as_deref(), &credentials, asker).await?;
                challenge::bearer(&token)
            }
            _ => None,
        };
        let answer = header.map(|header| (header, asker));
        if let Some(answer) = &answer {
            let key = (question.place.clone(), question.action);
            self.tokens.lock().unwrap_or_else(PoisonError::into_inner).insert(key, answer.clone());
        }
        Ok(answer)
    }

    fn basic(&self, user: &str, password: &str) -> Option<HeaderValue> {
        let request = self.reader.get("https://localhost/").basic_auth(user, Some(password)).build().ok()?;
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
        asker: Asker,
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
        let service_url = without_secrets(&url);
        let response = self.answered(question, self.token_request(url, service, &scope, credentials)).await;
        let response = response.map_err(|trouble| of_service(trouble, &service_url))?;
        let limited = Question { bytes_max: TOKEN_BYTES_MAX, errand: Errand::Read, what: "a token", ..*question };
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
            let request = self.reader.post(url).header("Content-Type", "application/x-www-form-urlencoded");
            return request.body(form.finish());
        }
        url.query_pairs_mut().append_pair("scope", scope);
        if let Some(service) = service {
            url.query_pairs_mut().append_pair("service", service);
        }
        let request = self.reader.get(url);
        match credentials {
            Credentials::Basic { user, password } => request.basic_auth(user, Some(password)),
            _ => request,
        }
    }
}

/// It is not the registry itself that cannot be reached.
fn of_service(trouble: Trouble, url: &str) -> Trouble {
    match trouble {
        Trouble::Passing(RegistryError::Unreachable { registry, reason }) => {
            let reason = format!("its service for tokens, {url}: {reason}");
            Trouble::Passing(RegistryError::Unreachable { registry, reason })
        }
        other => other,
    }
}
