/** @type {import("prettier").Config} */
export default {
  printWidth: 120,
  // Prose is broken by whoever writes it; reflowing it would make every edit of a sentence a change of a paragraph.
  proseWrap: "preserve",
  plugins: ["prettier-plugin-tailwindcss"],
  tailwindStylesheet: "./app/globals.css",
};
