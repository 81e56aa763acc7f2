//! Sheets as data: paper, grid, card size, design.

use serde::Serialize;

/// The printer's edge: nothing is drawn nearer to the edge of the paper than this.
pub(crate) const EDGE_MM: f64 = 5.0;
/// Room the crop marks take outside the grid: a gap of 1 mm and a stroke of 1.5 mm.
pub(crate) const MARK_GAP_MM: f64 = 1.0;
pub(crate) const MARK_LENGTH_MM: f64 = 1.5;

/// A sheet of paper, upright.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Paper {
    /// Its usual name.
    pub name: &'static str,
    /// Width in millimetres.
    pub width_mm: f64,
    /// Height in millimetres.
    pub height_mm: f64,
}

impl Paper {
    /// ISO A4.
    pub const A4: Self = Self { name: "A4", width_mm: 210.0, height_mm: 297.0 };
    /// Folio as sold in Indonesia.
    pub const F4: Self = Self { name: "F4", width_mm: 215.0, height_mm: 330.0 };
    /// US Letter.
    pub const LETTER: Self = Self { name: "Letter", width_mm: 215.9, height_mm: 279.4 };
}

/// How a card is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Design {
    /// Quiet: code first, QR beside it, everything else small.
    Tenang,
    /// The price in a dark band on the left.
    Harga,
    /// Dense: code and price, no QR.
    Rapat,
}

impl Design {
    /// The smallest card it can be drawn on, width and height in millimetres.
    #[must_use]
    pub const fn least_card_mm(self) -> (f64, f64) {
        match self {
            Self::Tenang => (38.0, 23.5),
            Self::Harga => (48.0, 23.5),
            Self::Rapat => (30.0, 13.0),
        }
    }
}

/// A sheet that can be chosen by name. The grid is centred on the paper.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Preset {
    /// Stable name: paper and cards per page (`a4-24`).
    pub id: &'static str,
    /// The paper.
    pub paper: Paper,
    /// Cards side by side.
    pub columns: u16,
    /// Cards one below the other.
    pub rows: u16,
    /// Width of a card in millimetres.
    pub card_width_mm: f64,
    /// Height of a card in millimetres.
    pub card_height_mm: f64,
    /// Space between cards in millimetres.
    pub gutter_mm: f64,
    /// How the cards are drawn.
    pub design: Design,
}

impl Preset {
    /// Cards on a page.
    #[must_use]
    pub const fn per_page(&self) -> usize {
        self.columns as usize * self.rows as usize
    }

    /// Whether the cards carry a QR: presets of 70 and more have the code only.
    #[must_use]
    pub const fn has_qr(&self) -> bool {
        self.per_page() < 70 && !matches!(self.design, Design::Rapat)
    }

    /// Width of the grid in millimetres.
    #[must_use]
    pub fn grid_width_mm(&self) -> f64 {
        span(self.columns, self.card_width_mm, self.gutter_mm)
    }

    /// Height of the grid in millimetres.
    #[must_use]
    pub fn grid_height_mm(&self) -> f64 {
        span(self.rows, self.card_height_mm, self.gutter_mm)
    }

    /// Left margin in millimetres.
    #[must_use]
    pub fn left_mm(&self) -> f64 {
        (self.paper.width_mm - self.grid_width_mm()) / 2.0
    }

    /// Top margin in millimetres.
    #[must_use]
    pub fn top_mm(&self) -> f64 {
        (self.paper.height_mm - self.grid_height_mm()) / 2.0
    }

    /// Left upper corner of the card at `index` on a page, in millimetres.
    #[must_use]
    pub fn card_origin_mm(&self, index: usize) -> (f64, f64) {
        let column = (index % self.columns as usize) as f64;
        let row = (index / self.columns as usize) as f64;
        (
            self.left_mm() + column * (self.card_width_mm + self.gutter_mm),
            self.top_mm() + row * (self.card_height_mm + self.gutter_mm),
        )
    }

