//! What build tools see of the world.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The variables that compilers and package managers need. Whatever else is set does not change what is built.
const VARIABLES: [&str; 34] = [
    "PATH",
    "HOME",
    "USERPROFILE",
    "SYSTEMROOT",
    "TMPDIR",
    "TEMP",
    "XDG_CACHE_HOME",
    "CARGO_HOME",
    "CARGO_NET_OFFLINE",
    "CARGO_HTTP_CAINFO",
    "RUSTUP_HOME",
    "RUSTUP_TOOLCHAIN",
    "RUSTUP_AUTO_INSTALL",
    "SSL_CERT_FILE",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
    "http_proxy",
    "https_proxy",
    "no_proxy",
    "APPDATA",
    "LOCALAPPDATA",
    "VIRTUAL_ENV",
    "XDG_DATA_HOME",
    "GOROOT",
    "GOCACHE",
    "GOPROXY",
    "GOPATH",
    "GOMODCACHE",
    "GOPRIVATE",
    "GOSUMDB",
    "WASI_SDK_PATH",
    "ZIG_GLOBAL_CACHE_DIR",
    "NODE_PATH",
];

/// The environment that build tools run in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ToolEnvironment {
    variables: Vec<(&'static str, String)>,
}

impl ToolEnvironment {
    /// Takes what tools need from an environment; `variable` answers for it.
    pub fn from_variables(variable: &dyn Fn(&str) -> Option<String>) -> Self {
        let variables = VARIABLES.into_iter().filter_map(|name| Some((name, variable(name)?))).collect();
        Self { variables }
    }

    /// A variable that tools need.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// The program of that name, as a shell would find it.
    pub(crate) fn find_program(&self, name: &str) -> Option<PathBuf> {
        let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
        let mut paths = std::env::split_paths(self.get("PATH")?).map(|folder| folder.join(&file));
        paths.find(|path| path.is_file())
    }

    /// The folder of the user for what can be made again.
    pub fn cache_folder(&self) -> Option<PathBuf> {
        let named = self.get("XDG_CACHE_HOME").filter(|folder| Path::new(folder).is_absolute()).map(PathBuf::from);
        let home = || self.get("HOME").or_else(|| self.get("USERPROFILE")).map(|home| Path::new(home).join(".cache"));
        Some(named.or_else(home)?.join("aludel"))
    }

    /// The folder of the user for what is installed, such as interpreters.
    pub fn data_folder(&self) -> Option<PathBuf> {
        let named = self.get("XDG_DATA_HOME").filter(|folder| Path::new(folder).is_absolute()).map(PathBuf::from);
        let home =
            || self.get("HOME").or_else(|| self.get("USERPROFILE")).map(|home| Path::new(home).join(".local/share"));
        Some(named.or_else(home)?.join("aludel"))
    }

    /// Where cargo keeps the sources of packages.
    pub(crate) fn cargo_home(&self) -> Option<PathBuf> {
        let named = self.get("CARGO_HOME").map(PathBuf::from);
        named.or_else(|| self.get("HOME").map(|home| Path::new(home).join(".cargo")))
    }

    /// A program to be run in this environment and nothing else.
    pub(crate) fn command(&self, program: &Path, folder: &Path) -> Command {
        let mut command = Command::new(program);
        command.env_clear().envs(self.variables.iter().map(|(name, value)| (*name, value.as_str())));
        command.current_dir(folder).stdin(std::process::Stdio::null());
        command
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_tools_need_is_taken() {
        let variables = |name: &str| match name {
            "HOME" => Some("/home/user".to_owned()),
            "PATH" => Some("/nowhere".to_owned()),
            "RUSTFLAGS" | "ALUDEL_DATABASE_URL" => Some("secret".to_owned()),
            _ => None,
        };
        let environment = ToolEnvironment::from_variables(&variables);
        assert!(!format!("{environment:?}").contains("secret"));
        assert_eq!(environment.cache_folder(), Some(PathBuf::from("/home/user/.cache/aludel")));
        assert_eq!(environment.find_program("rustc"), None);
    }
}
