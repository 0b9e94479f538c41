// Every page of the console, and who opens it. `follow` opens the first link of that kind on a list, because names of
// documents are made anew on each stage. A test holds this list against the table of routes.
export const pages = [
  { name: "sign-in", who: null, path: "/sign-in" },
  { name: "help", who: "clerk", path: "/help" },
  { name: "out", who: "clerk", path: "/out" },
  { name: "out-document", who: "clerk", path: "/out", follow: "table.rows a.subject" },
  { name: "out-upload", who: "clerk", path: "/out/upload" },
  { name: "book-in", who: "clerk", path: "/book" },
  { name: "book-out", who: "clerk", path: "/book?book=out" },
  { name: "book-print", who: "clerk", path: "/book?print=1" },
];
