/** Who the demo firm works for and buys from. All invented. Suppliers have habits, so that suggestions find history. */
export const clients: readonly { name: string; person: [string, string]; city: string; region: string }[] = [
  { name: "Kookaburra Coffee Roasters", person: ["Amelia", "Tran"], city: "Marrickville", region: "NSW" },
  { name: "Harbourline Ferries", person: ["Declan", "Byrne"], city: "Sydney", region: "NSW" },
  { name: "Wattle & Co Skincare", person: ["Priya", "Nair"], city: "Fitzroy", region: "VIC" },
  { name: "Southern Ridge Winery", person: ["Tom", "Castellano"], city: "McLaren Vale", region: "SA" },
  { name: "Brightwater Health", person: ["Grace", "Okafor"], city: "Brisbane", region: "QLD" },
  { name: "Tidewell Surf School", person: ["Jack", "Morley"], city: "Byron Bay", region: "NSW" },
  { name: "Eucalypt Homes", person: ["Sofia", "Petrov"], city: "Geelong", region: "VIC" },
  { name: "Redgum Brewing", person: ["Liam", "Fraser"], city: "Ballarat", region: "VIC" },
  { name: "Lighthouse Credit Union", person: ["Hannah", "Weiss"], city: "Hobart", region: "TAS" },
  { name: "Northshore Early Learning", person: ["Mei", "Zhang"], city: "Chatswood", region: "NSW" },
  { name: "Magpie Legal", person: ["Oscar", "Lindqvist"], city: "Melbourne", region: "VIC" },
  { name: "Outback Solar", person: ["Ruby", "Walker"], city: "Alice Springs", region: "NT" },
  { name: "Banksia Botanic Trust", person: ["Ethan", "Moore"], city: "Canberra", region: "ACT" },
  { name: "Coral Bay Resorts", person: ["Isla", "Henderson"], city: "Exmouth", region: "WA" },
  { name: "Ironbark Furniture", person: ["Noah", "Silva"], city: "Newcastle", region: "NSW" },
  { name: "Pelican Point Golf Club", person: ["Zara", "Ahmed"], city: "Adelaide", region: "SA" },
  { name: "Waratah Arts Festival", person: ["Leo", "Martin"], city: "Parramatta", region: "NSW" },
  { name: "Kestrel Logistics", person: ["Chloe", "Dubois"], city: "Botany", region: "NSW" },
];

export interface Supplier {
  name: string;
  account: string;
  taxType: string;
  /** Dollars, least and most. */
  from: number;
  to: number;
  /** Months between bills; under 1 several a month. */
  everyMonths: number;
  /** Whether its lines belong to a project (tracking option). */
  onProjects: boolean;
  lines: readonly string[];
  /** Share of lines that go elsewhere, and where: believable noise. */
  sometimes?: { account: string; share: number };
}

