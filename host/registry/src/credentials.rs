//! Who asks, as `docker login` keeps it: the file
//! [`config.json`](https://docs.docker.com/reference/cli/docker/login/#credential-stores), and the programs that it names.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use aludel_project::text_file::{SizeLimit, read_bytes};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use oci_client::Reference;
use serde::Deserialize;
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;

use crate::error::RegistryError;
use crate::words;

/// How long a program may take that keeps credentials; it may ask a person.
const PROGRAM_PATIENCE: Duration = Duration::from_mins(1);

const FILE_SIZE: SizeLimit = SizeLimit { name: "docker_config_size", bytes: 1 << 20 };

/// What such a program gives as the name of the user when the secret is a token.
const TOKEN_USER: &str = "<token>";

/// Who asks.
#[derive(Clone, PartialEq, Eq)]
pub enum Credentials {
    /// Nobody in particular.
    Anonymous,
    /// A user with a password.
    Basic {
        /// The user.
        user: String,
        /// The password.
        password: String,
    },
    /// A token that the registry's token service makes others of.
    Identity {
        /// The token.
        token: String,
    },
    /// A token for the registry itself.
    Bearer {
        /// The token.
        token: String,
    },
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Secrets do not belong into a log.
        out.write_str(match self {
            Self::Anonymous => "Anonymous",
            Self::Basic { .. } => "Basic",
            Self::Identity { .. } => "Identity",
            Self::Bearer { .. } => "Bearer",
        })
    }
}

/// Where credentials are looked up.
#[derive(Debug, Clone, Default)]
pub struct CredentialStore {
    /// Those for one registry, before all others.
    pub given: Option<(String, Credentials)>,
    /// The file of Docker, if there may be one.
    pub docker_config: Option<PathBuf>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct DockerConfig {
    #[serde(default)]
    auths: BTreeMap<String, Auth>,
    #[serde(default)]
    cred_helpers: BTreeMap<String, String>,
    creds_store: Option<String>,
}

#[derive(Deserialize, Default)]
struct Auth {
    #[serde(rename = "auth")]
    password: Option<String>,
    #[serde(rename = "identitytoken")]
    identity: Option<String>,
    #[serde(rename = "registrytoken")]
    bearer: Option<String>,
}

/// What a program answers.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Kept {
    username: String,
    secret: String,
}

impl CredentialStore {
    /// The credentials for a registry, as references write it.
    pub(crate) async fn find(&self, registry: &str) -> Result<Credentials, RegistryError> {
        if let Some((_, credentials)) = self.given.as_ref().filter(|(host, _)| host == registry) {
            return Ok(credentials.clone());
        }
        let Some(path) = self.docker_config.as_ref().filter(|path| path.exists()) else {
            return Ok(Credentials::Anonymous);
        };
        let unreadable = |reason: String| RegistryError::Credentials {
            registry: registry.to_owned(),
            place: path.display().to_string(),
            reason,
        };
        let bytes = read_bytes(path, "config.json", FILE_SIZE).map_err(|error| unreadable(error.to_string()))?;
        let config: DockerConfig = serde_json::from_slice(&bytes).map_err(|error| unreadable(error.to_string()))?;
        let kept = match config.program(registry) {
            Some(program) => ask(program, registry).await?,
            None => Credentials::Anonymous,
        };
        if kept != Credentials::Anonymous {
            return Ok(kept);
        }
        config.written(registry).map_err(|reason| unreadable(reason.to_owned()))
    }
}

/// The keys that a registry may have in the file.
fn keys(registry: &str) -> Vec<String> {
    [registry.to_owned(), format!("https://{registry}"), format!("http://{registry}"), server(registry)].into()
}

/// What a registry is called by the programs that keep credentials: by its name, but for Docker's own, which is asked under
/// another name than it has, and is kept under what was written long ago.
fn server(registry: &str) -> String {
    let reference = Reference::with_tag(registry.to_owned(), "any".to_owned(), "any".to_owned());
    match reference.resolve_registry() {
        asked if asked == registry => registry.to_owned(),
        asked => format!("https://{asked}/v1/"),
    }
}

impl DockerConfig {
    /// The program that keeps the credentials: that of the registry, or that of all.
    fn program(&self, registry: &str) -> Option<&str> {
        let own = keys(registry).iter().find_map(|key| self.cred_helpers.get(key));
        own.or(self.creds_store.as_ref()).map(String::as_str).filter(|program| !program.is_empty())
    }

    fn written(&self, registry: &str) -> Result<Credentials, &'static str> {
        let Some(auth) = keys(registry).iter().find_map(|key| self.auths.get(key)) else {
            return Ok(Credentials::Anonymous);
        };
        let filled = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        if let Some(token) = filled(&auth.bearer) {
            return Ok(Credentials::Bearer { token });
        }
        if let Some(token) = filled(&auth.identity) {
            return Ok(Credentials::Identity { token });
        }
        filled(&auth.password).map_or(Ok(Credentials::Anonymous), |password| decoded(&password))
    }
}

