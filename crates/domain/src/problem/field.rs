//! What is wrong with one field, found by the rules and told in the caller's language.

use serde::{Deserialize, Serialize};

use crate::{language::Language, text::words};

words! {
    /// The kinds of wrong fields.
    FieldReason {
        /// Empty or absent.
        Required = "field.required",
        /// Longer than allowed.
        TooLong = "field.too_long",
        /// Not one of the values of the list.
        Unknown = "field.unknown",
        /// Of another type than the field has.
        Type = "field.type",
        /// Not a field that this request has.
        Unexpected = "field.unexpected",
        /// Holds characters that the field cannot carry.
        Characters = "field.characters",
        /// Stands twice.
        Duplicate = "field.duplicate",
        /// Does not exist on this channel.
        Channel = "field.channel",
        /// Refers to something that does not exist or is archived.
        Missing = "field.missing",
        /// A template that does not parse.
        Syntax = "field.syntax",
        /// A template variable that nobody fills.
        Variable = "field.variable",
        /// More parts than allowed.
        TooMany = "field.too_many",
        /// A time that has passed.
        Past = "field.past",
        /// A time that has not come yet.
        Future = "field.future",
        /// No zone of the IANA list, or a wall time that it skips.
        Zone = "field.zone",
        /// Neither an e-mail address nor a phone number.
        Address = "field.address",
        /// A name that providers do not take.
        Name = "field.name",
        /// A file of a format that cannot stand there.
        Format = "field.format",
        /// An address at another host than the one where it has to be.
        Host = "field.host",
        /// A file that is too heavy to stand there.
        Weight = "field.weight",
        /// An address where the file is not found.
        Unreachable = "field.unreachable",
        /// No currency.
        Currency = "field.currency",
        /// No amount of money.
        Amount = "field.amount",
        /// A table without a column that it needs.
        Column = "field.column",
        /// A line whose market nobody knows.
        Market = "line.market",
        /// A line whose market stands on another one as well.
        LineRepeated = "line.repeated",
        /// A line in another currency.
        LineCurrency = "line.currency",
        /// A line with a price that is no amount.
        LineAmount = "line.amount",
    }
}

/// A wrong field, as the rules find it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// JSON pointer (RFC 6901) into the body, or the name of a query parameter after `?`.
    pub pointer: String,
    /// What is wrong.
    pub reason: FieldReason,
    /// What the sentence needs: the limit, the accepted values, the place in the text.
    pub about: String,
}

/// A wrong field, as a problem document tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldProblem {
    /// JSON pointer (RFC 6901) into the body, or the name of a query parameter after `?`.
    pub pointer: String,
    /// What is wrong.
    pub code: FieldReason,
    /// What to do about it.
    pub detail: String,
}

impl FieldError {
    /// A wrong field with what its sentence needs; empty where it needs nothing.
    pub fn new(pointer: impl Into<String>, reason: FieldReason, about: impl ToString) -> Self {
        Self { pointer: pointer.into(), reason, about: about.to_string() }
    }

    /// The field's problem in a language.
    #[must_use]
    pub fn tell(&self, language: Language) -> FieldProblem {
        let detail = match language {
            Language::Fr => french(self.reason, &self.about),
            Language::En => english(self.reason, &self.about),
        };
        FieldProblem { pointer: self.pointer.clone(), code: self.reason, detail }
    }
}

