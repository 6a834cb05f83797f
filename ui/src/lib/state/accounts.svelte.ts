/**
 * The accounts, their codes, and what the person does with them: search, groups, hold, show, copy.
 * Codes are asked for again only when one has run out.
 */
import type { AccountView, CodeView, EditAccountRequest, Failure } from "$lib/ipc/bindings/api";
import { call } from "$lib/ipc/call";
import { toFailure } from "$lib/ipc/errors";
import { fold } from "$lib/text/fold";

import { app } from "./app.svelte";
import { clock, type Clock } from "./clock.svelte";
import { faceOf, type Face } from "./face";

/** A shown code is hidden again after this many seconds. */
const SHOWN_FOR = 30;
/** The core copies a held code for two minutes; then it is let go. */
const HELD_FOR = 120;
/** So long "undo" is offered beside the list. */
const UNDO_FOR = 20;

interface Copied {
  id: string;
  /** When the clipboard is cleared, in seconds since 1970. */
  until: number;
  /** After how many seconds that is, for the one announcement. */
  after: number;
}

export class Accounts {
  list = $state.raw<readonly AccountView[]>([]);
  groups = $state.raw<readonly string[]>([]);
  loaded = $state(false);
  failure = $state.raw<Failure | null>(null);

  query = $state("");
  group = $state<string | null>(null);
  /** The account that keys act on and that the pane shows. */
  chosen = $state<string | null>(null);
  copied = $state.raw<Copied | null>(null);
  /** The account put into the trash last, for "undo". */
  removed = $state.raw<AccountView | null>(null);
  /** How far this device's clock is off, in seconds, where a server told. */
  clockOffset = $state<number | null>(null);

  #codes = $state.raw<ReadonlyMap<string, CodeView>>(new Map());
  /** Codes asked for one by one: hidden ones that were shown, and codes by use. */
  #asked = $state.raw<ReadonlyMap<string, CodeView>>(new Map());
  /** Hidden accounts that are shown, and until when. */
  #shown = $state.raw<ReadonlyMap<string, number>>(new Map());
  #held = $state.raw<ReadonlyMap<string, { code: CodeView; until: number }>>(new Map());
  #loading = false;
  #undoUntil = 0;
  #clock: Clock;

