/** Approval requests. */
import type { AnswerOutcome, RequestsView, ServerView } from "../bindings/api";

import { failure, now, type Handlers, type World } from "./world";

type Own = "requests" | "check_requests" | "answer_request";

/** Servers that were asked a minute ago, one per account for approvals. */
function fineServers(world: World): ServerView[] {
  return world.accounts.flatMap(({ id, issuer, kind }) =>
    kind.kind === "push" && kind.enrolment.step === "ready"
      ? {
          account_id: id,
          issuer,
          host: kind.host,
          reached_at: now() - 12,
          next_at: now() + 18,
          failure: null,
        }
      : [],
  );
}

/** Lets go of what ran out. */
function expire(world: World): void {
  const gone = world.open.filter(({ expires_at }) => expires_at <= now());
  world.open = world.open.filter((request) => !gone.includes(request));
  for (const { id, issuer, account, host, expires_at } of gone) {
    const outcome = "expired";
    world.answered = [{ id, issuer, account, host, at: expires_at, outcome }, ...world.answered];
  }
}

export function requestCommands(world: World): Pick<Handlers, Own> {
  const view = (): RequestsView => {
    expire(world);
    return {
      now_ms: Date.now(),
      open: world.open,
      servers: world.servers.length > 0 ? world.servers : fineServers(world),
      answered: world.answered,
    };
  };

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
      const { id, issuer, account, host } = request;
      if (world.sendFails !== null) throw world.sendFails;
      const wrong = answer === "approve" && request.choices.length > 0 && choice !== "47";
      const outcomes = { approve: "approved", deny: "denied", not_me: "reported" } as const;
      const late = id === "late";
      const taken = answer === "not_me" && !request.can_report ? "denied" : outcomes[answer];
      const outcome: AnswerOutcome = late ? "expired" : wrong ? "wrong_choice" : taken;
      world.open = world.open.filter(({ id }) => id !== request_id);
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
