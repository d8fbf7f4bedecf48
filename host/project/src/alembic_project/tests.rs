use std::path::Path;

use tempfile::TempDir;

use super::url::translated;
use super::*;

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("the temporary folder is writable");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("it is below the folder")).expect("the folder is writable");
        fs::write(path, text).expect("the folder is writable");
    }
    folder
}

fn names(project: &AlembicProject, root: &Path) -> Vec<String> {
    let relative = |path: &PathBuf| path.strip_prefix(root).expect("it is below").display().to_string();
    project.version_locations.iter().map(relative).collect()
}

const INI_TEXT: &str = "# generic\n[alembic]\nscript_location = %(here)s/db\nbase = %(here)s/db\n\
    version_locations = %(base)s/versions\n    %(here)s/other\nsqlalchemy.url = postgresql+psycopg2://u:p%%40@h/d?x=1\n\
    [loggers]\nkeys = root\n";

#[test]
fn a_project_with_an_ini_file_is_read() {
    let folder = folder(&[
        ("alembic.ini", INI_TEXT),
        ("db/versions/a.py", "revision = 'a'\n"),
        ("other/b.py", "revision = 'b'\n"),
        ("db/env.py", "context.configure(version_table='v', target_metadata=None)\n"),
    ]);
    let project = AlembicProject::read(folder.path()).expect("it is a project");
    assert_eq!(names(&project, folder.path()), ["db/versions", "other"]);
    assert_eq!(project.url.as_deref(), Some("postgres://u:p%40@h/d"));
    assert_eq!((project.version_table.as_str(), project.notes.as_slice()), ("v", [].as_slice()));
    let taken = take_over(&project, Placement::Copied).expect("the folder is writable");
    assert_eq!(taken.written.len(), 3);
    assert_eq!(taken.notes.len(), 1, "the password is told of: {:?}", taken.notes);
    let again = take_over(&project, Placement::InPlace).expect_err("there is a project now");
    assert_eq!(again.code(), "project_exists");
}

#[test]
fn a_project_with_a_pyproject_is_read() {
    let folder = folder(&[
        (
            "pyproject.toml",
            "[tool.alembic]\nscript_location = \"%(here)s/app/migrations\"\nrecursive_version_locations = true\n",
        ),
        ("app/migrations/versions/2024/a.py", "revision = 'a'\n"),
        ("app/migrations/versions/__pycache__/a.pyc", ""),
        ("app/migrations/env.py", "config.set_main_option('sqlalchemy.url', url)\ntarget_metadata = Base.metadata\n"),
    ]);
    let project = AlembicProject::read(folder.path()).expect("it is a project");
    assert_eq!(names(&project, folder.path()), ["app/migrations/versions", "app/migrations/versions/2024"]);
    assert_eq!(project.url, None);
    assert_eq!(project.version_table, "alembic_version");
    assert_eq!(project.notes.len(), 2, "{:?}", project.notes);
    let taken = take_over(&project, Placement::InPlace).expect("the folder is writable");
    let config = fs::read_to_string(taken.config_path).expect("it was written");
    assert!(
        config.contains("migrations = [\"app/migrations/versions\", \"app/migrations/versions/2024\"]"),
        "{config}"
    );
    assert!(config.contains("url = \"${DATABASE_URL}\""), "{config}");
}

#[test]
fn a_convention_that_is_written_out_is_found() {
    let text = "target_metadata = MetaData(\n    naming_convention={\n        'ix': 'ix_%(column_0_label)s',  # indexes\n\
        \"pk\": \"pk_%(table_name)s\",\n    }\n)\ndef include_object(*x):\n    pass\n";
    let found = Environment::of(text);
    let expected = [("ix", "ix_%(column_0_label)s"), ("pk", "pk_%(table_name)s")];
    assert_eq!(found.naming_convention, expected.map(|(kind, name)| (kind.to_owned(), name.to_owned())).into());
    assert_eq!(found.notes.len(), 1);
    assert!(found.notes[0].starts_with("env.py:7: `include_object`"), "{:?}", found.notes);
    assert_eq!(Environment::of("").notes, [] as [String; 0]);
}

#[test]
fn lists_are_divided_as_the_settings_say() {
    let table = [
        ("version_locations = a b", vec!["a", "b"]),
        ("version_locations = a, b", vec!["a", "b"]),
        ("version_path_separator = os\nversion_locations = a:b c", vec!["a", "b c"]),
        ("path_separator = newline\nversion_locations =\n  a b\n  c", vec!["a b", "c"]),
        ("path_separator = space  # as ever\nversion_locations = a  b", vec!["a", "b"]),
    ];
    for (text, expected) in table {
        let mut settings = Settings { folder: PathBuf::new(), values: BTreeMap::new() };
        assert!(settings.add_ini(&format!("[alembic]\n{text}\n")));
        assert_eq!(settings.list("version_locations"), expected, "{text}");
    }
}

#[test]
fn urls_lose_their_drivers() {
    let table = [
        ("sqlite:///app.db", Some("sqlite://app.db")),
        ("sqlite:///./app.db", Some("sqlite://app.db")),
        ("sqlite+aiosqlite:////var/app.db", Some("sqlite:///var/app.db")),
        ("sqlite://", None),
        ("postgresql+asyncpg://u@h:1/d", Some("postgres://u@h:1/d")),
        ("mysql+pymysql://u:p@h/d?charset=utf8mb4", Some("mysql://u:p@h/d")),
        ("mariadb+mariadbconnector://h/d", Some("mariadb://h/d")),
        ("oracle://h/d", None),
        ("driver://user:pass@localhost/dbname", None),
        ("nothing", None),
    ];
    for (url, expected) in table {
        assert_eq!(translated(url).as_deref(), expected, "{url}");
    }
}

#[test]
fn what_is_missing_is_named() {
    let code =
        |files: &[(&str, &str)]| AlembicProject::read(folder(files).path()).expect_err("something is missing").code();
    assert_eq!(code(&[]), "alembic_project_missing");
    assert_eq!(code(&[("alembic.ini", "[loggers]\n")]), "alembic_project_missing");
    assert_eq!(code(&[("alembic.ini", "[alembic]\n")]), "alembic_location_missing");
    assert_eq!(code(&[("alembic.ini", "[alembic]\nscript_location = x\n")]), "alembic_location_missing");
    assert_eq!(code(&[("pyproject.toml", "[tool.alembic")]), "alembic_settings_malformed");
}
