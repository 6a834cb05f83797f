/** The states that a screen is looked at in: `?fake=<name>`. Each changes the open world with accounts. */
import type { DraftView, EnrolmentView, RequestView } from "../bindings/api";

import { now } from "./basics";
import { demoAccounts } from "./people";
import { cameraDenied, keyringLocked, keyringLost, otherQr, unreachable } from "./words";
import type { World } from "./world";

function firstRun(world: World): void {
  world.stage = "first_run";
  world.accounts = [];
}

export function totpDraft(id = "d1"): DraftView {
  return {
    draft_id: id,
    issuer: "Microsoft 365",
    account: "ingrid.solberg@nordvik.example",
    kind: { kind: "totp", digits: 6, period: 30, algorithm: "SHA1" },
    duplicates: [],
  };
}

export function pushDraft(): DraftView {
  return {
    draft_id: "d9",
    issuer: "Nordvik staff portal",
    account: "ingrid.solberg",
    kind: {
      kind: "push",
      host: "portal.nordvik.example",
      serial: "PIPU0004B1D7",
      expires_at: now() + 9 * 60 + 41,
    },
    duplicates: [],
  };
}

function enrolment(step: EnrolmentView): (world: World) => void {
  return (world) => {
    world.accounts = demoAccounts(now()).map((account) =>
      account.kind.kind === "push"
        ? { ...account, kind: { ...account.kind, enrolment: step } }
        : account,
    );
  };
}

export function openRequest(id = "r1"): RequestView {
  return {
    id,
    account_id: "p1",
    issuer: "Nordvik staff portal",
    account: "ingrid.solberg@nordvik.example",
    host: "portal.nordvik.example",
    title: "Nordvik staff portal",
    question: "Do you want to confirm the login?",
    received_at: now() - 23,
    expires_at: now() + 97,
    choices: ["21", "47", "83"],
    ip: "192.0.2.14",
    browser: "Firefox on Windows",
    can_report: true,
  };
}

export const scenarios: Readonly<Record<string, (world: World) => void>> = {
  "first-run": firstRun,
  "first-run-absent": (world) => {
    firstRun(world);
    world.keyring = "absent";
  },
  "first-run-locked": (world) => {
    firstRun(world);
    world.keyring = "locked";
  },
  "first-run-denied": (world) => {
    firstRun(world);
    world.keyring = "denied";
  },
  recovery: (world) => {
    world.stage = "recovery_pending";
    world.recoverySlot = false;
    world.accounts = [];
  },
  locked: (world) => {
    world.stage = "locked";
    world.passphrase = "correct horse";
    world.passphraseHint = "The song from the boat";
    world.open = [openRequest()];
  },
  "locked-keyring": (world) => {
    world.stage = "locked";
    world.keyring = "locked";
    world.keyringFailure = keyringLocked();
  },
  "locked-plain": (world) => {
    world.stage = "locked";
  },
  "locked-lost": (world) => {
    world.stage = "locked";
    world.keyring = "no_entry";
    world.keyringFailure = keyringLost();
    world.passphrase = "correct horse";
  },
  "locked-lost-alone": (world) => {
    world.stage = "locked";
    world.keyring = "no_entry";
    world.keyringFailure = keyringLost();
    world.recoverySlot = false;
  },
  "recovery-prove": (world) => {
    world.stage = "recovery_pending";
    world.passphrase = "correct horse";
    world.needsProof = true;
  },
  damaged: (world) => {
    world.stage = "damaged";
  },
  empty: (world) => {
    world.accounts = [];
  },
  "hidden-codes": (world) => {
    world.settings.hide_codes = true;
  },
  camera: (world) => {
    world.camera = { state: "on", device: "c1", hint: "hold_still", codes: [] };
  },
  "camera-failed": (world) => {
    world.cameraFails = cameraDenied();
  },
  confirm: (world) => {
    world.drafts = [{ ...totpDraft(), issuer: "Nordvik exams" }];
  },
  "confirm-hotp": (world) => {
    const kind = { kind: "hotp", digits: 6, counter: 0, algorithm: "SHA1" } as const;
    world.drafts = [{ ...totpDraft(), issuer: "Nordvik Library", account: "desk 4", kind }];
  },
  "confirm-duplicate": (world) => {
    const same = { issuer: "Microsoft 365", account: "ingrid.solberg@nordvik.example" };
    const duplicates = [{ account_id: "a1", ...same, same_secret: false }];
    world.drafts = [{ ...totpDraft(), duplicates }];
  },
  "confirm-push": (world) => {
    world.drafts = [pushDraft()];
  },
  "confirm-many": (world) => {
    world.drafts = [
      { ...totpDraft("d1"), issuer: "GitLab", account: "isolberg" },
      {
        ...totpDraft("d2"),
        issuer: "Overleaf",
        duplicates: [
          {
            account_id: "a10",
            issuer: "Overleaf",
            account: "ingrid.solberg@nordvik.example",
            same_secret: true,
          },
        ],
      },
      {
        ...totpDraft("d3"),
        issuer: "Fylkesbiblioteket i Nordvik",
        account: "laan@nordvik.example",
      },
    ];
    world.problems = [otherQr()];
    world.parts = { seen: 2, total: 3 };
  },
  "confirm-problems": (world) => {
    world.problems = [otherQr()];
  },
  "enrolment-key": enrolment({ step: "making_key", expires_at: now() + 581 }),
  "enrolment-registering": enrolment({ step: "registering", expires_at: now() + 540 }),
  "enrolment-testing": enrolment({ step: "testing" }),
  "enrolment-failed": enrolment({
    step: "failed",
    failure: unreachable("portal.nordvik.example"),
    can_retry: true,
  }),
  requests: (world) => {
    world.open = [openRequest()];
    world.answered = [
      {
        id: "o1",
        issuer: "Library catalogue",
        account: "insol",
        host: "library.nordvik.example",
        at: now() - 3000,
        outcome: "approved",
      },
      {
        id: "o2",
        issuer: "Nordvik VPN",
        account: "insol",
        host: "vpn.nordvik.example",
        at: now() - 42_000,
        outcome: "reported",
      },
    ];
  },
  "request-plain": (world) => {
    world.open = [
      {
        ...openRequest(),
        choices: [],
        ip: null,
        browser: null,
        question: "Log in to webmail.nordvik.example with two-factor authentication?",
      },
    ];
  },
  "request-late": (world) => {
    world.open = [openRequest("late")];
  },
  "request-runs-out": (world) => {
    world.open = [{ ...openRequest(), expires_at: now() + 3 }];
  },
  "request-fails": (world) => {
    world.open = [openRequest()];
    world.sendFails = unreachable("portal.nordvik.example");
  },
  "code-to-phone": (world) => {
    world.open = [{ ...openRequest("code-to-phone"), choices: [] }];
  },
  offline: (world) => {
    world.servers = [
      {
        account_id: "p1",
        issuer: "Nordvik staff portal",
        host: "portal.nordvik.example",
        reached_at: now() - 840,
        next_at: now() + 25,
        failure: unreachable("portal.nordvik.example"),
      },
    ];
  },
};
