//! The shop's logo: read from what somebody uploads, made small, and put on paper.
//!
//! A file is judged by its content, never by its name: it is decoded whole, and what is
//! kept is drawn anew from its pixels, so that nothing else in it goes any further.

use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use crate::error::DocumentError;

/// The largest file that is looked at, bytes.
pub const MOST_BYTES: usize = 700_000;
/// The smallest side, pixels.
pub const LEAST_SIDE: u32 = 16;
/// The longest side, pixels.
pub const MOST_SIDE: u32 = 4096;
/// What is kept of it fits into this, pixels: sharp at twice the size of any screen's use.
const KEPT: (u32, u32) = (640, 240);
/// What goes on paper fits into this: 600 dots an inch on the largest card.
pub(crate) const PRINTED: (u32, u32) = (320, 110);
/// What goes on thermal paper fits into this: 10 mm high at 8 dots a millimetre.
pub(crate) const PRINTED_DOTS: (u32, u32) = (307, 80);
/// Luminance from which a dot of a thermal printer stays white.
const WHITE_FROM: f32 = 0.5;

/// A picture of pixels: red, green, blue and opacity, a byte each.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    width: u32,
    height: u32,
    rgba: Vec<u8>,
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Picture({} × {})", self.width, self.height)
    }
}

impl Picture {
    /// Reads a PNG or a JPEG.
    ///
    /// # Errors
    /// [`DocumentError::PictureTooLarge`], [`DocumentError::PictureSides`],
    /// [`DocumentError::PictureUnreadable`].
    pub fn read(file: &[u8]) -> Result<Self, DocumentError> {
        if file.len() > MOST_BYTES {
            return Err(DocumentError::PictureTooLarge { bytes: file.len(), most: MOST_BYTES });
        }
        match file {
            [0x89, b'P', b'N', b'G', ..] => png(file),
            [0xFF, 0xD8, 0xFF, ..] => jpeg(file),
            _ => Err(DocumentError::PictureUnreadable),
        }
    }

    fn new(width: u32, height: u32, rgba: Vec<u8>) -> Result<Self, DocumentError> {
        if rgba.len() != width as usize * height as usize * 4 {
            return Err(DocumentError::PictureUnreadable);
        }
        Ok(Self { width, height, rgba })
    }

