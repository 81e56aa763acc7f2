//! What a router's user may do.

use std::fmt;

/// The policies of a user's group: `read`, `write`, `policy`, `test`, `ftp`,
/// `reboot`, `sensitive`, `api`, …
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Policies(Vec<String>);

impl Policies {
    /// Reads `local,read,write,!ftp`: those with `!` are not granted.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let granted = text.split(',').map(str::trim).filter(|policy| !policy.is_empty() && !policy.starts_with('!'));
        Self(granted.map(str::to_owned).collect())
    }

    /// Whether a policy is granted.
    #[must_use]
    pub fn allow(&self, policy: &str) -> bool {
        self.0.iter().any(|granted| granted == policy)
    }

    /// All that are granted, as the router lists them.
    #[must_use]
    pub fn granted(&self) -> &[String] {
        &self.0
    }
}

impl fmt::Display for Policies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refused_policies_are_not_granted() {
        let policies = Policies::parse("local,read, write,!ftp,!reboot,api");
        assert!(policies.allow("write") && policies.allow("api"));
        assert!(!policies.allow("ftp") && !policies.allow("!ftp") && !policies.allow(""));
        assert_eq!(policies.to_string(), "local,read,write,api");
        assert!(Policies::parse("").granted().is_empty());
    }
}
