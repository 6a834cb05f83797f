/**
 * One request on its page: what is asked, what the person chose, and how it ended. The page never
 * changes to another request; if this one ends elsewhere, that is what it says.
 */
import type { Answer, AnswerView, Failure, RequestsView, RequestView } from "$lib/ipc/bindings/api";
import { call } from "$lib/ipc/call";
import { toFailure } from "$lib/ipc/errors";

export type Phase =
  | { step: "loading" }
  | { step: "asking" }
  | { step: "sending"; answer: Answer }
  /** It did not get through; the same answer can be sent again. */
  | { step: "failed"; answer: Answer; failure: Failure }
  | { step: "answered"; answer: Answer; view: AnswerView }
  | { step: "ended"; why: "ran_out" | "elsewhere" };

export class Answering {
  readonly id: string;
  /** As it was last seen; kept when it ends, so that the page can say what ended. */
  request = $state.raw<RequestView | null>(null);
  phase = $state.raw<Phase>({ step: "loading" });
  choice = $state<string | null>(null);

  constructor(id: string) {
    this.id = id;
  }

  /** The core's list, whenever it is new. `now` in seconds by the device's own clock. */
  see(view: RequestsView, now: number): void {
    const { step } = this.phase;
    if (step === "sending" || step === "answered" || step === "ended") return;
    const open = view.open.find(({ id }) => id === this.id);
    if (open) {
      this.request = open;
      if (step === "loading") this.phase = { step: "asking" };
      return;
    }
    const past = view.answered.find(({ id }) => id === this.id);
    const over = this.request !== null && this.request.expires_at <= now;
    const why = past?.outcome === "expired" || (!past && over) ? "ran_out" : "elsewhere";
    this.phase = { step: "ended", why };
  }

  /** Whether "Approve" may be pressed: a number is chosen, where one is asked for. */
  get ready(): boolean {
    const choices = this.request?.choices ?? [];
    return choices.length === 0 || (this.choice !== null && choices.includes(this.choice));
  }

  /** A refusal stands, whether or not it arrived. */
  get refused(): boolean {
    return this.phase.step === "failed" && this.phase.answer !== "approve";
  }

  /** While an answer is on its way, or was, nothing else can be chosen. */
  get settled(): boolean {
    return this.phase.step !== "asking";
  }

  async send(answer: Answer): Promise<void> {
    const { step } = this.phase;
    if (step !== "asking" && step !== "failed") return;
    if (answer === "approve" && (!this.ready || this.refused)) return;
    this.phase = { step: "sending", answer };
    try {
      const choice = answer === "approve" ? this.choice : null;
      const view = await call("answer_request", { request_id: this.id, answer, choice });
      this.phase = { step: "answered", answer, view };
    } catch (thrown) {
      this.#fail(answer, toFailure(thrown));
    }
  }

  async again(): Promise<void> {
    if (this.phase.step === "failed") await this.send(this.phase.answer);
  }

  #fail(answer: Answer, failure: Failure): void {
    if (failure.code === "request_missing") this.phase = { step: "ended", why: "elsewhere" };
    else if (failure.code === "request_expired") this.phase = { step: "ended", why: "ran_out" };
    else this.phase = { step: "failed", answer, failure };
  }
}
