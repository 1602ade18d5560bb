//! Rows in COPY's text format.

use std::borrow::Cow;

use super::shape::{Column, From};

type Field<'v> = Option<Cow<'v, str>>;

/// Appends one line: fields between tabs, `\N` for nothing.
pub(super) fn push_row(buffer: &mut Vec<u8>, columns: &[Column], row: &[Field<'_>]) {
    for (place, column) in columns.iter().enumerate() {
        if place > 0 {
            buffer.push(b'\t');
        }
        match &column.from {
            From::Field(field) => push_field(buffer, row.get(*field).and_then(Option::as_deref)),
            From::KeyContacts(fields) => push_field(buffer, Some(&key_contacts(fields, row))),
        }
    }
    buffer.push(b'\n');
}

fn push_field(buffer: &mut Vec<u8>, text: Option<&str>) {
    let Some(text) = text else { return buffer.extend_from_slice(b"\\N") };
    for byte in text.bytes() {
        match byte {
            b'\\' => buffer.extend_from_slice(b"\\\\"),
            b'\n' => buffer.extend_from_slice(b"\\n"),
            b'\r' => buffer.extend_from_slice(b"\\r"),
            b'\t' => buffer.extend_from_slice(b"\\t"),
            other => buffer.push(other),
        }
    }
}

fn key_contacts(fields: &[(String, String, usize)], row: &[Field<'_>]) -> String {
    let mut contacts = serde_json::Map::new();
    for (contact, field, place) in fields {
        if let Some(Some(text)) = row.get(*place) {
            let entry = contacts.entry(contact.clone()).or_insert_with(|| serde_json::json!({}));
            entry[field] = text.as_ref().into();
        }
    }
    serde_json::Value::Object(contacts).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(columns: &[Column], row: &[Field<'_>]) -> String {
        let mut buffer = Vec::new();
        push_row(&mut buffer, columns, row);
        String::from_utf8(buffer).unwrap()
    }

    #[test]
    fn tabs_line_breaks_and_backslashes_stay_within_their_field() {
        let columns = [
            Column { name: "a".into(), from: From::Field(0) },
            Column { name: "b".into(), from: From::Field(1) },
        ];
        assert_eq!(line(&columns, &[Some("x\ty\\\nz".into()), None]), "x\\ty\\\\\\nz\t\\N\n");
    }

    #[test]
    fn key_contacts_gather_in_one_object_without_the_empty_ones() {
        let fields = vec![
            ("administrateur".into(), "nom".into(), 0),
            ("administrateur".into(), "tel".into(), 1),
            ("contact_interne".into(), "nom".into(), 2),
        ];
        let columns = [Column { name: "contacts_cles".into(), from: From::KeyContacts(fields) }];
        let row = [Some("Awa Diop".into()), Some("+221".into()), None];
        assert_eq!(line(&columns, &row), "{\"administrateur\":{\"nom\":\"Awa Diop\",\"tel\":\"+221\"}}\n");
    }
}
