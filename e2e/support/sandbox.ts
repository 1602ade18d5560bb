import { randomInt } from "node:crypto";
import { expect } from "@playwright/test";
import type { Api } from "./api.ts";
import { setting } from "./settings.ts";

/** The providers' sandbox beside the product: it does wrong when it is asked to. */
export const sandbox = {
  async fault(fault: Record<string, unknown>) {
    const answer = await fetch(`${setting("EBVISION_E2E_SANDBOX_URL")}/_sandbox/faults`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(fault) });
    if (!answer.ok) throw new Error(`the sandbox refuses the fault: ${await answer.text()}`);
  },
  async mend() {
    await fetch(`${setting("EBVISION_E2E_SANDBOX_URL")}/_sandbox/faults`, { method: "DELETE" });
  },
  /** What has arrived of a campaign. */
  async totals(campaign: string): Promise<{ accepted: number; distinctRecipients: number; moreThanOnce: number }> {
    const answer = await fetch(`${setting("EBVISION_E2E_SANDBOX_URL")}/_sandbox/ledger?tag=${campaign}`);
    return (await answer.json()).totals;
  },
  /** Acts as somebody who has our messages on a phone: `say`, `press`, `read`, `block`. */
  async whatsapp(act: string, told: Record<string, unknown>) {
    const answer = await fetch(`${setting("EBVISION_E2E_SANDBOX_URL")}/_sandbox/whatsapp/${act}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(told) });
    if (!answer.ok) throw new Error(`the sandbox refuses: ${await answer.text()}`);
  },
};

/** Somebody has just written by WhatsApp: the number, and the conversation. */
export async function written(api: Api, text: string): Promise<{ from: string; id: string }> {
  // Not every number that begins with 06 is assigned: those with 061 are.
  const from = `+3361${randomInt(1_000_000, 9_999_999)}`;
  await sandbox.whatsapp("say", { from, line: "meta", text });
  const threads = async () => (await api.read<{ items: { id: string }[] }>(`/conversations?q=${encodeURIComponent(from)}`)).items;
  await expect.poll(async () => (await threads()).length, { timeout: 60_000 }).toBe(1);
  return { from, id: (await threads())[0]?.id ?? "" };
}
