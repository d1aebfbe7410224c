/** Mail's lists are answered by the module, not by Query: there is nothing to choose fields from. */
export const listQueryConfig = { isList: true } as const
