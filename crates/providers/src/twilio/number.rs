//! What only accounts of WhatsApp can do.

use domain::whatsapp::{FileFault, HeaderMedia, SenderNews};

use super::Twilio;
use crate::{Answer, Failure, MediaFile, Outcome, Reply, Submission, Submitted, TemplatePage, Whatsapp};

impl Whatsapp for Twilio {
    fn phone(&self) -> &str {
        &self.phone
    }

    fn answer<'a>(&'a self, answer: &'a Answer) -> Reply<'a, Outcome> {
        Box::pin(self.send_answer(answer))
    }

    fn submit<'a>(&'a self, submission: Submission<'a>) -> Reply<'a, Result<Submitted, Failure>> {
        Box::pin(self.hand_in(submission))
    }

    fn delete<'a>(&'a self, _name: &'a str, provider_id: &'a str) -> Reply<'a, Result<(), Failure>> {
        Box::pin(self.take_away(provider_id))
    }

    fn templates<'a>(&'a self, page: Option<&'a str>) -> Reply<'a, Result<TemplatePage, Failure>> {
        Box::pin(self.page(page))
    }

    fn sender(&self) -> Reply<'_, Result<SenderNews, Failure>> {
        Box::pin(self.number_news())
    }

    fn media<'a>(&'a self, reference: &'a str) -> Reply<'a, Result<MediaFile, Failure>> {
        Box::pin(self.file(reference))
    }

    fn file_fault<'a>(&'a self, media: HeaderMedia, url: &'a str) -> Reply<'a, Option<FileFault>> {
        Box::pin(self.web.fault(media, url))
    }
}
