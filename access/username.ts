/**
 * When two usernames are the same one. Usernames are unique without regard to case (domain.md, "Users") and to the
 * Unicode form they were typed in.
 */

/**
 * The spelling by which usernames are stored as unique and looked up. Compatibility forms are folded (NFKC), then case
 * by way of upper case, which also joins letters with two lower-case forms such as σ and ς.
 */
export function usernameKey(username: string): string {
  return username.toWellFormed().trim().normalize("NFKC").toUpperCase().toLowerCase().normalize("NFKC");
}
