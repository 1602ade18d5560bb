//! E-mail templates.

/// What one e-mail says; the frame says the rest.
#[derive(Debug)]
pub(crate) struct Email {
    pub(crate) name: &'static str,
    pub(crate) subject: &'static str,
    pub(crate) title: &'static str,
    pub(crate) paragraphs: &'static [&'static str],
    pub(crate) button: &'static str,
    pub(crate) link: &'static str,
}

pub(crate) const EMAILS: &[Email] = &[
    Email {
        name: "Lettre d’information mensuelle",
        subject: "Les nouvelles du mois pour {{ entreprise.nom | default('votre entreprise') }}",
        title: "Ce qui a changé ce mois-ci",
        paragraphs: &[
            "Trois clients racontent comment ils ont réduit leurs délais de livraison.",
            "Notre équipe de Dakar ouvre un guichet pour les entreprises de la sous-région.",
            "Et comme chaque mois, notre calendrier des formations.",
        ],
        button: "Lire la lettre",
        link: "https://www.example.com/lettre",
    },
    Email {
        name: "Invitation à un webinaire",
        subject: "Webinaire : facturer sans attendre la fin du mois",
        title: "45 minutes pour y voir clair",
        paragraphs: &[
            "Jeudi à 10 h (GMT), nous montrons comment trois PME du secteur {{ entreprise.secteur | default('des services') }} ont raccourci leur cycle de facturation.",
            "Vos questions sont les bienvenues ; l’enregistrement sera envoyé aux inscrits.",
        ],
        button: "Je m’inscris",
        link: "https://www.example.com/webinaire",
    },
    Email {
        name: "Bienvenue nouveau client",
        subject: "Bienvenue chez EB VISION",
        title: "Nous sommes heureux de vous compter parmi nous",
        paragraphs: &[
            "Votre espace est ouvert. Votre interlocuteur vous appellera dans les deux jours ouvrés.",
            "En attendant, le guide de prise en main répond aux dix premières questions que l’on se pose.",
        ],
        button: "Ouvrir le guide",
        link: "https://www.example.com/guide",
    },
    Email {
        name: "Offre de fin d’année",
        subject: "Jusqu’au 31 décembre : l’installation est offerte",
        title: "L’installation est offerte",
        paragraphs: &[
            "Pour toute commande passée avant le 31 décembre, les frais d’installation sont à notre charge.",
            "L’offre vaut pour toutes les tailles d’entreprise, {{ entreprise.taille | default('de une à mille personnes') }}.",
        ],
        button: "Voir l’offre",
        link: "https://www.example.com/offre",
    },
    Email {
        name: "Relance de devis",
        subject: "Votre devis est encore valable quinze jours",
        title: "Votre devis vous attend",
        paragraphs: &[
            "Nous vous avons adressé un devis il y a deux semaines. Il est encore valable quinze jours.",
            "Un point est-il resté sans réponse ? Écrivez-nous, nous l’éclaircirons ensemble.",
        ],
        button: "Revoir le devis",
        link: "https://www.example.com/devis",
    },
    Email {
        name: "Enquête de satisfaction",
        subject: "Deux minutes pour nous dire ce qui vous manque",
        title: "Votre avis nous oblige",
        paragraphs: &[
            "Cinq questions, deux minutes. Vos réponses sont lues par une personne, pas par une machine.",
            "Les résultats seront publiés, y compris ce qui ne va pas.",
        ],
        button: "Répondre",
        link: "https://www.example.com/enquete",
    },
    Email {
        name: "Invitation au salon",
        subject: "Retrouvons-nous au salon de Dakar",
        title: "Stand B12, du mardi au jeudi",
        paragraphs: &[
            "Nous présenterons les nouveautés de l’année et tiendrons une table ronde sur le financement des PME.",
            "Votre invitation est personnelle et vaut pour deux personnes.",
        ],
        button: "Retirer mon invitation",
        link: "https://www.example.com/salon",
    },
    Email {
        name: "Changement de conditions",
        subject: "Nos conditions générales évoluent",
        title: "Ce qui change au 1er janvier",
        paragraphs: &[
            "Les délais de paiement passent à trente jours pour tous les contrats.",
            "Votre contrat en cours garde ses conditions jusqu’à son terme.",
        ],
        button: "Lire les conditions",
        link: "https://www.example.com/conditions",
    },
    Email {
        name: "Reprise de contact",
        subject: "Cela fait un moment, {{ contact.nom | default('bonjour') }}",
        title: "Où en êtes-vous ?",
        paragraphs: &[
            "Nous n’avons plus échangé depuis plusieurs mois, et vos besoins ont sans doute changé.",
            "Un quart d’heure au téléphone suffit pour voir si nous pouvons encore vous être utiles.",
        ],
        button: "Choisir un créneau",
        link: "https://www.example.com/rendez-vous",
    },
    Email {
        name: "Catalogue du trimestre",
        subject: "Le catalogue du trimestre est arrivé",
        title: "Quarante nouvelles références",
        paragraphs: &[
            "Les prix du catalogue sont fermes jusqu’à la fin du trimestre.",
            "Les commandes passées avant midi partent le jour même d’Abidjan et de Lyon.",
        ],
        button: "Feuilleter le catalogue",
        link: "https://www.example.com/catalogue",
    },
    Email {
        name: "Formation : places disponibles",
        subject: "Il reste six places pour la formation de mars",
        title: "Deux jours pour former votre équipe",
        paragraphs: &[
            "La formation a lieu à Cotonou et à distance, par groupes de douze.",
            "Elle est ouverte aux clients {{ client.type | default('et aux prospects') }} sans supplément.",
        ],
        button: "Réserver",
        link: "https://www.example.com/formation",
    },
    Email {
        name: "Merci pour votre fidélité",
        subject: "Cinq ans ensemble : merci",
        title: "Merci",
        paragraphs: &[
            "Voilà cinq ans que {{ entreprise.nom | default('votre entreprise') }} nous fait confiance.",
            "Pour vous remercier, le prochain renouvellement bénéficie d’une remise de 10 %.",
        ],
        button: "Utiliser ma remise",
        link: "https://www.example.com/fidelite",
    },
    Email {
        name: "Vœux",
        subject: "Nos vœux pour la nouvelle année",
        title: "Bonne et heureuse année",
        paragraphs: &[
            "Toute l’équipe vous souhaite, à vous et à vos proches, une année de santé et de réussite.",
            "Nos bureaux rouvrent le 3 janvier.",
        ],
        button: "Voir la carte",
        link: "https://www.example.com/voeux",
    },
];
