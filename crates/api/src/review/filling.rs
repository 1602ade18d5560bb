//! For how many of those who would be written to by WhatsApp the message can be filled: asked of the rule that fills it when it leaves.

use content::{Tally, Unfit, Variables, WhatsappRenderer, compile_whatsapp};
use domain::{
    campaign::Campaign,
    whatsapp::{Filling, WhatsappTemplate},
};
use store::{Addressee, AudienceOf, Reached, Tx};

use crate::{Api, error::Refusal};

/// Most people that are looked at: a review is waited for.
const MOST: i64 = 250_000;

/// The count, in one pass; none where nobody has been chosen, the template's account is not in the settings, or what fills it is wrong for
/// everybody, which the review tells otherwise.
pub(super) async fn count(
    api: &Api,
    tx: &mut Tx,
    campaign: &Campaign,
    template: &WhatsappTemplate,
) -> Result<Option<Filling>, Refusal> {
    let Some((segment, renderer)) = campaign.audience.as_ref().zip(renderer(api, campaign, template)) else {
        return Ok(None);
    };
    let policy = tx.settings().consent_policy().await?;
    let now = (api.clock)();
    let of =
        AudienceOf { channel: campaign.channel, segment, policy: &policy, now, reached: Reached::Nobody };
    let mut tally = Tally::default();
    let look = |Addressee { variables, is_open }| {
        let person = Variables::read(variables, &campaign.name).map_err(|why| Unfit::Broken(why.to_string()));
        tally.add(person.and_then(|person| renderer.write(&person, is_open)));
    };
    tx.audience().each(of, &template.account, MOST, look).await?;
    Ok(Some(tally.filling()))
}

fn renderer(api: &Api, campaign: &Campaign, template: &WhatsappTemplate) -> Option<WhatsappRenderer> {
    let provider = api.accounts.get(&template.account)?.provider();
    let message = campaign.whatsapp.clone().unwrap_or_default();
    let compiled = compile_whatsapp(&template.content, "", &message, provider).ok()?;
    WhatsappRenderer::new(compiled, provider).ok()
}
