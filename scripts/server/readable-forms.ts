/**
 * Whether a form can be read at all. What can't would be a failure of Next, with a page that blames the console and a stack
 * trace in the log, for what any program can send.
 */
const MULTIPART = /^multipart\/form-data *(?:;|$)/i;
/** RFC 2046, 5.1.1, in quotes or without. */
const BOUNDARY = /; *boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i;
/** To read a larger one twice would hold everybody up. */
const LONGEST_READ = 1024 * 1024;

/** By the very reader that reads it afterwards. Of a large one, whether it begins and ends as its boundary says. */
export async function isReadableForm(type: string, body: Buffer): Promise<boolean> {
  if (!MULTIPART.test(type)) return true;
  if (body.length > LONGEST_READ) return isWhole(type, body);
  try {
    await new Response(new Uint8Array(body), { headers: { "Content-Type": type } }).formData();
    return true;
  } catch {
    return false;
  }
}

function isWhole(type: string, body: Buffer): boolean {
  const [, quoted, plain] = BOUNDARY.exec(type) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) return false;
  return body.indexOf(`--${boundary}\r\n`) === 0 && body.subarray(-100).includes(`\r\n--${boundary}--`);
}
