//! The three database roles and the database.
//!
//! *owner* migrates and owns everything; *group* may work with the rows and
//! change no table; each installation has a *login* in the group. Roles belong
//! to the whole server and therefore never to a migration.

use sqlx::{AssertSqlSafe, PgConnection};

use crate::text::{identifier, literal};
use crate::{Error, scram};

/// Superuser of the embedded server.
pub const SUPERUSER: &str = "postgres";
/// The role that migrates and owns the database.
pub const OWNER: &str = "simpul_owner";
/// The group that migrations grant rights to; nobody logs in as it.
pub const APP_GROUP: &str = "simpul_app";
/// The database of the business.
pub const DATABASE: &str = "simpul";

/// What is to be there.
#[derive(Clone)]
pub struct Wanted {
    /// Login of this installation: `simpul_<8 hex>`.
    pub app_role: String,
    /// Password of [`OWNER`]; ASCII.
    pub owner_password: String,
    /// Password of the login; ASCII.
    pub app_password: String,
}

impl std::fmt::Debug for Wanted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Wanted").field("app_role", &self.app_role).finish_non_exhaustive()
    }
}

/// Makes the roles, or repairs them: attributes, membership, passwords.
/// Changes nothing when all is as wanted. Needs a superuser.
///
/// # Errors
/// [`Error::BadName`] and what the server refuses.
pub async fn ensure(connection: &mut PgConnection, wanted: &Wanted) -> Result<(), Error> {
    check_name(&wanted.app_role)?;
    let found: Vec<(String, Option<String>, bool)> = sqlx::query_as(
        "SELECT rolname::text, rolpassword,
                NOT (rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication)
                AND rolcanlogin = (rolname <> $2)
                AND (rolname <> $3 OR pg_has_role(rolname, $2, 'MEMBER'))
           FROM pg_authid
          WHERE rolname = ANY($1) AND EXISTS (SELECT FROM pg_roles WHERE rolname = $2)",
    )
    .bind(vec![OWNER, APP_GROUP, wanted.app_role.as_str()])
    .bind(APP_GROUP)
    .bind(&wanted.app_role)
    .fetch_all(&mut *connection)
    .await?;
    let good = |name: &str, password: Option<&str>| {
        found.iter().any(|(found, stored, in_order)| {
            let password_right = match (password, stored) {
                (None, _) => true,
                (Some(password), Some(stored)) => scram::matches(stored, password),
                (Some(_), None) => false,
            };
            found == name && *in_order && password_right
        })
    };
    if good(APP_GROUP, None)
        && good(OWNER, Some(&wanted.owner_password))
        && good(&wanted.app_role, Some(&wanted.app_password))
    {
        return Ok(());
    }
    for statement in role_statements(wanted) {
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut *connection).await?;
    }
    for role in [OWNER, APP_GROUP, &wanted.app_role] {
        let plain =
            format!("ALTER ROLE {} NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS", identifier(role));
        sqlx::raw_sql(AssertSqlSafe(plain)).execute(&mut *connection).await?;
    }
    Ok(())
}

/// Makes a database owned by [`OWNER`]: UTF8, locale C, closed to everybody
/// but owner and group. Nothing happens when it exists. Needs a superuser.
///
/// # Errors
/// [`Error::BadName`] and what the server refuses.
pub async fn create_database(connection: &mut PgConnection, name: &str) -> Result<(), Error> {
    check_name(name)?;
    let exists: bool = sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)")
        .bind(name)
        .fetch_one(&mut *connection)
        .await?;
    if !exists {
        sqlx::raw_sql(AssertSqlSafe(create_statement(name))).execute(&mut *connection).await?;
        return grant_database(connection, name).await;
    }
    Ok(())
}

/// Closes a database to everybody but owner and group: a clone made from a
/// template does not inherit this.
///
/// # Errors
/// [`Error::BadName`] and what the server refuses.
pub async fn grant_database(connection: &mut PgConnection, name: &str) -> Result<(), Error> {
    check_name(name)?;
    sqlx::raw_sql(AssertSqlSafe(grant_statements(name))).execute(connection).await?;
    Ok(())
}

