import { type Locator, type Page, expect } from "@playwright/test";
import { type Language, texts } from "../texts.ts";

export type Step = "audience" | "content" | "schedule" | "review";

/** The wizard, as a person goes through it. */
export class Wizard {
  readonly say: (name: string, gaps?: Record<string, string>) => string;

  constructor(readonly page: Page, language: Language = "fr") {
    this.say = texts(language);
  }

  /** The current step, by the stepper. */
  async isAt(step: Step) {
    await expect(this.steps().locator("[aria-current=step]")).toContainText(this.say(`wizard.${step}`));
  }

  steps(): Locator {
    return this.page.getByRole("navigation", { name: this.say("wizard.steps") });
  }

  /** Goes to a step by the stepper. */
  async to(step: Step) {
    await this.steps().getByRole("link", { name: this.say(`wizard.${step}`) }).click();
    await this.isAt(step);
  }

  /** The way on, at the foot. */
  next(): Locator {
    return this.page.getByRole("link", { name: this.say("wizard.after") });
  }

  field(name: string): Locator {
    return this.page.getByRole("main").getByLabel(this.say(name), { exact: true });
  }

  /** Everything that was typed is with the server. */
  async isSaved() {
    await expect(this.page.getByRole("status").filter({ hasText: new RegExp(this.say("editor.saved_at", { time: "\\d\\d:\\d\\d" })) })).toBeVisible();
  }

  /** Chooses a source of contacts, or puts it out. */
  source(name: "clients" | "companies" | "import"): Locator {
    return this.page.getByRole("group", { name: this.say("audience.sources") }).getByRole("checkbox", { name: new RegExp(`^${this.say(`source.${name}`)}`) });
  }

  /** How many would receive it, as the page says. */
  planned(): Locator {
    return this.page.getByRole("region", { name: this.say("audience.planned") }).getByRole("status").locator("p").first();
  }

  /** The preview's frame. */
  letter() {
    return this.page.frameLocator(`iframe[title="${this.say("preview.frame")}"]`);
  }

  /** The button of the launch. */
  launch(): Locator {
    return this.page.getByRole("button", { name: new RegExp(`^(${this.say("launch.act")}|${this.say("launch.schedule")})$`) }).first();
  }
}
