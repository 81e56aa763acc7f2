//! The TypeScript contract, written from the table.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use simpul_kernel::{Access, WireError};
use ts_rs::{Config, TS, TypeVisitor};

use crate::operation::{Kind, Operation};

/// Gathers the declarations of every type the operations mention.
pub struct TypeBook {
    config: Config,
    declarations: BTreeMap<String, String>,
}

impl std::fmt::Debug for TypeBook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.declarations.keys()).finish()
    }
}

impl TypeBook {
    fn new() -> Self {
        // Ids and sums stay far below 2^53, so large integers are plain numbers.
        Self { config: Config::default().with_large_int("number"), declarations: BTreeMap::new() }
    }

    /// The name of a type, after noting it and all it is made of.
    pub fn name_of<T: TS + 'static>(&mut self) -> String {
        self.visit::<T>();
        T::name(&self.config)
    }
}

impl TypeVisitor for TypeBook {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if T::output_path().is_none() {
            T::visit_generics(self);
            T::visit_dependencies(self);
            return;
        }
        let ident = T::ident(&self.config);
        if self.declarations.contains_key(&ident) {
            T::visit_generics(self);
            return;
        }
        let docs = T::docs().unwrap_or_default();
        self.declarations.insert(ident, format!("{docs}export {}\n", T::decl(&self.config)));
        T::visit_generics(self);
        T::visit_dependencies(self);
    }
}

/// The text of `ui/src/ipc/contract.gen.ts`.
#[must_use]
pub fn typescript(table: &[Operation]) -> String {
    let mut book = TypeBook::new();
    book.visit::<WireError>();
    book.visit::<simpul_kernel::Permission>();
    let mut map = String::new();
    let mut facts = String::new();
    for op in table {
        let (input, output) = (op.types)(&mut book);
        let _ = writeln!(map, "  {}: {{ input: {input}; output: {output} }};", op.name);
        let access = match op.access {
            Access::Public => "public".to_owned(),
            Access::SignedIn => "signed_in".to_owned(),
            Access::Permission(p) => p.to_string(),
        };
        let kind = if op.kind == Kind::Read { "read" } else { "write" };
        let tags = op.tags.iter().map(|t| format!("\"{t}\"")).collect::<Vec<_>>().join(", ");
        let _ = writeln!(facts, "  {}: {{ kind: \"{kind}\", access: \"{access}\", tags: [{tags}] }},", op.name);
    }
    let mut text = String::from(
        "// Written by `cargo xtask contract` from crates/api. Do not edit: a test fails when it is stale.\n\n",
    );
    for declaration in book.declarations.values() {
        text.push_str(declaration);
        text.push('\n');
    }
    let _ = write!(
        text,
        "/** Every operation: what goes in, what comes out. */\nexport type Operations = {{\n{map}}};\n\n"
    );
    text.push_str("/** An operation's name. */\nexport type OperationName = keyof Operations;\n\n");
    let _ = write!(
        text,
        "/** What the program knows of each operation. */\nexport const operations = {{\n{facts}}} as const satisfies Record<OperationName, {{ kind: \"read\" | \"write\"; access: \"public\" | \"signed_in\" | Permission; tags: readonly string[] }}>;\n"
    );
    let codes: BTreeSet<&str> = crate::error_codes().into_iter().collect();
    text.push_str("\n/** Every code an operation can answer with; both languages have a text for each. */\nexport type ErrorCode =");
    for code in codes {
        let _ = write!(text, "\n  | \"{code}\"");
    }
    text.push_str(";\n");
    text
}
