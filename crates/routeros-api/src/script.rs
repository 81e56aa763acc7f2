//! Text in the router's script language, made from commands.
//!
//! A script is read by an interpreter, unlike the words of the API: whatever
//! is not escaped is run. Nothing here is put together from free text. Paths
//! and names of arguments must be of a small character set, values are always
//! quoted, and everything in them that is not a plain printable character is
//! escaped. The escapes are those that releases 7.22 to 7.24 were seen to
//! accept: `\"`, `\\`, `\$`, `\?`, `\n`, `\r`, `\t` and two *upper case* hex
//! digits (tikoci/centrs, `explain-string-escape.test.ts`).
//!
//! ```
//! use routeros_api::{Command, script};
//!
//! let add = Command::new("/ip/hotspot/user/add").arg("name", "anna").arg("comment", "5$ \"now\"");
//! assert_eq!(script::line(&add)?, r#"/ip hotspot user add name="anna" comment="5\$ \"now\"""#);
//! # Ok::<(), script::ScriptError>(())
//! ```

use thiserror::Error;

use crate::protocol::Command;

/// Why a command cannot be written as a line of a script.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ScriptError {
    /// A part of the path, or the name of an argument, is not made of lower
    /// case letters, digits and hyphens.
    #[error("{0:?} is no name in a script")]
    Name(String),
    /// A value holds a zero byte, which no script can.
    #[error("the value of {0} holds a zero byte")]
    Zero(String),
    /// The command has a query or a bare flag: only commands with plain
    /// arguments are written.
    #[error("{0} cannot be written as a line")]
    Shape(String),
}

/// A value between quotes, every character that means something escaped.
/// `None` if it holds a zero byte.
#[must_use]
pub fn quote(value: &[u8]) -> Option<String> {
    let mut text = String::with_capacity(value.len() + 2);
    text.push('"');
    for &byte in value {
        match byte {
            0 => return None,
            b'"' | b'\\' | b'$' | b'?' => {
                text.push('\\');
                text.push(char::from(byte));
            }
            b'\n' => text.push_str("\\n"),
            b'\r' => text.push_str("\\r"),
            b'\t' => text.push_str("\\t"),
            0x20..=0x7E => text.push(char::from(byte)),
            _ => {
                text.push('\\');
                text.push(hex_digit(byte >> 4));
                text.push(hex_digit(byte & 0xF));
            }
        }
    }
    text.push('"');
    Some(text)
}

fn hex_digit(nibble: u8) -> char {
    char::from(if nibble < 10 { b'0' + nibble } else { b'A' + nibble - 10 })
}

/// The command as one line, without an end of line:
/// `/ip hotspot user add name="anna"`.
///
/// # Errors
/// [`ScriptError`].
pub fn line(command: &Command) -> Result<String, ScriptError> {
    if !command.query_words().is_empty() {
        return Err(ScriptError::Shape(command.path().to_owned()));
    }
    let mut text = String::from("/");
    for (number, part) in command.path().trim_start_matches('/').split('/').enumerate() {
        if number > 0 {
            text.push(' ');
        }
        text.push_str(name(part)?);
    }
    for argument in command.arguments() {
        let Some(value) = &argument.value else {
            return Err(ScriptError::Shape(command.path().to_owned()));
        };
        let value = quote(value).ok_or_else(|| ScriptError::Zero(argument.name.to_string()))?;
        text.push(' ');
        text.push_str(name(&argument.name)?);
        text.push('=');
        text.push_str(&value);
    }
    Ok(text)
}

/// The command as a line that cannot end the script: when the router refuses
/// it, `E` and the number are put out and the next line follows.
///
/// # Errors
/// [`ScriptError`].
pub fn guarded(command: &Command, number: usize) -> Result<String, ScriptError> {
    Ok(format!(":do {{{}}} on-error={{:put \"E {number}\"}}", line(command)?))
}

fn name(part: &str) -> Result<&str, ScriptError> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let good = part.bytes().all(plain) && part.as_bytes().first().is_some_and(u8::is_ascii_lowercase);
    if good { Ok(part) } else { Err(ScriptError::Name(part.to_owned())) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::Query;

    #[test]
    fn values_are_quoted_and_escaped() {
        for (value, text) in [
            ("anna", r#""anna""#),
            ("", r#""""#),
            (r#"a"b"#, r#""a\"b""#),
            (r"a\b", r#""a\\b""#),
            ("$x [:put 1] ?", r#""\$x [:put 1] \?""#),
            ("a\r\n\tb", r#""a\r\n\tb""#),
            ("é", r#""\C3\A9""#),
            ("\u{7f}\u{1}", r#""\7F\01""#),
            ("}; /system reset-configuration", r#""}; /system reset-configuration""#),
        ] {
            assert_eq!(quote(value.as_bytes()).as_deref(), Some(text));
        }
        assert_eq!(quote(b"a\0b"), None);
    }

    #[test]
    fn a_guarded_line_names_its_number() {
        let command = Command::new("/ip/hotspot/user/add").arg("name", "a").arg("disabled", true);
        assert_eq!(
            guarded(&command, 12).unwrap(),
            r#":do {/ip hotspot user add name="a" disabled="yes"} on-error={:put "E 12"}"#
        );
    }

    #[test]
    fn what_is_no_plain_command_is_refused() {
        for (path, argument) in
            [("/ip/hot spot/add", "name"), ("/ip/[x]/add", "name"), ("/", "name"), ("/ip/add", "a=b")]
        {
            let command = Command::new(path).arg(argument, "x");
            assert!(matches!(line(&command), Err(ScriptError::Name(_))), "{path} {argument}");
        }
        let zero = Command::new("/ip/add").arg("name", "a\0");
        assert_eq!(line(&zero), Err(ScriptError::Zero("name".to_owned())));
        let flag = Command::new("/ip/add").flag("once");
        assert!(matches!(line(&flag), Err(ScriptError::Shape(_))));
        let query = Command::new("/ip/add").query(Query::has("x"));
        assert!(matches!(line(&query), Err(ScriptError::Shape(_))));
    }
}
