import { Drawer as MantineDrawer, Modal as MantineModal, type DrawerProps, type ModalProps } from '@mantine/core';
import { useEffect, useState } from 'react';

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

/** A dialog at the side of the page. */
export function Drawer(props: DrawerProps) {
  useGiveBack(props.opened);
  return <MantineDrawer {...props} />;
}
