//! A template cut into what is fixed and what is not, by MiniJinja's own lexer.

use minijinja::{
    Error,
    machinery::{Token, tokenize},
};

use crate::{language::syntax, token::Kind};

/// A piece of a template. White-space control (`{{-`) has done its work, comments are gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Fixed text.
    Data(String),
    /// What stands between `{{` and `}}`.
    Expression(String),
    /// What stands between `{%` and `%}`.
    Tag(String),
    /// One of our own addresses, put in while compiling.
    Public(Kind),
}

/// Cuts a template.
///
/// # Errors
/// The lexer's: a delimiter or a string without end.
pub(crate) fn cut(source: &str) -> Result<Vec<Piece>, Error> {
    let mut pieces = Vec::new();
    let mut opened = 0;
    for token in tokenize(source, false, syntax()) {
        let (token, span) = token?;
        let (from, to) = (span.start_offset as usize, span.end_offset as usize);
        let inner = || source[opened..from].trim().to_owned();
        match token {
            Token::TemplateData(data) => push_data(&mut pieces, data),
            Token::VariableEnd => pieces.push(Piece::Expression(inner())),
            Token::BlockEnd => pieces.push(Piece::Tag(inner())),
            Token::VariableStart | Token::BlockStart => opened = to,
            _ => {}
        }
    }
    Ok(pieces)
}

/// Adds fixed text, to the fixed text before it where there is some.
pub(crate) fn push_data(pieces: &mut Vec<Piece>, data: &str) {
    match pieces.last_mut() {
        _ if data.is_empty() => {}
        Some(Piece::Data(before)) => before.push_str(data),
        _ => pieces.push(Piece::Data(data.to_owned())),
    }
}

/// The template that these pieces are; fixed text stays fixed whatever it holds.
pub(crate) fn join(pieces: &[Piece]) -> String {
    pieces.iter().map(write).collect()
}

fn write(piece: &Piece) -> String {
    match piece {
        Piece::Data(data) => shield(data),
        Piece::Expression(inner) => format!("{{{{ {inner} }}}}"),
        Piece::Tag(inner) => format!("{{% {inner} %}}"),
        Piece::Public(kind) => format!("{{{{ {} }}}}", kind.variable()),
    }
}

/// A brace that would open something, alone or with what follows it, is said as an expression.
fn shield(data: &str) -> String {
    let mut shielded = String::with_capacity(data.len());
    let mut rest = data.chars().peekable();
    while let Some(c) = rest.next() {
        let opens = c == '{' && rest.peek().is_none_or(|next| matches!(next, '{' | '%' | '#'));
        if opens { shielded.push_str("{{ '{' }}") } else { shielded.push(c) }
    }
    shielded
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn white_space_control_and_comments_have_done_their_work() {
        let pieces =
            cut("a  {{- x -}}  b{## note ##}{%- if y -%} {% raw %}{{ z }}{% endraw %}{% endif %}\n").unwrap();
        let expected = [
            Piece::Data("a".into()),
            Piece::Expression("x".into()),
            Piece::Data("b".into()),
            Piece::Tag("if y".into()),
            Piece::Data("{{ z }}".into()),
            Piece::Tag("endif".into()),
            Piece::Data("\n".into()),
        ];
        assert_eq!(pieces, expected);
    }

    #[test]
    fn a_string_that_holds_a_delimiter_ends_nothing() {
        assert_eq!(cut("{{ x | default('}}') }}").unwrap(), [Piece::Expression("x | default('}}')".into())]);
    }

    proptest! {
        #[test]
        fn fixed_text_stays_fixed_whatever_it_holds(data in r"[{}%# a\n]{0,12}(\{% endraw %\})?") {
            let source = join(&[Piece::Data(data.clone()), Piece::Expression("''".into())]);
            let rendered = crate::language::environment().render_str(&source, ()).unwrap();
            prop_assert_eq!(rendered.trim_end(), data.trim_end());
        }
    }
}
