//! Countries as sources spell them.

/// Where a number belongs that names no country, in a row that names none either.
const HOME: &str = "FR";

/// Names without accents, in French and English, of the countries that the suite's users deal with, by ISO 3166-1 alpha-2.
const COUNTRIES: &[(&str, &[&str])] = &[
    ("AE", &["emirats arabes unis", "united arab emirates"]),
    ("BE", &["belgique", "belgium"]),
    ("BF", &["burkina faso", "burkina"]),
    ("BJ", &["benin"]),
    ("CA", &["canada"]),
    ("CD", &["republique democratique du congo", "rdc", "rd congo", "congo kinshasa"]),
    ("CF", &["centrafrique", "republique centrafricaine"]),
    ("CG", &["congo", "republique du congo", "congo brazzaville"]),
    ("CH", &["suisse", "switzerland"]),
    ("CI", &["cote d ivoire", "cote divoire", "ivory coast"]),
    ("CM", &["cameroun", "cameroon"]),
    ("CN", &["chine", "china"]),
    ("CV", &["cap vert", "cape verde"]),
    ("DE", &["allemagne", "germany"]),
    ("DJ", &["djibouti"]),
    ("DZ", &["algerie", "algeria"]),
    ("ES", &["espagne", "spain"]),
    ("FR", &["france"]),
    ("GA", &["gabon"]),
    ("GB", &["royaume uni", "angleterre", "united kingdom", "uk"]),
    ("GH", &["ghana"]),
    ("GM", &["gambie", "gambia"]),
    ("GN", &["guinee", "guinea", "guinee conakry"]),
    ("GW", &["guinee bissau"]),
    ("IT", &["italie", "italy"]),
    ("KM", &["comores"]),
    ("LB", &["liban", "lebanon"]),
    ("LU", &["luxembourg"]),
    ("MA", &["maroc", "morocco"]),
    ("MC", &["monaco"]),
    ("MG", &["madagascar"]),
    ("ML", &["mali"]),
    ("MR", &["mauritanie"]),
    ("MU", &["maurice", "ile maurice", "mauritius"]),
    ("NE", &["niger"]),
    ("NG", &["nigeria"]),
    ("NL", &["pays bas", "netherlands"]),
    ("PT", &["portugal"]),
    ("RW", &["rwanda"]),
    ("SN", &["senegal"]),
    ("TD", &["tchad", "chad"]),
    ("TG", &["togo"]),
    ("TN", &["tunisie", "tunisia"]),
    ("TR", &["turquie", "turkey"]),
    ("US", &["etats unis", "usa", "united states"]),
];

/// The region that a row's phone numbers belong to, by its country's name or code.
#[must_use]
pub fn region(pays: Option<&str>) -> &'static str {
    pays.and_then(code).unwrap_or(HOME)
}

/// The code of a country (ISO 3166-1 alpha-2), by its name or code; none where it is not known.
pub(crate) fn code(pays: &str) -> Option<&'static str> {
    let name = fold(pays);
    let is_it =
        |(code, names): &&(&str, &[&str])| names.contains(&name.as_str()) || code.to_lowercase() == name;
    COUNTRIES.iter().find(is_it).map(|(code, _)| *code)
}

/// Letters without case and accents; everything else parts words.
fn fold(name: &str) -> String {
    let lower = name.to_lowercase();
    let plain = lower.chars().map(|c| match c {
        'à' | 'â' | 'ä' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        other if other.is_alphanumeric() => other,
        _ => ' ',
    });
    let plain: String = plain.collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::region;

    #[test]
    fn a_country_is_known_by_its_names_and_its_code() {
        for (pays, expected) in [
            ("Côte d’Ivoire", "CI"),
            ("COTE D'IVOIRE", "CI"),
            (" sénégal ", "SN"),
            ("sn", "SN"),
            ("Guinée-Bissau", "GW"),
        ] {
            assert_eq!(region(Some(pays)), expected, "{pays}");
        }
        assert_eq!((region(None), region(Some("Atlantide"))), ("FR", "FR"));
    }
}