    /// Width, pixels.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Height, pixels.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.height
    }

    /// Width over height.
    pub(crate) fn ratio(&self) -> f64 {
        f64::from(self.width) / f64::from(self.height)
    }

    /// What is kept: small, and drawn anew.
    #[must_use]
    pub fn kept(&self) -> Self {
        self.within(KEPT)
    }

    /// The same, no larger than this; every pixel is the mean of those it stands for.
    pub(crate) fn within(&self, (most_width, most_height): (u32, u32)) -> Self {
        let scale = (f64::from(most_width) / f64::from(self.width))
            .min(f64::from(most_height) / f64::from(self.height))
            .min(1.0);
        let side = |pixels: u32| ((f64::from(pixels) * scale).round() as u32).max(1);
        let (width, height) = (side(self.width), side(self.height));
        if (width, height) == (self.width, self.height) {
            return self.clone();
        }
        let mut rgba = Vec::with_capacity(width as usize * height as usize * 4);
        for y in 0..height {
            let rows = span(y, height, self.height);
            for x in 0..width {
                rgba.extend_from_slice(&self.mean(span(x, width, self.width), rows.clone()));
            }
        }
        Self { width, height, rgba }
    }

    /// The mean of a rectangle; what cannot be seen does not colour what can.
    fn mean(&self, columns: std::ops::Range<u32>, rows: std::ops::Range<u32>) -> [u8; 4] {
        let (mut sums, mut opacity, mut count) = ([0u64; 3], 0u64, 0u64);
        for y in rows {
            for x in columns.clone() {
                let pixel = self.pixel(x, y);
                let alpha = u64::from(pixel[3]);
                for (sum, part) in sums.iter_mut().zip(pixel) {
                    *sum += u64::from(part) * alpha;
                }
                opacity += alpha;
                count += 1;
            }
        }
        let part = |sum: u64| (sum + opacity / 2).checked_div(opacity).map_or(255, |part| part as u8);
        [part(sums[0]), part(sums[1]), part(sums[2]), ((opacity + count / 2) / count.max(1)) as u8]
    }

    fn pixel(&self, x: u32, y: u32) -> [u8; 4] {
        let at = (y as usize * self.width as usize + x as usize) * 4;
        self.rgba.get(at..at + 4).and_then(|four| four.try_into().ok()).unwrap_or([255; 4])
    }

    /// As a PNG file; the same picture gives the same bytes.
    ///
    /// # Errors
    /// [`DocumentError::Internal`].
    pub fn png(&self) -> Result<Vec<u8>, DocumentError> {
        let fail = |_| DocumentError::Internal("a picture could not be written");
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, self.width, self.height);
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header().map_err(fail)?;
        writer.write_image_data(&self.rgba).map_err(fail)?;
        writer.finish().map_err(fail)?;
        Ok(file)
    }

    /// Colours without opacity, as a PDF holds them.
    pub(crate) fn colours(&self) -> Vec<u8> {
        self.rgba.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect()
    }

    /// Opacity alone; `None` where all of it is seen.
    pub(crate) fn opacity(&self) -> Option<Vec<u8>> {
        let opacity: Vec<u8> = self.rgba.chunks_exact(4).map(|pixel| pixel[3]).collect();
        opacity.iter().any(|alpha| *alpha < 255).then_some(opacity)
    }

    /// Black dots for a head that knows no grey, a bit each, rows in whole bytes. What a
    /// dot is off is handed on to its neighbours (Floyd and Steinberg).
    pub(crate) fn dots(&self) -> Vec<u8> {
        let (width, height) = (self.width as usize, self.height as usize);
        let mut light: Vec<f32> = self
            .rgba
            .chunks_exact(4)
            .map(|pixel| {
                let [red, green, blue, alpha] =
                    [pixel[0], pixel[1], pixel[2], pixel[3]].map(|part| f32::from(part) / 255.0);
                let seen = 0.299 * red + 0.587 * green + 0.114 * blue;
                seen * alpha + 1.0 - alpha
            })
            .collect();
        let row_bytes = width.div_ceil(8);
        let mut dots = vec![0; row_bytes * height];
        for y in 0..height {
            for x in 0..width {
                let value = light[y * width + x];
                let is_black = value < WHITE_FROM;
                if is_black {
                    dots[y * row_bytes + x / 8] |= 0x80 >> (x % 8);
                }
                let off = value - if is_black { 0.0 } else { 1.0 };
                let mut hand_on = |dx: isize, dy: usize, share: f32| {
                    let column = x.checked_add_signed(dx).filter(|column| *column < width);
                    if let Some(column) = column
                        && y + dy < height
                    {
                        light[(y + dy) * width + column] += off * share / 16.0;
                    }
                };
                hand_on(1, 0, 7.0);
                hand_on(-1, 1, 3.0);
                hand_on(0, 1, 5.0);
                hand_on(1, 1, 1.0);
            }
        }
        dots
    }
}

/// Which pixels of `from` the pixel `at` of `to` stands for; at least one.
fn span(at: u32, to: u32, from: u32) -> std::ops::Range<u32> {
    let edge = |at: u32| (u64::from(at) * u64::from(from) / u64::from(to)) as u32;
    let begin = edge(at);
    begin..edge(at + 1).max(begin + 1)
}

fn sides(width: u32, height: u32) -> Result<(), DocumentError> {
    let fits = |side: u32| (LEAST_SIDE..=MOST_SIDE).contains(&side);
    if fits(width) && fits(height) { Ok(()) } else { Err(DocumentError::PictureSides { width, height }) }
}

fn png(file: &[u8]) -> Result<Picture, DocumentError> {
    let unreadable = |_| DocumentError::PictureUnreadable;
    let mut decoder = png::Decoder::new(std::io::Cursor::new(file));
    decoder.set_transformations(png::Transformations::normalize_to_color8() | png::Transformations::ALPHA);
    // Judged by the header alone, before anything is unpacked: a small file may claim a
    // huge picture.
    let header = decoder.read_header_info().map_err(unreadable)?;
    let (width, height) = (header.width, header.height);
    sides(width, height)?;
    let mut reader = decoder.read_info().map_err(unreadable)?;
    let mut pixels = vec![0; reader.output_buffer_size().ok_or(DocumentError::PictureUnreadable)?];
    let frame = reader.next_frame(&mut pixels).map_err(unreadable)?;
    pixels.truncate(frame.buffer_size());
    let rgba = match frame.color_type {
        png::ColorType::Rgba => pixels,
        png::ColorType::Rgb => pixels.chunks_exact(3).flat_map(|p| [p[0], p[1], p[2], 255]).collect(),
        png::ColorType::GrayscaleAlpha => pixels.chunks_exact(2).flat_map(|p| [p[0], p[0], p[0], p[1]]).collect(),
        png::ColorType::Grayscale => pixels.iter().flat_map(|p| [*p, *p, *p, 255]).collect(),
        png::ColorType::Indexed => return Err(DocumentError::PictureUnreadable),
    };
    Picture::new(width, height, rgba)
}

