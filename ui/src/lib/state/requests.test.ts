import { afterEach, describe, expect, it, vi } from "vitest";

import type { AnswerView, Failure, RequestsView, RequestView } from "$lib/ipc/bindings/api";
import { setHost } from "$lib/ipc/call";
import type { CommandName, Host, Request, Response } from "$lib/ipc/host";

import { Answering } from "./answering.svelte";
import { Requests, timeLeft } from "./requests.svelte";

const unreachable: Failure = {
  code: "server_unreachable",
  message: "It could not be reached.",
  hint: "Check the network.",
  retry: true,
  details: {},
};

function request(id: string, more: Partial<RequestView> = {}): RequestView {
  return {
    id,
    account_id: "p1",
    issuer: "Portal",
    account: "ingrid",
    host: "portal.example",
    title: "",
    question: "",
    received_at: 1000,
    expires_at: 1120,
    choices: ["21", "47", "83"],
    ip: null,
    browser: null,
    can_report: true,
    ...more,
  };
}

function view(open: RequestView[], more: Partial<RequestsView> = {}): RequestsView {
  return { now_ms: 0, open, servers: [], answered: [], ...more };
}

const approved: AnswerView = {
  outcome: "approved",
  at: 1010,
  display_code: null,
  display_until: null,
  message: null,
};

/** A host of one command; what was asked is kept. */
function host(answers: Record<string, (request: unknown) => unknown>): unknown[] {
  const asked: unknown[] = [];
  const partial: Partial<Host> = {
    async call<C extends CommandName>(command: C, request: Request<C>): Promise<Response<C>> {
      asked.push(request);
      const answer = answers[command];
      if (answer === undefined) throw new Error(command);
      return (await answer(request)) as Response<C>;
    },
    listen: () => () => {},
  };
  setHost(partial as Host);
  return asked;
}

describe("what is left of a request", () => {
  it.each([
    [1000, 120, 1],
    [1060, 60, 0.5],
    [1120, 0, 0],
    [2000, 0, 0],
    // A clock that was set back never makes more than there was.
    [900, 120, 1],
  ])("at %i is %i seconds, %f of the ring", (now, seconds, share) => {
    expect(timeLeft(request("r"), now)).toEqual({ seconds, share });
  });

  it("is nothing where a request never had a life", () => {
    expect(timeLeft({ received_at: 5, expires_at: 5 }, 5)).toEqual({ seconds: 0, share: 0 });
  });
});

describe("a request on its page", () => {
  it("is never replaced by a newer one", () => {
    const page = new Answering("r1");
    page.see(view([request("r1")]), 1010);
    page.see(view([request("r2"), request("r1")]), 1020);
    expect(page.request?.id).toBe("r1");
    expect(page.phase.step).toBe("asking");
  });

  it.each([
    ["taken back by the server", view([]), 1050, "elsewhere"],
    ["run out here", view([]), 1120, "ran_out"],
    [
      "run out, as the core says",
      view([], {
        answered: [
          {
            id: "r1",
            issuer: "",
            account: "",
            host: "",
            at: 1120,
            outcome: "expired",
          },
        ],
      }),
      1000,
      "ran_out",
    ],
  ])("says so when it is %s", (_, list, now, why) => {
    const page = new Answering("r1");
    page.see(view([request("r1")]), 1010);
    page.see(list, now);
    expect(page.phase).toEqual({ step: "ended", why });
    expect(page.request?.id).toBe("r1");
  });

  it("says that it is not open when nobody knows it", () => {
    const page = new Answering("r9");
    page.see(view([request("r1")]), 1010);
    expect(page.phase).toEqual({ step: "ended", why: "elsewhere" });
    expect(page.request).toBeNull();
  });

  it("is approved only with a number that was asked for", async () => {
    const asked = host({ answer_request: () => approved });
    const page = new Answering("r1");
    page.see(view([request("r1")]), 1010);
    await page.send("approve");
    page.choice = "99";
    await page.send("approve");
    expect(asked).toEqual([]);
    page.choice = "47";
    await page.send("approve");
    expect(asked).toEqual([{ request_id: "r1", answer: "approve", choice: "47" }]);
    expect(page.phase.step).toBe("answered");
  });

  it("is denied without the number that was chosen", async () => {
    const asked = host({ answer_request: () => ({ ...approved, outcome: "denied" }) });
    const page = new Answering("r1");
    page.see(view([request("r1")]), 1010);
    page.choice = "47";
    await page.send("deny");
    expect(asked).toEqual([{ request_id: "r1", answer: "deny", choice: null }]);
  });

  it("keeps the answer when the list no longer has it", async () => {
    host({ answer_request: () => approved });
    const page = new Answering("r1");
    page.see(view([request("r1", { choices: [] })]), 1010);
    await page.send("approve");
    page.see(view([]), 1020);
    expect(page.phase.step).toBe("answered");
  });

  it("sends the same answer again, and a refusal stands", async () => {
    let fails = true;
    const asked = host({
      answer_request: () => {
        if (fails) throw unreachable;
        return { ...approved, outcome: "denied" };
      },
    });
    const page = new Answering("r1");
    page.see(view([request("r1", { choices: [] })]), 1010);
    await page.send("deny");
    expect(page.phase.step).toBe("failed");
    await page.send("approve");
    expect(asked).toHaveLength(1);
    fails = false;
    await page.again();
    expect(asked).toEqual([asked[0], asked[0]]);
    expect(page.phase.step).toBe("answered");
  });

  it.each([
    ["request_missing", "elsewhere"],
    ["request_expired", "ran_out"],
  ] as const)("ends when the answer meets %s", async (code, why) => {
    host({
      answer_request: () => {
        throw { ...unreachable, code };
      },
    });
    const page = new Answering("r1");
    page.see(view([request("r1")]), 1010);
    await page.send("not_me");
    expect(page.phase).toEqual({ step: "ended", why });
  });
});

describe("the list of requests", () => {
  const server = {
    account_id: "p1",
    issuer: "Portal",
    host: "portal.example",
    reached_at: 900,
    next_at: 1100,
    failure: null,
  };

  afterEach(() => vi.useRealTimers());

  it.each([
    ["no server is known", [], false],
    ["a server answers", [server, { ...server, failure: unreachable }], false],
    ["none answers", [{ ...server, failure: unreachable }], true],
    [
      "a server refuses",
      [{ ...server, failure: { ...unreachable, code: "token_unknown" as const } }],
      false,
    ],
  ])("is offline or not when %s", (_, servers, offline) => {
    const list = new Requests();
    list.view = view([], { servers });
    expect(list.offline).toBe(offline);
  });

  it("says that a check brought nothing new, but not when no server was reached", async () => {
    let servers = [server];
    host({
      requests: () => view([request("r1")], { servers }),
      check_requests: () => view([request("r1")], { servers }),
    });
    const list = new Requests();
    const stop = list.watch();
    await list.load();
    await list.check();
    expect(list.nothingNew).toBe(true);
    servers = [{ ...server, failure: unreachable as never }];
    await list.check();
    expect(list.nothingNew).toBe(false);
    stop();
  });

  it("keeps nothing when nobody looks any more", async () => {
    host({ requests: () => view([request("r1")]) });
    const list = new Requests();
    const one = list.watch();
    const two = list.watch();
    await list.load();
    one();
    expect(list.view?.open).toHaveLength(1);
    two();
    expect(list.view).toBeNull();
    await list.load();
    expect(list.view).toBeNull();
  });
});
