"use client";

import Form from "next/form";
import { useRouter } from "next/navigation";
import { type ComponentProps, type ReactNode, type SyntheticEvent, useEffect, useRef } from "react";
import { Input } from "./input";

type Props = { action: string; className: string; children: ReactNode };

/** Long enough that a word is not asked for letter by letter, short enough to be an answer while typing. */
const PAUSE_MS = 250;

// The form of a search, which answers while somebody types where scripts run. Enter and the button search at once, and
// alone where there are no scripts. What is typed in one go is one step of the browser's history.
export function LiveSearch({ action, className, children }: Props): ReactNode {
  const router = useRouter();
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);
  const begun = useRef(false);

  function search(form: HTMLFormElement): void {
    const address = `${action}?${queryOf(form)}`;
    if (begun.current) router.replace(address, { scroll: false });
    else router.push(address, { scroll: false });
    begun.current = true;
  }

  function searchSoon({ currentTarget: form, target, nativeEvent }: SyntheticEvent<HTMLFormElement>): void {
    if (!isSearched(target)) return;
    clearTimeout(pause.current);
    // A syllable that is still being put together is no word yet.
    if (nativeEvent instanceof InputEvent && nativeEvent.isComposing) return;
    pause.current = setTimeout(() => search(form), PAUSE_MS);
  }

  function stop(): void {
    clearTimeout(pause.current);
    begun.current = false;
  }

  useEffect(() => () => clearTimeout(pause.current), []);

  return (
    <Form
      action={action}
      prefetch={false}
      role="search"
      className={className}
      onInput={searchSoon}
      onCompositionEnd={searchSoon}
      onSubmit={stop}
    >
      {children}
    </Form>
  );
}

function isSearched(target: EventTarget): boolean {
  return target instanceof HTMLInputElement && target.type === "search";
}

// As the form itself would say it.
function queryOf(form: HTMLFormElement): string {
  const entries = [...new FormData(form)].filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return new URLSearchParams(entries).toString();
}

// The field keeps what is typed while the answer to something shorter comes in, and follows the address otherwise: Back,
// a filter that is removed, a text that the list has cut.
export function SearchInput({
  defaultValue,
  ...rest
}: Omit<ComponentProps<typeof Input>, "ref" | "type" | "onBlur"> & { defaultValue: string }): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  const answered = useRef(defaultValue);

  useEffect(() => {
    const field = input.current;
    if (!field || answered.current === defaultValue) return;
    answered.current = defaultValue;
    const isTyping = document.activeElement === field && field.value.trim().startsWith(defaultValue);
    if (!isTyping || defaultValue === "") field.value = defaultValue;
  }, [defaultValue]);

  return <Input ref={input} type="search" defaultValue={defaultValue} {...rest} />;
}
