//! The fixed words on paper. Everything else arrives ready from the caller.

use crate::view::Locale;

/// Words of one language.
pub(crate) struct Words {
    pub code: &'static str,
    pub username: &'static str,
    pub password: &'static str,
    pub join: &'static str,
    pub join_wifi: &'static str,
    pub then_scan_or_open: &'static str,
    pub scan_or_open: &'static str,
}

const INDONESIAN: Words = Words {
    code: "Kode voucher",
    username: "Nama",
    password: "Sandi",
    join: "Sambung ke",
    join_wifi: "Sambung ke Wi-Fi",
    then_scan_or_open: "lalu pindai, atau buka",
    scan_or_open: "Pindai, atau buka",
};

const ENGLISH: Words = Words {
    code: "Voucher code",
    username: "User",
    password: "Password",
    join: "Join",
    join_wifi: "Join the Wi-Fi",
    then_scan_or_open: "then scan, or open",
    scan_or_open: "Scan, or open",
};

impl Words {
    pub(crate) fn of(locale: Locale) -> &'static Self {
        match locale {
            Locale::Id => &INDONESIAN,
            Locale::En => &ENGLISH,
        }
    }
}
