//! Indonesian and English. Texts of error codes are the screens' own.

use std::collections::HashMap;
use std::str::FromStr;
use std::sync::LazyLock;

use serde_json::Value;

/// Language of the texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    /// Bahasa Indonesia, the default.
    Id,
    /// English.
    En,
}

type Texts = HashMap<String, Value>;

static ID: LazyLock<Texts> = LazyLock::new(|| texts(include_str!("../../../ui/src/i18n/locales/id/errors.json")));
static EN: LazyLock<Texts> = LazyLock::new(|| texts(include_str!("../../../ui/src/i18n/locales/en/errors.json")));

fn texts(json: &str) -> Texts {
    serde_json::from_str(json).unwrap_or_default()
}

impl Lang {
    /// The language the computer is set to.
    pub fn of_environment() -> Self {
        let set = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| std::env::var(name).ok());
        Self::of_locale(&set.unwrap_or_default())
    }

    fn of_locale(locale: &str) -> Self {
        if locale.to_ascii_lowercase().starts_with("en") { Self::En } else { Self::Id }
    }

    /// The text in this language.
    pub const fn pick<'a>(self, id: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Id => id,
            Self::En => en,
        }
    }

    /// The text of an error code, filled in.
    pub fn error(self, code: &str, params: &Value) -> Option<String> {
        let texts = match self {
            Self::Id => &*ID,
            Self::En => &*EN,
        };
        let mut text = texts.get(code)?.as_str()?.to_owned();
        for (name, value) in params.as_object().into_iter().flatten() {
            let shown = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            text = text.replace(&format!("{{{{{name}}}}}"), &shown);
        }
        Some(text)
    }
}

impl FromStr for Lang {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "id" => Ok(Self::Id),
            "en" => Ok(Self::En),
            _ => Err("id or en".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_computers_language_decides() {
        assert_eq!(Lang::of_locale("en_US.UTF-8"), Lang::En);
        assert_eq!(Lang::of_locale("id_ID.UTF-8"), Lang::Id);
        assert_eq!(Lang::of_locale("C.UTF-8"), Lang::Id);
    }

    #[test]
    fn error_texts_are_the_screens_own_and_filled_in() {
        let params = json!({ "permission": "voucher.create" });
        for lang in [Lang::Id, Lang::En] {
            let text = lang.error("permission_denied", &params).unwrap();
            assert!(text.contains("voucher.create") && !text.contains("{{"), "{text}");
        }
        assert!(Lang::Id.error("no_such_code", &Value::Null).is_none());
    }
}
