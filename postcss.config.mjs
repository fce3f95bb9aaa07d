// A font that comes late is left for the next page: swapped in, it would move what somebody reads (docs/decisions.md).
const lateFontsWait = {
  postcssPlugin: "late-fonts-wait",
  Declaration: { "font-display": (declaration) => void (declaration.value = "optional") },
};

export default { plugins: ["@tailwindcss/postcss", lateFontsWait] };
