//! What a message of WhatsApp is filed under, so that its events lead back to it: `c:<campaign>:<number>`, `a:<message>`.

use domain::{
    event::Subject,
    ids::{CampaignId, MessageId},
};

use crate::payload::delivery;

/// Of a campaign's message.
pub(crate) fn of_delivery(campaign: CampaignId, number: u32) -> String {
    format!("c:{campaign}:{number}")
}

/// Of a message of a conversation.
pub(crate) fn of_answer(id: MessageId) -> String {
    format!("a:{id}")
}

/// Which message it is; none where we did not write it.
pub(crate) fn read(text: &str) -> Option<Subject> {
    match text.split_once(':')? {
        ("c", rest) => {
            let (campaign, number) = rest.split_once(':')?;
            delivery(Some(campaign), number.parse().ok())
        }
        ("a", id) => id.parse().ok().map(Subject::Answer),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    proptest! {
        #[test]
        fn what_is_written_is_read_back(id: u128, number in 1..u32::MAX) {
            let (campaign, message) = (CampaignId(Uuid::from_u128(id)), MessageId(Uuid::from_u128(id)));
            let told = read(&of_delivery(campaign, number));
            prop_assert_eq!(told, Some(Subject::Delivery { campaign, number }));
            prop_assert_eq!(read(&of_answer(message)), Some(Subject::Answer(message)));
        }

        #[test]
        fn what_others_wrote_is_nothing(text in "[ac]?:?[0-9a-f:-]{0,20}") {
            prop_assert_eq!(read(&text), None);
        }
    }
}
