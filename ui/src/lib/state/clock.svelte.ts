/**
 * The second hand. One timer for the whole page, aligned to the corrected second, that runs only
 * while somebody looks: no watcher or a hidden page, no tick.
 */

/** The time and the timer of the place that it runs in; tests bring their own. */
export interface Ticker {
  now(): number;
  after(ms: number, run: () => void): () => void;
}

const systemTicker: Ticker = {
  now: () => Date.now(),
  after: (ms, run) => {
    const id = setTimeout(run, ms);
    return () => clearTimeout(id);
  },
};

export class Clock {
  /** The corrected time in milliseconds since 1970, as of the last tick. */
  nowMs = $state(0);
  /** The same in whole seconds: what rings and countdowns depend on. */
  seconds = $derived(Math.floor(this.nowMs / 1000));

  #ticker: Ticker;
  #skewMs = 0;
  #paused = false;
  #stop: (() => void) | null = null;
  #watchers = new Set<(nowMs: number) => void>();

  constructor(ticker: Ticker = systemTicker) {
    this.#ticker = ticker;
    this.nowMs = ticker.now();
  }

  /** The core told its corrected time: from now on this clock goes by it. */
  correct(nowMs: number): void {
    this.#skewMs = nowMs - this.#ticker.now();
    this.#read();
    if (this.#stop !== null) this.#arm();
  }

  /** Ticks for `watcher` once a second, until the answer is called. */
  watch(watcher: (nowMs: number) => void = () => {}): () => void {
    // Two who bring the same function are still two.
    const own = (nowMs: number) => watcher(nowMs);
    this.#watchers.add(own);
    if (this.#watchers.size === 1) this.#start();
    return () => {
      this.#watchers.delete(own);
      if (this.#watchers.size === 0) this.#halt();
    };
  }

  /** The page is hidden: nothing moves until `resume`. */
  pause(): void {
    this.#paused = true;
    this.#halt();
  }

  resume(): void {
    this.#paused = false;
    this.#start();
    this.#tell();
  }

  get ticking(): boolean {
    return this.#stop !== null;
  }

  #start(): void {
    if (this.#paused || this.#watchers.size === 0) return;
    this.#read();
    this.#arm();
  }

  #halt(): void {
    this.#stop?.();
    this.#stop = null;
  }

  #arm(): void {
    this.#halt();
    const toNextSecond = 1000 - (this.#now() % 1000);
    this.#stop = this.#ticker.after(toNextSecond, () => {
      this.#read();
      this.#arm();
      this.#tell();
    });
  }

  #tell(): void {
    for (const watcher of this.#watchers) watcher(this.nowMs);
  }

  #now(): number {
    return Math.round(this.#ticker.now() + this.#skewMs);
  }

  #read(): void {
    this.nowMs = this.#now();
  }
}

export const clock = new Clock();
