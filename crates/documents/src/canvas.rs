//! A page's content stream in millimetres, y downwards from the top left.

use crate::error::DocumentError;
use crate::font::{Face, Fonts, Used};
use crate::qr::Symbol;
use crate::text::{Fitted, meaning};

const POINTS_PER_MM: f64 = 72.0 / 25.4;

/// A colour of ink.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Ink {
    /// 0 black to 1 white.
    Gray(f64),
    Rgb([u8; 3]),
}

impl Ink {
    pub(crate) const BLACK: Self = Self::Gray(0.0);
    pub(crate) const WHITE: Self = Self::Gray(1.0);
    /// Captions and numbers.
    pub(crate) const QUIET: Self = Self::Gray(0.267);
    /// Sentences.
    pub(crate) const SOFT: Self = Self::Gray(0.2);
}

/// A rectangle on the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Area {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

impl Area {
    pub(crate) fn right(&self) -> f64 {
        self.x + self.width
    }

    pub(crate) fn bottom(&self) -> f64 {
        self.y + self.height
    }
}

/// What was drawn, for tests of overflow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    #[cfg(test)]
    Text,
    Qr,
    Shape,
}

/// Where on its line a text is anchored.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Align {
    Left,
    Centre,
    Right,
}

/// One page being drawn.
pub(crate) struct Canvas {
    pub(crate) fonts: &'static Fonts,
    out: Vec<u8>,
    used: Used,
    fill: Option<Ink>,
    /// What was drawn where, for tests of overflow.
    #[cfg(test)]
    pub(crate) drawn: Vec<(Kind, Area)>,
}

impl Canvas {
    /// An empty page of `height` millimetres, everything on it moved by `offset`.
    pub(crate) fn new(height: f64, offset: (f64, f64)) -> Result<Self, DocumentError> {
        let mut canvas = Self {
            fonts: Fonts::load()?,
            out: Vec::with_capacity(160 * 1024),
            used: Used::default(),
            fill: None,
            #[cfg(test)]
            drawn: Vec::new(),
        };
        let scale = POINTS_PER_MM;
        canvas.precise(scale);
        canvas.out.extend_from_slice(b"0 0 ");
        canvas.precise(-scale);
        canvas.precise(offset.0 * scale);
        canvas.precise((height - offset.1) * scale);
        canvas.op(b"cm");
        Ok(canvas)
    }

    /// The content stream and the glyphs it uses.
    pub(crate) fn finish(self) -> (Vec<u8>, Used) {
        (self.out, self.used)
    }

    pub(crate) fn fill(&mut self, ink: Ink) {
        if self.fill != Some(ink) {
            self.fill = Some(ink);
            self.ink(ink, [b"g", b"rg"]);
        }
    }

    pub(crate) fn stroke(&mut self, ink: Ink, width: f64) {
        self.ink(ink, [b"G", b"RG"]);
        self.number(width);
        self.op(b"w");
    }

    fn ink(&mut self, ink: Ink, operators: [&[u8]; 2]) {
        match ink {
            Ink::Gray(value) => {
                self.number(value);
                self.op(operators[0]);
            }
            Ink::Rgb(parts) => {
                for part in parts {
                    self.number(f64::from(part) / 255.0);
                }
                self.op(operators[1]);
            }
        }
    }

