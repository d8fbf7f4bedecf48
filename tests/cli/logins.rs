//! Registries that want to know who asks: by a token of a service, as most do, with whatever keeps the secret for it.

mod token_service;

use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use regex::Regex;

use crate::assert_screen;
use crate::docker_registry::DockerRegistry;
use crate::workspace::Workspace;
use token_service::{IDENTITY, TokenService};

/// A registry with its service, and a project to push to it.
struct Place {
    registry: DockerRegistry,
    service: TokenService,
    workspace: Workspace,
}

impl Place {
    /// Nothing where this machine has no registry.
    fn new() -> Option<Self> {
        let service = TokenService::start();
        let registry = DockerRegistry::start(&service.settings(), &[("cert.pem", &service.certificate)])?;
        let workspace = Workspace::project();
        workspace.migration("a1", "");
        workspace.write("docker/config.json", "{}");
        Some(Self { registry, service, workspace })
    }

    /// What Docker keeps: `REGISTRY` stands for this one.
    fn docker(&self, config: &str) {
        self.workspace.write("docker/config.json", config.replace("REGISTRY", &self.registry.address));
    }

    /// Ada's password, or another one, as `docker login` writes it down.
    fn password(&self, password: &str) {
        let auth = STANDARD.encode(format!("ada:{password}"));
        self.docker(&format!(r#"{{"auths":{{"REGISTRY":{{"auth":"{auth}"}}}}}}"#));
    }

    fn screen(&self, line: &str) -> String {
        self.screen_of(&self.workspace, line, &[])
    }

    fn screen_of(&self, workspace: &Workspace, line: &str, variables: &[(&str, &str)]) -> String {
        let docker = self.workspace.path().join("docker");
        let programs = std::env::join_paths(self.programs()).expect("no folder has a colon in its name");
        let mut all = vec![("DOCKER_CONFIG", docker.as_os_str()), ("PATH", programs.as_os_str())];
        let given: Vec<(&str, String)> =
            variables.iter().map(|(name, value)| (*name, value.replace("REGISTRY", &self.registry.address))).collect();
        all.extend(given.iter().map(|(name, value)| (*name, value.as_ref())));
        let screen = workspace.screen_with(&line.replace("REGISTRY", &self.registry.address), &all);
        let size = Regex::new(r"\d+ bytes\)").expect("it is a pattern");
        size.replace_all(&screen.replace(&self.registry.address, "REGISTRY"), "SIZE)").into_owned()
    }

    /// Where programs are looked for: those of the test first.
    fn programs(&self) -> Vec<PathBuf> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        std::iter::once(self.workspace.path().join("programs")).chain(std::env::split_paths(&path)).collect()
    }

    /// A program that keeps credentials. It writes down what it is asked for.
    #[cfg(unix)]
    fn program(&self, name: &str, body: &str) {
        use std::os::unix::fs::PermissionsExt as _;
        let file = format!("programs/docker-credential-{name}");
        self.workspace.write(&file, format!("#!/bin/sh\necho \"$1 $(cat)\" >> \"$0.asked\"\n{body}\n"));
        let path = self.workspace.path().join(&file);
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("it is ours");
    }

    #[cfg(unix)]
    fn program_was_asked(&self, name: &str) -> String {
        let path = self.workspace.path().join(format!("programs/docker-credential-{name}.asked"));
        fs::read_to_string(path).unwrap_or_default().replace(&self.registry.address, "REGISTRY")
    }
}

const PUSH: &str = "package push REGISTRY/acme/shop:1.0.0 --package-name acme/shop --package-version 1.0.0";

#[test]
fn a_token_is_had_for_a_password_and_opens_what_was_asked_for() {
    let Some(place) = Place::new() else { return };
    place.password("secret");
    assert_screen!(place.screen(PUSH), @"
        $ aludel package push REGISTRY/acme/shop:1.0.0 --package-name acme/shop --package-version 1.0.0
        pushed acme/shop 1.0.0, branch shop (1 revision, SIZE)
          sha256:DIGEST
          to REGISTRY/acme/shop:1.0.0
        [exit 0]
    ");
    assert_eq!(place.service.asked(), ["ada repository:acme/shop:pull", "ada repository:acme/shop:pull,push"]);
    assert_screen!(place.screen("package versions REGISTRY/acme/shop"), @"
        $ aludel package versions REGISTRY/acme/shop
        1.0.0
        [exit 0]
    ");
    assert_screen!(place.screen("package pull REGISTRY/acme/shop:1.0.0 --out shop.tar"), @"
        $ aludel package pull REGISTRY/acme/shop:1.0.0 --out shop.tar
        pulled acme/shop 1.0.0, branch shop (1 revision, SIZE)
          sha256:DIGEST
          into shop.tar
        [exit 0]
    ");
    let other = Workspace::project();
    assert_screen!(place.screen_of(&other, "package install REGISTRY/acme/shop:1.0.0", &[]), @"
        $ aludel package install REGISTRY/acme/shop:1.0.0
        installed acme/shop 1.0.0 as `shop` (unsigned)
          a1 add a1
        it may create, alter and drop tables, views, indexes, sequences, types and statistics matching shop_*; change rows of tables matching shop_*; read rows of tables matching shop_*; run statements of its own
        wrote packages/shop, aludel.toml, aludel.lock
        [exit 0]
    ");
    assert!(other.path().join("packages/shop").is_dir());
    assert!(place.service.asked().iter().all(|asked| asked == "ada repository:acme/shop:pull"));
}

#[test]
fn whoever_is_refused_is_told_to_log_in() {
    let Some(place) = Place::new() else { return };
    place.password("wrong");
    assert_screen!(place.screen(PUSH), @"
        $ aludel package push REGISTRY/acme/shop:1.0.0 --package-name acme/shop --package-version 1.0.0
        ! error: the registry REGISTRY refuses these credentials: incorrect user or password
        !   hint: log in anew: docker login REGISTRY
        [exit 5]
    ");
    assert_eq!(place.service.asked(), ["refused repository:acme/shop:pull"], "it is not asked again");
    place.docker("{}");
    assert_screen!(place.screen(PUSH), @"
        $ aludel package push REGISTRY/acme/shop:1.0.0 --package-name acme/shop --package-version 1.0.0
        ! error: the registry REGISTRY refuses to answer without credentials: authentication required
        !   hint: docker login REGISTRY
        [exit 5]
    ");
    assert_screen!(place.screen("package versions REGISTRY/acme/shop --json"), @r#"
        $ aludel package versions REGISTRY/acme/shop --json
        {"error":{"code":"registry_unauthorized","exit_code":5,"hint":"docker login REGISTRY",
            "message":"the registry REGISTRY refuses to answer without credentials: authentication required"}}
        [exit 5]
    "#);
}

#[test]
fn whoever_is_not_known_may_read_what_is_public() {
    let Some(place) = Place::new() else { return };
    place.password("secret");
    let push = "package push REGISTRY/public/shop:1.0.0 --package-name public/shop --package-version 1.0.0";
    place.screen(push);
    place.docker("{}");
    assert_screen!(place.screen("package versions REGISTRY/public/shop"), @"
        $ aludel package versions REGISTRY/public/shop
        1.0.0
        [exit 0]
    ");
    place.workspace.migration("b2", "\"a1\"");
    assert_screen!(place.screen(&push.replace("1.0.0", "1.1.0")), @"
        $ aludel package push REGISTRY/public/shop:1.1.0 --package-name public/shop --package-version 1.1.0
        ! error: the registry REGISTRY refuses to answer without credentials: authentication required
        !   hint: docker login REGISTRY
        [exit 5]
    ");
}

#[test]
fn the_environment_gives_credentials_to_the_registry_that_it_names() {
    let Some(place) = Place::new() else { return };
    let of = |variables: &[(&str, &str)]| place.screen_of(&place.workspace, PUSH, variables);
    let ada = [("ALUDEL_REGISTRY_USER", "ada"), ("ALUDEL_REGISTRY_PASSWORD", "secret")];
    assert_screen!(of(&[("ALUDEL_REGISTRY", "other.example"), ada[0], ada[1]]), @"
        $ aludel package push REGISTRY/acme/shop:1.0.0 --package-name acme/shop --package-version 1.0.0
        ! error: the registry REGISTRY refuses to answer without credentials: authentication required
        !   hint: docker login REGISTRY
        [exit 5]
    ");
    assert_screen!(of(&[("ALUDEL_REGISTRY", "REGISTRY"), ada[0], ada[1]]), @"
        $ aludel package push REGISTRY/acme/shop:1.0.0 --package-name acme/shop --package-version 1.0.0
        pushed acme/shop 1.0.0, branch shop (1 revision, SIZE)
          sha256:DIGEST
          to REGISTRY/acme/shop:1.0.0
        [exit 0]
    ");
    let stale = [("ALUDEL_REGISTRY", "REGISTRY"), ("ALUDEL_REGISTRY_TOKEN", "stale")];
    assert_screen!(place.screen_of(&place.workspace, "package versions REGISTRY/acme/shop", &stale), @"
        $ aludel package versions REGISTRY/acme/shop
        ! error: the registry REGISTRY refuses these credentials: authentication required
        !   hint: log in anew: docker login REGISTRY
        [exit 5]
    ");
}

#[test]
fn an_identity_token_is_changed_for_others() {
    let Some(place) = Place::new() else { return };
    place.docker(&format!(r#"{{"auths":{{"REGISTRY":{{"identitytoken":"{IDENTITY}"}}}}}}"#));
    assert_screen!(place.screen(PUSH), @"
        $ aludel package push REGISTRY/acme/shop:1.0.0 --package-name acme/shop --package-version 1.0.0
        pushed acme/shop 1.0.0, branch shop (1 revision, SIZE)
          sha256:DIGEST
          to REGISTRY/acme/shop:1.0.0
        [exit 0]
    ");
    assert_eq!(place.service.asked(), ["ada repository:acme/shop:pull", "ada repository:acme/shop:pull,push"]);
    place.docker(r#"{"auths":{"REGISTRY":{"identitytoken":"revoked"}}}"#);
    assert_screen!(place.screen("package versions REGISTRY/acme/shop"), @"
        $ aludel package versions REGISTRY/acme/shop
        ! error: the registry REGISTRY refuses these credentials: incorrect user or password
        !   hint: log in anew: docker login REGISTRY
        [exit 5]
    ");
}

#[cfg(unix)]
#[test]
fn programs_that_keep_credentials_are_asked() {
    let Some(place) = Place::new() else { return };
    place.program("vault", r#"echo '{"ServerURL":"","Username":"ada","Secret":"secret"}'"#);
    place.program("safe", &format!(r#"echo '{{"ServerURL":"","Username":"<token>","Secret":"{IDENTITY}"}}'"#));
    place.docker(r#"{"credHelpers":{"REGISTRY":"vault"},"credsStore":"none"}"#);
    assert_screen!(place.screen(PUSH), @"
        $ aludel package push REGISTRY/acme/shop:1.0.0 --package-name acme/shop --package-version 1.0.0
        pushed acme/shop 1.0.0, branch shop (1 revision, SIZE)
          sha256:DIGEST
          to REGISTRY/acme/shop:1.0.0
        [exit 0]
    ");
    assert_eq!(place.program_was_asked("vault").lines().next(), Some("get REGISTRY"));
    place.docker(r#"{"credsStore":"safe"}"#);
    assert_screen!(place.screen("package versions REGISTRY/acme/shop"), @"
        $ aludel package versions REGISTRY/acme/shop
        1.0.0
        [exit 0]
    ");
    assert_eq!(place.program_was_asked("safe"), "get REGISTRY\n");
}

#[cfg(unix)]
#[test]
fn programs_that_keep_nothing_and_programs_that_fail_are_told_apart() {
    let Some(place) = Place::new() else { return };
    place.program("empty", "echo 'credentials not found in native keychain'\nexit 1");
    let auth = STANDARD.encode("ada:secret");
    place.docker(&format!(r#"{{"credsStore":"empty","auths":{{"REGISTRY":{{"auth":"{auth}"}}}}}}"#));
    assert!(place.screen(PUSH).contains("pushed acme/shop 1.0.0"), "what is written down is next");
    let versions = "package versions REGISTRY/acme/shop";
    place.docker(r#"{"credsStore":"empty"}"#);
    assert_screen!(place.screen(versions), @"
        $ aludel package versions REGISTRY/acme/shop
        ! error: the registry REGISTRY refuses to answer without credentials: authentication required
        !   hint: docker login REGISTRY
        [exit 5]
    ");
    place.program("locked", "printf 'the keychain is \\033[31mlocked'\nexit 1");
    place.docker(r#"{"credsStore":"locked"}"#);
    assert_screen!(place.screen(versions), @r#"
        $ aludel package versions REGISTRY/acme/shop
        ! error: the credentials for REGISTRY cannot be read from docker-credential-locked: the keychain is \u{1b}[31mlocked
        !   hint: log in anew: docker login REGISTRY
        !         or name them for it alone: export ALUDEL_REGISTRY=REGISTRY ALUDEL_REGISTRY_USER=USER ALUDEL_REGISTRY_PASSWORD=PASSWORD
        [exit 2]
    "#);
    place.program("garbled", "echo 'hello'");
    place.docker(r#"{"credHelpers":{"REGISTRY":"garbled"}}"#);
    assert_screen!(place.screen(versions), @"
        $ aludel package versions REGISTRY/acme/shop
        ! error: the credentials for REGISTRY cannot be read from docker-credential-garbled: its answer cannot be read
        !   hint: log in anew: docker login REGISTRY
        !         or name them for it alone: export ALUDEL_REGISTRY=REGISTRY ALUDEL_REGISTRY_USER=USER ALUDEL_REGISTRY_PASSWORD=PASSWORD
        [exit 2]
    ");
    place.docker(r#"{"credHelpers":{"REGISTRY":"gone"}}"#);
    assert_screen!(place.screen(versions), @"
        $ aludel package versions REGISTRY/acme/shop
        ! error: the credentials for REGISTRY cannot be read from docker-credential-gone: No such file or directory (os error 2)
        !   hint: log in anew: docker login REGISTRY
        !         or name them for it alone: export ALUDEL_REGISTRY=REGISTRY ALUDEL_REGISTRY_USER=USER ALUDEL_REGISTRY_PASSWORD=PASSWORD
        [exit 2]
    ");
    place.docker("{");
    assert_screen!(place.screen(versions).replace(&folder(place.workspace.path()), "FOLDER"), @"
        $ aludel package versions REGISTRY/acme/shop
        ! error: the credentials for REGISTRY cannot be read from FOLDER/docker/config.json: EOF while parsing an object at line 1 column 1
        !   hint: log in anew: docker login REGISTRY
        !         or name them for it alone: export ALUDEL_REGISTRY=REGISTRY ALUDEL_REGISTRY_USER=USER ALUDEL_REGISTRY_PASSWORD=PASSWORD
        [exit 2]
    ");
    let given =
        [("ALUDEL_REGISTRY", "REGISTRY"), ("ALUDEL_REGISTRY_USER", "ada"), ("ALUDEL_REGISTRY_PASSWORD", "secret")];
    assert_screen!(place.screen_of(&place.workspace, versions, &given), @"
        $ aludel package versions REGISTRY/acme/shop
        1.0.0
        [exit 0]
    ");
}

fn folder(path: &Path) -> String {
    path.display().to_string()
}
