//! Pure decisions: whether a row says what it should, and what must be written.

use routeros_api::{Row, value};

/// What a property should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Property {
    /// Its name.
    pub name: &'static str,
    /// Its value; `None` = not set.
    pub value: Option<String>,
    /// How two spellings are compared.
    pub sort: Sort,
}

/// How values of a property are spelt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// As it is.
    Text,
    /// Never shown by a router that hides it: then taken for right.
    Secret,
    /// `yes` and `true` are one.
    Flag,
    /// `1M/4M` and `1000000/4000000` are one.
    Rates,
    /// `10.0.0.1` and `10.0.0.1/32` are one.
    Address,
    /// The exact name of a row of this menu, or one of these words.
    Reference {
        /// Where it stands.
        menu: &'static str,
    },
}

impl Property {
    /// A text.
    pub fn text(name: &'static str, value: impl Into<String>) -> Self {
        Self { name, value: Some(value.into()), sort: Sort::Text }
    }

    /// A text that may be unset.
    pub fn text_or_unset(name: &'static str, value: Option<&str>) -> Self {
        Self { name, value: value.map(str::to_owned), sort: Sort::Text }
    }

    /// Yes or no.
    pub fn flag(name: &'static str, value: bool) -> Self {
        Self { name, value: Some(value::format_bool(value).to_owned()), sort: Sort::Flag }
    }

    /// Another sort.
    pub fn sorted(mut self, sort: Sort) -> Self {
        self.sort = sort;
        self
    }
}

/// What a row shows of a property; an empty text is unset.
pub fn shown(row: &Row, name: &str) -> Option<String> {
    row.get_str(name).map(std::borrow::Cow::into_owned).filter(|text| !text.is_empty())
}

/// Whether a row says what it should of a property.
pub fn is_as_wished(row: &Row, wanted: &Property) -> bool {
    let found = shown(row, wanted.name);
    match (&found, &wanted.value, wanted.sort) {
        (None, None, _) => true,
        // An empty text is no text; a router leaves it out.
        (None, Some(wanted), Sort::Text) if wanted.is_empty() => true,
        (None, Some(_), Sort::Secret) => true,
        (Some(found), Some(_), Sort::Secret) if found.starts_with("***") => true,
        // A router leaves out what is `no`.
        (None, Some(wanted), Sort::Flag) => value::parse_bool(wanted) == Some(false),
        (Some(found), Some(wanted), Sort::Flag) => value::parse_bool(found) == value::parse_bool(wanted),
        (Some(found), wanted, Sort::Rates) => rates(found) == rates(wanted.as_deref().unwrap_or_default()),
        (None, Some(wanted), Sort::Rates) => rates(wanted) == Rates::None,
        (Some(found), Some(wanted), Sort::Address) => bare(found) == bare(wanted),
        (found, wanted, _) => found == wanted,
    }
}

fn bare(address: &str) -> &str {
    address.strip_suffix("/32").unwrap_or(address)
}

#[derive(Debug, PartialEq, Eq)]
enum Rates {
    None,
    Pair(u64, u64),
    Other(String),
}

fn rates(text: &str) -> Rates {
    let text = text.trim();
    if text.is_empty() || text == "0/0" {
        return Rates::None;
    }
    let one = |part: &str| -> Option<u64> {
        let (digits, factor) = match part.trim().to_ascii_lowercase() {
            part if part.ends_with('k') => (part.trim_end_matches('k').to_owned(), 1_000),
            part if part.ends_with('m') => (part.trim_end_matches('m').to_owned(), 1_000_000),
            part if part.ends_with('g') => (part.trim_end_matches('g').to_owned(), 1_000_000_000),
            part => (part, 1),
        };
        digits.parse::<u64>().ok()?.checked_mul(factor)
    };
    match text.split_once('/').and_then(|(up, down)| Some((one(up)?, one(down)?))) {
        Some((up, down)) => Rates::Pair(up, down),
        None => Rates::Other(text.to_owned()),
    }
}

/// What must be written: values to set, and properties to unset.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Name and value.
    pub set: Vec<(&'static str, String)>,
    /// Names.
    pub unset: Vec<&'static str>,
}

impl Change {
    /// Nothing must be written.
    pub fn is_empty(&self) -> bool {
        self.set.is_empty() && self.unset.is_empty()
    }
}

/// What must be written to a row so that it says what it should.
pub fn change(row: &Row, wanted: &[Property]) -> Change {
    let mut change = Change::default();
    for property in wanted.iter().filter(|property| !is_as_wished(row, property)) {
        match &property.value {
            Some(value) => change.set.push((property.name, value.clone())),
            None => change.unset.push(property.name),
        }
    }
    change
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(fields: &[(&str, &str)]) -> Row {
        fields.iter().copied().collect()
    }

    #[test]
    fn only_what_differs_in_meaning_is_written() {
        let row = row(&[
            ("name", "ani"),
            ("password", "*****"),
            ("profile", "rumah"),
            ("remote-address", "10.9.0.5"),
            ("rate-limit", "1000000/4M"),
            ("target", "10.9.0.5/32"),
        ]);
        let same = [
            Property::text("name", "ani"),
            Property::text("password", "x").sorted(Sort::Secret),
            Property::flag("disabled", false),
            Property::text("rate-limit", "1M/4000k").sorted(Sort::Rates),
            Property::text("target", "10.9.0.5").sorted(Sort::Address),
            Property::text_or_unset("comment", None),
        ];
        assert!(change(&row, &same).is_empty());
        let other = [
            Property::flag("disabled", true),
            Property::text("profile", "isolir").sorted(Sort::Reference { menu: "/ppp/profile" }),
            Property::text_or_unset("remote-address", None),
            Property::text("rate-limit", "1M/4M 2M/8M").sorted(Sort::Rates),
        ];
        let change = change(&row, &other);
        assert_eq!(change.unset, ["remote-address"]);
        assert_eq!(change.set[0], ("disabled", "yes".to_owned()));
        assert_eq!(change.set.len(), 3);
    }

    #[test]
    fn no_limit_has_three_spellings() {
        for text in ["", "0/0"] {
            let wanted = Property::text("max-limit", text).sorted(Sort::Rates);
            assert!(is_as_wished(&row(&[("max-limit", "0/0")]), &wanted));
            assert!(is_as_wished(&row(&[]), &wanted));
        }
    }
}
