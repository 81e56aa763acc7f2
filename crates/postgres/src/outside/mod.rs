//! A PostgreSQL server that the owner brings.

mod test;

use std::path::{Path, PathBuf};
use std::str::FromStr as _;

use sqlx::postgres::{PgConnectOptions, PgSslMode};
use zeroize::Zeroizing;

use crate::Error;
use crate::dump::Target;

pub use test::{STEP_CODES, Status, Step, connection_test, owner_test};

/// The oldest version whose features the schema may use.
pub const OLDEST_MAJOR: u32 = 15;

/// How the connection is protected. Anything but [`Tls::VerifyFull`] is the
/// owner's explicit choice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Tls {
    /// Encrypted, the certificate is trusted and names this host.
    #[default]
    VerifyFull,
    /// Encrypted, the certificate is trusted, whatever host it names.
    VerifyCa,
    /// Encrypted against listeners, not against a false server.
    Require,
    /// Not encrypted.
    Off,
}

impl Tls {
    /// libpq's name of the mode.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::VerifyFull => "verify-full",
            Self::VerifyCa => "verify-ca",
            Self::Require => "require",
            Self::Off => "disable",
        }
    }

    /// The mode of libpq's name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "verify-full" => Some(Self::VerifyFull),
            "verify-ca" => Some(Self::VerifyCa),
            "require" => Some(Self::Require),
            "disable" => Some(Self::Off),
            _ => None,
        }
    }

    fn mode(&self) -> PgSslMode {
        match self {
            Self::VerifyFull => PgSslMode::VerifyFull,
            Self::VerifyCa => PgSslMode::VerifyCa,
            Self::Require => PgSslMode::Require,
            Self::Off => PgSslMode::Disable,
        }
    }
}

/// Address and login of an outside server.
#[derive(Clone)]
pub struct Outside {
    /// Name, address, or the folder of a socket.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// Database.
    pub database: String,
    /// Database role.
    pub user: String,
    /// Its password.
    pub password: Zeroizing<String>,
    /// Protection of the connection.
    pub tls: Tls,
    /// Certificates to trust (a PEM file) instead of the system's.
    pub root_certificate: Option<PathBuf>,
    /// The same as text, before there is a file of them; it counts before the file.
    pub root_certificate_pem: Option<String>,
}

impl std::fmt::Debug for Outside {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}@{}:{}/{} ({})", self.user, self.host, self.port, self.database, self.tls.name())
    }
}

impl Outside {
    /// Reads `postgresql://user:password@host:port/database?sslmode=…&sslrootcert=…`.
    /// Without `sslmode` the certificate is checked in full; `prefer` and
    /// `allow` are refused, since they silently fall back to no protection.
    ///
    /// # Errors
    /// [`Error::BadAddress`], without the password.
    pub fn from_url(url: &str) -> Result<Self, Error> {
        let bad = |detail: &str| Error::BadAddress { detail: detail.to_owned() };
        let rest = url
            .strip_prefix("postgresql://")
            .or_else(|| url.strip_prefix("postgres://"))
            .ok_or_else(|| bad("it does not begin with postgresql://"))?;
        let (main, query) = rest.split_once('?').unwrap_or((rest, ""));
        let authority = main.split('/').next().unwrap_or_default();
        let login = authority.rsplit_once('@').map_or("", |(login, _)| login);
        let password = login.split_once(':').map_or("", |(_, password)| password);
        // sqlx knows the fields; its errors may repeat the address, so they are not shown.
        let base = format!("postgresql://{main}");
        let options = PgConnectOptions::from_str(&base).map_err(|_| bad("it cannot be read as an address"))?;
        let mut outside = Self {
            host: options.get_host().to_owned(),
            port: options.get_port(),
            database: options.get_database().unwrap_or(crate::roles::DATABASE).to_owned(),
            user: options.get_username().to_owned(),
            password: Zeroizing::new(percent_decoded(password).ok_or_else(|| bad("its password has a broken % sign"))?),
            tls: Tls::default(),
            root_certificate: None,
            root_certificate_pem: None,
        };
        if let Some(folder) = options.get_socket() {
            outside.host = folder.display().to_string();
        }
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = percent_decoded(value).ok_or_else(|| bad("it has a broken % sign"))?;
            match name {
                "sslmode" => {
                    outside.tls = Tls::parse(&value)
                        .ok_or_else(|| bad("sslmode must be verify-full, verify-ca, require or disable"))?;
                }
                "sslrootcert" => outside.root_certificate = Some(PathBuf::from(value)),
                "host" => outside.host = value,
                "application_name" | "connect_timeout" => {}
                _ => return Err(bad("it has a parameter that is not known")),
            }
        }
        if outside.host.is_empty() {
            return Err(bad("it names no host"));
        }
        Ok(outside)
    }

    /// Whether it is a socket of this computer.
    pub(crate) fn is_socket(&self) -> bool {
        self.host.starts_with('/')
    }

    /// Options for sqlx.
    #[must_use]
    pub fn connect_options(&self) -> PgConnectOptions {
        let options = PgConnectOptions::new_without_pgpass()
            .port(self.port)
            .database(&self.database)
            .username(&self.user)
            .password(&self.password)
            .application_name("simpul");
        if self.is_socket() {
            return options.socket(Path::new(&self.host)).ssl_mode(PgSslMode::Disable);
        }
        let options = options.host(&self.host).ssl_mode(self.tls.mode());
        match (&self.root_certificate_pem, &self.root_certificate) {
            (Some(pem), _) => options.ssl_root_cert_from_pem(pem.clone().into_bytes()),
            (None, Some(file)) => options.ssl_root_cert(file),
            (None, None) => options,
        }
    }

    /// The same for pg_dump and psql.
    #[must_use]
    pub fn target(&self) -> Target {
        Target {
            host: self.host.clone(),
            port: self.port,
            user: self.user.clone(),
            password: self.password.clone(),
            database: self.database.clone(),
            sslmode: if self.is_socket() { "disable" } else { self.tls.name() },
            root_certificate: self.root_certificate.clone(),
        }
    }
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_checked_in_full_unless_it_says_otherwise() {
        let plain = Outside::from_url("postgresql://kasir:p%40ss@db.example.com:5433/toko").unwrap();
        assert_eq!((plain.host.as_str(), plain.port, plain.database.as_str()), ("db.example.com", 5433, "toko"));
        assert_eq!((plain.user.as_str(), plain.password.as_str()), ("kasir", "p@ss"));
        assert_eq!(plain.tls, Tls::VerifyFull);
        let chosen = Outside::from_url("postgres://u:p@h/d?sslmode=require").unwrap();
        assert_eq!(chosen.tls, Tls::Require);
    }

    #[test]
    fn a_bad_url_is_refused_without_repeating_the_password() {
        for url in [
            "mysql://u:secret@h/d",
            "postgresql://u:secret@h:port/d",
            "postgresql://u:secret@h/d?sslmode=prefer",
            "postgresql://u:secret%4@h/d",
        ] {
            let error = Outside::from_url(url).unwrap_err();
            assert_eq!(error.code(), "postgres_bad_address", "{url}");
            assert!(!error.to_string().contains("secret"), "{error}");
        }
    }

    #[test]
    fn nothing_secret_is_printed() {
        let outside = Outside::from_url("postgresql://u:secret@h/d").unwrap();
        assert!(!format!("{outside:?} {:?}", outside.target()).contains("secret"));
    }
}
