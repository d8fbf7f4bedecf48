//! How a registry is told who asks: by the password itself, or by a token that a service of its own gives for it
//! ([token authentication](https://distribution.github.io/distribution/spec/auth/token/)).

use http_auth::{ChallengeParser, ChallengeRef};
use reqwest::header::{HeaderMap, HeaderValue, WWW_AUTHENTICATE};
use serde::Deserialize;

/// What a registry asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Challenge {
    /// User and password.
    Basic,
    /// A token of that service.
    Bearer {
        /// The URL of the service.
        realm: String,
        /// What the registry is called there.
        service: Option<String>,
    },
}

/// What a token service answers.
#[derive(Deserialize)]
pub(super) struct TokenAnswer {
    token: Option<String>,
    access_token: Option<String>,
}

impl TokenAnswer {
    pub(crate) fn token(self) -> Option<String> {
        self.token.or(self.access_token)
    }
}

/// What the answer of a registry asks for; nothing that is known where it asks for something else.
pub(crate) fn challenge(headers: &HeaderMap) -> Option<Challenge> {
    let texts = headers.get_all(WWW_AUTHENTICATE).iter().filter_map(|header| header.to_str().ok());
    let challenges: Vec<Challenge> =
        texts.flat_map(|text| ChallengeParser::new(text).filter_map(Result::ok)).filter_map(|one| read(&one)).collect();
    let bearer = challenges.iter().find(|one| matches!(one, Challenge::Bearer { .. }));
    bearer.or(challenges.first()).cloned()
}

fn read(challenge: &ChallengeRef<'_>) -> Option<Challenge> {
    let parameter = |name: &str| {
        let found = challenge.params.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.to_unescaped())
    };
    if challenge.scheme.eq_ignore_ascii_case("basic") {
        return Some(Challenge::Basic);
    }
    let is_bearer = challenge.scheme.eq_ignore_ascii_case("bearer");
    is_bearer.then(|| Some(Challenge::Bearer { realm: parameter("realm")?, service: parameter("service") }))?
}

/// A header that does not appear in logs.
pub(crate) fn bearer(token: &str) -> Option<HeaderValue> {
    let mut header = HeaderValue::from_str(&format!("Bearer {token}")).ok()?;
    header.set_sensitive(true);
    Some(header)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(texts: &[&'static str]) -> Option<Challenge> {
        let headers = texts.iter().map(|text| (WWW_AUTHENTICATE, HeaderValue::from_static(text)));
        let mut all = HeaderMap::new();
        headers.for_each(|(name, value)| _ = all.append(name, value));
        challenge(&all)
    }

    #[test]
    fn a_token_is_preferred_to_a_password() {
        let bearer = Challenge::Bearer {
            realm: "https://auth.example/token".to_owned(),
            service: Some("registry.example".to_owned()),
        };
        let text = r#"Bearer realm="https://auth.example/token",service="registry.example",scope="repository:a:pull""#;
        assert_eq!(asked(&[text]), Some(bearer.clone()));
        assert_eq!(asked(&["Basic realm=\"registry\"", text]), Some(bearer));
        assert_eq!(asked(&["basic realm=\"registry\""]), Some(Challenge::Basic));
        assert_eq!(asked(&["Negotiate", "Bearer service=\"no realm\"", "\"", ""]), None);
    }
}