/// `user:password` in base64.
fn decoded(auth: &str) -> Result<Credentials, &'static str> {
    const WRONG: &str = "an `auth` in it is not `user:password` in base64";
    let text = STANDARD.decode(auth.trim()).ok().and_then(|bytes| String::from_utf8(bytes).ok()).ok_or(WRONG)?;
    let (user, password) = text.split_once(':').ok_or(WRONG)?;
    Ok(Credentials::Basic { user: user.to_owned(), password: password.trim_end_matches('\0').to_owned() })
}

/// Asks `docker-credential-NAME get`.
async fn ask(name: &str, registry: &str) -> Result<Credentials, RegistryError> {
    let program = format!("docker-credential-{name}");
    let failed = |reason: String| RegistryError::Credentials {
        registry: registry.to_owned(),
        place: program.clone(),
        reason: words::shortened(&reason),
    };
    // The name is part of a path otherwise, and the file may come with somebody else's folder.
    if !name.chars().all(|character| character.is_ascii_alphanumeric() || "-_.".contains(character)) {
        return Err(failed("it is no name of a program".to_owned()));
    }
    let answer = tokio::time::timeout(PROGRAM_PATIENCE, run(&program, registry)).await;
    let answer = answer.map_err(|_| failed(format!("it did not answer within {PROGRAM_PATIENCE:?}")))?;
    let output = answer.map_err(|error| failed(error.to_string()))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        // That is how these programs say that they keep nothing for it.
        let is_missing = said.contains("credentials not found");
        return if is_missing { Ok(Credentials::Anonymous) } else { Err(failed(said.trim().to_owned())) };
    }
    let kept: Kept =
        serde_json::from_slice(&output.stdout).map_err(|_| failed("its answer cannot be read".to_owned()))?;
    Ok(match kept.username.as_str() {
        TOKEN_USER => Credentials::Identity { token: kept.secret },
        _ => Credentials::Basic { user: kept.username, password: kept.secret },
    })
}

async fn run(program: &str, registry: &str) -> std::io::Result<std::process::Output> {
    let mut child = Command::new(program)
        .arg("get")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    if let Some(mut input) = child.stdin.take() {
        // One that does not read it may still answer.
        let _ = input.write_all(server(registry).as_bytes()).await;
    }
    child.wait_with_output().await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(text: &str) -> DockerConfig {
        serde_json::from_str(text).expect("it is a config")
    }

    #[test]
    fn credentials_are_found_by_each_spelling_of_the_registry() {
        let auth = STANDARD.encode("ada:secret:with colon");
        let config = config(&format!(
            r#"{{"auths":{{"https://registry.example":{{"auth":"{auth}"}},"token.example":{{"identitytoken":"t"}},
                "broken.example":{{"auth":"?"}},"empty.example":{{}}}},"HttpHeaders":{{}}}}"#
        ));
        let basic = Credentials::Basic { user: "ada".to_owned(), password: "secret:with colon".to_owned() };
        assert_eq!(config.written("registry.example"), Ok(basic));
        assert_eq!(config.written("token.example"), Ok(Credentials::Identity { token: "t".to_owned() }));
        assert_eq!(config.written("empty.example"), Ok(Credentials::Anonymous));
        assert_eq!(config.written("other.example"), Ok(Credentials::Anonymous));
        assert!(config.written("broken.example").is_err());
    }

    #[test]
    fn programs_are_asked_for_the_registries_they_keep() {
        let config =
            config(r#"{"auths":{"kept.example":{}},"credsStore":"desktop","credHelpers":{"cloud.example":"cloud"}}"#);
        assert_eq!(config.program("cloud.example"), Some("cloud"));
        assert_eq!(config.program("kept.example"), Some("desktop"));
        // Programs of clouds keep what no `docker login` wrote down.
        assert_eq!(config.program("other.example"), Some("desktop"));
        assert_eq!(self::config(r#"{"auths":{"kept.example":{}}}"#).program("kept.example"), None);
    }

    #[test]
    fn a_program_is_asked_for_the_name_that_docker_keeps() {
        assert_eq!(server("registry.example:5000"), "registry.example:5000");
        assert_eq!(server("docker.io"), "https://index.docker.io/v1/");
    }

    #[tokio::test]
    async fn a_program_with_a_path_for_a_name_is_not_run() {
        let error = ask("../../evil", "registry.example").await.expect_err("it is no name");
        assert!(error.to_string().contains("it is no name of a program"), "{error}");
    }

    #[test]
    fn secrets_are_not_shown() {
        let credentials = Credentials::Basic { user: "ada".to_owned(), password: "secret".to_owned() };
        let store = CredentialStore { given: Some(("registry.example".to_owned(), credentials)), docker_config: None };
        assert!(!format!("{store:?}").contains("secret"));
    }
}
