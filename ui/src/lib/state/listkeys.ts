/** The keys of the list: arrows choose, Enter copies, H holds, / and Ctrl+F search, Escape goes back. */
import type { Accounts } from "./accounts.svelte";
import { typing } from "./shortcuts";

export interface ListKeys {
  accounts: Accounts;
  /** The account whose page is open instead of the list. */
  open: string | null;
  focusRow: (id: string) => void;
  focusSearch: () => void;
  /** Whether the search has the keyboard. */
  focused: () => boolean;
  leave: () => void;
}

/** What the key stands for: a letter key only without Ctrl, Alt and the like. */
function plain(event: KeyboardEvent): boolean {
  return !event.ctrlKey && !event.metaKey && !event.altKey;
}

/** Whether Enter belongs to something else that has the keyboard, a button for instance. */
function onControl(event: KeyboardEvent): boolean {
  return event.target instanceof Element && event.target.closest("button, a, select") !== null;
}

export function listKey(event: KeyboardEvent, keys: ListKeys): void {
  if (event.defaultPrevented) return;
  if (run(event, keys)) event.preventDefault();
}

function run(event: KeyboardEvent, keys: ListKeys): boolean {
  const { accounts } = keys;
  const searching = keys.focused();
  if (typing(event) && !searching) return false;

  switch (event.key) {
    case "ArrowDown":
    case "ArrowUp": {
      if (keys.open !== null || !plain(event)) return false;
      if (searching) accounts.chosen = null;
      const id = accounts.step(event.key === "ArrowDown" ? 1 : -1);
      if (id !== null) keys.focusRow(id);
      return true;
    }
    case "Enter": {
      if (!plain(event) || onControl(event)) return false;
      const id = searching ? accounts.visible[0]?.id : (keys.open ?? accounts.chosen);
      return id != null && use(accounts, id);
    }
    case "Escape":
      if (keys.open !== null) keys.leave();
      else if (accounts.query !== "") accounts.query = "";
      else return false;
      return true;
    case "f":
      if (!(event.ctrlKey || event.metaKey) || keys.open !== null) return false;
      keys.focusSearch();
      return true;
    case "/":
      if (searching || keys.open !== null) return false;
      keys.focusSearch();
      return true;
    case "h":
    case "H": {
      const id = keys.open ?? accounts.chosen ?? accounts.visible[0]?.id;
      if (searching || !plain(event) || id == null) return false;
      accounts.toggleHold(id);
      return true;
    }
    default:
      return false;
  }
}

function use(accounts: Accounts, id: string): boolean {
  const account = accounts.find(id);
  if (account === undefined || account.kind.kind === "push") return false;
  accounts.chosen = id;
  void accounts.copy(id);
  return true;
}
