//! Words of the suite's own tables, as its dossier spells them.

use crate::text::words;

words! {
    /// `clients.statut`.
    Statut {
        /// A client in business with us.
        Actif = "ACTIF",
        /// A client without current business.
        Inactif = "INACTIF",
        /// A lost client.
        Abandonne = "ABANDONNE",
    }
}

words! {
    /// `clients.type`.
    ClientType {
        /// Not converted yet.
        Prospect = "PROSPECT",
        /// Bought once.
        Client = "CLIENT",
        /// Buys again and again.
        ClientFidele = "CLIENT_FIDELE",
    }
}
