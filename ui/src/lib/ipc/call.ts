/** The one way to the core: `await call("unlock", { way: "keyring" })`. Throws `Failure`, nothing else. */
import { toFailure } from "./errors";
import type { CommandName, HelpTopic, Host, Request, Response } from "./host";

let host: Host | null = null;

/** Chosen once, in main.ts or by a test. */
export function setHost(chosen: Host): void {
  host = chosen;
}

export function currentHost(): Host {
  if (host === null) throw new Error("no host was chosen");
  return host;
}

/** Commands that take nothing are called without a second argument. */
type Rest<C extends CommandName> = Request<C> extends null ? [] : [request: Request<C>];

export async function call<C extends CommandName>(
  command: C,
  ...[request]: Rest<C>
): Promise<Response<C>> {
  try {
    return await currentHost().call(command, (request ?? null) as Request<C>);
  } catch (thrown) {
    throw toFailure(thrown);
  }
}

export async function openHelp(topic: HelpTopic): Promise<void> {
  try {
    await currentHost().openHelp(topic);
  } catch (thrown) {
    throw toFailure(thrown);
  }
}
