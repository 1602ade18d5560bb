//! What a reviewer of templates finds (Meta, "Template review", "Common rejection reasons"; whatsapp-business "Components").

use super::template::{Words, variables};

/// Why a template is rejected, as the webhook tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rejection {
    pub(crate) reason: String,
    pub(crate) words: String,
    pub(crate) recommendation: String,
}

impl Rejection {
    fn of(reason: &str, words: &str, recommendation: &str) -> Self {
        Self { reason: reason.into(), words: words.into(), recommendation: recommendation.into() }
    }

    /// One that was asked for.
    pub(crate) fn forced(reason: &str) -> Self {
        Self::of(
            reason,
            "This template was rejected by the reviewer of the sandbox.",
            "Change what the reviewer found fault with and hand the template in again.",
        )
    }
}

/// Words of offers, which no template about an order bears.
const OFFERS: [&str; 8] = ["promo", "soldes", "offre", "remise", "réduction", "discount", "sale", "% off"];

/// What is wrong with a template; `others` are the templates that the account has already.
pub(crate) fn review<'w>(words: &Words, mut others: impl Iterator<Item = &'w Words>) -> Option<Rejection> {
    placing(&words.body).or_else(|| crowding(&words.body)).or_else(|| {
        let twin = others.any(|other| (&other.body, &other.footer) == (&words.body, &words.footer));
        if twin { Some(duplicate()) } else { misfiled(words) }
    })
}

fn duplicate() -> Rejection {
    Rejection::of(
        "INVALID_FORMAT",
        "This template has the same body and footer as a template that the account has already.",
        "Use the existing template, or change the text.",
    )
}

/// Variables at the edges, or side by side. A line above the text may end with one: Meta's own example does.
fn placing(body: &str) -> Option<Rejection> {
    let text = body.trim();
    if text.starts_with("{{") || text.ends_with("}}") {
        return Some(Rejection::of(
            "INVALID_FORMAT",
            "Your template starts or ends with a parameter.",
            "Put text or punctuation before the first parameter and after the last one.",
        ));
    }
    let bare: String = text.split_whitespace().collect();
    bare.contains("}}{{").then(|| {
        Rejection::of(
            "INVALID_FORMAT",
            "Your template has parameters placed next to each other without text or punctuation between them.",
            "Separate parameters with descriptive text so that each of them is clearly contextualized.",
        )
    })
}

/// More variables than words around them. The real ratio is not published.
fn crowding(body: &str) -> Option<Rejection> {
    let count = variables(body).len();
    let outside: String = body.split("}}").map(|part| part.split("{{").next().unwrap_or_default()).collect();
    (count > 0 && outside.split_whitespace().count() < count * 2).then(|| {
        Rejection::of(
            "INVALID_FORMAT",
            "Your template has too many parameters for its length.",
            "Use fewer parameters, or more text around them.",
        )
    })
}

fn misfiled(words: &Words) -> Option<Rejection> {
    let text = words.body.to_lowercase();
    (words.category == "UTILITY" && OFFERS.iter().any(|offer| text.contains(offer))).then(|| {
        Rejection::of(
            "INCORRECT_CATEGORY",
            "The content of your template does not match the category utility.",
            "Hand the template in as marketing, or take the offer out of it.",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::{super::template::Header, *};

    fn found(body: &str, category: &str) -> Option<String> {
        let words = Words { body: body.into(), category: category.into(), ..Words::default() };
        review(&words, std::iter::empty()).map(|rejection| rejection.reason)
    }

    #[test]
    fn each_rule_finds_its_counterexample_and_nothing_else() {
        for (body, category, reason) in [
            ("Bonjour {{1}}, notre lettre est arrivée.", "MARKETING", None),
            ("{{1}} vous attend demain matin.", "MARKETING", Some("INVALID_FORMAT")),
            ("Venez nous voir demain, {{1}}", "MARKETING", Some("INVALID_FORMAT")),
            ("Bonjour cher client {{1}} {{2}} à très bientôt !", "MARKETING", Some("INVALID_FORMAT")),
            ("Oui {{1}} et {{2}} ou {{3}} !", "MARKETING", Some("INVALID_FORMAT")),
            ("Votre commande part avec 10 % de remise.", "UTILITY", Some("INCORRECT_CATEGORY")),
            ("Votre commande part avec 10 % de remise.", "MARKETING", None),
        ] {
            assert_eq!(found(body, category).as_deref(), reason, "{body}");
        }
    }

    /// Header, text and category of the templates that the product's own look finds nothing against (`domain`, `whatsapp/lint/tests.rs`).
    const GOOD: [(&str, &str, &str); 11] = [
        (
            "Soldes {{saison}}",
            "Bonjour {{prenom}}, profitez de {{remise}} sur tout l’outillage jusqu’à dimanche.",
            "MARKETING",
        ),
        ("{{saison}}", "Bonjour {{prenom}}, profitez de {{remise}} jusqu’à dimanche.", "MARKETING"),
        ("", "Bonjour {{prenom}}, votre commande {{numero}} est partie ce matin.", "UTILITY"),
        ("", "Our new catalogue is here.\n\n*Forty* pages of tools. Reply STOP to opt out.", "MARKETING"),
        ("", "Retrouvez-nous au salon des métiers, stand 12.", "MARKETING"),
        ("", "Bonjour {{1}}, votre commande {{2}} arrive le {{3}} dans la matinée.", "UTILITY"),
        ("", "Seu cupom de hoje chegou.", "MARKETING"),
        ("", "Votre rendez-vous approche.", "UTILITY"),
        (
            "Nos soldes {{saison}}\u{202f}!",
            "Jusqu’à {{fin}}, le code {{bon}} vous donne {{remise}} sur tout le magasin.",
            "MARKETING",
        ),
        (
            "",
            "Merci {{prenom}}\u{202f}! Votre commande {{numero}} est confirmée, le reçu est joint.",
            "UTILITY",
        ),
        ("", "You left *{{count}}* things in your cart, {{name}}. They wait until Sunday.", "MARKETING"),
    ];

    #[test]
    fn what_the_products_own_look_accepts_is_not_refused_for_its_words() {
        for (header, body, category) in GOOD {
            let words = Words {
                header: (!header.is_empty()).then(|| Header::Text(header.into())),
                body: body.into(),
                category: category.into(),
                ..Words::default()
            };
            assert_eq!(review(&words, std::iter::empty()), None, "{header} {body}");
        }
    }

    #[test]
    fn a_text_that_is_there_already_is_a_duplicate() {
        let words = Words { body: "Bonjour à tous.".into(), ..Words::default() };
        let twin = words.clone();
        assert_eq!(review(&words, [&twin].into_iter()), Some(duplicate()));
    }
}
