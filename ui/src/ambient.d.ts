/** True in the build that talks to a host in memory; decided by vite.config.ts. */
declare const __FAKE_HOST__: boolean;
