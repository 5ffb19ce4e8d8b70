/** Which lab a command is about; the only one that runs needs no name. */
export const labOption = ['--name <lab>', 'which lab, when more than one runs'] as const;
