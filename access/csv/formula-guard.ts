/**
 * Cells that a spreadsheet would take for a formula, and the apostrophe that keeps it from doing so. A spreadsheet may
 * split a line at another separator than the file was written with: each country has its own, and quotation marks count at
 * the start of a field alone. So a formula is looked for at the start of a cell and after everything that can separate
 * cells. Guarantees that `withoutGuards` gives back exactly what `guardFormulas` was given.
 */

// A cell may begin after a comma, semicolon, bar, tab or end of line, and after the Arabic comma and semicolon, which are
// separators in some countries. What a spreadsheet may pass over follows: quotation marks and spaces. Then comes what makes a
// formula as OWASP lists it, with the wide forms of East Asia. An apostrophe that stands there already gets a second one,
// or it would be taken away when the cell is read.
const UNGUARDED = /(?<=^|[,;|\t\r\n\u060C\u061B])(?='*["\p{Zs}]*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20])/gu;
const GUARD = /(?<=^|[,;|\t\r\n\u060C\u061B])'(?='*["\p{Zs}]*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20])/gu;

export function guardFormulas(cell: string): string {
  return cell.replace(UNGUARDED, "'");
}

export function withoutGuards(cell: string): string {
  return cell.replace(GUARD, "");
}