export const suppliers: readonly Supplier[] = [
  { name: "Gunyah Property Group", account: "469", taxType: "INPUT", from: 4800, to: 4800, everyMonths: 1, onProjects: false, lines: ["Rent, Level 2, 18 Foster Street"] },
  { name: "AusGrid Energy Retail", account: "445", taxType: "INPUT", from: 320, to: 690, everyMonths: 3, onProjects: false, lines: ["Electricity, quarterly"] },
  { name: "Southern Cross Telecom", account: "489", taxType: "INPUT", from: 240, to: 310, everyMonths: 1, onProjects: false, lines: ["Fibre 1000 and mobiles"] },
  { name: "Pixelforge Creative Cloud", account: "463", taxType: "INPUT", from: 680, to: 920, everyMonths: 1, onProjects: false, lines: ["Design suite, 9 seats"] },
  { name: "Nimbus Cloud Hosting", account: "464", taxType: "EXEMPTEXPENSES", from: 410, to: 980, everyMonths: 1, onProjects: true, lines: ["Cloud hosting, usage", "Content delivery"] },
  { name: "Lensman Studio", account: "325", taxType: "INPUT", from: 1200, to: 4600, everyMonths: 0.7, onProjects: true, lines: ["Photography, one day", "Retouching", "Studio hire"] },
  { name: "Blue Gum Print", account: "320", taxType: "INPUT", from: 380, to: 5200, everyMonths: 0.5, onProjects: true, lines: ["A5 flyers, 4,000", "Posters A2", "Packaging proofs"], sometimes: { account: "461", share: 0.12 } },
  { name: "Currawong Films", account: "325", taxType: "INPUT", from: 3800, to: 12500, everyMonths: 1.5, onProjects: true, lines: ["Film shoot, crew of four", "Edit and grade"] },
  { name: "Jacaranda Media Sales", account: "315", taxType: "INPUT", from: 2200, to: 9800, everyMonths: 0.8, onProjects: true, lines: ["Outdoor sites, 2 weeks", "Radio spots", "Social placements"] },
  { name: "Tess Okonkwo Copywriting", account: "310", taxType: "INPUT", from: 600, to: 2400, everyMonths: 0.6, onProjects: true, lines: ["Copywriting", "Editing, second round"] },
  { name: "Ravi Menon Illustration", account: "310", taxType: "BASEXCLUDED", from: 450, to: 1900, everyMonths: 0.9, onProjects: true, lines: ["Illustrations, set of six", "Storyboards"] },
  { name: "Dingo Couriers", account: "425", taxType: "INPUT", from: 18, to: 140, everyMonths: 0.4, onProjects: true, lines: ["Courier, same day", "Courier, interstate"], sometimes: { account: "429", share: 0.1 } },
  { name: "Fontworks Type Library", account: "330", taxType: "EXEMPTEXPENSES", from: 90, to: 480, everyMonths: 1.4, onProjects: true, lines: ["Font licence, web", "Font licence, desktop"] },
  { name: "Stockline Images", account: "330", taxType: "INPUT", from: 60, to: 390, everyMonths: 0.8, onProjects: true, lines: ["Image pack, 25", "Extended licence"] },
  { name: "Corella Cleaning", account: "408", taxType: "INPUT", from: 360, to: 360, everyMonths: 1, onProjects: false, lines: ["Office cleaning"] },
  { name: "Hillgrove Accountants", account: "412", taxType: "INPUT", from: 900, to: 2600, everyMonths: 3, onProjects: false, lines: ["BAS and bookkeeping review"] },
  { name: "Shieldwell Insurance", account: "433", taxType: "INPUT", from: 5400, to: 5400, everyMonths: 12, onProjects: false, lines: ["Professional indemnity, 12 months"] },
  { name: "QuickSnack Catering", account: "420", taxType: "INPUT", from: 120, to: 640, everyMonths: 1, onProjects: true, lines: ["Client lunch", "Workshop catering"], sometimes: { account: "453", share: 0.25 } },
  { name: "Skyward Airways", account: "493", taxType: "INPUT", from: 220, to: 1100, everyMonths: 0.8, onProjects: true, lines: ["Flight SYD-MEL return", "Flight SYD-BNE return"], sometimes: { account: "494", share: 0.08 } },
  { name: "Papertrail Stationers", account: "461", taxType: "INPUT", from: 45, to: 260, everyMonths: 1, onProjects: false, lines: ["Paper and toner", "Presentation folders"] },
  { name: "Orchard Computers", account: "720", taxType: "CAPEXINPUT", from: 2100, to: 4300, everyMonths: 5, onProjects: false, lines: ["Laptop 14\""] },
  { name: "Bellbird Training", account: "485", taxType: "INPUT", from: 290, to: 1200, everyMonths: 4, onProjects: false, lines: ["Industry membership", "Conference pass"] },
];

export const projects: readonly string[] = [
  "Kookaburra: spring campaign", "Harbourline: timetable site", "Wattle: packaging refresh", "Southern Ridge: cellar door film", "Brightwater: clinic signage",
  "Tidewell: booking site", "Eucalypt: display homes", "Redgum: can series", "Lighthouse: annual report", "Northshore: enrolment drive", "Magpie: brand", "Outback Solar: launch",
];

export const otherClients: readonly { name: string; person: [string, string]; city: string; region: string }[] = [
  { name: "Cassowary Kayaks", person: ["Finn", "Doyle"], city: "Cairns", region: "QLD" },
  { name: "Golden Wattle Bakery", person: ["Eva", "Rossi"], city: "Bendigo", region: "VIC" },
  { name: "Summit Physio", person: ["Arjun", "Patel"], city: "Katoomba", region: "NSW" },
  { name: "Boab Nursery", person: ["Lucy", "Mackay"], city: "Broome", region: "WA" },
  { name: "Riverbend Motors", person: ["Sam", "Keogh"], city: "Wagga Wagga", region: "NSW" },
];
