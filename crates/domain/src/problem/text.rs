//! The texts of the catalogue, in French and English: a title that never varies, and what to do.

use super::ProblemCode;
use crate::language::Language;

impl ProblemCode {
    /// What is wrong, in a few words.
    #[must_use]
    pub const fn title(self, language: Language) -> &'static str {
        match language {
            Language::Fr => french(self).0,
            Language::En => english(self).0,
        }
    }

    /// What to do about it.
    #[must_use]
    pub const fn advice(self, language: Language) -> &'static str {
        match language {
            Language::Fr => french(self).1,
            Language::En => english(self).1,
        }
    }
}

type Text = (&'static str, &'static str);

// One line per text: the table is read as a table.
#[rustfmt::skip]
const fn french(code: ProblemCode) -> Text {
    use ProblemCode as P;
    match code {
        P::RequestMalformed => ("Demande illisible", "Corrigez la syntaxe de la demande, puis renvoyez-la."),
        P::RequestInvalid => ("Champs à corriger", "Corrigez les champs indiqués, puis renvoyez la demande."),
        P::RequestTooLarge => ("Demande trop volumineuse", "Réduisez le contenu, puis renvoyez la demande."),
        P::RequestMediaType => ("Format non pris en charge", "Envoyez du JSON avec l’en-tête « Content-Type: application/json »."),
        P::RequestRateLimited => ("Trop de demandes", "Attendez la durée indiquée par « Retry-After », puis réessayez."),
        P::RequestTimeout => ("Délai dépassé", "Rien n’a été enregistré à moitié. Réessayez dans un instant."),
        P::RouteNotFound => ("Adresse inconnue", "Vérifiez le chemin ; la liste des routes est sous /api/docs/."),
        P::RouteMethod => ("Méthode non autorisée", "Utilisez une des méthodes de l’en-tête « Allow »."),
        P::TokenInvalid => ("Connexion requise", "Reconnectez-vous, puis renvoyez la demande avec un jeton valide."),
        P::PermissionDenied => ("Droit manquant", "Demandez ce droit à une administratrice ou un administrateur."),
        P::CampaignNotFound => ("Campagne introuvable", "Vérifiez l’identifiant, ou revenez à la liste des campagnes."),
        P::CampaignNotEditable => ("Campagne non modifiable", "Seul un brouillon non archivé se modifie. Dupliquez la campagne pour repartir d’un brouillon."),
        P::CampaignWrongState => ("Impossible dans cet état", "Relisez la campagne : son état a changé, et n’autorise pas cette action."),
        P::CampaignNotReady => ("Campagne incomplète", "Corrigez les points bloquants de la vérification, puis relancez."),
        P::CampaignAudienceChanged => ("Audience modifiée", "L’audience a changé depuis la vérification. Relisez-la, puis relancez."),
        P::CampaignIsPart => ("Partie e-mail d’une campagne", "Le nom, les étiquettes, l’audience, la programmation et le lancement sont ceux de la campagne WhatsApp : agissez sur elle."),
        P::CampaignTakesNoPart => ("Pas une campagne WhatsApp", "Seule une campagne WhatsApp peut écrire aux autres personnes par e-mail."),
        P::PersonNotFound => ("Personne introuvable", "Vérifiez l’identifiant : cette personne n’est dans aucune source."),
        P::ConversationNotFound => ("Conversation introuvable", "Vérifiez l’identifiant, ou revenez à la liste des conversations."),
        P::ConversationWindowClosed => ("Fenêtre de 24 h fermée", "Cette personne n’a pas écrit depuis 24 heures : répondez par un modèle approuvé."),
        P::ConversationNoConsent => ("Pas d’accord enregistré", "Un modèle demande un accord WhatsApp enregistré, et un numéro qui n’est pas exclu."),
        P::ConversationCapped => ("Meta retient la publicité", "Meta ne remet plus d’offre à cette personne pour l’instant : attendez 24 heures, ou répondez par un texte libre ou un modèle utilitaire."),
        P::ConversationHeld => ("Message à lire d’abord", "Cette personne demande peut-être de ne plus rien recevoir : lisez la conversation et décidez, puis répondez."),
        P::ConversationResolved => ("Déjà décidé", "Relisez la conversation : plus rien n’y attend de décision."),
        P::MediaNotFound => ("Aucun fichier", "Ce message ne contient pas de fichier : vérifiez son identifiant."),
        P::MediaNotFetched => ("Fichier pas encore là", "Le fichier est encore chez le fournisseur : demandez-le d’abord, puis ouvrez-le."),
        P::SuppressionNotFound => ("Adresse non exclue", "Vérifiez l’adresse : elle n’est pas dans la liste d’exclusion."),
        P::SuppressionComplaint => ("Plainte non levée", "Cette personne a signalé un message comme indésirable : elle seule peut revenir sur ce choix."),
        P::ErrandNotFound => ("Tâche introuvable", "Vérifiez l’identifiant de la tâche."),
        P::TicketInvalid => ("Lien expiré", "Ce lien sert une fois, pendant 60 secondes. Redemandez-en un."),
        P::AccountNotFound => ("Compte inconnu", "Vérifiez le nom du compte dans la configuration."),
        P::AccountStopped => ("Compte d’envoi à l’arrêt", "Faites lever le blocage chez le fournisseur, remettez le compte en service (page « Comptes »), puis reprenez la campagne."),
        P::HookRefused => ("Webhook refusé", "Configurez chez le fournisseur le jeton de webhook de ce compte."),
        P::TemplateNotFound => ("Modèle introuvable", "Vérifiez l’identifiant, ou revenez à la liste des modèles."),
        P::TemplateNotEditable => ("Modèle non modifiable", "Ce modèle est archivé, ou déjà chez le fournisseur. Sortez-le des archives, ou faites-en une nouvelle version."),
        P::TemplateNameTaken => ("Nom déjà pris", "Ce compte a déjà un modèle de ce nom dans cette langue. Choisissez un autre nom."),
        P::TemplateNotApproved => ("Modèle non approuvé", "La campagne reprendra une fois son modèle approuvé : voyez où il en est. Sinon, annulez-la et lancez-en une copie avec un modèle approuvé."),
        P::TemplateNotReady => ("Modèle à corriger", "Corrigez les points bloquants de la vérification, puis soumettez le modèle."),
        P::TemplateInUse => ("Modèle utilisé", "Une campagne en cours utilise ce modèle. Attendez sa fin, ou annulez-la."),
        P::VersionRequired => ("Version attendue", "Lisez l’objet, puis renvoyez son « ETag » dans l’en-tête « If-Match »."),
        P::VersionStale => ("Modifié entre-temps", "Une autre personne a enregistré cet objet. Relisez-le, puis choisissez la version à garder."),
        P::CursorInvalid => ("Page inconnue", "Reprenez la liste depuis le début : ce curseur ne lui appartient pas."),
        P::IdempotencyReused => ("Clé déjà utilisée", "Cette « Idempotency-Key » a servi à une autre demande. Envoyez une clé nouvelle."),
        P::IdempotencyInvalid => ("Clé non valable", "L’en-tête « Idempotency-Key » compte de 1 à 200 caractères ASCII visibles."),
        P::SuiteRefused => ("Refusé par la table de la suite", "La table de la suite n’accepte pas cette ligne. Transmettez le détail à son administrateur."),
        P::DatabaseUnavailable => ("Base de données injoignable", "Rien n’a été enregistré. Réessayez dans un instant."),
        P::ServerFailed => ("Erreur interne", "Réessayez ; si cela persiste, transmettez le numéro de la demande à votre administrateur."),
    }
}

