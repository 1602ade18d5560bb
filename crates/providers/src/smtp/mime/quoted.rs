//! Quoted-printable (RFC 2045 §6.7), a stretch at a time.
//!
//! Stretches of one text are parted by soft breaks: so the fixed ones are encoded once, whatever stands between them. A dot that
//! would begin a line is encoded, and no line is longer than 76 characters.

/// The most characters of a line, without the `=` of a soft break.
const LINE: usize = 75;

const HEX: &[u8; 16] = b"0123456789ABCDEF";

/// The end of a line that goes on.
pub(super) const SOFT_BREAK: &[u8] = b"=\r\n";

/// Encodes a stretch that begins a line; tells how long its last line is.
pub(super) fn encode(text: &str, out: &mut Vec<u8>) -> usize {
    let bytes = text.as_bytes();
    let (mut column, mut at) = (0, 0);
    while at < bytes.len() {
        let byte = bytes[at];
        if matches!(byte, b'\r' | b'\n') {
            at += if bytes[at..].starts_with(b"\r\n") { 2 } else { 1 };
            out.extend_from_slice(b"\r\n");
            column = 0;
            continue;
        }
        at += 1;
        let plain = is_plain(byte, bytes.get(at).copied());
        if column + if plain { 1 } else { 3 } > LINE {
            out.extend_from_slice(SOFT_BREAK);
            column = 0;
        }
        if plain && !(byte == b'.' && column == 0) {
            out.push(byte);
            column += 1;
        } else {
            out.extend_from_slice(&[b'=', HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
            column += 3;
        }
    }
    column
}

/// Blanks are plain but before an end: there, servers take them away.
const fn is_plain(byte: u8, next: Option<u8>) -> bool {
    match byte {
        b'=' => false,
        b'!'..=b'~' => true,
        b' ' | b'\t' => !matches!(next, None | Some(b'\r' | b'\n')),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A reader, written from the standard alone.
    fn decoded(quoted: &[u8]) -> Vec<u8> {
        let (mut text, mut at) = (Vec::new(), 0);
        while at < quoted.len() {
            match &quoted[at..] {
                [b'=', b'\r', b'\n', ..] => at += 3,
                [b'=', high, low, ..] => {
                    let pair = [*high, *low];
                    text.push(u8::from_str_radix(std::str::from_utf8(&pair).unwrap(), 16).unwrap());
                    at += 3;
                }
                _ => {
                    text.push(quoted[at]);
                    at += 1;
                }
            }
        }
        text
    }

    proptest! {
        #[test]
        fn what_is_encoded_is_read_again(text in "([a-z.= \tœ🦊\n\u{0}]|\r\n){0,200}") {
            let mut quoted = Vec::new();
            let column = encode(&text, &mut quoted);
            let expected = text.replace("\r\n", "\n").replace('\n', "\r\n");
            prop_assert_eq!(decoded(&quoted), expected.as_bytes());
            prop_assert!(quoted.is_ascii());
            for line in quoted.split(|byte| *byte == b'\n') {
                prop_assert!(line.len() <= 77 && !line.starts_with(b"."), "{}", String::from_utf8_lossy(line));
                let blank = line.strip_suffix(b"\r").unwrap_or(line).last().copied();
                prop_assert!(!matches!(blank, Some(b' ' | b'\t')));
            }
            prop_assert_eq!(column, quoted.rsplit(|byte| *byte == b'\n').next().unwrap().len());
        }
    }
}
