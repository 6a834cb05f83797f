/** All messages: language, room, key. English is the one that the others are measured by. */
import type { Language } from "$lib/ipc/bindings/api";

import type { Like } from "./types";
import enCommon from "./messages/en/common";
import enWelcome from "./messages/en/welcome";
import enAccounts from "./messages/en/accounts";
import enAdd from "./messages/en/add";
import enVault from "./messages/en/vault";
import enRequests from "./messages/en/requests";
import enSettings from "./messages/en/settings";
import nbCommon from "./messages/nb/common";
import nbWelcome from "./messages/nb/welcome";
import nbAccounts from "./messages/nb/accounts";
import nbAdd from "./messages/nb/add";
import nbVault from "./messages/nb/vault";
import nbRequests from "./messages/nb/requests";
import nbSettings from "./messages/nb/settings";
import daCommon from "./messages/da/common";
import daWelcome from "./messages/da/welcome";
import daAccounts from "./messages/da/accounts";
import daAdd from "./messages/da/add";
import daVault from "./messages/da/vault";
import daRequests from "./messages/da/requests";
import daSettings from "./messages/da/settings";
import svCommon from "./messages/sv/common";
import svWelcome from "./messages/sv/welcome";
import svAccounts from "./messages/sv/accounts";
import svAdd from "./messages/sv/add";
import svVault from "./messages/sv/vault";
import svRequests from "./messages/sv/requests";
import svSettings from "./messages/sv/settings";
import fiCommon from "./messages/fi/common";
import fiWelcome from "./messages/fi/welcome";
import fiAccounts from "./messages/fi/accounts";
import fiAdd from "./messages/fi/add";
import fiVault from "./messages/fi/vault";
import fiRequests from "./messages/fi/requests";
import fiSettings from "./messages/fi/settings";

const en = {
  common: enCommon,
  welcome: enWelcome,
  accounts: enAccounts,
  add: enAdd,
  vault: enVault,
  requests: enRequests,
  settings: enSettings,
} as const;

export type English = typeof en;
export type Room = keyof English;
type Rooms = { readonly [R in Room]: Like<English[R]> };

export const catalogue: { readonly [L in Language]: Rooms } = {
  en,
  nb: {
    common: nbCommon,
    welcome: nbWelcome,
    accounts: nbAccounts,
    add: nbAdd,
    vault: nbVault,
    requests: nbRequests,
    settings: nbSettings,
  },
  da: {
    common: daCommon,
    welcome: daWelcome,
    accounts: daAccounts,
    add: daAdd,
    vault: daVault,
    requests: daRequests,
    settings: daSettings,
  },
  sv: {
    common: svCommon,
    welcome: svWelcome,
    accounts: svAccounts,
    add: svAdd,
    vault: svVault,
    requests: svRequests,
    settings: svSettings,
  },
  fi: {
    common: fiCommon,
    welcome: fiWelcome,
    accounts: fiAccounts,
    add: fiAdd,
    vault: fiVault,
    requests: fiRequests,
    settings: fiSettings,
  },
};
