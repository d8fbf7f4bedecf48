//! Reads the file.

use std::path::Path;

use super::{
    Config, ConfigError, ConfigErrors, FILE_NAME, alembic, autogenerate, build, database, find, grants, hook,
    installed, lint, package, project, python, target, test, trust,
};
use crate::text_file::{self, SizeLimit};
use crate::toml_reader::{Positions, Report, Section};

const SIZE: SizeLimit = SizeLimit { name: "config_size", bytes: 1 << 20 };

const KEYS: [&str; 16] = [
    "project",
    "database",
    "target",
    "autogenerate",
    "build",
    "package",
    "python",
    "alembic",
    "packages",
    "grants",
    "trust",
    "limits",
    "hooks",
    "lint",
    "sdk",
    "test",
];

pub(super) fn read(path: &Path, variable: &dyn Fn(&str) -> Option<String>) -> Result<Config, ConfigErrors> {
    let file = path.file_name().map_or_else(|| FILE_NAME.to_owned(), |name| name.to_string_lossy().into_owned());
    let text = text_file::read_text(path, &file, SIZE)?;
    parse(&text, &file, path, variable)
}

pub(super) fn parse(
    text: &str,
    file: &str,
    path: &Path,
    variable: &dyn Fn(&str) -> Option<String>,
) -> Result<Config, ConfigErrors> {
    let text = text.trim_start_matches('\u{feff}');
    let positions = Positions::of_file(text);
    let mut report = Report::new(file, text, &positions);
    let mut config = Config::defaults(path);
    if let Some(table) = report.parse() {
        read_sections(&Section::top(&table), &mut config, variable, &mut report);
    }
    let errors: Vec<ConfigError> = report.into_errors().into_iter().map(ConfigError::Setting).collect();
    if errors.is_empty() { Ok(config) } else { Err(ConfigErrors { errors }) }
}

fn read_sections(
    top: &Section<'_>,
    config: &mut Config,
    variable: &dyn Fn(&str) -> Option<String>,
    report: &mut Report<'_>,
) {
    top.check_keys(&KEYS, report);
    let root = find::root_of(&config.path);
    if let Some(section) = top.section("project", report) {
        config.project = project::read(&section, &root, report);
    }
    if let Some(section) = top.section("database", report) {
        let databases = database::read_all(&section, variable, report);
        config.databases = databases.into_iter().map(|database| (database.name.clone(), database)).collect();
    }
    if let Some(section) = top.section("target", report) {
        config.target = target::read(&section, &root, report);
    }
    if let Some(section) = top.section("autogenerate", report) {
        config.autogenerate = autogenerate::read(&section, report);
    }
    if let Some(section) = top.section("build", report) {
        config.build = build::read(&section, report);
    }
    if let Some(section) = top.section("package", report) {
        config.package = package::read(&section, report);
    }
    if let Some(section) = top.section("python", report) {
        config.python = python::read(&section, &root, report);
    }
    if let Some(section) = top.section("alembic", report) {
        config.alembic = alembic::read(&section, report);
    }
    if let Some(section) = top.section("grants", report) {
        (config.grants.own, config.grants.own_housing) = grants::read_terms(&section, report);
    }
    if let Some(section) = top.section("trust", report) {
        config.grants.trust = grants::read_trust(&section, report);
        config.trust = trust::read(&section, &root, report);
        config.grants.ceilings = config.trust.ceilings();
    }
    if let Some(section) = top.section("packages", report) {
        (config.packages, config.grants.packages) = installed::read(&section, report);
    }
    if let Some(section) = top.section("limits", report) {
        config.limits = section.limits(report);
    }
    if let Some(section) = top.section("hooks", report) {
        config.hooks = hook::read(&section, report);
    }
    if let Some(section) = top.section("lint", report) {
        config.lint = lint::read(&section, report);
    }
    if let Some(section) = top.section("sdk", report) {
        config.sdk = project::read_sdk(&section, &root, report);
    }
    if let Some(section) = top.section("test", report) {
        config.test = test::read(&section, report);
    }
}
