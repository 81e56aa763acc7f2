//! What a script consists of, once it is read.

use std::sync::Arc;

use super::value::Val;

/// Statements that follow each other.
pub type Block = Arc<[Statement]>;

/// One statement and where it stands.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Its line, counted from 1.
    pub line: u32,
    /// What it does.
    pub action: Action,
}

/// What a statement does.
#[derive(Clone, Debug)]
pub enum Action {
    /// `{ … }`: statements with variables of their own.
    Scope(Block),
    /// An expression whose value is the statement's.
    Value(Expr),
    /// `:put …` and the other commands without a menu.
    Builtin(Call),
    /// A command of a menu.
    Menu(MenuCall),
}

/// Named and unnamed arguments of a command.
#[derive(Clone, Debug, Default)]
pub struct Call {
    /// The command's whole name.
    pub name: &'static str,
    /// Arguments in their order.
    pub args: Vec<Arg>,
}

/// One argument.
#[derive(Clone, Debug)]
pub struct Arg {
    /// `name=`, when it has one.
    pub name: Option<String>,
    /// Its value; a bare flag has none.
    pub value: Option<Expr>,
}

/// A command of a menu.
#[derive(Clone, Debug)]
pub struct MenuCall {
    /// `/ip/hotspot/user`; empty for commands of the root.
    pub path: String,
    /// `add`.
    pub command: String,
    /// Arguments in their order, names in full.
    pub args: Vec<Arg>,
    /// What `find` and `print where` ask for.
    pub filter: Option<Expr>,
}

/// A piece of a text in quotes.
#[derive(Clone, Debug)]
pub enum Part {
    /// As it is.
    Text(Vec<u8>),
    /// `$name`, `$(…)` or `$[…]`.
    Value(Expr),
}

/// Operators of two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `||`, `or`
    Or,
    /// `&&`, `and`
    And,
    /// `in`: an address lies in a prefix.
    In,
    /// `=`
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `>`
    More,
    /// `<=`
    AtMost,
    /// `>=`
    AtLeast,
    /// `~`: a text matches a pattern.
    Matches,
    /// `.`
    Join,
    /// `,`
    Append,
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `/`
    Divide,
    /// `%`
    Rest,
    /// `->`
    Pick,
}

/// Something that has a value.
#[derive(Clone, Debug)]
pub enum Expr {
    /// A value as it is written.
    Literal(Val),
    /// A text in quotes with values in it.
    Text(Vec<Part>),
    /// `$name`
    Variable(String),
    /// A property of the row at hand, in a filter.
    Property(String),
    /// `[ … ]`: the value of the last command.
    Command(Block),
    /// `{a;b;k=v}`
    List(Vec<(Option<String>, Expr)>),
    /// `do={ … }`
    Code(Block),
    /// `!x`
    Not(Box<Expr>),
    /// `-x`
    Negative(Box<Expr>),
    /// `a = b`
    Binary(Operator, Box<Expr>, Box<Expr>),
}

impl Expr {
    /// Whether a row's property takes part in the value.
    #[must_use]
    pub fn needs_row(&self) -> bool {
        match self {
            Self::Property(_) => true,
            Self::Not(inner) | Self::Negative(inner) => inner.needs_row(),
            Self::Binary(_, a, b) => a.needs_row() || b.needs_row(),
            _ => false,
        }
    }
}
