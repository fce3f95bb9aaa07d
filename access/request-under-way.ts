/**
 * The request that is being answered: its id and who asked, once that is known, for the log, and the language in which it
 * is answered (text/language.ts).
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { Language } from "@/text/language";

/** Stands in the page of a failure, which the build makes, where the id of the request belongs. */
export const NO_REFERENCE = "none, since nothing failed";

export type RequestUnderWay = {
  readonly id: string;
  readonly language: Language;
  actorId: string | null;
  /** What was sent to a form of another build, whose action this one does not have. */
  unknownForm?: FormData;
};

declare global {
  // The server opens it, and the built pages, which bring a copy of this module along, read it.
  var latchkeyRequests: AsyncLocalStorage<RequestUnderWay> | undefined;
}

function requests(): AsyncLocalStorage<RequestUnderWay> {
  globalThis.latchkeyRequests ??= new AsyncLocalStorage();
  return globalThis.latchkeyRequests;
}

/** Does the work on behalf of a request: all that it starts belongs to it. */
export function duringRequest<Result>(request: RequestUnderWay, work: () => Result): Result {
  return requests().run(request, work);
}

export function requestUnderWay(): RequestUnderWay | undefined {
  return requests().getStore();
}

export function noteUnknownForm(form: FormData): void {
  const request = requestUnderWay();
  if (request) request.unknownForm = form;
}

/** Who asks, by the id of the user or of the platform's token. */
export function noteActor(id: string): void {
  const request = requestUnderWay();
  if (request) request.actorId = id;
}
