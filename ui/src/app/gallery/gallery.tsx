import { useMantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PageHead } from '@/components/layout';
import { Seg } from '@/components/field';
import { currentLanguage, languages, setLanguage } from '@/i18n';
import { ChartSpecimens } from './charts';
import { ControlSpecimens } from './controls';
import { FeedbackSpecimens } from './feedback';
import { FloatingSpecimens } from './floating';
import { PaperSpecimens } from './paper';
import { ShellSpecimens } from './shell-parts';
import { TableSpecimens } from './tables';

/**
 * Every state of every component on one page: for people who build screens, and for the picture test. It is not in
 * the menu. Its own words are plain English and not in the locales; the components speak the person's language.
 */
export function Gallery() {
  const { i18n } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <div className="ListBody">
      <div className="ListHead">
        <PageHead
          title="Gallery"
          detail="every component in every state"
          actions={
            <>
              <Seg label="Language" value={i18n.language === 'en' ? 'en' : currentLanguage()} onChange={(language) => void setLanguage(language)} options={languages} />
              <Seg label="Theme" value={colorScheme} onChange={setColorScheme} options={[{ value: 'light', label: 'Light' }, { value: 'dark', label: 'Dark' }, { value: 'auto', label: 'System' }]} />
            </>
          }
        />
      </div>
      <div className="Gallery">
        <ControlSpecimens />
        <FeedbackSpecimens />
        <FloatingSpecimens />
        <ShellSpecimens />
        <ChartSpecimens />
        <PaperSpecimens />
        <TableSpecimens />
      </div>
    </div>
  );
}
