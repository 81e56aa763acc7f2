import { useBlocker } from '@tanstack/react-router';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from './dialog';

/** Tells the guard that what was typed has been stored, just before the screen is left. */
export interface SavedMark {
  isSaved: () => boolean;
  set: () => void;
}

export function useSavedMark(): SavedMark {
  const saved = useRef(false);
  return useMemo(
    () => ({
      isSaved: () => saved.current,
      set: () => {
        saved.current = true;
      },
    }),
    [],
  );
}

/** Asks before a form with changes is left, by link, by key or by closing the window. */
export function UnsavedGuard({ dirty, saved }: { dirty: boolean; saved: SavedMark }) {
  const { t } = useTranslation();
  const blocker = useBlocker({
    shouldBlockFn: () => dirty && !saved.isSaved(),
    enableBeforeUnload: () => dirty && !saved.isSaved(),
    withResolver: true,
  });
  return (
    <ConfirmDialog
      opened={blocker.status === 'blocked'}
      onClose={() => blocker.reset?.()}
      title={t('common:unsaved')}
      confirm={t('common:leave')}
      cancel={t('common:stay')}
      tone="danger"
      busy={false}
      error={undefined}
      onConfirm={() => blocker.proceed?.()}
    >
      {t('common:unsavedText')}
    </ConfirmDialog>
  );
}
