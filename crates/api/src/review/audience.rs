//! Who would be written to.

use domain::{
    audience::{Segment, Waterfall},
    campaign::Campaign,
    check::{Check, CheckCode, Severity},
};
use store::Tx;

use crate::{Api, audience, error::Refusal};

const POINTER: Option<&str> = Some("/audience");

/// From those who match to those who would be written to; nobody where nobody has been chosen.
pub(super) async fn waterfall(api: &Api, tx: &mut Tx, campaign: &Campaign) -> Result<Waterfall, Refusal> {
    let count = audience::of(api, tx, campaign).await?;
    Ok(count.map_or_else(|| Waterfall::of(&[], 0), |count| count.waterfall))
}

/// What a look at the numbers finds; `besides` are planned by the other channel.
pub(super) fn look(segment: Option<&Segment>, waterfall: &Waterfall, besides: i64) -> Option<Check> {
    let Waterfall { matched, planned, .. } = waterfall;
    if segment.is_none() {
        return Some(Check::new(CheckCode::AudienceMissing, Severity::Blocking, "", POINTER));
    }
    if *planned == 0 {
        let severity = if besides > 0 { Severity::Warning } else { Severity::Blocking };
        return Some(Check::new(CheckCode::AudienceEmpty, severity, matched, POINTER));
    }
    let reached = planned + besides;
    let mostly_left_out = reached * 2 < *matched;
    mostly_left_out.then(|| {
        let about = format!("{} / {matched}", matched - reached);
        Check::new(CheckCode::AudienceMostlyExcluded, Severity::Warning, about, POINTER)
    })
}

#[cfg(test)]
mod tests {
    use domain::audience::ExclusionReason;

    use super::*;

    fn found(excluded: i64, planned: i64) -> Option<(CheckCode, String)> {
        let waterfall = Waterfall::of(&[(ExclusionReason::NoConsent, excluded)], planned);
        look(Some(&Segment::default()), &waterfall, 0).map(|check| (check.code, check.about))
    }

    #[test]
    fn an_audience_of_nobody_blocks_and_one_that_is_mostly_left_out_deserves_a_look() {
        assert_eq!(found(7, 0), Some((CheckCode::AudienceEmpty, "7".into())));
        assert_eq!(found(6, 5), Some((CheckCode::AudienceMostlyExcluded, "6 / 11".into())));
        assert_eq!(found(5, 5), None);
        let nobody = look(None, &Waterfall::of(&[], 0), 0).unwrap();
        assert_eq!((nobody.code, nobody.is_blocking()), (CheckCode::AudienceMissing, true));
    }

    #[test]
    fn a_channel_that_reaches_nobody_does_not_block_where_the_other_reaches_somebody() {
        let waterfall = Waterfall::of(&[(ExclusionReason::NoConsent, 7)], 0);
        let found = look(Some(&Segment::default()), &waterfall, 6).unwrap();
        assert_eq!((found.code, found.is_blocking()), (CheckCode::AudienceEmpty, false));
        let few = Waterfall::of(&[(ExclusionReason::NoConsent, 6)], 1);
        assert_eq!(look(Some(&Segment::default()), &few, 5), None);
    }
}
