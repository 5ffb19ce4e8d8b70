import { useEffect, useRef } from 'preact/hooks';
import type { Catalogue } from '../texts/catalogue.ts';
import type { Model } from './model.ts';

interface PanelProps {
  readonly model: Model;
  readonly words: Catalogue['words'];
}

/** In which state each host found the router's ports when it last looked. */
export function Ports({ model, words }: PanelProps) {
  return (
    <section class="ports" aria-labelledby="ports">
      <h2 id="ports">{words.ports}</h2>
      {model.seen.size === 0 && <p class="nothing">{words.noPorts}</p>}
      {[...model.seen].map(([from, ports]) => (
        <div class="port-row" key={from}>
          <span class="who">{from}</span>
          {ports.map(({ port, protocol, state, service }) => (
            <span key={`${port}/${protocol}`} class={`port ${stateClass(state)}`} title={service}>
              <b>{port}</b> <small>{stateWord(state, words)}</small>
            </span>
          ))}
        </div>
      ))}
    </section>
  );
}

function stateClass(state: string): string {
  return state === 'open' || state === 'closed' ? state : 'filtered';
}

function stateWord(state: string, words: Catalogue['words']): string {
  if (state === 'open' || state === 'closed' || state === 'filtered') return words[state];
  return state;
}

/** Address lists with the time that each entry has left, by the router's clock. */
export function Lists({ model, words, time }: PanelProps & { readonly time: number | undefined }) {
  const alive = model.lists.filter(({ endsAtMs }) => endsAtMs === undefined || time === undefined || endsAtMs > time);
  return (
    <section aria-labelledby="lists">
      <h2 id="lists">{words.lists}</h2>
      {alive.length === 0 && <p class="nothing">{words.noLists}</p>}
      <ul class="lists">
        {alive.map(({ list, address, endsAtMs }) => (
          <li key={`${list} ${address}`}>
            <b>{list}</b> <code>{address}</code>{' '}
            <span class="left">
              {endsAtMs === undefined || time === undefined ? words.forever : leftText(endsAtMs - time)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function leftText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

/** The administrator's phone. */
export function Phone({ model, words }: PanelProps) {
  const end = useEndInView<HTMLOListElement>(model.messages.length);
  return (
    <section class="phone" aria-labelledby="phone">
      <h2 id="phone">{words.phone}</h2>
      {model.messages.length === 0 && <p class="nothing">{words.noMessages}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <ol ref={end} aria-live="polite" tabIndex={0} aria-label={words.phone} hidden={model.messages.length === 0}>
        {model.messages.map(({ text, clock }, index) => (
          <li key={`${index}`} class="bubble">
            <span>{text}</span>
            <time>{clock.slice(11, 16)}</time>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The rules as exports write them; one that has just been hit lights up. */
export function Rules({ model, words }: PanelProps) {
  return (
    <section class="rules" aria-labelledby="rules">
      <h2 id="rules">{words.rules}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div class="scroll" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">#</th>
              <th scope="col">{words.rules}</th>
              <th scope="col">{words.packets}</th>
            </tr>
          </thead>
          <tbody>
            {model.rules.map(({ table, id, number, text, comment, packets, hits, action }) => (
              // Another count is another row: the light begins anew.
              <tr key={`${table} ${id} ${packets}`} class={`${hits > 0 ? 'hit' : ''} action-${action}`}>
                <td>{table === 'filter' ? number : `${table} ${number}`}</td>
                <td>
                  {comment !== undefined && <b>{comment} </b>}
                  <code>{comment === undefined ? text : text.replace(/ ?comment=("[^"]*"|\S+)/, '')}</code>
                </td>
                <td class="count">
                  {packets}
                  {hits > 0 && <small> +{hits}</small>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** The router's log, the newest line in view. */
export function Log({ model, words }: PanelProps) {
  const end = useEndInView<HTMLOListElement>(model.log.length);
  return (
    <section class="log" aria-labelledby="log">
      <h2 id="log">{words.log}</h2>
      {model.log.length === 0 && <p class="nothing">{words.noLog}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <ol ref={end} tabIndex={0} aria-label={words.log}>
        {model.log.map(({ time, topics, message }, index) => (
          <li key={`${index}`}>
            <time>{time}</time> <small>{topics}</small> {message}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Scrolls what grows to its end. */
function useEndInView<Kind extends HTMLElement>(length: number) {
  const place = useRef<Kind>(null);
  useEffect(() => {
    if (place.current !== null) place.current.scrollTop = place.current.scrollHeight;
  }, [length]);
  return place;
}
