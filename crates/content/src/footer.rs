//! The way out, for messages whose author forgot it: the law wants one in each (article L34-5 CPCE), and preferences are
//! where consent to tracking is withdrawn.

use domain::Language;

use crate::{
    groups::has_opt_out,
    pieces::{Piece, push_data},
    token::Kind,
};

/// The words of the footer.
struct Words {
    question: &'static str,
    unsubscribe: &'static str,
    preferences: &'static str,
    colon: &'static str,
}

const fn words(language: Language) -> Words {
    match language {
        Language::Fr => Words {
            question: "Vous ne souhaitez plus recevoir nos messages\u{202f}?",
            unsubscribe: "Se désinscrire",
            preferences: "Gérer mes préférences",
            colon: "\u{202f}: ",
        },
        Language::En => Words {
            question: "You no longer wish to receive our messages?",
            unsubscribe: "Unsubscribe",
            preferences: "Manage my preferences",
            colon: ": ",
        },
    }
}

const STYLE: &str = "margin:0;padding:24px 16px;font:12px/1.6 Arial,Helvetica,sans-serif;color:#666666;\
                     text-align:center";

/// The footer of an HTML part.
pub(crate) fn html(language: Language) -> Vec<Piece> {
    let Words { question, unsubscribe, preferences, .. } = words(language);
    vec![
        Piece::Data(format!("<div style=\"{STYLE}\">{question} <a style=\"color:#666666\" href=\"")),
        Piece::Public(Kind::Unsubscribe),
        Piece::Data(format!("\">{unsubscribe}</a> · <a style=\"color:#666666\" href=\"")),
        Piece::Public(Kind::Preferences),
        Piece::Data(format!("\">{preferences}</a></div>")),
    ]
}

/// A text part, with the footer where it lacks the way out.
pub(crate) fn text(mut pieces: Vec<Piece>, language: Language) -> Vec<Piece> {
    if has_opt_out(&pieces) {
        return pieces;
    }
    let Words { question, unsubscribe, preferences, colon } = words(language);
    push_data(&mut pieces, &format!("\n\n--\u{20}\n{question}\n{unsubscribe}{colon}"));
    pieces.push(Piece::Public(Kind::Unsubscribe));
    push_data(&mut pieces, &format!("\n{preferences}{colon}"));
    pieces.push(Piece::Public(Kind::Preferences));
    push_data(&mut pieces, "\n");
    pieces
}
