/** What a page of this version of Next asks of a browser before it shows anything. Only a build for measuring has it. */
export default function EmptyPage(): null {
  return null;
}
