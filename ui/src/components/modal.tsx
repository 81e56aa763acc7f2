import { Drawer as MantineDrawer, Modal as MantineModal, type DrawerProps, type ModalProps } from '@mantine/core';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';

/**
 * Gives the cursor back to what had it, for a dialog that comes to the page open and goes from it: Mantine does so only
 * where `opened` changes while it is on the page.
 */
function useGiveBack(opened: boolean): void {
  const [from] = useState(() => (opened ? document.activeElement : null));
  useEffect(() => () => {
    // Whoever has the cursor by now keeps it.
    if (document.activeElement === document.body && from instanceof HTMLElement && from.isConnected) from.focus({ preventScroll: true });
  }, [from]);
}

/** A dialog in the middle of the page. */
export function Modal(props: ModalProps) {
  useGiveBack(props.opened);
  return <MantineModal {...props} />;
}

/**
 * Where the cursor begins in a drawer: in the field that asks for it (`autoFocus`), else on the title, from where the
 * drawer is read. Mantine would take the first thing there is, the ✕. Last in the drawer, so that all else is there.
 */
function Beginning() {
  const at = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const drawer = at.current?.closest('[role="dialog"]');
    if (!drawer || drawer.querySelector('[data-autofocus]')) return;
    const asked = drawer.contains(document.activeElement) ? document.activeElement : null;
    const title = drawer.querySelector('.mantine-Drawer-title');
    title?.setAttribute('tabindex', '-1');
    (asked ?? title)?.setAttribute('data-autofocus', 'true');
    if (asked) return;
    // A form that comes a moment later asks before Mantine looks: it has the say then.
    const later = ({ target }: Event) => {
      if (target === title || !(target instanceof HTMLElement)) return;
      title?.removeAttribute('data-autofocus');
      target.setAttribute('data-autofocus', 'true');
    };
    drawer.addEventListener('focusin', later, { once: true });
    return () => drawer.removeEventListener('focusin', later);
  }, []);
  return <span ref={at} hidden />;
}

/** A dialog at the side of the page. */
export function Drawer({ children, ...props }: DrawerProps) {
  useGiveBack(props.opened);
  return (
    <MantineDrawer {...props}>
      {children}
      <Beginning />
    </MantineDrawer>
  );
}
