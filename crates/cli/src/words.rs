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

    /// Advice of the doctor in this language.
    pub fn remedy(self, english: &'static str) -> &'static str {
        match self {
            Self::En => english,
            Self::Id => REMEDIES.iter().find(|(en, _)| *en == english).map_or(english, |(_, id)| id),
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

/// The doctor's advice: English, Indonesian.
const REMEDIES: &[(&str, &str)] = &[
    ("install the program again", "pasang ulang program ini"),
    (
        "install the program again, or run its setup, so that its own PostgreSQL is used",
        "pasang ulang program ini, supaya PostgreSQL bawaannya yang dipakai",
    ),
    (
        "let every user enter the folder (chmod o+x), or choose another data folder",
        "izinkan folder itu dimasuki (chmod o+x), atau pilih folder data lain",
    ),
    (
        "start the program as the user it was installed for, or choose another data folder",
        "jalankan program sebagai pengguna yang memasangnya, atau pilih folder data lain",
    ),
    ("free some space on this disk, then start again", "kosongkan ruang di diska ini, lalu jalankan lagi"),
    (
        "keep the folder, start the older program, make a backup, and restore it here",
        "biarkan foldernya, jalankan program yang lama, buat cadangan, lalu pulihkan di sini",
    ),
    ("install the newer program", "pasang program yang lebih baru"),
    ("choose another data folder; this one is left as it is", "pilih folder data lain; yang ini dibiarkan apa adanya"),
    (
        "close the program on the other computer, or confirm that it is not running",
        "tutup program di komputer lain itu, atau pastikan ia tidak berjalan",
    ),
    ("restore a backup", "pulihkan dari cadangan"),
    ("restore a backup into a new folder", "pulihkan cadangan ke folder baru"),
    ("close every window of the program and start it again", "tutup semua jendela program, lalu jalankan lagi"),
    ("check the server's name", "periksa nama server"),
    (
        "check that the server is on, its port, and the firewall",
        "periksa apakah server menyala, port-nya, dan firewall",
    ),
    (
        "name the server as its certificate does, and give its CA certificate",
        "sebut server seperti di sertifikatnya, dan berikan sertifikat CA-nya",
    ),
    ("check user and password", "periksa pengguna dan kata sandi"),
    (
        "the server's administrator has to allow this computer in pg_hba.conf",
        "pengelola server perlu mengizinkan komputer ini di pg_hba.conf",
    ),
    ("let the server's administrator run the printed script", "minta pengelola server menjalankan skrip yang dicetak"),
    (
        "let the certificate be checked in full where others share the network",
        "periksa sertifikat sepenuhnya bila jaringannya dipakai orang lain",
    ),
    (
        "choose an empty database, or the one that Simpul uses already",
        "pilih basis data kosong, atau yang sudah dipakai Simpul",
    ),
    ("ask for PostgreSQL 15 or newer", "minta PostgreSQL 15 atau lebih baru"),
    ("make the database by the printed script", "buat basis data dengan skrip yang dicetak"),
    ("log in as the role the printed script makes", "masuk sebagai peran yang dibuat skrip yang dicetak"),
    ("set this computer's clock", "setel jam komputer ini"),
    (
        "use the server's own port, or the pooler's session mode",
        "pakai port server langsung, atau mode session pada pooler",
    ),
    (
        "send this list and the newest file of the folder logs to support",
        "kirim daftar ini dan berkas terbaru di folder logs ke bagian bantuan",
    ),
    ("run simpul migrate", "jalankan simpul migrate"),
    ("run simpul key join with the recovery code", "jalankan simpul key join dengan kode pemulihan"),
    (
        "open the program, or run simpul worker on a computer that is always on",
        "buka program, atau jalankan simpul worker di komputer yang selalu menyala",
    ),
    (
        "check that the router is on and reachable, then test it on the screen Routers",
        "periksa apakah router menyala dan terjangkau, lalu uji di layar Router",
    ),
    (
        "open the router's screen and look at what failed or drifted",
        "buka layar router itu dan lihat yang gagal atau berbeda",
    ),
];

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
