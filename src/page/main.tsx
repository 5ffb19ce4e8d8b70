import { render } from 'preact';
import type { TimelineView } from '../report/timeline/view.ts';
import './page.css';
import { enliven } from './static-page.ts';
import { atOnce } from './timeline/paper.ts';
import { Timeline } from './timeline/timeline.tsx';
import { followInTopology } from './topology.ts';

/** The run's data stands in the page as text that no browser runs. */
function viewOf(place: HTMLElement): TimelineView | undefined {
  const text = document.getElementById(place.dataset['view'] ?? '')?.textContent;
  return text === undefined || text === null ? undefined : (JSON.parse(text) as TimelineView);
}

function show(place: HTMLElement): void {
  const view = viewOf(place);
  if (view === undefined) return;
  place.replaceChildren();
  render(<Timeline view={view} place={place.id} />, place);
  followInTopology(view);
}

/** A run of many scenarios has many timelines: each is made when the reader comes near it. */
const watcher = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting || !(target instanceof HTMLElement)) continue;
      watcher.unobserve(target);
      show(target);
    }
  },
  { rootMargin: '800px' },
);

const places = [...document.querySelectorAll<HTMLElement>('[data-view]')];
for (const place of places) watcher.observe(place);
// Steps and links may name a scenario whose timeline is far away.
addEventListener('beforeprint', () => {
  document.documentElement.dataset['printing'] = '';
  atOnce(() => {
    for (const place of places) {
      watcher.unobserve(place);
      if (place.querySelector('canvas') === null) show(place);
    }
  });
});
addEventListener('afterprint', () => delete document.documentElement.dataset['printing']);
enliven();
