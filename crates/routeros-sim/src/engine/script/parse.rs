//! Reading scripts: statements, commands and their arguments.
//!
//! Names are looked up while reading, as routers do it: a script with an unknown
//! command or argument is refused before any of it runs.

use super::ast::{Action, Arg, Block, Call, Expr, MenuCall, Statement};
use super::builtin::{BUILTINS, TAKES_CODE};
use super::tree::{Step, resolve};
use super::value::Val;
use crate::engine::Router;
use crate::schema::Access;

/// Arguments whose `{…}` is the text of a script, kept as it is written.
const SOURCES: [&str; 8] =
    ["source", "on-event", "script", "up-script", "down-script", "test-script", "on-login", "on-logout"];

/// Brackets lie in each other no deeper than this.
const DEEPEST: usize = 200;

/// Why a text is no script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// RouterOS' words.
    pub message: String,
    /// Where, counted from 1.
    pub line: u32,
    /// Where in the line, counted from 1.
    pub column: u32,
}

impl std::fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} (line {} column {})", self.message, self.line, self.column)
    }
}

/// Reads one script.
pub(super) struct Parser<'a> {
    pub(super) text: &'a [u8],
    pub(super) at: usize,
    /// How many brackets the place at hand lies in.
    pub(super) depth: usize,
    router: &'a Router,
    /// The menu that commands without a leading slash belong to.
    menu: String,
}

/// Reads a script for a router.
///
/// # Errors
/// The first place that cannot be read.
pub(super) fn parse(router: &Router, text: &[u8]) -> Result<Block, SyntaxError> {
    let mut parser = Parser { text, at: 0, depth: 0, router, menu: String::new() };
    parser.block(None)
}

