import { CLIENTS, type Campaign } from "../support/api.ts";
import { expect, own, test } from "../support/test.ts";
import { type Language, texts } from "../support/texts.ts";

for (const language of ["fr", "en"] as Language[]) {
  test.describe(`in ${language}`, () => {
    test.use({ locale: language === "fr" ? "fr-FR" : "en-GB" });

    test(`WhatsApp and e-mail to the rest: the review shows the way down of both, ${language}`, async ({ page, api, enter }) => {
      const say = texts(language);
      const { id } = await api.campaign(own("Les deux"), { channel: "whatsapp", subject: undefined });
      await api.editCampaign(id, { audience: CLIENTS, account: undefined, sender: undefined, reply_to: undefined });
      const { version } = await api.read<Campaign>(`/campaigns/${id}`);
      await api.post(`/campaigns/${id}/email-part`, undefined, { "if-match": `"${version}"` });
      await enter(`/campaigns/${id}/review`);
      const who = page.getByRole("region", { name: say("review.who") });
      for (const [index, name] of ["waterfall.main", "waterfall.part"].entries()) {
        await expect(who.getByRole("heading", { name: say(name) })).toBeVisible();
        await expect(who.getByRole("table").nth(index)).toContainText(say("waterfall.no_consent"));
      }
      await expect(who.getByRole("table").nth(1)).toContainText(say("waterfall.matched"));
    });
  });
}
