/** No confirmation is open. */
export default function NoDialog(): null {
  return null;
}
