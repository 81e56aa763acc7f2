import { useEffect, type RefObject } from 'react';

/** How long what loads late may still push the target about (ms). */
const settling = 3_000;

/**
 * Brings a part of a scrolling page to its top, and keeps it there while what stands above it is still being loaded,
 * until the person scrolls themselves. Only that page scrolls: `scrollIntoView` would push the shell out of its window.
 */
export function useScrollTo(page: RefObject<HTMLElement | null>, selector: string | undefined, ready = true): void {
  useEffect(() => {
    const body = page.current;
    if (!body || !selector || !ready) return undefined;
    const go = () => {
      const target = body.querySelector(selector);
      if (target) body.scrollTo({ top: body.scrollTop + target.getBoundingClientRect().top - body.getBoundingClientRect().top });
    };
    go();
    const watch = new ResizeObserver(go);
    for (const part of body.querySelectorAll('section')) watch.observe(part);
    const stop = () => watch.disconnect();
    const signs = ['wheel', 'pointerdown', 'keydown', 'touchmove'] as const;
    for (const sign of signs) body.addEventListener(sign, stop, { passive: true });
    const timer = setTimeout(stop, settling);
    return () => {
      stop();
      clearTimeout(timer);
      for (const sign of signs) body.removeEventListener(sign, stop);
    };
  }, [page, selector, ready]);
}
