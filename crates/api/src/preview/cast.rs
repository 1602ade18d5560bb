//! Whose message a preview shows.

use content::Variables;
use domain::{PersonId, ProblemCode, audience::Sample, campaign::Campaign};
use store::Tx;

use crate::{Api, audience, error::Refusal};

/// The person that a preview is for, and the ones beside.
#[derive(Debug, Default)]
pub(crate) struct Cast {
    pub(crate) variables: Variables,
    /// None for the invented one, and for a person beyond the audience's examples.
    pub(crate) sample: Option<Sample>,
    pub(crate) previous: Option<PersonId>,
    pub(crate) next: Option<PersonId>,
}

/// Finds the person asked for, else the first of the audience, else invents one.
pub(crate) async fn audition(
    api: &Api,
    tx: &mut Tx,
    campaign: &Campaign,
    person: Option<PersonId>,
) -> Result<Cast, Refusal> {
    let samples = audience::of(api, tx, campaign).await?.map(|count| count.samples).unwrap_or_default();
    match person.or_else(|| samples.first().map(|sample| sample.person)) {
        Some(person) => Ok(Cast { variables: variables(tx, person).await?, ..among(samples, person) }),
        None => Ok(Cast { variables: invented(), ..Cast::default() }),
    }
}

fn among(samples: Vec<Sample>, person: PersonId) -> Cast {
    let Some(place) = samples.iter().position(|sample| sample.person == person) else {
        // Beyond the examples, the first of them is one step away.
        return Cast { next: samples.first().map(|sample| sample.person), ..Cast::default() };
    };
    let at = |place: usize| samples.get(place).map(|sample| sample.person);
    let previous = place.checked_sub(1).and_then(at);
    let next = at(place + 1);
    Cast { previous, next, sample: samples.into_iter().nth(place), ..Cast::default() }
}

async fn variables(tx: &mut Tx, person: PersonId) -> Result<Variables, Refusal> {
    let found = tx.people().variables(person).await?.ok_or(ProblemCode::PersonNotFound)?;
    serde_json::from_value(found).map_err(|error| {
        tracing::error!(%error, %person, "the variables of a person cannot be read");
        ProblemCode::ServerFailed.into()
    })
}

/// Somebody who does not exist, with every field filled.
fn invented() -> Variables {
    let fields = [
        ("contact", "nom", "Camille Martin"),
        ("contact", "email", "camille.martin@example.com"),
        ("contact", "telephone", "+33 6 39 98 00 00"),
        ("contact", "role", "main"),
        ("entreprise", "nom", "Exemple SAS"),
        ("entreprise", "secteur", "Bâtiment"),
        ("entreprise", "taille", "10-49"),
        ("client", "statut", "ACTIF"),
        ("client", "type", "CLIENT"),
    ];
    let mut variables = Variables::default();
    for (group, name, value) in fields {
        variables.set(group, name, value);
    }
    variables
}
