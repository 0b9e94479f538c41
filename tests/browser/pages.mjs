// Every page of the console, and who opens it. `follow` opens the first link of that kind on a list, because names of
// documents are made anew on each stage. A test holds this list against the table of routes.
export const pages = [
  { name: "sign-in", who: null, path: "/sign-in" },
  { name: "sign-in-code", who: null, path: "/sign-in/code" },
  { name: "sign-in-forgot", who: null, path: "/sign-in/forgot" },
  { name: "account", who: "clerk", path: "/account" },
  { name: "people", who: "admin", path: "/agency/people" },
  { name: "hub-people", who: "operator", path: "/hub/people" },
  { name: "help", who: "clerk", path: "/help" },
];
