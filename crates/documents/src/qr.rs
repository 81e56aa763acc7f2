//! The QR of a voucher: what it says and the rectangles it is made of.

use fast_qr::{ECL, QRBuilder};

use crate::error::DocumentError;
use crate::view::{QrContent, VoucherCard};

/// The finest module that cheap printers and old phones still manage together.
pub(crate) const LEAST_MODULE_MM: f64 = 0.33;
/// A dot at 203 dpi, 8 to the millimetre: thermal heads, and the coarsest draft a sheet is
/// printed in. What keeps to these dots is even there, and fine enough everywhere else.
pub(crate) const DOT_MM: f64 = 0.125;
/// White modules around a symbol, as ISO/IEC 18004 asks.
pub(crate) const QUIET_ZONE: usize = 4;

/// A QR symbol of error correction level M.
pub(crate) struct Symbol {
    side: usize,
    dark: Vec<bool>,
}

impl Symbol {
    /// The symbol of a card, or none where the sheet has none.
    pub(crate) fn of(card: &VoucherCard, login_url: &str, content: QrContent) -> Result<Option<Self>, DocumentError> {
        said(card, login_url, content).map(Self::saying).transpose()
    }

    /// The symbol of a text.
    pub(crate) fn saying(text: String) -> Result<Self, DocumentError> {
        let code = QRBuilder::new(text).ecl(ECL::M).build().map_err(|_| DocumentError::QrTooLong)?;
        let side = code.size;
        let dark = code.data[..side * side].iter().map(|module| module.value()).collect();
        Ok(Self { side, dark })
    }

    /// Black dots for a thermal head, `module` of them a module and a bit each, rows in
    /// whole bytes; the quiet zone is part of it. Returns the bytes of a row with them.
    pub(crate) fn dots(&self, module: usize) -> (usize, Vec<u8>) {
        let row_bytes = (self.side_with_quiet_zone() * module).div_ceil(8);
        let mut dots = vec![0; row_bytes * self.side_with_quiet_zone() * module];
        for [x, y, width, height] in self.rectangles().into_iter().map(|part| part.map(|n| usize::from(n) * module)) {
            for row in y..y + height {
                for column in x..x + width {
                    dots[row * row_bytes + column / 8] |= 0x80 >> (column % 8);
                }
            }
        }
        (row_bytes, dots)
    }

    /// Modules along a side, quiet zone included.
    pub(crate) fn side_with_quiet_zone(&self) -> usize {
        self.side + 2 * QUIET_ZONE
    }

    /// Size of a module when the symbol with its quiet zone takes at most `room`
    /// millimetres: a whole number of dots where that keeps it readable, so that every
    /// module prints equally wide.
    pub(crate) fn module_in(&self, room: f64) -> Result<f64, DocumentError> {
        let exact = room / self.side_with_quiet_zone() as f64;
        let whole = (exact / DOT_MM + 1e-9).floor() * DOT_MM;
        let module_mm = if whole < LEAST_MODULE_MM { exact } else { whole };
        if module_mm < LEAST_MODULE_MM {
            return Err(DocumentError::QrTooDense { modules: self.side, module_mm, minimum_mm: LEAST_MODULE_MM });
        }
        Ok(module_mm)
    }

    /// The dark modules as few rectangles of x, y, width, height in modules, the quiet
    /// zone counted in: a run along a row is carried down while the rows below repeat it.
    pub(crate) fn rectangles(&self) -> Vec<[u16; 4]> {
        let mut rectangles = Vec::with_capacity(self.side * 8);
        let mut open: Vec<[usize; 4]> = Vec::new();
        for row in 0..=self.side {
            let runs = if row < self.side { self.runs(row) } else { Vec::new() };
            let mut next = Vec::with_capacity(runs.len());
            for [x, width] in runs {
                match open.iter().position(|run| run[0] == x && run[2] == width) {
                    Some(at) => {
                        let [x, y, width, height] = open.swap_remove(at);
                        next.push([x, y, width, height + 1]);
                    }
                    None => next.push([x, row, width, 1]),
                }
            }
            rectangles.extend(open.drain(..).map(shifted));
            open = next;
        }
        rectangles
    }

    fn runs(&self, row: usize) -> Vec<[usize; 2]> {
        let cells = &self.dark[row * self.side..(row + 1) * self.side];
        let mut runs = Vec::with_capacity(self.side / 2);
        let mut at = 0;
        while at < self.side {
            let length = cells[at..].iter().take_while(|cell| **cell).count();
            if length > 0 {
                runs.push([at, length]);
            }
            at += length.max(1);
        }
        runs
    }
}