  #searchable = $derived(
    this.list.map((account) => ({
      account,
      text: fold(`${account.issuer} ${account.account} ${account.note}`),
    })),
  );

  /** What the list shows: each word of the search is in the issuer, the account or the note. */
  visible: readonly AccountView[] = $derived.by(() => {
    const words = fold(this.query).split(/\s+/).filter(Boolean);
    return this.#searchable
      .filter(({ account }) => this.group === null || account.group === this.group)
      .filter(({ text }) => words.every((word) => text.includes(word)))
      .map(({ account }) => account);
  });

  constructor(time: Clock = clock) {
    this.#clock = time;
  }

  /** Whole minutes that the clock is off; 0 while that is too little to speak of. */
  get minutesOff(): number {
    return Math.round(Math.abs(this.clockOffset ?? 0) / 60);
  }

  find(id: string | null): AccountView | undefined {
    return this.list.find((account) => account.id === id);
  }

  face(account: AccountView): Face {
    const { id } = account;
    return faceOf(account, {
      seconds: this.#clock.seconds,
      code: this.#asked.get(id) ?? this.#codes.get(id),
      held: this.#held.get(id)?.code,
      hidden: this.isHidden(account) && !this.#shown.has(id),
    });
  }

  isHidden(account: AccountView): boolean {
    return account.hidden || (app.settings?.hide_codes ?? false);
  }

  isShown(id: string): boolean {
    return this.#shown.has(id);
  }

  async load(): Promise<void> {
    try {
      this.#take(await call("accounts"));
      await this.loadCodes();
      this.failure = null;
    } catch (thrown) {
      this.failure = toFailure(thrown);
    }
  }

  async loadCodes(): Promise<void> {
    if (this.#loading) return;
    this.#loading = true;
    try {
      const { now_ms, clock_offset, codes } = await call("codes");
      this.clockOffset = clock_offset;
      this.#clock.correct(now_ms);
      this.#codes = new Map(codes.map((code) => [code.account_id, code]));
    } catch (thrown) {
      this.failure = toFailure(thrown);
    } finally {
      this.#loading = false;
    }
  }

  /** Once a second, while the page is looked at. */
  tick(): void {
    const now = this.#clock.seconds;
    if (this.copied !== null && now >= this.copied.until) this.copied = null;
    if (this.removed !== null && now >= this.#undoUntil) this.removed = null;
    this.#held = without(this.#held, ({ until }) => now >= until);
    this.#hideAgain(now);
    if (anyOver(this.#codes, now)) void this.loadCodes();
    for (const [id, code] of this.#asked) {
      if (isOver(code, now) && this.#shown.has(id)) void this.show(id, false);
    }
  }

  /** Shows a hidden code for half a minute. */
  async show(id: string, anew = true): Promise<void> {
    await this.#try(async () => {
      const code = await call("show_code", { account_id: id });
      this.#asked = withEntry(this.#asked, id, code);
      if (anew) this.#shown = withEntry(this.#shown, id, this.#clock.seconds + SHOWN_FOR);
    });
  }

  hide(id: string): void {
    this.#shown = without(this.#shown, (_, key) => key === id);
    this.#asked = without(this.#asked, (_, key) => key === id);
  }

  /** The next code of an account by use. */
  async advance(id: string): Promise<void> {
    await this.#try(async () => {
      const code = await call("advance_counter", { account_id: id });
      this.#asked = withEntry(this.#asked, id, code);
      this.#take(await call("accounts"));
    });
  }

  async copy(id: string): Promise<void> {
    await this.#try(async () => {
      const code = this.#held.get(id)?.code.code ?? null;
      const { clears_after } = await call("copy_code", { account_id: id, code });
      const until = this.#clock.seconds + clears_after;
      this.copied = { id, until, after: clears_after };
    });
  }

  /** Keeps the code of now on the screen, or lets it go on. */
  toggleHold(id: string): void {
    if (this.#held.has(id)) {
      this.#held = without(this.#held, (_, key) => key === id);
      return;
    }
    const account = this.find(id);
    const face = account && this.face(account);
    if (face?.kind !== "timed") return;
    const until = this.#clock.seconds + HELD_FOR;
    this.#held = withEntry(this.#held, id, { code: face.code, until });
  }

  async edit(request: EditAccountRequest): Promise<void> {
    const changed = await call("edit_account", request);
    this.list = this.list.map((account) => (account.id === changed.id ? changed : account));
    await this.load();
  }

  /** Like `edit`, for a change without a form of its own: what goes wrong is said above the list. */
  async change(request: EditAccountRequest): Promise<void> {
    await this.#try(() => this.edit(request));
  }

  async remove(id: string): Promise<void> {
    await this.#try(async () => {
      const account = this.find(id);
      this.#take(await call("delete_account", { account_id: id }));
      this.removed = account ?? null;
      this.#undoUntil = this.#clock.seconds + UNDO_FOR;
      if (this.chosen === id) this.chosen = null;
    });
  }

  async undoRemove(): Promise<void> {
    const account = this.removed;
    if (account === null) return;
    this.removed = null;
    await this.#try(async () => {
      this.#take(await call("restore_account", { account_id: account.id }));
      await this.loadCodes();
    });
  }

  /** Moves the choice up or down the visible list; answers the new one. */
  step(by: 1 | -1): string | null {
    const ids = this.visible.map(({ id }) => id);
    const at = this.chosen === null ? -1 : ids.indexOf(this.chosen);
    const next = at === -1 ? (by === 1 ? 0 : ids.length - 1) : at + by;
    const id = ids[Math.min(Math.max(next, 0), ids.length - 1)] ?? null;
    this.chosen = id;
    return id;
  }

  /** Nothing of an open vault stays when it is locked. */
  forget(): void {
    this.list = [];
    this.groups = [];
    this.loaded = false;
    this.query = "";
    this.group = null;
    this.chosen = null;
    this.copied = null;
    this.removed = null;
    this.#codes = new Map();
    this.#asked = new Map();
    this.#shown = new Map();
    this.#held = new Map();
  }

  #take(view: { accounts: AccountView[]; groups: string[] }): void {
    this.list = view.accounts;
    this.groups = view.groups;
    this.loaded = true;
    if (this.group !== null && !view.groups.includes(this.group)) this.group = null;
  }

  #hideAgain(now: number): void {
    for (const [id, until] of this.#shown) if (now >= until) this.hide(id);
  }

  async #try(run: () => Promise<void>): Promise<void> {
    try {
      await run();
      this.failure = null;
    } catch (thrown) {
      this.failure = toFailure(thrown);
    }
  }
}

function isOver(code: CodeView, now: number): boolean {
  return code.valid_until !== null && now >= code.valid_until;
}

function anyOver(codes: ReadonlyMap<string, CodeView>, now: number): boolean {
  for (const code of codes.values()) if (isOver(code, now)) return true;
  return false;
}

function withEntry<V>(map: ReadonlyMap<string, V>, key: string, value: V): ReadonlyMap<string, V> {
  return new Map(map).set(key, value);
}

/** The same map if nothing goes, so that nothing is drawn anew for it. */
function without<V>(
  map: ReadonlyMap<string, V>,
  gone: (value: V, key: string) => boolean,
): ReadonlyMap<string, V> {
  const kept = [...map].filter(([key, value]) => !gone(value, key));
  return kept.length === map.size ? map : new Map(kept);
}

export const accounts = new Accounts();
