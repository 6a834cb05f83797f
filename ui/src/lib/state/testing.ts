/** For the tests of the state: the host in memory, with a list of what was called. Not in any build. */
import type { CommandName, Host, Request, Response } from "$lib/ipc/host";
import { setHost } from "$lib/ipc/call";
import { fakeHost } from "$lib/ipc/fake/host";

export interface Recorded {
  calls: CommandName[];
  /** Makes a command answer (or throw) something else. */
  answer: <C extends CommandName>(
    command: C,
    run: (request: Request<C>) => Response<C> | Promise<Response<C>>,
  ) => void;
}

export function recordedHost(scenario = "accounts"): Recorded {
  const inner = fakeHost(new URLSearchParams({ fake: scenario }));
  const calls: CommandName[] = [];
  const answers = new Map<CommandName, (request: unknown) => unknown>();
  const host: Host = {
    ...inner,
    async call<C extends CommandName>(command: C, request: Request<C>): Promise<Response<C>> {
      calls.push(command);
      const own = answers.get(command);
      if (own) return (await own(request)) as Response<C>;
      return inner.call(command, request);
    },
  };
  setHost(host);
  return {
    calls,
    answer: (command, run) => answers.set(command, (request) => run(request as never)),
  };
}
