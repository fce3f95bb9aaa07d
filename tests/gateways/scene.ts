/** A real gateway between a caller and an API, and beside it a real gate on a real database. */
import { createServer, type RequestListener } from "node:http";
import pg from "pg";
import { afterAll, beforeAll, vi } from "vitest";
import { type RunningGate, startGate } from "@/scripts/server/gate-server";
import { freePort } from "@/scripts/server/listen";
import { freshDatabase } from "@/tests/database";
import { onServer } from "@/tests/server";
import { type Api, close, listen, startApi } from "./api";
import { type Answer, type Call, call } from "./call";
import { type Gateway, type Ports, type Recipe, startGateway } from "./gateway";

export class Scene {
  readonly #recipe: Recipe;
  #ports: Ports = { gateway: 0, gate: 0, api: 0 };
  #databaseUrl = "";
  #database: pg.Client | undefined;
  #api: Api | undefined;
  #gate: RunningGate | undefined;
  #unavailable = 0;
  #gateway: Gateway | undefined;

  constructor(recipe: Recipe) {
    this.#recipe = recipe;
  }

  async begin(): Promise<void> {
    this.#databaseUrl = await freshDatabase();
    this.#database = new pg.Client({ connectionString: this.#databaseUrl });
    await this.#database.connect();
    this.#api = await startApi();
    this.#ports = { gateway: await freePort(), gate: await freePort(), api: this.#api.port };
    await this.startGate();
    this.#gateway = await startGateway(this.#recipe, this.#ports);
  }

  async end(): Promise<void> {
    await this.#gateway?.stop();
    await this.stopGate();
    await this.#api?.stop();
    await this.#database?.end();
  }

  /** So that connections which a busy gateway has mistaken are in nobody's way: docs/gateways/Caddyfile. */
  async renewGateway(): Promise<void> {
    await this.#gateway?.stop();
    this.#gateway = await startGateway(this.#recipe, this.#ports);
  }

  async startGate(): Promise<void> {
    const place = { host: "127.0.0.1", port: this.#ports.gate };
    const options = { databaseUrl: this.#databaseUrl, name: "beside the gateway", cacheKeys: 1_000 };
    this.#gate = await startGate({ ...place, ...options });
    this.#unavailable = 0;
  }

  async stopGate(): Promise<void> {
    await this.#gate?.stop();
    this.#gate = undefined;
  }

  /** Something else listens where the gate was, as long as the work takes. */
  async insteadOfGate(listener: RequestListener, work: () => Promise<void>): Promise<void> {
    await this.stopGate();
    const server = createServer(listener);
    await listen(server, this.#ports.gate);
    try {
      await work();
    } finally {
      await close(server);
      await this.startGate();
    }
  }

  /** Nobody can connect to the database meanwhile, and the gate's connections are cut. */
  async withoutDatabase(work: () => Promise<void>): Promise<void> {
    const name = new URL(this.#databaseUrl).pathname.slice(1);
    await onServer(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
    await onServer(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = '${name}' AND application_name LIKE 'latchkey gate%'`,
    );
    try {
      await work();
    } finally {
      await onServer(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
    }
  }

  /** Asks the API through the gateway. */
  callOnce(request: Call): Promise<Answer> {
    return call(this.#ports.gateway, request);
  }

  /** The same, and again where the gate itself said to try again shortly: a machine may be too busy to look a key up. */
  async call(request: Call): Promise<Answer> {
    for (;;) {
      const answer = await this.callOnce(request);
      if (answer.status !== 503 || !(await this.#gateCouldNotKnow())) return answer;
    }
  }

  callWith(key: string, request: Call = {}): Promise<Answer> {
    return this.call(withKey(key, request));
  }

  callOnceWith(key: string, request: Call = {}): Promise<Answer> {
    return this.callOnce(withKey(key, request));
  }

  /** As psql would write it. */
  async write(statement: string, ...values: unknown[]): Promise<void> {
    await this.#sql(statement, values);
  }

  /** The same, and waits until the gate has acknowledged the change. */
  async change(statement: string, ...values: unknown[]): Promise<void> {
    await this.write(statement, ...values);
    const { rows } = await this.#sql("SELECT max(id) AS last FROM access_changes", []);
    await vi.waitFor(
      async () => {
        const found = await this.#sql("SELECT FROM gate_acknowledgements WHERE change_id = $1", [rows[0].last]);
        if (found.rowCount === 0) throw new Error("The gate has not acknowledged the change.");
      },
      { timeout: 10_000, interval: 1 },
    );
  }

  /** Since this was asked for the last time. */
  async #gateCouldNotKnow(): Promise<boolean> {
    const metrics = await fetch(`http://127.0.0.1:${this.#ports.gate}/metrics`).then((answer) => answer.text());
    const [, count = "0"] = /latchkey_gate_decisions_total\{decision="unavailable"\} (\d+)/.exec(metrics) ?? [];
    const before = this.#unavailable;
    this.#unavailable = Number(count);
    return this.#unavailable > before;
  }

  async #sql(statement: string, values: unknown[]): Promise<pg.QueryResult> {
    if (!this.#database) throw new Error("The scene has not begun.");
    return this.#database.query(statement, values);
  }
}

function withKey(key: string, request: Call): Call {
  return { ...request, headers: [["X-API-Key", key], ...(request.headers ?? [])] };
}

/** For a describe block: the scene stands for all of its tests. */
export function givenScene(recipe: Recipe): Scene {
  const scene = new Scene(recipe);
  beforeAll(() => scene.begin());
  afterAll(() => scene.end());
  return scene;
}
