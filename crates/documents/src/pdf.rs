//! Pages into a PDF file.
//!
//! printpdf makes the frame (catalogue, page tree, boxes); its raw layer takes the page
//! contents and the faces. printpdf's own text would put a kilobyte of operators on every
//! card, number the glyphs of a face anew and stamp a random id into the file, and a
//! reprint must be the same file.

use std::io::Write;

use flate2::{Compression, write::ZlibEncoder};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use printpdf::{CustomPdfConformance, Mm, PdfConformance, PdfDocument, PdfPage, PdfSaveOptions};

use crate::error::DocumentError;
use crate::font::{Face, Fonts, Used};
use crate::picture::{PRINTED, PRINTED_DOTS, Picture};
use crate::view::Created;

/// A finished document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// Pages in the file.
    pub pages: usize,
    /// Pages the whole document has, also when only the first was asked for.
    pub total_pages: usize,
}

/// A drawn page, its content already compressed.
pub(crate) struct Page {
    content: Vec<u8>,
    used: Used,
}

impl Page {
    pub(crate) fn new((content, used): (Vec<u8>, Used)) -> Result<Self, DocumentError> {
        Ok(Self { content: deflate(&content, Compression::new(5))?, used })
    }
}

/// Title and date of a file.
pub(crate) struct Info<'a> {
    pub(crate) title: &'a str,
    pub(crate) created: Option<Created>,
    /// The picture that its pages may show.
    pub(crate) picture: Option<Embedded<'a>>,
}

/// The document's picture: in the file once, however often it is drawn.
#[derive(Clone, Copy)]
pub(crate) enum Embedded<'a> {
    /// In its colours.
    Colours(&'a Picture),
    /// In dots of black.
    Dots(&'a Picture),
}

/// Puts pages of one size, in millimetres, into a file.
pub(crate) fn assemble(
    (width_mm, height_mm): (f64, f64),
    pages: Vec<Page>,
    info: &Info<'_>,
) -> Result<Vec<u8>, DocumentError> {
    let mut document = frame(width_mm, height_mm, pages.len());
    let mut used = Used::default();
    for page in &pages {
        used.merge(&page.used);
    }
    let picture = info.picture.filter(|_| used.has_picture());
    let resources = resources(&mut document, &used, picture)?;
    let size = [0.0, 0.0, points(width_mm), points(height_mm)];
    let ids: Vec<ObjectId> = document.page_iter().collect();
    if ids.len() != pages.len() {
        return Err(DocumentError::Internal("the frame lost a page"));
    }
    for (id, page) in ids.into_iter().zip(pages) {
        let content = document.add_object(packed(Dictionary::new(), page.content));
        let dictionary = document
            .get_object_mut(id)
            .and_then(Object::as_dict_mut)
            .map_err(|_| DocumentError::Internal("the frame holds a page that is none"))?;
        for name in ["TrimBox", "CropBox", "Annots"] {
            dictionary.remove(name.as_bytes());
        }
        dictionary.set("MediaBox", size.map(Object::Real).to_vec());
        dictionary.set("Resources", resources);
        dictionary.set("Contents", content);
    }
    let info = document.add_object(describe(info));
    document.trailer.set("Info", info);
    document.trailer.remove(b"ID");
    document.version = "1.7".to_owned();
    document.prune_objects();
    document.renumber_objects();
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).map_err(|_| DocumentError::Internal("the file could not be written"))?;
    Ok(bytes)
}

/// A document of empty pages.
fn frame(width_mm: f64, height_mm: f64, pages: usize) -> Document {
    let mut frame = PdfDocument::new("");
    // No claim of PDF/X, whose colour profile would weigh more than the vouchers.
    frame.metadata.info.conformance = PdfConformance::Custom(CustomPdfConformance {
        requires_icc_profile: false,
        requires_xmp_metadata: false,
        ..CustomPdfConformance::default()
    });
    let page = PdfPage::new(Mm(width_mm as f32), Mm(height_mm as f32), Vec::new());
    frame.with_pages(vec![page; pages]);
    frame.to_lopdf_document(&PdfSaveOptions::default(), &mut Vec::new())
}

fn points(mm: f64) -> f32 {
    (mm * 72.0 / 25.4) as f32
}

fn describe(info: &Info<'_>) -> Dictionary {
    let mut dictionary = dictionary! {
        "Title" => utf16(info.title),
        "Creator" => utf16("Simpul"),
    };
    if let Some(at) = info.created {
        let stamp =
            format!("D:{:04}{:02}{:02}{:02}{:02}{:02}Z", at.year, at.month, at.day, at.hour, at.minute, at.second);
        dictionary.set("CreationDate", Object::string_literal(stamp));
    }
    dictionary
}

