/** The generations whose languages differ: v6 has no slash paths and fewer commands. */
export type Dialect = '6.49' | '7';
