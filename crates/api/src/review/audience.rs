//! Who would be written to.

use domain::{
    audience::{Segment, Waterfall},
    campaign::Campaign,
    check::{Check, CheckCode, Severity},
};
use store::Tx;

use crate::{Api, audience::count, error::Refusal};

const POINTER: Option<&str> = Some("/audience");

/// From those who match to those who would be written to; nobody where nobody has been chosen.
pub(super) async fn waterfall(api: &Api, tx: &mut Tx, campaign: &Campaign) -> Result<Waterfall, Refusal> {
    let Some(segment) = &campaign.audience else { return Ok(Waterfall::of(&[], 0)) };
    Ok(count(api, tx, campaign.channel, segment).await?.waterfall)
}

/// What a look at the numbers finds.
pub(super) fn look(segment: Option<&Segment>, waterfall: &Waterfall) -> Option<Check> {
    let Waterfall { matched, planned, .. } = waterfall;
    if segment.is_none() {
        return Some(Check::new(CheckCode::AudienceMissing, Severity::Blocking, "", POINTER));
    }
    if *planned == 0 {
        return Some(Check::new(CheckCode::AudienceEmpty, Severity::Blocking, matched, POINTER));
    }
    let mostly_left_out = planned * 2 < *matched;
    mostly_left_out.then(|| {
        let about = format!("{} / {matched}", matched - planned);
        Check::new(CheckCode::AudienceMostlyExcluded, Severity::Warning, about, POINTER)
    })
}

#[cfg(test)]
mod tests {
    use domain::audience::ExclusionReason;

    use super::*;

    fn found(excluded: i64, planned: i64) -> Option<(CheckCode, String)> {
        let waterfall = Waterfall::of(&[(ExclusionReason::NoConsent, excluded)], planned);
        look(Some(&Segment::default()), &waterfall).map(|check| (check.code, check.about))
    }

    #[test]
    fn an_audience_of_nobody_blocks_and_one_that_is_mostly_left_out_deserves_a_look() {
        assert_eq!(found(7, 0), Some((CheckCode::AudienceEmpty, "7".into())));
        assert_eq!(found(6, 5), Some((CheckCode::AudienceMostlyExcluded, "6 / 11".into())));
        assert_eq!(found(5, 5), None);
        let nobody = look(None, &Waterfall::of(&[], 0)).unwrap();
        assert_eq!((nobody.code, nobody.is_blocking()), (CheckCode::AudienceMissing, true));
    }
}
