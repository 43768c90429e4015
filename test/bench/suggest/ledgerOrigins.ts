/** Where a ledger that the shipped constants were fitted on comes from. The data itself is not part of the project. */
export interface LedgerOrigin {
  readonly name: string;
  readonly publisher: string;
  readonly licence: string;
  /** Public repository and commit that mirrors the publisher's files. */
  readonly mirror: string;
  /** Of the CSV that the rows were brought into: org,date,doc,supplier,description,amount,account,cost_centre,tax,source. */
  readonly sha256: string;
}

const OGL = "Open Government Licence v3.0";

export const ledgerOrigins: readonly LedgerOrigin[] = [
  { name: "birmingham_card", publisher: "Birmingham City Council, purchase cards, Corporate Resources, 2014–2018", licence: OGL, mirror: "github.com/fnsalinas/Purchase-Card-Transactions@51541cc1 data/raw", sha256: "d4fe01b4022dbb8b8b8b659b42742f41806f333c9ede17e35d1fa57c43f61e7f" },
  { name: "calderdale_card", publisher: "Calderdale MBC, purchase cards, 2016", licence: OGL, mirror: "github.com/odileeds/council-spending-data@791774c2 calderdale/clean", sha256: "339f0f8a803f27f2701df63f4d36a796d885a7e32e701923b844af9617931cd7" },
  { name: "hackclub_books", publisher: "Hack Club, its own ledger-cli books, 2015–2017", licence: "ODC-By 1.0", mirror: "github.com/hackclub/ledger@7826fb02 main.ledger", sha256: "e6123b110615d966b089970e4b7153a8e70429c60c912059aa08db6e4041168c" },
  { name: "harrogate_corp_ap", publisher: "Harrogate BC, Corporate Affairs, 2016–2018", licence: OGL, mirror: "github.com/odileeds/council-spending-data@791774c2 harrogate/clean", sha256: "d569dc43101c1a6f341bad7ef4166f1d5b74d7696e2b267e0696307575b9d770" },
  { name: "hyndburn_ap", publisher: "Hyndburn BC, payments over £250, 2017–2020", licence: OGL, mirror: "github.com/tompickup23/burnleycouncil@467dd3f9 burnley-council/deploy/hyndburn/data/spending.json.gz", sha256: "1528a072271adac9bd8a844698c429b07bd2c4d2cc707dd450ff7bb96414bf0a" },
  { name: "ltmuseum_ap", publisher: "London Transport Museum and its trading company, 2020–2022", licence: "published under the Local Government Transparency Code", mirror: "github.com/odileeds/council-spending-data@791774c2 tfl/clean", sha256: "8346da41205fa862be6a5b5726a7d09ff1c1aa9573fa2dd8325c994efed235a0" },
  { name: "salford_ap", publisher: "Salford City Council, invoices over £500, 2017", licence: OGL, mirror: "github.com/odileeds/council-spending-data@791774c2 salford/clean", sha256: "5843070db680d6bb063b510ac1b668e668712b211b9f0abf8c81cc98d9d9a4da" },
];
