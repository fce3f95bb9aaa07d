/** Calls that nobody would make on purpose, the same ones in each run: whatever comes in, in every place of a call. */

export type RandomCall = { method: string; path: string; body: string | undefined; headers: Record<string, string> };

/** Mulberry32: a small generator of numbers that a seed determines. */
export class Dice {
  constructor(private state: number) {}

  /** From 0 up to 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<Value>(values: readonly Value[]): Value {
    return values[this.below(values.length)] as Value;
  }

  list<Value>(most: number, make: () => Value): Value[] {
    return Array.from({ length: this.below(most + 1) }, make);
  }
}

const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const CORE = "urn:ietf:params:scim:schemas:core:2.0:User";
const HOSTILE = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "__PROTO__",
  "length",
  "then",
  "toJSON",
];
const NAMES = [
  ...["userName", "active", "externalId", "displayName", "name", "emails", "phoneNumbers", "addresses", "profileUrl"],
  ...["title", "password", "roles", "groups", "meta", "id", "schemas", "ims", "photos", "x509Certificates", "nickName"],
  ...[ENTERPRISE, CORE, "department", "manager", "organization", "employeeNumber", "costCenter", "formatted"],
  ...[
    "givenName",
    "familyName",
    "value",
    "type",
    "primary",
    "display",
    "$ref",
    "locality",
    "country",
    "Operations",
    "op",
    "path",
  ],
];
const METHODS = ["POST", "POST", "POST", "PUT", "PUT", "PATCH", "PATCH", "PATCH", "PATCH", "PATCH", "GET", "DELETE"];
const OPERATORS = ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le", "pr", "EQ", "and", "or", "not", "is", "=="];
const TEXTS = [
  ...[
    "",
    " ",
    "work",
    "home",
    "True",
    "False",
    "true",
    "FALSE",
    "maybe",
    "null",
    "0",
    "ada",
    "linus",
    "pat",
    "grete@example.com",
  ],
  ...[
    "\0",
    "a\0b",
    "\ud800",
    "\udc00x",
    "\u202e",
    "\u200b",
    "\ufeff",
    "\uffff",
    "é".repeat(600),
    "👩‍🚀".repeat(40),
    "İıßẞſ",
    "ﷺ".repeat(100),
  ],
  ...[
    "x".repeat(129),
    "x".repeat(1_025),
    "x".repeat(20_000),
    "'; DROP TABLE users; --",
    "%_\\",
    "$1",
    "${x}",
    "\\",
    '"',
    "\n",
    "\r\n",
  ],
  ...[
    "https://example.com",
    "javascript:alert(1)",
    "2011-05-13T04:42:34Z",
    "99999-01-01T00:00:00Z",
    "0000-00-00T00:00:00Z",
  ],
  ...["lk_live_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17", "..", ".", "/", "<script>"],
];

export class RandomCalls {
  constructor(
    private readonly dice: Dice,
    /** Whom calls may be about: local users, those of the platform, and nobody. */
    private readonly ids: () => readonly string[],
  ) {}

  next(): RandomCall {
    const { dice } = this;
    const method = dice.pick(METHODS);
    const headers: Record<string, string> = {};
    if (dice.chance(0.05))
      headers["If-Match"] = dice.pick(['W/"1"', "*", '"', "W/", 'W/"99999999999999999999"', "__proto__"]);
    if (dice.chance(0.02))
      headers["Content-Type"] = dice.pick(["text/plain", "", ";", "application/json;;", "x".repeat(500)]);
    const body = ["POST", "PUT", "PATCH"].includes(method) ? this.body(method) : undefined;
    return { method, path: this.path(method), body, headers };
  }

  private path(method: string): string {
    const { dice } = this;
    const query = dice.chance(0.3) || (method === "GET" && dice.chance(0.8)) ? this.query() : "";
    if (dice.chance(0.03)) return `/${dice.list(3, () => encode(this.name())).join("/")}${query}`;
    if (method === "POST") return `/Users${dice.chance(0.15) ? "/.search" : ""}${query}`;
    if (method === "GET" && dice.chance(0.7)) return `/Users${query}`;
    return `/Users/${encode(dice.chance(0.95) ? dice.pick(this.ids()) : this.text().slice(0, 100))}${query}`;
  }

  private query(): string {
    const { dice } = this;
    const parameters = dice.list(3, (): [string, string] => {
      const name = dice.pick(["filter", "filter", "filter", "startIndex", "count", "attributes", "excludedAttributes"]);
      return [
        name,
        name === "filter"
          ? this.filter()
          : dice.pick([this.text(), this.name(), "1", "-1", "1e9", "200", "10000000000"]),
      ];
    });
    return `?${parameters.map(([name, value]) => `${name}=${encode(value)}`).join("&")}`;
  }

  filter(): string {
    const { dice } = this;
    if (dice.chance(0.4)) return `${this.attribute()} ${dice.pick(OPERATORS)} ${this.literal()}`;
    return dice
      .list(12, () =>
        dice.pick([
          this.attribute(),
          dice.pick(OPERATORS),
          this.literal(),
          "(",
          ")",
          "[",
          "]",
          "].",
          "and",
          "or",
          "not",
          "(",
        ]),
      )
      .join(dice.pick([" ", "", "  "]));
  }

  private literal(): string {
    const { dice } = this;
    return dice.pick([
      JSON.stringify(this.text().slice(0, 1_000)),
      `"${this.text().slice(0, 1_000)}"`,
      "true",
      "false",
      "null",
      "5",
      "-1e5",
      '"',
      "x",
    ]);
  }

  private attribute(): string {
    const { dice } = this;
    const name = this.name();
    const before = dice.chance(0.2) ? `${dice.pick([CORE, ENTERPRISE, "urn:x"])}${dice.pick([":", "."])}` : "";
    const choice = dice.chance(0.2) ? `[${dice.chance(0.5) ? 'type eq "work"' : this.literal()}]` : "";
    const sub = dice.chance(0.4) ? `.${this.name()}` : "";
    return before + name + choice + sub;
  }

  private body(method: string): string {
    const { dice } = this;
    const body = dice.chance(0.1) ? this.value(4) : method === "PATCH" ? this.patch() : this.user(method);
    const json = JSON.stringify(body);
    if (dice.chance(0.9)) return json;
    const place = dice.below(json.length + 1);
    return dice.pick([
      json.slice(0, place),
      `${json.slice(0, place)}${dice.pick([",", "}", "]", '"', "\\", "\0", "\ud800", "{", "\ufeff", "/**/"])}${json.slice(place)}`,
      json.replace("{", `{"__proto__":${JSON.stringify(this.value(1))},`),
      "[".repeat(dice.below(2_000)) + json,
      json + json,
    ]);
  }

  private user(method: string): unknown {
    const { dice } = this;
    const user: [string, unknown][] = dice.list(6, () => [this.attributeName(), this.valueFor()]);
    if (dice.chance(0.8)) user.unshift(["userName", dice.chance(0.8) ? `somebody-${dice.below(400)}` : this.value(1)]);
    if (method === "PUT" && dice.chance(0.5))
      user.push(["active", dice.chance(0.8) ? dice.chance(0.5) : this.value(1)]);
    return named(user);
  }

  private patch(): unknown {
    const { dice } = this;
    const operations = dice.list(4, () => {
      const operation: [string, unknown][] = [
        ["op", dice.chance(0.9) ? dice.pick(["add", "Replace", "remove", "REPLACE"]) : this.value(1)],
      ];
      if (dice.chance(0.7)) operation.push(["path", dice.chance(0.9) ? this.attributePath() : this.value(1)]);
      if (dice.chance(0.9))
        operation.push([
          "value",
          operation.length === 1 ? named([[this.attributeName(), this.valueFor()]]) : this.valueFor(),
        ]);
      return named(operation);
    });
    return { Operations: dice.chance(0.95) ? operations : this.value(2) };
  }

  private attributePath(): string {
    const { dice } = this;
    if (dice.chance(0.4)) return this.attribute();
    const good = [
      "displayName",
      "active",
      "name.givenName",
      'emails[type eq "work"].value',
      "emails",
      "addresses",
      `${ENTERPRISE}:department`,
    ];
    return dice.chance(0.8) ? dice.pick(good) : dice.pick(good).replace(/e/, this.text().slice(0, 50));
  }

  private attributeName(): string {
    return this.dice.chance(0.9) ? this.name() : this.attribute();
  }

  private name(): string {
    const { dice } = this;
    const roll = dice.next();
    if (roll < 0.85) return dice.pick(NAMES);
    return roll < 0.9 ? dice.pick(HOSTILE) : this.text().slice(0, 200);
  }

  private text(): string {
    return this.dice.pick(TEXTS);
  }

  /** Often what an attribute could have, and often not. */
  private valueFor(): unknown {
    const { dice } = this;
    if (dice.chance(0.4)) return this.value(3);
    return dice.pick<unknown>([
      ...[
        true,
        false,
        "False",
        "Grete",
        "x@example.com",
        { givenName: "Grete" },
        { value: "emmy" },
        { department: "x" },
      ],
      ...[[{ value: "x@example.com", type: "work" }], [{ locality: "Bremen", primary: "True" }], [], null],
    ]);
  }

  private value(depth: number): unknown {
    const { dice } = this;
    const roll = dice.next();
    if (depth > 0 && roll < 0.25) return dice.list(4, () => this.value(depth - 1));
    if (depth > 0 && roll < 0.55) return named(dice.list(4, () => [this.name(), this.value(depth - 1)]));
    return dice.pick<unknown>([
      null,
      true,
      false,
      0,
      -1,
      1e308,
      5.5,
      this.text(),
      this.text(),
      this.text(),
      this.text(),
    ]);
  }
}

/** Names as they are, those that JavaScript gives a meaning to as well. */
function named(entries: readonly (readonly [string, unknown])[]): unknown {
  return Object.fromEntries(entries);
}

/** Half of a character has no place in an address. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
