/** The text in the bytes of a file: UTF-8, or UTF-16 where a byte order mark says so. Anything else is refused. */

/** Thrown for bytes that are no text. */
export class NotText extends Error {}

export async function* decodeText(
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<string, void> {
  let decoder: TextDecoder | null = null;
  try {
    for await (const part of bytes) {
      decoder ??= new TextDecoder(encodingOf(part), { fatal: true });
      yield requirePlainText(decoder.decode(part, { stream: true }));
    }
    if (decoder) yield requirePlainText(decoder.decode());
  } catch (error) {
    throw error instanceof TypeError ? new NotText() : error;
  }
}

/** Spreadsheets, pictures and archives have such characters, and no table of people has. */
export function requirePlainText(text: string): string {
  if (/[^\P{Cc}\t\r\n]/u.test(text)) throw new NotText();
  return text;
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
}