    /// The same sheet with its cards in another design.
    #[must_use]
    pub const fn with_design(mut self, design: Design) -> Self {
        self.design = design;
        self
    }
}

fn span(count: u16, size: f64, gutter: f64) -> f64 {
    f64::from(count) * size + f64::from(count.saturating_sub(1)) * gutter
}

const fn grid(
    id: &'static str,
    paper: Paper,
    (columns, rows): (u16, u16),
    (card_width_mm, card_height_mm): (f64, f64),
    design: Design,
) -> Preset {
    Preset { id, paper, columns, rows, card_width_mm, card_height_mm, gutter_mm: 0.0, design }
}

use Design::{Harga, Rapat, Tenang};

/// Cards as large as the paper allows with room for crop marks outside the grid; ten to a
/// page are business cards, 90 × 55 mm and on Letter 89 × 51 mm.
static PRESETS: [Preset; 30] = [
    grid("a4-10", Paper::A4, (2, 5), (90.0, 55.0), Tenang),
    grid("a4-21", Paper::A4, (3, 7), (65.0, 40.0), Tenang),
    grid("a4-24", Paper::A4, (3, 8), (65.0, 35.0), Tenang),
    grid("a4-30", Paper::A4, (3, 10), (65.0, 28.0), Harga),
    grid("a4-33", Paper::A4, (3, 11), (65.0, 25.4), Harga),
    grid("a4-40", Paper::A4, (4, 10), (48.75, 28.0), Tenang),
    grid("a4-44", Paper::A4, (4, 11), (48.75, 25.4), Tenang),
    grid("a4-50", Paper::A4, (5, 10), (39.0, 28.0), Tenang),
    grid("a4-70", Paper::A4, (5, 14), (39.0, 20.0), Rapat),
    grid("a4-120", Paper::A4, (6, 20), (32.5, 14.0), Rapat),
    grid("f4-10", Paper::F4, (2, 5), (90.0, 55.0), Tenang),
    grid("f4-21", Paper::F4, (3, 7), (66.0, 44.0), Tenang),
    grid("f4-24", Paper::F4, (3, 8), (66.0, 39.0), Tenang),
    grid("f4-30", Paper::F4, (3, 10), (66.0, 31.0), Harga),
    grid("f4-33", Paper::F4, (3, 11), (66.0, 28.0), Harga),
    grid("f4-40", Paper::F4, (4, 10), (50.0, 31.0), Tenang),
    grid("f4-44", Paper::F4, (4, 11), (50.0, 28.0), Tenang),
    grid("f4-50", Paper::F4, (5, 10), (40.0, 31.0), Tenang),
    grid("f4-70", Paper::F4, (5, 14), (40.0, 22.0), Rapat),
    grid("f4-120", Paper::F4, (6, 20), (33.0, 15.5), Rapat),
    grid("letter-10", Paper::LETTER, (2, 5), (89.0, 51.0), Tenang),
    grid("letter-21", Paper::LETTER, (3, 7), (66.0, 37.0), Tenang),
    grid("letter-24", Paper::LETTER, (3, 8), (66.0, 33.0), Tenang),
    grid("letter-30", Paper::LETTER, (3, 10), (66.0, 26.0), Harga),
    grid("letter-33", Paper::LETTER, (3, 11), (66.0, 24.0), Harga),
    grid("letter-40", Paper::LETTER, (4, 10), (50.0, 26.0), Tenang),
    grid("letter-44", Paper::LETTER, (4, 11), (50.0, 24.0), Tenang),
    grid("letter-50", Paper::LETTER, (5, 10), (40.0, 26.0), Tenang),
    grid("letter-70", Paper::LETTER, (5, 14), (40.0, 18.5), Rapat),
    grid("letter-120", Paper::LETTER, (6, 20), (33.0, 13.2), Rapat),
];

/// Every sheet on offer, by paper and cards per page.
#[must_use]
pub fn presets() -> &'static [Preset] {
    &PRESETS
}

/// The sheet of this name, such as `a4-24`.
#[must_use]
pub fn preset(id: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.id == id)
}
