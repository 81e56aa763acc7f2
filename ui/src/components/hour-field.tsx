import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readHour } from '@/lib/hour';
import { TextField } from './field';

interface HourFieldProps {
  label: string;
  /** `21:30`; empty where what is written is no hour. */
  value: string;
  /** Told an hour, or nothing while what is written is none. */
  onChange: (hour: string) => void;
}

/** An hour of the day, 24 hours whatever the browser's language. */
export function HourField({ label, value, onChange }: HourFieldProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string>();
  const [writing, setWriting] = useState(false);
  // Taken back or stored meanwhile: what was typed is of no more use.
  const isTyped = typed !== undefined && (readHour(typed) ?? '') === value;
  const text = isTyped ? typed : value;
  const problem = text.trim() === '' ? t('field:required') : value === '' && !writing ? t('field:bad_format') : undefined;
  const type = (written: string) => {
    setTyped(written);
    onChange(readHour(written) ?? '');
  };
  return (
    <TextField
      label={label}
      value={text}
      onChange={type}
      error={problem}
      placeholder="21:30"
      inputMode="numeric"
      autoComplete="off"
      maxLength={5}
      onFocus={(event) => {
        setWriting(true);
        event.currentTarget.select();
      }}
      onBlur={() => {
        setWriting(false);
        // What was meant is written out.
        if (value !== '') setTyped(undefined);
      }}
    />
  );
}