fn shifted([x, y, width, height]: [usize; 4]) -> [u16; 4] {
    // A QR has at most 177 modules a side.
    [x + QUIET_ZONE, y + QUIET_ZONE, width, height].map(|value| value as u16)
}

/// The dot nearest to a place, in millimetres.
pub(crate) fn on_dots(place: f64) -> f64 {
    (place / DOT_MM).round() * DOT_MM
}

/// What the QR of a card says, if it has one.
pub(crate) fn said(card: &VoucherCard, login_url: &str, content: QrContent) -> Option<String> {
    match content {
        QrContent::None => None,
        QrContent::CodeOnly => Some(card.username.clone()),
        QrContent::LoginUrl => {
            let password = card.password.as_deref().unwrap_or(&card.username);
            Some(login_address(login_url, &card.username, password))
        }
    }
}

/// The address that signs in when it is opened (needs `http-pap` on the hotspot).
pub(crate) fn login_address(base: &str, username: &str, password: &str) -> String {
    let mut address = String::with_capacity(base.len() + username.len() + password.len() + 24);
    address.push_str(base);
    address.push(if base.contains('?') { '&' } else { '?' });
    address.push_str("username=");
    percent_encode(username, &mut address);
    address.push_str("&password=");
    percent_encode(password, &mut address);
    address
}

/// Encodes all but the characters RFC 3986 leaves alone everywhere.
fn percent_encode(text: &str, into: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            into.push(char::from(byte));
        } else {
            into.push('%');
            for digit in [byte >> 4, byte & 15] {
                into.push(char::from(b"0123456789ABCDEF"[usize::from(digit)]));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_encoded() {
        assert_eq!(
            login_address("http://hotspot.lan/login", "k7m4qx", "k7m4qx"),
            "http://hotspot.lan/login?username=k7m4qx&password=k7m4qx"
        );
        assert_eq!(
            login_address("http://10.5.50.1/login?dst=x", "a&b", "p@s/é"),
            "http://10.5.50.1/login?dst=x&username=a%26b&password=p%40s%2F%C3%A9"
        );
    }

    #[test]
    fn rectangles_cover_the_dark_modules_once() {
        let card = VoucherCard { username: "k7m4qx".into(), ..VoucherCard::default() };
        let symbol = Symbol::of(&card, "http://hotspot.lan/login", QrContent::LoginUrl).unwrap().unwrap();
        let mut covered = vec![0u8; symbol.side * symbol.side];
        for [x, y, width, height] in symbol.rectangles() {
            for row in y..y + height {
                for column in x..x + width {
                    covered[(usize::from(row) - QUIET_ZONE) * symbol.side + usize::from(column) - QUIET_ZONE] += 1;
                }
            }
        }
        assert!(covered.iter().zip(&symbol.dark).all(|(count, dark)| *count == u8::from(*dark)));
    }

    #[test]
    fn a_module_below_the_limit_is_refused() {
        let card = VoucherCard { username: "k7m4qx".into(), ..VoucherCard::default() };
        let symbol = Symbol::of(&card, "http://hotspot.lan/login", QrContent::LoginUrl).unwrap().unwrap();
        assert_eq!(symbol.side, 33);
        assert!(symbol.module_in(41.0 * 0.33).is_ok());
        assert!(matches!(symbol.module_in(41.0 * 0.329), Err(DocumentError::QrTooDense { modules: 33, .. })));
    }

    #[test]
    fn modules_are_whole_dots() {
        let card = VoucherCard { username: "k7m4qx".into(), ..VoucherCard::default() };
        let symbol = Symbol::of(&card, "http://hotspot.lan/login", QrContent::LoginUrl).unwrap().unwrap();
        for (room, dots) in [(16.0, 3.0), (20.4, 3.0), (20.9, 4.0), (32.0, 6.0)] {
            let module = symbol.module_in(room).unwrap();
            assert!((module - dots * DOT_MM).abs() < 1e-9, "{module} in {room}");
        }
    }

    #[test]
    fn an_endless_address_is_refused() {
        let card = VoucherCard { username: "k7m4qx".into(), ..VoucherCard::default() };
        let url = format!("http://hotspot.lan/{}", "x".repeat(4000));
        assert!(matches!(Symbol::of(&card, &url, QrContent::LoginUrl), Err(DocumentError::QrTooLong)));
    }
}
