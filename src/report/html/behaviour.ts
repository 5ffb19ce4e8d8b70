/** Conveniences only: without this script the page shows the same. */
export const script = `
(() => {
  const folds = () => document.querySelectorAll('main details');
  const tools = document.querySelector('.tools');
  tools.hidden = false;
  tools.addEventListener('click', ({ target }) => {
    const which = target.dataset.open;
    if (which) for (const fold of folds()) fold.open = which === 'all';
  });

  // A link to a step opens it.
  const reveal = () => {
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!place) return;
    for (let fold = place.querySelector(':scope > details') ?? place; fold; fold = fold.parentElement) {
      if (fold.tagName === 'DETAILS') fold.open = true;
    }
    place.scrollIntoView();
  };
  addEventListener('hashchange', reveal);
  if (location.hash) reveal();

  // Paper has no folds.
  let closed = [];
  addEventListener('beforeprint', () => {
    closed = [...folds()].filter((fold) => !fold.open);
    for (const fold of closed) fold.open = true;
  });
  addEventListener('afterprint', () => { for (const fold of closed) fold.open = false; });

  // On a phone the contents would push the verdict off the screen.
  const contents = document.querySelector('.contents');
  if (matchMedia('(max-width: 60rem)').matches) contents.open = false;

  for (const box of document.querySelectorAll('.filterable')) {
    const rows = [...box.querySelectorAll('tbody tr')];
    if (rows.length < 8) continue;
    const label = document.createElement('label');
    label.className = 'filter';
    label.append('Filter ');
    const input = document.createElement('input');
    input.type = 'search';
    label.append(input);
    const left = document.createElement('span');
    left.className = 'muted';
    left.setAttribute('role', 'status');
    label.append(left);
    box.prepend(label);
    input.addEventListener('input', () => {
      const wanted = input.value.toLowerCase();
      let shown = 0;
      for (const row of rows) {
        row.hidden = !row.textContent.toLowerCase().includes(wanted);
        if (!row.hidden) shown += 1;
      }
      left.textContent = wanted === '' ? '' : ' ' + shown + ' of ' + rows.length + ' lines';
    });
  }

  // The contents show where the reader is.
  const links = new Map([...document.querySelectorAll('nav a')].map((link) => [link.hash.slice(1), link]));
  const places = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  const follow = () => {
    const current = places.findLast((place) => place.getBoundingClientRect().top < 120) ?? places[0];
    for (const [id, link] of links) {
      if (id === current.id) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
  };
  let waiting = false;
  addEventListener('scroll', () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; follow(); });
  }, { passive: true });
  follow();
})();
`;
