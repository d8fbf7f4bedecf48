//! How a registry is spoken to.

use std::time::Duration;

use crate::credentials::CredentialStore;

/// How a registry is spoken to.
#[derive(Debug, Clone, Default)]
pub struct ClientOptions {
    /// Who asks.
    pub credentials: CredentialStore,
    /// The registries, as references write them, that are spoken to without encryption. Those on this machine always are.
    pub plain_http: Vec<String>,
    /// How long is waited.
    pub patience: Patience,
}

/// How long is waited, and how often something is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For a connection.
    pub connect: Duration,
    /// For the next byte.
    pub silence: Duration,
    /// For a manifest, a page of a list or a token as a whole.
    pub document: Duration,
    /// For a layer, or all pages of a list, as a whole.
    pub layer: Duration,
    /// How often something is asked when the registry does not answer, or says that it cannot now.
    pub attempts: u32,
    /// How long before the second time; twice as long before each further one.
    pub pause: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            silence: Duration::from_secs(30),
            document: Duration::from_mins(1),
            layer: Duration::from_mins(15),
            attempts: 3,
            pause: Duration::from_millis(500),
        }
    }
}

impl ClientOptions {
    /// `http` or `https`.
    pub(crate) fn scheme(&self, registry: &str) -> &'static str {
        let is_told = self.plain_http.iter().any(|told| told == registry);
        if is_told || is_on_this_machine(host(registry)) { "http" } else { "https" }
    }

    /// Whether a URL of a redirect or of a token service may be followed: one that is encrypted, or need not be.
    pub(crate) fn may_visit(&self, url: &reqwest::Url) -> bool {
        let host = url.host_str().unwrap_or_default();
        let with_port = url.port().map(|port| format!("{host}:{port}"));
        let is_told = |name: &str| self.plain_http.iter().any(|told| told == name);
        match url.scheme() {
            "https" => true,
            "http" => is_on_this_machine(host) || is_told(host) || with_port.is_some_and(|name| is_told(&name)),
            _ => false,
        }
    }
}

fn host(registry: &str) -> &str {
    registry.rsplit_once(':').map_or(registry, |(host, _)| host)
}

fn is_on_this_machine(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || address.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_spoken_to_without_encryption_unless_told() {
        let options = ClientOptions { plain_http: vec!["lab.example:5000".to_owned()], ..ClientOptions::default() };
        for registry in ["localhost", "localhost:5000", "127.0.0.1:5000", "127.1.2.3", "lab.example:5000"] {
            assert_eq!(options.scheme(registry), "http", "{registry}");
        }
        for registry in ["registry.example", "lab.example", "localhost.example", "127.0.0.1.example:5000", "10.0.0.1"] {
            assert_eq!(options.scheme(registry), "https", "{registry}");
        }
        let may_visit = |url: &str| options.may_visit(&url.parse().expect("it is a URL"));
        assert!(may_visit("https://elsewhere.example/a") && may_visit("http://lab.example:5000/a"));
        assert!(may_visit("http://[::1]:5000/a"));
        assert!(!may_visit("http://elsewhere.example/a") && !may_visit("ftp://localhost/a"));
    }
}
