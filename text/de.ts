/** The German catalogue. */
import { amounts } from "./de/amounts";
import { applications } from "./de/applications";
import { audit } from "./de/audit";
import { entries } from "./de/entries";
import { events } from "./de/events";
import { forms } from "./de/forms";
import { fromFile } from "./de/from-file";
import { gates } from "./de/gates";
import { jobs } from "./de/jobs";
import { keys } from "./de/keys";
import { lists } from "./de/lists";
import { number } from "./de/numbers";
import { packages } from "./de/packages";
import { platform } from "./de/platform";
import { securityEvents } from "./de/security-events";
import { shell } from "./de/shell";
import { singleSignOn } from "./de/single-sign-on";
import { duration } from "./de/times";
import { unnamed } from "./de/unnamed";
import { userParts } from "./de/user-parts";
import { words } from "./de/words";
import type { Catalogue } from "./en";

export const de: Catalogue = {
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
