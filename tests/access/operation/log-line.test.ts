/** A failure is one line of the log, whatever it consists of. */
import { expect, test } from "vitest";
import { logLine } from "@/access/operation/log-line";

test.each([
  [new Error("no such table"), "Sign-in failed: Error no such table"],
  [new TypeError("one\n[admin] two\r\n\u001b[31m"), "Sign-in failed: TypeError one\\n[admin] two\\r\\n\\u001b[31m"],
  [
    Object.assign(new AggregateError([], ""), { code: "ECONNREFUSED" }),
    "Sign-in failed: AggregateError (ECONNREFUSED)",
  ],
  [Object.assign(new Error("no answer"), { code: undefined }), "Sign-in failed: Error no answer"],
  ["a text\nof two lines", "Sign-in failed: a text\\nof two lines"],
  [undefined, "Sign-in failed: undefined"],
])("%j", (error, line) => {
  expect(logLine("Sign-in failed", error)).toBe(line);
});

test("is no longer than a line may be", () => {
  expect(logLine("Sign-in failed", new Error("a\n".repeat(100_000))).length).toBe(1_000);
});
