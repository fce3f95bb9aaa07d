"use client";

import { createContext, useContext } from "react";

// What a server action answers to a form. Values are what was typed, given back on refusal; never a password or key. A
// field that is missing in them stays as the page has it; boxes that were all left unchecked are an empty list.
export type FormState = {
  errors?: Record<string, string>;
  values?: Record<string, string | string[]>;
  refusal?: string;
  // Made by the action and shown once, in place of the form; `next` is where to go on.
  secret?: { title: string; label: string; value: string; next: string; hint?: string };
};

export const FormStateContext = createContext<FormState>({});

export type Answer = { error: string | undefined; typed: string | undefined; chosen: string[] | undefined };

export function useFormAnswer(): FormState {
  return useContext(FormStateContext);
}

// What the last answer says about one field.
export function useAnswer(name: string): Answer {
  const { errors, values } = useContext(FormStateContext);
  const value = values?.[name];
  const list = typeof value === "string" ? [value] : value;
  return { error: errors?.[name], typed: list?.[0], chosen: list };
}

export function isRefused(state: FormState): boolean {
  return state.refusal !== undefined || Object.keys(state.errors ?? {}).length > 0;
}
