/**
 * What was read and waits to be confirmed, and what could not be read. The drafts themselves lie in
 * the core; here is what it told about them last.
 */
import type { DraftView, Failure, PartsView, ScannedView } from "$lib/ipc/bindings/api";
import { call } from "$lib/ipc/call";
import { toFailure } from "$lib/ipc/errors";

export class Adding {
  drafts = $state.raw<readonly DraftView[]>([]);
  problems = $state.raw<readonly Failure[]>([]);
  parts = $state.raw<PartsView | null>(null);
  /** Which way is being tried. */
  busy = $state<"picture" | "paste" | "type" | null>(null);

  /** Enough was read to ask the person: an export of several parts waits for all of them. */
  get ready(): boolean {
    return this.drafts.length > 0 && !this.collecting;
  }

  get collecting(): boolean {
    return this.parts !== null && this.parts.seen < this.parts.total;
  }

  /** What one reading found is added to what was found before. */
  take(view: ScannedView): void {
    const fresh = view.drafts.filter(({ draft_id }) => !this.#knows(draft_id));
    this.drafts = [...this.drafts, ...fresh];
    // The same code is seen many times a second: its problem is told once.
    const told = new Set(this.problems.map(({ message }) => message));
    const news = view.problems.filter(({ message }) => !told.has(message));
    if (news.length > 0) this.problems = [...this.problems, ...news];
    this.parts = view.parts ?? this.parts;
  }

  /** Reads by a command. Answers whether there is something to confirm. */
  async read(
    way: NonNullable<Adding["busy"]>,
    run: () => Promise<ScannedView | null>,
  ): Promise<boolean> {
    if (this.busy !== null) return false;
    this.busy = way;
    this.problems = [];
    try {
      const view = await run();
      if (view !== null) this.take(view);
      return view !== null && this.ready;
    } catch (thrown) {
      this.problems = [toFailure(thrown)];
      return false;
    } finally {
      this.busy = null;
    }
  }

  /** What the core has, for a page that was opened by its address. */
  async load(): Promise<void> {
    const { drafts, problems, parts } = await call("drafts");
    this.drafts = drafts;
    if (problems.length > 0) this.problems = problems;
    this.parts = parts;
  }

  added(id: string): void {
    this.drafts = this.drafts.filter(({ draft_id }) => draft_id !== id);
  }

  /** Nothing is kept of what was not added. */
  async drop(): Promise<void> {
    this.drafts = [];
    this.problems = [];
    this.parts = null;
    await call("drop_drafts").catch(() => null);
  }

  #knows(id: string): boolean {
    return this.drafts.some(({ draft_id }) => draft_id === id);
  }
}

export const adding = new Adding();
