import { attacks } from '../src/attacks/catalogue.ts';

/** The catalogue of attacks, family by family. */
export function attacksText(): string {
  const families = Map.groupBy(attacks, ({ family }) => family);
  return [...families]
    .map(([family, own]) => {
      const entries = own.map(({ id, title, tries, how, holding, inherent }) => {
        const lines = [
          `### \`${id}\`: ${title}`,
          '',
          `- It tries ${tries}.`,
          `- How: ${how}.`,
          `- Holding: ${holding}.`,
          ...(inherent === undefined ? [] : [`- No packet filter can hold: ${inherent.reason}`]),
        ];
        return lines.join('\n');
      });
      return `## ${family}\n\n${entries.join('\n\n')}`;
    })
    .join('\n\n');
}
