//! What can stand between a view and its paper.

use thiserror::Error;

/// Why a document could not be made. Nothing is written in that case.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum DocumentError {
    /// There is nothing to print.
    #[error("there are no cards to print")]
    NoCards,
    /// A code does not fit its card even at the smallest size that is still readable.
    #[error("the code {code:?} is too long for this card")]
    CodeTooLong {
        /// The code as given.
        code: String,
    },
    /// A code holds a character that the code face cannot show (only printable ASCII,
    /// no space), so a customer could not type it either.
    #[error("the code {code:?} holds a character that cannot be printed")]
    UnprintableCode {
        /// The code as given.
        code: String,
    },
    /// The QR would be finer than readers manage on this card.
    #[error(
        "the login address needs a QR of {modules} modules; on this card they would be {module_mm:.2} mm, less than {minimum_mm} mm"
    )]
    QrTooDense {
        /// Modules along one side without the quiet zone.
        modules: usize,
        /// What a module would measure.
        module_mm: f64,
        /// The least it may measure.
        minimum_mm: f64,
    },
    /// The login address and code together exceed what any QR holds.
    #[error("the login address is too long for a QR")]
    QrTooLong,
    /// The cards, with room for the printer's edge, do not fit the paper.
    #[error("{columns} × {rows} cards do not fit {paper}")]
    PaperTooSmall {
        /// Cards side by side.
        columns: u16,
        /// Cards one below the other.
        rows: u16,
        /// The paper's name.
        paper: &'static str,
    },
    /// The cards are smaller than their design can be drawn.
    #[error("cards of {width_mm} × {height_mm} mm are too small for this design")]
    CardTooSmall {
        /// Width of a card.
        width_mm: f64,
        /// Height of a card.
        height_mm: f64,
    },
    /// The offset would push the cards into the printer's unprintable edge.
    #[error("an offset of {x_mm} × {y_mm} mm pushes the cards over the edge of the paper")]
    OffsetTooLarge {
        /// To the right.
        x_mm: f64,
        /// Downwards.
        y_mm: f64,
    },
    /// The file is larger than a logo may be.
    #[error("a picture of {bytes} bytes is more than {most}")]
    PictureTooLarge {
        /// Its size.
        bytes: usize,
        /// The most it may be.
        most: usize,
    },
    /// The file is no PNG and no JPEG, or a damaged one.
    #[error("the file is no PNG and no JPEG that can be read")]
    PictureUnreadable,
    /// The picture is too small to be printed, or larger than any logo.
    #[error("a picture of {width} × {height} pixels is too small or too large")]
    PictureSides {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
    },
    /// A bundled face or the PDF itself could not be put together: a defect of the program.
    #[error("the document could not be put together: {0}")]
    Internal(&'static str),
}

/// Writes [`DocumentError::CODES`] and [`DocumentError::code`] from one list, so that
/// neither can lack what the other has.
macro_rules! codes {
    ($($variant:pat => $code:literal),+ $(,)?) => {
        impl DocumentError {
            /// Every code there is; each has a text in both languages.
            pub const CODES: &'static [&'static str] = &[$($code),+];

            /// The stable code of this error, for messages and logs.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self {
                    $($variant => $code),+
                }
            }
        }
    };
}

codes! {
    Self::NoCards => "document_no_cards",
    Self::CodeTooLong { .. } => "document_code_too_long",
    Self::UnprintableCode { .. } => "document_unprintable_code",
    Self::QrTooDense { .. } => "document_qr_too_dense",
    Self::QrTooLong => "document_qr_too_long",
    Self::PaperTooSmall { .. } => "document_paper_too_small",
    Self::CardTooSmall { .. } => "document_card_too_small",
    Self::OffsetTooLarge { .. } => "document_offset_too_large",
    Self::PictureTooLarge { .. } => "document_picture_too_large",
    Self::PictureUnreadable => "document_picture_unreadable",
    Self::PictureSides { .. } => "document_picture_sides",
    Self::Internal(_) => "document_internal",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_distinct_and_carry_their_origin() {
        let distinct: std::collections::BTreeSet<_> = DocumentError::CODES.iter().collect();
        assert_eq!(distinct.len(), DocumentError::CODES.len());
        assert!(DocumentError::CODES.iter().all(|code| code.starts_with("document_")));
        assert!(DocumentError::CODES.contains(&DocumentError::NoCards.code()));
    }
}
