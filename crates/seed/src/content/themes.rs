//! Campaigns: fifteen themes, each for every season.

use domain::Channel;

/// What one campaign is about.
#[derive(Debug)]
pub(crate) struct Theme {
    pub(crate) name: &'static str,
    pub(crate) channel: Channel,
    pub(crate) subject: &'static str,
    pub(crate) preheader: &'static str,
    pub(crate) template: &'static str,
    pub(crate) tags: &'static [&'static str],
}

pub(crate) const SEASONS: &[&str] = &["hiver", "printemps", "été", "rentrée"];

const fn email(
    name: &'static str,
    subject: &'static str,
    preheader: &'static str,
    template: &'static str,
    tags: &'static [&'static str],
) -> Theme {
    Theme { name, channel: Channel::Email, subject, preheader, template, tags }
}

const fn whatsapp(name: &'static str, template: &'static str, tags: &'static [&'static str]) -> Theme {
    Theme { name, channel: Channel::Whatsapp, subject: "", preheader: "", template, tags }
}

pub(crate) const THEMES: &[Theme] = &[
    email(
        "Lettre d’information",
        "Les nouvelles du mois",
        "Trois retours de clients et un calendrier",
        "Lettre d’information mensuelle",
        &["lettre"],
    ),
    email(
        "Webinaire facturation",
        "Webinaire : facturer sans attendre",
        "45 minutes, jeudi à 10 h",
        "Invitation à un webinaire",
        &["webinaire", "PME"],
    ),
    email(
        "Bienvenue aux nouveaux clients",
        "Bienvenue chez EB VISION",
        "Votre espace est ouvert",
        "Bienvenue nouveau client",
        &["accueil"],
    ),
    email(
        "Relance devis BTP",
        "Votre devis est encore valable",
        "Un point est-il resté sans réponse ?",
        "Relance de devis",
        &["BTP", "relance"],
    ),
    whatsapp("Rappel de rendez-vous Dakar", "Rappel de rendez-vous", &["Dakar"]),
    email(
        "Enquête de satisfaction",
        "Deux minutes pour votre avis",
        "Cinq questions, lues par une personne",
        "Enquête de satisfaction",
        &["enquête"],
    ),
    email(
        "Invitation salon de l’agriculture",
        "Retrouvons-nous au salon",
        "Stand B12, du mardi au jeudi",
        "Invitation au salon",
        &["salon", "agroalimentaire"],
    ),
    whatsapp("Offre flash consommables", "Offre flash", &["promo"]),
    email(
        "Offre énergie solaire",
        "L’installation est offerte",
        "Pour toute commande avant la fin du mois",
        "Offre de fin d’année",
        &["promo", "énergie"],
    ),
    email(
        "Reprise de contact clients inactifs",
        "Cela fait un moment",
        "Un quart d’heure suffit",
        "Reprise de contact",
        &["relance", "inactifs"],
    ),
    email(
        "Catalogue grossistes",
        "Le catalogue du trimestre est arrivé",
        "Quarante nouvelles références",
        "Catalogue du trimestre",
        &["catalogue"],
    ),
    email(
        "Formation équipes Cotonou",
        "Il reste six places",
        "Deux jours pour former votre équipe",
        "Formation : places disponibles",
        &["formation", "Bénin"],
    ),
    email(
        "Fidélité cinq ans",
        "Cinq ans ensemble : merci",
        "Une remise pour votre renouvellement",
        "Merci pour votre fidélité",
        &["fidélité"],
    ),
    whatsapp("Atelier Abidjan", "Invitation à un atelier", &["Abidjan", "atelier"]),
    whatsapp("Avis après livraison", "Avis après livraison", &["enquête"]),
];
