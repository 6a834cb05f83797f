/**
 * The locked page: opening by one of the ways in, and a new key for a keyring that lost its own.
 * `told` outlives the locked page, so that the person learns what became of the keyring.
 */
import type { Failure, UnlockRequest } from "$lib/ipc/bindings/api";
import { call } from "$lib/ipc/call";
import { toFailure } from "$lib/ipc/errors";

import { app } from "./app.svelte";

/** With these the keyring works, but what it holds does not open the vault. */
const keyless: readonly Failure["code"][] = ["keyring_no_entry", "keyring_damaged"];

export type Told = { step: "working" } | { step: "done"; failure: Failure | null };

export class Opening {
  busy = $state<UnlockRequest["way"] | null>(null);
  failure = $state.raw<Failure | null>(null);
  /** What becomes of the keyring after it was opened another way; null: nothing to tell. */
  told = $state.raw<Told | null>(null);

  async open(request: UnlockRequest): Promise<void> {
    if (this.busy !== null) return;
    const lost = app.status?.vault?.keyring_failure ?? null;
    const renew = request.way !== "keyring" && lost !== null && keyless.includes(lost.code);
    this.busy = request.way;
    this.failure = null;
    // Said before the vault is open, so that no other page comes between.
    if (renew) this.told = { step: "working" };
    try {
      const opened = await call("unlock", request);
      if (renew) await this.#renew();
      else app.take(opened);
    } catch (thrown) {
      this.told = null;
      this.failure = toFailure(thrown);
      // The status has the keyring's reason now.
      if (request.way === "keyring") await app.refresh();
    } finally {
      this.busy = null;
    }
  }

  /** What was said about an earlier attempt, or an earlier opening, is said no more. */
  forget(): void {
    if (this.busy !== null) return;
    this.failure = null;
    this.told = null;
  }

  async #renew(): Promise<void> {
    try {
      const status = await call("renew_keyring");
      this.told = { step: "done", failure: null };
      app.take(status);
    } catch (thrown) {
      this.told = { step: "done", failure: toFailure(thrown) };
      await app.refresh();
    }
  }
}

export const opening = new Opening();
