//! From an e-mail as it was written to its segments and slots.

use domain::{FieldError, FieldReason, Language};

use crate::{
    compiled::{Compiled, Email, Form},
    footer,
    groups::has_opt_out,
    html,
    language::{broken, check},
    pieces::{Piece, cut},
    slots::{Slots, TooMany},
};

/// Compiles an e-mail, once for a campaign. `language` is that of what we add: the footer with the way out, for each part
/// that lacks it.
///
/// # Errors
/// Every part that does not parse or names unknown variables, by `/subject`, `/preheader`, `/html` or `/text`; an HTML
/// part of which no text can be made; more links or slots than 65 535.
pub fn compile(email: &Email<'_>, language: Language) -> Result<Compiled, Vec<FieldError>> {
    let parts = Parts::cut(email)?;
    let html = parts.html()?;
    let text = footer::text(parts.text(&html)?, language);
    let footer = if has_opt_out(&html) { Vec::new() } else { footer::html(language) };
    let (html, links) = html::dress(&html, &parts.preheader, footer).map_err(|_| too_many("/html"))?;
    let mut slots = Slots::default();
    let mut segments =
        |pointer, pieces: &[Piece], form| slots.segments(pieces, form).map_err(|TooMany| too_many(pointer));
    let subject = segments("/subject", &parts.subject, Form::Line)?;
    let html = segments("/html", &html, Form::Html)?;
    let text = segments("/text", &text, Form::Text)?;
    Ok(Compiled { subject, html, text, slots: slots.into_list(), links })
}

fn too_many(pointer: &str) -> Vec<FieldError> {
    vec![FieldError::new(pointer, FieldReason::TooLong, u16::MAX)]
}

/// The parts of an e-mail, in pieces.
pub(crate) struct Parts {
    /// The subject, on one line.
    pub(crate) subject: Vec<Piece>,
    /// The preheader, on one line.
    pub(crate) preheader: Vec<Piece>,
    /// The HTML as written.
    pub(crate) html: Vec<Piece>,
    /// The text as written.
    pub(crate) text: Vec<Piece>,
}

impl Parts {
    /// Checks and cuts each part.
    pub(crate) fn cut(email: &Email<'_>) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut part = |pointer, source: &str| {
            let pieces =
                check(pointer, source).and_then(|()| cut(source).map_err(|error| broken(pointer, &error)));
            pieces.unwrap_or_else(|found| {
                errors.extend(found);
                Vec::new()
            })
        };
        let parts = Self {
            subject: one_line(part("/subject", email.subject)),
            preheader: one_line(part("/preheader", email.preheader.unwrap_or_default())),
            html: part("/html", email.html),
            text: part("/text", email.text.unwrap_or_default()),
        };
        if errors.is_empty() { Ok(parts) } else { Err(errors) }
    }

    /// The HTML to send, before it is dressed.
    fn html(&self) -> Result<Vec<Piece>, Vec<FieldError>> {
        Ok(if is_blank(&self.html) { html::from_text(&self.text) } else { self.html.clone() })
    }

    /// The text to send.
    fn text(&self, html: &[Piece]) -> Result<Vec<Piece>, Vec<FieldError>> {
        if !is_blank(&self.text) {
            return Ok(self.text.clone());
        }
        // HTML of which no text can be made: the author is asked for one.
        html::to_text(html).ok_or_else(|| vec![FieldError::new("/text", FieldReason::Required, "")])
    }
}

/// Whether nothing would be read.
pub(crate) fn is_blank(pieces: &[Piece]) -> bool {
    pieces.iter().all(|piece| matches!(piece, Piece::Data(data) if data.trim().is_empty()))
}

fn one_line(mut pieces: Vec<Piece>) -> Vec<Piece> {
    for piece in &mut pieces {
        if let Piece::Data(data) = piece {
            *data = crate::renderer::one_line(data);
        }
    }
    pieces
}
