/** The English catalogue: it says what there is to say, and every other language says the same (typeof en). */
import { account } from "./en/account";
import { amounts } from "./en/amounts";
import { applications } from "./en/applications";
import { audit } from "./en/audit";
import { entries } from "./en/entries";
import { events } from "./en/events";
import { fields } from "./en/fields";
import { forms } from "./en/forms";
import { fromFile } from "./en/from-file";
import { gates } from "./en/gates";
import { jobs } from "./en/jobs";
import { keys } from "./en/keys";
import { lists } from "./en/lists";
import { newUser } from "./en/new-user";
import { number } from "./en/numbers";
import { overview } from "./en/overview";
import { packages } from "./en/packages";
import { platform } from "./en/platform";
import { refusals } from "./en/refusals";
import { schedules } from "./en/schedules";
import { secondFactor } from "./en/second-factor";
import { securityEvents } from "./en/security-events";
import { settings } from "./en/settings";
import { shell } from "./en/shell";
import { signIn } from "./en/sign-in";
import { singleSignOn } from "./en/single-sign-on";
import { duration } from "./en/times";
import { unnamed } from "./en/unnamed";
import { userChanges } from "./en/user-changes";
import { userPages } from "./en/user-pages";
import { userParts } from "./en/user-parts";
import { users } from "./en/users";
import { views } from "./en/views";
import { words } from "./en/words";

export const en = {
  account,
  amounts,
  applications,
  audit,
  duration,
  entries,
  events,
  fields,
  forms,
  fromFile,
  gates,
  jobs,
  keys,
  lists,
  newUser,
  number,
  overview,
  packages,
  platform,
  refusals,
  schedules,
  secondFactor,
  securityEvents,
  settings,
  shell,
  signIn,
  singleSignOn,
  unnamed,
  userChanges,
  userPages,
  userParts,
  users,
  views,
  words,
};

export type Catalogue = typeof en;
