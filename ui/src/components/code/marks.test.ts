import { describe, expect, it } from "vitest";

import { markOf } from "./marks";

describe("the mark of a service", () => {
  it.each([
    "GitHub",
    "github.com",
    "GitHub Enterprise",
    "  Google ",
    "Home Assistant",
    "Microsoft 365",
  ])("is known for %s", (issuer) => {
    expect(markOf(issuer)).not.toBeNull();
  });

  it.each(["", "Googolplex", "Nordvik", "My GitHub", "githubby"])(
    "is a letter for %j",
    (issuer) => {
      expect(markOf(issuer)).toBeNull();
    },
  );
});
