import { describe, expect, it } from "vitest";

import { totpDraft } from "$lib/ipc/fake/scenarios";
import { otherQr } from "$lib/ipc/fake/words";

import { Adding } from "./adding.svelte";
import { Camera } from "./camera.svelte";
import { recordedHost } from "./testing";

const none = { drafts: [], problems: [], parts: null };

describe("what was read", () => {
  it("is ready to be confirmed once there is a draft", () => {
    const adding = new Adding();
    adding.take(none);
    expect(adding.ready).toBe(false);
    adding.take({ ...none, drafts: [totpDraft("d1")] });
    expect(adding.ready).toBe(true);
  });

  it("holds a draft once, however often the camera sees its code", () => {
    const adding = new Adding();
    for (let i = 0; i < 3; i += 1) {
      adding.take({ ...none, drafts: [totpDraft("d1")], problems: [otherQr()] });
    }
    expect(adding.drafts).toHaveLength(1);
    expect(adding.problems).toHaveLength(1);
  });

  it("waits for all parts of an export", () => {
    const adding = new Adding();
    adding.take({ drafts: [totpDraft("d1")], problems: [], parts: { seen: 1, total: 2 } });
    expect(adding.ready).toBe(false);
    expect(adding.collecting).toBe(true);
    adding.take({ drafts: [totpDraft("d2")], problems: [], parts: { seen: 2, total: 2 } });
    expect(adding.ready).toBe(true);
    expect(adding.drafts.map(({ draft_id }) => draft_id)).toEqual(["d1", "d2"]);
  });

  it("is not confused by a way that fails: the words are kept, the way is free again", async () => {
    recordedHost();
    const adding = new Adding();
    const ready = await adding.read("paste", () => Promise.reject(otherQr()));
    expect(ready).toBe(false);
    expect(adding.problems[0]?.code).toBe("text_web_address");
    expect(adding.busy).toBeNull();
  });

  it("is nothing when the person closes the dialog", async () => {
    const adding = new Adding();
    expect(await adding.read("picture", () => Promise.resolve(null))).toBe(false);
    expect(adding.problems).toHaveLength(0);
  });

  it("is forgotten here and in the core when it is dropped", async () => {
    const host = recordedHost();
    const adding = new Adding();
    adding.take({ ...none, drafts: [totpDraft("d1")] });
    await adding.drop();
    expect(adding.drafts).toHaveLength(0);
    expect(host.calls).toEqual(["drop_drafts"]);
  });
});

describe("the camera", () => {
  it("is off in the end when the page is left at once", async () => {
    const host = recordedHost();
    const camera = new Camera();
    void camera.start();
    await camera.stop();
    expect(host.calls.at(-1)).toBe("stop_camera");
    expect(camera.on).toBe(false);
  });

  it("takes the other one, and then the first again", async () => {
    recordedHost();
    const camera = new Camera();
    await camera.start();
    expect(camera.other).toBe("c2");
    await camera.start("c2");
    expect(camera.other).toBe("c1");
  });

  it("does not come on again by a late event", async () => {
    recordedHost();
    const camera = new Camera();
    await camera.start();
    const late = camera.view;
    await camera.stop();
    camera.take(late);
    expect(camera.on).toBe(false);
  });
});
