// What a migration finds in its global scope beside the language itself.

/** Lines that the person at the terminal sees, as those of `log`: `console.log` is `log.info`. */
declare const console: {
  trace(...parts: unknown[]): void;
  debug(...parts: unknown[]): void;
  log(...parts: unknown[]): void;
  info(...parts: unknown[]): void;
  warn(...parts: unknown[]): void;
  error(...parts: unknown[]): void;
};