/// The script for an outside server, to be run once by its administrator with
/// psql, connected to any database. It may be run again, holds verifiers
/// instead of passwords, and needs CREATEROLE and CREATEDB (a superuser does).
///
/// # Errors
/// [`Error::BadName`].
pub fn script(database: &str, wanted: &Wanted) -> Result<String, Error> {
    check_name(database)?;
    check_name(&wanted.app_role)?;
    let mut lines = vec![
        format!("-- Simpul: roles and database \"{database}\". Run as an administrator of the server:"),
        "--   psql -X -d postgres -f this-file.sql".to_owned(),
        "-- It may be run again. It holds no passwords, only their SCRAM verifiers.".to_owned(),
        "\\set ON_ERROR_STOP on".to_owned(),
        "SET client_min_messages = warning;".to_owned(),
    ];
    lines.extend(role_statements(wanted).into_iter().map(|statement| format!("{statement};")));
    lines.push("-- An administrator who is no superuser makes a database for a role only as its member.".to_owned());
    lines.push(format!(
        "DO $do$ BEGIN\n  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN\n    EXECUTE format('GRANT {} TO %I', current_user);\n  END IF;\nEND $do$;",
        identifier(OWNER)
    ));
    lines.push(format!(
        "SELECT {} WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = {}) \\gexec",
        literal(&create_statement(database)),
        literal(database)
    ));
    lines.push(grant_statements(database));
    lines.push(String::new());
    Ok(lines.join("\n"))
}

/// The script for one more computer on a server that has the database already: its
/// login and nothing else, so that the owner's password stays what it is.
///
/// # Errors
/// [`Error::BadName`].
pub fn login_script(app_role: &str, app_password: &str) -> Result<String, Error> {
    check_name(app_role)?;
    let mut lines = vec![
        "-- Simpul: the login of one more computer. Run as an administrator of the server:".to_owned(),
        "--   psql -X -d postgres -f this-file.sql".to_owned(),
        "-- It may be run again. It holds no password, only its SCRAM verifier.".to_owned(),
        "\\set ON_ERROR_STOP on".to_owned(),
        "SET client_min_messages = warning;".to_owned(),
    ];
    let statements = [make_role(app_role, "LOGIN"), set_password(app_role, app_password), join_group(app_role)];
    lines.extend(statements.into_iter().map(|statement| format!("{statement};")));
    lines.push(String::new());
    Ok(lines.join("\n"))
}

fn make_role(role: &str, kind: &str) -> String {
    format!(
        "DO $do$ BEGIN\n  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {}) THEN\n    CREATE ROLE {} {kind};\n  END IF;\nEND $do$",
        literal(role),
        identifier(role)
    )
}

fn set_password(role: &str, password: &str) -> String {
    format!("ALTER ROLE {} LOGIN PASSWORD {}", identifier(role), literal(&scram::verifier(password)))
}

fn join_group(role: &str) -> String {
    format!("GRANT {} TO {}", identifier(APP_GROUP), identifier(role))
}

/// Makes or mends the three roles; plain SQL without a superuser's attributes.
fn role_statements(wanted: &Wanted) -> Vec<String> {
    vec![
        make_role(OWNER, "LOGIN"),
        make_role(APP_GROUP, "NOLOGIN"),
        make_role(&wanted.app_role, "LOGIN"),
        format!("ALTER ROLE {} NOLOGIN", identifier(APP_GROUP)),
        set_password(OWNER, &wanted.owner_password),
        set_password(&wanted.app_role, &wanted.app_password),
        join_group(&wanted.app_role),
    ]
}

fn create_statement(database: &str) -> String {
    format!(
        "CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'",
        identifier(database),
        identifier(OWNER)
    )
}

fn grant_statements(database: &str) -> String {
    let (database, group) = (identifier(database), identifier(APP_GROUP));
    format!("REVOKE ALL ON DATABASE {database} FROM PUBLIC;\nGRANT CONNECT ON DATABASE {database} TO {group};")
}

/// Names are ours, lower case, so that they need no quotes in psql.
fn check_name(name: &str) -> Result<(), Error> {
    let mut letters = name.chars();
    let first = letters.next().is_some_and(|c| c.is_ascii_lowercase() || c == '_');
    let rest = letters.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if first && rest && name.len() <= 63 { Ok(()) } else { Err(Error::BadName { name: name.to_owned() }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_names_that_would_need_quotes() {
        for name in ["", "1a", "Simpul", "a-b", "a\"; DROP DATABASE x; --", &"a".repeat(64)] {
            assert!(check_name(name).is_err(), "{name}");
        }
        assert!(check_name("simpul_0a1b2c3d").is_ok());
    }

    #[test]
    fn the_script_holds_no_password() {
        let wanted = Wanted {
            app_role: "simpul_0a1b2c3d".into(),
            owner_password: "owner-secret".into(),
            app_password: "app-secret".into(),
        };
        let script = script("simpul", &wanted).unwrap();
        assert!(!script.contains("secret"));
        assert!(script.contains("SCRAM-SHA-256$4096:"));
        let login = login_script("simpul_0a1b2c3d", "app-secret").unwrap();
        assert!(login.contains("SCRAM-SHA-256$4096:") && !login.contains("secret"));
        assert!(!login.contains(OWNER), "another computer's script leaves the owner alone");
    }
}
