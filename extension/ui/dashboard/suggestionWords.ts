/** What fields and bands of suggestions are called. */
export const FIELD_WORDS = { account: "Account", tax: "GST", project: "Project" } as const;
export const BAND_WORDS = { high: "sure", medium: "likely", low: "a guess", none: "no suggestion" } as const;