fn french(reason: FieldReason, about: &str) -> String {
    use FieldReason as R;
    match reason {
        R::Required => "Renseignez ce champ.".to_owned(),
        R::TooLong => format!("Raccourcissez ce texte à {about} caractères au plus."),
        R::Unknown => format!("Choisissez parmi : {about}."),
        R::Type => format!("Donnez à cette valeur le type attendu ({about})."),
        R::Unexpected => "Retirez ce champ : cette demande ne le connaît pas.".to_owned(),
        R::Characters => "Retirez les retours à la ligne et les caractères de contrôle.".to_owned(),
        R::Duplicate => "Retirez la valeur en double.".to_owned(),
        R::Channel => format!("Retirez ce champ : il n’existe pas pour le canal {about}."),
        R::Missing => "Choisissez un objet existant, non archivé et du même canal.".to_owned(),
        R::Syntax => format!("Corrigez la syntaxe du modèle, ligne {about}."),
        R::Variable => format!("Remplacez cette variable inconnue : {about}."),
        R::TooMany => format!("Gardez-en {about} au plus."),
        R::Past => "Choisissez un moment à venir.".to_owned(),
        R::Future => "Choisissez un moment passé.".to_owned(),
        R::Zone => format!("Choisissez un fuseau de la liste IANA où cette heure existe : {about}."),
        R::Address => "Donnez une adresse e-mail ou un numéro de téléphone valable.".to_owned(),
        R::Name => "N’utilisez que des minuscules sans accent, des chiffres et « _ ».".to_owned(),
        R::Format => format!(
            "Donnez un fichier que cet en-tête prend, pas {about} : une image en JPEG ou PNG (5 Mo), une vidéo en MP4 ou 3GP (16 Mo), un document PDF, texte ou Office (100 Mo)."
        ),
        R::Host => format!("Donnez une adresse au même hôte que l’exemple du modèle : {about}."),
        R::Weight => format!("Donnez un fichier de {about} Mo au plus."),
        R::Unreachable => format!("Donnez une adresse que chacun peut ouvrir : celle-ci répond {about}."),
        R::Currency => "Donnez la devise par ses trois lettres ISO 4217, par exemple EUR.".to_owned(),
        R::Amount => {
            "Donnez un montant avec un point et six décimales au plus, par exemple 0.005.".to_owned()
        }
        R::Column => format!("Ajoutez à l’en-tête du tableau : {about}."),
        R::Market => format!(
            "Ligne {about} : donnez un marché de Meta (« Rest of Africa ») ou un pays par son nom anglais, son code (« SN ») ou son indicatif (« +221 »)."
        ),
        R::LineRepeated => format!("Ligne {about} : ce marché est déjà sur une autre ligne ; gardez-en une."),
        R::LineCurrency => format!("Ligne {about} : donnez toutes les lignes dans la devise de la grille."),
        R::LineAmount => {
            format!("Ligne {about} : donnez un montant avec un point et six décimales au plus, ou « n/a ».")
        }
    }
}

fn english(reason: FieldReason, about: &str) -> String {
    use FieldReason as R;
    match reason {
        R::Required => "Fill in this field.".to_owned(),
        R::TooLong => format!("Shorten this text to at most {about} characters."),
        R::Unknown => format!("Choose one of: {about}."),
        R::Type => format!("Give this value the expected type ({about})."),
        R::Unexpected => "Remove this field: this request does not have it.".to_owned(),
        R::Characters => "Remove line breaks and control characters.".to_owned(),
        R::Duplicate => "Remove the repeated value.".to_owned(),
        R::Channel => format!("Remove this field: the channel {about} does not have it."),
        R::Missing => "Choose an existing object, not archived, of the same channel.".to_owned(),
        R::Syntax => format!("Correct the template's syntax, line {about}."),
        R::Variable => format!("Replace this unknown variable: {about}."),
        R::TooMany => format!("Keep at most {about}."),
        R::Past => "Choose a time to come.".to_owned(),
        R::Future => "Choose a time that has passed.".to_owned(),
        R::Zone => format!("Choose a zone of the IANA list in which this time exists: {about}."),
        R::Address => "Give a valid e-mail address or phone number.".to_owned(),
        R::Name => "Use lower-case letters, digits and “_” only.".to_owned(),
        R::Format => format!(
            "Give a file that this header takes, not {about}: a picture in JPEG or PNG (5 MB), a film in MP4 or 3GP (16 MB), a document in PDF, text or Office (100 MB)."
        ),
        R::Host => format!("Give an address at the same host as the template's example: {about}."),
        R::Weight => format!("Give a file of at most {about} MB."),
        R::Unreachable => format!("Give an address that everybody can open: this one answers {about}."),
        R::Currency => "Give the currency by its three ISO 4217 letters, for example EUR.".to_owned(),
        R::Amount => "Give an amount with a point and at most six decimals, for example 0.005.".to_owned(),
        R::Column => format!("Add to the table's head: {about}."),
        R::Market => format!(
            "Line {about}: give one of Meta's markets (\"Rest of Africa\") or a country by its English name, its code (\"SN\") or its calling code (\"+221\")."
        ),
        R::LineRepeated => format!("Line {about}: this market stands on another line already; keep one."),
        R::LineCurrency => format!("Line {about}: give every line in the card's currency."),
        R::LineAmount => {
            format!("Line {about}: give an amount with a point and at most six decimals, or \"n/a\".")
        }
    }
}
