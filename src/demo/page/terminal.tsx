import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { useEffect, useRef } from 'preact/hooks';

interface ConsoleProps {
  readonly host: string;
  /** The run that it belongs to: its lab has gone with an earlier one. */
  readonly run: number;
  readonly shown: boolean;
  readonly label: string;
}

/** A console of a host, in the page. */
export function Console({ host, run, shown, label }: ConsoleProps) {
  const place = useRef<HTMLDivElement>(null);
  // Another run has another lab; another language is no reason to end a shell.
  useEffect(() => (place.current === null ? undefined : openTerminal(place.current, host, label)), [host, run]);
  useEffect(() => {
    if (shown) place.current?.querySelector('textarea')?.focus();
  }, [shown]);
  return <div class="terminal" ref={place} data-host={host} hidden={!shown} />;
}

function openTerminal(place: HTMLElement, host: string, label: string): () => void {
  const fontSize = Math.max(14, Number.parseFloat(getComputedStyle(place).fontSize) * 0.9);
  const terminal = new Terminal({ fontSize, fontFamily: 'monospace', screenReaderMode: true, convertEol: false });
  terminal.open(place);
  terminal.textarea?.setAttribute('aria-label', label);
  const address = new URL(`console/${host}`, location.href);
  address.protocol = address.protocol.replace('http', 'ws');
  const socket = new WebSocket(address);
  socket.binaryType = 'arraybuffer';
  const say = (input: object): void => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(input));
  };
  const fit = (): void => {
    if (place.clientWidth === 0) return;
    const { columns, rows } = sizeOf(place, fontSize);
    terminal.resize(columns, rows);
    say({ size: [columns, rows] });
  };
  socket.addEventListener('open', fit);
  socket.addEventListener('message', ({ data }) => terminal.write(new Uint8Array(data)));
  socket.addEventListener('close', ({ reason }) => terminal.write(`\r\n\u001b[2m${reason}\u001b[0m\r\n`));
  terminal.onData((keys) => say({ keys }));
  const observer = new ResizeObserver(fit);
  observer.observe(place);
  terminal.focus();
  return () => {
    observer.disconnect();
    socket.close();
    terminal.dispose();
    place.replaceChildren();
  };
}

/** xterm draws a monospace character 0.6 em wide and about 1.2 em high. */
function sizeOf(place: HTMLElement, fontSize: number): { columns: number; rows: number } {
  const screen = place.querySelector('.xterm-screen');
  const rows = place.querySelectorAll('.xterm-rows > div').length || 24;
  const box = screen?.getBoundingClientRect();
  const height = box !== undefined && box.height > 0 ? box.height / rows : fontSize * 1.2;
  const columns = Math.floor((place.clientWidth - 20) / (fontSize * 0.603));
  return { columns: Math.max(20, columns), rows: Math.max(4, Math.floor((place.clientHeight - 8) / height)) };
}
