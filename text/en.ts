/** The English catalogue: it says what there is to say, and every other language says the same (typeof en). */
import { amounts } from "./en/amounts";
import { applications } from "./en/applications";
import { audit } from "./en/audit";
import { entries } from "./en/entries";
import { events } from "./en/events";
import { forms } from "./en/forms";
import { fromFile } from "./en/from-file";
import { gates } from "./en/gates";
import { jobs } from "./en/jobs";
import { keys } from "./en/keys";
import { lists } from "./en/lists";
import { number } from "./en/numbers";
import { packages } from "./en/packages";
import { platform } from "./en/platform";
import { securityEvents } from "./en/security-events";
import { shell } from "./en/shell";
import { singleSignOn } from "./en/single-sign-on";
import { duration } from "./en/times";
import { unnamed } from "./en/unnamed";
import { userParts } from "./en/user-parts";
import { words } from "./en/words";

export const en = {
  amounts,
  applications,
  audit,
  duration,
  entries,
  events,
  forms,
  fromFile,
  gates,
  jobs,
  keys,
  lists,
  number,
  packages,
  platform,
  securityEvents,
  shell,
  singleSignOn,
  unnamed,
  userParts,
  words,
};

export type Catalogue = typeof en;
