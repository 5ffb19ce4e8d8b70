import { options } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** Paper does not scroll: whether the page is being printed. */
export function usePaper(): boolean {
  const [isOnPaper, set] = useState(isPrinting);
  useEffect(() => {
    const begin = (): void => atOnce(() => set(true));
    const end = (): void => set(false);
    addEventListener('beforeprint', begin);
    addEventListener('afterprint', end);
    return () => {
      removeEventListener('beforeprint', begin);
      removeEventListener('afterprint', end);
    };
  }, []);
  return isOnPaper;
}

/** What is made for the print alone cannot hear of its beginning any more. */
function isPrinting(): boolean {
  return document.documentElement.dataset['printing'] !== undefined;
}

/** The browser prints what stands there when its event returns; preact would draw a moment later. */
export function atOnce(change: () => void): void {
  const usual = { ...options };
  options.debounceRendering = (render) => render();
  try {
    change();
  } finally {
    delete options.debounceRendering;
    Object.assign(options, usual);
  }
}
