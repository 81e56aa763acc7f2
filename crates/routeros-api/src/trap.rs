//! The router's refusals, told apart by their text.

use thiserror::Error;

use crate::encoding::Encoding;
use crate::protocol::Row;

/// A command the router refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct Trap {
    /// The number from 0 to 7 that some traps carry. Many do not, and equal
    /// texts come with different ones: never decide by it.
    pub category: Option<u8>,
    /// The router's text of the first trap.
    pub message: String,
    /// What it means, judged by the text.
    pub kind: TrapKind,
    /// The texts of all traps of this command, the first included.
    pub all: Vec<String>,
}

/// What a trap means.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TrapKind {
    /// A row with this name or these values exists already.
    Duplicate,
    /// The id or name does not exist (any more).
    NoSuchItem,
    /// This menu or command does not exist on this router.
    NoSuchCommand,
    /// This release does not know a parameter.
    UnknownParameter {
        /// The parameter, when named.
        parameter: Option<String>,
    },
    /// A value refers to something that does not exist.
    BadReference {
        /// The argument, when named.
        argument: Option<String>,
    },
    /// A value is the beginning of several names. References are resolved by
    /// unique prefix, so give exact names.
    AmbiguousReference {
        /// The argument, when named.
        argument: Option<String>,
    },
    /// A value is not of the argument's type or range.
    BadValue {
        /// The argument, when named.
        argument: Option<String>,
    },
    /// A required argument is missing.
    MissingArgument {
        /// The argument, when named.
        argument: Option<String>,
    },
    /// The user's group may not do this.
    Permission,
    /// The command was cancelled.
    Interrupted,
    /// A script or import failed.
    Script {
        /// The line, when named.
        line: Option<u32>,
    },
    /// The content is longer than the router takes.
    TooLarge,
    /// Anything else.
    Other,
}

impl Trap {
    /// A trap with this text, as if the router had sent it.
    #[must_use]
    pub fn from_message(message: impl Into<String>) -> Self {
        let message = message.into();
        Self { category: None, kind: TrapKind::classify(&message), all: vec![message.clone()], message }
    }

    /// The one trap made of all `!trap` replies of a command; `None` without
    /// any. The kind is the first one that says something.
    pub(crate) fn from_rows(rows: &[Row], encoding: Encoding) -> Option<Self> {
        let text = |row: &Row| encoding.decode(row.get("message").unwrap_or_default()).into_owned();
        let first = rows.first()?;
        let all: Vec<String> = rows.iter().map(text).collect();
        let kind = all
            .iter()
            .map(|message| TrapKind::classify(message))
            .find(|kind| *kind != TrapKind::Other)
            .unwrap_or(TrapKind::Other);
        let category = first.get_str("category").and_then(|category| category.parse::<u8>().ok());
        Some(Self { category, message: all[0].clone(), kind, all })
    }

    /// Whether the row exists already: success for a repeated `add` once the
    /// row there was looked at.
    #[must_use]
    pub fn is_duplicate(&self) -> bool {
        self.kind == TrapKind::Duplicate
    }

    /// Whether the row is gone already: success for a repeated `remove`.
    #[must_use]
    pub fn is_no_such_item(&self) -> bool {
        self.kind == TrapKind::NoSuchItem
    }
}

