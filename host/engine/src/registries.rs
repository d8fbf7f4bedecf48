//! How registries of packages are spoken to: whether at all, who asks, and which of them may be spoken to without encryption.

use std::path::{Path, PathBuf};

use aludel_project::package::{Package, PackageLimits};
use aludel_registry::{
    Client, ClientOptions, CredentialStore, Credentials, PackageReference, RegistryError, Source, SourceError,
};

use crate::error::Error;
use crate::options::{Network, OpenOptions, Variables};
use crate::use_case::package::file;

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

/// What a registry is wanted for: what to do without it depends on that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To have a package.
    Read,
    /// To know its versions.
    List,
    /// To keep a package.
    Push,
    /// To keep a signature.
    Sign,
}

/// A client that asks as the environment says; refused where no network may be asked.
pub(crate) fn client(options: &OpenOptions, reference: &PackageReference, purpose: Purpose) -> Result<Client, Error> {
    check_network(options, reference, purpose)?;
    let variables = &options.variables;
    let credentials = CredentialStore { given: given(variables), docker_config: docker_config(variables) };
    let plain_http = variables(PLAIN_HTTP).unwrap_or_default();
    let plain_http = plain_http.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect();
    Client::new(ClientOptions { credentials, plain_http, ..ClientOptions::default() }).map_err(refused)
}

/// Refuses what needs a network where none may be asked.
pub(crate) fn check_network(
    options: &OpenOptions,
    reference: &PackageReference,
    purpose: Purpose,
) -> Result<(), Error> {
    match options.network {
        Network::Open => Ok(()),
        Network::Closed => {
            let wanted = if purpose == Purpose::List { repository(reference) } else { reference.to_string() };
            let message = format!("`{wanted}` is in a registry, and `--offline` forbids the network");
            let hint = Some(way_without_network(reference, purpose));
            Err(Error::Usage { code: "offline", message, hint })
        }
    }
}

fn way_without_network(reference: &PackageReference, purpose: Purpose) -> String {
    match purpose {
        Purpose::Read => format!(
            "fetch it where there is a network, `aludel package pull {reference}`, and name the file; or commit packages/"
        ),
        Purpose::List => "`aludel package list` shows what is installed".to_owned(),
        Purpose::Push => {
            format!("aludel package pack, and where there is a network: aludel package push --file FILE {reference}")
        }
        Purpose::Sign => {
            format!("sign a file, and where there is a network: aludel package push --file FILE {reference}")
        }
    }
}

/// What a text means, from the folder of the options on.
pub(crate) fn source(options: &OpenOptions, text: &str) -> Result<Source, Error> {
    Source::parse(text, &options.directory).map_err(|error| unreadable(&error))
}

/// A text that must be in a registry.
pub(crate) fn reference(text: &str) -> Result<PackageReference, Error> {
    text.parse().map_err(|error: aludel_registry::ReferenceError| unreadable(&error.into()))
}

/// Registry, namespace and name, without the version.
pub(crate) fn repository(reference: &PackageReference) -> String {
    format!("{}/{}", reference.registry(), reference.repository())
}

pub(crate) fn unreadable(error: &SourceError) -> Error {
    let hint = "a package is a file, a folder, or registry/namespace/name:version".to_owned();
    Error::Usage { code: "package_source", message: error.to_string(), hint: Some(hint) }
}

/// The package, from wherever it is. Only a registry is asked over a network.
pub(crate) async fn fetch(options: &OpenOptions, source: &Source) -> Result<Package, Error> {
    match source {
        Source::Registry(reference) => {
            let client = client(options, reference, Purpose::Read)?;
            client.fetch(reference, &PackageLimits::default()).await.map_err(refused)
        }
        Source::Tar { path, wanted } | Source::Folder { path, wanted } => file::read(path, wanted.as_deref()),
    }
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
