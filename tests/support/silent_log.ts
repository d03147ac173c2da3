import type { Log } from "../../src/ports/log.ts";

/** Drops every line. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