impl TrapKind {
    /// Judges a trap's text. Only parts of texts that are known from real
    /// routers are looked for.
    #[must_use]
    pub fn classify(message: &str) -> Self {
        let has = |part: &str| message.contains(part);
        if has("Script Error") || has("script error") {
            return Self::Script { line: number_after(message, "line ") };
        }
        if has("already have") || has("already exists") {
            Self::Duplicate
        } else if has("no such item") {
            Self::NoSuchItem
        } else if has("no such command") || has("no such directory") {
            Self::NoSuchCommand
        } else if has("not enough permissions") {
            Self::Permission
        } else if has("does not match any value of") {
            Self::BadReference { argument: word_after(message, "does not match any value of ") }
        } else if has("ambiguous value of") {
            Self::AmbiguousReference { argument: word_after(message, "ambiguous value of ") }
        } else if has("unknown parameter") {
            Self::UnknownParameter { parameter: word_after(message, "unknown parameter ") }
        } else if has("invalid value") || has("value of") && has("out of range") {
            let argument = word_after(message, "for argument ").or_else(|| word_after(message, "value of "));
            Self::BadValue { argument }
        } else if has("missing =") || has("missing value") {
            let argument = word_after(message, "missing =")
                .map(|name| name.trim_end_matches('=').to_owned())
                .or_else(|| word_after(message, "argument(s) "));
            Self::MissingArgument { argument }
        } else if message == "interrupted" {
            Self::Interrupted
        } else if has("contents too long") {
            Self::TooLarge
        } else {
            Self::Other
        }
    }
}

/// The word that follows a phrase, without punctuation at its end.
fn word_after(text: &str, phrase: &str) -> Option<String> {
    let (_, rest) = text.split_once(phrase)?;
    let word = rest.split_whitespace().next()?;
    let word = word.trim_end_matches([',', '.', ';', ':', ')']);
    (!word.is_empty()).then(|| word.to_owned())
}

fn number_after(text: &str, phrase: &str) -> Option<u32> {
    let (_, rest) = text.rsplit_once(phrase)?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_real_routers() {
        let some = |text: &str| Some(text.to_owned());
        let table = [
            ("failure: already have user with this name for this server", TrapKind::Duplicate),
            ("failure: secret with the same name already exists", TrapKind::Duplicate),
            ("failure: already have such entry", TrapKind::Duplicate),
            ("already have interface with name ether1", TrapKind::Duplicate),
            ("input does not match any value of profile", TrapKind::BadReference { argument: some("profile") }),
            (
                "ambiguous value of profile, more than one possible value matches input",
                TrapKind::AmbiguousReference { argument: some("profile") },
            ),
            ("invalid value for argument remote-address", TrapKind::BadValue { argument: some("remote-address") }),
            ("no such item", TrapKind::NoSuchItem),
            ("no such item (4)", TrapKind::NoSuchItem),
            ("no such command", TrapKind::NoSuchCommand),
            ("no such command prefix", TrapKind::NoSuchCommand),
            ("no such command or directory (routerboard)", TrapKind::NoSuchCommand),
            ("unknown parameter foo", TrapKind::UnknownParameter { parameter: some("foo") }),
            ("unknown parameter", TrapKind::UnknownParameter { parameter: None }),
            ("missing =account=", TrapKind::MissingArgument { argument: some("account") }),
            ("missing value(s) of argument(s) name", TrapKind::MissingArgument { argument: some("name") }),
            ("not enough permissions (9)", TrapKind::Permission),
            ("failure: contents too long", TrapKind::TooLarge),
            ("interrupted", TrapKind::Interrupted),
            (
                "Script Error: input does not match any value of list (/interface/list/member/add (list); line 5)",
                TrapKind::Script { line: Some(5) },
            ),
            ("action failed (6)", TrapKind::Other),
            ("", TrapKind::Other),
        ];
        for (message, kind) in table {
            assert_eq!(TrapKind::classify(message), kind, "{message}");
        }
    }

    #[test]
    fn several_traps_become_one() {
        let row = |message: &str, category: &str| -> Row {
            [("category", category), ("message", message)].into_iter().collect()
        };
        let rows = [row("odd text", "4"), row("no such command prefix", "0")];
        let trap = Trap::from_rows(&rows, Encoding::default()).unwrap();
        assert_eq!(trap.message, "odd text");
        assert_eq!(trap.category, Some(4));
        assert_eq!(trap.kind, TrapKind::NoSuchCommand);
        assert_eq!(trap.all.len(), 2);
        assert_eq!(Trap::from_rows(&[], Encoding::default()), None);
    }
}
