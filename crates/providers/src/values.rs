//! Values that fill a template of WhatsApp, as Meta takes them, whoever hands them on.

/// On one line and without runs of spaces: Meta refuses parameters with line ends, tabs or more than four spaces in a row.
pub(crate) fn line(value: &str) -> String {
    let words: Vec<_> = value.split(['\n', '\r', '\t', ' ']).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// Meta puts the value behind an address as it is (templates/components).
pub(crate) fn percent_encoded(value: &str) -> String {
    let mut encoded = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => encoded.push(byte.into()),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}
