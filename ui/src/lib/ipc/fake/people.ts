/** The accounts of Ingrid Solberg, of whom the design tells. */
import type { AccountView } from "../bindings/api";

function account(
  id: string,
  issuer: string,
  name: string,
  kind: AccountView["kind"],
  more: Partial<AccountView> = {},
): AccountView {
  return {
    id,
    kind,
    issuer,
    account: name,
    note: "",
    group: null,
    favourite: false,
    hidden: false,
    created_at: 1_770_000_000,
    last_used_at: null,
    ...more,
  };
}

const usual = { kind: "totp", digits: 6, period: 30, algorithm: "SHA1" } as const;

export function demoAccounts(now: number): AccountView[] {
  return [
    account("a1", "Microsoft 365", "ingrid.solberg@nordvik.example", usual, {
      favourite: true,
      group: "Work",
      note: "Second way in: the key in the office drawer",
      last_used_at: now - 3000,
    }),
    account("a2", "Nordvik sign-in", "insol", usual, { group: "Work" }),
    account("a3", "GitHub", "isolberg", usual, { group: "Own" }),
    account(
      "a4",
      "Fram cluster",
      "insol@login.fram.example",
      { ...usual, period: 60 },
      {
        group: "Work",
      },
    ),
    account("a5", "Google", "ingrid@solberg.example", usual, { group: "Own" }),
    account("a6", "Nextcloud", "cloud.nordvik.example", usual, { group: "Work" }),
    account(
      "a7",
      "Nordvik Library",
      "lending desk 2",
      {
        kind: "hotp",
        digits: 6,
        counter: 41,
        algorithm: "SHA1",
      },
      { group: "Work" },
    ),
    account(
      "p1",
      "Nordvik staff portal",
      "ingrid.solberg",
      {
        kind: "push",
        host: "portal.nordvik.example",
        serial: "PIPU0004B1D7",
        enrolment: { step: "ready" },
      },
      { group: "Work" },
    ),
    account("a8", "Sparebanken Nord", "Ingrid Solberg", usual, { hidden: true, group: "Own" }),
    account("a9", "Steam", "solbergi", { kind: "steam" }, { group: "Own" }),
    account("a10", "Overleaf", "ingrid.solberg@nordvik.example", usual),
  ];
}

const services = ["Århus arkiv", "Fram cluster", "GitHub", "Library", "Nextcloud", "Øresund data"];

export function manyAccounts(count: number): AccountView[] {
  return Array.from({ length: count }, (_, index) =>
    account(
      `m${index}`,
      `${services[index % services.length] ?? ""} ${Math.floor(index / services.length)}`,
      `user${index}@nordvik.example`,
      usual,
      { group: index % 3 === 0 ? "Work" : null },
    ),
  );
}
