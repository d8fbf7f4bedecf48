//! The logins that the host and its guests have.

use aludel_db::{ConnectError, GuestLogin};

use super::report::{Finding, Severity};

/// Migrations have a login of their own: who it is, and what it can do all the same.
pub(crate) fn of_guest(guest: &GuestLogin) -> Vec<Finding> {
    let GuestLogin { login, abilities } = guest;
    let text = format!("migrations run as `{login}`, and the server keeps them away from the tables of Aludel");
    let mut findings = vec![Finding::new(Severity::Note, "guest_login", text)];
    let described = |leaves: bool| -> Vec<String> {
        let of_kind = abilities.iter().filter(|ability| ability.leaves_the_database == leaves);
        of_kind.map(|ability| format!("`{}` {}", ability.role, ability.what)).collect()
    };
    for (severity, words, details) in [
        (Severity::Warning, "beyond the database", described(true)),
        (Severity::Note, "all of the database", described(false)),
    ] {
        if !details.is_empty() {
            let text = format!("a migration that is granted code can do what `{login}` can, and that reaches {words}");
            findings.push(Finding::new(severity, "guest_login_rights", text).with_details(details));
        }
    }
    findings
}

/// Folders of others are trusted, and nothing but the reading of texts keeps their migrations in bounds.
pub(crate) fn of_one_login(trusted: usize) -> Option<Finding> {
    let text = match trusted {
        0 => return None,
        1 => "the migrations of 1 trusted folder run with the login that owns the tables of Aludel".to_owned(),
        _ => format!("the migrations of {trusted} trusted folders run with the login that owns the tables of Aludel"),
    };
    let details = vec!["what they do is read and counted, and no privilege of the server is in their way".to_owned()];
    let found = Finding::new(Severity::Note, "one_login", text).with_details(details);
    Some(found.with_command("aludel doctor --setup-guest-login"))
}

/// The login walls nothing off, so no migration runs.
pub(crate) fn of_problem(error: &ConnectError) -> Finding {
    let details = error.hint().into_iter().collect();
    Finding::new(Severity::Error, "guest_login_refused", error.to_string()).with_details(details)
}

#[cfg(test)]
mod tests {
    use aludel_db::GuestAbility;

    use super::*;

    #[test]
    fn what_leaves_the_database_is_to_be_mended() {
        let ability = |what, leaves_the_database| GuestAbility { role: "app".to_owned(), leaves_the_database, what };
        let abilities = vec![ability("runs programs on the server", true), ability("owns the database", false)];
        let found = of_guest(&GuestLogin { login: "app".to_owned(), abilities });
        let told: Vec<(Severity, &str)> = found.iter().map(|finding| (finding.severity, finding.code)).collect();
        assert_eq!(
            told,
            [
                (Severity::Note, "guest_login"),
                (Severity::Warning, "guest_login_rights"),
                (Severity::Note, "guest_login_rights")
            ]
        );
        assert_eq!(found[1].details, ["`app` runs programs on the server"]);
    }

    #[test]
    fn one_login_is_told_where_folders_of_others_are_trusted() {
        assert!(of_one_login(0).is_none());
        assert!(of_one_login(2).is_some_and(|found| found.text.contains("2 trusted folders")));
    }
}
