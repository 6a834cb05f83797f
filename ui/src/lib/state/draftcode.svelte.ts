/** The code of one draft, renewed when it has run out. */
import type { CodeView, Failure } from "$lib/ipc/bindings/api";
import { call } from "$lib/ipc/call";
import { toFailure } from "$lib/ipc/errors";

import { clock, type Clock } from "./clock.svelte";
import { lifeOf } from "./face";

export class DraftCode {
  code = $state.raw<CodeView | null>(null);
  failure = $state.raw<Failure | null>(null);
  #asking = false;
  #clock: Clock;
  #id: string;

  life = $derived.by(() => (this.code === null ? null : lifeOf(this.code, this.#clock.seconds)));

  constructor(id: string, time: Clock = clock) {
    this.#id = id;
    this.#clock = time;
  }

  /** Asks now, and again whenever the code runs out, until the answer is called. */
  watch(): () => void {
    void this.#ask();
    return this.#clock.watch(() => {
      const until = this.code?.valid_until ?? null;
      if (until !== null && this.#clock.seconds >= until) void this.#ask();
    });
  }

  async #ask(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      this.code = await call("draft_code", { draft_id: this.#id });
      this.failure = null;
    } catch (thrown) {
      this.failure = toFailure(thrown);
    } finally {
      this.#asking = false;
    }
  }
}
