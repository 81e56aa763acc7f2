import { Ban, Clock, Layers, ListX, Printer, RefreshCw, Ticket, X } from 'lucide-react';
import { Btn } from '@/components/button';
import { ConsequencePanel } from '@/components/consequence-panel';
import { Banner, Code, EmptyState, ErrorState, Remedy, Skeleton } from '@/components/feedback';
import { Icon } from '@/components/icon';
import { Bar, JobCard } from '@/components/job-card';
import { BulkBar, DetailHeader, PageHead, Panel, TotalsFooter } from '@/components/layout';
import { StatusPill } from '@/components/state';
import { MoneyText } from '@/components/text';
import { Timeline } from '@/components/timeline';
import { i18next } from '@/i18n';
import { failure, longText, nothing, Specimen } from './specimen';

export function FeedbackSpecimens() {
  return (
    <>
      <Specimen id="banner" title="Banner: five meanings, with action, long">
        <div className="col gap3">
          {(['plain', 'good', 'wait', 'warn', 'bad'] as const).map((tone) => <Banner key={tone} tone={tone}><b className="m">{tone}.</b> A banner says what is on hold and why.</Banner>)}
          <Banner tone="warn" icon={Clock} actions={<Btn size="sm">Betulkan</Btn>}><b className="m">Jam router tertinggal 14 mnt.</b> {longText}</Banner>
        </div>
      </Specimen>
      <Specimen id="remedy" title="Code, Remedy">
        <div className="col gap3">
          <Code>/ip service set api-ssl disabled=no</Code>
          <Remedy cause="The group lacks a right." command="/user group set simpul policy=api,read,write" onRetry={nothing} error={failure} />
        </div>
      </Specimen>
      <Specimen id="job-card" title="Bar, JobCard: running, paused, waiting, of unknown length, ended, failed, long">
        <div className="col gap3">
          <Bar total={100} label="bar" height={8} parts={[{ value: 60, meaning: 'good' }, { value: 20, meaning: 'wait' }, { value: 10, meaning: 'warn' }, { value: 5, meaning: 'bad' }]} />
          <JobCard title="Batch VB-2611-018" done={310} total={500} detail="RB-Kantor" action={<button type="button" className="Link">Jeda</button>} />
          <JobCard title="Batch VB-2611-017" done={120} total={300} detail="Dijeda" action={<button type="button" className="Link">Lanjutkan</button>} />
          <JobCard title="Batch VB-2611-016" done={0} total={10_000} detail="menunggu RB-Masjid" />
          <JobCard title="voucher-2026-11-21-1432.xlsx" done={500} total={0} detail="sedang dibuat" action={<button type="button" className="Link">Batal</button>} />
          <JobCard title="voucher-2026-11-21-1430.xlsx" done={1234} total={1234} detail="1.234 baris" still action={<button type="button" className="Link">Simpan</button>} />
          <JobCard title="voucher-2026-11-21-1428.csv" done={500} total={1234} detail="Diska komputer penuh." still action={<button type="button" className="ViewBtn" aria-label="Tutup"><Icon as={X} size={12} /></button>} />
          <JobCard title={longText} done={999_999} total={1_000_000} detail={longText} />
        </div>
      </Specimen>
      <Specimen id="timeline" title="Timeline: days, meanings, long">
        <Timeline
          entries={[
            { id: 1, at: '2026-11-21T07:31:00Z', icon: Ticket, text: 'Batch dibuat', by: 'Rina' }, { id: 2, at: '2026-11-21T06:31:00Z', icon: Printer, meaning: 'good', text: longText, by: 'Rina' },
            { id: 3, at: '2026-11-20T06:31:00Z', icon: Ban, meaning: 'bad', text: 'Dibatalkan', by: 'Hendra' }, { id: 4, at: '2026-11-20T05:31:00Z', icon: Clock, meaning: 'warn', text: 'Jam salah' },
          ]}
        />
      </Specimen>
      <Specimen id="empty" title="EmptyState" flush><EmptyState icon={Layers} title="Belum ada batch" actions={<Btn tone="primary">Buat batch</Btn>}>Satu batch membuat banyak kode sekaligus.</EmptyState></Specimen>
      <Specimen id="no-match" title="EmptyState: nothing matches" flush><EmptyState icon={ListX} title={i18next.t('common:noMatch')} actions={<Btn>{i18next.t('common:clearFilters')}</Btn>}>{i18next.t('common:noMatchHint')}</EmptyState></Specimen>
      <Specimen id="error" title="ErrorState" flush><ErrorState error={failure} onRetry={nothing} /></Specimen>
      <Specimen id="error-compact" title="ErrorState, compact"><ErrorState error={failure} onRetry={nothing} compact /></Specimen>
      <Specimen id="loading" title="Skeleton"><div data-still=""><Skeleton lines={4} /></div></Specimen>
      <Consequences />
      <Specimen id="heads" title="PageHead, DetailHeader, Panel, TotalsFooter, BulkBar; long names" wide flush>
        <div className="ListHead"><PageHead title="Daftar voucher" detail="12.480" actions={<Btn tone="primary">Buat batch</Btn>} /></div>
        <DetailHeader title="RB-Pasar" states={<><StatusPill kind="router" state="connected" /><StatusPill kind="router" state="clock_wrong" /></>} detail="hEX S · RouterOS 7.16.2" actions={<Btn tone="primary" icon={RefreshCw}>Samakan sekarang</Btn>} />
        <DetailHeader title="RB-Ujung" states={<StatusPill kind="router" state="lost" />} detail={longText + longText} actions={<><Btn>Ping</Btn><Btn tone="primary" icon={RefreshCw}>Samakan sekarang</Btn></>} />
        <div className="Panel-body"><Panel title="Panel" detail={longText + longText} actions={<span className="Link sm">Semua</span>}>Isi</Panel></div>
        <BulkBar label="Bulk"><b>3 dipilih</b><MoneyText amount="22000.00" /><span className="grow" /><Btn size="sm">Cetak</Btn><Btn size="sm" tone="danger" icon={Ban}>Batalkan…</Btn></BulkBar>
        <TotalsFooter facts={[{ label: 'Tampil', value: '1.864' }, { label: 'Nilai jual', value: <MoneyText amount="14218000.00" /> }]} note="Data 14.32" />
      </Specimen>
    </>
  );
}

function Consequences() {
  const figures = [{ label: 'Kode baru', value: '200' }, { label: 'Nilai jual', value: <MoneyText amount="1000000.00" /> }];
  const lines = [{ label: 'Setoran agen', value: <MoneyText amount="700000.00" /> }];
  const steps = [{ icon: Layers, text: '200 kode disimpan sekaligus' }];
  return (
    <>
      <Specimen id="consequences" title="ConsequencePanel" flush>
        <ConsequencePanel figures={figures} lines={lines} steps={steps} warnings={[{ id: 'w', tone: 'warn', text: 'Masuk lewat QR belum bisa.' }, { id: 'b', tone: 'bad', text: 'Paket ini tidak ada di router mana pun.' }, { id: 'p', tone: 'plain', text: longText }]} />
      </Specimen>
      <Specimen id="consequences-stale" title="ConsequencePanel: being worked out anew" flush><ConsequencePanel figures={figures} lines={lines} steps={steps} warnings={[]} stale /></Specimen>
    </>
  );
}