    /// Draws a fitted text with its baseline at `y`.
    pub(crate) fn text(&mut self, face: Face, fitted: &Fitted, align: Align, x: f64, y: f64) {
        if fitted.text.is_empty() {
            return;
        }
        let left = match align {
            Align::Left => x,
            Align::Centre => x - fitted.width / 2.0,
            Align::Right => x - fitted.width,
        };
        #[cfg(test)]
        self.drawn
            .push((Kind::Text, Area { x: left, y: y - fitted.size * 0.76, width: fitted.width, height: fitted.size }));
        self.out.extend_from_slice(b"BT /");
        self.out.extend_from_slice(face.resource().as_bytes());
        self.out.push(b' ');
        self.number(fitted.size);
        self.out.extend_from_slice(b"Tf 1 0 0 -1 ");
        self.number(left);
        self.number(y);
        self.out.extend_from_slice(b"Tm [<");
        let fonts = self.fonts;
        let font = fonts.face(face);
        let mut before: Option<u16> = None;
        for character in fitted.text.chars() {
            let Some(glyph) = font.glyph(character) else { continue };
            let kerning = before.map_or(0, |before| font.kerning(before, glyph));
            if kerning != 0 {
                self.out.push(b'>');
                self.number(-f64::from(kerning) * 1000.0 / font.units_per_em);
                self.out.push(b'<');
            }
            self.used.mark(face, glyph, meaning(character));
            for shift in [12, 8, 4, 0] {
                self.out.push(b"0123456789abcdef"[usize::from(glyph >> shift & 15)]);
            }
            before = Some(glyph);
        }
        self.out.extend_from_slice(b">] TJ ET\n");
    }

    #[cfg(test)]
    fn draw_area(&mut self, kind: Kind, area: Area) {
        self.drawn.push((kind, area));
    }

    #[cfg(not(test))]
    fn draw_area(&mut self, _: Kind, _: Area) {}

    /// Draws the outline of a rectangle with round corners, without painting it.
    fn round_path(&mut self, area: Area, radius: f64) {
        self.draw_area(Kind::Shape, area);
        // The handle of a cubic that follows a quarter of a circle.
        let handle = radius * (1.0 - 0.552_284_75);
        let (left, top, right, bottom) = (area.x, area.y, area.right(), area.bottom());
        self.numbers(&[left + radius, top]);
        self.op(b"m");
        for [x1, y1, x2, y2, x3, y3, x4, y4] in [
            [right - radius, top, right - handle, top, right, top + handle, right, top + radius],
            [right, bottom - radius, right, bottom - handle, right - handle, bottom, right - radius, bottom],
            [left + radius, bottom, left + handle, bottom, left, bottom - handle, left, bottom - radius],
            [left, top + radius, left, top + handle, left + handle, top, left + radius, top],
        ] {
            self.numbers(&[x1, y1]);
            self.op(b"l");
            self.numbers(&[x2, y2, x3, y3, x4, y4]);
            self.op(b"c");
        }
    }

    /// Fills a rectangle with round corners.
    pub(crate) fn round_rectangle(&mut self, area: Area, radius: f64) {
        self.round_path(area, radius);
        self.op(b"f");
    }

    /// Strokes a rectangle with round corners.
    pub(crate) fn round_frame(&mut self, area: Area, radius: f64) {
        self.round_path(area, radius);
        self.op(b"s");
    }

    /// Strokes a straight line.
    pub(crate) fn line(&mut self, from: (f64, f64), to: (f64, f64)) {
        let (x, y) = (from.0.min(to.0), from.1.min(to.1));
        self.draw_area(Kind::Shape, Area { x, y, width: (to.0 - from.0).abs(), height: (to.1 - from.1).abs() });
        self.numbers(&[from.0, from.1]);
        self.op(b"m");
        self.numbers(&[to.0, to.1]);
        self.op(b"l S");
    }

    /// A dashed line across.
    pub(crate) fn dashes(&mut self, from: (f64, f64), to: (f64, f64), dash: f64) {
        self.out.push(b'[');
        self.numbers(&[dash, dash]);
        self.out.extend_from_slice(b"] 0 d ");
        self.line(from, to);
        self.out.extend_from_slice(b"[] 0 d\n");
    }

