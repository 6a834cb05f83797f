/**
 * The open requests and the servers that ask, as the core has them.
 *
 * Requests are timed by this device's own clock: a request is good for so long after it came in
 * here, however wrong the clock may be. Codes go by the corrected time of `clock`; its second hand
 * is used here, its time is not.
 */
import type { Failure, RequestsView, ServerView } from "$lib/ipc/bindings/api";
import { call } from "$lib/ipc/call";
import { toFailure } from "$lib/ipc/errors";
import { on } from "$lib/ipc/events";

import { clock } from "./clock.svelte";

/** Failures that a server's silence has; then codes still work, and waiting helps. */
const silent: readonly Failure["code"][] = ["server_unreachable", "server_timeout"];

export class Requests {
  view = $state.raw<RequestsView | null>(null);
  /** Why the list could not be had at all. */
  failure = $state.raw<Failure | null>(null);
  checking = $state(false);
  /** A check that was asked for here has ended, and brought nothing. */
  nothingNew = $state(false);

  #watchers = 0;
  #stop: (() => void)[] = [];

  /** Keeps the list true for as long as somebody looks, until the answer is called. */
  watch(): () => void {
    this.#watchers += 1;
    if (this.#watchers === 1) {
      this.#stop = [on("requests", () => void this.load()), clock.watch(() => this.#expire())];
      void this.load();
    }
    return () => {
      this.#watchers -= 1;
      if (this.#watchers > 0) return;
      for (const stop of this.#stop) stop();
      // What stood in a request is not kept in the page.
      this.view = null;
      this.failure = null;
      this.nothingNew = false;
    };
  }

  async load(): Promise<void> {
    await this.#ask(() => call("requests"));
  }

  /** Asks all servers now. */
  async check(): Promise<void> {
    if (this.checking) return;
    this.checking = true;
    this.nothingNew = false;
    const before = new Set(this.view?.open.map(({ id }) => id));
    await this.#ask(() => call("check_requests"));
    this.checking = false;
    const reached = this.view?.servers.some((server) => server.failure === null) ?? false;
    this.nothingNew =
      reached && this.failure === null && !this.view?.open.some(({ id }) => !before.has(id));
  }

  /** No server answers, because there is no connection: other failures have words of their own. */
  get offline(): boolean {
    const servers = this.view?.servers ?? [];
    return servers.length > 0 && servers.every((server) => isSilent(server));
  }

  /** When a server last answered, if one ever did. */
  get lastLooked(): number | null {
    const times = (this.view?.servers ?? []).flatMap(({ reached_at }) => reached_at ?? []);
    return times.length === 0 ? null : Math.max(...times);
  }

  async #ask(how: () => Promise<RequestsView>): Promise<void> {
    try {
      const view = await how();
      if (this.#watchers > 0) this.view = view;
      this.failure = null;
    } catch (thrown) {
      const failure = toFailure(thrown);
      // Locked meanwhile: the program shows another page at once.
      if (failure.code !== "vault_locked") this.failure = failure;
    }
  }

  /** The core lets go of what ran out when it is asked. */
  #expire(): void {
    const now = deviceSeconds();
    if (this.view?.open.some((request) => request.expires_at <= now)) void this.load();
  }
}

export function isSilent(server: ServerView): boolean {
  return server.failure !== null && silent.includes(server.failure.code);
}

/** This device's own time in whole seconds; depends on the second hand. */
export function deviceSeconds(): number {
  void clock.seconds;
  return Math.floor(Date.now() / 1000);
}

/** What is left of a request: seconds, and the share of its life from 1 to 0. */
export function timeLeft(
  request: { received_at: number; expires_at: number },
  now: number,
): { seconds: number; share: number } {
  const life = Math.max(1, request.expires_at - request.received_at);
  const seconds = Math.min(life, Math.max(0, request.expires_at - now));
  return { seconds, share: seconds / life };
}

export const requests = new Requests();
