//! The little of TrueType that a bundled face needs: characters, widths, kerning, and a
//! copy that holds only the glyphs in use. The faces hold no composite glyphs and a
//! format 4 character map (see `fonts/README.md`); anything else is refused on reading.

use crate::error::DocumentError;

/// A parsed face. Units are those of the font (`units_per_em`).
pub(crate) struct TrueType {
    data: &'static [u8],
    pub(crate) units_per_em: f64,
    pub(crate) ascent: i16,
    pub(crate) descent: i16,
    pub(crate) cap_height: i16,
    pub(crate) bounds: [i16; 4],
    /// Whether `loca` counts bytes in 32 bits, or pairs of bytes in 16.
    long_offsets: bool,
    advances: Vec<u16>,
    /// Glyph of each character below U+0300, 0 where there is none.
    latin: Vec<u16>,
    /// Glyphs of the other characters, by character.
    others: Vec<(u16, u16)>,
    /// Kerning by left and right glyph, ascending.
    kerning: Vec<(u32, i16)>,
}

const LATIN_END: usize = 0x300;
const BROKEN: DocumentError = DocumentError::Internal("a bundled face is damaged");

impl TrueType {
    pub(crate) fn parse(data: &'static [u8]) -> Result<Self, DocumentError> {
        let head = table(data, b"head").ok_or(BROKEN)?;
        let hhea = table(data, b"hhea").ok_or(BROKEN)?;
        let os2 = table(data, b"OS/2").ok_or(BROKEN)?;
        let maxp = table(data, b"maxp").ok_or(BROKEN)?;
        let hmtx = table(data, b"hmtx").ok_or(BROKEN)?;
        let glyph_count = usize::from(u16_at(maxp, 4)?);
        let metric_count = usize::from(u16_at(hhea, 34)?);
        if metric_count == 0 {
            return Err(BROKEN);
        }
        let mut advances = Vec::with_capacity(glyph_count);
        for glyph in 0..glyph_count {
            advances.push(u16_at(hmtx, glyph.min(metric_count - 1) * 4)?);
        }
        let mut face = Self {
            data,
            units_per_em: f64::from(u16_at(head, 18)?),
            ascent: i16_at(hhea, 4)?,
            descent: i16_at(hhea, 6)?,
            cap_height: i16_at(os2, 88)?,
            long_offsets: i16_at(head, 50)? == 1,
            bounds: [i16_at(head, 36)?, i16_at(head, 38)?, i16_at(head, 40)?, i16_at(head, 42)?],
            advances,
            latin: vec![0; LATIN_END],
            others: Vec::new(),
            kerning: Vec::new(),
        };
        face.read_characters(table(data, b"cmap").ok_or(BROKEN)?)?;
        if let Some(kern) = table(data, b"kern") {
            face.read_kerning(kern)?;
        }
        Ok(face)
    }

    /// Reads the first format 4 subtable.
    fn read_characters(&mut self, cmap: &[u8]) -> Result<(), DocumentError> {
        for index in 0..usize::from(u16_at(cmap, 2)?) {
            let offset = u32_at(cmap, 4 + index * 8 + 4)? as usize;
            let map = cmap.get(offset..).ok_or(BROKEN)?;
            if u16_at(map, 0)? != 4 {
                continue;
            }
            let segments = usize::from(u16_at(map, 6)?) / 2;
            for segment in 0..segments {
                self.read_segment(map, segments, segment)?;
            }
            self.others.sort_unstable();
            return Ok(());
        }
        Err(BROKEN)
    }

    fn read_segment(&mut self, map: &[u8], segments: usize, segment: usize) -> Result<(), DocumentError> {
        let end = u16_at(map, 14 + segment * 2)?;
        let start = u16_at(map, 16 + (segments + segment) * 2)?;
        let delta = u16_at(map, 16 + (2 * segments + segment) * 2)?;
        let range_at = 16 + (3 * segments + segment) * 2;
        let range = usize::from(u16_at(map, range_at)?);
        for character in start..=end {
            let glyph = if range == 0 {
                character.wrapping_add(delta)
            } else {
                match u16_at(map, range_at + range + usize::from(character - start) * 2)? {
                    0 => 0,
                    glyph => glyph.wrapping_add(delta),
                }
            };
            if glyph == 0 || character == u16::MAX {
                continue;
            }
            match self.latin.get_mut(usize::from(character)) {
                Some(slot) => *slot = glyph,
                None => self.others.push((character, glyph)),
            }
        }
        Ok(())
    }

    fn read_kerning(&mut self, kern: &[u8]) -> Result<(), DocumentError> {
        let pairs = usize::from(u16_at(kern, 10)?);
        for pair in 0..pairs {
            let at = 18 + pair * 6;
            self.kerning.push((u32_at(kern, at)?, i16_at(kern, at + 4)?));
        }
        self.kerning.sort_unstable();
        Ok(())
    }

    /// The glyph of a character, if the face has one.
    pub(crate) fn glyph(&self, character: char) -> Option<u16> {
        let code = u16::try_from(u32::from(character)).ok()?;
        let glyph = match self.latin.get(usize::from(code)) {
            Some(glyph) => *glyph,
            None => {
                let at = self.others.binary_search_by_key(&code, |(character, _)| *character).ok()?;
                self.others.get(at)?.1
            }
        };
        (glyph != 0).then_some(glyph)
    }

    /// How far a glyph moves the pen.
    pub(crate) fn advance(&self, glyph: u16) -> u16 {
        self.advances.get(usize::from(glyph)).copied().unwrap_or_default()
    }

