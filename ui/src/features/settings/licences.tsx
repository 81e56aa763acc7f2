import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState, Skeleton } from '@/components/feedback';
import { ScrollRegion } from '@/components/layout';
import { Modal } from '@/components/modal';
import { Prose } from '@/components/prose';

/** What is read where it is asked for: the list of what comes from others, and the program's own licences, word for word. */
const texts = {
  others: () => import('@top/THIRD-PARTY.md?raw'),
  mit: () => import('@top/LICENSE-MIT?raw'),
  apache: () => import('@top/LICENSE-APACHE?raw'),
} satisfies Record<string, () => Promise<{ default: string }>>;

/** A text that comes with the program. */
export type LicenceText = keyof typeof texts;

/** Every text, in the order it is offered. */
export const licenceTexts = Object.keys(texts) as LicenceText[];

/** A licence, or what comes from others, to be read where the program is. */
export function LicenceDialog({ which, onClose }: { which: LicenceText; onClose: () => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState<string>();
  const [failure, setFailure] = useState<unknown>();
  useEffect(() => {
    let gone = false;
    void texts[which]().then((read) => !gone && setText(read.default), (error: unknown) => !gone && setFailure(error));
    return () => {
      gone = true;
    };
  }, [which]);
  return (
    <Modal opened onClose={onClose} size={720} title={t(`settings:licences.${which}`)} closeButtonProps={{ 'aria-label': t('common:close') }}>
      {failure ? <ErrorState error={failure} compact /> : text === undefined ? <Skeleton lines={8} /> : (
        // They are what they are in English; a translation would be no licence.
        <div lang="en">
          <ScrollRegion className="Told-text tall" label={t(`settings:licences.${which}`)}>
            {which === 'others' ? <div className="Guide col gap2"><Prose text={text.replace(/^# .*\n/, '')} /></div> : <pre>{text}</pre>}
          </ScrollRegion>
        </div>
      )}
    </Modal>
  );
}
