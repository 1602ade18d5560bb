//! WhatsApp texts: name and body.

pub(crate) const WHATSAPPS: &[(&str, &str)] = &[
    (
        "Rappel de rendez-vous",
        "Bonjour {{ contact.nom | default('Madame, Monsieur') }}, nous vous rappelons votre rendez-vous de demain à 10 h avec EB VISION. \
         Répondez OUI pour confirmer.",
    ),
    (
        "Confirmation de commande",
        "Bonjour {{ contact.nom | default('Madame, Monsieur') }}, votre commande pour {{ entreprise.nom | default('votre entreprise') }} est confirmée. \
         Nous vous prévenons dès son départ.",
    ),
    (
        "Offre flash",
        "Bonjour {{ contact.nom | default('Madame, Monsieur') }}, jusqu’à vendredi : -15 % sur les consommables. \
         Répondez STOP pour ne plus recevoir nos offres.",
    ),
    (
        "Relance de facture",
        "Bonjour, sauf erreur de notre part, une facture de {{ entreprise.nom | default('votre entreprise') }} reste ouverte. \
         Notre équipe est à votre disposition pour toute question.",
    ),
    (
        "Invitation à un atelier",
        "Bonjour {{ contact.nom | default('Madame, Monsieur') }}, nous organisons un atelier gratuit jeudi à 15 h. \
         Répondez OUI pour réserver votre place, STOP pour ne plus être invité.",
    ),
    (
        "Avis après livraison",
        "Bonjour {{ contact.nom | default('Madame, Monsieur') }}, votre livraison est arrivée. Êtes-vous satisfait ? Répondez de 1 à 5.",
    ),
    (
        "Fermeture exceptionnelle",
        "Bonjour, nos bureaux seront fermés lundi. Les commandes reçues ce jour-là partiront mardi matin. Merci de votre compréhension.",
    ),
];
