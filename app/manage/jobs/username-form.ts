import { withoutKeys } from "@/access/keys/package-key-format";
import { type UsernameList, readUsernameFile, readUsernames } from "@/access/users/username-list";
import { typedValues } from "@/app/form-answer";
import type { FormState } from "@/components/form-state";
import { texts } from "@/text/texts";

type Given =
  | ({ readonly ok: true; readonly name: string } & UsernameList)
  | { readonly ok: false; readonly errors: NonNullable<FormState["errors"]> };

/** What a job keeps instead of the name of a file. People read it in their own language (job-selection.tsx). */
export const PASTED = "a pasted list";
export const UNNAMED_FILE = "a file without a name";

const LONGEST_NAME = 200;

/** The usernames that were pasted into a form or uploaded with it. */
export async function listFrom(form: FormData): Promise<Given> {
  const text = textIn(form);
  const file = fileIn(form);
  const hasText = text.trim() !== "";
  if (hasText && file) return wrong("usernames", texts().fromFile.both);
  if (!hasText && !file) return wrong("usernames", texts().fromFile.missing);
  const read = await (file ? readUsernameFile(new Uint8Array(await file.arrayBuffer())) : readUsernames(text));
  if (!read.ok) return wrong(file ? "file" : "usernames", read.problem);
  return { ...read, name: file ? fileName(file) : PASTED };
}

function wrong(field: "usernames" | "file", sentence: string): Given {
  return { ok: false, errors: { [field]: sentence } };
}

/** What was typed, the whole list with it: nobody shall have to find it again. A file has to be chosen again. */
export function typedList(form: FormData): NonNullable<FormState["values"]> {
  return { ...typedValues(form), usernames: withoutKeys(textIn(form)) };
}

function textIn(form: FormData): string {
  const text = form.get("usernames");
  return typeof text === "string" ? text : "";
}

/** Where none was chosen a browser sends an empty one, with or without a name. */
function fileIn(form: FormData): File | null {
  const file = form.get("file");
  return file instanceof File && file.size > 0 ? file : null;
}

function fileName({ name }: File): string {
  const shown = withoutKeys(name.toWellFormed().replace(/\p{C}/gu, "")).slice(0, LONGEST_NAME);
  return shown === "" ? UNNAMED_FILE : shown;
}