#[rustfmt::skip]
const fn english(code: ProblemCode) -> Text {
    use ProblemCode as P;
    match code {
        P::RequestMalformed => ("Unreadable request", "Correct the syntax of the request, then send it again."),
        P::RequestInvalid => ("Fields to correct", "Correct the fields listed, then send the request again."),
        P::RequestTooLarge => ("Request too large", "Make the content smaller, then send the request again."),
        P::RequestMediaType => ("Unsupported format", "Send JSON with the header \"Content-Type: application/json\"."),
        P::RequestRateLimited => ("Too many requests", "Wait for the time given by \"Retry-After\", then try again."),
        P::RequestTimeout => ("Took too long", "Nothing was left half done. Try again in a moment."),
        P::RouteNotFound => ("Unknown address", "Check the path; the routes are listed under /api/docs/."),
        P::RouteMethod => ("Method not allowed", "Use one of the methods of the \"Allow\" header."),
        P::TokenInvalid => ("Sign-in required", "Sign in again, then send the request with a valid token."),
        P::PermissionDenied => ("Missing right", "Ask an administrator for this right."),
        P::CampaignNotFound => ("No such campaign", "Check the id, or go back to the list of campaigns."),
        P::CampaignNotEditable => ("Campaign cannot be edited", "Only a draft that is not archived can be edited. Duplicate the campaign to start from a draft."),
        P::CampaignWrongState => ("Not possible in this state", "Read the campaign again: its state has changed and does not allow this act."),
        P::CampaignNotReady => ("Campaign incomplete", "Correct what the review marks as blocking, then launch again."),
        P::CampaignAudienceChanged => ("Audience changed", "The audience has changed since the review. Read it again, then launch."),
        P::CampaignIsPart => ("E-mail part of a campaign", "Name, labels, audience, schedule and launch are those of the WhatsApp campaign: act on that one."),
        P::CampaignTakesNoPart => ("Not a WhatsApp campaign", "Only a WhatsApp campaign can write to the rest by e-mail."),
        P::PersonNotFound => ("Person not found", "Check the id: no source holds this person."),
        P::ConversationNotFound => ("Conversation not found", "Check the id, or go back to the list of conversations."),
        P::ConversationWindowClosed => ("24-hour window closed", "This person has not written for 24 hours: answer with an approved template."),
        P::ConversationNoConsent => ("No recorded consent", "A template takes a recorded yes to WhatsApp, and a number that is not suppressed."),
        P::ConversationCapped => ("Meta holds marketing back", "Meta delivers this person no offers for now: wait 24 hours, or answer with a free text or a utility template."),
        P::ConversationHeld => ("Message to be read first", "This person may be asking to receive nothing more: read the conversation and decide, then answer."),
        P::ConversationResolved => ("Decided already", "Read the conversation again: nothing in it waits for a decision."),
        P::MediaNotFound => ("No file", "There is no file in this message: check its id."),
        P::MediaNotFetched => ("File not here yet", "The file is still with the provider: ask for it first, then open it."),
        P::SuppressionNotFound => ("Address not suppressed", "Check the address: it is not on the suppression list."),
        P::SuppressionComplaint => ("Complaint not lifted", "This person called a message spam: nobody else can take that back."),
        P::ErrandNotFound => ("No such errand", "Check the errand's id."),
        P::TicketInvalid => ("Link expired", "This link is good once, for 60 seconds. Ask for another."),
        P::AccountNotFound => ("Unknown account", "Check the account's name in the configuration."),
        P::AccountStopped => ("Sending account stopped", "Have the provider lift the block, put the account back into service (page “Accounts”), then resume the campaign."),
        P::HookRefused => ("Webhook refused", "Give the provider this account's webhook token."),
        P::TemplateNotFound => ("No such template", "Check the id, or go back to the list of templates."),
        P::TemplateNotEditable => ("Template cannot be edited", "This template is archived, or with its provider already. Take it out of the archive, or make a new version of it."),
        P::TemplateNameTaken => ("Name taken", "This account has a template of this name in this language. Choose another name."),
        P::TemplateNotApproved => ("Template not approved", "The campaign goes on once its template is approved: see where it stands. Else cancel, and launch a copy with an approved template."),
        P::TemplateNotReady => ("Template to be corrected", "Correct what the check finds blocking, then hand the template in."),
        P::TemplateInUse => ("Template in use", "A campaign that is on its way uses this template. Wait for its end, or cancel it."),
        P::VersionRequired => ("Version expected", "Read the object, then send its \"ETag\" in the header \"If-Match\"."),
        P::VersionStale => ("Changed in the meantime", "Somebody else saved this object. Read it again, then choose which version to keep."),
        P::CursorInvalid => ("Unknown page", "Read the list from its start: this cursor is not one of its own."),
        P::IdempotencyReused => ("Key already used", "This \"Idempotency-Key\" came with another request. Send a new key."),
        P::IdempotencyInvalid => ("Key not acceptable", "The header \"Idempotency-Key\" takes 1 to 200 visible ASCII characters."),
        P::SuiteRefused => ("Refused by the suite's table", "The suite's table does not take this row. Pass the detail on to its administrator."),
        P::DatabaseUnavailable => ("Database unreachable", "Nothing was saved. Try again in a moment."),
        P::ServerFailed => ("Internal error", "Try again; if it persists, give the request's number to your administrator."),
    }
}