    /// How much closer (negative) or wider two glyphs stand together.
    pub(crate) fn kerning(&self, left: u16, right: u16) -> i16 {
        let key = u32::from(left) << 16 | u32::from(right);
        match self.kerning.binary_search_by_key(&key, |(pair, _)| *pair) {
            Ok(at) => self.kerning.get(at).map_or(0, |(_, value)| *value),
            Err(_) => 0,
        }
    }

    pub(crate) fn glyph_count(&self) -> usize {
        self.advances.len()
    }

    /// The face with the outlines of the glyphs in use only. Glyph numbers stay, so what
    /// is written on the pages stays true.
    pub(crate) fn subset(&self, used: impl Fn(u16) -> bool) -> Result<Vec<u8>, DocumentError> {
        let loca = table(self.data, b"loca").ok_or(BROKEN)?;
        let glyf = table(self.data, b"glyf").ok_or(BROKEN)?;
        let mut outlines = Vec::new();
        let mut offsets = Vec::with_capacity(loca.len());
        self.write_offset(&mut offsets, 0)?;
        for glyph in 0..self.glyph_count() {
            let number = u16::try_from(glyph).map_err(|_| BROKEN)?;
            if glyph == 0 || used(number) {
                let (start, end) = (self.offset(loca, glyph)?, self.offset(loca, glyph + 1)?);
                outlines.extend_from_slice(glyf.get(start..end).ok_or(BROKEN)?);
                outlines.resize(outlines.len().next_multiple_of(4), 0);
            }
            self.write_offset(&mut offsets, outlines.len())?;
        }
        let mut tables: Vec<(&[u8; 4], &[u8])> = vec![(b"glyf", &outlines)];
        for tag in [b"head", b"hhea", b"hmtx"] {
            tables.push((tag, table(self.data, tag).ok_or(BROKEN)?));
        }
        tables.push((b"loca", &offsets));
        tables.push((b"maxp", table(self.data, b"maxp").ok_or(BROKEN)?));
        assemble(&tables)
    }

    /// Where the outline of a glyph begins.
    fn offset(&self, loca: &[u8], glyph: usize) -> Result<usize, DocumentError> {
        if self.long_offsets {
            Ok(u32_at(loca, glyph * 4)? as usize)
        } else {
            Ok(usize::from(u16_at(loca, glyph * 2)?) * 2)
        }
    }

    fn write_offset(&self, loca: &mut Vec<u8>, offset: usize) -> Result<(), DocumentError> {
        if self.long_offsets {
            loca.extend_from_slice(&u32::try_from(offset).map_err(|_| BROKEN)?.to_be_bytes());
        } else {
            loca.extend_from_slice(&u16::try_from(offset / 2).map_err(|_| BROKEN)?.to_be_bytes());
        }
        Ok(())
    }
}

/// Puts tables, given in the order of their tags, into a font file.
fn assemble(tables: &[(&[u8; 4], &[u8])]) -> Result<Vec<u8>, DocumentError> {
    let count = u16::try_from(tables.len()).map_err(|_| BROKEN)?;
    let power = count.ilog2();
    let search_range = (1u16 << power) * 16;
    let mut file = Vec::new();
    file.extend_from_slice(&0x0001_0000u32.to_be_bytes());
    for field in [count, search_range, u16::try_from(power).map_err(|_| BROKEN)?, count * 16 - search_range] {
        file.extend_from_slice(&field.to_be_bytes());
    }
    let mut offset = 12 + 16 * tables.len();
    for (tag, content) in tables {
        file.extend_from_slice(*tag);
        file.extend_from_slice(&checksum(content).to_be_bytes());
        for field in [offset, content.len()] {
            file.extend_from_slice(&u32::try_from(field).map_err(|_| BROKEN)?.to_be_bytes());
        }
        offset += content.len().next_multiple_of(4);
    }
    for (_, content) in tables {
        file.extend_from_slice(content);
        file.resize(file.len().next_multiple_of(4), 0);
    }
    Ok(file)
}

fn checksum(content: &[u8]) -> u32 {
    content.chunks(4).fold(0u32, |sum, chunk| {
        let mut word = [0; 4];
        word[..chunk.len()].copy_from_slice(chunk);
        sum.wrapping_add(u32::from_be_bytes(word))
    })
}

fn table<'a>(data: &'a [u8], tag: &[u8; 4]) -> Option<&'a [u8]> {
    let count = usize::from(u16_at(data, 4).ok()?);
    (0..count).find_map(|index| {
        let record = data.get(12 + index * 16..28 + index * 16)?;
        if &record[..4] != tag {
            return None;
        }
        let offset = u32_at(record, 8).ok()? as usize;
        let length = u32_at(record, 12).ok()? as usize;
        data.get(offset..offset.checked_add(length)?)
    })
}

fn u16_at(data: &[u8], at: usize) -> Result<u16, DocumentError> {
    let bytes = data.get(at..at + 2).ok_or(BROKEN)?;
    Ok(u16::from_be_bytes([bytes[0], bytes[1]]))
}

fn i16_at(data: &[u8], at: usize) -> Result<i16, DocumentError> {
    u16_at(data, at).map(u16::cast_signed)
}

fn u32_at(data: &[u8], at: usize) -> Result<u32, DocumentError> {
    let bytes = data.get(at..at + 4).ok_or(BROKEN)?;
    Ok(u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
}
