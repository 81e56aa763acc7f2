//! What a list declares so that it can be taken along.

use std::sync::Arc;

use futures::future::BoxFuture;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use simpul_kernel::error::InputError;
use simpul_kernel::{Ctx, Paged, Permission, Result};

use super::cell::Cell;
use crate::app::App;

/// Text in Indonesian and English.
pub(super) type Pair = (&'static str, &'static str);

type Ask<I, R> = Arc<dyn for<'a> Fn(&'a App, &'a Ctx, I) -> BoxFuture<'a, Result<Paged<R>>> + Send + Sync>;
type Get<R> = Box<dyn Fn(&R) -> Cell + Send + Sync>;
type Fetch = Box<dyn for<'a> Fn(&'a App, &'a Ctx, Value, &'a [usize]) -> BoxFuture<'a, Result<Lines>> + Send + Sync>;
type Count = Box<dyn for<'a> Fn(&'a App, &'a Ctx, Value) -> BoxFuture<'a, Result<i64>> + Send + Sync>;

/// A line of a file: the row's id and its chosen cells.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) key: i64,
    pub(super) cells: Vec<Cell>,
}

/// A page of lines.
#[derive(Debug)]
pub(super) struct Lines {
    pub(super) lines: Vec<Line>,
    pub(super) next: Option<String>,
}

/// A column of a file. What stands before a dot is the screen's column it belongs to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    pub(super) id: &'static str,
    pub(super) title: Pair,
}

/// A list that can be taken along.
pub(super) struct ExportList {
    /// Its operation.
    pub(super) name: &'static str,
    /// What the file is called.
    pub(super) title: Pair,
    /// What its operation requires; `None`: to be signed in.
    pub(super) permission: Option<Permission>,
    pub(super) columns: Vec<Column>,
    is_paged: bool,
    fetch: Fetch,
    count: Option<Count>,
}

impl ExportList {
    /// One page, as the caller may see it.
    ///
    /// # Errors
    /// The list's own, and `input_malformed` for what is none of its inputs.
    pub(super) async fn page(
        &self,
        app: &App,
        ctx: &Ctx,
        input: &Map<String, Value>,
        (after, limit): (Option<&str>, u16),
        picked: &[usize],
    ) -> Result<Lines> {
        let mut input = input.clone();
        if self.is_paged {
            input.insert("page".to_owned(), json!({ "after": after, "limit": limit }));
        }
        (self.fetch)(app, ctx, Value::Object(input), picked).await
    }

    /// How many rows there are, where that is known without reading them.
    pub(super) async fn count(&self, app: &App, ctx: &Ctx, input: &Map<String, Value>) -> Result<Option<i64>> {
        match &self.count {
            Some(count) => Ok(Some(count(app, ctx, Value::Object(input.clone())).await?)),
            None => Ok(None),
        }
    }
}

/// Declares a list: its operation, what the file is called, the row's id.
pub(super) fn list<I, R, F>(name: &'static str, title: Pair, key: fn(&R) -> i64, ask: F) -> Declared<I, R>
where
    I: DeserializeOwned + Send + 'static,
    R: Send + 'static,
    F: for<'a> Fn(&'a App, &'a Ctx, I) -> BoxFuture<'a, Result<Paged<R>>> + Send + Sync + 'static,
{
    Declared {
        name,
        title,
        permission: None,
        is_paged: true,
        key,
        ask: Arc::new(ask),
        columns: Vec::new(),
        gets: Vec::new(),
        count: None,
    }
}

/// A list while it is declared.
pub(super) struct Declared<I, R> {
    name: &'static str,
    title: Pair,
    permission: Option<Permission>,
    is_paged: bool,
    key: fn(&R) -> i64,
    ask: Ask<I, R>,
    columns: Vec<Column>,
    gets: Vec<Get<R>>,
    count: Option<Count>,
}

impl<I, R> Declared<I, R>
where
    I: DeserializeOwned + Send + 'static,
    R: Send + 'static,
{
    /// What its operation requires.
    pub(super) fn needs(mut self, permission: Permission) -> Self {
        self.permission = Some(permission);
        self
    }

    /// Its operation answers everything at once.
    pub(super) fn whole(mut self) -> Self {
        self.is_paged = false;
        self
    }

    /// How many rows there are.
    pub(super) fn counted<F>(mut self, count: F) -> Self
    where
        F: for<'a> Fn(&'a App, &'a Ctx, Value) -> BoxFuture<'a, Result<i64>> + Send + Sync + 'static,
    {
        self.count = Some(Box::new(count));
        self
    }

    /// A column.
    pub(super) fn col<V: Into<Cell>>(
        mut self,
        id: &'static str,
        title: Pair,
        get: impl Fn(&R) -> V + Send + Sync + 'static,
    ) -> Self {
        self.columns.push(Column { id, title });
        self.gets.push(Box::new(move |row| get(row).into()));
        self
    }

    /// The declaration.
    pub(super) fn done(self) -> ExportList {
        let (ask, gets, key) = (self.ask, Arc::new(self.gets), self.key);
        let fetch: Fetch = Box::new(move |app, ctx, input, picked| {
            let (ask, gets) = (Arc::clone(&ask), Arc::clone(&gets));
            Box::pin(async move {
                let page = ask(app, ctx, parse(input)?).await?;
                let cells = |row: &R| picked.iter().filter_map(|at| gets.get(*at)).map(|get| get(row)).collect();
                let lines = page.rows.iter().map(|row| Line { key: key(row), cells: cells(row) }).collect();
                Ok(Lines { lines, next: page.next })
            })
        });
        ExportList {
            name: self.name,
            title: self.title,
            permission: self.permission,
            columns: self.columns,
            is_paged: self.is_paged,
            fetch,
            count: self.count,
        }
    }
}

/// JSON to a list's input. The message names nothing of what was sent.
pub(super) fn parse<I: DeserializeOwned>(input: Value) -> Result<I> {
    let malformed = |_| InputError::Malformed { message: "not an input of this list".to_owned() };
    Ok(serde_json::from_value(input).map_err(malformed)?)
}
