import type { ReactNode } from "react";

/** Begins what a page asks the database for. Whoever waits for it is told of a failure; nobody else has to be. */
export function begin<Value>(work: Promise<Value>): Promise<Value> {
  work.catch(() => undefined);
  return work;
}

type Props<Value> = { value: Promise<Value>; children: (value: Value) => ReactNode };

/** The part of a page that waits for the database, while everything around it is drawn. */
export async function Await<Value>({ value, children }: Props<Value>): Promise<ReactNode> {
  return children(await value);
}
