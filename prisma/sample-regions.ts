/** Where the sample people come from: the languages of faker that are loaded, and no other, since each takes time. */
import type { Faker } from "@faker-js/faker";
import { faker as ar } from "@faker-js/faker/locale/ar";
import { faker as cs } from "@faker-js/faker/locale/cs_CZ";
import { faker as de } from "@faker-js/faker/locale/de";
import { faker as el } from "@faker-js/faker/locale/el";
import { faker as india } from "@faker-js/faker/locale/en_IN";
import { faker as nigeria } from "@faker-js/faker/locale/en_NG";
import { faker as es } from "@faker-js/faker/locale/es";
import { faker as fa } from "@faker-js/faker/locale/fa";
import { faker as fr } from "@faker-js/faker/locale/fr";
import { faker as he } from "@faker-js/faker/locale/he";
import { faker as hy } from "@faker-js/faker/locale/hy";
import { faker as ja } from "@faker-js/faker/locale/ja";
import { faker as ka } from "@faker-js/faker/locale/ka_GE";
import { faker as ko } from "@faker-js/faker/locale/ko";
import { faker as ne } from "@faker-js/faker/locale/ne";
import { faker as pl } from "@faker-js/faker/locale/pl";
import { faker as pt } from "@faker-js/faker/locale/pt_BR";
import { faker as ru } from "@faker-js/faker/locale/ru";
import { faker as sv } from "@faker-js/faker/locale/sv";
import { faker as th } from "@faker-js/faker/locale/th";
import { faker as tr } from "@faker-js/faker/locale/tr";
import { faker as uk } from "@faker-js/faker/locale/uk";
import { faker as vi } from "@faker-js/faker/locale/vi";
import { faker as zh } from "@faker-js/faker/locale/zh_CN";

/** A part of the world, in its own script. */
export type Region = { faker: Faker; country: string; states: boolean; familyFirst?: string };

// Where the family name comes first, `familyFirst` is what stands between the names.
// Where faker has no states for a language it answers with American ones, which `states` keeps out.
export const REGIONS: readonly Region[] = [
  { faker: de, country: "Germany", states: true },
  { faker: ja, country: "Japan", states: true, familyFirst: " " },
  { faker: nigeria, country: "Nigeria", states: true },
  { faker: ar, country: "Jordan", states: false },
  { faker: pt, country: "Brazil", states: true },
  { faker: uk, country: "Ukraine", states: true },
  { faker: ko, country: "South Korea", states: true, familyFirst: "" },
  { faker: fr, country: "France", states: true },
  { faker: el, country: "Greece", states: false },
  { faker: india, country: "India", states: true },
  { faker: zh, country: "China", states: true, familyFirst: "" },
  { faker: pl, country: "Poland", states: true },
  { faker: he, country: "Israel", states: true },
  { faker: th, country: "Thailand", states: true },
  { faker: es, country: "Spain", states: true },
  { faker: ne, country: "Nepal", states: true },
  { faker: tr, country: "Türkiye", states: false },
  { faker: ru, country: "Russia", states: false },
  { faker: vi, country: "Vietnam", states: true, familyFirst: " " },
  { faker: sv, country: "Sweden", states: true },
  { faker: fa, country: "Iran", states: true },
  { faker: hy, country: "Armenia", states: true },
  { faker: cs, country: "Czechia", states: true },
  { faker: ka, country: "Georgia", states: false },
];
