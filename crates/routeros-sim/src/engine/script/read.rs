//! Reading expressions: texts, variables, lists, operators.

use super::ast::{Expr, Operator, Part};
use super::parse::{Parser, SyntaxError};
use super::value::Val;

/// Operators by how weakly they bind, weakest first; longer spellings before
/// shorter ones.
const LEVELS: [&[(&str, Operator)]; 7] = [
    &[("||", Operator::Or), ("or ", Operator::Or)],
    &[("&&", Operator::And), ("and ", Operator::And)],
    &[
        ("!=", Operator::Unequal),
        ("<=", Operator::AtMost),
        (">=", Operator::AtLeast),
        ("=", Operator::Equal),
        ("<", Operator::Less),
        (">", Operator::More),
        ("~", Operator::Matches),
        ("in ", Operator::In),
    ],
    &[(".", Operator::Join), (",", Operator::Append)],
    &[("+", Operator::Plus), ("- ", Operator::Minus), ("-", Operator::Minus)],
    &[("*", Operator::Times), ("/", Operator::Divide), ("%", Operator::Rest)],
    &[("->", Operator::Pick)],
];

impl Parser<'_> {
    /// An expression, up to what does not belong to it. In a filter bare words are
    /// properties on the left and values on the right of an operator.
    pub(super) fn expression(&mut self, filter: bool) -> Result<Expr, SyntaxError> {
        self.level(0, filter)
    }

    fn level(&mut self, level: usize, filter: bool) -> Result<Expr, SyntaxError> {
        // Operators before an operand and tests side by side go deeper too.
        let depth = self.depth;
        if level == 0 || level == 1 || level == LEVELS.len() - 1 {
            self.deeper()?;
        }
        let read = self.level_inside(level, filter);
        self.depth = depth;
        read
    }

    fn level_inside(&mut self, level: usize, filter: bool) -> Result<Expr, SyntaxError> {
        let Some(operators) = LEVELS.get(level) else { return self.unary(filter) };
        let mut left = self.level(level + 1, filter)?;
        loop {
            self.blanks();
            let rest = self.rest();
            let found = operators.iter().find(|(text, operator)| {
                rest.starts_with(text.as_bytes())
                    // `->` is no minus, and `name!=x` no negation.
                    && !(*operator == Operator::Minus && rest.starts_with(b"->"))
                    && !(filter && matches!(operator, Operator::Join | Operator::Append | Operator::Divide))
            });
            let Some((text, operator)) = found else { break };
            self.at += text.trim_end().len();
            self.blanks();
            let comparing = level == 2;
            let right = if filter && comparing { self.filter_value()? } else { self.level(level + 1, filter)? };
            left = Expr::Binary(*operator, Box::new(left), Box::new(right));
        }
        // Tests that stand side by side in a filter must all hold.
        if filter && level == 1 && self.filter_goes_on() {
            let right = self.level(level, filter)?;
            left = Expr::Binary(Operator::And, Box::new(left), Box::new(right));
        }
        Ok(left)
    }

    fn filter_goes_on(&self) -> bool {
        let rest = self.rest();
        let word = |text: &[u8]| rest.starts_with(text);
        !word(b"||")
            && !word(b"or ")
            && rest.first().is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'!' | b'(' | b'.' | b'$'))
    }

    /// The right side of a comparison in a filter.
    fn filter_value(&mut self) -> Result<Expr, SyntaxError> {
        match self.peek() {
            Some(b'"' | b'$' | b'[' | b'(' | b'{') => self.term(false),
            _ => {
                let word = self.bare();
                Ok(Expr::Literal(Val::word(&word)))
            }
        }
    }

    fn unary(&mut self, filter: bool) -> Result<Expr, SyntaxError> {
        self.blanks();
        match self.peek() {
            Some(b'!') => {
                self.at += 1;
                Ok(Expr::Not(Box::new(self.level(LEVELS.len() - 1, filter)?)))
            }
            Some(b'-') => {
                self.at += 1;
                Ok(Expr::Negative(Box::new(self.level(LEVELS.len() - 1, filter)?)))
            }
            _ => self.term(filter),
        }
    }

    /// One operand.
    pub(super) fn term(&mut self, filter: bool) -> Result<Expr, SyntaxError> {
        let depth = self.depth;
        self.deeper()?;
        let read = self.term_inside(filter);
        self.depth = depth;
        read
    }

    fn term_inside(&mut self, filter: bool) -> Result<Expr, SyntaxError> {
        self.blanks();
        match self.peek() {
            Some(b'"') => self.quoted(),
            Some(b'$') => {
                self.at += 1;
                self.variable()
            }
            Some(b'[') => {
                self.at += 1;
                let block = self.block(Some(b']'))?;
                Ok(Expr::Command(block))
            }
            Some(b'(') => {
                self.at += 1;
                self.blanks();
                if self.peek() == Some(b')') {
                    self.at += 1;
                    return Ok(Expr::Literal(Val::Nothing));
                }
                let inner = self.expression(filter)?;
                self.blanks();
                if self.peek() != Some(b')') {
                    return Err(self.error("expected closing brace"));
                }
                self.at += 1;
                Ok(inner)
            }
            Some(b'{') => {
                self.at += 1;
                self.list()
            }
            _ => {
                let word = self.operand();
                if word.is_empty() {
                    return Err(self.error("syntax error"));
                }
                Ok(if filter { Expr::Property(word) } else { Expr::Literal(Val::word(&word)) })
            }
        }
    }

    /// A bare word between operators; dots belong to it in addresses only.
    fn operand(&mut self) -> String {
        let start = self.at;
        let numeric = self.peek().is_some_and(|b| b.is_ascii_digit());
        while let Some(b) = self.peek() {
            let inside = b.is_ascii_alphanumeric()
                || b >= 0x80
                || matches!(b, b'_' | b':' | b'@')
                || (b == b'.' && (numeric || self.at == start))
                || (b == b'-' && !numeric && self.text.get(self.at + 1).is_some_and(u8::is_ascii_alphabetic))
                || (b == b'/' && numeric && self.text.get(self.at + 1).is_some_and(u8::is_ascii_digit))
                || (b == b'*' && self.at == start);
            if !inside {
                break;
            }
            self.at += 1;
        }
        String::from_utf8_lossy(&self.text[start..self.at]).into_owned()
    }

    fn variable(&mut self) -> Result<Expr, SyntaxError> {
        match self.peek() {
            Some(b'"') => match self.quoted()? {
                Expr::Literal(name) => Ok(Expr::Variable(name.shown())),
                _ => Err(self.error("expected variable name")),
            },
            Some(b'(' | b'[') => self.term(false),
            _ => {
                let start = self.at;
                while self.peek().is_some_and(|b| b.is_ascii_alphanumeric()) {
                    self.at += 1;
                }
                if start == self.at {
                    return Err(self.error("expected variable name"));
                }
                Ok(Expr::Variable(String::from_utf8_lossy(&self.text[start..self.at]).into_owned()))
            }
        }
    }

    fn list(&mut self) -> Result<Expr, SyntaxError> {
        let mut values = Vec::new();
        loop {
            self.gaps();
            match self.peek() {
                None => return Err(self.error("expected closing brace")),
                Some(b'}') => {
                    self.at += 1;
                    return Ok(Expr::List(values));
                }
                Some(b';') => self.at += 1,
                _ => {
                    let begin = self.at;
                    let name = self.name();
                    if self.peek() == Some(b'=') && !name.is_empty() {
                        self.at += 1;
                        values.push((Some(name), self.argument_value("value")?));
                        continue;
                    }
                    self.at = begin;
                    if matches!(self.peek(), Some(b'"' | b'$' | b'[' | b'(' | b'{')) {
                        values.push((None, self.term(false)?));
                        continue;
                    }
                    let word = self.bare();
                    if word.is_empty() {
                        return Err(self.error("syntax error"));
                    }
                    values.push((None, Expr::Literal(Val::word(&word))));
                }
            }
        }
    }

    /// A text in quotes; a literal when nothing is to be put in.
    pub(super) fn quoted(&mut self) -> Result<Expr, SyntaxError> {
        self.at += 1;
        let mut parts: Vec<Part> = Vec::new();
        let mut text = Vec::new();
        loop {
            match self.peek() {
                None => return Err(self.error("expected closing quote")),
                Some(b'"') => {
                    self.at += 1;
                    break;
                }
                Some(b'$') => {
                    self.at += 1;
                    if self.peek().is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'"' | b'(' | b'[')) {
                        parts.push(Part::Text(std::mem::take(&mut text)));
                        let value = self.variable()?;
                        parts.push(Part::Value(value));
                    } else {
                        text.push(b'$');
                    }
                }
                Some(b'\\') => {
                    self.at += 1;
                    self.escape(&mut text)?;
                }
                Some(b) => {
                    text.push(b);
                    self.at += 1;
                }
            }
        }
        if parts.is_empty() {
            return Ok(Expr::Literal(Val::Text(text)));
        }
        parts.push(Part::Text(text));
        Ok(Expr::Text(parts))
    }

    fn escape(&mut self, text: &mut Vec<u8>) -> Result<(), SyntaxError> {
        let Some(b) = self.peek() else { return Err(self.error("expected closing quote")) };
        self.at += 1;
        let hex = |b: u8| char::from(b).to_digit(16).and_then(|d| u8::try_from(d).ok());
        match b {
            b'n' => text.push(b'\n'),
            b'r' => text.push(b'\r'),
            b't' => text.push(b'\t'),
            b'a' => text.push(7),
            b'b' => text.push(8),
            b'f' => text.push(12),
            b'v' => text.push(11),
            b'_' => text.push(b' '),
            b'"' | b'\\' | b'$' | b'?' => text.push(b),
            b'\r' | b'\n' => {
                // The text goes on in the next line, after its blanks.
                while self.peek().is_some_and(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n')) {
                    self.at += 1;
                }
            }
            _ => match (hex(b).filter(|_| !b.is_ascii_lowercase()), self.peek().and_then(hex)) {
                (Some(high), Some(low)) => {
                    self.at += 1;
                    text.push(high * 16 + low);
                }
                _ => return Err(self.error("invalid escape sequence")),
            },
        }
        Ok(())
    }
}
