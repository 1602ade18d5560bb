import { randomUUID } from "node:crypto";
import { type APIRequestContext, expect } from "@playwright/test";
import { token } from "./tokens.ts";

const BASE = "/api/marketing/v1";

export interface Campaign { id: string; name: string; version: number; state: string; archived: boolean; subject: string | null; tags: string[] }
export interface Audience { waterfall: { matched: number; planned: number; excluded: { reason: string; contacts: number }[] }; samples: { name: string; company: string; address: string }[] }
export interface Figures { planned: number; waiting: number; accepted: number; delivered: number; delivered_clicks_tracked: number; clicked_human: number }
export interface Template { id: string; name: string; version: number; html: string | null; text: string | null; archived: boolean }

/** Everybody among the clients. */
export const CLIENTS = { all: [{ is: { field: "source", any_of: ["clients"] } }] };

/** The API beside the browser: to prepare what a test needs, and to look at what came of it. */
export class Api {
  constructor(private readonly request: APIRequestContext) {}

  private headers(extra: Record<string, string> = {}) {
    return { authorization: `Bearer ${token("admin", "Karim Benali")}`, ...extra };
  }

  async read<T>(path: string): Promise<T> {
    const answer = await this.request.get(BASE + path, { headers: this.headers() });
    expect(answer.status(), path).toBe(200);
    return answer.json();
  }

  async post<T>(path: string, data: unknown, extra: Record<string, string> = {}): Promise<T> {
    const answer = await this.request.post(BASE + path, { headers: this.headers({ "idempotency-key": randomUUID(), ...extra }), data });
    expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
    return answer.json();
  }

  /** Somebody else saves it, on top of this version. */
  async put<T>(path: string, data: unknown, version: number): Promise<T> {
    const answer = await this.request.put(BASE + path, { headers: this.headers({ "if-match": `"${version}"` }), data });
    expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
    return answer.json();
  }

  campaign(name: string, more: Record<string, unknown> = {}): Promise<Campaign> {
    return this.post("/campaigns", { name, channel: "email", subject: "Un objet", tags: [], ...more });
  }

  template(name: string, more: Record<string, unknown> = {}): Promise<Template> {
    return this.post("/templates", { name, channel: "email", subject: "Un objet", html: "<p>Bonjour {{ contact.nom }}</p>", ...more });
  }

  /** A draft that lacks nothing: clients, the account's first sender, a message with a link. */
  async ready(name: string, more: Record<string, unknown> = {}): Promise<Campaign> {
    const campaign = await this.campaign(name);
    const [account] = await this.read<{ id: string; senders: unknown[] }[]>("/accounts");
    return this.editCampaign(campaign.id, {
      audience: CLIENTS, account: account?.id, sender: account?.senders[0],
      html: '<html lang="fr"><p>Bonjour {{ contact.nom | default("Madame, Monsieur") }}, <a href="https://outillage.example.org/soldes">nos soldes</a></p></html>', ...more,
    });
  }

  /** Lets it leave. */
  async launch(campaign: Campaign): Promise<Campaign> {
    return this.post(`/campaigns/${campaign.id}/launch`, {}, { "if-match": `"${campaign.version}"` });
  }

  /** Waits until it stands so. */
  async until(id: string, state: string) {
    await expect.poll(async () => (await this.read<Campaign>(`/campaigns/${id}`)).state, { timeout: 60_000 }).toBe(state);
  }

  /** Somebody else saves the campaign. */
  async editCampaign(id: string, change: Record<string, unknown>): Promise<Campaign> {
    const { name, subject, preheader, template_id, tags, audience, html, text, sender, reply_to, account, schedule, pace_per_minute, pace_per_day, canary, quiet_hours, doubt, version } = await this.read<Record<string, never>>(`/campaigns/${id}`);
    const answer = await this.request.put(`${BASE}/campaigns/${id}`, {
      headers: this.headers({ "if-match": `"${version}"` }),
      data: { name, subject, preheader, template_id, tags, audience, html, text, sender, reply_to, account, schedule, pace_per_minute, pace_per_day, canary, quiet_hours, doubt, ...change },
    });
    expect(answer.status()).toBe(200);
    return answer.json();
  }

  /** Somebody else sets the pace of an account. */
  async setPace(account: string, pace: Record<string, unknown>) {
    const { version } = await this.read<{ version: number }>(`/accounts/${account}/pace`);
    const answer = await this.request.put(`${BASE}/accounts/${account}/pace`, { headers: this.headers({ "if-match": `"${version}"` }), data: pace });
    expect(answer.status()).toBe(200);
  }
}
