/** The German catalogue. */
import { account } from "./de/account";
import { amounts } from "./de/amounts";
import { applications } from "./de/applications";
import { audit } from "./de/audit";
import { entries } from "./de/entries";
import { events } from "./de/events";
import { fields } from "./de/fields";
import { forms } from "./de/forms";
import { fromFile } from "./de/from-file";
import { gates } from "./de/gates";
import { jobs } from "./de/jobs";
import { keys } from "./de/keys";
import { lists } from "./de/lists";
import { newUser } from "./de/new-user";
import { number } from "./de/numbers";
import { overview } from "./de/overview";
import { packages } from "./de/packages";
import { platform } from "./de/platform";
import { refusals } from "./de/refusals";
import { schedules } from "./de/schedules";
import { secondFactor } from "./de/second-factor";
import { securityEvents } from "./de/security-events";
import { settings } from "./de/settings";
import { shell } from "./de/shell";
import { signIn } from "./de/sign-in";
import { singleSignOn } from "./de/single-sign-on";
import { duration } from "./de/times";
import { unnamed } from "./de/unnamed";
import { userChanges } from "./de/user-changes";
import { userPages } from "./de/user-pages";
import { userParts } from "./de/user-parts";
import { users } from "./de/users";
import { views } from "./de/views";
import { words } from "./de/words";
import type { Catalogue } from "./en";

export const de: Catalogue = {
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
