/** The dashboard's sections, in the order in which they are needed. */
export const SECTIONS = [
  { id: "projects", title: "Projects", admin: false, says: "What each project was promised, has earned and has cost. Figures follow Xero by themselves." },
  { id: "reports", title: "Reports", admin: false, says: "Each month as it stood at its end: what it brought, who owes what, and which projects it came from. Made by itself." },
  { id: "conflicts", title: "To choose", admin: false, says: "Things that Xero and your projects both changed, and contacts that may be one. Until you choose, both sides keep their own value." },
  { id: "confirm", title: "Confirm many", admin: false, says: "Bill lines whose coding is sure, from all open bills. You look them over, we write them to Xero, and you can take it back." },
  { id: "review", title: "To review", admin: false, says: "Booked lines that strongly disagree with everything else in your books. Each is either right as it is, or worth recoding." },
  { id: "suggestions", title: "Suggestions", admin: false, says: "How often the suggested coding was right in your own books, and when something is suggested at all." },
  { id: "activity", title: "Activity", admin: false, says: "Everything that was changed on either side, newest first: by whom, and by which rule." },
  { id: "mappings", title: "Mappings", admin: false, says: "Which account, GST rate and bank account stand for what." },
  { id: "rules", title: "Sync rules", admin: false, says: "What flows which way, and who wins when both sides change the same thing." },
  { id: "members", title: "Members", admin: true, says: "Who may see and decide. Nobody has more rights here than in Xero." },
  { id: "keys", title: "API keys", admin: true, says: "For project tools that read and write over the interface. A key belongs to this organisation alone." },
  { id: "health", title: "Health", admin: false, says: "Whether everything runs, how often we look, and how much of Xero's daily allowance is used." },
  { id: "delete", title: "Delete data", admin: true, says: "For an organisation that your firm works for no more: everything that is kept of it here, for good." },
] as const;
export type SectionId = (typeof SECTIONS)[number]["id"];
