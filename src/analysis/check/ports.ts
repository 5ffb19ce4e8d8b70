interface Range {
  readonly first: number;
  readonly last: number;
}

/** `22,80,1000-2000`; a leading `!` is not for this function. */
function rangesOf(text: string): readonly Range[] {
  return text.split(',').flatMap((part) => {
    const match = /^(\d+)(?:-(\d+))?$/.exec(part.trim());
    return match === null ? [] : [{ first: Number(match[1]), last: Number(match[2] ?? match[1]) }];
  });
}

/** `22,80,1000-2000`, `!22` */
export function holdsPort(text: string, port: number): boolean {
  const isWithin = rangesOf(text.replace('!', '')).some(({ first, last }) => first <= port && port <= last);
  return text.startsWith('!') ? !isWithin : isWithin;
}

/** The only port that it names. */
export function onePort(text: string): number | undefined {
  const [range, ...more] = text.startsWith('!') ? [] : rangesOf(text);
  return range !== undefined && more.length === 0 && range.first === range.last ? range.first : undefined;
}

/** The ports that are named one by one. */
export function namedPorts(text: string): readonly number[] {
  return text.startsWith('!') ? [] : rangesOf(text).flatMap(({ first, last }) => (first === last ? [first] : []));
}
