//! Letters: what becomes of a name in an address, and in a hurry.

/// A name in the letters that a domain takes.
pub(crate) fn slug(name: &str, between: &str) -> String {
    let plain: String =
        plain(name).to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(between)
}

/// A name without accents, as many forms leave it.
pub(crate) fn plain(name: &str) -> String {
    name.chars().map(base).collect()
}

fn base(c: char) -> char {
    match c {
        'à' | 'â' | 'ä' | 'á' => 'a',
        'ç' => 'c',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' | 'í' => 'i',
        'ô' | 'ö' | 'ó' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        'É' | 'È' | 'Ê' => 'E',
        'Ç' => 'C',
        'À' | 'Â' => 'A',
        'Î' => 'I',
        'Ô' => 'O',
        '’' => '\'',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_slug_is_plain_ascii() {
        assert_eq!(super::slug("Bâtiment N’Guessan & Associés", "-"), "batiment-n-guessan-associes");
    }
}
