import { type Locator, type Page, expect } from "@playwright/test";
import { type Language, texts } from "../texts.ts";

/** The editor of a template of WhatsApp, as a person writes in it. */
export class Studio {
  readonly say: (name: string, gaps?: Record<string, string>) => string;

  constructor(readonly page: Page, language: Language = "fr") {
    this.say = texts(language);
  }

  field(name: string, gaps?: Record<string, string>): Locator {
    return this.page.getByRole("main").getByLabel(this.say(name, gaps), { exact: true });
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name: this.say(name), exact: true });
  }

  /** The message as the phone shows it. */
  phone(): Locator {
    return this.page.getByRole("region", { name: this.say("studio.preview") }).locator(".eb-phone");
  }

  /** What is said below a field. */
  saidOf(pointer: string): Locator {
    return this.page.locator(`#field${pointer.replaceAll("/", "-")}-error`);
  }

  /** Where the template stands. */
  standing(): Locator {
    return this.page.getByRole("region", { name: this.say("studio.follow") });
  }

  /** Saves by the button at the foot. */
  async save() {
    await this.page.getByRole("button", { name: new RegExp(`^(${this.say("editor.save")}|${this.say("editor.create")})`) }).click();
    await expect(this.page.getByText(this.say("editor.all_saved"))).toBeVisible();
  }

  /** Hands it in, and waits for the verdict. */
  async submit(verdict: "approved" | "rejected") {
    await this.button("studio.submit").click();
    await expect(this.standing().getByRole("status")).toContainText(this.say(`whatsapp.status.${verdict}`), { timeout: 60_000 });
  }
}