fn jpeg(file: &[u8]) -> Result<Picture, DocumentError> {
    let side = MOST_SIDE as usize;
    let options = DecoderOptions::default()
        .set_strict_mode(true)
        .set_max_width(side)
        .set_max_height(side)
        .jpeg_set_out_colorspace(ColorSpace::RGBA);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(file), options);
    decoder.decode_headers().map_err(|_| DocumentError::PictureUnreadable)?;
    let (width, height) = decoder.dimensions().ok_or(DocumentError::PictureUnreadable)?;
    let (width, height) = (u32::try_from(width).unwrap_or(u32::MAX), u32::try_from(height).unwrap_or(u32::MAX));
    sides(width, height)?;
    let rgba = decoder.decode().map_err(|_| DocumentError::PictureUnreadable)?;
    Picture::new(width, height, rgba)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(width: u32, height: u32, pixel: impl Fn(u32, u32) -> [u8; 4]) -> Picture {
        let rgba = (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).flat_map(|(x, y)| pixel(x, y)).collect();
        Picture::new(width, height, rgba).unwrap()
    }

    #[test]
    fn a_png_comes_back_as_it_went() {
        let drawn = picture(40, 20, |x, y| [x as u8 * 6, y as u8 * 12, 7, if x < 20 { 255 } else { 0 }]);
        let file = drawn.png().unwrap();
        assert_eq!(Picture::read(&file).unwrap(), drawn);
        assert_eq!(file, drawn.png().unwrap());
    }

    #[test]
    fn what_is_no_picture_is_refused_whatever_it_is_called() {
        let good = picture(40, 20, |_, _| [1, 2, 3, 255]).png().unwrap();
        let unreadable: [&[u8]; 5] = [
            b"",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            b"GIF89a",
            &good[..good.len() / 2],
            b"\xFF\xD8\xFF\xE0junk",
        ];
        for file in unreadable {
            assert_eq!(Picture::read(file).unwrap_err(), DocumentError::PictureUnreadable, "{file:?}");
        }
        let mut flipped = good;
        let middle = flipped.len() / 2;
        flipped[middle] ^= 0xFF;
        assert_eq!(Picture::read(&flipped).unwrap_err(), DocumentError::PictureUnreadable);
        let large = Picture::read(&vec![0; MOST_BYTES + 1]).unwrap_err();
        assert_eq!(large.code(), "document_picture_too_large");
    }

    #[test]
    fn a_small_file_that_claims_to_be_huge_is_not_unpacked() {
        for (width, height) in [(30_000, 30_000), (8, 200), (200, 4097)] {
            let mut file = Vec::new();
            let mut encoder = png::Encoder::new(&mut file, width, height);
            encoder.set_color(png::ColorType::Grayscale);
            drop(encoder.write_header().unwrap());
            let refused = Picture::read(&file).unwrap_err();
            assert_eq!(refused, DocumentError::PictureSides { width, height });
        }
    }

    #[test]
    fn a_large_picture_becomes_small_and_keeps_its_colours_and_shape() {
        // Red on the left, nothing at all on the right.
        let large = picture(2000, 1000, |x, _| if x < 1000 { [200, 0, 0, 255] } else { [0, 0, 0, 0] });
        let kept = large.kept();
        assert_eq!((kept.width(), kept.height()), (480, 240));
        assert_eq!(kept.pixel(10, 100), [200, 0, 0, 255]);
        assert_eq!(kept.pixel(470, 100)[3], 0);
        let small = picture(20, 20, |_, _| [9, 9, 9, 255]);
        assert_eq!(small.kept(), small, "nothing is blown up");
        assert!(small.opacity().is_none());
    }

    #[test]
    fn grey_becomes_as_many_black_dots_as_it_is_dark() {
        let black = |picture: &Picture| picture.dots().iter().map(|byte| byte.count_ones()).sum::<u32>();
        assert_eq!(black(&picture(64, 64, |_, _| [0, 0, 0, 255])), 64 * 64);
        assert_eq!(black(&picture(64, 64, |_, _| [255, 255, 255, 255])), 0);
        assert_eq!(black(&picture(64, 64, |_, _| [0, 0, 0, 0])), 0, "what cannot be seen is paper");
        let half = black(&picture(64, 64, |_, _| [128, 128, 128, 255]));
        assert!((1900..2200).contains(&half), "{half}");
        // Rows end on whole bytes, and the rest of the last byte stays white.
        assert_eq!(picture(17, 16, |_, _| [0, 0, 0, 255]).dots().len(), 3 * 16);
    }
}
