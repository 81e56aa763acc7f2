//! A printer of Epson's published list of commands: it knows these and refuses every other
//! byte, and what it prints can be read back. Written from the list, not from our encoder.

/// What came out of the printer, in order.
#[derive(Debug, Clone, PartialEq)]
pub enum Out {
    /// A printed line.
    Line(Line),
    /// A picture: its row of bytes, its dots.
    Raster { row_bytes: usize, dots: Vec<u8>, side: u8 },
    /// A QR the printer drew: its text, dots a module, its level.
    Qr { text: Vec<u8>, module: u8, level: u8 },
    /// Paper fed, dots.
    Feed(usize),
    /// Cut, after feeding to the knife.
    Cut,
    /// The drawer's pin, milliseconds on and off.
    Drawer { pin: u8, on: usize, off: usize },
}

/// A printed line.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Line {
    /// Its bytes in the code page.
    pub bytes: Vec<u8>,
    /// Dots it takes across.
    pub width: usize,
    /// 0 left, 1 middle, 2 right.
    pub side: u8,
    /// The largest enlargement, across and down.
    pub size: (usize, usize),
    /// Any of it in bold.
    pub bold: bool,
}

impl Line {
    /// Its text where it is ASCII.
    pub fn text(&self) -> String {
        self.bytes.iter().map(|byte| char::from(*byte)).collect()
    }
}

/// The printer.
#[derive(Debug)]
pub struct Printer {
    /// Dots across.
    pub head: usize,
    pub code_page: u8,
    margin: usize,
    area: Option<usize>,
    side: u8,
    bold: bool,
    size: (usize, usize),
    spacing: usize,
    line: Line,
    qr_model: Option<u8>,
    qr_module: u8,
    qr_level: u8,
    qr_text: Vec<u8>,
    pub out: Vec<Out>,
}

struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn one(&mut self) -> Result<u8, String> {
        let (first, rest) = self.0.split_first().ok_or("the job ends within a command")?;
        self.0 = rest;
        Ok(*first)
    }

    fn word(&mut self) -> Result<usize, String> {
        Ok(usize::from(self.one()?) + 256 * usize::from(self.one()?))
    }

    fn many(&mut self, count: usize) -> Result<Vec<u8>, String> {
        (0..count).map(|_| self.one()).collect()
    }

    fn within(&mut self, least: u8, most: u8, what: &str) -> Result<u8, String> {
        let byte = self.one()?;
        if (least..=most).contains(&byte) {
            Ok(byte)
        } else {
            Err(format!("{what}: {byte} is not in {least}..={most}"))
        }
    }
}

impl Printer {
    pub fn new(head: usize) -> Self {
        Self {
            head,
            code_page: 0,
            margin: 0,
            area: None,
            side: 0,
            bold: false,
            size: (1, 1),
            spacing: 0,
            line: Line::default(),
            qr_model: None,
            qr_module: 3,
            qr_level: 48,
            qr_text: Vec::new(),
            out: Vec::new(),
        }
    }

    /// Prints a job.
    pub fn print(head: usize, job: &[u8]) -> Result<Self, String> {
        let mut printer = Self::new(head);
        let mut bytes = Bytes(job);
        while !bytes.0.is_empty() {
            let at = job.len() - bytes.0.len();
            printer.command(&mut bytes).map_err(|wrong| format!("byte {at}: {wrong}"))?;
        }
        if !printer.line.bytes.is_empty() {
            return Err("the last line was never printed".to_owned());
        }
        Ok(printer)
    }

    /// Dots that can be printed on.
    pub fn room(&self) -> usize {
        self.area.unwrap_or(self.head).min(self.head - self.margin)
    }

    /// The printed lines.
    pub fn lines(&self) -> Vec<&Line> {
        self.out.iter().filter_map(|out| if let Out::Line(line) = out { Some(line) } else { None }).collect()
    }

    fn begins_line(&self, what: &str) -> Result<(), String> {
        if self.line.bytes.is_empty() { Ok(()) } else { Err(format!("{what} counts only where a line begins")) }
    }

    fn command(&mut self, bytes: &mut Bytes<'_>) -> Result<(), String> {
        match bytes.one()? {
            0x0A => {
                let mut line = std::mem::take(&mut self.line);
                if line.width > self.room() {
                    return Err(format!("{:?} is {} dots wide, {} fit", line.text(), line.width, self.room()));
                }
                line.side = self.side;
                self.out.push(Out::Line(line));
                Ok(())
            }
            0x1B => self.escape(bytes),
            0x1C => match bytes.one()? {
                b'.' => Ok(()),
                other => Err(format!("FS {other:#04x}")),
            },
            0x1D => self.group(bytes),
            byte if byte >= 0x20 && byte != 0x7F => {
                self.line.bytes.push(byte);
                self.line.width += (12 + self.spacing) * self.size.0;
                self.line.size.0 = self.line.size.0.max(self.size.0);
                self.line.size.1 = self.line.size.1.max(self.size.1);
                self.line.bold |= self.bold;
                Ok(())
            }
            other => Err(format!("control byte {other:#04x}")),
        }
    }

