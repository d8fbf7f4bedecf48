// What a migration finds in its global scope beside the language itself, and what it is refused.

import { log } from "aludel:log";

const NO_NETWORK = "a migration has no network; put the data into the migration or pass it with `-x name=value`";
const NO_FILES = "a migration has no files; pass data with `-x name=value` or put it into the migration";
const NO_PROCESS = "a migration has no environment and no processes; pass values with `-x name=value`";
const NO_TIMERS = "a migration has no timers: it runs from start to end";
const NO_CLOCK = "a migration has no clock, so that it does the same at every run; use CURRENT_TIMESTAMP in SQL, or pass a time with `-x name=value`";
const NO_CHANCE = "a migration has no random numbers, so that it does the same at every run; use those of the database";
const NO_THREADS = "a migration has no threads";

const REFUSED_FUNCTIONS = {
  fetch: NO_NETWORK,
  XMLHttpRequest: NO_NETWORK,
  WebSocket: NO_NETWORK,
  EventSource: NO_NETWORK,
  setTimeout: NO_TIMERS,
  setInterval: NO_TIMERS,
  setImmediate: NO_TIMERS,
  Worker: NO_THREADS,
};

const REFUSED_OBJECTS = {
  process: NO_PROCESS,
  Deno: NO_PROCESS,
  Bun: NO_PROCESS,
  localStorage: NO_FILES,
  sessionStorage: NO_FILES,
  performance: NO_CLOCK,
  crypto: NO_CHANCE,
};

class RefusedError extends Error {
  constructor(what, why) {
    super(`${what}: ${why}`);
    this.name = "RefusedError";
  }
}

function refusing(what, why) {
  return function () {
    throw new RefusedError(what, why);
  };
}

/** An object every part of which is refused by its full name. */
function refusingObject(what, why) {
  const part = (key) => (typeof key === "symbol" ? what : `${what}.${key}`);
  const refuse = (_, key) => {
    throw new RefusedError(part(key), why);
  };
  return new Proxy({}, { get: refuse, set: refuse, has: refuse });
}

function define(name, value) {
  Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
}

function requireRefused(name) {
  const isOwn = /^\.|^aludel$/.test(name);
  const why = isOwn ? `write \`import ... from ${JSON.stringify(name)}\`` : NO_FILES;
  throw new RefusedError(`require(${JSON.stringify(name)})`, why);
}

/** `Date` without the present: a given time is all right. */
function dateWithoutClock() {
  const RealDate = Date;
  function Date_(...parts) {
    if (!new.target) throw new RefusedError("Date()", NO_CLOCK);
    if (parts.length === 0) throw new RefusedError("new Date()", NO_CLOCK);
    return Reflect.construct(RealDate, parts, new.target);
  }
  Object.defineProperty(Date_, "name", { value: "Date" });
  Date_.UTC = RealDate.UTC;
  Date_.parse = RealDate.parse;
  Date_.now = refusing("Date.now", NO_CLOCK);
  Date_.prototype = RealDate.prototype;
  Date_.prototype.constructor = Date_;
  return Date_;
}

function text(parts) {
  const one = (part) => {
    if (typeof part === "string") return part;
    if (part instanceof Error) return `${part.name}: ${part.message}`;
    if (typeof part === "object" && part !== null && part.toString === Object.prototype.toString) {
      return JSON.stringify(part, (_, value) => (typeof value === "bigint" ? `${value}` : value));
    }
    return String(part);
  };
  return parts.map(one).join(" ");
}

const consoleOfLog = {
  trace: (...parts) => log.trace(text(parts)),
  debug: (...parts) => log.debug(text(parts)),
  log: (...parts) => log.info(text(parts)),
  info: (...parts) => log.info(text(parts)),
  warn: (...parts) => log.warn(text(parts)),
  error: (...parts) => log.error(text(parts)),
};

/** How many calls a trace names. */
const TRACE_DEPTH = 50;

/** Changes the global scope, once, before the script is read. */
export function install() {
  for (const [name, why] of Object.entries(REFUSED_FUNCTIONS)) define(name, refusing(name, why));
  for (const [name, why] of Object.entries(REFUSED_OBJECTS)) define(name, refusingObject(name, why));
  define("require", requireRefused);
  define("Date", dateWithoutClock());
  define("console", Object.freeze(consoleOfLog));
  Error.stackTraceLimit = TRACE_DEPTH;
  Math.random = refusing("Math.random", NO_CHANCE);
}