    /// Simpul's knot, white on a rounded ground.
    pub(crate) fn mark(&mut self, area: Area, ground: Ink) {
        self.fill(ground);
        self.round_rectangle(area, area.width * 0.22);
        // Drawn on a square of 24; the picture takes three quarters of the ground.
        let scale = area.width * 0.75 / 24.0;
        self.out.extend_from_slice(b"q ");
        let shift = area.width * 0.125;
        self.precise(scale);
        self.out.extend_from_slice(b"0 0 ");
        self.precise(scale);
        self.numbers(&[area.x + shift, area.y + shift]);
        self.op(b"cm");
        self.out.extend_from_slice(
            b"1 G 2.4 w 1 J 13.6 9.1 m 14.8 7.7 16 6.8 17.4 6.8 c 20.272 6.8 22.6 9.128 22.6 12 c \
              22.6 14.872 20.272 17.2 17.4 17.2 c 12.9 17.2 11.1 6.8 6.6 6.8 c 3.728 6.8 1.4 9.128 1.4 12 c \
              1.4 14.872 3.728 17.2 6.6 17.2 c 8 17.2 9.2 16.3 10.4 14.9 c S Q\n",
        );
    }

    /// The document's picture, which every page shares.
    pub(crate) fn picture(&mut self, area: Area) {
        self.draw_area(Kind::Shape, area);
        self.used.picture();
        // A stencil paints in the ink of the moment.
        self.fill(Ink::BLACK);
        self.out.extend_from_slice(b"q ");
        self.number(area.width);
        self.out.extend_from_slice(b"0 0 ");
        self.number(-area.height);
        self.numbers(&[area.x, area.bottom()]);
        self.out.extend_from_slice(b"cm /Logo Do Q\n");
    }

    /// A QR whose quiet zone begins at `x`, `y`; one module is `module` millimetres.
    /// Its runs are integers under one matrix, which keeps the file small.
    pub(crate) fn qr(&mut self, symbol: &Symbol, x: f64, y: f64, module: f64) {
        let side = symbol.side_with_quiet_zone() as f64 * module;
        self.draw_area(Kind::Qr, Area { x, y, width: side, height: side });
        self.fill(Ink::BLACK);
        self.out.extend_from_slice(b"q ");
        self.precise(module);
        self.out.extend_from_slice(b"0 0 ");
        self.precise(module);
        self.numbers(&[x, y]);
        self.op(b"cm");
        for [x, y, width, height] in symbol.rectangles() {
            for value in [x, y, width, height] {
                self.integer(u64::from(value));
                self.out.push(b' ');
            }
            self.out.extend_from_slice(b"re\n");
        }
        self.out.extend_from_slice(b"f Q\n");
    }

    fn op(&mut self, operator: &[u8]) {
        self.out.extend_from_slice(operator);
        self.out.push(b'\n');
    }

    fn numbers(&mut self, values: &[f64]) {
        for value in values {
            self.number(*value);
        }
    }

    /// A number to the micrometre and a space after it.
    fn number(&mut self, value: f64) {
        self.decimal(value, 1_000, 3);
    }

    /// A factor, to eight places.
    fn precise(&mut self, value: f64) {
        self.decimal(value, 100_000_000, 8);
    }

    fn decimal(&mut self, value: f64, unit: u64, places: usize) {
        let scaled = (value.abs() * unit as f64).round() as u64;
        if value < 0.0 && scaled > 0 {
            self.out.push(b'-');
        }
        self.integer(scaled / unit);
        let mut fraction = scaled % unit;
        if fraction > 0 {
            self.out.push(b'.');
            let start = self.out.len();
            self.out.resize(start + places, b'0');
            for digit in self.out[start..].iter_mut().rev() {
                *digit = b'0' + (fraction % 10) as u8;
                fraction /= 10;
            }
            while self.out.last() == Some(&b'0') {
                self.out.pop();
            }
        }
        self.out.push(b' ');
    }

    fn integer(&mut self, mut value: u64) {
        let mut digits = [0u8; 20];
        let mut at = digits.len();
        loop {
            at -= 1;
            digits[at] = b'0' + (value % 10) as u8;
            value /= 10;
            if value == 0 {
                break;
            }
        }
        self.out.extend_from_slice(&digits[at..]);
    }
}
