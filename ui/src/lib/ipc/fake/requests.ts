/** Approval requests. */
import type { AnswerOutcome, RequestsView } from "../bindings/api";

import { failure, now, type Handlers, type World } from "./world";

type Own = "requests" | "check_requests" | "answer_request";

export function requestCommands(world: World): Pick<Handlers, Own> {
  const view = (): RequestsView => ({
    now_ms: Date.now(),
    open: world.open,
    servers: world.servers,
    answered: world.answered,
  });

  return {
    requests: view,
    check_requests: view,
    answer_request: ({ request_id, answer, choice }) => {
      const request = world.open.find(({ id }) => id === request_id);
      if (!request) {
        throw failure(
          "request_missing",
          "This request is not open any more.",
          "If you are signing in, start again there.",
        );
      }
      if (answer === "approve" && request.choices.length > 0 && choice === null) {
        throw failure("choice_needed", "Choose the number first.", "The sign-in page shows it.");
      }
      const wrong = answer === "approve" && request.choices.length > 0 && choice !== "47";
      const outcomes = { approve: "approved", deny: "denied", not_me: "reported" } as const;
      const outcome: AnswerOutcome = wrong ? "wrong_choice" : outcomes[answer];
      world.open = world.open.filter(({ id }) => id !== request_id);
      const { id, issuer, account, host } = request;
      world.answered = [{ id, issuer, account, host, at: now(), outcome }, ...world.answered];
      world.emit({ event: "requests" });
      world.emit({ event: "status" });
      const code = id === "code-to-phone" && outcome === "approved";
      return {
        outcome,
        at: now(),
        display_code: code ? "58" : null,
        display_until: code ? now() + 60 : null,
        message: null,
      };
    },
  };
}
