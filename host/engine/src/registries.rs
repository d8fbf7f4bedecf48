//! How registries of packages are spoken to: who asks, and which of them may be spoken to without encryption.

use std::path::{Path, PathBuf};

use aludel_registry::{Client, ClientOptions, CredentialStore, Credentials, RegistryError};

use crate::error::Error;
use crate::options::{OpenOptions, Variables};

/// The registry that the variables below are for. Without it they go to none, so that no secret goes to a wrong one.
const REGISTRY: &str = "ALUDEL_REGISTRY";
const USER: &str = "ALUDEL_REGISTRY_USER";
const PASSWORD: &str = "ALUDEL_REGISTRY_PASSWORD";
const TOKEN: &str = "ALUDEL_REGISTRY_TOKEN";

/// The registries that are spoken to without encryption, with commas between them.
const PLAIN_HTTP: &str = "ALUDEL_REGISTRY_PLAIN_HTTP";

/// The folder of Docker's `config.json`, where it is not `.docker` in that of the user.
const DOCKER_CONFIG: &str = "DOCKER_CONFIG";
const HOME: &str = "HOME";

/// A client that asks as the environment says.
pub(crate) fn client(options: &OpenOptions) -> Result<Client, Error> {
    let variables = &options.variables;
    let credentials = CredentialStore { given: given(variables), docker_config: docker_config(variables) };
    let plain_http = variables(PLAIN_HTTP).unwrap_or_default();
    let plain_http = plain_http.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect();
    Client::new(ClientOptions { credentials, plain_http, ..ClientOptions::default() }).map_err(refused)
}

pub(crate) fn refused(error: RegistryError) -> Error {
    Error::Registry(Box::new(error))
}

fn given(variables: &Variables) -> Option<(String, Credentials)> {
    let registry = variables(REGISTRY)?;
    if let Some(token) = variables(TOKEN) {
        return Some((registry, Credentials::Bearer { token }));
    }
    Some((registry, Credentials::Basic { user: variables(USER)?, password: variables(PASSWORD)? }))
}

fn docker_config(variables: &Variables) -> Option<PathBuf> {
    let folder = variables(DOCKER_CONFIG).map(PathBuf::from);
    let folder = folder.or_else(|| Some(Path::new(&variables(HOME)?).join(".docker")))?;
    Some(folder.join("config.json"))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn variables(pairs: &'static [(&'static str, &'static str)]) -> Variables {
        Arc::new(|name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn credentials_of_the_environment_are_for_the_registry_that_it_names() {
        assert_eq!(given(&variables(&[(USER, "ada"), (PASSWORD, "secret")])), None);
        let basic = Credentials::Basic { user: "ada".to_owned(), password: "secret".to_owned() };
        let all = variables(&[(REGISTRY, "registry.example"), (USER, "ada"), (PASSWORD, "secret")]);
        assert_eq!(given(&all), Some(("registry.example".to_owned(), basic)));
        assert_eq!(docker_config(&variables(&[])), None);
        let home = docker_config(&variables(&[(HOME, "/home/ada")]));
        assert_eq!(home, Some(PathBuf::from("/home/ada/.docker/config.json")));
    }
}
