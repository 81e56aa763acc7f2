//! The four bundled faces and what is used of them.

use std::sync::OnceLock;

use crate::error::DocumentError;
use crate::truetype::TrueType;

/// A bundled face.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Face {
    Regular,
    SemiBold,
    ExtraBold,
    Mono,
}

impl Face {
    pub(crate) const ALL: [Self; 4] = [Self::Regular, Self::SemiBold, Self::ExtraBold, Self::Mono];

    pub(crate) fn index(self) -> usize {
        self as usize
    }

    /// Name of the face's resource on a page.
    pub(crate) fn resource(self) -> &'static str {
        ["F0", "F1", "F2", "F3"][self.index()]
    }

    /// PostScript name with the tag that marks a part of a face.
    pub(crate) fn base_name(self) -> &'static str {
        ["SIMPLA+Inter-Regular", "SIMPLB+Inter-SemiBold", "SIMPLC+Inter-ExtraBold", "SIMPLD+JetBrainsMono-Bold"]
            [self.index()]
    }

    pub(crate) fn weight(self) -> i64 {
        [400, 600, 800, 700][self.index()]
    }

    fn bytes(self) -> &'static [u8] {
        match self {
            Self::Regular => include_bytes!("../fonts/Inter-Regular.ttf"),
            Self::SemiBold => include_bytes!("../fonts/Inter-SemiBold.ttf"),
            Self::ExtraBold => include_bytes!("../fonts/Inter-ExtraBold.ttf"),
            Self::Mono => include_bytes!("../fonts/JetBrainsMono-Bold.ttf"),
        }
    }
}

/// The faces, read once per process.
pub(crate) struct Fonts {
    faces: Vec<TrueType>,
}

impl Fonts {
    pub(crate) fn load() -> Result<&'static Self, DocumentError> {
        static FONTS: OnceLock<Result<Fonts, DocumentError>> = OnceLock::new();
        let fonts = FONTS.get_or_init(|| {
            let faces = Face::ALL.iter().map(|face| TrueType::parse(face.bytes())).collect::<Result<_, _>>()?;
            Ok(Fonts { faces })
        });
        fonts.as_ref().map_err(Clone::clone)
    }

    pub(crate) fn face(&self, face: Face) -> &TrueType {
        &self.faces[face.index()]
    }

    /// Width of a text in millimetres at a size in millimetres, kerned.
    pub(crate) fn width(&self, face: Face, size: f64, text: &str) -> f64 {
        let font = self.face(face);
        let mut units = 0i32;
        let mut before = None;
        for glyph in text.chars().filter_map(|character| font.glyph(character)) {
            if let Some(before) = before {
                units += i32::from(font.kerning(before, glyph));
            }
            units += i32::from(font.advance(glyph));
            before = Some(glyph);
        }
        f64::from(units) * size / font.units_per_em
    }

    /// Height of a capital in millimetres at a size in millimetres.
    pub(crate) fn cap_height(&self, face: Face, size: f64) -> f64 {
        let font = self.face(face);
        f64::from(font.cap_height) * size / font.units_per_em
    }
}

/// Which glyphs of each face stand on the pages, and the character each one means.
#[derive(Default, Clone)]
pub(crate) struct Used {
    characters: [Vec<Option<char>>; 4],
    has_picture: bool,
}

impl Used {
    pub(crate) fn mark(&mut self, face: Face, glyph: u16, character: char) {
        let slots = &mut self.characters[face.index()];
        let at = usize::from(glyph);
        if slots.len() <= at {
            slots.resize(at + 1, None);
        }
        slots[at] = Some(character);
    }

    /// The document's picture is drawn.
    pub(crate) fn picture(&mut self) {
        self.has_picture = true;
    }

    pub(crate) fn has_picture(&self) -> bool {
        self.has_picture
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        self.has_picture |= other.has_picture;
        for face in Face::ALL {
            for (glyph, character) in other.glyphs(face) {
                self.mark(face, glyph, character);
            }
        }
    }

    /// Glyphs of a face with their characters, ascending.
    pub(crate) fn glyphs(&self, face: Face) -> impl Iterator<Item = (u16, char)> + '_ {
        (0u16..).zip(&self.characters[face.index()]).filter_map(|(glyph, character)| character.map(|c| (glyph, c)))
    }

    pub(crate) fn is_used(&self, face: Face, glyph: u16) -> bool {
        matches!(self.characters[face.index()].get(usize::from(glyph)), Some(Some(_)))
    }
}
