//! What we put into an HTML part: tracked links, the preheader, the footer, the pixel.

use lol_html::errors::RewritingError;

use super::{Outline, Target, edits::Edits, outline::Anchor};
use crate::{
    compiled::Link,
    mask::Mask,
    pieces::{Piece, push_data},
    token::Kind,
};

/// Hides the preheader from the eye, not from the list of messages.
const HIDDEN: &str = "<div style=\"display:none;max-height:0;overflow:hidden;mso-hide:all;font-size:1px;\
                      line-height:1px;color:transparent\">";

/// Why a part cannot be dressed.
#[derive(Debug)]
pub(crate) enum Undressed {
    /// More links than a number can tell apart.
    Links,
    /// The HTML's reader gave up.
    Html,
}

impl From<RewritingError> for Undressed {
    fn from(_: RewritingError) -> Self {
        Self::Html
    }
}

/// Dresses an HTML part; the answer is the part and its table of links.
pub(crate) fn dress(
    pieces: &[Piece],
    preheader: &[Piece],
    footer: Vec<Piece>,
) -> Result<(Vec<Piece>, Vec<Link>), Undressed> {
    let (mut mask, masked) = Mask::over(pieces);
    let outline = Outline::read(&masked)?;
    let mut edits = Edits::default();
    let mut links = Links::default();
    for anchor in &outline.anchors {
        links.track(anchor, &masked, &mut mask, &mut edits).ok_or(Undressed::Links)?;
    }
    let start = outline.body_start.unwrap_or(outline.head_end);
    edits.insert(start, mask.hide_all(&hidden(preheader)));
    let mut end = footer;
    end.extend(pixel());
    edits.insert(outline.body_end.unwrap_or(masked.len()), mask.hide_all(&end));
    Ok((mask.lift(&edits.apply(&masked)), links.0))
}

/// The links so far, one number for each address.
#[derive(Default)]
struct Links(Vec<Link>);

impl Links {
    /// Puts a slot in place of an address that is tracked.
    fn track(&mut self, anchor: &Anchor, masked: &str, mask: &mut Mask, edits: &mut Edits) -> Option<()> {
        if let Some(no_track) = &anchor.no_track {
            edits.replace(no_track.clone(), "");
        } else if let Target::Page(url) = Target::read(&anchor.value, mask) {
            let mark = mask.hide(Piece::Public(Kind::Click(self.number(url.as_str())?)));
            let quoted = masked[..anchor.place.start].ends_with(['"', '\'']);
            edits.replace(anchor.place.clone(), if quoted { mark } else { format!("\"{mark}\"") });
        }
        Some(())
    }

    fn number(&mut self, url: &str) -> Option<u16> {
        if let Some(link) = self.0.iter().find(|link| link.url == url) {
            return Some(link.number);
        }
        let number = u16::try_from(self.0.len() + 1).ok()?;
        self.0.push(Link { number, url: url.to_owned() });
        Some(number)
    }
}

fn hidden(preheader: &[Piece]) -> Vec<Piece> {
    if crate::compile::is_blank(preheader) {
        return Vec::new();
    }
    let mut block = vec![Piece::Data(HIDDEN.to_owned())];
    block.extend(preheader.iter().map(escaped));
    push_data(&mut block, "</div>");
    block
}

fn pixel() -> [Piece; 3] {
    [
        Piece::Data("<img src=\"".to_owned()),
        Piece::Public(Kind::Open),
        Piece::Data("\" alt=\"\" width=\"1\" height=\"1\" style=\"display:block;border:0\">".to_owned()),
    ]
}

/// The HTML part of an e-mail that was written as text only.
pub(crate) fn from_text(text: &[Piece]) -> Vec<Piece> {
    let mut html =
        vec![Piece::Data("<!doctype html><html><body><div style=\"white-space:pre-wrap\">".to_owned())];
    for piece in text {
        match escaped(piece) {
            Piece::Data(data) => push_data(&mut html, &data),
            other => html.push(other),
        }
    }
    push_data(&mut html, "</div></body></html>");
    html
}

/// A piece of plain text, for HTML.
fn escaped(piece: &Piece) -> Piece {
    match piece {
        Piece::Data(data) => Piece::Data(htmlize::escape_text(data).into_owned()),
        other => other.clone(),
    }
}
