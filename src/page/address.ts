/** What the address bar keeps behind the `#`: a place in the page, and what is chosen there. */
export interface Address {
  readonly place: string;
  readonly choices: URLSearchParams;
}

/** `#scenario-1-timeline?step=3&q=attacker` */
export function readAddress(hash: string = location.hash): Address {
  const [place = '', choices = ''] = hash.slice(1).split('?');
  return { place: decoded(place), choices: new URLSearchParams(choices) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Keeps choices without a jump and without a step in the history. */
export function keepAddress(place: string, choices: Readonly<Record<string, string | undefined>>): void {
  const kept = new URLSearchParams();
  for (const [name, value] of Object.entries(choices)) if (value !== undefined && value !== '') kept.set(name, value);
  const text = kept.size === 0 ? place : `${place}?${kept}`;
  if (location.hash.slice(1) !== text) history.replaceState(undefined, '', `#${text}`);
}