impl Parser<'_> {
    pub(super) fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    pub(super) fn rest(&self) -> &[u8] {
        &self.text[self.at.min(self.text.len())..]
    }

    pub(super) fn error(&self, message: &str) -> SyntaxError {
        self.error_at(message, self.at)
    }

    /// One bracket more; a text of nothing but brackets is no script.
    pub(super) fn deeper(&mut self) -> Result<(), SyntaxError> {
        self.depth += 1;
        if self.depth > DEEPEST { Err(self.error("nested too deep")) } else { Ok(()) }
    }

    fn error_at(&self, message: &str, at: usize) -> SyntaxError {
        let before = &self.text[..at.min(self.text.len())];
        let lines = before.iter().filter(|b| **b == b'\n').count();
        let start = before.iter().rposition(|b| *b == b'\n').map_or(0, |i| i + 1);
        let number = |n: usize| u32::try_from(n + 1).unwrap_or(u32::MAX);
        SyntaxError { message: message.to_owned(), line: number(lines), column: number(before.len() - start) }
    }

    /// Skips blanks and continued line ends.
    pub(super) fn blanks(&mut self) {
        loop {
            match self.rest() {
                [b' ' | b'\t', ..] => self.at += 1,
                [b'\\', b'\n', ..] => self.at += 2,
                [b'\\', b'\r', b'\n', ..] => self.at += 3,
                _ => return,
            }
        }
    }

    /// Skips blanks and line ends.
    pub(super) fn gaps(&mut self) {
        loop {
            self.blanks();
            match self.peek() {
                Some(b'\n' | b'\r') => self.at += 1,
                _ => return,
            }
        }
    }

    /// Statements up to `end`, or to the end of the text. A menu that was gone to
    /// inside is left again.
    pub(super) fn block(&mut self, end: Option<u8>) -> Result<Block, SyntaxError> {
        self.deeper()?;
        let menu = self.menu.clone();
        let mut statements = Vec::new();
        let mut line = self.error("").line;
        let mut counted = self.at;
        loop {
            self.gaps();
            match self.peek() {
                None if end.is_some() => return Err(self.error("expected closing brace")),
                None => break,
                Some(b';') => self.at += 1,
                Some(b'#') => {
                    while self.peek().is_some_and(|b| b != b'\n') {
                        self.at += 1;
                    }
                }
                Some(b) if Some(b) == end => {
                    self.at += 1;
                    break;
                }
                Some(b'}' | b']' | b')') => return Err(self.error("syntax error")),
                Some(_) => {
                    let passed = self.text[counted..self.at].iter().filter(|b| **b == b'\n').count();
                    line += u32::try_from(passed).unwrap_or(0);
                    counted = self.at;
                    if let Some(action) = self.statement()? {
                        statements.push(Statement { line, action });
                    }
                }
            }
        }
        self.menu = menu;
        self.depth -= 1;
        Ok(statements.into())
    }

    fn statement(&mut self) -> Result<Option<Action>, SyntaxError> {
        match self.peek() {
            Some(b'{') => {
                self.at += 1;
                Ok(Some(Action::Scope(self.block(Some(b'}'))?)))
            }
            Some(b'[' | b'$' | b'(' | b'"') => Ok(Some(Action::Value(self.term(false)?))),
            _ => self.command(),
        }
    }

    fn command(&mut self) -> Result<Option<Action>, SyntaxError> {
        let start = self.at;
        if self.peek() == Some(b':') {
            self.at += 1;
            let word = self.name();
            let name = builtin(&word).ok_or_else(|| self.error_at(&format!("bad command name {word}"), start))?;
            return self.builtin(name).map(Some);
        }
        let absolute = self.peek() == Some(b'/');
        let mut path = if absolute { String::new() } else { self.menu.clone() };
        let mut first = true;
        loop {
            while self.peek() == Some(b'/') {
                self.at += 1;
            }
            self.blanks();
            let begin = self.at;
            let word = self.name();
            if word.is_empty() || self.peek() == Some(b'=') {
                self.at = begin;
                break;
            }
            let step = resolve(&path, &word).or_else(|| {
                // Where the menu gone to does not know the word, the root may.
                let outside = first && !absolute && !path.is_empty();
                outside.then(|| resolve("", &word)).flatten().filter(|step| matches!(step, Step::Menu(_)))
            });
            match step {
                Some(Step::Menu(menu)) => path = menu,
                Some(Step::Command(command)) if !(first && path.is_empty() && builtin_exactly(&word)) => {
                    return self.menu_command(path, command).map(Some);
                }
                _ => {
                    if let Some(name) = builtin(&word).filter(|_| first && !absolute) {
                        return self.builtin(name).map(Some);
                    }
                    return Err(self.error_at(&format!("bad command name {word}"), begin));
                }
            }
            first = false;
            if !matches!(self.peek(), Some(b'/' | b' ' | b'\t' | b'\\')) {
                break;
            }
        }
        if !self.ended() {
            return Err(self.error("expected command name"));
        }
        if path.is_empty() && !absolute {
            return Err(self.error_at("bad command name", start));
        }
        self.menu = path;
        Ok(None)
    }

    /// Letters, digits, dashes and dots.
    pub(super) fn name(&mut self) -> String {
        let start = self.at;
        while self.peek().is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_')) {
            self.at += 1;
        }
        String::from_utf8_lossy(&self.text[start..self.at]).into_owned()
    }

    /// A word up to the next blank or end.
    pub(super) fn bare(&mut self) -> String {
        let start = self.at;
        while let Some(b) = self.peek() {
            let inside = !b.is_ascii_whitespace() && !matches!(b, b';' | b']' | b'}' | b')' | b'"' | b'{' | b'[');
            if !inside {
                break;
            }
            self.at += 1;
        }
        String::from_utf8_lossy(&self.text[start..self.at]).into_owned()
    }

    /// Whether the statement ends here.
    pub(super) fn ended(&mut self) -> bool {
        self.blanks();
        matches!(self.peek(), None | Some(b'\n' | b'\r' | b';' | b'}' | b']' | b')'))
    }

    fn builtin(&mut self, name: &'static str) -> Result<Action, SyntaxError> {
        let mut args = Vec::new();
        while !self.ended() {
            if self.peek() == Some(b'{') && TAKES_CODE.contains(&name) {
                self.at += 1;
                args.push(Arg { name: None, value: Some(Expr::Code(self.block(Some(b'}'))?)) });
                continue;
            }
            args.push(self.argument()?);
        }
        Ok(Action::Builtin(Call { name, args }))
    }

    fn argument(&mut self) -> Result<Arg, SyntaxError> {
        if let Some(b'"' | b'$' | b'[' | b'(' | b'{') = self.peek() {
            return Ok(Arg { name: None, value: Some(self.term(false)?) });
        }
        let begin = self.at;
        let name = self.name();
        if !name.is_empty() && self.peek() == Some(b'=') {
            self.at += 1;
            let value = self.argument_value(&name)?;
            return Ok(Arg { name: Some(name), value: Some(value) });
        }
        self.at = begin;
        let word = self.bare();
        if word.is_empty() {
            return Err(self.error("syntax error"));
        }
        Ok(Arg { name: None, value: Some(Expr::Literal(Val::text(&word))) })
    }

    /// What follows `name=`.
    pub(super) fn argument_value(&mut self, name: &str) -> Result<Expr, SyntaxError> {
        let read = match self.peek() {
            Some(b'{') if ["do", "else", "on-error", "while"].contains(&name) => {
                self.at += 1;
                self.block(Some(b'}')).map(Expr::Code)
            }
            Some(b'{') if SOURCES.contains(&name) => {
                self.at += 1;
                let start = self.at;
                // Read once to find its end, and kept as text.
                self.block(Some(b'}')).map(|_| Expr::Literal(Val::Text(self.text[start..self.at - 1].to_vec())))
            }
            Some(b'"' | b'$' | b'[' | b'(' | b'{') => self.term(false),
            _ => {
                let word = self.bare();
                Ok(Expr::Literal(Val::text(&word)))
            }
        };
        // A value that never ends is missing at the end of the text.
        read.map_err(|error| match error.message.as_str() {
            "expected closing quote" => SyntaxError { message: format!("expected {name} value"), ..error },
            _ => error,
        })
    }

    fn menu_command(&mut self, path: String, command: String) -> Result<Action, SyntaxError> {
        let outer = std::mem::replace(&mut self.menu, path.clone());
        let mut call = MenuCall { path, command, args: Vec::new(), filter: None };
        let read = self.menu_arguments(&mut call);
        self.menu = outer;
        read.map(|()| Action::Menu(call))
    }

    fn menu_arguments(&mut self, call: &mut MenuCall) -> Result<(), SyntaxError> {
        while !self.ended() {
            let begin = self.at;
            let word = self.name();
            let named = self.peek() == Some(b'=');
            let whole = matches!(self.peek(), None | Some(b' ' | b'\t' | b'\n' | b'\r' | b';' | b']' | b'}' | b'\\'));
            if word == "where" && whole && !named {
                call.filter = Some(self.filter()?);
                return Ok(());
            }
            if call.command == "find" {
                self.at = begin;
                call.filter = Some(self.filter()?);
                return Ok(());
            }
            if named && !word.is_empty() {
                let name =
                    self.argument_name(call, &word).ok_or_else(|| self.error_at("expected end of command", begin))?;
                self.at += 1;
                let value = self.argument_value(&name)?;
                call.args.push(Arg { name: Some(name), value: Some(value) });
                continue;
            }
            self.at = begin;
            let mut arg = self.argument()?;
            // `print count-only`, `import x dry-run`: flags have no value.
            if whole && self.is_flag(call, &word) {
                arg = Arg { name: Some(word), value: None };
            }
            call.args.push(arg);
        }
        Ok(())
    }

    fn filter(&mut self) -> Result<Expr, SyntaxError> {
        if self.ended() {
            return Ok(Expr::Literal(Val::Bool(true)));
        }
        let filter = self.expression(true)?;
        if self.ended() { Ok(filter) } else { Err(self.error("expected end of command")) }
    }

    fn is_flag(&self, call: &MenuCall, word: &str) -> bool {
        match call.command.as_str() {
            "print" => true,
            "import" => matches!(word, "dry-run"),
            "execute" => matches!(word, "as-string"),
            _ => false,
        }
    }

    /// The whole name of an argument; `None` when `add` or `set` do not have it.
    fn argument_name(&self, call: &MenuCall, word: &str) -> Option<String> {
        let (not, more): (Access, &[&str]) = match call.command.as_str() {
            "add" => (Access::SetOnly, &["copy-from", "place-before"]),
            "set" => (Access::AddOnly, &["numbers", ".id"]),
            _ => return Some(word.to_owned()),
        };
        let menu = self.router.menu(self.router.menu_at(&call.path)?);
        let release = self.router.persona.release;
        let fields = menu.fields.iter().filter(|f| f.access != Access::Read && f.access != not && f.exists_in(release));
        let mut names: Vec<&str> = fields.map(|f| f.name.as_str()).chain(more.iter().copied()).collect();
        if names.contains(&word) {
            return Some(word.to_owned());
        }
        names.retain(|name| name.starts_with(word));
        (names.len() == 1).then(|| names[0].to_owned())
    }
}

fn builtin_exactly(word: &str) -> bool {
    BUILTINS.contains(&word)
}

/// The command without a menu that a word is or abbreviates.
fn builtin(word: &str) -> Option<&'static str> {
    if let Some(name) = BUILTINS.iter().find(|name| **name == word) {
        return Some(name);
    }
    let mut fitting = BUILTINS.iter().filter(|name| !word.is_empty() && name.starts_with(word));
    let name = fitting.next()?;
    fitting.next().is_none().then_some(name)
}
