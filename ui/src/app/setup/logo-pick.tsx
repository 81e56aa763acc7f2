import { ImageUp, X } from 'lucide-react';
import { useRef, type ChangeEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { Field } from '@/components/field';
import { readBase64 } from '@/lib/files';

/** A logo chosen before there is an account to set it by: shown, and kept on this computer as what is typed. */
export function LogoPick({ logo, onPick }: { logo: string; onPick: (logo: string) => void }) {
  const { t } = useTranslation();
  const picker = useRef<HTMLInputElement>(null);
  const picked = async (event: ChangeEvent<HTMLInputElement>) => {
    const input = event.currentTarget;
    const file = input.files?.[0];
    if (file) onPick(await readBase64(file));
    input.value = '';
  };
  return (
    <Field label={t('setup:logo')} help={t('settings:logoHelp')}>
      {(wires) => (
        <div className="row">
          {logo && <img className="CompanyLogo" src={`data:image/${logo.startsWith('iVBOR') ? 'png' : 'jpeg'};base64,${logo}`} alt={t('settings:logo')} height={40} />}
          <input ref={picker} type="file" accept="image/png,image/jpeg" hidden aria-label={t('settings:logo')} onChange={(event) => void picked(event)} />
          <Btn size="sm" icon={ImageUp} id={wires.id} onClick={() => picker.current?.click()}>
            {t(logo ? 'settings:logoOther' : 'settings:logoPick')}
          </Btn>
          {logo && (
            <Btn size="sm" tone="ghost" icon={X} onClick={() => onPick('')}>
              {t('settings:logoDrop')}
            </Btn>
          )}
        </div>
      )}
    </Field>
  );
}
