//! How WhatsApp shows a text: `*bold*`, `_italic_`, `~struck~` and ```` ```code``` ```` (faq.whatsapp.com/539178204879377).

/// A part of a text that looks the same all through.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Run<'t> {
    /// What is read.
    pub text: &'t str,
    /// Between stars.
    pub bold: bool,
    /// Between underscores.
    pub italic: bool,
    /// Between tildes.
    pub struck: bool,
    /// Between three backticks.
    pub code: bool,
}

/// What stands around a part, each on a line of its own; code alone may go over several.
const MARKS: [&str; 4] = ["```", "*", "_", "~"];

/// The parts of a text, in their order, without the marks that make them look so. A mark that stands inside of a word, or is never
/// closed, is a character like any other.
#[must_use]
pub fn runs(text: &str) -> Vec<Run<'_>> {
    let mut found = Vec::new();
    cut(text, Run::default(), &mut found);
    found
}

fn cut<'t>(text: &'t str, look: Run<'t>, found: &mut Vec<Run<'t>>) {
    let Some((before, mark, inner, after)) = first(text) else {
        return found.extend((!text.is_empty()).then_some(Run { text, ..look }));
    };
    found.extend((!before.is_empty()).then_some(Run { text: before, ..look }));
    let within = marked(look, mark);
    if within.code {
        found.push(Run { text: inner, ..within });
    } else {
        cut(inner, within, found);
    }
    cut(after, look, found);
}

fn marked<'t>(look: Run<'t>, mark: &str) -> Run<'t> {
    match mark {
        "*" => Run { bold: true, ..look },
        "_" => Run { italic: true, ..look },
        "~" => Run { struck: true, ..look },
        _ => Run { code: true, ..look },
    }
}

/// The first part between marks: what stands before it, its mark, itself, and what stands behind.
fn first(text: &str) -> Option<(&str, &'static str, &str, &str)> {
    text.char_indices().find_map(|(at, _)| {
        let (before, rest) = text.split_at(at);
        let mark = MARKS.into_iter().find(|mark| rest.starts_with(mark))?;
        let is_open = !before.ends_with(char::is_alphanumeric);
        let (inner, after) = closed(&rest[mark.len()..], mark).filter(|_| is_open)?;
        Some((before, mark, inner, after))
    })
}

/// What stands up to the closing mark, and behind it.
fn closed<'t>(text: &'t str, mark: &str) -> Option<(&'t str, &'t str)> {
    text.match_indices(mark).find_map(|(at, _)| {
        let (inner, after) = (&text[..at], &text[at + mark.len()..]);
        let is_blank_beside = inner.starts_with(char::is_whitespace) || inner.ends_with(char::is_whitespace);
        let is_over = mark.len() == 1 && (inner.contains('\n') || is_blank_beside);
        let is_one = !inner.is_empty() && !is_over && !after.starts_with(char::is_alphanumeric);
        is_one.then_some((inner, after))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str) -> String {
        let look = |run: Run<'_>| {
            let marks = [(run.bold, 'b'), (run.italic, 'i'), (run.struck, 's'), (run.code, 'c')];
            let marks: String = marks.into_iter().filter(|(is, _)| *is).map(|(_, mark)| mark).collect();
            if marks.is_empty() { run.text.to_owned() } else { format!("<{marks}>{}</>", run.text) }
        };
        runs(text).into_iter().map(look).collect()
    }

    #[test]
    fn marks_are_read_as_whatsapp_reads_them() {
        for (text, read) in [
            ("Bonjour *Awa*, _bien_ à ~vous~ toi", "Bonjour <b>Awa</>, <i>bien</> à <s>vous</> toi"),
            ("*gras et _les deux_*", "<b>gras et </><bi>les deux</>"),
            ("code ```a *b* c``` fin", "code <c>a *b* c</> fin"),
            ("2*3*4 et un_nom_long", "2*3*4 et un_nom_long"),
            ("2*3* et un_nom_ aussi", "2*3* et un_nom_ aussi"),
            ("* pas gras * ni *ici", "* pas gras * ni *ici"),
            ("*d'une\nligne*", "*d'une\nligne*"),
        ] {
            assert_eq!(shown(text), read);
        }
    }

    proptest! {
        #[test]
        fn nothing_but_marks_is_lost(text in "[a b*_~`\n]{0,40}") {
            let plain = |text: &str| text.replace(['*', '_', '~', '`'], "");
            let read: String = runs(&text).iter().map(|run| run.text).collect();
            prop_assert_eq!(plain(&read), plain(&text));
        }

        #[test]
        fn a_text_without_marks_is_read_as_it_is(text in "[^*_~`]{0,40}") {
            prop_assert_eq!(shown(&text), text);
        }
    }
}
