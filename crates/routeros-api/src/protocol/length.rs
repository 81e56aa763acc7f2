use bytes::{BufMut, BytesMut};

use super::ProtoError;

/// The longest length prefix, in bytes.
pub const MAX_PREFIX: usize = 5;

/// How many bytes [`encode_len`] writes for a word of `len` bytes.
#[must_use]
pub const fn prefix_len(len: u32) -> usize {
    match len {
        0..=0x7F => 1,
        0x80..=0x3FFF => 2,
        0x4000..=0x1F_FFFF => 3,
        0x20_0000..=0xFFF_FFFF => 4,
        _ => 5,
    }
}

/// Writes the length prefix of a word of `len` bytes, in its shortest form.
///
/// | length | bytes | form, big endian |
/// |---|---|---|
/// | ..=0x7F | 1 | `len` |
/// | ..=0x3FFF | 2 | `len \| 0x8000` |
/// | ..=0x1FFFFF | 3 | `len \| 0xC00000` |
/// | ..=0xFFFFFFF | 4 | `len \| 0xE0000000` |
/// | more | 5 | `0xF0`, then `len` |
pub fn encode_len(len: u32, out: &mut BytesMut) {
    match prefix_len(len) {
        1 => out.put_u8(len as u8),
        2 => out.put_u16(len as u16 | 0x8000),
        3 => {
            out.put_u8((len >> 16) as u8 | 0xC0);
            out.put_u16(len as u16);
        }
        4 => out.put_u32(len | 0xE000_0000),
        _ => {
            out.put_u8(0xF0);
            out.put_u32(len);
        }
    }
}

/// Reads a length prefix from the start of `bytes`: the word's length and the
/// size of the prefix, or `None` while bytes are missing.
///
/// Longer forms than needed are accepted: real clients and routers send them.
///
/// # Errors
/// [`ProtoError::ControlByte`] for a first byte of `0xF1`–`0xFF`.
pub fn decode_len(bytes: &[u8]) -> Result<Option<(u32, usize)>, ProtoError> {
    let Some(&first) = bytes.first() else {
        return Ok(None);
    };
    let (size, mask) = match first {
        0x00..=0x7F => (1, 0x7F),
        0x80..=0xBF => (2, 0x3F),
        0xC0..=0xDF => (3, 0x1F),
        0xE0..=0xEF => (4, 0x0F),
        0xF0 => (5, 0x00),
        _ => return Err(ProtoError::ControlByte(first)),
    };
    let Some(rest) = bytes.get(1..size) else {
        return Ok(None);
    };
    let head = u32::from(first & mask);
    let len = rest.iter().fold(head, |len, &byte| (len << 8) | u32::from(byte));
    Ok(Some((len, size)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Both ends of every form, and a prefix that holds a zero byte.
    const VECTORS: &[(u32, &[u8])] = &[
        (0x00, &[0x00]),
        (0x01, &[0x01]),
        (0x7F, &[0x7F]),
        (0x80, &[0x80, 0x80]),
        (0x100, &[0x81, 0x00]),
        (0x3FFF, &[0xBF, 0xFF]),
        (0x4000, &[0xC0, 0x40, 0x00]),
        (0x1F_FFFF, &[0xDF, 0xFF, 0xFF]),
        (0x20_0000, &[0xE0, 0x20, 0x00, 0x00]),
        (0xFFF_FFFF, &[0xEF, 0xFF, 0xFF, 0xFF]),
        (0x1000_0000, &[0xF0, 0x10, 0x00, 0x00, 0x00]),
        (0x1000_0080, &[0xF0, 0x10, 0x00, 0x00, 0x80]),
        (u32::MAX, &[0xF0, 0xFF, 0xFF, 0xFF, 0xFF]),
    ];

    #[test]
    fn vectors_both_ways() {
        for (len, wire) in VECTORS {
            let mut out = BytesMut::new();
            encode_len(*len, &mut out);
            assert_eq!(&out[..], *wire, "encode {len:#x}");
            assert_eq!(prefix_len(*len), wire.len(), "size of {len:#x}");
            assert_eq!(decode_len(wire), Ok(Some((*len, wire.len()))), "decode {len:#x}");
            for cut in 0..wire.len() {
                assert_eq!(decode_len(&wire[..cut]), Ok(None), "{len:#x} cut at {cut}");
            }
        }
    }

    #[test]
    fn longer_forms_than_needed_are_accepted() {
        for wire in [&[0x80, 0x05][..], &[0xC0, 0x00, 0x05], &[0xE0, 0x00, 0x00, 0x05], &[0xF0, 0x00, 0x00, 0x00, 0x05]]
        {
            assert_eq!(decode_len(wire), Ok(Some((5, wire.len()))));
        }
    }

    #[test]
    fn control_bytes_are_errors() {
        for first in 0xF1..=0xFF {
            assert_eq!(decode_len(&[first, 0, 0, 0, 0]), Err(ProtoError::ControlByte(first)));
        }
    }
}
