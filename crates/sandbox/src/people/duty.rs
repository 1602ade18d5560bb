//! What comes next for a message: one step of its plan after the other.

use tokio::time::Instant;

use super::{act, plan::plan};
use crate::{
    agenda::{Agenda, Job},
    sandbox::Sandbox,
};

/// A message and the step of its plan that comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Duty {
    message: u64,
    step: usize,
}

/// Enters a message that was just accepted.
pub(crate) fn begin(sandbox: &Sandbox, message: u64) {
    sandbox.agenda.enter(Instant::now(), Duty { message, step: 0 });
}

impl Job for Duty {
    fn agenda(sandbox: &Sandbox) -> &Agenda<Self> {
        &sandbox.agenda
    }

    async fn perform(self, sandbox: &Sandbox) {
        let Some(message) = sandbox.mail.with(|room| room.find(self.message).cloned()) else { return };
        let email = message.envelope.to.email.to_lowercase();
        let steps = plan(&message.temper, &email, sandbox.chance);
        if let Some((_, step)) = steps.get(self.step) {
            act::perform(sandbox, &message, *step).await;
        }
        if let Some((wait, _)) = steps.get(self.step + 1) {
            let due = Instant::now() + sandbox.settings.pace.scale(*wait);
            sandbox.agenda.enter(due, Self { step: self.step + 1, ..self });
        }
    }
}
