/** One question to the core at a time: busy while it runs, and why it failed. */
import type { Failure } from "$lib/ipc/bindings/api";
import { toFailure } from "$lib/ipc/errors";

export class Asking {
  busy = $state(false);
  failure = $state.raw<Failure | null>(null);

  /** Answers whether it worked; while one runs, another is not begun. */
  async run(work: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.failure = null;
    try {
      await work();
      return true;
    } catch (thrown) {
      this.failure = toFailure(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** The failure's sentence, for the field that it belongs to. */
  at(code: Failure["code"]): string | null {
    const { failure } = this;
    return failure?.code === code ? `${failure.message} ${failure.hint}` : null;
  }
}
