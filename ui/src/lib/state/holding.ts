/**
 * The two steps of an approval without a number: held long enough, or pressed twice. One press,
 * however it came about, approves nothing. Time comes in with `after`, so that tests bring their own.
 */

/** How long the button is held, and how long a first press waits for the second, in milliseconds. */
export const HOLD_MS = 800;
export const ARMED_MS = 6000;
/** A second press that comes sooner is the other half of a double click. */
export const SETTLE_MS = 400;

export type Hold = "idle" | "held" | "armed";

type After = (ms: number, run: () => void) => () => void;

const systemAfter: After = (ms, run) => {
  const id = setTimeout(run, ms);
  return () => clearTimeout(id);
};

export class Holding {
  state: Hold = "idle";
  #onstate: (state: Hold) => void;
  #onapprove: () => void;
  #after: After;
  #settled = false;
  #stop: (() => void)[] = [];

  constructor(onstate: (state: Hold) => void, onapprove: () => void, after: After = systemAfter) {
    this.#onstate = onstate;
    this.#onapprove = onapprove;
    this.#after = after;
  }

  press(): void {
    if (this.state === "held") return;
    if (this.state === "armed") {
      if (this.#settled) this.#approve();
      return;
    }
    this.#become("held");
    this.#later(HOLD_MS, () => this.#approve());
  }

  /** Let go too early: the next press is the second step. */
  release(): void {
    if (this.state !== "held") return;
    this.#become("armed");
    this.#settled = false;
    this.#later(SETTLE_MS, () => (this.#settled = true));
    this.#later(ARMED_MS, () => this.cancel());
  }

  /** A press without a duration, as assistive technology sends it. */
  click(): void {
    this.press();
    this.release();
  }

  cancel(): void {
    this.#become("idle");
  }

  #approve(): void {
    this.#become("idle");
    this.#onapprove();
  }

  #become(state: Hold): void {
    for (const stop of this.#stop) stop();
    this.#stop = [];
    if (this.state === state) return;
    this.state = state;
    this.#onstate(state);
  }

  #later(ms: number, run: () => void): void {
    this.#stop.push(this.#after(ms, run));
  }
}
