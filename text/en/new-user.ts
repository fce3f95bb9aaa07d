/** The page that creates a user. */
export const newUser = {
  title: "New User",
  usersCrumb: "Users",
  caption: "A user of this program, enabled from the start. The username never changes.",
  username: "Username",
  password: "Password (optional)",
  passwordHint: "Leave it empty to have one made and shown to you once.",
  roles: "Control Center Roles",
  create: "Create user",
  creating: "Creating…",
  taken: "This username is taken. Upper and lower case count as the same.",
  unknownRole: "Choose roles from the list.",
  created: (username: string): string => `${username} is created and enabled.`,
  madePassword: "Password",
};
