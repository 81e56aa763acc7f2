//! `/system/health`, which has two shapes.

use crate::encoding::Encoding;
use crate::protocol::Row;

/// One measured value of the board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HealthReading {
    /// `voltage`, `temperature`, `fan1-speed`, …
    pub name: String,
    /// The value as the router writes it.
    pub value: String,
    /// `C`, `V`, `RPM`, `A`, `W`; release 6 does not say.
    pub unit: Option<String>,
}

impl HealthReading {
    /// The readings in an answer: release 6 has one row with a property for
    /// each, release 7 a row for each.
    #[must_use]
    pub fn from_rows(rows: &[Row], encoding: Encoding) -> Vec<Self> {
        let text = |bytes: &[u8]| encoding.decode(bytes).into_owned();
        let mut readings = Vec::new();
        for row in rows {
            if let (Some(name), Some(value)) = (row.get("name"), row.get("value")) {
                readings.push(Self { name: text(name), value: text(value), unit: row.get("type").map(text) });
                continue;
            }
            let measured = row.iter().filter(|(_, value)| value.first().is_some_and(u8::is_ascii_digit));
            readings.extend(measured.map(|(name, value)| Self { name: text(name), value: text(value), unit: None }));
        }
        readings
    }

    /// The value as a number.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        self.value.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_shapes_say_the_same() {
        let row = |fields: &[(&str, &str)]| -> Row { fields.iter().copied().collect() };
        let six = [row(&[("state", "enabled"), ("voltage", "24.1"), ("temperature", "42")])];
        let seven = [
            row(&[(".id", "*D"), ("name", "voltage"), ("value", "24.1"), ("type", "V")]),
            row(&[(".id", "*E"), ("name", "temperature"), ("value", "42"), ("type", "C")]),
        ];
        let (six, seven) = (
            HealthReading::from_rows(&six, Encoding::default()),
            HealthReading::from_rows(&seven, Encoding::default()),
        );
        let plain = |readings: &[HealthReading]| -> Vec<(String, Option<f64>)> {
            readings.iter().map(|reading| (reading.name.clone(), reading.number())).collect()
        };
        assert_eq!(plain(&six), plain(&seven));
        assert_eq!(plain(&six), [("voltage".to_owned(), Some(24.1)), ("temperature".to_owned(), Some(42.0))]);
        assert_eq!(seven[0].unit.as_deref(), Some("V"));
        assert!(HealthReading::from_rows(&[], Encoding::default()).is_empty());
    }
}
