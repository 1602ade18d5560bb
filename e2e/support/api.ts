import { randomUUID } from "node:crypto";
import { type APIRequestContext, expect } from "@playwright/test";
import { token } from "./tokens.ts";

const BASE = "/api/marketing/v1";

export interface Campaign { id: string; name: string; version: number; state: string; archived: boolean; subject: string | null; tags: string[] }
export interface Template { id: string; name: string; version: number; html: string | null; text: string | null; archived: boolean }

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

  campaign(name: string, more: Record<string, unknown> = {}): Promise<Campaign> {
    return this.post("/campaigns", { name, channel: "email", subject: "Un objet", tags: [], ...more });
  }

  template(name: string, more: Record<string, unknown> = {}): Promise<Template> {
    return this.post("/templates", { name, channel: "email", subject: "Un objet", html: "<p>Bonjour {{ contact.nom }}</p>", ...more });
  }

  /** Somebody else saves the campaign. */
  async editCampaign(id: string, change: Record<string, unknown>): Promise<Campaign> {
    const { name, subject, preheader, template_id, tags, version } = await this.read<Record<string, never>>(`/campaigns/${id}`);
    const answer = await this.request.put(`${BASE}/campaigns/${id}`, {
      headers: this.headers({ "if-match": `"${version}"` }),
      data: { name, subject, preheader, template_id, tags, ...change },
    });
    expect(answer.status()).toBe(200);
    return answer.json();
  }

  /** What the API answers this token to « who am I ». */
  async status(bearer: string): Promise<number> {
    const answer = await this.request.get(`${BASE}/me`, { headers: { authorization: `Bearer ${bearer}` } });
    return answer.status();
  }
}
