/** Accounts and their codes. The codes are made of the id and the time: they look right, no more. */
import type { AccountKind, AccountView, CodeView, DraftKind } from "../bindings/api";

import { vaultDamaged } from "./words";
import { failure, now, type Handlers, type World } from "./world";

function hash(text: string): number {
  let value = 2_166_136_261;
  for (const sign of text) value = Math.imul(value ^ (sign.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  // FNV's low digits of similar texts are too similar to look like codes.
  value = Math.imul(value ^ (value >>> 16), 2_246_822_507) >>> 0;
  value = Math.imul(value ^ (value >>> 13), 3_266_489_909) >>> 0;
  return (value ^ (value >>> 16)) >>> 0;
}

const steamLetters = "23456789BCDFGHJKMNPQRTVWXY";

function sign(kind: AccountKind | DraftKind, seed: string): string {
  if (kind.kind === "push") return "";
  if (kind.kind === "steam") {
    return Array.from({ length: 5 }, (_, i) => steamLetters[hash(`${seed}/${i}`) % 26] ?? "").join(
      "",
    );
  }
  return Array.from({ length: kind.digits }, (_, i) => String(hash(`${seed}.${i}`) % 10)).join("");
}

function group(code: string): string[] {
  const sizes: Record<number, number[]> = {
    6: [3, 3],
    7: [3, 4],
    8: [4, 4],
    9: [3, 3, 3],
    10: [3, 3, 4],
  };
  let from = 0;
  return (sizes[code.length] ?? [code.length]).map((size) => code.slice(from, (from += size)));
}

export function codeOf(id: string, kind: AccountKind | DraftKind): CodeView {
  if (kind.kind === "hotp") {
    const code = sign(kind, `${id}#${kind.counter}`);
    return {
      account_id: id,
      code,
      grouped: group(code),
      next: null,
      next_grouped: null,
      valid_from: null,
      valid_until: null,
      counter: kind.counter,
    };
  }
  const period = kind.kind === "totp" ? kind.period : 30;
  const step = Math.floor(now() / period);
  const code = sign(kind, `${id}@${step}`);
  const next = sign(kind, `${id}@${step + 1}`);
  return {
    account_id: id,
    code,
    grouped: group(code),
    next,
    next_grouped: group(next),
    valid_from: step * period,
    valid_until: (step + 1) * period,
    counter: null,
  };
}

type Own =
  | "accounts"
  | "codes"
  | "show_code"
  | "advance_counter"
  | "copy_code"
  | "edit_account"
  | "delete_account"
  | "restore_account"
  | "retry_enrolment";

export function accountCommands(world: World): Pick<Handlers, Own> {
  const find = (id: string): AccountView => {
    const found = world.accounts.find((account) => account.id === id);
    if (found) return found;
    throw failure("account_missing", "This account is not there any more.", "Go back to the list.");
  };
  const replace = (changed: AccountView): AccountView => {
    world.accounts = world.accounts.map((one) => (one.id === changed.id ? changed : one));
    world.emit({ event: "accounts" });
    return changed;
  };
  const view = () => ({
    accounts: [...world.accounts].sort((a, b) => Number(b.favourite) - Number(a.favourite)),
    groups: [
      ...new Set(world.accounts.flatMap(({ group }) => (group === null ? [] : [group]))),
    ].sort(),
  });

  return {
    accounts: () => {
      if (world.stage === "damaged") throw vaultDamaged();
      return view();
    },
    codes: () => ({
      now_ms: Date.now(),
      clock_offset: null,
      codes: world.accounts
        .filter(({ kind, hidden }) => !hidden && (kind.kind === "totp" || kind.kind === "steam"))
        .filter(() => !world.settings.hide_codes)
        .map(({ id, kind }) => codeOf(id, kind)),
    }),
    show_code: ({ account_id }) => codeOf(account_id, find(account_id).kind),
    advance_counter: ({ account_id }) => {
      const account = find(account_id);
      if (account.kind.kind !== "hotp") throw failure("account_has_no_code", "No code.", "");
      const code = codeOf(account_id, account.kind);
      replace({ ...account, kind: { ...account.kind, counter: account.kind.counter + 1 } });
      return code;
    },
    copy_code: ({ account_id }) => {
      find(account_id);
      return { clears_after: world.settings.clipboard_seconds };
    },
    edit_account: ({ account_id, ...change }) => {
      const account = find(account_id);
      const group = change.group === undefined ? account.group : change.group || null;
      return replace({ ...account, ...change, group });
    },
    delete_account: ({ account_id }) => {
      world.deleted.push(find(account_id));
      world.accounts = world.accounts.filter(({ id }) => id !== account_id);
      return view();
    },
    restore_account: ({ account_id }) => {
      const back = world.deleted.find(({ id }) => id === account_id);
      if (back) world.accounts = [...world.accounts, back];
      world.deleted = world.deleted.filter(({ id }) => id !== account_id);
      return view();
    },
    retry_enrolment: ({ account_id }) => {
      const account = find(account_id);
      if (account.kind.kind !== "push") return account;
      return replace({ ...account, kind: { ...account.kind, enrolment: { step: "testing" } } });
    },
  };
}
