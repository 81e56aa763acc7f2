import { CounterScreen } from '@/features/counter/counter-screen';

export default function Counter() {
  return <CounterScreen />;
}