fn utf16(text: &str) -> Object {
    let mut bytes = vec![0xFE, 0xFF];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// The faces in use, as the resources all pages share.
fn resources(document: &mut Document, used: &Used, picture: Option<Embedded<'_>>) -> Result<ObjectId, DocumentError> {
    let fonts = Fonts::load()?;
    let mut faces = Dictionary::new();
    for face in Face::ALL {
        if used.glyphs(face).next().is_some() {
            faces.set(face.resource(), embed(document, fonts, face, used)?);
        }
    }
    let mut all = dictionary! { "Font" => faces };
    if let Some(picture) = picture {
        all.set("XObject", dictionary! { "Logo" => embed_picture(document, picture)? });
    }
    Ok(document.add_object(all))
}

/// Embeds the picture, no larger than paper shows.
fn embed_picture(document: &mut Document, picture: Embedded<'_>) -> Result<ObjectId, DocumentError> {
    let image = |picture: &Picture| {
        dictionary! {
            "Type" => "XObject",
            "Subtype" => "Image",
            "Width" => i64::from(picture.width()),
            "Height" => i64::from(picture.height()),
        }
    };
    let deflated = |content: &[u8]| deflate(content, Compression::best());
    let (mut dictionary, content) = match picture {
        Embedded::Dots(picture) => {
            let picture = picture.within(PRINTED_DOTS);
            let mut stencil = image(&picture);
            stencil.set("ImageMask", true);
            stencil.set("BitsPerComponent", 1);
            // A set bit is ink.
            stencil.set("Decode", vec![Object::Integer(1), Object::Integer(0)]);
            return Ok(document.add_object(packed(stencil, deflated(&picture.dots())?)));
        }
        Embedded::Colours(picture) => {
            let picture = picture.within(PRINTED);
            let mut colours = image(&picture);
            if let Some(opacity) = picture.opacity() {
                let mut mask = image(&picture);
                mask.set("ColorSpace", "DeviceGray");
                mask.set("BitsPerComponent", 8);
                colours.set("SMask", document.add_object(packed(mask, deflated(&opacity)?)));
            }
            (colours, deflated(&picture.colours())?)
        }
    };
    dictionary.set("ColorSpace", "DeviceRGB");
    dictionary.set("BitsPerComponent", 8);
    Ok(document.add_object(packed(dictionary, content)))
}

/// Embeds the glyphs in use of a face: a composite font whose character codes are the
/// glyph numbers, with the map back to characters for search and copying.
fn embed(document: &mut Document, fonts: &Fonts, face: Face, used: &Used) -> Result<ObjectId, DocumentError> {
    let font = fonts.face(face);
    let per_mille = |units: i64| Object::Integer((units as f64 * 1000.0 / font.units_per_em).round() as i64);
    let program = font.subset(|glyph| used.is_used(face, glyph))?;
    let length = program.len() as i64;
    let program = packed(dictionary! { "Length1" => length }, deflate(&program, Compression::best())?);
    let program = document.add_object(program);
    let mono = face == Face::Mono;
    let descriptor = document.add_object(dictionary! {
        "Type" => "FontDescriptor",
        "FontName" => face.base_name(),
        "Flags" => Object::Integer(if mono { 5 } else { 4 }),
        "FontBBox" => font.bounds.map(|bound| per_mille(i64::from(bound))).to_vec(),
        "ItalicAngle" => 0,
        "Ascent" => per_mille(i64::from(font.ascent)),
        "Descent" => per_mille(i64::from(font.descent)),
        "CapHeight" => per_mille(i64::from(font.cap_height)),
        "StemV" => face.weight() / 5,
        "FontFile2" => program,
    });
    let mut widths = Vec::new();
    for (glyph, _) in used.glyphs(face) {
        widths.push(Object::Integer(i64::from(glyph)));
        widths.push(Object::Array(vec![per_mille(i64::from(font.advance(glyph)))]));
    }
    let descendant = document.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "CIDFontType2",
        "BaseFont" => face.base_name(),
        "CIDSystemInfo" => dictionary! {
            "Registry" => Object::string_literal("Adobe"),
            "Ordering" => Object::string_literal("Identity"),
            "Supplement" => 0,
        },
        "FontDescriptor" => descriptor,
        "CIDToGIDMap" => "Identity",
        "W" => widths,
    });
    let characters = deflate(characters(face, used).as_bytes(), Compression::best())?;
    let characters = document.add_object(packed(Dictionary::new(), characters));
    Ok(document.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "Type0",
        "BaseFont" => face.base_name(),
        "Encoding" => "Identity-H",
        "DescendantFonts" => vec![Object::Reference(descendant)],
        "ToUnicode" => characters,
    }))
}

/// The map from glyph numbers to characters.
fn characters(face: Face, used: &Used) -> String {
    let mut map = String::from(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
         /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
         /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
         1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n",
    );
    let glyphs: Vec<(u16, char)> = used.glyphs(face).collect();
    // A block may hold a hundred entries.
    for block in glyphs.chunks(100) {
        map.push_str(&format!("{} beginbfchar\n", block.len()));
        for (glyph, character) in block {
            map.push_str(&format!("<{glyph:04x}> <{:04x}>\n", u32::from(*character)));
        }
        map.push_str("endbfchar\n");
    }
    map.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    map
}

/// A stream whose content is already deflated.
fn packed(mut dictionary: Dictionary, content: Vec<u8>) -> Stream {
    dictionary.set("Filter", "FlateDecode");
    Stream::new(dictionary, content)
}

fn deflate(content: &[u8], level: Compression) -> Result<Vec<u8>, DocumentError> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(content.len() / 3), level);
    encoder
        .write_all(content)
        .and_then(|()| encoder.finish())
        .map_err(|_| DocumentError::Internal("a page could not be compressed"))
}
