//! What the simulated router refuses, in RouterOS' own words.

/// A `!trap`: a message and, where RouterOS sends one, a category.
///
/// Messages that begin with `failure:` carry no category on real routers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trap {
    /// RouterOS' category number (0 missing item or command, 1 argument value,
    /// 2 interrupted, 3 scripting, 4 general, 5 API), where it sends one.
    pub category: Option<u8>,
    /// The text of `=message=`.
    pub message: String,
    /// A second trap that follows the first (missing directories send two).
    pub also: Option<&'static str>,
}

impl Trap {
    fn new(category: Option<u8>, message: impl Into<String>) -> Self {
        Self { category, message: message.into(), also: None }
    }

    /// `failure: …`, without a category.
    #[must_use]
    pub fn failure(what: &str) -> Self {
        Self::new(None, format!("failure: {what}"))
    }

    /// A text of its own, without a category.
    #[must_use]
    pub fn plain(message: &str) -> Self {
        Self::new(None, message)
    }

    /// The item is not there.
    #[must_use]
    pub fn no_such_item() -> Self {
        Self::new(Some(0), "no such item")
    }

    /// The menu is there, the command is not; older releases add `prefix`.
    #[must_use]
    pub fn no_such_command(prefix: bool) -> Self {
        Self::new(Some(0), if prefix { "no such command prefix" } else { "no such command" })
    }

    /// The menu is not there.
    #[must_use]
    pub fn no_such_directory(name: &str) -> Self {
        let mut trap = Self::new(Some(0), format!("no such command or directory ({name})"));
        trap.also = Some("no such command prefix");
        trap
    }

    /// An argument the command does not have.
    #[must_use]
    pub fn unknown_parameter(name: &str) -> Self {
        Self::new(None, format!("unknown parameter {name}"))
    }

    /// A required argument is missing.
    #[must_use]
    pub fn missing(name: &str) -> Self {
        Self::new(None, format!("missing ={name}="))
    }

    /// No value of the list fits.
    #[must_use]
    pub fn no_match(arg: &str) -> Self {
        Self::new(Some(1), format!("input does not match any value of {arg}"))
    }

    /// Several values of the list fit the abbreviation (an empty text fits all).
    #[must_use]
    pub fn ambiguous(arg: &str) -> Self {
        Self::new(Some(1), format!("ambiguous value of {arg}, more than one possible value matches input"))
    }

    /// The value is not of the argument's kind.
    #[must_use]
    pub fn bad_value(arg: &str) -> Self {
        Self::new(Some(1), format!("invalid value for argument {arg}"))
    }

    /// The number is outside what the argument takes.
    #[must_use]
    pub fn out_of_range(arg: &str, low: impl std::fmt::Display, high: impl std::fmt::Display) -> Self {
        Self::new(Some(1), format!("value of {arg} out of range ({low}..{high})"))
    }

    /// The user's group lacks a policy.
    #[must_use]
    pub fn not_permitted() -> Self {
        Self::new(None, "not enough permissions (9)")
    }

    /// The command was cancelled.
    #[must_use]
    pub fn interrupted() -> Self {
        Self::new(Some(2), "interrupted")
    }
}

impl std::fmt::Display for Trap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Trap {}
