import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

// Who may import whom. A folder names here what it must not import; the whole picture is the list `directions` below.
const parentRelative = {
  regex: "^\\.\\.(/|$)",
  message: "Import across folders by @/…; relative paths stay within a folder.",
};

function folder(name, message, allowTypeImports = false) {
  return { regex: `^@/${name}(/|$)`, message, allowTypeImports };
}

const page = folder("app", "Nothing imports app/: pages ask and compose, and what is shared lives elsewhere.");
const looks = folder("components", "components/ is how pages look; only app/ uses it.");
const domain = folder("access(?!/rules$)", "components/ know nothing of the domain except types of access/rules.");
const rules = folder("access/rules$", "components/ may take types from access/rules, no code.", true);
const typesOfDomain = folder(
  "access",
  "text/ says what there is to say: it may take types from access/, no code.",
  true,
);
const scim = folder("scim", "Only app/ hands over to scim/.");
const gate = folder("gate", "gate/ is a process of its own; nothing imports it but the script that starts it.");
const signals = folder("signals", "signals/ sends what access/signals announced; only the console's start begins it.");
const jobs = folder("jobs", "jobs/ carries out what access/ has on record; only the console's start begins it.");
const scripts = folder("scripts", "scripts/ are commands; nothing but scripts/ and tests/ imports them.");
const samples = folder("prisma", "Only scripts/ and tests/ use what is in prisma/.");
const tests = folder(
  "tests",
  "Nothing imports tests/, except that sample data takes its named people from tests/people.",
);
const testsButPeople = folder("tests(?!/people$)", tests.message);
const orm = {
  regex: "^(@prisma(/|$)|prisma(/|$)|@/generated(/|$))",
  message: "Only access/ talks to the database.",
};
const fetchingLink = {
  regex: "^next/link$",
  message: "components/link.tsx leads to pages: it fetches nothing before somebody goes there.",
};
const driver = { regex: "^pg(/|$|-)", message: "Only access/ talks to the database." };

const directions = [
  { files: ["app/**"], refused: [fetchingLink, scim, gate, signals, jobs, scripts, samples, tests, orm, driver] },
  { files: ["app/scim/**"], refused: [gate, signals, jobs, scripts, samples, tests, orm, driver] },
  {
    files: ["components/**"],
    refused: [fetchingLink, page, domain, rules, scim, gate, signals, jobs, scripts, samples, tests, orm, driver],
  },
  {
    files: ["components/link.tsx"],
    refused: [page, domain, rules, scim, gate, signals, jobs, scripts, samples, tests, orm, driver],
  },
  { files: ["access/**"], refused: [page, looks, scim, gate, signals, jobs, scripts, samples, tests] },
  {
    files: ["text/**"],
    refused: [page, looks, typesOfDomain, scim, gate, signals, jobs, scripts, samples, tests, driver],
  },
  { files: ["scim/**"], refused: [page, looks, gate, signals, jobs, scripts, samples, tests, orm, driver] },
  { files: ["gate/**"], refused: [page, looks, scim, signals, jobs, scripts, samples, tests, orm] },
  { files: ["signals/**"], refused: [page, looks, scim, gate, jobs, scripts, samples, tests, orm, driver] },
  { files: ["jobs/**"], refused: [page, looks, scim, gate, signals, scripts, samples, tests, orm, driver] },
  { files: ["prisma/**"], refused: [page, looks, scim, gate, signals, jobs, scripts, testsButPeople] },
  { files: ["scripts/**"], refused: [page, looks, scim, tests] },
  { files: ["tests/**"], refused: [] },
  { files: ["*.{js,mjs,ts,tsx}"], refused: [page, looks, scim, gate, signals, jobs, samples, tests, orm, driver] },
  { files: ["prisma.config.ts"], refused: [] },
];

function direction({ files, refused }) {
  return { files, rules: { "no-restricted-imports": ["error", { patterns: [parentRelative, ...refused] }] } };
}

const typed = ["**/*.{ts,tsx}"];

// What people read stands in text/, in every language. The name of the product is the same in all of them.
const inText = "Words stand in text/, where each language has its own.";
const told =
  "label|legend|title|caption|hint|explanation|description|heading|text|pendingText|placeholder|alt|aria-label";
const wordsInPages = [
  {
    selector:
      ":not(JSXElement[openingElement.name.name='code']) > JSXText[value=/\\p{L}/u]:not([value=/^\\s*Latchkey\\s*$/])",
    message: inText,
  },
  { selector: `JSXAttribute[name.name=/^(${told})$/] > Literal[value=/\\p{L}/u]`, message: inText },
  { selector: `JSXAttribute[name.name=/^(${told})$/] TemplateElement[value.raw=/\\p{L}/u]`, message: inText },
  { selector: `Property[key.name=/^(${told})$/] > Literal[value=/\\p{L}/u]`, message: inText },
  {
    selector: `Property[key.name=/^(${told})$/] > TemplateLiteral > TemplateElement[value.raw=/\\p{L}/u]`,
    message: inText,
  },
];

export default defineConfig(
  globalIgnores([
    "generated/",
    ".next/",
    ".next-*/",
    ".latchkey/",
    "next-env.d.ts",
    "playwright-report/",
    "test-results/",
  ]),
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: typed,
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-definitions": ["error", "type"],
      "@typescript-eslint/consistent-type-assertions": ["error", { assertionStyle: "never" }],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/explicit-module-boundary-types": "error",
      // A server action is an async function in a JSX attribute; React awaits it.
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      // Numbers in text are the rule here, not a mistake.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      // `() => change()` in an event handler reads better than its braces.
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // A server action is async because React says so, also when it has nothing to await.
      "@typescript-eslint/require-await": "off",
    },
  },
  {
    files: ["**/*.tsx"],
    ...jsxA11y.flatConfigs.strict,
  },
  {
    files: typed,
    ...reactHooks.configs.flat.recommended,
  },
  {
    files: ["{app,components}/**/*.{ts,tsx}"],
    ignores: ["app/**/*.bench.tsx"],
    rules: { "no-restricted-syntax": ["error", ...wordsInPages] },
  },
  ...directions.map(direction),
  {
    // Tests may say that they know better, and a fixture of Playwright is named `use`.
    files: ["tests/**"],
    rules: {
      "@typescript-eslint/consistent-type-assertions": ["error", { assertionStyle: "as" }],
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "react-hooks/rules-of-hooks": "off",
    },
  },
);
