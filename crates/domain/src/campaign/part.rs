//! A campaign by WhatsApp with an e-mail part: one campaign to a marketer, one audience, two messages.

use super::{Campaign, CampaignEdit};

impl CampaignEdit {
    /// What an e-mail part begins with: all that it shares with its main campaign.
    #[must_use]
    pub fn of_part(main: &Campaign) -> Self {
        let Campaign { name, tags, audience, schedule, .. } = main.clone();
        Self { name, tags, audience, schedule, ..Self::default() }
    }

    /// The pointers of what an edit would change of an e-mail part although it is its main campaign's; none where it keeps to its
    /// own.
    #[must_use]
    pub fn foreign_to(&self, part: &Campaign) -> Vec<&'static str> {
        let shared = [
            ("/name", self.name.trim() != part.name),
            ("/tags", self.tags != part.tags),
            ("/audience", self.audience != part.audience),
            ("/schedule", self.schedule != part.schedule),
        ];
        shared.into_iter().filter_map(|(pointer, differs)| differs.then_some(pointer)).collect()
    }
}
