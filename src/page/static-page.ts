import { readAddress } from './address.ts';
import { chooseStep } from './chosen-step.ts';

/** Conveniences for what the page holds without any script. */
export function enliven(): void {
  openAndCloseAll();
  revealAddress();
  unfoldForPaper();
  closeContentsOnPhone();
  addFilters();
  followReading();
  followSteps();
}

const folds = (): HTMLDetailsElement[] => [...document.querySelectorAll<HTMLDetailsElement>('main details')];

function openAndCloseAll(): void {
  const tools = document.querySelector<HTMLElement>('.tools');
  if (tools === null) return;
  tools.hidden = false;
  tools.addEventListener('click', ({ target }) => {
    const which = target instanceof HTMLElement ? target.dataset['open'] : undefined;
    if (which !== undefined) for (const fold of folds()) fold.open = which === 'all';
  });
}

/** A link to something folded opens it. */
function revealAddress(): void {
  const reveal = (): void => {
    const { place } = readAddress();
    const found = place === '' ? null : document.getElementById(place);
    if (found === null) return;
    let fold: Element | null = found.querySelector(':scope > details') ?? found;
    for (; fold !== null; fold = fold.parentElement) if (fold instanceof HTMLDetailsElement) fold.open = true;
    found.scrollIntoView();
  };
  addEventListener('hashchange', reveal);
  reveal();
}

/** Paper has no folds. */
function unfoldForPaper(): void {
  let closed: HTMLDetailsElement[] = [];
  addEventListener('beforeprint', () => {
    closed = folds().filter((fold) => !fold.open && fold.dataset['paper'] !== 'closed');
    for (const fold of closed) fold.open = true;
  });
  addEventListener('afterprint', () => {
    for (const fold of closed) fold.open = false;
  });
}

/** On a phone the contents would push the verdict off the screen. */
function closeContentsOnPhone(): void {
  const contents = document.querySelector<HTMLDetailsElement>('.contents');
  if (contents !== null && matchMedia('(max-width: 60rem)').matches) contents.open = false;
}

const filterFrom = 8;

function addFilters(): void {
  for (const box of document.querySelectorAll('.filterable')) {
    const rows = [...box.querySelectorAll<HTMLElement>('tbody tr')];
    if (rows.length >= filterFrom) addFilter(box, rows);
  }
}

function addFilter(box: Element, rows: readonly HTMLElement[]): void {
  const label = document.createElement('label');
  label.className = 'filter';
  const input = document.createElement('input');
  input.type = 'search';
  const left = document.createElement('span');
  left.className = 'muted';
  left.setAttribute('role', 'status');
  label.append('Filter ', input, left);
  box.prepend(label);
  input.addEventListener('input', () => {
    const wanted = input.value.toLowerCase();
    for (const row of rows) row.hidden = !(row.textContent ?? '').toLowerCase().includes(wanted);
    const shown = rows.filter(({ hidden }) => !hidden).length;
    left.textContent = wanted === '' ? '' : ` ${shown} of ${rows.length} lines`;
  });
}

/** The contents show where the reader is. */
function followReading(): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('nav a')];
  const places = links.flatMap((link) => {
    const place = document.getElementById(link.hash.slice(1));
    return place === null ? [] : [{ link, place }];
  });
  let isWaiting = false;
  const follow = (): void => {
    isWaiting = false;
    const current = places.findLast(({ place }) => place.getBoundingClientRect().top < 120) ?? places[0];
    for (const { link } of places) {
      if (link === current?.link) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
  };
  const later = (): void => {
    if (!isWaiting) requestAnimationFrame(follow);
    isWaiting = true;
  };
  addEventListener('scroll', later, { passive: true });
  follow();
}

/** A step that is opened is the one that the reader looks at. */
function followSteps(): void {
  for (const fold of document.querySelectorAll<HTMLDetailsElement>('.step[id] > details')) {
    fold.addEventListener('toggle', () => {
      const [, scenario, number] = /^(.*)-step-(\d+)$/.exec(fold.parentElement?.id ?? '') ?? [];
      if (fold.open && scenario !== undefined) chooseStep({ scenario, number: Number(number) });
    });
  }
}
