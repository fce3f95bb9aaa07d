/**
 * When two usernames are the same one. Usernames are unique without regard to case (domain.md, "Users") and to the
 * Unicode form they were typed in.
 */

const LONGEST = 512;
/** No username has this character (profile.ts), so nobody is found by it. */
const NOBODY = "\uFFFD";

/**
 * The spelling by which usernames are stored as unique and looked up. Compatibility forms are folded (NFKC), then case
 * by way of upper case, which also joins letters with two lower-case forms such as σ and ς. It begins with lower case for
 * the one letter with two upper-case forms: ẞ and SS are both ß.
 */
export function usernameKey(username: string): string {
  // Folding can make a text many times as long; what no username can be is nobody's name before that work.
  if (username.length > LONGEST) return NOBODY;
  // PostgreSQL holds no NUL. No username has one, so its replacement only makes sure that nothing is found.
  const storable = username.toWellFormed().replaceAll("\0", NOBODY);
  return storable.normalize("NFKC").toLowerCase().toUpperCase().toLowerCase().normalize("NFKC").trim();
}