    fn escape(&mut self, bytes: &mut Bytes<'_>) -> Result<(), String> {
        match bytes.one()? {
            b'@' => {
                let (head, out) = (self.head, std::mem::take(&mut self.out));
                *self = Self { out, ..Self::new(head) };
            }
            b'R' => {
                bytes.within(0, 17, "ESC R")?;
            }
            b't' => {
                self.begins_line("ESC t")?;
                self.code_page = bytes.one()?;
            }
            b'p' => {
                let pin = bytes.within(0, 1, "ESC p")?;
                let (on, off) = (usize::from(bytes.one()?) * 2, usize::from(bytes.one()?) * 2);
                self.out.push(Out::Drawer { pin, on, off });
            }
            b'J' => {
                self.begins_line("ESC J")?;
                let dots = bytes.one()?;
                self.out.push(Out::Feed(usize::from(dots)));
            }
            b'd' => {
                self.begins_line("ESC d")?;
                let lines = bytes.one()?;
                self.out.push(Out::Feed(usize::from(lines) * 30));
            }
            b'a' => {
                self.begins_line("ESC a")?;
                self.side = bytes.within(0, 2, "ESC a")?;
            }
            b'E' => self.bold = bytes.within(0, 1, "ESC E")? == 1,
            b' ' => self.spacing = usize::from(bytes.one()?),
            other => return Err(format!("ESC {other:#04x}")),
        }
        Ok(())
    }

    fn group(&mut self, bytes: &mut Bytes<'_>) -> Result<(), String> {
        match bytes.one()? {
            b'!' => {
                let size = bytes.one()?;
                if size & 0x88 != 0 {
                    return Err(format!("GS ! {size:#04x}: enlarged eight times at most"));
                }
                self.size = (usize::from(size >> 4) + 1, usize::from(size & 7) + 1);
            }
            b'L' => {
                self.begins_line("GS L")?;
                self.margin = bytes.word()?;
            }
            b'W' => {
                self.begins_line("GS W")?;
                self.area = Some(bytes.word()?);
            }
            b'V' => {
                self.begins_line("GS V")?;
                match bytes.one()? {
                    65 | 66 => {
                        bytes.one()?;
                        self.out.push(Out::Cut);
                    }
                    other => return Err(format!("GS V {other}")),
                }
            }
            b'v' => self.raster(bytes)?,
            b'(' => self.symbol(bytes)?,
            other => return Err(format!("GS {other:#04x}")),
        }
        Ok(())
    }

    fn raster(&mut self, bytes: &mut Bytes<'_>) -> Result<(), String> {
        self.begins_line("GS v 0")?;
        if bytes.one()? != b'0' {
            return Err("GS v takes 0 alone".to_owned());
        }
        bytes.within(0, 0, "GS v 0: an ordinary picture")?;
        let (row_bytes, rows) = (bytes.word()?, bytes.word()?);
        if row_bytes == 0 || rows == 0 || rows > 2303 || row_bytes * 8 > self.room().next_multiple_of(8) {
            return Err(format!("GS v 0: {row_bytes} bytes × {rows}, {} dots fit", self.room()));
        }
        let dots = bytes.many(row_bytes * rows)?;
        self.out.push(Out::Raster { row_bytes, dots, side: self.side });
        Ok(())
    }

    fn symbol(&mut self, bytes: &mut Bytes<'_>) -> Result<(), String> {
        if bytes.one()? != b'k' {
            return Err("GS ( takes k alone".to_owned());
        }
        let length = bytes.word()?;
        let body = bytes.many(length)?;
        match body.as_slice() {
            [49, 65, model @ (49 | 50), 0] => self.qr_model = Some(*model),
            [49, 67, module @ 1..=16] => self.qr_module = *module,
            [49, 69, level @ 48..=51] => self.qr_level = *level,
            [49, 80, 48, text @ ..] if !text.is_empty() => self.qr_text = text.to_vec(),
            [49, 81, 48] => {
                self.begins_line("GS ( k")?;
                if self.qr_text.is_empty() || self.qr_model != Some(50) {
                    return Err("a QR without its text or its model".to_owned());
                }
                let (text, module, level) = (self.qr_text.clone(), self.qr_module, self.qr_level);
                self.out.push(Out::Qr { text, module, level });
            }
            other => return Err(format!("GS ( k {other:?}")),
        }
        Ok(())
    }
}
